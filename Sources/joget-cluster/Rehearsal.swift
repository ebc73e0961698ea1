import ArgumentParser
import Glibc
import Guidebook
import Machines
import Synchronization

/// What `--rehearse` plays: one server of a cluster, with the others around it as far as it asks for them.
struct Rehearsal {
    /// The cluster that is played where no description is named: five servers of a small company.
    private static let standardCluster = Cluster(
        name: "rehearsal",
        servers: [
            Server(name: "fs1", address: "192.0.2.11", roles: [.fileServer]),
            Server(name: "db1", address: "192.0.2.12", roles: [.database]),
            Server(name: "app1", address: "192.0.2.13", roles: [.application]),
            Server(name: "app2", address: "192.0.2.14", roles: [.application]),
            Server(name: "lb1", address: "192.0.2.15", roles: [.balancer]),
        ],
        answers: ["application.bundle": "/root/joget-enterprise-linux-8.1.6.tar.gz"])

    let cluster: Cluster
    let server: Server

    /// Plays the server of the wanted name or role, else the file server. `description` is that of `--cluster`.
    init(_ options: SharedOptions, description: Cluster?) throws {
        cluster = description ?? Rehearsal.standardCluster
        if let name = options.server {
            guard let server = cluster.server(named: name) else {
                let names = cluster.servers.map(\.name).joined(separator: ", ")
                throw Refusal("--server: the description has no server '\(name)'; it has \(names)", .usage)
            }
            self.server = server
        } else {
            server = cluster.servers(with: try options.roles()?.first ?? .fileServer).first ?? cluster.servers[0]
        }
    }

    /// The machine that plays the server.
    func machine() -> RehearsalMachine {
        RehearsalMachine(seed: RehearsalScene(cluster: cluster, server: server).seed, pace: Rehearsal.pace)
    }

    /// The time from one line of output to the next. Who trains others may want to slow it down.
    private static var pace: Duration {
        let wanted = Preparation.variable("JOGET_REHEARSAL_PACE").flatMap { Int($0) } ?? 40
        return .milliseconds(min(max(0, wanted), 5000))
    }

    /// Takes the package mirror down for the first installation, so that a newcomer meets a failure and its retry.
    static func spoil(_ machine: any Machine) async {
        // The first of the two is the fetching of the lists, which apt takes for a mere warning.
        if let machine = machine as? RehearsalMachine { await machine.switchOn(.packageMirrorDown(times: 2)) }
    }

    private static let temporaryDirectories = Mutex<[String]>([])

    /// A private directory for the state of a rehearsal, which goes when the program ends.
    static func temporaryDirectory() throws -> String {
        let parent = Preparation.variable("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/joget-cluster-rehearsal.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Refusal("\(parent): no directory for the rehearsal can be made; name one with --state DIR", ExitCode(74))
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        temporaryDirectories.withLock { paths in
            if paths.isEmpty { atexit { Rehearsal.temporaryDirectories.withLock { $0.forEach(Rehearsal.remove) } } }
            paths.append(path)
        }
        return path
    }

    /// Only what a run makes is removed, nothing else.
    private static func remove(_ path: String) {
        for folder in ["\(path)/logs", "\(path)/originals", "\(path)/run", path] {
            guard let stream = opendir(folder) else { continue }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != "." && name != ".." { unlink("\(folder)/\(name)") }
            }
            closedir(stream)
            rmdir(folder)
        }
    }
}
