import Testing

@testable import Guidebook

@Suite("The plan of one server")
struct PlanTests {
    private let guide: Guide

    init() throws { guide = try GuideFolder(path: shippedResources).load() }

    private func plan(
        _ server: String, _ answers: [String: String] = [:], on platform: Platform = Platform(distribution: "debian", release: "12"),
        roles: [Role]? = nil
    ) throws -> Plan {
        let cluster = try soundCluster(answers)
        return Plan(guide: guide, cluster: cluster, server: try #require(cluster.server(named: server)), platform: platform, roles: roles)
    }

    @Test("A server with several roles can be set up role by role")
    func rolesFilter() throws {
        var cluster = try soundCluster()
        cluster.servers[0].roles = [.fileServer, .database]
        let platform = Platform(distribution: "debian", release: "12")
        let all = Plan(guide: guide, cluster: cluster, server: cluster.servers[0], platform: platform)
        let database = Plan(guide: guide, cluster: cluster, server: cluster.servers[0], platform: platform, roles: [.database])
        #expect(all.roles == [.fileServer, .database])
        #expect(database.roles == [.database])
        #expect(database.step("shared-directory.packages") == nil && all.step("shared-directory.packages") != nil)
        #expect(database.steps.filter { !all.steps.contains($0) }.isEmpty)
        #expect(Plan(guide: guide, cluster: cluster, server: cluster.servers[0], platform: platform, roles: [.balancer]).steps.isEmpty)
    }

    @Test("A step with a condition belongs to the plan only where the answer is the one")
    func conditions() throws {
        #expect(try plan("db1").steps.map(\.id).filter { $0.hasSuffix(".schema") || $0.hasSuffix(".unzip") } == [])
        #expect(
            try plan("db1", ["database.schema": "/root/jw.sql"]).steps.map(\.id).filter {
                $0.hasSuffix(".schema") || $0.hasSuffix(".unzip")
            } == ["database.schema"])
        #expect(
            try plan("db1", ["database.schema": "/root/jw.war"]).steps.map(\.id).filter {
                $0.hasSuffix(".schema") || $0.hasSuffix(".unzip")
            } == [
                "database.unzip", "database.schema",
            ])
    }

    @Test(
        "Package, service and file names follow the release",
        arguments: [
            ("debian", "12", "auto", "mariadb-server", "mariadb", "/etc/mysql/mariadb.conf.d/zz-joget.cnf", "mariadbd"),
            ("ubuntu", "24.04", "auto", "mysql-server", "mysql", "/etc/mysql/mysql.conf.d/zz-joget.cnf", "mysqld"),
            ("ubuntu", "22.04", "mariadb", "mariadb-server", "mariadb", "/etc/mysql/mariadb.conf.d/zz-joget.cnf", "mariadbd"),
            ("linuxmint", "21", "auto", "mariadb-server", "mariadb", "/etc/mysql/mariadb.conf.d/zz-joget.cnf", "mariadbd"),
        ])
    func platform(distribution: String, release: String, product: String, package: String, service: String, file: String, daemon: String)
        throws
    {
        let plan = try plan("db1", on: Platform(distribution: distribution, release: release, product: product))
        #expect(plan.step("database.packages")?.action == .packages([package]))
        #expect(plan.step("database.service")?.action == .service(ServiceAction(name: service, isRunning: true, isEnabled: true)))
        guard case .file(let action)? = plan.step("database.settings")?.action else { throw Missing() }
        #expect(action.path == file)
        #expect(action.validation == [daemon, "--defaults-file={{candidate}}", "--user=mysql", "--help", "--verbose"])
        #expect(plan.step("database.settings")?.handlers == [.restart(service)])
        #expect(plan.platform.release == "\(distribution) \(release)")
    }

    private struct Missing: Error {}

    @Test("Every value is filled in: no placeholder is left in any plan")
    func allFilled() throws {
        for server in ["fs1", "db1", "app1", "lb1"] {
            for step in try plan(server, ["database.schema": "/root/jw.war"]).steps {
                var texts: [String] = []
                _ = step.filled { text in
                    texts.append(text)
                    return text
                }
                #expect(texts.filter { $0.contains("{{") && !$0.contains("{{candidate}}") }.isEmpty, "\(step.id)")
            }
            #expect(try plan(server).sections.allSatisfy { !$0.text.contains("{{") })
        }
    }

    @Test("A value that looks like a placeholder stays the text that it is")
    func filledOnce() throws {
        let hostile = "/srv/{{self.name}}{{database.password}}{{candidate}}"
        let plan = try plan("fs1", ["share.export": hostile])
        guard case .directory(let action)? = plan.step("shared-directory.directory")?.action else { throw Missing() }
        #expect(action.path == hostile)
        #expect(plan.step("shared-directory.directory")?.text.hasPrefix(hostile) == true)
        #expect(plan.values.filled("{{share.export}}") == hostile)
    }

    @Test("One value is one argument, whatever stands in it")
    func oneArgument() throws {
        let plan = try plan("fs1", ["share.owner-id": "880 --non-unique; reboot\n$(id)"])
        guard case .run(let action)? = plan.step("shared-directory.group")?.action else { throw Missing() }
        #expect(action.command == ["groupadd", "--system", "--gid", "880 --non-unique; reboot\n$(id)", "joget"])
    }

    @Test("A plan names the secrets that a step needs, and only where it needs them")
    func secrets() throws {
        let database = try plan("db1")
        #expect(try database.secretNames(of: #require(database.step("database.user"))) == ["database.password"])
        #expect(try database.secretNames(of: #require(database.step("database.create"))) == [])
        let application = try plan("app1")
        #expect(try application.secretNames(of: #require(application.step("database.login"))) == ["database.password"])
        #expect(try application.secretNames(of: #require(application.step("mount.fstab"))) == [])
    }

    @Test("Each application server mounts from the file server's address")
    func mountSource() throws {
        guard case .mount(let action)? = try plan("app2", ["share.export": "/data"]).step("mount.mount")?.action else { throw Missing() }
        #expect(action == MountAction(target: "/opt/joget/shared/wflow", source: "10.0.0.11:/data", type: "nfs"))
    }
}

