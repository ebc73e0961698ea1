import ArgumentParser
import Glibc
import Guidebook
import Machines
import StepEngine

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
            let identity = preparation.identity
            let name = try ask("Name of the cluster", standard: "joget", problem: TextRule.label.problem)
            print("\nServers: one after another, an empty name ends the list. Roles: \(Role.names).")
            let servers = try askServers(identity)
            var answers: [String: String] = [:]
            for section in Parameter.sections {
                print("\n\(section.title)")
                for parameter in Parameter.all where parameter.section == section.name {
                    print("  \(parameter.help)")
                    answers[parameter.id] = try ask("  \(parameter.title)", standard: parameter.standard, problem: parameter.problem)
                }
            }
            let text = ClusterWriter.text(of: Cluster(name: name, servers: servers, answers: answers))
            _ = try ClusterLoader.cluster(from: text, file: path)
            try await LocalMachine(executable: "").replace(path, with: Array(text.utf8), attributes: FileAttributes(mode: 0o600))
            print("\n\(path) is written. Copy it to every server of the cluster, then run joget-cluster there.")
            return .success
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

    private func askServers(_ identity: Identity) throws -> [Server] {
        var servers: [Server] = []
        while true {
            let isFirst = servers.isEmpty
            let name = try ask("Name of server \(servers.count + 1)", standard: isFirst ? identity.hostName : "") { text in
                text.isEmpty && !isFirst ? nil : TextRule.hostName.problem(with: text)
            }
            if name.isEmpty { return servers }
            let address = try ask(
                "  Its IPv4 address", standard: isFirst ? identity.addresses.first ?? "" : "", problem: TextRule.address.problem)
            let words = try ask("  Its roles, separated by blanks", standard: "") { text in
                let words = text.split(separator: " ").map(String.init)
                if words.isEmpty { return "at least one role; choose from \(Role.names)" }
                return words.first { Role(rawValue: $0) == nil }.map { "'\($0)' is not a role; choose from \(Role.names)" }
            }
            servers.append(
                Server(name: name, address: address, roles: words.split(separator: " ").compactMap { Role(rawValue: String($0)) }))
        }
    }

    /// Asks until the answer will do. At the end of input it gives up, so that a script cannot hang here.
    private func ask(_ question: String, standard: String, problem: (String) -> String?) throws -> String {
        while true {
            print("\(question)\(standard.isEmpty ? "" : " [\(standard)]"): ", terminator: "")
            fflush(nil)
            guard let line = readLine(strippingNewline: true) else {
                throw Refusal("\nthe answers ended before the questions did; nothing was written", .stopped)
            }
            let answer = line.isEmpty ? standard : line
            guard let problem = problem(answer) else { return answer }
            print("  \(Lines.safe(problem))")
        }
    }
}
