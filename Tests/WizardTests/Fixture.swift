import Foundation
import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// A small guide, a small cluster and a folder that lives as long as a test.
struct Fixture {
    static let prepare = """
        id: prepare
        title: Prepare this server
        text: Looks at what the later section takes for granted.
        steps:
          - id: prepare.root
            title: Rights to set the server up
            text: The set-up changes the server, so it must run as root.
            roles: [every]
            proof:
            checks:
              - root:
            timeout: 10s
          - id: prepare.clock
            title: The clock is right
            text: All servers must agree about the time.
            roles: [every]
            proof:
            checks:
              - clock:
            timeout: 10s

        """

    static let share = """
        id: share
        title: Shared directory
        text: The file server exports one directory to the application servers.
        steps:
          - id: share.packages
            title: Install the NFS server
            text: The NFS server of the Linux kernel, with the programs that manage its exports.
            erratum: The package portmap of the published guide exists no more.
            roles: [file-server]
            packages: [nfs-kernel-server]
            timeout: 10m
          - id: share.directory
            title: Make the directory
            text: "{{share.export}} will hold everything that users upload."
            roles: [file-server]
            directory: { path: "{{share.export}}", mode: "0750" }
            timeout: 30s
          - id: share.export
            title: Export the directory
            text: It is exported to {{share.client-hosts}} and to nobody else.
            warning: Whoever has mounted the directory waits for a moment.
            roles: [file-server]
            file: { path: /etc/exports.d/joget.exports, template: test.exports, mode: "0644" }
            then: [reload nfs-server]
            checks:
              - exported: { path: "{{share.export}}", to: "{{share.client-hosts}}" }
            timeout: 30s
          - id: share.password
            title: Keep the database password
            text: A file that only root can read.
            roles: [file-server]
            file: { path: /etc/joget-client.cnf, template: client.cnf, mode: "0600" }
            timeout: 30s
          - id: share.label
            title: Put a label on the server
            text: Write the name on the front of the server.
            roles: [file-server]
            manual:
            undo: { none: A label does no harm. }
            timeout: 30s

        """

    static let proof = """
        id: proof
        title: Proofs
        text: Servers that are each done are not a cluster yet.
        steps:
          - id: proof.share
            title: One share for all
            text: Writes a word into the shared directory and reads what the others wrote.
            roles: [application]
            proof: { of: share }
            timeout: 2m
          - id: proof.session
            title: Sessions are shared
            text: Begins a session here and goes on with it on each other node.
            roles: [application]
            proof: { of: session }
            timeout: 2m
          - id: proof.failover
            title: A node may fail
            text: Stops Joget here and sees the session go on at another node.
            warning: Joget stops on this server for a minute.
            roles: [application]
            proof: { of: failover }
            on-request: true
            timeout: 10m

        """

    static let templates: [GuideLoader.File] = [
        .init(
            name: "test.exports",
            text:
                "# Written by joget-cluster\n{{share.export}}{{#each-share-client}} {{host}}(rw,sync,no_subtree_check){{/each-share-client}}\n"
        ),
        .init(name: "client.cnf", text: "[client]\nuser = {{database.user}}\npassword = \"{{database.password}}\"\n"),
    ]

    static let cluster = Cluster(
        name: "demo",
        servers: [
            Server(name: "fs1", address: "10.0.0.11", roles: [.fileServer]), Server(name: "db1", address: "10.0.0.12", roles: [.database]),
            Server(name: "app1", address: "10.0.0.21", roles: [.application]),
            Server(name: "app2", address: "10.0.0.22", roles: [.application]),
            Server(name: "lb1", address: "10.0.0.31", roles: [.balancer]),
        ], answers: ["application.bundle": bundle])

    /// Joget's archive, where an operator has put it.
    static let bundle = "/root/joget-enterprise-linux-8.1.6.tar.gz"

    static let identity = Identity(
        hostName: "fs1", machineID: "0123456789abcdef", bootID: "boot", distribution: "debian", release: "12", addresses: ["10.0.0.11"],
        isRoot: true)

    static func guide() throws -> Guide {
        try GuideLoader.guide(
            sections: [.init(name: "10-prepare.yaml", text: prepare), .init(name: "20-share.yaml", text: share)], templates: templates)
    }

    /// The same, and the proofs that an application server makes.
    static func guideWithProofs() throws -> Guide {
        let sections = [("10-prepare.yaml", prepare), ("20-share.yaml", share), ("93-proof.yaml", proof)]
        return try GuideLoader.guide(sections: sections.map { .init(name: $0.0, text: $0.1) }, templates: templates)
    }

    /// The folder; removed by `remove`.
    let path: String

    init() throws {
        var template = Array("/tmp/wz.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    // What cannot be removed only litters /tmp.
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    static func machine(_ faults: [RehearsalFault] = []) -> RehearsalMachine {
        let names = Dictionary(uniqueKeysWithValues: cluster.servers.map { ($0.name, $0.address) })
        return RehearsalMachine(seed: .debian12(server: "fs1", address: "10.0.0.11", names: names), faults: faults)
    }

    /// Puts small files on a server, the last one the newest.
    static func put(_ files: [String], on machine: RehearsalMachine) async throws {
        for file in files {
            try await machine.makeDirectory(String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]), attributes: FileAttributes())
            try await machine.replace(file, with: [1], attributes: FileAttributes())
        }
    }

    func workplace(
        machine: any Machine = Fixture.machine(), guide: Guide? = nil, clusterText: String? = ClusterWriter.text(of: Fixture.cluster),
        serverName: String? = nil, isRehearsal: Bool = true, shell: [String] = ["true"]
    ) throws -> Workplace {
        let path = self.path
        return Workplace(
            guide: try guide ?? Fixture.guide(), machine: machine, directoryPath: path, clusterPath: path + "/cluster.yaml",
            clusterText: clusterText, serverName: serverName, roles: nil, program: "1.0", user: "anna", isRehearsal: isRehearsal,
            shell: shell
        ) { plan, state in
            let text = plan.steps.map { "\($0.id) \(state[$0.id].status.rawValue)" }.joined(separator: "\n")
            try text.write(toFile: path + "/report.txt", atomically: true, encoding: .utf8)
            return [path + "/report.txt"]
        }
    }
}
