import Guidebook
import Machines
import StepEngine
import TerminalUI
import Testing

@testable import Wizard

/// What operators do on the pages beside the main one.
@Suite(.timeLimit(.minutes(2)))
@MainActor
struct PageStories {
    @Test("Ctrl-T goes through the styles, on every page and in every dialog")
    func styles() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        var seen: [Theme] = []
        for key in [Key.enter, .character("s"), .escape, .character("?")] {
            await pilot.press(.control("t"))
            seen.append(pilot.terminal.theme)
            await pilot.press(key)
        }
        #expect(seen == [.highContrast, .monochrome, .light, .standard])
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 2)
    }

    @Test("In a log the next and the last place of a word are found, and long lines are broken when asked for")
    func logSearch() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(machine: Fixture.machine([.packageMirrorDown(times: 2)])))
        await pilot.press(.enter, .character("a"), .right, .enter, .character("l"), .character("/"))
        await pilot.type("FAILED to fetch")
        await pilot.press(.enter)
        let place = try #require(pilot.model.shownPager).view
        #expect(place.highlight == "FAILED to fetch" && pilot.model.shownPager?.notice == nil)
        pilot.expect(shows: "Failed to fetch")
        await pilot.press(.character("w"))
        #expect(pilot.model.shownPager?.view.wraps == true)
        await pilot.press(.character("/"))
        await pilot.type("no such words")
        await pilot.press(.enter)
        pilot.expect(shows: "'no such words' is nowhere here")
        await pilot.press(.escape, .character("q"))
        #expect(await pilot.end() == 1)
    }

    @Test("Esc in the search field looks for nothing, and the text is where it was")
    func searchGivenUp() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace())
        await pilot.press(.enter, .character("g"))
        let before = pilot.screen
        await pilot.press(.character("/"))
        await pilot.type("q?/n")
        pilot.expect(shows: "Search: q?/n")
        await pilot.press(.escape)
        #expect(pilot.screen == before)
        await pilot.press(.escape, .character("q"))
        #expect(await pilot.end() == 2)
    }

    @Test("A proof that fails says what was expected and found, can be repeated, and disturbs nobody unasked")
    func proofs() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let names = Dictionary(uniqueKeysWithValues: Fixture.cluster.servers.map { ($0.name, $0.address) })
        let machine = RehearsalMachine(seed: .debian12(server: "app1", address: "10.0.0.21", names: names))
        let pilot = await Pilot(try fixture.workplace(machine: machine, guide: Fixture.guideWithProofs()))
        await pilot.press(.character("o"))
        pilot.expect(shows: "Proofs from app1: 0 of 3 hold", "[TODO] One share for all", "[ -- ] A node may fail")
        await pilot.press(.enter)
        pilot.expect(shows: "[FAIL] One share for all", "expected", "found", "r retry")
        await pilot.press(.end, .enter)
        pilot.expect(shows: "Before this step", "Joget stops on this server for a minute.")
        await pilot.press(.enter)
        #expect(pilot.model.run?.state["proof.failover"].attempts == 0)
        await pilot.press(.escape)
        pilot.expect(shows: "This server, app1")
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 1)
    }

    @Test("On a wide screen Tab goes round list, guide and work, and a narrower one loses nothing")
    func wide() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(), size: Size(rows: 43, columns: 132))
        await pilot.press(.enter, .tab, .tab)
        #expect(pilot.model.run?.pane == .deeds)
        let cursor = try #require(pilot.terminal.lastFrame?.cursor)
        #expect(cursor.column > 80, "the keyboard is in the column of what runs")
        await pilot.resize(24, 80)
        await pilot.press(.tab)
        #expect(pilot.model.run?.pane == .list)
        await pilot.press(.down)
        #expect(pilot.model.run?.selected?.id == "prepare.clock")
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 2)
    }

    @Test("A command that hangs shows its processes on request, and is ended from there")
    func inspect() async throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let pilot = await Pilot(try fixture.workplace(machine: Fixture.machine([.commandHangs("apt-get -y")])))
        await pilot.press(.enter, .down, .down, .enter, .right)
        pilot.send(.key(.enter))
        await pilot.wait { $0.run?.work?.line?.hasPrefix("apt-get -y") == true }
        pilot.send(.key(.character("i")))
        await pilot.wait { if case .hang(let card)? = $0.overlays.last { card.isLooked } else { false } }
        guard case .hang(let card)? = pilot.model.overlays.last else { return }
        #expect(card.entries.contains { $0.command.hasPrefix("apt-get -y") })
        for key in [Key.right, .right, .enter] { pilot.send(.key(key)) }
        await pilot.rest()
        #expect(pilot.model.run?.state["share.packages"].outcome == .cancelled)
        await pilot.press(.character("q"))
        #expect(await pilot.end() == 1)
    }

    @Test("What somebody changed is overwritten only when the operator says so, and kept when he says that")
    func conflict() async throws {
        let path = "/etc/exports.d/joget.exports"
        for choice in ["keep", "put"] {
            let fixture = try Fixture()
            defer { fixture.remove() }
            let machine = Fixture.machine()
            let pilot = await Pilot(try fixture.workplace(machine: machine))
            await pilot.press(.enter, .character("a"), .right, .enter, .right, .enter, .escape)
            #expect(pilot.model.run?.state["share.export"].outcome == .changed)
            let ours = try #require(try await machine.read(path, limit: 1 << 16))
            let theirs = Array("/export/wflow *(rw)\n".utf8)
            try await machine.replace(path, with: theirs, attributes: FileAttributes())
            await pilot.press(.up, .character("v"), .enter)
            pilot.expect(shows: "Before this step")
            await pilot.press(.right, .enter)
            pilot.expect(shows: "Somebody changed this file", path, "[ Keep theirs ]", "[ Put ours ]")
            await pilot.press(.right, .right, .enter)
            pilot.expect(shows: "ours -> theirs", "-/export/wflow 10.0.0.21(rw", "+/export/wflow *(rw)")
            await pilot.press(.escape)
            if choice == "keep" {
                await pilot.press(.left, .left, .enter)
                #expect(try await machine.read(path, limit: 1 << 16) == theirs)
                #expect(pilot.model.run?.state["share.export"].skipReason?.contains(path) == true)
            } else {
                await pilot.press(.left, .enter)
                #expect(try await machine.read(path, limit: 1 << 16) == ours)
                #expect(pilot.model.run?.state["share.export"].status == .done)
            }
            await pilot.press(.character("q"))
            _ = await pilot.end()
        }
    }
}
