import ArgumentParser
import Glibc
import Guidebook
import Machines
import StepEngine
import Wizard

/// Writes a cluster description by asking one question after another.
struct ClusterInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented cluster description by asking; answers may also come from standard input, a line each.")

    @OptionGroup var options: SharedOptions
    @Argument(help: "The file to write; by default cluster.yaml in the state directory.", completion: .file(extensions: ["yaml"]))
    var file: String?

    func run() async throws {
        try await withRefusals {
            let preparation = try await Preparation(options)
            let path = try await target(preparation)
            let suggestions = await Suggestions.found(on: preparation.machine)
            var cluster = Cluster(
                name: try Asking.ask("Name of the cluster", standard: "joget", problem: TextRule.label.problem), servers: [])
            print("\nServers: one after another, an empty name ends the list. Roles: \(Role.names).")
            print("A layer that is there already needs no server: leave its role out, and say so below.")
            try askServers(&cluster, preparation.identity)
            try askAnswers(&cluster, suggestions)
            let text = ClusterWriter.text(of: cluster)
            try check(text, path)
            try await LocalMachine(executable: "").replace(path, with: Array(text.utf8), attributes: FileAttributes(mode: 0o600))
            print("\n\(path) is written. Copy it to every server of the cluster, then run joget-cluster there.")
            return .success
        }
    }

    /// What the whole lacks, said without the lines of a file that is not written.
    private func check(_ text: String, _ path: String) throws {
        do {
            _ = try ClusterLoader.cluster(from: text, file: path)
        } catch {
            let problems = error.problems.map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" }
            throw Refusal(problems.joined(separator: "\njoget-cluster: ") + "\njoget-cluster: nothing was written", .badDocument)
        }
    }

    /// Where to write. What is there already is not overwritten.
    private func target(_ preparation: Preparation) async throws -> String {
        var path = preparation.clusterPath
        if let file { path = try Preparation.absolute(file) }
        if file == nil && options.cluster == nil {
            try preparation.requireRoot(to: "write into the state directory (or name a file)")
            _ = try StateDirectory(path: preparation.directoryPath, creating: true)
        }
        guard access(path, F_OK) != 0 else {
            throw Refusal("\(path) exists and is not overwritten; move it away or name another file", .badDocument)
        }
        return path
    }

    private func askServers(_ cluster: inout Cluster, _ identity: Identity) throws {
        while true {
            let isFirst = cluster.servers.isEmpty
            let others = cluster.servers
            let name = try Asking.ask("Name of server \(others.count + 1)", standard: isFirst ? identity.hostName : "") { text in
                if text.isEmpty && !isFirst { return nil }
                if others.contains(where: { $0.name == text }) { return "'\(text)' is in the list already" }
                return TextRule.hostName.problem(with: text)
            }
            if name.isEmpty { return }
            let address = try Asking.ask("  Its IPv4 address", standard: isFirst ? identity.addresses.first ?? "" : "") { text in
                others.first { $0.address == text }.map { "'\(text)' is the address of \($0.name) already" }
                    ?? TextRule.address.problem(with: text)
            }
            let words = try Asking.ask("  Its roles, separated by blanks", standard: "", problem: ClusterInitCommand.rolesProblem)
            cluster.servers.append(
                Server(name: name, address: address, roles: words.split(separator: " ").compactMap { Role(rawValue: String($0)) }))
            try askRoute(&cluster)
        }
    }

    private static func rolesProblem(_ text: String) -> String? {
        let words = text.split(separator: " ").map(String.init)
        if words.isEmpty { return "at least one role; choose from \(Role.names)" }
        if Set(words).count < words.count { return "a role stands there twice" }
        return words.first { Role(rawValue: $0) == nil }.map { "'\($0)' is not a role; choose from \(Role.names)" }
    }

    /// Asks for the route of the last server, where it is one that sessions stay on.
    private func askRoute(_ cluster: inout Cluster) throws {
        guard let server = cluster.servers.last, server.roles.contains(.application) else { return }
        let standard = cluster.route(of: server)
        let others = cluster.servers.dropLast().filter { $0.roles.contains(.application) }
        let known = cluster
        let route = try Asking.ask("  Its route, by which sessions and the load balancer know it", standard: standard) { text in
            others.first { known.route(of: $0) == text }.map { "'\(text)' is the route of \($0.name) already" }
                ?? TextRule.route.problem(with: text)
        }
        if route != standard { cluster.servers[cluster.servers.count - 1].route = route }
    }

    /// Asks what the answers so far have left to ask.
    private func askAnswers(_ cluster: inout Cluster, _ suggestions: Suggestions) throws {
        for section in Parameter.sections {
            print("\n\(section.title)")
            for parameter in Parameter.all where parameter.section == section.name && parameter.isAsked(in: cluster) {
                print("  \(parameter.help)")
                let likely = parameter.id == "application.bundle" ? suggestions.bundle : nil
                let isDemanded = parameter.condition?.isDemanding == true
                cluster.answers[parameter.id] = try Asking.ask("  \(parameter.title)", standard: likely ?? parameter.standard) { text in
                    text.isEmpty && isDemanded ? "this must be answered" : parameter.problem(with: text)
                }
            }
        }
    }
}
