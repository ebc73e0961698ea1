import Testing

@testable import Guidebook

@Suite("The layers of a cluster, ours and others'")
struct LayerTests {
    private let guide: Guide

    init() throws { guide = try GuideFolder(path: shippedResources).load() }

    private func cluster(_ changes: [(String, String)] = [], _ answers: [String: String] = [:]) throws -> Cluster {
        var text = soundDescription
        for (old, new) in changes {
            try #require(text.contains(old), "the description has no '\(old)' to change")
            text = text.replacing(old, with: new)
        }
        var cluster = try ClusterLoader.cluster(from: text, file: "cluster.yaml")
        cluster.answers.merge(answers) { $1 }
        return cluster
    }

    private func plan(_ server: String, _ answers: [String: String] = [:], release: (String, String) = ("debian", "12")) throws -> Plan {
        let cluster = try cluster([], answers)
        let platform = Platform(distribution: release.0, release: release.1, product: cluster["database.product"])
        return Plan(guide: guide, cluster: cluster, server: try #require(cluster.server(named: server)), platform: platform)
    }

    private func rendered(_ template: String, _ plan: Plan) throws -> String {
        try #require(plan.templates[template]).rendered(with: plan.values) { "<\($0)>" }
    }

    // MARK: - Routes

    @Test("Application servers are node01, node02, … unless the description names them")
    func routes() throws {
        let plain = try cluster()
        #expect(plain.servers(with: .application).map(plain.route) == ["node01", "node02"])
        let named = try cluster([("roles: [application]\n  - name: app2", "roles: [application]\n    route: east\n  - name: app2")])
        #expect(named.servers(with: .application).map(named.route) == ["east", "node02"])
        #expect(try ClusterLoader.cluster(from: ClusterWriter.text(of: named), file: "again").describesSame(as: named))
    }

    @Test("A route that two servers would have is refused, given or by place")
    func routeTwice() throws {
        let spoiled = soundDescription.replacing(
            "roles: [application]\n  - name: lb1", with: "roles: [application]\n    route: node01\n  - name: lb1")
        #expect(
            complaints(about: spoiled) == [
                "cluster.yaml:16: servers[3].route: 'node01' is also the route of app1; each application server needs its own, or the load balancer mixes them up"
            ])
    }

    @Test("A route with a dot is refused, because the dot ends the session's name", arguments: ["a.b", "", "a b", "-x", "ä"])
    func routeRule(text: String) {
        let spoiled = soundDescription.replacing(
            "    roles: [application]\n  - name: lb1", with: "    roles: [application]\n    route: \"\(text)\"\n  - name: lb1")
        #expect(complaints(about: spoiled).contains { $0.hasPrefix("cluster.yaml:16: servers[3].route: ") })
    }

    @Test("A route for a server without Tomcat is refused")
    func routeElsewhere() {
        let spoiled = soundDescription.replacing("roles: [balancer]", with: "roles: [balancer]\n    route: x")
        #expect(complaints(about: spoiled) == ["cluster.yaml:19: servers[4].route: is for application servers only"])
    }

    // MARK: - Layers of others

    @Test(
        "A layer that is there already needs no server, and has none",
        arguments: [
            ("share:\n", "share:\n  kind: existing\n", "fs1", "10.0.0.11", "file-server"),
            ("database:\n", "database:\n  kind: dba\n  address: db.example.com\n", "db1", "10.0.0.12", "database"),
        ])
    func replaced(old: String, new: String, name: String, address: String, role: String) throws {
        let server = "  - name: \(name)\n    address: \(address)\n    roles: [\(role)]\n"
        let without = soundDescription.replacing(server, with: "").replacing(old, with: new)
        #expect(complaints(about: without) == [])
        #expect(complaints(about: soundDescription.replacing(server, with: "")).contains { $0.hasSuffix("no server has the role \(role)") })
        #expect(complaints(about: soundDescription.replacing(old, with: new)).contains { $0.contains("has the role \(role), but '") })
    }

