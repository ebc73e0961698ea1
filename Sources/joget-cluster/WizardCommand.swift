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
    @Option(
        help: "A file of keys to press and of screens to expect, for a run without an operator.", completion: .file(extensions: ["yaml"]))
    var answers: String?
    @Option(help: "The folder into which the screens are kept that the answers name.", completion: .directory)
    var screens: String?

    func validate() throws {
        if screens != nil && answers == nil {
            throw ValidationError("--screens keeps screens that a file of answers names; add --answers FILE")
        }
    }

    func run() async throws {
        try await withRefusals {
            let answers = try await answers()
            let folder = try folder()
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "set this server up")
            guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
                throw Refusal(
                    "the wizard needs a terminal for input and output; without one use 'joget-cluster plan' and 'joget-cluster apply'",
                    .usage)
            }
            let workplace = try await workplace(preparation)
            let terminal = try await terminal()
            guard let answers else { return await WizardCommand.run(workplace, at: terminal) }
            return try await WizardCommand.run(workplace, at: terminal, pressing: answers, keepingIn: folder)
        }
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

    private func answers() async throws -> Answers? {
        guard let answers else { return nil }
        return try await AnswersLoader.answers(at: answers)
    }

    private func folder() throws -> ScreenFolder? {
        guard let screens else { return nil }
        do {
            return try ScreenFolder(path: Preparation.absolute(screens), isStill: options.rehearse)
        } catch let error as ScreenFolder.Refused {
            throw Refusal("--screens: \(error.description)", .usage)
        }
    }

    @MainActor
    private func terminal() throws -> CursesTerminal {
        let isPlain = noColor || Preparation.variable("NO_COLOR")?.isEmpty == false
        do {
            return try CursesTerminal(options: CursesTerminal.Options(noColor: isPlain, ascii: ascii))
        } catch {
            throw Refusal("\(error); without screens use 'joget-cluster plan' and 'joget-cluster apply'", .usage)
        }
    }

    @MainActor
    private static func run(_ workplace: Workplace, at terminal: CursesTerminal) async -> ExitCode {
        await run(Session(terminal: terminal, workplace: workplace), at: terminal)
    }

    @MainActor
    private static func run(
        _ workplace: Workplace, at terminal: CursesTerminal, pressing answers: Answers, keepingIn folder: ScreenFolder?
    ) async throws -> ExitCode {
        let answering = Answering(answers, at: terminal, keepingIn: folder)
        let session = Session(terminal: answering.terminal, workplace: workplace)
        answering.begin(with: session)
        let code = await run(session, at: terminal)
        if let failure = await answering.failure() { throw Refusal(failure.description, .failure) }
        return code
    }

    @MainActor
    private static func run(_ session: Session, at terminal: CursesTerminal) async -> ExitCode {
        let code = await session.run()
        terminal.close()
        for line in session.lastWords { print(line) }
        return ExitCode(code)
    }
}
