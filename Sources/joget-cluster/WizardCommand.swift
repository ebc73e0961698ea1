import ArgumentParser
import Glibc
import Guidebook
import Reporting
import StepEngine
import TerminalUI
import Wizard

/// Opens the wizard.
struct WizardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wizard", abstract: "Open the wizard (this is what happens without a subcommand).")

    @OptionGroup var options: SharedOptions
    @Flag(name: .customLong("no-color"), help: "Use no colours; NO_COLOR in the environment does the same.") var noColor = false
    @Flag(help: "Draw with ASCII characters only.") var ascii = false
    @Flag(help: "Ask and answer in lines, without a screen: for screen readers, dumb terminals and logs.") var plain = false
    @Option(help: "How the screen looks: \(Theme.names); JOGET_STYLE in the environment says so for every start.")
    var style: String?
    @Option(help: "Record the screens into a new file that asciinema plays. Secrets are masked, a shell is left out.", completion: .file())
    var record: String?
    @Option(
        help: "A file of keys to press and of screens to expect, for a run without an operator.", completion: .file(extensions: ["yaml"]))
    var answers: String?
    @Option(help: "The folder into which the screens are kept that the answers name.", completion: .directory)
    var screens: String?

    func validate() throws {
        if screens != nil && answers == nil {
            throw ValidationError("--screens keeps screens that a file of answers names; add --answers FILE")
        }
        if plain && answers != nil { throw ValidationError("--answers presses the keys of the screens; with --plain pipe the answers in") }
        if plain && record != nil { throw ValidationError("--record records screens; with --plain use script(1)") }
    }

    func run() async throws {
        try await withRefusals {
            let theme = try theme()
            let answers = try await answers()
            let folder = try folder()
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "set this server up")
            let hasTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
            guard plain || hasTerminal else {
                throw Refusal(
                    "the wizard needs a terminal for input and output, or --plain; "
                        + "without questions use 'joget-cluster plan' and 'joget-cluster apply'", .usage)
            }
            let workplace = try await workplace(preparation)
            let isColorless = noColor || Preparation.variable("NO_COLOR")?.isEmpty == false
            return try await open(
                workplace, CursesTerminal.Options(noColor: isColorless, ascii: ascii, theme: theme), answers, keepingIn: folder)
        }
    }

    /// What `--style` or JOGET_STYLE asks for.
    private func theme() throws -> Theme {
        let wanted = [("--style", style), ("JOGET_STYLE", Preparation.variable("JOGET_STYLE"))]
        for case (let origin, let name?) in wanted where !name.isEmpty {
            guard let theme = Theme(name: name) else {
                throw Refusal("\(origin): '\(name)' is no style; choose from \(Theme.names)", .usage)
            }
            return theme
        }
        return .standard
    }

    private func workplace(_ preparation: Preparation) async throws -> Workplace {
        let directory = preparation.directoryPath
        await Rehearsal.spoil(preparation.machine)
        return Workplace(
            guide: preparation.guide, machine: preparation.machine, directoryPath: directory, clusterPath: preparation.clusterPath,
            clusterText: try await preparation.clusterText(),
            serverName: options.server ?? preparation.rehearsal?.server.name,
            roles: try options.roles(), program: JogetCluster.version, user: Preparation.user, isRehearsal: options.rehearse,
            shell: [Preparation.variable("SHELL") ?? "/bin/sh"],
            writeReport: { plan, _ in
                let paths = try await ReportFiles.write(preparation.report(plan), into: directory)
                await preparation.leaveReport(plan)
                return paths
            })
    }

    private func folder() throws -> ScreenFolder? {
        guard let screens else { return nil }
        do {
            return try ScreenFolder(path: Preparation.absolute(screens), isStill: options.rehearse)
        } catch {
            throw Refusal("--screens: \(error)", .usage)
        }
    }

    private func answers() async throws -> Answers? {
        guard let answers else { return nil }
        return try await AnswersLoader.answers(at: answers)
    }

    @MainActor
    private func open(
        _ workplace: Workplace, _ options: CursesTerminal.Options, _ answers: Answers?, keepingIn folder: ScreenFolder?
    ) async throws -> ExitCode {
        if plain { return try await openInLines(workplace) }
        let terminal: CursesTerminal
        do {
            terminal = try CursesTerminal(options: options)
        } catch  where error.isDumb && answers == nil && record == nil {
            complain("\(error.what) (TERM=\(error.type.isEmpty ? "unset" : error.type)); going on in lines, as with --plain")
            return try await openInLines(workplace)
        } catch {
            throw Refusal("\(error); without a screen use --plain, or 'joget-cluster plan' and 'joget-cluster apply'", .usage)
        }
        let desk: ScreenDesk
        do {
            desk = try ScreenDesk(terminal, recording: record.map(Preparation.absolute), answers: answers, keepingIn: folder)
        } catch {
            terminal.close()
            throw error
        }
        return try await desk.run(workplace)
    }

    @MainActor
    private func openInLines(_ workplace: Workplace) async throws -> ExitCode {
        let teletype: StandardTeletype
        do {
            teletype = try StandardTeletype(ascii: ascii)
        } catch {
            throw Refusal("\(error); use 'joget-cluster plan' and 'joget-cluster apply'", .failure)
        }
        let session = Session(teletype: teletype, workplace: workplace)
        let code = await session.run()
        for line in session.lastWords { teletype.put(PlainText.printable(line, isUnicode: teletype.isUnicode) + "\n") }
        teletype.close()
        return ExitCode(code)
    }
}
