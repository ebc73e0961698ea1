import ArgumentParser
import Glibc
import Guidebook
import Machines
import Reporting

/// Everything about the cluster description.
struct ClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster", abstract: "Write, check or show the cluster description.",
        subcommands: [ClusterInitCommand.self, ClusterCheckCommand.self, ClusterShowCommand.self])
}

/// Checks a description and says every mistake with its line.
struct ClusterCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check", abstract: "Check a cluster description.")

    @OptionGroup var options: SharedOptions
    @Argument(help: "The file; by default the one in the state directory.", completion: .file(extensions: ["yaml"])) var file: String?

    func run() async throws {
        try await withRefusals {
            var options = options
            options.cluster = file ?? options.cluster
            let cluster = try await Preparation(options).cluster()
            print("\(cluster.name): \(cluster.servers.count) servers, no mistakes")
            return .success
        }
    }
}

/// Shows a description with every answer, the standard ones too.
struct ClusterShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a cluster description with all its answers.")

    @OptionGroup var options: SharedOptions
    @Argument(help: "The file; by default the one in the state directory.", completion: .file(extensions: ["yaml"])) var file: String?

    struct Document: Encodable {
        var name: String
        var servers: [Entry]
        var answers: [String: String]

        struct Entry: Encodable {
            var name: String
            var address: String
            var roles: [String]
            /// The name by which sessions and the load balancer know it; for application servers only.
            var route: String?
        }
    }

    func run() async throws {
        try await withRefusals {
            var options = options
            options.cluster = file ?? options.cluster
            let cluster = try await Preparation(options).cluster()
            guard options.json else {
                print(ClusterWriter.text(of: cluster), terminator: "")
                return .success
            }
            let answers = Dictionary(uniqueKeysWithValues: Parameter.all.map { ($0.id, cluster[$0.id]) })
            let servers = cluster.servers.map { server in
                Document.Entry(
                    name: server.name, address: server.address, roles: server.roles.map(\.rawValue),
                    route: server.roles.contains(.application) ? cluster.route(of: server) : nil)
            }
            print(JSONReport.text(encoding: Document(name: cluster.name, servers: servers, answers: answers)), terminator: "")
            return .success
        }
    }
}
