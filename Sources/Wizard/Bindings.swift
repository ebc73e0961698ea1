import StepEngine
import TerminalUI

/// The table of all keys.
enum Bindings {
    /// Every binding; of several for one key the first active one counts.
    static let all: [Binding] = dialogs + pages + steps + preflight + proofs + texts + everywhere

    /// The bindings that count now.
    static func active(in model: Model, context: Context) -> [Binding] {
        all.filter { $0.isActive(in: model, context: context) }
    }

    private static let dialogs: [Binding] = [
        Binding([.enter], .go, "choose", in: [.question], priority: 9),
        Binding([.left, .right, .tab, .backTab, .character("h"), .character("l")], .navigate, "other button", in: [.question]),
        Binding([.up, .down, .character("k"), .character("j")], .navigate, "scroll", in: [.question]),
        Binding([.enter], .go, "waive it", in: [.skip], priority: 9) { $0.isWaiving },
        Binding([.enter], .go, "skip the step", in: [.skip], priority: 9) { !$0.isWaiving },
        Binding([.enter], .go, "go on", in: [.secret, .server], priority: 9),
        Binding([.enter], .go, "end line", help: "end the line", in: [.slip], priority: 4),
        Binding([.function(5)], .takeSlip, "that is all", help: "read what has come, and say what is missing", in: [.slip], priority: 5),
        Binding([.escape, .function(8)], .back, "give up", help: "give up; the form stays as it was", in: [.slip], priority: 7),
        Binding([.tab, .down], .next, "next field", in: [.secret, .server], priority: 5),
        Binding([.backTab, .up], .turn, "field before", in: [.secret, .server]),
        Binding(
            [.up, .down, .pageUp, .pageDown, .home, .end, .left, .right, .character("j"), .character("k"), .character(" ")],
            .navigate, "scroll", in: [.pager, .help], priority: 5),
        Binding([.enter], .go, "choose", in: [.hang], priority: 9),
        Binding([.left, .right, .tab, .backTab, .character("h"), .character("l")], .navigate, "other button", in: [.hang], priority: 6),
        Binding([.enter], .go, "find", help: "to the next place where the words stand", in: [.search], priority: 9),
    ]

    private static let pages: [Binding] = [
        Binding([.enter], .go, "go on", in: Context.greetings, priority: 9) { $0.run?.isOpen == true },
        Binding(
            [.character("c")], .editCluster, "cluster form", help: "look at and change the cluster description",
            in: Context.greetings.union([.chooser]), priority: 4
        ) { !$0.isBusy && !$0.isFollowing },
        Binding([.character("v")], .verify, "verify again", in: Context.greetings, priority: 3) { $0.canVerifyAll },
        Binding([.character("r"), .enter], .reread, "read again", help: "try again", in: [.refused], priority: 8),
        Binding(
            [.up, .down, .pageUp, .pageDown, .home, .end, .character("k"), .character("j")], .navigate, "scroll", in: [.refused, .resume],
            priority: 4),
        Binding([.enter], .go, "this one", in: [.chooser], priority: 9),
        Binding([.up, .down, .character("k"), .character("j")], .navigate, "choose", in: [.chooser], priority: 5),
        Binding([.function(10)], .save, "save", help: "check everything, save, go on", in: [.form], priority: 9),
        Binding([.enter], .go, "next, edit", help: "edit the server; else the next field", in: [.form], priority: 6),
        Binding([.up, .backTab], .turn, "field before", in: [.form]),
        Binding([.down, .tab], .next, "next field", in: [.form], priority: 3),
        Binding([.pageUp, .pageDown], .navigate, "five fields on", in: [.form]),
        Binding(
            [.control("n")], .suggest, "take found", help: "take the path that was found on this server, then the next one", in: [.form],
            priority: 8
        ) { $0.hasSuggestions },
        Binding(
            [.function(5)], .takeSlip, "take slip", help: "take in the slip of another server instead of filling the form", in: [.form],
            priority: 4),
        Binding([.delete], .deleteServer, "delete", help: "delete the server", in: [.form], priority: 5) { $0.isOnServerRow },
        Binding([.enter], .go, "choose", in: [.review], priority: 9),
        Binding([.left, .right, .tab, .backTab], .turn, "other button", in: [.review], priority: 5),
        Binding(
            [.up, .down, .pageUp, .pageDown, .character("k"), .character("j")], .navigate, "scroll", in: [.review, .report], priority: 4),
        Binding([.character("w"), .enter], .writeReport, "write report", help: "write the report to files", in: [.report], priority: 9) {
            $0.run?.isOpen == true
        },
    ]

