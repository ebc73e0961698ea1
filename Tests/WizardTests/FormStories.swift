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
        let pilot = await Pilot(try fixture.workplace(clusterText: nil))
        try Pictures.expect(pilot.screen, is: "form", replacing: fixture.path)
        pilot.expect(shows: "fs1", "10.0.0.11", "/export/wflow")
        await pilot.press(.function(10))
        pilot.expect(shows: "This server, fs1", "joget")
        let file = fixture.path + "/cluster.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(try ClusterLoader.cluster(from: text, file: file).servers.map(\.name) == ["fs1"])
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }

    @Test("A wrong answer is named while it is typed, and nothing is saved before it is mended")
    func wrongInput() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(clusterText: nil))
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
        let pilot = await Pilot(try fixture.workplace(clusterText: nil))
        await pilot.press(.down, .down, .enter)
        await pilot.type("app1")
        await pilot.press(.tab)
        await pilot.type("10.0.0.300")
        pilot.expect(shows: "'10.0.0.300' is not an IPv4 address")
        await pilot.press(.control("u"))
        await pilot.type("10.0.0.21")
        await pilot.press(.tab, .tab, .tab, .character(" "))
        try Pictures.expect(pilot.screen, is: "server", replacing: fixture.path)
        await pilot.press(.tab, .tab, .enter)
        pilot.expect(shows: "app1 10.0.0.21 application")
        await pilot.press(.up, .delete, .function(10))
        pilot.expect(shows: "no server has the role file-server")
        #expect(pilot.model.context == .form)
    }

    @Test("A description with mistakes is refused with all of them, and left with 65")
    func mistakes() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let text = "version: 1\nname: demo\nservers:\n  - name: fs1\n    address: 10.0.0.300\n    roles: [boss]\nshar: {}\n"
        let pilot = await Pilot(try fixture.workplace(clusterText: text))
        pilot.expect(shows: "cluster.yaml:5: servers[0].address: '10.0.0.300' is not an IPv4 address", "'boss' is not a role", "shar")
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
