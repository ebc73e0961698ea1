import Guidebook
import Machines
import StepEngine
import Testing

@Suite("Handlers run when something changed, once, and are never forgotten")
struct HandlerTests {
    private static let body = "file: { path: /etc/one.conf, template: one.conf }\nthen: [daemon-reload, restart ssh]"
    private let handlers = ["systemctl daemon-reload", "systemctl restart ssh"]

    private func guide() throws -> Guide { try Guide.of(["one": Self.body], templates: ["one.conf": "a\n"]) }

    @Test("They run in their order after the change, and not when nothing changed")
    func onlyOnChange() async throws {
        let bed = try Bed(guide())
        let engine = try await bed.engine()
        #expect(try await engine.preview("s.one").changes.compactMap { if case .command(let line) = $0 { line } else { nil } } == handlers)
        try await engine.perform("s.one")
        #expect(bed.machine.launches == handlers)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(bed.machine.launches == handlers)
    }

    @Test("Somebody who changes the file back makes them run again")
    func afterDrift() async throws {
        let bed = try Bed(guide())
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.put("b\n", at: "/etc/one.conf")
        #expect(try await engine.perform("s.one", taking: true) == .changed)
        #expect(bed.machine.launches == handlers + handlers)
    }

    @Test("A handler that fails fails the step, and the retry runs the handlers although the file is right by then")
    func failing() async throws {
        let bed = try Bed(guide(), faults: [.serviceRefusesToStart("ssh.service")])
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        let state = await engine.state["s.one"]
        #expect(state.owesHandlers && state.reason == "systemctl ended with exit status 1")
        await bed.machine.real.switchOff(.serviceRefusesToStart("ssh.service"))
        #expect(try await engine.preview("s.one").changes.contains(.command("systemctl restart ssh")))
        #expect(try await engine.perform("s.one") == .changed)
        #expect(bed.machine.launches == handlers + handlers)
        #expect(await !engine.state["s.one"].owesHandlers)
    }

    @Test("They still run when the program died between the change and them", arguments: 2...9)
    func afterDeath(at number: Int) async throws {
        let whole = try Bed(guide())
        try await whole.engine().perform("s.one")
        try #require(number < whole.events.kept.count)
        let killed = try await Killed(guide(), at: number) { try await $0.perform("s.one") }
        let engine = try await killed.restart()
        try await engine.recover()
        try await engine.perform("s.one")
        let restarts = killed.bed.machine.launches + killed.survivor.launches
        let hasChanged = restarts.contains("systemctl restart ssh")
        #expect(hasChanged, "after a death at \(number) (\(killed.bed.events.kinds)) nobody restarted ssh")
        #expect(await engine.state["s.one"].status == .done)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(try await killed.bed.text(of: "/etc/one.conf") == "a\n")
    }

    @Test("Undo runs them as well, because the old file must be read again")
    func afterUndo() async throws {
        let bed = try Bed(guide())
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        #expect(try await engine.undo("s.one") == .undone)
        #expect(bed.machine.launches == handlers + handlers)
    }
}
