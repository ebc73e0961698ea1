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

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "set this server up")
            guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
                throw Refusal(
                    "the wizard needs a terminal for input and output; without one use 'joget-cluster plan' and 'joget-cluster apply'",
                    .usage)
            }
            let workplace = try await workplace(preparation)
            return try await WizardCommand.open(
                workplace, noColor: noColor || Preparation.variable("NO_COLOR")?.isEmpty == false, ascii: ascii)
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

    @MainActor
    private static func open(_ workplace: Workplace, noColor: Bool, ascii: Bool) async throws -> ExitCode {
        let terminal: CursesTerminal
        do {
            terminal = try CursesTerminal(options: CursesTerminal.Options(noColor: noColor, ascii: ascii))
        } catch {
            throw Refusal("\(error); without screens use 'joget-cluster plan' and 'joget-cluster apply'", .usage)
        }
        let session = Session(terminal: terminal, workplace: workplace)
        let code = await session.run()
        terminal.close()
        for line in session.lastWords { print(line) }
        return ExitCode(code)
    }
}
