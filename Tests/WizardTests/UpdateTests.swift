import Guidebook
import Machines
import TerminalUI
import Testing

@testable import StepEngine
@testable import Wizard

/// The model alone: messages in, effects out.
struct UpdateTests {
    private func model(_ state: RunState = RunState()) throws -> Model {
        let setting = Setting(
            guide: try Fixture.guide(), directoryPath: "/s", clusterPath: "/s/cluster.yaml", serverName: nil, roles: nil, program: "1.0",
            user: "anna", isRehearsal: false)
        var model = Model(setting: setting, clusterText: ClusterWriter.text(of: Fixture.cluster), size: Model.leastSize)
        #expect(model.update(.begun) == [.identify])
        _ = model.update(.identified(Fixture.identity))
        let effects = model.update(.opened(.init(state: state, missingSecrets: [])))
        if state == RunState() { #expect(effects == [.preview("prepare.root")]) }
        model.page = .main
        return model
    }

    @Test("While the engine looks at a step, another request waits for it")
    func oneAfterTheOther() throws {
        var model = try model()
        #expect(model.update(.key(.character("r"))).isEmpty)
        #expect(model.update(.key(.character("r"))).isEmpty)
        #expect(model.update(.previewed("prepare.root", Preview(changes: [], findings: [], problem: nil))) == [.perform("prepare.root")])
        #expect(model.update(.key(.character("r"))).isEmpty)
    }

    @Test("Moving through the list quickly looks at the step where it stops, not at every one")
    func quickMoves() throws {
        var model = try model()
        for _ in 1...5 { #expect(model.update(.key(.down)).isEmpty) }
        #expect(model.update(.previewed("prepare.root", Preview(changes: [], findings: [], problem: nil))) == [.preview("share.password")])
    }

    @Test("A run that was interrupted is recovered first, then verified")
    func recovery() throws {
        var state = RunState()
        state.apply(.started(step: "prepare.root", attempt: 1), at: "2026-01-01T00:00:00.000Z")
        var model = try model(state)
        #expect(model.run?.work?.kind == .recovering)
        var done = state
        done.apply(
            .finished(step: "prepare.root", outcome: .unchanged, findings: [], reason: nil, seconds: 1), at: "2026-01-01T00:00:01.000Z")
        #expect(model.update(.recovered(done)) == [.verify(nil)])
        #expect(model.run?.recordedDone == ["prepare.root"])
    }

    @Test("The cursor lands on the first step that is not settled")
    func cursor() throws {
        var state = RunState()
        for step in ["prepare.root", "prepare.clock", "share.directory"] {
            state.apply(.finished(step: step, outcome: .unchanged, findings: [], reason: nil, seconds: 1), at: "2026-01-01T00:00:01.000Z")
        }
        #expect(try model(state).run?.selected?.id == "share.packages")
    }

    @Test("A journal that cannot be written stops the run of all steps and says so")
    func brokenJournal() throws {
        var model = try model()
        _ = model.update(.previewed("prepare.root", Preview(changes: [], findings: [], problem: nil)))
        #expect(model.update(.key(.character("a"))) == [.perform("prepare.root")])
        let error = EngineError(.state, "/s/journal.jsonl", "the journal cannot be written: no space left on device", remedy: "make room")
        #expect(model.update(.refused(.perform("prepare.root"), Refusal(error))).isEmpty)
        #expect(model.run?.isRunningAll == false)
        #expect(model.context == .question)
    }

    @Test("What arrives while somebody is about to leave waits behind the question, and comes once")
    func lateNotice() throws {
        var model = try model()
        let error = EngineError(.state, "/s/journal.jsonl", "the journal cannot be written", remedy: "make room")
        let refused = Message.refused(.skip("prepare.root", reason: "r"), Refusal(error))
        for _ in 1...2 { _ = model.update(refused) }
        #expect(model.overlays.count == 1)
        _ = model.update(.key(.control("c")))
        _ = model.update(.refused(.generate("database.password"), Refusal(exitCode: 1, title: "That did not work", lines: ["no room"])))
        guard case .question(let question)? = model.overlays.last else { return #expect(Bool(false), "the question is gone") }
        #expect(question.purpose == .leave && model.overlays.count == 3)
        // The state cannot be trusted any more, so nobody is told that nothing is lost.
        #expect(question.dialog.text.contains("cannot be used") && !question.dialog.text.contains("nothing is lost"))
        #expect(model.update(.key(.control("c"))) == [.leave(130)])
    }

    @Test("However much a command prints, only its last lines are kept")
    func flood() throws {
        var output = LiveOutput(step: "s")
        let block = Array(String(repeating: "0123456789abcdef\n", count: 3855).utf8)
        for _ in 0..<40 { output.append(block, skipped: 7) }
        output.append(Array(repeating: UInt8(ascii: "x"), count: 10_000_000), skipped: 0)
        #expect(output.lines.count == LiveOutput.capacity + 1)
        #expect(output.lines.last.map { $0.utf8.count < 5000 } == true)
        #expect(output.skipped == 280)
    }

    @Test("Output that the screen cannot keep up with is counted, not stored")
    func fullInbox() async throws {
        let inbox = Inbox()
        for _ in 0..<500 { inbox.send(Event.output(step: "s", bytes: [65, 10], skipped: 0)) }
        #expect(inbox.waitingCount < 100)
        let stored = inbox.waitingCount
        var messages = inbox.messages.makeAsyncIterator()
        for _ in 0..<stored {
            _ = await messages.next()
            inbox.markDone()
        }
        inbox.send(Event.output(step: "s", bytes: [65, 10], skipped: 1))
        guard case .engine(.output(_, let bytes, let skipped), _)? = await messages.next() else {
            Issue.record("the next message is not output")
            return
        }
        #expect(bytes == [65, 10])
        #expect(skipped == (500 - stored) * 2 + 1)
    }

    @Test("No key means two things in one place, and every place has help and a way out")
    func bindings() throws {
        let model = try model()
        for context in Context.allCases {
            let active = Bindings.active(in: model, context: context)
            let keys = active.flatMap(\.keys)
            #expect(Set(keys).count == keys.count, "\(context): \(keys)")
            if context != .help { #expect(active.contains { $0.intent == .help }, "\(context)") }
            #expect(active.contains { [.back, .leave].contains($0.intent) }, "\(context)")
        }
    }

    @Test("Where text is typed, no letter is taken for an order")
    func letters() throws {
        let model = try model()
        for context in Context.allCases where context.takesText {
            for binding in Bindings.active(in: model, context: context) {
                for case .character(let character) in binding.keys { Issue.record("\(character) in \(context)") }
            }
        }
    }

    @Test("Complete is never said while a step is not settled", arguments: 0...7)
    func complete(count: Int) throws {
        var model = try model()
        let ids = try #require(model.run?.steps.map(\.id))
        for id in ids.prefix(count) {
            let event = Event.finished(step: id, outcome: .unchanged, findings: [], reason: nil, seconds: 1)
            _ = model.update(.engine(event, Moment(seconds: 1, text: "2026-01-01T00:00:01.000Z")))
        }
        #expect(model.reportLines[0].text.hasPrefix("Complete") == (count == ids.count))
        #expect(model.presentExitCode == (count == ids.count ? 0 : 2))
    }
}
