import Machines
import Testing

@Suite("Databases of a rehearsal")
struct RehearsalDatabaseTests {
    private static let client = "/root/.joget.cnf"

    private func serverMachine(_ faults: [RehearsalFault] = []) async throws -> RehearsalMachine {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("db1"), faults: faults)
        try await machine.succeed("apt-get install -y mariadb-server")
        return machine
    }

    private func login(_ machine: RehearsalMachine, host: String, user: String = "joget", password: String) async throws {
        try await machine.put(
            Self.client, "[client]\nhost=\(host)\nport=3306\nuser=\(user)\npassword=\"\(password)\"\n", mode: 0o600)
    }

    private func ask(_ machine: RehearsalMachine, _ sql: String, database: String = "jwedb") async throws -> CommandResult {
        try await machine.run("mariadb --defaults-extra-file=\(Self.client) --batch --skip-column-names \(database)", input: sql)
    }

    private static let script = """
        CREATE DATABASE IF NOT EXISTS jwedb CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
        CREATE USER IF NOT EXISTS 'joget'@'10.0.0.%' IDENTIFIED BY 'se''cret';
        GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'10.0.0.%';
        FLUSH PRIVILEGES;
        """

    @Test("The guide's statements make a database and an account, and again without harm")
    func createsDatabase() async throws {
        let machine = try await serverMachine()
        for _ in 1...2 { #expect(try await machine.sql(Self.script) == CommandResult(status: 0, output: "")) }
        let defaults =
            "SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = 'jwedb'"
        #expect(try await machine.sql(defaults).output == "utf8mb4\tutf8mb4_unicode_ci\n")
        #expect(try await machine.sql("SELECT user, host FROM mysql.user WHERE user = 'joget'").output == "joget\t10.0.0.%\n")
        #expect(
            try await machine.sql("SHOW GRANTS FOR 'joget'@'10.0.0.%'").output
                == "GRANT USAGE ON *.* TO `joget`@`10.0.0.%`\nGRANT ALL PRIVILEGES ON `jwedb`.* TO `joget`@`10.0.0.%`\n")
        #expect(try await machine.sql("SELECT @@bind_address, @@port, @@max_connections; SELECT 1").output == "127.0.0.1\t3306\t151\n1\n")
    }

    @Test("A password is set by its hash as well, which lets in whoever knows it and nobody who knows the hash")
    func hashedPassword() async throws {
        // From MariaDB itself: SELECT PASSWORD('password').
        let hash = "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19"
        #expect(PasswordHash.native("password") == hash)
        let machine = try await serverMachine()
        try await #require(
            machine.sql("CREATE DATABASE d; CREATE USER u@'%' IDENTIFIED BY PASSWORD '\(hash)'; GRANT SELECT ON d.* TO u@'%'").succeeded)
        for (password, isLetIn) in [("password", true), ("Password", false), (hash, false), ("", false)] {
            try await login(machine, host: "127.0.0.1", user: "u", password: password)
            #expect(try await ask(machine, "SELECT 1", database: "d").succeeded == isLetIn, "\(password)")
        }
        let wrong = try await machine.sql("ALTER USER u@'%' IDENTIFIED BY PASSWORD 'password'")
        #expect(!wrong.succeeded && wrong.output.contains("41-digit hexadecimal number"))
    }

    @Test("A bare database takes the server's collation, and ALTER DATABASE changes it")
    func altersDatabase() async throws {
        let machine = try await serverMachine()
        let collation = "SELECT default_collation_name FROM information_schema.schemata WHERE schema_name='jwedb'"
        #expect(try await machine.sql("CREATE DATABASE jwedb; \(collation)").output == "utf8mb4_general_ci\n")
        let altered = "ALTER DATABASE jwedb CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci; \(collation)"
        #expect(try await machine.sql(altered).output == "utf8mb4_unicode_ci\n")
        #expect(try await machine.sql("DROP DATABASE jwedb; \(collation)").output.isEmpty)
    }

    @Test("A schema is loaded once; the second time names the first table and its line")
    func loadsSchema() async throws {
        let machine = try await serverMachine()
        try await #require(machine.sql("CREATE DATABASE jwedb").succeeded)
        let schema = """
            /*!40101 SET NAMES utf8mb4 */;
            -- Directory
            CREATE TABLE `dir_role` (
              `id` varchar(255) NOT NULL,
              `name` varchar(255) DEFAULT NULL,
              PRIMARY KEY (`id`), KEY `n` (`name`)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
            INSERT INTO `dir_role` VALUES ('ROLE_ADMIN','Admin; all'),('ROLE_USER',NULL);
            """
        #expect(try await machine.sql(schema, database: "jwedb").succeeded)
        let count = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema='jwedb' AND table_name IN ('dir_role','wf_setup')"
        #expect(try await machine.sql(count).output == "1\n")
        #expect(try await machine.sql("SELECT name, id FROM jwedb.dir_role").output == "Admin; all\tROLE_ADMIN\nNULL\tROLE_USER\n")
        let second = try await machine.sql(schema, database: "jwedb")
        #expect(second.status == 1)
        #expect(second.output.hasSuffix("\nERROR 1050 (42S01) at line 3: Table 'dir_role' already exists\n"))
    }

    @Test("A scratch table proves reading, writing and dropping")
    func usesScratchTable() async throws {
        let machine = try await serverMachine()
        try await #require(machine.sql(Self.script).succeeded)
        let proof = """
            CREATE TABLE joget_probe (id INT, word VARCHAR(20));
            INSERT INTO joget_probe (word, id) VALUES ('äpfel', 1), ('b\\tc', 2);
            SELECT * FROM joget_probe ORDER BY id DESC LIMIT 5;
            DELETE FROM joget_probe WHERE id = 1;
            SELECT COUNT(*) FROM joget_probe;
            DROP TABLE joget_probe;
            """
        #expect(try await machine.sql(proof, database: "jwedb").output == "2\tb\\tc\n1\täpfel\n1\n")
        #expect(
            try await machine.sql("SELECT * FROM joget_probe", database: "jwedb").output.hasSuffix("'jwedb.joget_probe' doesn't exist\n"))
    }

    @Test("The server listens where its files say when it starts, and a drop-in sorted last wins")
    func readsOptionFiles() async throws {
        let machine = try await serverMachine()
        try await machine.put("/etc/mysql/mariadb.conf.d/zz-joget.cnf", "[mysqld]\nbind-address = 10.0.0.12\nmax_connections=300\n")
        #expect(await machine.listeners().contains(Listener(address: "127.0.0.1", port: 3306)))
        try await machine.succeed("systemctl restart mariadb")
        #expect(await machine.listeners().contains(Listener(address: "10.0.0.12", port: 3306)))
        #expect(try await machine.sql("SELECT @@bind_address, @@max_connections").output == "10.0.0.12\t300\n")
        let help = try await machine.succeed("mariadbd --help --verbose")
        #expect(help.contains("\nbind-address                                                 10.0.0.12\n"))
    }

    @Test("A setting that no server knows is found by the check, and stops the server", arguments: ["max-konnections=3", "bind-addres=::"])
    func refusesUnknownSettings(setting: String) async throws {
        let machine = try await serverMachine()
        try await machine.put("/tmp/candidate.cnf", "[mysqld]\n\(setting)\n")
        let check = try await machine.run("mariadbd --defaults-file=/tmp/candidate.cnf --help --verbose")
        #expect(check.status == 7 && check.output.hasSuffix("unknown variable '\(setting)'\n"))
        try await machine.put("/etc/mysql/mariadb.conf.d/zz-joget.cnf", "[mysqld]\n\(setting)\n")
        #expect(try await machine.run("systemctl restart mariadb").status == 1)
        #expect(try await machine.sql("SELECT 1").output.hasPrefix("ERROR 2002 (HY000): Can't connect to local server through socket"))
    }

    @Test("An address that is not the server's own stops it")
    func refusesForeignAddress() async throws {
        let machine = try await serverMachine()
        try await machine.put("/etc/mysql/mariadb.conf.d/zz-joget.cnf", "[mysqld]\nbind-address=10.0.0.13\n")
        #expect(try await machine.run("systemctl restart mariadb").status == 1)
    }

    @Test("Who comes over the network needs an account for his address and its password")
    func authenticates() async throws {
        let machine = try await serverMachine()
        try await login(machine, host: "db1", password: "se'cret")
        try await machine.put("/etc/hosts", "10.0.0.12 db1\n")
        #expect(try await ask(machine, "SELECT 1").output == "ERROR 2002 (HY000): Can't connect to server on 'db1' (115)\n")
        try await machine.put("/etc/mysql/mariadb.conf.d/zz-joget.cnf", "[mysqld]\nbind-address=0.0.0.0\n")
        try await machine.succeed("systemctl restart mariadb")
        #expect(
            try await ask(machine, "SELECT 1").output.contains("1130 - Host '10.0.0.12' is not allowed to connect to this MariaDB server"))
        try await #require(machine.sql(Self.script).succeeded)
        #expect(try await ask(machine, "SELECT USER(), CURRENT_USER(), DATABASE()").output == "joget@10.0.0.12\tjoget@10.0.0.%\tjwedb\n")
        #expect(try await ask(machine, "SELECT 1", database: "nodb").output.hasPrefix("ERROR 1044 (42000): Access denied for user"))
        #expect(try await ask(machine, "SELECT * FROM mysql.user").output.contains("ERROR 1142 (42000) at line 1: SELECT command denied"))
        #expect(try await ask(machine, "CREATE DATABASE other").output.contains("ERROR 1044 (42000) at line 1: Access denied"))
        try await login(machine, host: "db1", password: "wrong")
        #expect(
            try await ask(machine, "SELECT 1").output
                == "ERROR 1045 (28000): Access denied for user 'joget'@'10.0.0.12' (using password: YES)\n")
        try await login(machine, host: "nemo", password: "x")
        #expect(try await ask(machine, "SELECT 1").output == "ERROR 2005 (HY000): Unknown server host 'nemo' (-2)\n")
    }

    @Test("An application server reaches the database of another server")
    func reachesRemoteDatabase() async throws {
        let seed = RehearsalCluster.debian("app1") { $0.remoteDatabases = [.init(server: "db1", script: Self.script)] }
        let machine = RehearsalMachine(seed: seed)
        try await machine.succeed("apt-get install -y mariadb-client")
        try await login(machine, host: "db1", password: "se'cret")
        #expect(try await ask(machine, "SELECT CURRENT_USER(); SHOW GRANTS").output.hasPrefix("joget@10.0.0.%\nGRANT USAGE ON *.* TO"))
        #expect(try await ask(machine, "CREATE TABLE t (a INT); INSERT INTO t VALUES (7)").succeeded)
        #expect(try await ask(machine, "SELECT a FROM t").output == "7\n")
        #expect(await machine.connect(to: "db1", port: 3306, within: .seconds(1)) == .open)
        await machine.switchOn(.databaseRefusesPassword)
        #expect(try await ask(machine, "SELECT 1").output.hasPrefix("ERROR 1045 (28000): Access denied for user 'joget'@'10.0.0.21'"))
        try await login(machine, host: "files1", password: "x")
        #expect(try await ask(machine, "SELECT 1").output == "ERROR 2002 (HY000): Can't connect to server on 'files1' (115)\n")
    }

    @Test("Granted privileges are the ones that can be used, and revoked ones are not")
    func countsGrants() async throws {
        let machine = try await serverMachine()
        let some = "CREATE DATABASE d; CREATE USER u@'%' IDENTIFIED BY 'p'; GRANT SELECT, CREATE ON d.* TO u@'%'; SHOW GRANTS FOR u@'%'"
        #expect(try await machine.sql(some).output.hasSuffix("GRANT SELECT, CREATE ON `d`.* TO `u`@`%`\n"))
        try await login(machine, host: "127.0.0.1", user: "u", password: "p")
        #expect(try await ask(machine, "CREATE TABLE t (a INT); SELECT COUNT(*) FROM t", database: "d").output == "0\n")
        #expect(
            try await ask(machine, "INSERT INTO t VALUES (1)", database: "d").output.contains(
                "INSERT command denied to user 'u'@'localhost'"))
        try await #require(machine.sql("REVOKE SELECT ON d.* FROM u@'%'").succeeded)
        #expect(try await ask(machine, "SELECT a FROM t", database: "d").output.contains("SELECT command denied"))
        try await #require(machine.sql("ALTER USER u@'%' IDENTIFIED BY 'new'").succeeded)
        #expect(try await ask(machine, "SELECT 1", database: "d").output.hasPrefix("ERROR 1045"))
        #expect(try await machine.sql("DROP USER u@'%'; DROP USER u@'%'").output.hasSuffix("Operation DROP USER failed for 'u'@'%'\n"))
    }

    @Test("Limits can be compared where they stand")
    func compares() async throws {
        let machine = try await serverMachine()
        #expect(
            try await machine.sql("SELECT @@max_connections >= 500, @@max_connections < 500, 2 <> 2, '10' > '9'").output == "0\t1\t0\t1\n")
        #expect(try await machine.sql("SELECT @@nonsense >= 5").output.hasSuffix("Unknown system variable 'nonsense'\n"))
    }

    @Test("The administrator of a database elsewhere makes database and account, and the application loads its tables")
    func administersFromAfar() async throws {
        let seed = RehearsalCluster.debian("app1") {
            let script = "CREATE USER 'dba'@'%' IDENTIFIED BY 'top'; GRANT ALL PRIVILEGES ON *.* TO 'dba'@'%' WITH GRANT OPTION"
            $0.remoteDatabases = [.init(server: "db1", script: script)]
            $0.remoteDatabases[0].maxConnections = 1024
            $0.products["/root/jw.war"] = .war(.enterprise)
        }
        let machine = RehearsalMachine(seed: seed)
        try await machine.succeed("apt-get install -y mariadb-client unzip")
        let file = "[client]\nuser=\"dba\"\npassword=\"top\"\nhost=\"10.0.0.12\"\nport=3306\nprotocol=tcp\nconnect-timeout=10\n"
        try await machine.put("/root/dba.cnf", file, mode: 0o600)
        let accounts = Self.script.replacing("10.0.0.%", with: "10.0.0.21")
        try await machine.succeed("mariadb --defaults-file=/root/dba.cnf --batch", input: accounts)
        try await machine.put("/root/own.cnf", file.replacing("dba", with: "joget").replacing("top", with: "se'cret"), mode: 0o600)
        let client = "mariadb --defaults-file=/root/own.cnf --batch --skip-column-names"
        let count = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'jwedb'"
        #expect(try await machine.succeed(client, input: count) == "0\n")
        #expect(try await machine.succeed(client, input: "SELECT @@max_connections >= 1000") == "1\n")
        let schema = try await machine.succeed("unzip -p /root/jw.war WEB-INF/classes/setup/sql/jwdb-mysql.sql")
        #expect(schema == RehearsalProduct.schema)
        try await machine.succeed("mariadb --defaults-file=/root/own.cnf --batch jwedb", input: schema)
        #expect(try await machine.succeed(client, input: "\(count) AND table_name IN ('dir_role', 'wf_setup')") == "2\n")
        #expect(
            try await machine.run("mariadb --defaults-file=/root/own.cnf --batch jwedb", input: schema).output.contains("already exists"))
        #expect(try await machine.run(client, input: "CREATE DATABASE other").output.contains("ERROR 1044 (42000)"))
    }

    @Test("The old form of GRANT works in MariaDB and not in MySQL 8")
    func differsByProduct() async throws {
        let old = "CREATE DATABASE jwedb; GRANT ALL PRIVILEGES ON jwedb.* TO 'joget'@'%' IDENTIFIED BY 'joget'"
        #expect(try await serverMachine().sql(old).succeeded)
        let ubuntu = RehearsalMachine(seed: .ubuntu2404(server: "db1", address: "10.0.0.12", names: RehearsalCluster.names))
        try await ubuntu.succeed("apt-get install -y mysql-server")
        #expect(try await ubuntu.run("mysql --batch", input: old).output.hasPrefix("ERROR 1064 (42000) at line 1:"))
        let plain = "GRANT ALL PRIVILEGES ON jwedb.* TO 'joget'@'%'"
        #expect(
            try await ubuntu.run("mysql", input: plain).output
                == "ERROR 1410 (42000) at line 1: You are not allowed to create a user with GRANT\n")
        try await ubuntu.succeed("mysqld --validate-config")
        try await ubuntu.put("/etc/mysql/mysql.conf.d/zz-joget.cnf", "[mysqld]\nbind-address=10.0.0.12\nbogus=1\n")
        #expect(try await ubuntu.run("mysqld --validate-config").output.contains("unknown variable 'bogus=1'"))
        try await ubuntu.put("/etc/mysql/mysql.conf.d/zz-joget.cnf", "[mysqld]\nbind-address=10.0.0.12\n")
        try await ubuntu.succeed("systemctl restart mysql")
        #expect(await ubuntu.connect(to: "10.0.0.12", port: 3306, within: .seconds(1)) == .open)
    }

    @Test("A refused statement is repeated by MariaDB's client, whatever is in it")
    func repeatsRefusedStatements() async throws {
        let machine = try await serverMachine()
        let twice = "CREATE USER 'a'@'%' IDENTIFIED BY 'canary';\nCREATE USER 'a'@'%' IDENTIFIED BY 'canary';"
        let rule = String(repeating: "-", count: 14)
        #expect(
            try await machine.sql(twice).output == """
                \(rule)
                CREATE USER 'a'@'%' IDENTIFIED BY 'canary'
                \(rule)

                ERROR 1396 (HY000) at line 2: Operation CREATE USER failed for 'a'@'%'

                """)
    }

    @Test("Root needs the socket, and only root may use it")
    func keepsRootLocal() async throws {
        let machine = try await serverMachine()
        try await machine.succeed("useradd --system joget")
        let other = try await machine.run("runuser -u joget -- mariadb --batch", input: "SELECT 1")
        #expect(other.output == "ERROR 1698 (28000): Access denied for user 'root'@'localhost'\n")
    }

    @Test("A statement that is not modelled is an error, not an answer")
    func refusesUnknownStatements() async throws {
        let machine = try await serverMachine()
        let error = await #expect(throws: MachineError.self) { try await machine.sql("SELECT 1; SELECT UUID();") }
        #expect(error == MachineError(what: "the rehearsal machine does not know this statement", subject: "SELECT UUID()"))
        #expect(try await machine.sql("SELEKT 1").output.contains("ERROR 1064 (42000) at line 1: You have an error in your SQL syntax"))
    }
}
