import Foundation
import Guidebook
import Testing

@testable import Machines
@testable import StepEngine

@Suite("Checks that ask a database that is somebody else's")
struct ClusterCheckTestsDatabase {
    private static let password = "j0get-7731-gEhEiM"
    private static let adminPassword = "aDm1n-7731-gEhEiM"
    private static let query = "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'jwedb'"
    private static let name = "db.example"

    /// An application server before a database server of the operator's own.
    private func bed(kind: String = "existing") throws -> Bed {
        let cluster = Cluster(name: "trial", servers: Bed.servers)
        var seed = Bed.seed(Bed.servers[2], cluster)
        seed.names[Self.name] = "198.51.100.20"
        seed.remoteDatabases = [
            .init(
                server: Self.name,
                script: """
                    CREATE DATABASE `jwedb`;
                    CREATE USER 'root'@'192.0.2.13' IDENTIFIED BY '\(Self.adminPassword)';
                    GRANT ALL PRIVILEGES ON *.* TO 'root'@'192.0.2.13';
                    CREATE USER 'joget'@'192.0.2.13' IDENTIFIED BY '\(Self.password)';
                    GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'192.0.2.13';
                    """)
        ]
        return try Bed(
            Guide.of(["one": "proof:\nchecks: [ { root: } ]"]), answers: ["database.kind": kind, "database.address": Self.name],
            machine: WatchedMachine(RehearsalMachine(seed: seed)))
    }

    private func inspector(_ bed: Bed, knowing secrets: [String: String] = [:]) async throws -> Inspector {
        try await bed.byHand("apt-get", "-y", "install", "mariadb-client")
        let directory = try StateDirectory(path: bed.path, creating: true)
        let store = try await SecretStore(directory)
        for (name, text) in secrets { try await store.keep(Secret(text), as: name) }
        return Inspector(machine: bed.machine, plan: bed.plan, secrets: store, directory: directory, survey: Survey(bed.machine))
    }

    @Test(
        "Each account asks with its own password, which no command line shows and no file keeps",
        arguments: [DatabaseAccount.administrator, .application])
    func accounts(account: DatabaseAccount) async throws {
        let bed = try bed()
        let inspector = try await inspector(
            bed, knowing: ["database.password": Self.password, "database.admin-password": Self.adminPassword])
        let finding = await inspector.finding(for: .sql(query: Self.query, expected: "1", account: account))
        #expect(finding.verdict == .holds && finding.found == "1", "\(finding)")
        let who = await inspector.finding(for: .sql(query: "SELECT CURRENT_USER()", expected: "?", account: account))
        #expect(who.found == (account == .application ? "joget@192.0.2.13" : "root@192.0.2.13"), "\(who)")
        let path = "\(bed.path)/run/client.cnf"
        #expect(bed.machine.questions.suffix(2).allSatisfy { $0 == "mariadb --defaults-file=\(path) --batch --skip-column-names" })
        #expect(try await bed.text(of: path) == nil)
    }

    @Test("A password that this server was not told is asked for by its name", arguments: [DatabaseAccount.administrator, .application])
    func unknownPassword(account: DatabaseAccount) async throws {
        let bed = try bed()
        let finding = await (try inspector(bed)).finding(for: .sql(query: Self.query, expected: "1", account: account))
        let name = account == .application ? "database.password" : "database.admin-password"
        #expect(finding.verdict == .unknown && finding.found == "the password is not known on this server")
        #expect(finding.remedy == "enter it in the wizard, or with 'joget-cluster secret \(name)'")
    }

    @Test(
        "A wrong password is a refusal that says who can help",
        arguments: [
            ("existing", "repeat the step that creates it, on app1"),
            ("dba", "show the database's administrator the statements of this guide again"),
        ])
    func refused(kind: String, help: String) async throws {
        let bed = try bed(kind: kind)
        let inspector = try await inspector(bed, knowing: ["database.password": "wrong", "database.admin-password": "wrong"])
        let finding = await inspector.finding(for: .login(address: Self.name, port: "3306", isGranted: true))
        #expect(
            finding.verdict == .fails && finding.found == "refused"
                && finding.evidence?.hasPrefix("ERROR 1045 (28000): Access denied for user") == true)
        #expect(finding.remedy?.hasSuffix(help) == true)
        let query = await inspector.finding(for: .sql(query: Self.query, expected: "1", account: .administrator))
        #expect(query.verdict == .fails && query.found == "the query failed" && query.evidence?.hasPrefix("ERROR 1045") == true)
        let answers = await inspector.finding(for: .login(address: Self.name, port: "3306", isGranted: false))
        #expect(answers.verdict == .holds)
    }

    @Test("A server given by its name is reached by what the name resolves to")
    func byName() async throws {
        let bed = try bed()
        let inspector = try await inspector(bed)
        #expect(await inspector.finding(for: .port(address: Self.name, port: "3306")).verdict == .holds)
        let unknown = await inspector.finding(for: .port(address: "nowhere.example", port: "3306"))
        #expect(unknown.verdict == .fails && unknown.found == "nowhere.example does not resolve" && unknown.remedy?.isEmpty == false)
    }
}
