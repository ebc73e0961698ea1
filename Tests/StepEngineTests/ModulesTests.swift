import Guidebook
import StepEngine
import Testing

@testable import Machines

@Suite("Modules of the Apache web server")
struct ModulesTests {
    private let body = "modules: [headers, proxy, proxy_http]\nthen: [restart apache2]"
    private let folder = "/etc/apache2/mods-enabled"

    private func install(_ bed: Bed, on modules: String...) async throws {
        try await bed.byHand("apt-get", "-y", "install", "apache2")
        for name in modules { try await bed.byHand("a2enmod", "--quiet", name) }
    }

    private func enabled(_ bed: Bed) async throws -> Set<String> {
        try await Set(bed.machine.real.list(folder)?.filter { $0.hasSuffix(".load") } ?? [])
    }

    @Test("Those that are off are enabled in one command; undo disables these and no other")
    func enabled() async throws {
        let bed = try Bed(Guide.of(["one": body]), server: "lb1")
        try await install(bed, on: "headers")
        let before = try await enabled(bed)
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.findings.map(\.found) == ["not enabled: proxy proxy_http"])
        #expect(preview.findings.map(\.expected) == ["enabled: headers proxy proxy_http"])
        #expect(preview.changes == [.command("a2enmod --quiet proxy proxy_http"), .command("systemctl restart apache2")])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(bed.machine.launches == ["a2enmod --quiet proxy proxy_http", "systemctl restart apache2"])
        #expect(try await enabled(bed) == before.union(["proxy.load", "proxy_http.load"]))
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(
            try await engine.undoPreview("s.one") == [
                "disable the modules of Apache that were off: proxy proxy_http", "run: systemctl restart apache2",
            ])
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await enabled(bed) == before)
        #expect(bed.machine.launches[2] == "a2dismod --quiet --force proxy proxy_http")
    }

    @Test("One that the operator has disabled since is enabled again, and belongs to no undo twice")
    func drifts() async throws {
        let bed = try Bed(Guide.of(["one": body]), server: "lb1")
        try await install(bed)
        let before = try await enabled(bed)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await bed.byHand("a2dismod", "--quiet", "headers")
        #expect(try await engine.verify()["s.one"]?.map(\.found) == ["not enabled: headers"])
        #expect(try await engine.perform("s.one") == .changed)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await enabled(bed) == before)
        #expect(bed.machine.launches.filter { $0.hasPrefix("a2dismod") }.count == 1)
    }

    @Test("A module that does not exist fails the step with Apache's own words")
    func unknown() async throws {
        let bed = try Bed(Guide.of(["one": "modules: [no_such_thing]"]), server: "lb1")
        try await install(bed)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].findings.first?.evidence == "ERROR: Module no_such_thing does not exist!")
    }

    @Test("Without Apache the step says what comes before it")
    func missing() async throws {
        let bed = try Bed(Guide.of(["one": body]), server: "lb1")
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        let reason = "there is no /etc/apache2/mods-enabled; the step that installs the Apache web server comes before this one"
        #expect(await engine.state["s.one"].reason == reason)
        #expect(bed.machine.launches.isEmpty)
    }

    @Test("Killed at any event and repeated, all are enabled and Apache was restarted; undo brings back what was")
    func killed() async throws {
        let guide = try Guide.of(["one": body])
        let prepare: (Bed) async throws -> Void = { try await install($0, on: "headers") }
        let whole = try Bed(guide, server: "lb1")
        try await prepare(whole)
        let before = try await enabled(whole)
        try await whole.engine().perform("s.one")
        let expected = try await enabled(whole)
        for number in 1..<whole.events.kept.count {
            let killed = try await Killed(guide, server: "lb1", at: number, prepare: prepare) { try await $0.perform("s.one") }
            let engine = try await killed.restart()
            try await engine.recover()
            if await !engine.state["s.one"].isSettled { try await engine.perform("s.one") }
            #expect(await engine.state["s.one"].status == .done, "killed at \(number)")
            #expect(try await enabled(killed.bed) == expected, "killed at \(number)")
            #expect((killed.bed.machine.launches + killed.survivor.launches).last == "systemctl restart apache2", "killed at \(number)")
            if await engine.state["s.one"].canUndo { #expect(try await engine.undo("s.one") == .undone) }
            #expect(try await enabled(killed.bed) == before, "killed at \(number)")
        }
    }
}
