import Foundation
import Machines
import Testing

@Suite("Rights of a database account in a rehearsal")
struct RehearsalRightsTests {
    /// What Joget does, a statement a line.
    private static let deeds = """
        CREATE TABLE `t` (id INT PRIMARY KEY, word VARCHAR(40));
        INSERT INTO `t` VALUES (1, 'größer');
        SELECT word FROM `t`;
        UPDATE `t` SET word = 'x' WHERE id = 1;
        SELECT word FROM `t`;
        ALTER TABLE `t` ADD COLUMN more INT;
        SELECT * FROM `t`;
        DELETE FROM `t` WHERE id = 1;
        DROP TABLE `t`;
        """

    private func machine(
        grant: String = "ALL PRIVILEGES", _ change: (inout RehearsalSeed.RemoteDatabase) -> Void = { _ in }
    ) async throws -> RehearsalMachine {
        let script = """
            CREATE DATABASE jwedb CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
            CREATE USER 'joget'@'10.0.0.%' IDENTIFIED BY 'secret';
            GRANT \(grant) ON `jwedb`.* TO 'joget'@'10.0.0.%';
            """
        var database = RehearsalSeed.RemoteDatabase(server: "db1", port: 3307, script: script)
        change(&database)
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.remoteDatabases = [database] })
        try await machine.succeed("apt-get install -y mariadb-client")
        try await machine.put("/root/.joget.cnf", "[client]\nhost=db1\nport=3307\nuser=joget\npassword=secret\n", mode: 0o600)
        return machine
    }

    private func ask(_ machine: RehearsalMachine, _ sql: String, _ options: String = "--force") async throws -> CommandResult {
        try await machine.run(
            "mariadb --defaults-extra-file=/root/.joget.cnf --batch --skip-column-names \(options) jwedb", input: sql)
    }

    @Test("An account with every right does everything, and leaves nothing")
    func hasRights() async throws {
        let machine = try await machine()
        for _ in 1...2 {
            #expect(try await ask(machine, Self.deeds, "") == CommandResult(status: 0, output: "größer\nx\n1\tx\tNULL\n"))
        }
        #expect(try await ask(machine, "DROP TABLE IF EXISTS `t`;", "").succeeded)
    }

    @Test("What the account may not do is refused in the server's words, and the client goes on where it is told to")
    func lacksRight() async throws {
        let machine = try await machine(grant: "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP")
        let refusal = "ERROR 1142 (42000) at line 6: ALTER command denied to user 'joget'@'10.0.0.21' for table `jwedb`.`t`\n"
        let rule = String(repeating: "-", count: 14)
        let complaint = "\(rule)\nALTER TABLE `t` ADD COLUMN more INT\n\(rule)\n\n\(refusal)"
        // The client of MariaDB 10.11 ends with 0 then, as was seen.
        #expect(try await ask(machine, Self.deeds) == CommandResult(status: 0, output: "größer\nx\n1\tx\n\(complaint)"))
        #expect(try await ask(machine, "CREATE TABLE t (id INT)").output.isEmpty)
        #expect(try await ask(machine, "DROP TABLE t").output.isEmpty)
        #expect(try await ask(machine, Self.deeds, "") == CommandResult(status: 1, output: "größer\nx\n\(complaint)"))
    }

    @Test("An account that may only read is refused everything else, each on its line")
    func onlyReads() async throws {
        let machine = try await machine(grant: "SELECT") { $0.isMySQL = true }
        let output = try await ask(machine, Self.deeds).output.split(separator: "\n").map(String.init)
        func denied(_ verb: String, _ line: Int) -> String {
            "ERROR 1142 (42000) at line \(line): \(verb) command denied to user 'joget'@'10.0.0.21' for table 't'"
        }
        func missing(_ line: Int) -> String { "ERROR 1146 (42S02) at line \(line): Table 'jwedb.t' doesn't exist" }
        #expect(
            output == [
                denied("CREATE", 1), denied("INSERT", 2), missing(3), denied("UPDATE", 4), missing(5), denied("ALTER", 6), missing(7),
                denied("DELETE", 8), denied("DROP", 9),
            ])
    }

    @Test("The client does not go on where it is not let in, nor past statements on its command line")
    func stops() async throws {
        let machine = try await machine()
        try await machine.put("/root/.joget.cnf", "[client]\nhost=db1\nport=3307\nuser=joget\npassword=wrong\n", mode: 0o600)
        #expect(try await ask(machine, "SELECT 1").status == 1)
        try await machine.put("/root/.joget.cnf", "[client]\nhost=db1\nport=3307\nuser=joget\npassword=secret\n", mode: 0o600)
        let client = ["mariadb", "--defaults-extra-file=/root/.joget.cnf", "--batch", "--skip-column-names"]
        let statements = "--execute=SELECT 1; SELECT nonsense FROM nowhere; SELECT 2"
        let before = try await machine.capture(Command(client + ["--force", statements, "jwedb"]))
        #expect(before.status == 1 && !before.output.hasSuffix("2\n") && before.output.hasPrefix("1\n---"))
        let after = try await machine.capture(Command(client + [statements, "--force", "jwedb"]))
        #expect(after.status == 0 && after.output.hasPrefix("1\n2\n---"))
    }

    @Test("A key is there once, and a column too")
    func keeps() async throws {
        let machine = try await machine()
        #expect(try await ask(machine, "CREATE TABLE t (id INT PRIMARY KEY, word VARCHAR(40)); INSERT INTO t VALUES (1, 'a')").succeeded)
        let refusals = [
            ("INSERT INTO t VALUES (2, 'b'), (1, 'c')", "ERROR 1062 (23000) at line 1: Duplicate entry '1' for key 'PRIMARY'"),
            ("ALTER TABLE t ADD COLUMN Word INT", "ERROR 1060 (42S21) at line 1: Duplicate column name 'Word'"),
            ("ALTER TABLE t DROP COLUMN more", "ERROR 1091 (42000) at line 1: Can't DROP COLUMN `more`; check that it exists"),
            ("UPDATE t SET more = 1", "ERROR 1054 (42S22) at line 1: Unknown column 'more' in 'SET'"),
            ("UPDATE nowhere SET more = 1", "ERROR 1146 (42S02) at line 1: Table 'jwedb.nowhere' doesn't exist"),
        ]
        for (statement, refusal) in refusals {
            #expect(try await ask(machine, statement, "").output.split(separator: "\n").last.map(String.init) == refusal)
        }
        #expect(
            try await ask(machine, "ALTER TABLE t ADD more VARCHAR(3); ALTER TABLE t DROP COLUMN word; SELECT * FROM t").output
                == "1\tNULL\n")
    }

    @Test("The server tells its settings in one row, and its clock")
    func tellsSettings() async throws {
        let machine = try await machine {
            $0.maxConnections = 400
            $0.clockAhead = .seconds(90)
        }
        let before = Date().timeIntervalSince1970
        let row = try await ask(machine, "SELECT @@hostname, @@port, @@max_connections, @@collation_database, UNIX_TIMESTAMP(NOW(3));")
            .output
        let after = Date().timeIntervalSince1970
        let fields = row.split(separator: "\t").map(String.init)
        #expect(fields.prefix(4) == ["db1", "3307", "400", "utf8mb4_unicode_ci"] && row.hasSuffix("\n"))
        let clock = try #require(fields.last.map { $0.filter { $0 != "\n" } })
        #expect(clock.split(separator: ".").last?.count == 3)
        let theirs = try #require(Double(clock)) - 90
        #expect((before - 0.001...after + 0.001).contains(theirs))
        #expect(
            try await ask(machine, "SELECT UNIX_TIMESTAMP(), UNIX_TIMESTAMP(NOW())").output.split(separator: "\t").allSatisfy {
                !$0.contains(".")
            })
    }
}