@Suite("Secrets")
struct SecretTests {
    private struct Holder { var name = "x", secret = Secret("canary-7731") }

    @Test("No way of printing a secret prints it")
    func neverPrinted() {
        let secret = Secret("canary-7731")
        var dumped = ""
        dump(secret, to: &dumped)
        dump(Holder(), to: &dumped)
        dump(["a": [secret]], to: &dumped)
        let texts = [
            "\(secret)", secret.description, secret.debugDescription, String(describing: secret), String(reflecting: secret), "\(Holder())",
            String(reflecting: Holder()), "\([secret])", "\(Optional(secret) as Any)", "\(["k": secret])", dumped,
            "\(Mirror(reflecting: secret).children.map { "\($0)" })",
            "\(Set([secret]))", "\((secret, 1))",
        ]
        for text in texts { #expect(!text.contains("canary"), "\(text)") }
        #expect("\(secret)" == Secret.bullets)
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("The bullets do not tell how long the secret is")
    func length() { #expect(Secret("a").description == Secret("a long one indeed").description) }

    @Test("A secret is found wherever it stands; an empty one stands nowhere")
    func occurrence() {
        #expect(Secret("abc").occurs(in: "xabcx") && !Secret("abc").occurs(in: "ab c"))
        #expect(!Secret("").occurs(in: "anything") && Secret("").isEmpty)
    }

    @Test("A generated secret is long, readable and never the same again")
    func generated() {
        let made = (0..<100).map { _ in Secret.generated().exposed() }
        #expect(Set(made).count == 100)
        for text in made {
            #expect(text.count == 24 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) && !"lIO01".contains($0) })
        }
    }
}
