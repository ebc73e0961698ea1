import Foundation
import Guidebook
import Handover
import Machines
import TerminalUI
import Testing

@testable import Wizard

/// The cluster described in lines.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct PlainFormStories {
    /// A server on which nobody has described a cluster yet.
    private func pilot(_ fixture: Fixture, files: [String] = [Fixture.bundle], isTyped: Bool = true) async throws -> PlainPilot {
        let machine = Fixture.machine()
        try await Fixture.put(files, on: machine)
        return await PlainPilot(try fixture.workplace(machine: machine, clusterText: nil), isTyped: isTyped)
    }

    @Test("The form is filled by numbers, and saved when all is right")
    func filled() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        pilot.expect(prints: "== Cluster form ==", "1 Cluster name: joget", "2 fs1 10.0.0.11 file-server, database", "3 add a server")
        pilot.expect(prints: "4 Kind of share: nfs", Fixture.bundle)
        await pilot.answer("1", "demo")
        pilot.expect(prints: "1 Cluster name: demo")
        pilot.expect(omits: "2 fs1")
        await pilot.answer("5")
        pilot.expect(prints: "Exported directory [/export/wflow] (Enter keeps it, - empties it):")
        await pilot.answer("export")
        pilot.expect(prints: "'export' is not an absolute path; begin it with /", "Exported directory [export]")
        await pilot.answer("/export", "save")
        pilot.expect(prints: "== Welcome: demo, fs1")
        #expect(pilot.model.cluster?["share.export"] == "/export")
        #expect(pilot.model.cluster?["application.bundle"] == Fixture.bundle)
    }

    @Test("What the whole lacks is said when it is saved, and servers are added, changed and taken out")
    func servers() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.answer("add")
        pilot.expect(prints: "Name:")
        await pilot.answer("app1", "10.0.0.300")
        pilot.expect(prints: "'10.0.0.300' is not an IPv4 address")
        await pilot.answer("10.0.0.21")
        pilot.expect(prints: "== Server ==", "1 Name: app1", "2 Address: 10.0.0.21", "5 [ ] application server")
        await pilot.answer("ok")
        pilot.expect(prints: "choose at least one role")
        await pilot.answer("5")
        pilot.expect(prints: "5 [x] application server", "7 Route: node02")
        await pilot.answer("ok")
        pilot.expect(prints: "3 app1 10.0.0.21 application (node02)")
        await pilot.answer("delete 2", "save")
        pilot.expect(prints: "no server has the role file-server")
        #expect(pilot.model.context == .form)
    }

    @Test("Choices have numbers, and questions that an answer makes idle are gone")
    func choices() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.answer("4")
        pilot.expect(prints: "1 nfs (Enter)", "2 existing", "Choose (1-2, Enter for 1):")
        await pilot.answer("2")
        pilot.expect(prints: "Existing share")
        pilot.expect(omits: "Exported directory")
        await pilot.answer("4", "nfs")
        pilot.expect(prints: "Exported directory: /export/wflow")
        await pilot.answer("4", "7")
        pilot.expect(prints: "'7' is no choice here.", "1 nfs (Enter)")
    }

    @Test("Files that lie about are offered by number")
    func found() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let other = "/opt/joget-enterprise-linux-8.1.5.tar.gz"
        let pilot = try await pilot(fixture, files: [other, Fixture.bundle])
        guard case .form(let form) = pilot.model.page,
            let index = form.rows.firstIndex(where: { row in
                if case .answer(let index) = row { form.answers[index].parameter.id == "application.bundle" } else { false }
            })
        else {
            Issue.record("the form does not ask for the bundle")
            return
        }
        await pilot.answer("\(index + 1)")
        pilot.expect(prints: "Found on this server; its number takes it:", "1 \(Fixture.bundle)", "2 \(other)")
        await pilot.answer("2")
        pilot.expect(prints: "\(index + 1) ", other)
    }

    @Test("All questions can be gone through one after the other")
    func all() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.answer("all")
        pilot.expect(prints: "Cluster name [joget]")
        await pilot.answer("shop")
        pilot.expect(prints: "== Kind of share ==")
        for _ in 0..<60 where pilot.page.contains("Enter keeps it") || pilot.page.contains("Enter for") || pilot.page.contains("[]") {
            await pilot.answer("")
        }
        pilot.expect(prints: "Number, save, all, add")
        await pilot.answer("save")
        #expect(pilot.model.cluster?.name == "shop")
    }

    @Test("A slip is taken line by line; from a pipe the next answer follows it at once", arguments: [true, false])
    func slip(isTyped: Bool) async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture, isTyped: isTyped)
        await pilot.answer("slip")
        pilot.expect(prints: "== Paste the slip of another server ==", "from JOGET SLIP to END SLIP")
        for line in try Slip.text(of: .cluster(Fixture.cluster)).split(separator: "\n") { pilot.hand(in: String(line)) }
        if isTyped {
            // What a terminal brings behind a pasted slip was not meant as an answer.
            pilot.hand(in: "save")
            await pilot.wait { $0.overlays.isEmpty }
            #expect(pilot.model.context == .form)
        }
        await pilot.rest()
        #expect(pilot.teletype.text.contains("demo with 5 servers is taken in. This server is fs1."))
        await pilot.answer("save")
        #expect(pilot.model.cluster?.describesSame(as: Fixture.cluster) == true)
    }

    @Test("A damaged line of a slip is named and given again, and whoever gives up has the form as it was")
    func damagedSlip() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilot(fixture)
        await pilot.answer("slip")
        let lines = try Slip.text(of: .cluster(Fixture.cluster)).split(separator: "\n").map(String.init)
        for line in lines where line != lines[2] { pilot.hand(in: line) }
        pilot.expect(prints: "line 2 of \(lines.count - 2) is missing; paste it again.")
        await pilot.answer("back")
        pilot.expect(prints: "== Cluster form ==", "1 Cluster name: joget")
    }

    @Test("A server that is not in the description is asked which one it is")
    func chooser() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        var cluster = Fixture.cluster
        cluster.servers[0] = Server(name: "files", address: "10.0.0.99", roles: [.fileServer])
        let pilot = await PlainPilot(try fixture.workplace(clusterText: ClusterWriter.text(of: cluster)))
        pilot.expect(prints: "== Which server is this? ==", "This server is fs1 (10.0.0.11)", "1 files", "3 app1", "Which one (1-5")
        await pilot.answer("3")
        pilot.expect(prints: "== Welcome: demo, app1")
    }

    @Test("A description with mistakes is refused with all of them, and left with 65")
    func mistakes() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await PlainPilot(try fixture.workplace(clusterText: "version: 1\nname: demo\nshar: {}\n"))
        pilot.expect(prints: "The cluster description has", "shar: there is no such key", "Nothing was changed on this server.")
        pilot.hand(in: "q")
        #expect(await pilot.end() == 65)
    }
}
