import Guidebook
import Machines
import StepEngine
import Testing

@Suite("A step by hand that shows what to do")
struct ManualTests {
    private let body = "manual: { template: ask.sql }\nundo: { none: The other administrator does it. }"
    private let check = "\nchecks: [ { file: { path: /etc/done } } ]"
    private let templates = [
        "ask.sql": """
        CREATE DATABASE `{{database.name}}`;

        {{#each-application}}
        CREATE USER '{{database.user}}'@'{{address}}' IDENTIFIED BY '{{database.password}}';
        {{/each-application}}

        """
    ]
    private let lines = [
        "CREATE DATABASE `jwedb`;", "", "CREATE USER 'joget'@'192.0.2.13' IDENTIFIED BY '<choose a password>';",
        "CREATE USER 'joget'@'192.0.2.14' IDENTIFIED BY '<choose a password>';",
    ]

    @Test("The words are shown with every value, and a place where the password belongs; none is asked for")
    func shown() async throws {
        let bed = try Bed(Guide.of(["one": body], templates: templates))
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.changes == [.statements(lines)] && preview.problem == nil && !preview.isSettled)
        #expect(bed.plan.secretNames(of: try #require(bed.plan.step("s.one"))) == [])
        #expect(try await engine.confirm("s.one") == .confirmed)
        #expect(bed.machine.changes.isEmpty && bed.machine.launches.isEmpty)
    }

    @Test("A password that is known is not shown either")
    func known() async throws {
        let bed = try Bed(Guide.of(["one": body], templates: templates))
        try await SecretStore(StateDirectory(path: bed.path, creating: true)).keep(Secret(Bed.canary), as: "database.password")
        #expect(try await bed.engine().preview("s.one").changes == [.statements(lines)])
    }

    @Test("Where a check says that it is done, there is nothing left to show")
    func done() async throws {
        let bed = try Bed(Guide.of(["one": body + check], templates: templates))
        let engine = try await bed.engine()
        #expect(try await engine.preview("s.one").changes == [.statements(lines)])
        try await bed.put("", at: "/etc/done")
        #expect(try await engine.preview("s.one").isSettled)
    }

    @Test("Looking ahead without a run shows the same")
    func forecast() async throws {
        let bed = try Bed(Guide.of(["one": body], templates: templates))
        let step = try #require(bed.plan.step("s.one"))
        #expect(await Forecast(plan: bed.plan, machine: bed.machine).preview(step).changes == [.statements(lines)])
    }
}