    private static let steps: [Binding] = [
        Binding([.enter, .character("r")], .perform, "run", help: "run or retry this step", in: [.main], priority: 9) { $0.canPerform },
        Binding([.character("a")], .performAll, "all", help: "run all that remain, until something needs you", in: [.main], priority: 8) {
            $0.canPerform
        },
        Binding([.character("n"), .function(10)], .next, "next", help: "to the next step that is not settled", in: [.main], priority: 6),
        Binding([.character("s")], .skip, "skip", help: "leave the step out, for a reason", in: [.main], priority: 5) {
            $0.canSkip && !$0.isWaiving
        },
        Binding([.character("s")], .skip, "waive", help: "let the check pass, for a reason", in: [.main], priority: 5) {
            $0.canSkip && $0.isWaiving
        },
        Binding([.character("u")], .undo, "undo", help: "take back what the step changed", in: [.main], priority: 5) { $0.canUndo },
        Binding([.character("v")], .verify, "verify", help: "look again, change nothing", in: [.main], priority: 4) { $0.canPerform },
        Binding([.character("d")], .diff, "diff", help: "all changes of this step in full width", in: [.main], priority: 3),
        Binding([.character("l")], .log, "log", help: "what the step's commands printed", in: [.main], priority: 4) {
            $0.selectedLog != nil
        },
        Binding([.character("w")], .report, "report", help: "what is done and what is missing", in: [.main], priority: 2),
        Binding([.character("b")], .board, "board", help: "all servers side by side", in: Context.greetings.union([.main]), priority: 2) {
            $0.run?.isOpen == true
        },
        Binding(
            [.character("h")], .handOver, "hand over", help: "the text that brings the next server the cluster",
            in: Context.greetings.union([.main]),
            priority: 2
        ) { $0.cluster != nil },
        Binding([.tab, .backTab, .left, .right], .switchPane, "other half", in: [.main], priority: 1),
        Binding([.up, .down, .home, .end, .character("j"), .character("k")], .navigate, "move", in: [.main]),
        Binding([.pageUp, .pageDown], .turn, "scroll", help: "scroll the step's text", in: [.main], priority: 2),
    ]

    private static let preflight: [Binding] = [
        Binding([.character("p")], .preflight, "preflight", help: "look whether this server is ready", in: Context.greetings, priority: 6) {
            $0.canLookAhead
        },
        Binding([.character("p")], .preflight, "preflight", help: "look whether this server is ready", in: [.main], priority: 2) {
            $0.canLookAhead
        },
        Binding([.enter, .character("f")], .perform, "fix", help: "fix it, after a look at the changes", in: [.preflight], priority: 9) {
            $0.canFix
        },
        Binding([.enter], .note, "note", help: "everything about this check", in: [.preflight], priority: 5) {
            !$0.canFix && $0.preflightRow != nil
        },
        Binding([.character("a")], .performAll, "fix all", help: "fix all that can be, after a look", in: [.preflight], priority: 8) {
            $0.canFixAll
        },
        Binding(
            [.character("w"), .character("s")], .skip, "waive", help: "let the check pass, for a reason", in: [.preflight], priority: 8
        ) {
            $0.canWaive
        },
        Binding([.character("v"), .character("r")], .verify, "look again", in: [.preflight], priority: 6) { $0.canLookAhead },
        Binding(
            [.character("n"), .function(10)], .next, "next", help: "to the next check that does not hold", in: [.preflight], priority: 5),
        Binding([.character("l")], .log, "log", help: "what the fix printed", in: [.preflight], priority: 4) { $0.selectedLog != nil },
        Binding([.up, .down, .home, .end, .character("j"), .character("k")], .navigate, "move", in: [.preflight], priority: 2),
        Binding([.pageUp, .pageDown], .turn, "scroll", help: "scroll the note", in: [.preflight], priority: 2),
    ]

