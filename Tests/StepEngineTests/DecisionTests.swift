import Guidebook
import Machines
import StepEngine
import Testing

@Suite("What the operator decides, and what is looked at again")
struct DecisionTests {
    private let one = "directory: { path: /srv/one, mode: \"0750\" }"

    @Test("A step is left out with its reason and by whom, and may be done later all the same")
    func skipping() async throws {
        let bed = try Bed(Guide.of(["one": one]))
        let engine = try await bed.engine()
        try await engine.skip("s.one", reason: "the customer's own team does it")
        var state = await engine.state["s.one"]
        #expect(state.status == .skipped && state.isSettled && !state.canUndo)
        #expect(state.skipReason == "the customer's own team does it" && state.skippedBy == "operator")
        #expect(bed.machine.changes.isEmpty)
        #expect(try await engine.verify().isEmpty, "what was left out is not verified")
        #expect(try await engine.perform("s.one") == .changed)
        state = await engine.state["s.one"]
        #expect(state.status == .done && state.skipReason == nil && state.skippedBy == nil)
    }

    @Test("A step that failed can be left out; the state keeps what was seen")
    func skippingFailed() async throws {
        let bed = try Bed(Guide.of(["one": "proof:\nchecks: [ { file: { path: /etc/needed } } ]"]))
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        try await engine.skip("s.one", reason: "not here")
        let state = await engine.state["s.one"]
        #expect(state.status == .skipped && state.findings.first?.found == "nothing is there")
    }

    @Test("An empty reason is no reason", arguments: ["", " ", "\n"])
    func emptyReason(reason: String) async throws {
        let bed = try Bed(Guide.of(["one": one]))
        let engine = try await bed.engine()
        await #expect(throws: EngineError.self) { try await engine.skip("s.one", reason: reason) }
        #expect(await engine.state["s.one"].status == .todo)
    }

    @Test("A manual step is done when the operator says so, unless a check says otherwise")
    func manual() async throws {
        let none = "undo: { none: The operator did it. }"
        let bed = try Bed(
            Guide.of(["free": "manual:\n\(none)", "checked": "manual:\n\(none)\nchecks: [ { file: { path: /etc/license } } ]"]))
        let engine = try await bed.engine()
        #expect(try await engine.confirm("s.free") == .confirmed)
        #expect(await engine.state["s.free"].status == .done)
        #expect(try await engine.perform("s.checked") == .failed)
        let state = await engine.state["s.checked"]
        #expect(state.reason == "a check says that it is not done yet" && state.findings.first?.found == "nothing is there")
        try await bed.put("x", at: "/etc/license")
        #expect(try await engine.confirm("s.checked") == .confirmed)
        #expect(await !engine.state["s.checked"].canUndo)
    }

    @Test("A look afterwards finds what no longer holds, and sees when it holds again")
    func drift() async throws {
        let bed = try Bed(
            Guide.of(["one": one, "two": "file: { path: /etc/one.conf, template: one.conf }"], templates: ["one.conf": "a\n"]))
        let engine = try await bed.engine()
        for id in ["s.one", "s.two"] { try await engine.perform(id) }
        let changes = bed.machine.changes
        #expect(try await engine.verify().values.allSatisfy(\.areAcceptable))
        try await bed.byHand("chmod", "0777", "/srv/one")
        try await bed.put("b\n", at: "/etc/one.conf")
        let findings = try await engine.verify()
        #expect(findings["s.one"]?.first?.found == "a directory, owner root, group root, mode 0777")
        #expect(findings["s.two"]?.map(\.verdict) == [.holds, .fails])
        for id in ["s.one", "s.two"] {
            let state = await engine.state[id]
            #expect(state.status == .failed && state.hasDrifted && state.reason == "it was done, but no longer holds" && state.canUndo)
        }
        #expect(bed.machine.changes == changes, "a look changes nothing")
        try await bed.byHand("chmod", "0750", "/srv/one")
        try await engine.verify(["s.one"])
        #expect(await engine.state["s.one"].status == .done)
        #expect(await engine.state["s.one"].reason == nil, "a step that holds again has no reason to be failed")
        #expect(await engine.state["s.two"].status == .failed)
        #expect(try await engine.perform("s.two", taking: true) == .changed)
    }

    @Test("What drifted is looked at again by the next verify, and by the one after a restart")
    func driftIsRemembered() async throws {
        let bed = try Bed(Guide.of(["one": one]))
        var engine: Engine? = try await bed.engine()
        try await engine?.perform("s.one")
        try await bed.byHand("chmod", "0777", "/srv/one")
        try await engine?.verify()
        engine = nil
        let second = try await bed.engine()
        #expect(await second.state["s.one"].hasDrifted)
        try await bed.byHand("chmod", "0750", "/srv/one")
        #expect(try await second.verify().keys.sorted() == ["s.one"])
        #expect(await second.state["s.one"].status == .done)
    }

    @Test("A step that warns is settled, and says so")
    func warned() async throws {
        let bed = try Bed(Guide.of(["one": "proof:\nchecks: [ { clock: } ]"]), faults: [.clockNotSynchronised])
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .unchanged)
        let state = await engine.state["s.one"]
        #expect(state.status == .warned && state.isSettled && state.findings.first?.remedy != nil)
    }

    @Test("Two steps asked for at once are done one after the other, or the second is refused")
    func oneAtATime() async throws {
        let (gate, reached) = (Gate(), Gate())
        let guide = try Guide.of(["one": "packages: [nfs-common]", "two": "packages: [unzip]"])
        let real = try RehearsalMachine(seed: Bed.seed(Bed.servers[2], Bed(guide).plan.cluster))
        let first = Counter()
        let machine = WatchedMachine(real) { call in
            // The first step is held in its first look.
            guard call == "packages", await first.next() == 1 else { return }
            await reached.open()
            await gate.pass()
        }
        let bed = try Bed(guide, machine: machine)
        let engine = try await bed.engine()
        let one = Task { try await engine.perform("s.one") }
        await reached.pass()
        let two = Task { () -> EngineError? in
            do throws(EngineError) {
                try await engine.perform("s.two")
                return nil
            } catch { return error }
        }
        // The second request has every opportunity to come in.
        for _ in 0..<1000 { _ = await engine.state }
        await gate.open()
        #expect(try await one.value == .changed)
        let refusal = await two.value
        #expect(refusal == nil || refusal?.kind == .request)
        var open: String?
        for event in bed.events.kept {
            if case .started(let step, _) = event {
                #expect(open == nil, "\(step) began while \(open ?? "") was being worked on")
                open = step
            } else if case .finished = event {
                open = nil
            }
        }
    }

    @Test("A command that the operator stops ends the step as cancelled, and the run goes on")
    func cancelling() async throws {
        let bed = try Bed(Guide.of(["one": "packages: [nfs-common]"]), faults: [.commandHangs("apt-get")])
        let engine = try await bed.engine()
        let launched = Gate()
        let request = Task { try await engine.perform("s.one") }
        let watch = Task {
            while bed.machine.launches.isEmpty { await Task.yield() }
            await launched.open()
        }
        await launched.pass()
        await watch.value
        // The command is known to the engine as soon as the journal has it.
        while await engine.state["s.one"].openRun == nil { await Task.yield() }
        await engine.cancel()
        #expect(try await request.value == .cancelled)
        let state = await engine.state["s.one"]
        #expect(state.status == .failed && state.reason == "stopped by the operator" && state.runs.map(\.end) == [.signaled(15)])
        await bed.machine.real.switchOff(.commandHangs("apt-get"))
        #expect(try await engine.perform("s.one") == .changed)
    }
}
