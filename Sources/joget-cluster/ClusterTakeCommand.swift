import ArgumentParser
import Glibc
import Guidebook
import Handover
import Machines
import StepEngine

/// Takes in what another server hands over as slips: the cluster description, and secrets. All of it or nothing.
struct ClusterTakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Take in the slip of 'cluster show --slip', from a file or pasted; a passphrase is asked, or is the next line of input.")

    @OptionGroup var options: SharedOptions
    @Argument(help: "A file with the slip; by default it is read from the terminal or standard input.", completion: .file()) var file:
        String?

    /// What becomes of the description that is there.
    private enum Place {
        case free
        case same
        /// It describes this cluster otherwise, or one for which nothing was done yet.
        case replaced([UInt8])
    }

    func run() async throws {
        try await withRefusals {
            do {
                try await take()
            } catch let error as SlipError {
                throw Refusal("\(error); nothing was taken", .badDocument)
            }
            return .success
        }
    }

    private func take() async throws {
        let preparation = try await Preparation(options)
        try preparation.requireRoot(to: "write into the state directory")
        let offer = try Offer(await slips())
        let known = offer.cluster == nil ? try await Self.description(preparation) : nil
        var place = Place.same
        if let cluster = offer.cluster {
            place = try await Self.place(for: cluster, preparation)
            try show(cluster, preparation)
        }
        let secrets = try offer.secrets.map { try Self.opened($0, for: offer.cluster ?? known) }
        try await write(offer.cluster, place, secrets, preparation)
    }

    private func slips() async throws -> [Slip] {
        if let file { return try await SlipSource.slips(inFile: file) }
        return try SlipSource.slipsOfInput()
    }

    private static func bytes(_ preparation: Preparation) async throws -> [UInt8]? {
        try await LocalMachine(executable: "").read(preparation.clusterPath, limit: 1 << 20)
    }

    private static func description(_ preparation: Preparation) async throws -> Cluster? {
        guard let bytes = try await bytes(preparation) else { return nil }
        return try ClusterLoader.cluster(from: String(decoding: bytes, as: UTF8.self), file: preparation.clusterPath)
    }

    /// Refuses where work was done here for another cluster.
    private static func place(for cluster: Cluster, _ preparation: Preparation) async throws -> Place {
        guard let bytes = try await bytes(preparation) else { return .free }
        let former: Cluster?
        var problem = "it has mistakes"
        do {
            former = try await description(preparation)
            problem = "it describes another cluster, \(former?.name ?? "")"
        } catch {
            former = nil
        }
        if let former, former.describesSame(as: cluster) { return .same }
        let hasJournal = access("\(preparation.directoryPath)/journal.jsonl", F_OK) == 0
        guard !hasJournal || former?.name == cluster.name else {
            throw Refusal(
                "\(preparation.clusterPath): \(problem), and work was done here for it (\(preparation.directoryPath)/journal.jsonl); "
                    + "name another directory with --state DIR, or move that one away; nothing was taken", .badDocument)
        }
        return .replaced(bytes)
    }

    private func show(_ cluster: Cluster, _ preparation: Preparation) throws {
        let identity = preparation.identity
        let own: Server?
        if let name = options.server {
            own = cluster.server(named: name)
            if own == nil {
                let names = cluster.servers.map(\.name).joined(separator: ", ")
                throw Refusal("--server: the description has no server '\(name)'; it has \(names); nothing was taken", .usage)
            }
        } else {
            own = cluster.server(hostName: identity.hostName, addresses: identity.addresses)
        }
        print("cluster \(cluster.name), \(cluster.servers.count) servers")
        for server in cluster.servers {
            var words = server.roles.map(\.title)
            if server.roles.contains(.application) { words.append("route \(cluster.route(of: server))") }
            print("\(server == own ? "->" : "  ") \(server.name) \(server.address) (\(words.joined(separator: ", ")))")
        }
        if let own {
            print("this server is \(own.name)")
        } else {
            print("this server (\(identity.hostName), \(identity.addresses.joined(separator: ", "))) is none of them; --server names it")
        }
    }

    /// What is locked in, if it belongs to the cluster. Names that the guide does not know are left out, and said.
    private static func opened(_ sealed: SealedSecrets, for cluster: Cluster?) throws -> [String: Secret] {
        guard let cluster else {
            throw Refusal("there is no cluster description here that these secrets could belong to; take that first", .badDocument)
        }
        let contents = try Passphrase.open(sealed)
        guard contents.cluster == cluster.name else {
            throw Refusal(
                "these are secrets of the cluster \(Lines.safe(contents.cluster)), and this is a server of \(cluster.name); nothing was taken",
                .badDocument)
        }
        for name in contents.secrets.keys.sorted() where !Vocabulary.secrets.contains(name) {
            complain("'\(Lines.safe(name))' is no secret of the guide here and is left out")
        }
        return contents.secrets.filter { Vocabulary.secrets.contains($0.key) }
    }

    private func write(_ cluster: Cluster?, _ place: Place, _ secrets: [String: Secret]?, _ preparation: Preparation) async throws {
        let directory = try StateDirectory(path: preparation.directoryPath, creating: true)
        let lock = try Lock(directory)
        defer { _ = lock }
        let files = LocalMachine(executable: "")
        let path = preparation.clusterPath
        if let cluster, case .same = place {
            print("\(path) describes \(cluster.name) so already; it stays as it is")
        } else if let cluster {
            if case .replaced(let former) = place {
                try await files.replace("\(path).before", with: former, attributes: FileAttributes(mode: 0o600))
                print("the former description is kept in \(path).before")
            }
            let text = Array(ClusterWriter.text(of: cluster).utf8)
            try await files.replace(path, with: text, attributes: FileAttributes(mode: 0o600))
            print("\(path) is written")
        }
        guard let secrets else { return }
        let store = try await SecretStore(directory)
        for (name, secret) in secrets.sorted(by: { $0.key < $1.key }) {
            let former = await store[name]
            if former != secret { try await store.keep(secret, as: name) }
            print("\(name) \(former == secret ? "is kept here already" : former == nil ? "is kept" : "is kept in place of another one")")
        }
    }
}
