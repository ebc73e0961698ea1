import Foundation
import Guidebook
import StepEngine
import Synchronization
import Testing

@testable import Machines

@Suite("Statements for a database server that is reached over the network")
struct RemoteSQLTests {
    private static let adminPassword = "aDm1n-7731-gEhEiM"
    private static let name = "db.example"
    private let templates = [
        "make.sql": "CREATE DATABASE IF NOT EXISTS `made`;\n", "drop.sql": "DROP DATABASE IF EXISTS `made`;\n",
        "user.sql": "CREATE USER IF NOT EXISTS 'two'@'192.0.2.13' IDENTIFIED BY '{{database.password}}';\n",
        "wrong.sql": "CREATE USER 'two'@'192.0.2.13' IDENTIFIED BY '{{database.password}}' NONSENSE;\n",
    ]

    private func step(_ template: String, _ expected: String = "1") -> String {
        """
        sql: { template: \(template) }
        undo: { sql: drop.sql }
        checks:
          - sql: { query: "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'made'", expected: "\(expected)" }
        """
    }

    private let tables = """
        sql: { file: /srv/jw.war, entry: WEB-INF/classes/setup/sql/jwdb-mysql.sql, database: jwedb, as: application }
        undo: { none: Tables may hold data. }
        checks:
          - sql: { query: "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'jwedb'", expected: "1", as: application }
        """

    /// An application server before a database server of the operator's own.
    private func bed(_ step: String, kind: String = "existing", knowing secrets: [String: String]) async throws -> Bed {
        let bed = try Bed(
            Guide.of(["one": step], templates: templates), answers: ["database.kind": kind, "database.address": Self.name],
            machine: WatchedMachine(RehearsalMachine(seed: seed())))
        try await prepare(bed, knowing: secrets)
        return bed
    }

    private func seed() -> RehearsalSeed {
        var seed = Bed.seed(Bed.servers[2], Cluster(name: "trial", servers: Bed.servers))
        seed.names[Self.name] = "198.51.100.20"
        seed.archives["/srv/jw.war"] = ["WEB-INF/classes/setup/sql/jwdb-mysql.sql": Array("CREATE TABLE dir_role (id INT);\n".utf8)]
        seed.remoteDatabases = [
            .init(
                server: Self.name,
                script: """
                    CREATE DATABASE `jwedb`;
                    CREATE USER 'root'@'192.0.2.13' IDENTIFIED BY '\(Self.adminPassword)';
                    GRANT ALL PRIVILEGES ON *.* TO 'root'@'192.0.2.13';
                    CREATE USER 'joget'@'192.0.2.13' IDENTIFIED BY '\(Bed.canary)';
                    GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'192.0.2.13';
                    """)
        ]
        return seed
    }

    private func prepare(_ bed: Bed, knowing secrets: [String: String]) async throws {
        for package in ["mariadb-client", "unzip"] { try await bed.byHand("apt-get", "-y", "install", package) }
        let store = try await SecretStore(StateDirectory(path: bed.path, creating: true))
        for (name, text) in secrets { try await store.keep(Secret(text), as: name) }
    }

    private func file(_ bed: Bed) -> String { "\(bed.path)/run/client.cnf" }

    @Test("The remote administrator logs in by a private file, which is gone afterwards, and undo does the same")
    func administrator() async throws {
        let bed = try await bed(step("make.sql"), knowing: ["database.admin-password": Self.adminPassword])
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        let line = "mariadb --defaults-file=\(file(bed)) --batch"
        #expect(preview.changes == [.command(line), .statements(["CREATE DATABASE IF NOT EXISTS `made`;"])])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(bed.machine.launches == [line])
        #expect(try await bed.text(of: file(bed)) == nil)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(bed.machine.launches == [line, line])
        #expect(try await bed.text(of: file(bed)) == nil)
        #expect(try await engine.preview("s.one").findings.first?.found == "0")
    }

