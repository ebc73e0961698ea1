import Guidebook
import StepEngine

/// The page joget-cluster(1).
enum ProgramPage {
    static func text() throws -> String {
        let tree = try CommandTree().command
        let shared = Set(SharedOptions.longNames)
        let commands = (tree.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
        let all = commands.flatMap { section(on: $0, above: "", leavingOut: shared) }
        let options = commands.compactMap(\.arguments).flatMap(\.self).filter { longNames(of: $0).contains(where: shared.contains) }
        var seen: Set<String> = []
        let common = options.filter { seen.insert($0.typed).inserted }.flatMap { entry($0) }
        return ([opening] + all + ["# OPTIONS OF EVERY SUBCOMMAND", ""] + common + [closing]).joined(separator: "\n")
    }

    private static func longNames(of argument: CommandTree.Argument) -> [String] { argument.names?.map(\.name) ?? [] }

    private static func section(on command: CommandTree.Command, above: String, leavingOut shared: Set<String>) -> [String] {
        let name = above + command.commandName
        if let below = command.subcommands, !below.isEmpty {
            return below.filter(\.shouldDisplay).flatMap { section(on: $0, above: "\(name) ", leavingOut: shared) }
        }
        let own = (command.arguments ?? []).filter { argument in
            !longNames(of: argument).contains { shared.contains($0) || ["version", "help"].contains($0) }
        }
        let typed = own.filter { $0.kind == "positional" }.map { $0.isOptional ? "[\($0.typed)]" : $0.typed }
        var lines = ["## **\(name)** \(typed.joined(separator: " "))", "", command.abstract ?? "", ""]
        if let discussion = command.discussion, !discussion.isEmpty { lines += [discussion, ""] }
        return lines + own.flatMap(entry)
    }

    private static func entry(_ argument: CommandTree.Argument) -> [String] { [argument.typed, ": \(argument.abstract ?? "")", ""] }

    private static let opening = """
        # NAME

        joget-cluster - set up the servers of a Joget DX 8 cluster, step by step

        # SYNOPSIS

        **joget-cluster** [*SUBCOMMAND*] [*OPTION* …]

        # DESCRIPTION

        Without a subcommand it opens a wizard in the terminal, which takes you through the steps of this server: it shows every command and
        every changed line before it runs, the output while it runs, and checks the result. What was done is remembered below
        */var/lib/joget-cluster*; a killed wizard, a lost connection or a restart of the server costs nothing. **?** shows the keys.

        Begin on the file server, which asks for the description of the cluster (**cluster.yaml**(5)). Hand the description to the other
        servers with **joget-cluster cluster show --slip** there and **joget-cluster cluster take** here, and go on with the database, the
        first application server, the other ones, and the load balancer.

        Everything that the wizard does can be done by a subcommand as well. **joget-cluster --rehearse** shows all of it on a pretended
        server, without rights and without touching anything.

        # COMMANDS

        """

    private static let closing = """
        # ENVIRONMENT

        NO_COLOR
        : Where it is set and not empty, no colours are used.

        JOGET_STYLE
        : How the screen looks, as **--style** says it.

        TERM
        : The kind of terminal. One that cannot place the cursor, such as dumb, gets the wizard in lines, as **--plain** does.

        # FILES

        */var/lib/joget-cluster/journal.jsonl*
        : What was done, one line each, every line sealed with the hash of the one before.

        */var/lib/joget-cluster/cluster.yaml*
        : The description of the cluster, **cluster.yaml**(5).

        */var/lib/joget-cluster/secrets*
        : The secrets that were entered on this server, readable by root alone.

        */var/lib/joget-cluster/logs*
        : The output of every command that was run.

        */usr/share/joget-cluster*
        : The guide and the templates of the files that it installs.

        # EXIT STATUS

        0
        : Complete, or everything holds.

        1
        : A step or a check failed.

        2
        : Stopped before the end; the same command goes on.

        64
        : Wrong usage.

        65
        : A mistake in the description or the guide, or state of another server.

        74
        : The state directory cannot be used, or output cannot be written.

        75
        : Another joget-cluster is at work on this server.

        77
        : Not root.

        **verify --format nagios** ends with the codes of monitoring plugins instead.

        # EXAMPLES

        See what would happen here, then do it without a screen:

            joget-cluster plan
            joget-cluster apply --yes

        Evidence for the change board, from the reports of all servers:

            joget-cluster report --merge report-*.json --output cluster.html

        Look once a day whether everything is still as it was set up, and log what is not:

            systemctl enable --now joget-cluster-verify.timer

        The same for Nagios, Icinga or Checkmk, and for Prometheus:

            joget-cluster verify --format nagios
            joget-cluster verify --format prometheus --output /var/lib/prometheus/node-exporter/joget.prom

        # SEE ALSO

        **cluster.yaml**(5), **joget-cluster-step**(7), **exports**(5), **nfs**(5), **systemd.timer**(5)
        """
}

extension SharedOptions {
    /// The long names of the options that every subcommand has.
    fileprivate static var longNames: [String] { ["cluster", "state", "server", "role", "guide", "rehearse", "json"] }
}
