import Guidebook
import Testing

@Suite("Templates")
struct TemplateTests {
    private func complaint(_ source: String, name: String = "x.conf") -> String? {
        do {
            _ = try Template(name: name, source: source)
            return nil
        } catch {
            return error.description
        }
    }

    private func rendered(_ name: String, _ source: String, _ answers: [String: String] = [:], password: String = "secret") throws -> String
    {
        let cluster = try soundCluster(answers)
        let values = Vocabulary.values(
            cluster: cluster, server: cluster.servers[0], platform: Platform(distribution: "debian", release: "12"))
        return try Template(name: name, source: source).rendered(with: values) { _ in password }
    }

    @Test("A name that is unknown is refused with its line")
    func unknownNames() {
        #expect(complaint("a\n{{share.exprot}}\n") == "x.conf:2: share.exprot: there is no value of that name")
        #expect(
            complaint("{{#each-sever}}{{/each-sever}}")
                == "x.conf:1: each-sever: there is no such list; the lists are each-application, each-peer, each-server, each-share-client, if-hashed, if-java-home, if-multicast, if-other-port, if-static, if-unhashed"
        )
        #expect(complaint("{{address}}") == "x.conf:1: address: there is no value of that name")
        #expect(complaint("{{#each-server}}{{host}}{{/each-server}}") == "x.conf:1: host: there is no value of that name")
        #expect(complaint("{{#each-server}}{{name}}{{/each-server}}{{name}}") == "x.conf:1: name: there is no value of that name")
        #expect(complaint("{{#share.kind}}x{{/share.kind}}")?.hasPrefix("x.conf:1: share.kind: there is no such list") == true)
    }

    @Test(
        "Tags that would go around the escaping are refused",
        arguments: ["{{{share.export}}}", "{{&share.export}}", "{{>other}}", "{{=<% %>=}}"])
    func rawTags(source: String) { #expect(complaint(source)?.contains("only plain values, sections and comments") == true) }

    @Test(
        "Tags that do not match are refused", arguments: ["{{#each-server}}x", "{{#each-server}}x{{/each-application}}", "{{share.export"])
    func unmatched(source: String) { #expect(complaint(source) != nil) }

    @Test(
        "A tag that is spread over lines hides no name from the loader",
        arguments: ["{{\nshare.exprot\n}}", "{{&\nshare.export}}", "{{\n{share.export}}}"])
    func spreadTag(source: String) { #expect(complaint(source) != nil) }

    @Test(
        "A secret is known as such however its tag is written",
        arguments: ["{{database.password}}", "{{ database.password }}", "{{\tdatabase.password}}", "{{database.password\n}}"])
    func secretTag(source: String) throws {
        // What is not taken for a secret must not be taken at all.
        guard let template = try? Template(name: "x.conf", source: source) else { return }
        #expect(template.secretNames == ["database.password"])
    }

    @Test("A hostile value in SQL stays inside its quotes")
    func sql() throws {
        let hostile = #"x'; DROP DATABASE a; -- \"#
        #expect(try rendered("x.sql", "SELECT '{{database.password}}';", password: hostile) == #"SELECT 'x''; DROP DATABASE a; -- \\';"#)
        #expect(try rendered("x.sql", "SELECT '{{database.name}}';", ["database.name": "a'b\\c"]) == #"SELECT 'a''b\\c';"#)
    }

    @Test("A hostile value in an option file stays one value")
    func optionFile() throws {
        let hostile = "a\"\n[mysqld]\ninit-file=/x\\\r"
        #expect(
            try rendered("x.cnf", "password = \"{{database.password}}\"", password: hostile)
                == #"password = "a\"\n[mysqld]\ninit-file=/x\\\r""#)
    }

    @Test("A hostile value in XML and HTML is text")
    func xml() throws {
        for name in ["x.xml", "x.html"] {
            #expect(
                try rendered(name, "<a b=\"{{database.password}}\">", password: "]]><script>'\"&")
                    == "<a b=\"]]&gt;&lt;script&gt;&#39;&quot;&amp;\">")
        }
    }

    @Test("In other files a value is written as it is", arguments: ["x.conf", "x.exports", "x.service"])
    func plain(name: String) throws { #expect(try rendered(name, "{{share.export}}") == "/export/wflow") }

    @Test("A value that looks like a tag is text and is never filled in again")
    func filledOnce() throws {
        for text in ["{{self.name}}", "{{database.password}}", "{{#each-server}}x{{/each-server}}", "{{"] {
            #expect(try rendered("x.conf", "<{{share.export}}>", ["share.export": text]) == "<\(text)>")
            #expect(try rendered("x.sql", "<{{database.password}}>", password: text) == "<\(text)>")
        }
    }

    @Test("Rows repeat their section, and know the other values as well")
    func rows() throws {
        #expect(
            try rendered("x.conf", "{{#each-application}}{{name}}={{address}} {{self.name}};{{/each-application}}")
                == "app1=10.0.0.13 fs1;app2=10.0.0.14 fs1;")
    }

    @Test("A secret is asked for by its name, and nothing else is")
    func secretNames() throws {
        let template = try Template(name: "x.cnf", source: "{{database.user}} {{database.password}}")
        #expect(template.isSecret && template.secretNames == ["database.password"])
        #expect(try !Template(name: "x.cnf", source: "{{database.user}}").isSecret)
    }
}

@Suite("The files and statements of the shipped guide")
struct RenderedTemplateTests {
    private func rendered(_ name: String, for server: String, _ answers: [String: String] = [:], password: String = "pass") throws -> String
    {
        let cluster = try soundCluster(answers)
        let guide = try GuideFolder(path: shippedResources).load()
        let plan = Plan(
            guide: guide, cluster: cluster, server: try #require(cluster.server(named: server)),
            platform: Platform(distribution: "debian", release: "12", product: cluster["database.product"]))
        return try #require(plan.templates[name]).rendered(with: plan.values) { _ in password }
    }

    private let options = "(rw,sync,no_subtree_check,all_squash,anonuid=880,anongid=880)"

    @Test("The export lets in exactly the two application servers")
    func exports() throws {
        #expect(
            try rendered("joget.exports", for: "fs1") == """
                # Written by joget-cluster (step shared-directory.export). See exports(5).
                /export/wflow 10.0.0.13\(options) 10.0.0.14\(options)

                """)
    }

    @Test("The export lets in a subnet where one is given")
    func exportsSubnet() throws {
        #expect(
            try rendered("joget.exports", for: "fs1", ["share.clients": "10.0.0.0/24"]).split(separator: "\n").last
                == "/export/wflow 10.0.0.0/24\(options)")
    }

    @Test("The database account is made for each application server's address; MySQL gets its password escaped")
    func createUser() throws {
        let text = try rendered("create-user.sql", for: "db1", ["database.product": "mysql"], password: #"it's a \ pass"#)
        #expect(
            text == #"""
                CREATE USER IF NOT EXISTS 'joget'@'10.0.0.13' IDENTIFIED BY 'it''s a \\ pass';
                ALTER USER 'joget'@'10.0.0.13' IDENTIFIED BY 'it''s a \\ pass';
                GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'10.0.0.13';
                CREATE USER IF NOT EXISTS 'joget'@'10.0.0.14' IDENTIFIED BY 'it''s a \\ pass';
                ALTER USER 'joget'@'10.0.0.14' IDENTIFIED BY 'it''s a \\ pass';
                GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'10.0.0.14';

                """#)
    }

    @Test("MariaDB of our own, which writes statements into its logs as they are, gets a hash and nothing else")
    func createUserByHash() throws {
        let text = try rendered("create-user.sql", for: "db1", password: "plain")
        #expect(text.matches(of: #/IDENTIFIED BY PASSWORD 'plain'/#).count == 4, "two statements for each server")
        #expect(!text.contains("IDENTIFIED BY '"))
        // Which product somebody else's server is, nobody knows for certain.
        let theirs = ["database.kind": "existing", "database.address": "10.0.0.40"]
        #expect(try rendered("create-user.sql", for: "app1", theirs, password: "p").contains("IDENTIFIED BY 'p'"))
    }

    @Test("The grant is for the one database, not for those whose names fit its underscores as a pattern")
    func grantPattern() throws {
        let text = try rendered("create-user.sql", for: "db1", ["database.name": "joget_one"])
        #expect(text.contains(#"ON `joget\_one`.*"#), "found: \(text)")
    }

    @Test("The account is dropped for each address")
    func dropUser() throws {
        #expect(
            try rendered("drop-user.sql", for: "db1")
                == "DROP USER IF EXISTS 'joget'@'10.0.0.13';\nDROP USER IF EXISTS 'joget'@'10.0.0.14';\n")
    }

    @Test("The database listens on its own address with the operator's numbers")
    func settings() throws {
        #expect(
            try rendered("zz-joget.cnf", for: "db1", ["database.port": "3307", "database.max-connections": "2000"]) == """
                # Written by joget-cluster (step database.settings). Read after the files of the package.
                [mysqld]
                bind-address = 10.0.0.12
                port = 3307
                max_connections = 2000
                character-set-server = utf8mb4
                collation-server = utf8mb4_unicode_ci

                """)
    }

    @Test("The database is made in the character set of Joget's tables")
    func createDatabase() throws {
        #expect(
            try rendered("create-database.sql", for: "db1")
                == "CREATE DATABASE IF NOT EXISTS `jwedb` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;\n")
    }
}
