import ArgumentParser
import Glibc
import Guidebook
import Handover
import Machines
import Reporting
import StepEngine

/// Everything about the cluster description.
struct ClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster", abstract: "Write, check, show or take in the cluster description.",
        subcommands: [ClusterInitCommand.self, ClusterCheckCommand.self, ClusterShowCommand.self, ClusterTakeCommand.self])
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
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a cluster description with all its answers, or as a slip for the next server.")

    @OptionGroup var options: SharedOptions
    @Flag(help: "Print it as a slip: a short text to paste into 'joget-cluster cluster take' on the next server.") var slip = false
    @Flag(help: "With --slip: the secrets kept here too, locked with a passphrase that is asked, or is a line of standard input.")
    var secrets = false
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

    func validate() throws {
        if secrets && !slip { throw ValidationError("--secrets goes with --slip") }
        if slip && options.json { throw ValidationError("a slip is not JSON; leave out --slip or --json") }
    }

    func run() async throws {
        try await withRefusals {
            var options = options
            options.cluster = file ?? options.cluster
            let preparation = try await Preparation(options)
            let cluster = try await preparation.cluster()
            if slip {
                // Secrets come first: the end of the cluster's slip is the end of all.
                let locked = secrets ? try await lockedSecrets(of: cluster, preparation) : ""
                print(locked + (try Slip.text(of: .cluster(cluster))), terminator: "")
                return .success
            }
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

    private func lockedSecrets(of cluster: Cluster, _ preparation: Preparation) async throws -> String {
        try preparation.requireRoot(to: "read the secrets")
        let store = try await SecretStore(StateDirectory(path: preparation.directoryPath, creating: false))
        var known: [String: Secret] = [:]
        for name in Vocabulary.secrets { known[name] = await store[name] }
        guard !known.isEmpty else {
            throw Refusal("no secret is kept here yet; leave out --secrets, and enter them with 'joget-cluster secret NAME'", .failure)
        }
        complain("locks \(known.keys.sorted().joined(separator: " and ")) with a passphrase")
        let passphrase = try Passphrase.chosen()
        return try Slip.text(of: .secrets(SealedSecrets(known, of: cluster.name, passphrase: passphrase)))
    }
}
