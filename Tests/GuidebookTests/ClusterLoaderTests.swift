import Guidebook
import Testing

@Suite("Reading cluster.yaml")
struct ClusterLoaderTests {
    @Test("A sound description is taken, with standard answers for what it leaves out")
    func takesSound() throws {
        let cluster = try ClusterLoader.cluster(from: soundDescription, file: "cluster.yaml")
        #expect(cluster.name == "shop")
        #expect(cluster.servers.map(\.name) == ["fs1", "db1", "app1", "app2", "lb1"])
        #expect(cluster.servers(with: .application).map(\.address) == ["10.0.0.13", "10.0.0.14"])
        #expect(cluster["share.export"] == "/export/wflow")
        #expect(cluster["share.mount"] == "/opt/joget/shared/wflow")
        #expect(cluster["database.schema"] == "")
    }

    @Test("One server may have every role")
    func takesEvaluation() throws {
        let text = """
            version: 1
            name: trial
            servers:
              - name: all
                address: 10.0.0.1
                roles: [balancer, application, database, file-server]
            """
        let cluster = try ClusterLoader.cluster(from: text, file: "c")
        #expect(cluster.servers.map(\.roles) == [Role.allCases])
    }

    @Test("A wrong address is named with file, line and place, and the message says what to write")
    func wrongAddress() throws {
        #expect(
            try complaints(replacing: "10.0.0.13", by: "'10.0.0.300'") == [
                "cluster.yaml:11: servers[2].address: '10.0.0.300' is not an IPv4 address; write four numbers from 0 to 255, such as 10.0.0.11"
            ])
    }

    @Test("The operator's own name for the file stands in the message")
    func namesFile() {
        let lines = complaints(about: soundDescription.replacing("version: 1", with: "version: 3"), file: "/etc/a b.yaml")
        #expect(lines == ["/etc/a b.yaml:1: version: '3' is not a version that this program reads; it reads 1"])
    }

    @Test(
        "Every single mistake has one message of the form file:line: place: what",
        arguments: [
            ("version: 1\n", "version: 1.0\n", "cluster.yaml:1: version: '1.0' is not a version that this program reads; it reads 1"),
            ("version: 1\n", "", "cluster.yaml:1: version: is missing"),
            ("name: shop\n", "", "cluster.yaml:1: name: is missing"),
            ("name: shop\n", "name: [shop]\n", "cluster.yaml:2: name: expected a single value, found a list"),
            (
                "name: shop\n", "name: my shop\n",
                "cluster.yaml:2: name: 'my shop' is not usable as a name; use letters, digits, dots and hyphens"
            ),
            (
                "    roles: [file-server]", "    roles: [fileserver]",
                "cluster.yaml:6: servers[0].roles: 'fileserver' is not a role; choose from file-server, database, application, balancer"
            ),
            (
                "    roles: [file-server]", "    roles: { file-server: yes }",
                "cluster.yaml:6: servers[0].roles: expected a list, found a mapping"
            ),
            ("    roles: [file-server]", "    roles: [file-server, file-server]", "cluster.yaml:6: servers[0].roles: names a role twice"),
            (
                "    roles: [file-server]", "    roles: [[file-server]]",
                "cluster.yaml:6: servers[0].roles[0]: expected a single value, found a list"
            ),
            (
                "    roles: [file-server]\n", "    roles: [file-server]\n    rack: 7\n",
                "cluster.yaml:7: servers[0].rack: there is no such key; the keys here are name, address, roles, route"
            ),
            ("  - name: db1", "  - name: fs1", "cluster.yaml:7: servers[1].name: 'fs1' is also the name of servers[0]"),
            (
                "  - name: db1", "  - name: fs1.example.com",
                "cluster.yaml:7: servers[1].name: 'fs1.example.com' is also the name of servers[0]"
            ),
            (
                "  - name: db1", "  - name: db_1",
                "cluster.yaml:7: servers[1].name: 'db_1' is not a host name; use letters, digits, hyphens and dots"
            ),
            (
                "10.0.0.12", "10.0.0.11",
                "cluster.yaml:8: servers[1].address: '10.0.0.11' is also the address of servers[0]; one server with several roles is one entry with several roles"
            ),
            (
                "10.0.0.12", "127.0.1.1",
                "cluster.yaml:8: servers[1].address: '127.0.1.1' is a loopback address; give the one that the other servers reach"
            ),
            ("10.0.0.12", "224.0.0.1", "cluster.yaml:8: servers[1].address: '224.0.0.1' is not the address of a server"),
            (
                "10.0.0.12", "10.0.0.012",
                "cluster.yaml:8: servers[1].address: '10.0.0.012' is not an IPv4 address; write four numbers from 0 to 255, such as 10.0.0.11"
            ),
            ("    address: 10.0.0.12\n", "", "cluster.yaml:7: servers[1].address: is missing"),
            ("    roles: [balancer]", "    roles: [application]", "cluster.yaml:3: servers: no server has the role balancer"),
            (
                "    roles: [balancer]", "    roles: [balancer, database]",
                "cluster.yaml:3: servers: 2 servers have the role database; there must be exactly one"
            ),
            (
                "  clients: servers", "  clients: 10.0.0.13/24",
                "cluster.yaml:21: share.clients: '10.0.0.13/24' is neither 'servers' nor a subnet; write a subnet as 10.0.0.0/24"
            ),
            (
                "  clients: servers", "  clients: 10.0.0.8/30",
                "cluster.yaml:21: share.clients: '10.0.0.8/30' leaves out app1 (10.0.0.13), which must mount the share"
            ),
            (
                "  export: /export/wflow", "  export: export",
                "cluster.yaml:20: share.export: 'export' is not an absolute path; begin it with /"
            ),
            (
                "  export: /export/wflow", "  exprot: /export/wflow",
                "cluster.yaml:20: share.exprot: there is no such key; the keys here are kind, existing, export, mount, clients, owner-id"
            ),
            (
                "  export: /export/wflow", "  export: [/export/wflow]",
                "cluster.yaml:20: share.export: expected a single value, found a list"
            ),
            ("  port: 3306", "  port: 65536", "cluster.yaml:24: database.port: '65536' is out of range; use 1 to 65535"),
            ("  port: 3306", "  port: 0x10", "cluster.yaml:24: database.port: '0x10' is not a whole number"),
            (
                "  port: 3306", "  product: oracle",
                "cluster.yaml:24: database.product: 'oracle' is not a choice; choose from auto, mariadb, mysql"
            ),
        ])
    func oneMistake(old: String, new: String, message: String) throws {
        let lines = try complaints(replacing: old, by: new)
        #expect(lines.contains(message), "found: \(lines)")
        // A role that is spelt wrong is a role that nobody has; a subnet leaves out each server by name.
        #expect(lines.count == 1 || message.contains("roles") || message.contains("leaves out"), "found: \(lines)")
    }

    @Test("An unknown section is refused with the names of all sections")
    func unknownSection() {
        #expect(
            complaints(about: soundDescription + "sahre: {}\n") == [
                "cluster.yaml:25: sahre: there is no such key; the keys here are version, name, servers, share, database, application, session, balancer"
            ])
    }

    @Test("A section of the wrong type is refused")
    func wrongSection() {
        #expect(
            complaints(about: soundDescription + "balancer: apache\n") == [
                "cluster.yaml:25: balancer: expected a mapping of keys, found a single value"
            ])
    }

    @Test("All mistakes are shown at once, in the order of their lines")
    func allAtOnce() throws {
        let spoiled = soundDescription.replacing("10.0.0.12", with: "10.0.0").replacing("port: 3306", with: "port: many")
            .replacing("version: 1", with: "version: 9")
        #expect(complaints(about: spoiled).map { $0.split(separator: ":")[1] } == ["1", "8", "24"])
    }

    @Test("Every server must be listed", arguments: ["servers: []\n", "servers:\n", ""])
    func noServers(servers: String) throws {
        let lines = complaints(about: "version: 1\nname: shop\n\(servers)")
        #expect(lines.contains { $0.contains("servers") }, "found: \(lines)")
    }

    @Test("Servers that are no list are refused")
    func serversNoList() {
        let lines = complaints(about: "version: 1\nname: shop\nservers: { name: fs1 }\n")
        #expect(lines == ["cluster.yaml:3: servers: expected a list, found a mapping"])
    }

    @Test(
        "Text that is there and empty is as wrong as text that is missing",
        arguments: [
            ("name: shop", "name: \"\"", "cluster.yaml:2: name:"), ("- name: fs1", "- name: ''", "cluster.yaml:4: servers[0].name:"),
            ("10.0.0.11", "\"\"", "cluster.yaml:5: servers[0].address:"), ("version: 1", "version: ''", "cluster.yaml:1: version:"),
        ])
    func emptyText(old: String, new: String, place: String) throws {
        let lines = try complaints(replacing: old, by: new)
        #expect(lines.contains { $0.hasPrefix(place) }, "found: \(lines)")
    }

    @Test("Two servers whose names differ in capitals only are one name to every resolver")
    func capitals() throws {
        let lines = try complaints(replacing: "- name: db1", by: "- name: FS1")
        #expect(lines == ["cluster.yaml:7: servers[1].name: 'FS1' is also the name of servers[0]"])
    }

    @Test("The exported directory cannot be the mount point")
    func sameDirectory() throws {
        let lines = try complaints(replacing: "  export: /export/wflow", by: "  export: /srv/x\n  mount: /srv/x")
        #expect(
            lines == ["cluster.yaml:21: share.mount: is the exported directory itself; where one server has both roles the two must differ"]
        )
    }

    @Test("Five hundred application servers are read without complaint")
    func fiveHundred() throws {
        var text = soundDescription.replacing("name: shop", with: "name: large")
        let servers = (0..<500).map { "  - { name: node\($0), address: 10.1.\($0 / 250).\($0 % 250 + 1), roles: [application] }" }
        text = text.replacing("share:", with: servers.joined(separator: "\n") + "\nshare:", maxReplacements: 1)
        let cluster = try ClusterLoader.cluster(from: text, file: "large.yaml")
        #expect(cluster.servers(with: .application).count == 502)
        #expect(cluster.server(hostName: "node499", addresses: [])?.address == "10.1.1.250")
    }
}
