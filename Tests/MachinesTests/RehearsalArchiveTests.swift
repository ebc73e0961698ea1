import Machines
import Testing

@Suite("Archives of a rehearsal")
struct RehearsalArchiveTests {
    private func machine(_ products: [String: RehearsalProduct]) async throws -> RehearsalMachine {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.products = products })
        try await machine.succeed("apt-get install -y unzip")
        return machine
    }

    private static let version = "org/apache/catalina/util/ServerInfo.properties"

    @Test("A bundle is listed and unpacked, and its Tomcat and jw.war can be looked into")
    func unpacksBundle() async throws {
        let machine = try await machine(["/root/joget.tar.gz": .joget])
        try await machine.succeed("gzip --test /root/joget.tar.gz")
        let list = try await machine.succeed("tar --list --gzip --file /root/joget.tar.gz")
        #expect(list.hasPrefix("joget-enterprise-linux-8.1.6/\n"))
        #expect(list.contains("\njoget-enterprise-linux-8.1.6/apache-tomcat-9.0.86/bin/catalina.sh\n"))
        #expect(!list.contains("app_datasource.properties\n"))
        try await machine.succeed("mkdir --parents /opt/new")
        try await machine.succeed("tar --extract --gzip --no-same-owner --file /root/joget.tar.gz --directory /opt/new")
        let top = "/opt/new/joget-enterprise-linux-8.1.6"
        let tomcat = "\(top)/apache-tomcat-9.0.86"
        #expect(try await machine.status(of: "\(tomcat)/bin/catalina.sh")?.mode == 0o755)
        #expect(try await machine.text("\(top)/wflow/app_datasource-default.properties")?.contains("localhost\\:3307/jwdb") == true)
        #expect(try await machine.succeed("unzip -p \(tomcat)/lib/catalina.jar \(Self.version)").contains("server.number=9.0.86.0\n"))
        #expect(try await machine.succeed("unzip -Z1 \(tomcat)/webapps/jw.war").contains("WEB-INF/classes/setup/sql/jwdb-mysql.sql\n"))
        #expect(try await machine.succeed("unzip -p \(tomcat)/webapps/jw.war WEB-INF/web.xml").contains("<distributable/>"))
    }

    @Test("One file is taken out of an archive, without its folders")
    func takesOneFile() async throws {
        let machine = try await machine(["/root/joget.tar.gz": .joget, "/root/tomcat.zip": .tomcat(version: "10.1.34")])
        let member = "joget-enterprise-linux-8.1.6/apache-tomcat-9.0.86/lib/catalina.jar"
        let words = "tar --extract --gzip --file /root/joget.tar.gz --directory /tmp --transform s,.*/,,"
        try await machine.succeed("\(words) \(member)")
        #expect(try await machine.succeed("unzip -p /tmp/catalina.jar \(Self.version)").contains("9.0.86"))
        try await machine.succeed("unzip -q -o -j /root/tomcat.zip apache-tomcat-10.1.34/lib/catalina.jar -d /tmp")
        #expect(try await machine.succeed("unzip -p /tmp/catalina.jar \(Self.version)").contains("server.number=10.1.34.0\n"))
        let missing = try await machine.run("\(words) no/such")
        #expect(missing.status == 2)
        #expect(missing.output == "tar: no/such: Not found in archive\ntar: Exiting with failure status due to previous errors\n")
    }

    @Test("A truncated archive gives what is there and then fails")
    func findsTruncation() async throws {
        let machine = try await machine(["/root/cut.tar.gz": .truncated])
        let test = try await machine.run("gzip --test /root/cut.tar.gz")
        #expect(test.status == 1 && test.output == "\ngzip: /root/cut.tar.gz: unexpected end of file\n")
        let list = try await machine.run("tar --list --gzip --file /root/cut.tar.gz")
        #expect(list.status == 2 && list.output.hasPrefix("joget-enterprise-linux-8.1.6/\n"))
        #expect(
            list.output.hasSuffix(
                "gzip: stdin: unexpected end of file\ntar: Unexpected EOF in archive\ntar: Error is not recoverable: exiting now\n"))
        let whole = try await self.machine(["/root/w.tar.gz": .joget]).succeed("tar --list --gzip --file /root/w.tar.gz")
        #expect(list.output.split(separator: "\n").count < whole.split(separator: "\n").count)
    }

    @Test("What is no archive is told from one that holds something else")
    func refusesOthers() async throws {
        let machine = try await machine(["/root/letters.tar.gz": .noBundle, "/root/two.tar.gz": .twoTomcats])
        #expect(try await machine.succeed("tar --list --gzip --file /root/letters.tar.gz") == "holiday/\nholiday/letter.txt\n")
        #expect(try await machine.run("gzip --test /etc/hosts").output == "\ngzip: /etc/hosts: not in gzip format\n")
        #expect(try await machine.run("tar --list --gzip --file /etc/hosts").output.contains("gzip: stdin: not in gzip format\n"))
        #expect(
            try await machine.run("tar --list --gzip --file /nothing").output.hasPrefix("tar (child): /nothing: Cannot open: No such file"))
        #expect(try await machine.run("unzip -Z1 /etc/hosts").status == 9)
        let scripts = try await machine.succeed("tar --list --gzip --file /root/two.tar.gz").split(separator: "\n")
        #expect(scripts.count { $0.hasSuffix("/bin/catalina.sh") } == 2)
    }

    @Test("Applications differ in what a cluster needs")
    func buildsApplications() async throws {
        let machine = try await machine([
            "/root/jw.war": .war(.enterprise), "/root/community.war": .war(.community), "/root/bare.war": .war(.withoutSchema),
            "/root/other.war": .war(.foreign),
        ])
        let mark = { (name: String) in try await machine.succeed("unzip -p /root/\(name).war WEB-INF/web.xml") }
        #expect(try await mark("jw").contains("<display-name>Joget DX Enterprise 8</display-name>\n    <distributable/>"))
        let community = try await mark("community")
        #expect(!community.contains("<distributable/>") && community.contains("Joget DX Community 8"))
        #expect(try await !machine.succeed("unzip -Z1 /root/bare.war").contains("jwdb-mysql.sql"))
        #expect(try await !mark("other").contains("Joget"))
        let same = try await machine.succeed("sha256sum /root/jw.war")
        try await machine.succeed("cp --dereference /root/jw.war /root/copy.war")
        #expect(try await machine.succeed("sha256sum /root/copy.war").prefix(64) == same.prefix(64))
        #expect(same.prefix(64) == RehearsalProduct.war(.enterprise).sha256(at: "/root/jw.war"))
    }

    @Test("Checksums are those of the bytes, and files are compared byte by byte")
    func sums() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        try await machine.put("/tmp/abc", "abc")
        try await machine.put("/tmp/long", String(repeating: "a", count: 1000))
        try await machine.put("/tmp/none", "")
        #expect(
            try await machine.succeed("sha256sum /tmp/abc")
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  /tmp/abc\n")
        #expect(
            try await machine.succeed("sha256sum /tmp/long").hasPrefix("41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"))
        #expect(
            try await machine.succeed("sha256sum /tmp/none").hasPrefix("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
        #expect(try await machine.run("sha256sum /tmp").output == "sha256sum: /tmp: Is a directory\n")
        #expect(try await machine.run("cmp --silent /tmp/abc /tmp/abc").status == 0)
        #expect(try await machine.run("cmp --silent /tmp/abc /tmp/long").status == 1)
        #expect(try await machine.run("cmp --silent /tmp/abc /nothing").status == 2)
    }
}