    private static let proofs: [Binding] = [
        Binding(
            [.character("o")], .proofs, "proofs", help: "what only several servers can show", in: Context.greetings.union([.main]),
            priority: 2
        ) { $0.run.map { $0.isOpen && !$0.proofs.isEmpty } ?? false },
        Binding([.enter, .character("r")], .perform, "prove", help: "prove it now, or once more", in: [.proofs], priority: 9) {
            $0.canPerform
        },
        Binding(
            [.character("a")], .performAll, "all", help: "prove all that are open and disturb nobody", in: [.proofs], priority: 8
        ) { $0.canPerform },
        Binding([.character("l")], .log, "log", help: "what the proof's commands printed", in: [.proofs], priority: 4) {
            $0.selectedLog != nil
        },
        Binding([.up, .down, .home, .end, .character("j"), .character("k")], .navigate, "move", in: [.proofs], priority: 2),
        Binding([.pageUp, .pageDown], .turn, "scroll", help: "scroll the text below", in: [.proofs], priority: 2),
    ]

    private static let texts: [Binding] = [
        Binding(
            [.character("/")], .search, "search", help: "look for words in the guide", in: Context.greetings.union([.main]), priority: 1
        ) {
            $0.run != nil
        },
        Binding([.character("/")], .search, "search", help: "look for words in this text", in: [.pager], priority: 6),
        Binding([.character("n")], .findNext, "next", help: "the next place where the words stand", in: [.pager], priority: 6) {
            $0.shownPager?.needle != nil
        },
        Binding([.character("N")], .findPrevious, "before", help: "the place before", in: [.pager], priority: 4) {
            $0.shownPager?.needle != nil
        },
        Binding([.character("w")], .wrap, "wrap", help: "break long lines, or not", in: [.pager], priority: 3) {
            $0.shownPager?.subject.hasLongLines == true
        },
        Binding(
            [.character("i")], .inspect, "inspect", help: "the processes of the running command, and what they wait for",
            in: [.main, .preflight, .proofs], priority: 7
        ) { $0.isCommandRunning && $0.run?.work?.line != nil },
        Binding([.character("@")], .commands, "commands", help: "all commands so far", in: Context.withRun, priority: 1) { $0.run != nil },
        Binding([.character("g")], .guide, "guide", help: "the whole guide, from this section on", in: Context.withRun, priority: 1) {
            $0.run != nil
        },
    ]

    private static let everywhere: [Binding] = [
        Binding([.function(9)], .cancel, "cancel", help: "stop the running command", in: Context.all, priority: 9) { $0.isCommandRunning },
        Binding([.escape, .function(8)], .back, "back", in: Context.all.subtracting([.opening, .refused, .welcome, .slip]), priority: 7),
        Binding(
            [.character("?"), .function(1)], .help, "help", help: "the keys that count here", in: Context.withoutText.subtracting([.help]),
            priority: 8),
        Binding(
            [.function(1)], .help, "help", help: "the keys that count here", in: Context.all.subtracting(Context.withoutText), priority: 2),
        Binding(
            [.character("!"), .function(2)], .shell, "shell", help: "a shell on this server; 'exit' comes back", in: Context.pages,
            priority: 3),
        Binding([.function(2)], .shell, "shell", help: "a shell on this server; 'exit' comes back", in: [.form]),
        Binding([.character("q")], .leave, "leave", help: "leave; nothing is lost", in: Context.pages.union([.pager, .help]), priority: 7),
        Binding([.control("c")], .interrupt, "stop", help: "stop the command or leave; twice leaves at once", in: Context.all),
        Binding([.control("l")], .redraw, "draw anew", in: Context.all),
        Binding([.control("t")], .style, "style", help: "other colours: default, high contrast, mono, light", in: Context.all),
        Binding([.control("z")], .stop, "suspend", help: "suspend the wizard; 'fg' comes back", in: Context.all),
    ]
}
