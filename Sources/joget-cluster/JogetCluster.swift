import ArgumentParser
import Glibc
import Machines

/// The program: the wizard, and beside it one subcommand for each thing that it does.
@main
struct JogetCluster: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "joget-cluster",
        abstract: "Sets up the servers of a Joget DX 8 cluster, step by step.",
        discussion: """
            Without a subcommand it opens the wizard. Everything that the wizard does can be done by a subcommand as well.

            Exit codes: 0 complete; 1 a step or check failed; 2 stopped before the end, can be resumed; 64 wrong usage; \
            65 a mistake in the cluster description or guide, or state of another server; 74 the state directory cannot be used; \
            75 another instance is at work; 77 not root.
            """,
        version: version,
        subcommands: [
            WizardCommand.self, PreflightCommand.self, PlanCommand.self, ApplyCommand.self, VerifyCommand.self, StatusCommand.self,
            UndoCommand.self, ProofCommand.self, BoardCommand.self,
            ReportCommand.self, ClusterCommand.self, SecretCommand.self, GuideCommand.self, ManualCommand.self,
        ],
        defaultSubcommand: WizardCommand.self)

    static func main() async {
        // The supervisor wants to be alone in its process, so it begins before anything that may start a thread.
        if CommandLine.arguments.dropFirst().first == Supervisor.name {
            Glibc.exit(Supervisor.run(Array(CommandLine.arguments.dropFirst(2))))
        }
        StandardStreams.secure()
        StandardStreams.passOnLines()
        // Neither a core file nor a file that is being made is anybody else's to read.
        CoreDumps.forbid()
        umask(0o022)
        if CommandLine.arguments.count == 2, CommandLine.arguments[1] == Errands.name {
            await Errands.run()
            Glibc.exit(EXIT_SUCCESS)
        }
        await main(nil)
    }
}
