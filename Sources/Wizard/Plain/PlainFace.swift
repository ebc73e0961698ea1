import TerminalUI

/// The wizard in lines: says what there is, asks, and turns each answer into the keys that would be pressed on the screen.
///
/// No cursor is moved and no escape sequence is sent, so that it does on a dumb terminal, for a screen reader, into a log and
/// from a pipe.
@MainActor
final class PlainFace: Face {
    /// Where a question belongs; what was answered there means nothing elsewhere.
    struct Place: Equatable {
        var context: Context
        var depth: Int
        var subject: String
    }

    let teletype: any Teletype
    let paper: Paper
    /// What the model believes to be drawn on.
    let size = Size(rows: 24, columns: Paper.columns + 2)
    weak var desk: (any Desk)?

    /// The question that waits for its answer.
    var asked: (place: Place, sheet: Sheet)?
    var editing: Sheet.Editing?
    /// Whether a line will come some day.
    var isReading = false
    /// Whether the operator himself has broken off what was asked.
    var isInterrupted = false
    /// Whether the input is at its end.
    var isLeaving = false
    /// Presenting gives keys to the model, which has things settled again.
    private var isPresenting = false
    private var isSuspended = false
    var isLineOpen = false
    var progress = Progress()
    /// What was said while a question waits.
    var held: [String] = []
    var heldCount = 0
    /// What was printed last, so that it is not printed again.
    var printed = Printed()

    init(_ teletype: any Teletype) {
        self.teletype = teletype
        paper = Paper(isUnicode: teletype.isUnicode)
    }

    var events: AsyncStream<TerminalEvent> { teletype.events }

    func begin(at desk: any Desk) {
        self.desk = desk
        say("joget-cluster in lines: each question takes a number, a letter or a word; ? says which. Ctrl-C breaks off.")
        if desk.model.setting.isRehearsal { say("This is a rehearsal: nothing on this server is touched.") }
    }

    /// What there is to say is said by what is heard and by what is asked.
    func show(_ model: Model) {}

    func heard(_ message: Message, _ model: Model) {
        if case .key = message, asked != nil, !isPresenting { isInterrupted = true }
        let lines = progress.announcement(model) + progress.lines(for: message, model)
        if asked == nil { lines.forEach(say) } else { hold(lines) }
    }

    func settle() {
        guard !isPresenting, !isSuspended, let desk, desk.model.exitCode == nil else { return }
        isPresenting = true
        defer { isPresenting = false }
        if let asked {
            guard asked.place != PlainFace.place(in: desk.model) else { return }
            // What was pasted behind a slip has been let go by; the line that is being waited for is an answer again.
            if asked.place.context == .slip { isInterrupted = true }
            withdraw()
        }
        present(desk)
    }

    /// A line that was piped in, or typed in advance, is an answer to something else.
    let takesCards = false
    func redraw() { printed = Printed() }

    func stop() {
        closeLine()
        teletype.stop()
        if let asked { put(asked.sheet.prompt) }
    }

    func suspend() {
        isSuspended = true
        closeLine()
        teletype.suspend()
    }

    func resume() {
        teletype.resume()
        isSuspended = false
    }

    func end() {
        closeLine()
        teletype.isHidden = false
        asked = nil
        release()
    }

    // MARK: Saying

    func say(_ text: String) {
        closeLine()
        for line in paper.lines(text) { teletype.put(line + "\n") }
    }

    /// Leaves the line open for an answer.
    func put(_ prompt: String) {
        let lines = paper.lines(prompt)
        for line in lines.dropLast() { teletype.put(line + "\n") }
        teletype.put((lines.last ?? "") + (prompt.hasSuffix(" ") ? " " : ""))
        isLineOpen = true
    }

    func closeLine() {
        if isLineOpen { teletype.put("\n") }
        isLineOpen = false
    }

    private func hold(_ lines: [String]) {
        heldCount += lines.count
        held = (held + lines).suffix(200)
    }

    /// Prints what had to wait.
    func release() {
        if heldCount > held.count { say("(\(heldCount - held.count) lines more are in the log)") }
        held.forEach(say)
        held = []
        heldCount = 0
    }
}
