import Guidebook
import Machines
import TerminalUI
import Testing

@testable import StepEngine
@testable import Wizard

/// Who is heard on the network while the form is filled in.
struct HearingTests {
    private static func model(clusterText: String? = nil) throws -> Model {
        let setting = Setting(
            guide: try Fixture.guide(), directoryPath: "/s", clusterPath: "/s/cluster.yaml", serverName: nil, roles: nil, program: "1.0",
            user: "anna", isRehearsal: false)
        return Model(setting: setting, clusterText: clusterText, size: Model.leastSize)
    }

    private static func form(_ model: Model) throws -> ClusterForm {
        guard case .form(let form) = model.page else { throw CancellationError() }
        return form
    }

    private static func goToMembership(_ model: inout Model) throws {
        for _ in 0..<60 {
            let form = try form(model)
            if case .answer(let index) = form.row, form.answers[index].parameter.id == "session.membership" { return }
            _ = model.update(.key(.down))
        }
        Issue.record("the form does not ask for the membership")
    }

    @Test("When the form opens, the disk is searched and the network listened to")
    func begins() throws {
        var model = try Self.model()
        #expect(model.update(.identified(Fixture.identity)) == [.search, .listen("10.0.0.11")])
        var other = try Self.model(clusterText: ClusterWriter.text(of: Fixture.cluster))
        _ = other.update(.identified(Fixture.identity))
        _ = other.update(.opened(.init(state: RunState(), missingSecrets: [])))
        #expect(other.update(.key(.character("c"))) == [.search, .listen("10.0.0.11")])
    }

    @Test("Without an address that others reach nobody is listened for")
    func noAddress() throws {
        var model = try Self.model()
        var identity = Fixture.identity
        identity.addresses = []
        #expect(model.update(.identified(identity)) == [.search])
    }

    @Test("Where others are heard multicast is chosen, and the screen says why")
    func others() throws {
        var model = try Self.model()
        _ = model.update(.identified(Fixture.identity))
        try Self.goToMembership(&model)
        #expect(try Self.form(model).notes == ["Listening for two seconds on 228.0.0.4:45564 ..."])
        _ = model.update(.heard(["10.0.0.11", "10.0.0.14"]))
        let form = try Self.form(model)
        #expect(form.cluster["session.membership"] == "multicast")
        #expect(form.notes == ["On 228.0.0.4:45564 heard 10.0.0.14; 'multicast' was chosen because of that."])
        let screen = model.view(size: model.size, palette: .unicode).snapshot
        #expect(screen.contains("heard 10.0.0.14"), "\(screen)")
    }

    @Test("Nobody but this server itself is nobody", arguments: [[], ["10.0.0.11"]])
    func nobody(addresses: [String]) throws {
        var model = try Self.model()
        _ = model.update(.identified(Fixture.identity))
        try Self.goToMembership(&model)
        _ = model.update(.heard(addresses))
        let form = try Self.form(model)
        #expect(form.cluster["session.membership"] == "static")
        #expect(form.notes == ["Nobody was heard on 228.0.0.4:45564: 'static' is the safe answer."])
    }

    @Test("What the operator has answered stays, whoever is heard")
    func touched() throws {
        var model = try Self.model()
        _ = model.update(.identified(Fixture.identity))
        try Self.goToMembership(&model)
        _ = model.update(.key(.character(" ")))
        _ = model.update(.key(.character(" ")))
        _ = model.update(.heard(["10.0.0.14"]))
        #expect(try Self.form(model).cluster["session.membership"] == "static")
        #expect(try Self.form(model).notes == ["On 228.0.0.4:45564 heard 10.0.0.14."])
    }

    @Test("An existing description keeps its answer")
    func existing() throws {
        var model = try Self.model(clusterText: ClusterWriter.text(of: Fixture.cluster))
        _ = model.update(.identified(Fixture.identity))
        _ = model.update(.opened(.init(state: RunState(), missingSecrets: [])))
        _ = model.update(.key(.character("c")))
        _ = model.update(.heard(["10.0.0.14"]))
        #expect(try Self.form(model).cluster["session.membership"] == "static")
    }

    @Test("A server that cannot listen says so in the form, and nowhere else")
    func impossible() throws {
        var model = try Self.model()
        _ = model.update(.identified(Fixture.identity))
        try Self.goToMembership(&model)
        let error = MachineError(what: "no route to host", subject: "228.0.0.4")
        _ = model.update(.refused(.listen("10.0.0.11"), Refusal(error)))
        #expect(model.overlays.isEmpty)
        #expect(try Self.form(model).notes == ["Nobody could be listened for on 228.0.0.4:45564: 228.0.0.4: no route to host"])
    }
}