    @Test("The file is there for the client, for nobody else to read, and also goes when the client fails")
    func optionFile() async throws {
        let seen = Gate()
        let bed = try await bed(step("make.sql", "never"), knowing: ["database.admin-password": "wrong"])
        let watched = WatchedMachine(bed.machine.real) { call in
            guard call.hasPrefix("launch mariadb") else { return }
            // What cannot be looked at is not seen.
            let status = try? await bed.machine.real.status(of: file(bed))
            if status?.mode == 0o600, status?.ownerID == 0 { await seen.open() }
        }
        let engine = try await bed.engine(machine: watched)
        #expect(try await engine.perform("s.one") == .failed)
        await seen.pass()
        #expect(await engine.state["s.one"].reason == "mariadb ended with exit status 1")
        let evidence = await engine.state["s.one"].findings.compactMap(\.evidence)
        #expect(evidence.contains { $0.hasPrefix("ERROR 1045 (28000): Access denied for user 'root'") })
        #expect(try await bed.text(of: file(bed)) == nil)
    }

    @Test("Joget's tables are loaded from the WAR with the account of the application")
    func application() async throws {
        let bed = try await bed(tables, knowing: ["database.password": Bed.canary])
        let engine = try await bed.engine()
        let line = "mariadb --defaults-file=\(file(bed)) --batch jwedb"
        let preview = try await engine.preview("s.one")
        #expect(preview.changes == [.command("unzip -p /srv/jw.war WEB-INF/classes/setup/sql/jwdb-mysql.sql | \(line)")])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(bed.machine.launches == [line])
        #expect(try await bed.text(of: file(bed)) == nil)
        #expect(try await engine.perform("s.one") == .unchanged)
    }

    @Test("A password that this server does not know is asked for by its name, and nothing is started", arguments: [true, false])
    func unknown(isApplication: Bool) async throws {
        let bed = try await bed(isApplication ? tables : step("make.sql"), knowing: [:])
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        let name = isApplication ? "database.password" : "database.admin-password"
        let reason = "\(name) is not known on this server; enter it in the wizard, or with 'joget-cluster secret \(name)'"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.machine.launches.isEmpty)
    }

    @Test("Neither password is shown anywhere, not even by a statement that fails")
    func hidden() async throws {
        let bed = try await bed(
            step("wrong.sql", "never"), knowing: ["database.password": Bed.canary, "database.admin-password": Self.adminPassword])
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(try await engine.perform("s.one") == .failed)
        #expect(bed.machine.launches.isEmpty, "what may repeat a password is seen by this program first")
        var places = ["what is said": "\(preview) \(bed.events.all) \(bed.machine.questions)"]
        for (name, bytes) in try bed.scratch.files() where name != "state/secrets" { places[name] = String(decoding: bytes, as: UTF8.self) }
        for (place, text) in places {
            for secret in [Bed.canary, Self.adminPassword] { #expect(!text.contains(secret), "\(secret) stands in \(place)") }
        }
    }

    @Test("A login that a program left which was killed is taken away when it is started again")
    func leftBehind() async throws {
        let body = "sql: { template: make.sql }\nundo: { none: It stays. }\nchecks: [ { file: { path: /etc/done } } ]"
        let bed = try await bed(body, knowing: ["database.admin-password": Self.adminPassword])
        let victim = Victim()
        let doomed = WatchedMachine(bed.machine.real) { if $0 == "wait" { victim.machine.withLock { $0 }?.die() } }
        victim.machine.withLock { $0 = doomed }
        // What a dead program still believes is of no interest.
        do { _ = try await bed.engine(machine: doomed).perform("s.one") } catch {}
        try FileManager.default.removeItem(atPath: "\(bed.path)/lock")
        #expect(try await bed.text(of: file(bed)) != nil, "it was left")
        try await bed.put("", at: "/etc/done")
        #expect(try await bed.engine().perform("s.one") == .changed)
        #expect(try await bed.text(of: file(bed)) == nil)
    }
}

/// The machine of a program that dies at its own call.
private final class Victim: Sendable {
    let machine = Mutex<WatchedMachine?>(nil)
}