    @Test("A database of somebody else's needs its address")
    func demanded() {
        let text = soundDescription.replacing("    roles: [database]\n", with: "    roles: [application]\n")
            .replacing("database:\n", with: "database:\n  kind: existing\n")
        #expect(
            complaints(about: text) == [
                "cluster.yaml:23: database.address: is needed with the answer 'database.kind: existing'; Host name or address of the database server that is there already."
            ])
    }

    @Test("With a database of somebody else's the first application server makes database and user, as its administrator")
    func existingDatabase() throws {
        let answers = ["database.kind": "existing", "database.address": "10.9.9.9", "database.admin": "root"]
        let first = try plan("app1", answers)
        #expect(first.step("database.create") != nil && first.step("database.dba") == nil)
        #expect(first.secretNames(of: try #require(first.step("database.create"))) == ["database.admin-password"])
        #expect(first.secretNames(of: try #require(first.step("database.user"))) == ["database.password", "database.admin-password"])
        #expect(try plan("app2", answers).step("database.create") == nil)
        #expect(try plan("app1").step("database.create") == nil)
    }

    @Test("A database administrator gets the statements, without a password of ours, once")
    func administrator() throws {
        let answers = ["database.kind": "dba", "database.address": "db.example.com"]
        let first = try plan("app1", answers)
        let step = try #require(first.step("database.dba"))
        #expect(step.action == .manual(template: "ask-administrator.sql"))
        #expect(
            try rendered("ask-administrator.sql", first).contains("CREATE USER 'joget'@'10.0.0.14' IDENTIFIED BY '<database.password>'"))
        #expect(first.step("database.create") == nil && first.step("database.user") == nil)
        #expect(try plan("app2", answers).step("database.dba") == nil)
        #expect(try rendered("app_datasource-profile.properties", first).contains("jdbc:mysql://db.example.com:3306/jwedb?"))
    }

    @Test("A share of somebody else's is mounted as said, or only looked at where it is mounted already")
    func existingShare() throws {
        let theirs = try plan("app1", ["share.kind": "existing", "share.existing": "nas1:/vol/wflow"])
        guard case .mount(let mount)? = theirs.step("mount.mount")?.action else {
            Issue.record("the share is not mounted")
            return
        }
        #expect(mount.source == "nas1:/vol/wflow")
        #expect(theirs.step("mount.mounted") == nil && theirs.values.text("share.file-owner").isEmpty)
        let mounted = try plan("app1", ["share.kind": "existing"])
        #expect(mounted.steps.filter { $0.id.hasPrefix("mount.") }.map(\.id) == ["mount.mounted"])
        #expect(mounted.step("reboot.mount") == nil)
    }

    @Test("An existing Tomcat is neither unpacked nor given a unit, and waits for the share all the same")
    func existingTomcat() throws {
        let plan = try plan(
            "app1", ["application.kind": "existing", "application.tomcat": "/srv/tomcat9", "application.service": "tomcat9"])
        for id in ["application.unpack", "application.unit", "application.account", "prepare.bundle"] {
            #expect(plan.step(id) == nil, "\(id)")
        }
        guard case .file(let dropIn)? = plan.step("application.drop-in")?.action,
            case .edit(let edit)? = plan.step("session.server-xml")?.action
        else {
            Issue.record("a step is missing")
            return
        }
        #expect(dropIn.path == "/etc/systemd/system/tomcat9.service.d/joget.conf")
        #expect(edit.path == "/srv/tomcat9/conf/server.xml")
        #expect(plan.values.text("tomcat.account") == "tomcat")
    }

    @Test("A balancer of the operator's is described on the last application server, and there only")
    func externalBalancer() throws {
        let answers = ["balancer.product": "external", "balancer.address": "www.example.com"]
        let last = try plan("app2", answers)
        #expect(last.step("balancer.external") != nil && last.values.text("balancer.url") == "http://www.example.com")
        #expect(try plan("app1", answers).step("balancer.external") == nil)
        let text = try rendered("external-balancer.txt", last)
        #expect(text.contains("10.0.0.13, port 8080, for sessions that end in .node01") && text.contains("10.0.0.14"))
    }

    @Test("Each load balancer gets the steps of its product and of no other", arguments: ["apache", "nginx", "haproxy"])
    func balancers(product: String) throws {
        let plan = try plan("lb1", ["balancer.product": product])
        for other in ["apache", "nginx", "haproxy"] {
            #expect(plan.steps.contains { $0.id.hasPrefix("balancer.\(other)") } == (other == product), "\(other)")
        }
        let service = try #require(plan.step("balancer.service"))
        #expect(
            service.action == .service(ServiceAction(name: product == "apache" ? "apache2" : product, isRunning: true, isEnabled: true)))
    }

    // MARK: - Numbers

    @Test(
        "A node's share of the connections leaves some for the administrator",
        arguments: [("1024", 2, "500"), ("1024", 4, "250"), ("151", 2, "63"), ("100", 20, "10")])
    func pool(limit: String, nodes: Int, pool: String) throws {
        var cluster = try cluster([], ["database.max-connections": limit])
        cluster.servers =
            [cluster.servers[0]] + (1...nodes).map { Server(name: "app\($0)", address: "10.0.1.\($0)", roles: [.application]) }
        let values = Vocabulary.values(
            cluster: cluster, server: cluster.servers[1], platform: Platform(distribution: "debian", release: "12"))
        #expect(values.text("database.pool-size") == pool)
        #expect(values.text("database.demand") == String((Int(pool) ?? 0) * nodes))
    }

    @Test("More connections than the database allows are refused")
    func poolTooLarge() {
        let text = soundDescription.replacing("  port: 3306", with: "  port: 3306\n  pool: 600")
        #expect(
            complaints(about: text) == [
                "cluster.yaml:25: database.pool: 2 nodes with 600 connections each may open 1200, and max-connections is 1024"
            ])
    }

    @Test("Members have sixteen bytes of their own each, which Tomcat reads in signed numbers")
    func uniqueIDs() throws {
        var cluster = try cluster()
        cluster.servers[3].address = "192.168.200.130"
        let plan = Plan(
            guide: guide, cluster: cluster, server: cluster.servers[2], platform: Platform(distribution: "debian", release: "12"))
        let text = try rendered("tomcat-cluster.xml", plan)
        #expect(text.contains("host=\"10.0.0.13\" port=\"4000\" uniqueId=\"{10,0,0,13,0,0,0,0,0,0,0,0,0,0,0,0}\""))
        #expect(text.contains("host=\"192.168.200.130\" port=\"4000\" uniqueId=\"{-64,-88,-56,-126,0,0,0,0,0,0,0,0,0,0,0,0}\""))
        #expect(text.split(separator: "<Member ").count == 2 && !text.contains("McastService"))
    }

    @Test("Multicast lists no members")
    func multicast() throws {
        let text = try rendered("tomcat-cluster.xml", try plan("app1", ["session.membership": "multicast"]))
        #expect(text.contains("McastService") && !text.contains("StaticMember"))
        #expect(try plan("app1").step("session.multicast") == nil)
    }

    // MARK: - Releases

    @Test(
        "Java comes from the release where it has one that Joget runs on, else by hand",
        arguments: [("debian", "12", true), ("debian", "13", false), ("ubuntu", "22.04", true), ("ubuntu", "24.04", true)])
    func java(distribution: String, release: String, isOffered: Bool) throws {
        let plan = try plan("app1", release: (distribution, release))
        #expect((plan.step("application.java") != nil) == isOffered)
        #expect((plan.step("application.java-by-hand") != nil) == !isOffered)
    }

    @Test("An application server of Debian reaches a MySQL with the client that Debian has")
    func clients() throws {
        let answers = ["database.product": "mysql"]
        #expect(try plan("app1", answers).step("database.client")?.action == .packages(["mariadb-client"]))
        #expect(try plan("app1", answers, release: ("ubuntu", "24.04")).step("database.client")?.action == .packages(["mysql-client"]))
        #expect(try plan("db1", answers).step("database.packages")?.action == .packages(["mysql-server"]))
    }
}
