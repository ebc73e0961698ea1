import Foundation
import Guidebook
import Handover
import Machines
import TerminalUI
import Testing

@testable import Wizard

/// Taking in another server's slip instead of filling the form.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct SlipStories {
    /// The form of a server on which nobody has described a cluster, with the dialog for the slip on top.
    private func pilotAtDialog(_ fixture: Fixture) async throws -> Pilot {
        let pilot = await Pilot(try fixture.workplace(clusterText: nil))
        pilot.expect(shows: "F5 take slip", "Described on another server already? F5 takes that server's slip.")
        await pilot.press(.function(5))
        return pilot
    }

    private static func lines(_ slip: Slip = .cluster(Fixture.cluster)) throws -> [String] {
        try Slip.text(of: slip).split(separator: "\n").map(String.init)
    }

    /// Sends a text as a terminal does that knows nothing of pastes: characters, and CR behind each line.
    private func paste(_ lines: [String], into pilot: Pilot) async {
        for line in lines {
            for character in line { pilot.send(.key(.character(character))) }
            pilot.send(.key(.enter))
        }
        await pilot.rest()
    }

    /// A letter inside of the payload becomes another one.
    private static func damaged(_ line: String) -> String {
        var characters = Array(line)
        let place = characters.count - 12
        characters[place] = characters[place] == "7" ? "8" : "7"
        return String(characters)
    }

    @Test("A pasted slip fills the form, nothing is saved before F10, and then this server is the one that it says")
    func taken() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        try Pictures.expect(pilot.screen, is: "slip", replacing: fixture.path)
        let lines = try Self.lines()
        await paste(Array(lines.prefix(3)), into: pilot)
        pilot.expect(shows: "3 lines have come, the last one:", lines[2])
        await paste(Array(lines.dropFirst(3)), into: pilot)
        #expect(pilot.model.overlays.isEmpty)
        try Pictures.expect(pilot.screen, is: "slip-taken", replacing: fixture.path)
        pilot.expect(shows: "demo with 5 servers is taken in. This server is fs1.", "app2 10.0.0.22 application")
        #expect(!FileManager.default.fileExists(atPath: fixture.path + "/cluster.yaml"))
        await pilot.press(.function(10))
        pilot.expect(shows: "This server, fs1: file server")
        #expect(pilot.model.cluster?.describesSame(as: Fixture.cluster) == true)
    }

    @Test("A damaged line is named, and is pasted again behind the rest")
    func damagedLine() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        let lines = try Self.lines()
        var bad = lines
        bad[2] = Self.damaged(lines[2])
        await paste(bad, into: pilot)
        pilot.expect(shows: "line 2 of \(lines.count - 2) is damaged; paste it again.")
        try Pictures.expect(pilot.screen, is: "slip-damaged", replacing: fixture.path)
        await paste([Self.damaged(lines[2])], into: pilot)
        pilot.expect(shows: "line 2 of \(lines.count - 2) is damaged; paste it again.")
        await paste([lines[2]], into: pilot)
        #expect(pilot.model.overlays.isEmpty)
        pilot.expect(shows: "demo with 5 servers is taken in.")
    }

    @Test("A line that never came is named, and a last line that is damaged as well")
    func missingLines() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        let lines = try Self.lines()
        let end = try #require(lines.last)
        await paste(
            lines.enumerated().filter { $0.offset != 3 }.map(\.element).dropLast() + [end.lowercased() + "x", end.dropLast() + "?"],
            into: pilot)
        pilot.expect(shows: "line 3 of \(lines.count - 2) is missing; paste it again.")
        await paste([lines[3]], into: pilot)
        #expect(pilot.model.overlays.isEmpty)
    }

    @Test("Where the last line never came whole, it is named as soon as it looks like one, or when F5 says that that is all")
    func missingEnd() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        let lines = try Self.lines()
        let end = try #require(lines.last)
        await paste(Array(lines.dropLast()), into: pilot)
        pilot.expect(hides: "missing")
        await pilot.press(.function(5))
        pilot.expect(shows: "its last line (END SLIP …) is damaged or")
        await pilot.press(.escape, .function(5))
        pilot.expect(shows: "No line has come yet.")
        await paste(lines.dropLast() + [end.dropLast() + "?"], into: pilot)
        pilot.expect(shows: "its last line (END SLIP …) is damaged or")
        await paste([end], into: pilot)
        #expect(pilot.model.overlays.isEmpty)
    }

    @Test("Whoever gives up finds the form as it was")
    func givenUp() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(clusterText: nil))
        await pilot.press(.control("u"))
        await pilot.type("shop")
        let before = pilot.model.page
        await pilot.press(.function(5))
        await paste(Array(try Self.lines().dropLast()), into: pilot)
        await pilot.press(.escape)
        #expect(pilot.model.overlays.isEmpty && pilot.model.page == before)
        pilot.expect(shows: "Cluster name shop")
    }

    @Test("What is pasted behind the slip falls into no field of the form")
    func rest() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        await paste(try Self.lines() + ["", "No password is in them.", "q", "root@fs1:~# "], into: pilot)
        pilot.expect(shows: "demo with 5 servers is taken in.")
        guard case .form(let form) = pilot.model.page else {
            Issue.record("the form is gone\n\(pilot.screen)")
            return
        }
        #expect(form.row == .name && form.cluster.describesSame(as: Fixture.cluster))
    }

    @Test("A terminal that marks its pastes brings the slip in one piece, whatever stands around it and without the last Enter")
    func bracketed() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        let text = try Self.lines().map { "  \($0)" }.joined(separator: "\n\n")
        await pilot.press(.paste("root@app1:~# joget-cluster cluster show --slip\n\(text)"))
        pilot.expect(shows: "demo with 5 servers is taken in.")
    }

    @Test("A secrets slip is sent to the command that takes it, and the cluster behind it is taken in all the same")
    func secrets() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        let passphrase = Secret("correct horse battery staple")
        let sealed = try SealedSecrets(["database.password": Secret("Zk7canaryQx")], of: "demo", passphrase: passphrase)
        await paste(try Self.lines(.secrets(sealed)), into: pilot)
        pilot.expect(shows: "Secrets are not taken here: use 'joget-cluster cluster take'.")
        #expect(pilot.model.context == .slip)
        await paste(try Self.lines(), into: pilot)
        pilot.expect(shows: "The secrets were left out")
        await pilot.press(.enter)
        pilot.expect(shows: "demo with 5 servers is taken in.")
    }

    @Test("Slips of two clusters are not mixed, and beginning anew is what helps")
    func twoClusters() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        var other = Fixture.cluster
        other.name = "shop"
        let lines = try Self.lines(.cluster(other))
        await pilot.press(.paste(try (lines.dropLast() + Self.lines() + [""]).joined(separator: "\n")))
        #expect(pilot.model.context == .slip)
        pilot.expect(shows: "its last line (END SLIP …) is damaged or")
        await paste([try #require(lines.last)], into: pilot)
        pilot.expect(shows: "There are slips of two clusters in it.")
    }

    @Test("Ten thousand characters of anything are counted, shown in part, and harm nothing")
    func garbage() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        let alphabet = Array("ABCXYZ0123 ?!q/äöü日\t")
        let garbage = (0..<200).map { row in String((0..<50).map { alphabet[(row * 31 + $0 * $0 * 7) % alphabet.count] }) }
        await paste(garbage + [String(repeating: "no end ", count: 1500)], into: pilot)
        pilot.expect(shows: "201 lines have come, the last one:", "no end no end")
        await pilot.press(.function(5))
        pilot.expect(shows: "there is no slip in it")
        await paste(try Self.lines(), into: pilot)
        pilot.expect(shows: "demo with 5 servers is taken in.")
    }

    @Test("More than a megabyte is not looked at, and that is said")
    func tooMuch() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = try await pilotAtDialog(fixture)
        for _ in 0..<17 { await pilot.press(.paste(String(repeating: "0123456789ABCDE\n", count: 1 << 12))) }
        pilot.expect(shows: "it is over 1024 kB", "Esc, then F5, begins anew.")
    }
}
