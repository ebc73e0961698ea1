import Guidebook
import StepEngine
import Testing

@testable import Machines

@Suite("The whole guide on every release")
struct WholeGuideTests {
    private static let servers = ["fs1", "db1", "app1", "app2", "lb1"]

    /// Performs every step in order and gives those that are not settled, with the reason.
    private func walk(_ bed: Bed) async throws -> [String] {
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(Bed.canary), as: "database.password")
        for step in bed.plan.required { try await engine.perform(step.id) }
        let state = await engine.state
        return bed.plan.required.filter { !state[$0.id].isSettled }.map { "\($0.id): \(state[$0.id].reason ?? "for no reason")" }
    }

    @Test("Every server is set up", arguments: [Bed.Release.debian12, .ubuntu2204, .ubuntu2404], servers)
    func everyServer(release: Bed.Release, server: String) async throws {
        let bed = try Bed(Guide.shipped(), server: server, release: release)
        #expect(try await walk(bed) == [])
        #expect(bed.plan.platform.release == release.rawValue)
    }

    @Test("On Debian 13 every server is set up, and Java is asked for by hand where Tomcat needs it", arguments: servers)
    func debian13(server: String) async throws {
        let bed = try Bed(Guide.shipped(), server: server, release: .debian13)
        let left = try await walk(bed).filter { line in !["session.", "after.", "proof.", "reboot.app"].contains { line.hasPrefix($0) } }
        let needsJava = server.hasPrefix("app")
        #expect(left.count == (needsJava ? 1 : 0), "\(left)")
        #expect(left.allSatisfy { $0.hasPrefix("application.java-by-hand: ") })
    }

    @Test("MySQL takes the place of MariaDB on Ubuntu, with its own names and files")
    func mySQL() async throws {
        let bed = try Bed(Guide.shipped(), server: "db1", release: .ubuntu2404)
        #expect(try await walk(bed) == [])
        #expect(try await bed.text(of: "/etc/mysql/mysql.conf.d/zz-joget.cnf")?.contains("bind-address = 192.0.2.12") == true)
        #expect(try await bed.text(of: "/etc/mysql/mariadb.conf.d/zz-joget.cnf") == nil)
    }

    @Test("Each load balancer is set up", arguments: ["apache", "nginx", "haproxy"])
    func balancers(product: String) async throws {
        let bed = try Bed(Guide.shipped(), server: "lb1", answers: ["balancer.product": product])
        #expect(try await walk(bed) == [])
    }

    @Test(
        "Share, database and Tomcat of somebody else's are taken into service, whoever the share says its files belong to",
        arguments: [nil, 612 as UInt32?])
    func existingProducts(everybody: UInt32?) async throws {
        let answers = [
            "share.kind": "existing", "share.existing": "nas1:/vol/wflow", "database.kind": "existing", "database.address": "db9",
            "database.admin": "keeper", "application.kind": "existing", "application.tomcat": "/opt/tomcat9",
            "application.account": "tomcat", "application.service": "tomcat9", "application.wflow": "/srv/joget/wflow",
            "application.war": "/srv/joget/jw.war", "application.profile": "cluster",
        ]
        let bed = try Bed(
            Guide.shipped(), answers: answers,
            machine: WatchedMachine(RehearsalMachine(seed: existing(answers, takesEverybodyFor: everybody))))
        let secrets = try await SecretStore(StateDirectory(path: bed.path, creating: true))
        try await secrets.keep(Secret(Bed.canary), as: "database.admin-password")
        #expect(try await walk(bed) == [])
        for name in ["wflow-cluster.jar", "app_datasource.properties", "app_datasource-cluster.properties"] {
            #expect(try await bed.machine.status(of: "/opt/joget/shared/wflow/\(name)")?.owner == "tomcat", "\(name)")
        }
    }

    /// An application server on which Tomcat runs, with a file server and a database server that are not of the guide's making.
    private func existing(_ answers: [String: String], takesEverybodyFor everybody: UInt32?) -> RehearsalSeed {
        var seed = Bed.seed(Bed.servers[2], Cluster(name: "trial", servers: Bed.servers, answers: answers))
        var tomcat = RehearsalSeed.TomcatService(version: "9.0.86")
        tomcat.userID = 612
        // As most units do that are written by hand.
        tomcat.printsToJournal = everybody == nil
        seed.tomcatServices = [tomcat]
        seed.names["nas1"] = "198.51.100.30"
        seed.names["db9"] = "198.51.100.31"
        var export = RehearsalSeed.RemoteExport(server: "nas1", path: "/vol/wflow", squashesRoot: false, owner: 612, mode: 0o750)
        export.everybodyIs = everybody
        seed.remoteExports = [export]
        seed.remoteDatabases = [
            .init(
                server: "db9",
                script: """
                    CREATE USER 'keeper'@'192.0.2.13' IDENTIFIED BY '\(Bed.canary)';
                    GRANT ALL PRIVILEGES ON *.* TO 'keeper'@'192.0.2.13' WITH GRANT OPTION;
                    """)
        ]
        seed.products = ["/srv/joget/jw.war": .war(.enterprise)]
        for (path, bytes) in RehearsalProduct.wflow { seed.files["/srv/joget/wflow/\(path)"] = bytes }
        return seed
    }
}
