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
    @Option(help: "How the screen looks: \(Style.names); JOGET_STYLE in the environment says so for every start.")
    var style: Style?

    func run() async throws {
        try await withRefusals {
            let style = try style ?? Style.fromEnvironment()
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
            return try await open(workplace, CursesTerminal.Options(noColor: isColorless, ascii: ascii, theme: style.theme))
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
    private func open(_ workplace: Workplace, _ options: CursesTerminal.Options) async throws -> ExitCode {
        if plain { return try await openInLines(workplace) }
        let terminal: CursesTerminal
        do {
            terminal = try CursesTerminal(options: options)
        } catch  where error.isDumb {
            complain("\(error.what) (TERM=\(error.type.isEmpty ? "unset" : error.type)); going on in lines, as with --plain")
            return try await openInLines(workplace)
        } catch {
            throw Refusal("\(error); without a screen use --plain, or 'joget-cluster plan' and 'joget-cluster apply'", .usage)
        }
        let session = Session(terminal: terminal, workplace: workplace)
        let code = await session.run()
        terminal.close()
        for line in session.lastWords { print(line) }
        return ExitCode(code)
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

/// The looks of the screen by name. To be replaced by `Theme(name:)`.
enum Style: String, ExpressibleByArgument, CaseIterable {
    case standard = "default"
    case light, contrast, mono

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    var theme: Theme {
        switch self {
        case .standard: .standard
        case .light: .light
        case .contrast: .highContrast
        case .mono: .monochrome
        }
    }

    /// What JOGET_STYLE asks for.
    static func fromEnvironment() throws -> Style {
        guard let name = Preparation.variable("JOGET_STYLE"), !name.isEmpty else { return .standard }
        guard let style = Style(rawValue: name) else {
            throw Refusal("JOGET_STYLE: '\(name)' is no style; choose from \(names)", .usage)
        }
        return style
    }
}
