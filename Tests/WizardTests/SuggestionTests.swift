import Machines
import Testing

@testable import Wizard

/// What is found on a disk.
struct SuggestionTests {
    private static func found(_ files: [String], folders: [String] = []) async throws -> Suggestions {
        let machine = Fixture.machine()
        for folder in folders { try await machine.makeDirectory(folder, attributes: FileAttributes()) }
        try await Fixture.put(files, on: machine)
        return await Suggestions.found(on: machine)
    }

    @Test("Archives, applications and schemas are found in the usual places, the newest first")
    func files() async throws {
        let found = try await Self.found([
            "/root/joget-enterprise-linux-8.1.6.tar.gz", "/home/anna/apache-tomcat-9.0.98.tar.gz", "/opt/apache-tomcat-9.0.98.zip",
            "/tmp/jw.war", "/var/tmp/jwdb-mysql.sql", "/srv/joget-enterprise-linux-8.1.5.tar.gz",
        ])
        #expect(
            found.paths == [
                "application.bundle": [
                    "/srv/joget-enterprise-linux-8.1.5.tar.gz", "/opt/apache-tomcat-9.0.98.zip", "/home/anna/apache-tomcat-9.0.98.tar.gz",
                    "/root/joget-enterprise-linux-8.1.6.tar.gz",
                ],
                "application.war": ["/tmp/jw.war"], "database.schema": ["/var/tmp/jwdb-mysql.sql", "/tmp/jw.war"],
            ])
    }

    @Test("Unpacked products are found as folders, and a folder is no archive")
    func folders() async throws {
        let found = try await Self.found(
            [], folders: ["/opt/apache-tomcat-9.0.98", "/srv/wflow", "/root/joget-enterprise.tar.gz", "/opt/apache-tomcat-10.1.2"])
        #expect(found.paths == ["application.tomcat": ["/opt/apache-tomcat-9.0.98"], "application.wflow": ["/srv/wflow"]])
    }

    @Test(
        "What the set-up could not use is not offered",
        arguments: [
            "/root/apache-tomcat-10.1.2.tar.gz", "/root/joget.zip", "/root/joget-enterprise.tar", "/opt/deeper/jw.war", "/root/my.jw.war",
            "/root/joget enterprise.tar.gz",
        ])
    func others(path: String) async throws { #expect(try await Self.found([path]).paths.isEmpty) }

    @Test("The likely bundle is the newest of Joget's, else the newest Tomcat")
    func bundle() async throws {
        #expect(try await Self.found([]).bundle == nil)
        #expect(
            try await Self.found(["/opt/apache-tomcat-9.0.97.zip", "/root/apache-tomcat-9.0.98.zip"]).bundle
                == "/root/apache-tomcat-9.0.98.zip")
        let files = ["/tmp/joget-1.tar.gz", "/tmp/joget-2.tar.gz", "/root/apache-tomcat-9.0.98.zip"]
        #expect(try await Self.found(files).bundle == "/tmp/joget-2.tar.gz")
    }
}
