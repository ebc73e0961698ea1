import Guidebook
import Testing

@Suite("The guide that is shipped")
struct ShippedGuideTests {
    private let guide: Guide
    private var steps: [Step] { guide.sections.flatMap(\.steps) }

    init() throws { guide = try GuideFolder(path: shippedResources).load() }

    @Test("It loads, in the order of an installation")
    func order() {
        #expect(
            guide.sections.map(\.id) == [
                "prepare", "shared-directory", "database", "mount", "application", "joget", "session", "balancer", "license", "after",
                "proof", "reboot",
            ])
    }

    @Test("Every step id is unique, plain, and begins with its section")
    func ids() {
        #expect(Set(steps.map(\.id)).count == steps.count)
        #expect(Set(guide.sections.map(\.id)).count == guide.sections.count)
        for section in guide.sections {
            for step in section.steps {
                #expect(step.id.hasPrefix(section.id + "."))
                #expect(step.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" || $0 == "." }, "\(step.id) names log files")
            }
        }
    }

    @Test("Every step has title, text, roles, a timeout, and something that shows whether it is done")
    func complete() {
        for step in steps {
            #expect(!step.title.isEmpty && !step.text.isEmpty && !step.roles.isEmpty && step.timeout > .zero, "\(step.id)")
            #expect(!step.title.hasSuffix("."), "\(step.id)")
            #expect(step.action.bringsChecks || !step.checks.isEmpty, "\(step.id) has no check")
        }
    }

    @Test("Every step that changes the server can be undone or says why not")
    func undo() {
        for step in steps where step.action.changesServer {
            switch step.undo {
            case .automatic: #expect(step.action.bringsUndo, "\(step.id)")
            case .command(let words): #expect(!words.isEmpty, "\(step.id)")
            case .sql(let template, _): #expect(guide.templates[template] != nil, "\(step.id)")
            case .none(let reason): #expect(reason.count > 20, "\(step.id)")
            }
        }
    }

    @Test("No step runs a shell")
    func noShell() {
        let shells = ["sh", "bash", "dash", "eval", "env", "xargs"]
        for step in steps {
            var commands: [[String]] = []
            if case .run(let action) = step.action { commands.append(action.command) }
            if case .command(let words) = step.undo { commands.append(words) }
            for case .command(let words, _, _) in step.checks + step.respects + step.requirements { commands.append(words) }
            for words in commands { #expect(!shells.contains(words[0].split(separator: "/").last.map(String.init) ?? ""), "\(step.id)") }
        }
    }

    @Test("Every template is used by some step, and every secret is known to the vocabulary")
    func templates() {
        var used: Set<String> = []
        for step in steps {
            used.formUnion(step.action.templateNames)
            if case .sql(let name, _) = step.undo { used.insert(name) }
        }
        #expect(used == Set(guide.templates.keys))
        let secret = guide.templates.values.filter(\.isSecret).map(\.name).sorted()
        #expect(secret == ["app_datasource-profile.properties", "ask-administrator.sql", "create-user.sql"])
    }

    @Test("Every role has steps, and no step of another role is in its plan", arguments: Role.allCases)
    func roles(role: Role) throws {
        let cluster = try soundCluster()
        let server = try #require(cluster.servers(with: role).first)
        let plan = Plan(guide: guide, cluster: cluster, server: server, platform: Platform(distribution: "debian", release: "12"))
        #expect(!plan.steps.isEmpty)
        #expect(plan.steps.allSatisfy { $0.roles.contains(role) })
        let always = Set(steps.filter { $0.roles.contains(role) && $0.conditions.isEmpty }.map(\.id))
        #expect(always.isSubset(of: plan.steps.map(\.id)))
    }

    @Test("Every title fits the list of a narrow terminal")
    func titles() {
        for step in steps { #expect(step.title.count <= 23, "\(step.id)") }
    }

    @Test("A folder that is not there is refused with what to do")
    func missingFolder() {
        #expect(throws: DocumentError.self) { try GuideFolder(path: "/nonexistent").load() }
        do { _ = try GuideFolder(path: "/nonexistent").load() } catch {
            #expect(
                error.description
                    == "/nonexistent/Guide: the folder cannot be read; reinstall joget-cluster or name another guide with --guide DIR")
        }
    }
}
