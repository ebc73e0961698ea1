import Foundation
import Guidebook
import Machines
import TerminalUI
import Testing

@testable import Wizard

/// Describing the cluster.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct FormStories {
    @Test("Without a description the form comes first, with the likely answers in it")
    func form() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try await workplace(fixture, files: [Fixture.bundle]))
        try Pictures.expect(pilot.screen, is: "form", replacing: fixture.path)
        pilot.expect(shows: "fs1", "10.0.0.11", "/export/wflow")
        await pilot.press(.function(10))
        pilot.expect(shows: "This server, fs1", "joget")
        let file = fixture.path + "/cluster.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let cluster = try ClusterLoader.cluster(from: text, file: file)
        #expect(cluster.servers.map(\.name) == ["fs1"] && cluster["application.bundle"] == Fixture.bundle)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }

    @Test("A wrong answer is named while it is typed, and nothing is saved before it is mended")
    func wrongInput() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try await workplace(fixture, files: [Fixture.bundle]))
        // Name, one server, the button, kind of share; then the exported directory.
        await pilot.press(.down, .down, .down, .down, .control("u"))
        await pilot.type("export")
        pilot.expect(shows: "'export' is not an absolute path; begin it with /")
        await pilot.press(.function(10))
        pilot.expect(shows: "This answer must be mended first.")
        #expect(!FileManager.default.fileExists(atPath: fixture.path + "/cluster.yaml"))
        await pilot.press(.home)
        await pilot.type("/")
        pilot.expect(hides: "is not an absolute path")
        await pilot.press(.function(10))
        #expect(pilot.model.cluster?["share.export"] == "/export")
    }

    @Test("Servers are added, changed and taken out; what the whole lacks is said when it is saved")
    func servers() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try await workplace(fixture, files: [Fixture.bundle]))
        await pilot.press(.down, .down, .enter)
        await pilot.type("app1")
        await pilot.press(.tab)
        await pilot.type("10.0.0.300")
        pilot.expect(shows: "'10.0.0.300' is not an IPv4 address")
        await pilot.press(.control("u"))
        await pilot.type("10.0.0.21")
        await pilot.press(.tab, .tab, .tab, .character(" "))
        try Pictures.expect(pilot.screen, is: "server", replacing: fixture.path)
        await pilot.press(.tab, .tab, .tab, .enter)
        pilot.expect(shows: "app1 10.0.0.21 application (node02)")
        await pilot.press(.up, .delete, .function(10))
        pilot.expect(shows: "no server has the role file-server")
        #expect(pilot.model.context == .form)
    }

    /// A server on which nobody has described a cluster yet, with empty files, the last one the newest.
    private func workplace(_ fixture: Fixture, files: [String] = []) async throws -> Workplace {
        let machine = Fixture.machine()
        try await Fixture.put(files, on: machine)
        return try fixture.workplace(machine: machine, clusterText: nil)
    }

    @Test("Questions that an answer makes idle are gone at once, and come back with what was said to them")
    func hiddenQuestions() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try await workplace(fixture, files: [Fixture.bundle]))
        await pilot.press(.down, .down, .down, .down)
        await pilot.type("/joget")
        await pilot.press(.up, .character(" "))
        pilot.expect(shows: "(•) existing", "Existing share", "With this answer no server has the role file-server: take it off fs1.")
        pilot.expect(hides: "Exported directory")
        pilot.expect(hides: "Who may mount it")
        await pilot.press(.function(10))
        pilot.expect(shows: "a server has the role file-server, but 'share.kind: existing' says that this layer is there already")
        // The focus is on the server: its first role is taken off.
        await pilot.press(.enter, .tab, .tab)
        pilot.expect(shows: "[x] file server not needed: share.kind: existing")
        await pilot.press(.character(" "), .backTab, .backTab, .backTab, .enter)
        pilot.expect(shows: "fs1 10.0.0.11 database, application (node01), balancer")
        await pilot.press(.down, .down)
        pilot.expect(shows: "With this answer no server needs the role file-server.")
        await pilot.press(.character(" "))
        pilot.expect(shows: "(•) nfs", "/export/wflow/joget")
    }

    @Test("Only when it is asked must an answer keep its rule")
    func hiddenMistake() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try await workplace(fixture, files: [Fixture.bundle]))
        await pilot.press(.down, .enter, .tab, .tab, .character(" "), .backTab, .backTab, .backTab, .enter)
        await pilot.press(.down, .down, .down, .control("u"))
        await pilot.type("nonsense")
        await pilot.press(.up, .character(" "), .function(10))
        #expect(pilot.model.cluster?["share.kind"] == "existing")
        #expect(pilot.model.cluster?["share.export"] == "/export/wflow")
    }

    @Test("Files that lie about are offered, the newest first, and the bundle is filled in beforehand")
    func found() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let files = [
            "/root/joget-enterprise-linux-8.1.5.tar.gz", "/home/anna/jw.war", "/opt/joget-enterprise-linux-8.1.6.tar.gz", "/tmp/joget.txt",
            "/srv/jw.war", "/tmp/apache-tomcat-9.0.98.zip",
        ]
        let pilot = await Pilot(try await workplace(fixture, files: files))
        await focus(pilot, on: "application.bundle")
        pilot.expect(
            shows: "/opt/joget-enterprise-linux-8.1.6.tar.gz", "Number 2 of 3 that were found, the newest first: Ctrl-N takes the next.")
        try Pictures.expect(pilot.screen, is: "form-found", replacing: fixture.path)
        await pilot.press(.control("n"))
        pilot.expect(shows: "/root/joget-enterprise-linux-8.1.5.tar.gz", "Number 3 of 3")
        await pilot.press(.control("n"))
        pilot.expect(shows: "/tmp/apache-tomcat-9.0.98.zip", "Number 1 of 3")
        await focus(pilot, on: "application.war")
        pilot.expect(shows: "Found 2 on this server: Ctrl-N takes one after the other.")
        pilot.expect(hides: "/srv/jw.war")
        await pilot.press(.right)
        pilot.expect(shows: "/srv/jw.war", "Number 1 of 2")
        await focus(pilot, on: "application.wflow")
        pilot.expect(hides: "Ctrl-N")
    }

    @Test("What an answer makes necessary is marked, and nothing is saved before it is said")
    func demanded() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try await workplace(fixture))
        await pilot.press(.down, .enter, .tab, .tab, .tab, .character(" "), .tab, .tab, .tab, .tab, .enter)
        await focus(pilot, on: "database.kind")
        await pilot.press(.character(" "))
        pilot.expect(shows: "! Database server", "With this answer no server needs the role database.")
        await pilot.press(.function(10))
        pilot.expect(shows: "This answer must be mended first.", "This must be answered.")
        await pilot.type("db.example.org")
        await pilot.press(.function(10))
        #expect(pilot.model.cluster?["database.address"] == "db.example.org")
    }

    @Test("An application server's route has a standard, may be another, and never that of another server")
    func route() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.character("c"), .down, .down, .down, .down, .enter)
        await pilot.press(.tab, .tab, .tab, .tab, .tab, .tab)
        pilot.expect(shows: "Route node02 (for sessions and the load balancer)")
        try Pictures.expect(pilot.screen, is: "server-route", replacing: fixture.path)
        await pilot.type("node01")
        pilot.expect(shows: "'node01' is also the route of app1; each application server")
        await pilot.press(.enter, .enter)
        #expect(pilot.model.context == .server)
        await pilot.press(.backTab, .control("u"))
        await pilot.type("blue.one")
        pilot.expect(shows: "'blue.one' is not usable as a route")
        await pilot.press(.control("u"))
        await pilot.type("blue")
        await pilot.press(.enter, .enter)
        pilot.expect(shows: "app2 10.0.0.22 application (blue)")
        await pilot.press(.function(10))
        #expect(pilot.model.cluster?.server(named: "app2")?.route == "blue")
    }

    @Test("Two servers with one name or one address are refused where they are typed")
    func twins() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.character("c"), .down, .down, .enter, .control("u"))
        await pilot.type("app1")
        pilot.expect(shows: "'app1' is also the name of another server.")
        await pilot.press(.tab, .control("u"))
        await pilot.type("10.0.0.21")
        pilot.expect(shows: "'10.0.0.21' is also the address of app1.")
    }

    /// Goes down to a question.
    private func focus(_ pilot: Pilot, on parameter: String, location: SourceLocation = #_sourceLocation) async {
        for _ in 0..<60 {
            guard case .form(let form) = pilot.model.page else { break }
            if case .answer(let index) = form.row, form.answers[index].parameter.id == parameter { return }
            await pilot.press(.down)
        }
        Issue.record("the form does not ask for \(parameter)\n\(pilot.screen)", sourceLocation: location)
    }

    @Test("A description with mistakes is refused with all of them, and left with 65")
    func mistakes() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let text = "version: 1\nname: demo\nservers:\n  - name: fs1\n    address: 10.0.0.300\n    roles: [boss]\nshar: {}\n"
        let pilot = await Pilot(try fixture.workplace(clusterText: text))
        pilot.expect(shows: "cluster.yaml:5: servers[0].address: '10.0.0.300' is not an IPv4 address", "'boss' is not a role")
        await pilot.press(.end)
        pilot.expect(shows: "cluster.yaml:7: shar: there is no such key", "Nothing was changed on this server.")
        await pilot.press(.home)
        pilot.expect(shows: "The cluster description has", "servers: no server has the role file-server")
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 65)
    }

    @Test("A mistake that was mended in the meantime is forgotten when the description is read again")
    func reread() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(clusterText: "version: 1\n"))
        try ClusterWriter.text(of: Fixture.cluster).write(toFile: fixture.path + "/cluster.yaml", atomically: true, encoding: .utf8)
        await pilot.press(.character("r"))
        pilot.expect(shows: "This server, fs1")
    }

    @Test("A server that is not in the description is asked which one it is")
    func chooser() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        var cluster = Fixture.cluster
        cluster.servers[0] = Server(name: "files", address: "10.0.0.99", roles: [.fileServer])
        let pilot = await Pilot(try fixture.workplace(clusterText: ClusterWriter.text(of: cluster)))
        pilot.expect(shows: "This server is fs1 (10.0.0.11)", "files")
        await pilot.press(.down, .up, .enter)
        pilot.expect(shows: "This server, files: file server")
    }
}
