public import Guidebook
public import Machines
public import StepEngine

extension Preflight {
    /// What performing a step would do now, and what its checks see.
    public typealias Look = @Sendable (Step) async throws -> Preview

    /// Looks at the server. Nothing is changed.
    /// - Parameters:
    ///   - state: what was done so far: what a settled step required need not hold any more.
    ///   - look: looks at one step of the plan.
    public static func look(at plan: Plan, _ state: RunState, on machine: any Machine, by look: Look) async throws -> Preflight {
        var entries: [Entry] = []
        for step in plan.steps where includes(step.id) {
            entries.append(entry(step, try await look(step), state[step.id]))
        }
        var known = Set(plan.steps.filter { includes($0.id) }.flatMap(\.checks))
        let forecast = Forecast(plan: plan, machine: machine)
        for step in plan.steps where !includes(step.id) && !state[step.id].isSettled {
            let checks = step.requirements.filter { $0.isOfOthers(in: plan) && known.insert($0).inserted }
            guard !checks.isEmpty else { continue }
            entries.append(requirement(step, await forecast.preview(step.onlyLooking(checks))))
        }
        return Preflight(entries: entries)
    }

    private static func entry(_ step: Step, _ preview: Preview, _ state: StepState) -> Entry {
        var entry = Entry(step: step.id, title: step.title, text: step.text, findings: preview.findings)
        if step.action.changesServer && !preview.findings.areAcceptable { entry.fix = preview.changes }
        entry.warning = step.warning
        entry.problem = preview.problem
        entry.waiver = Waiver(step, state)
        return entry
    }

    private static func requirement(_ step: Step, _ preview: Preview) -> Entry {
        let text = "The step '\(step.title)' requires this; it looks again before it begins."
        return Entry(step: step.id, title: step.title, text: text, isRequirement: true, findings: preview.findings)
    }
}

extension Step {
    /// A step that does nothing but look at these checks.
    fileprivate func onlyLooking(_ checks: [Check]) -> Step {
        var step = self
        step.action = .proof(nil)
        step.requirements = []
        step.respects = []
        step.handlers = []
        step.checks = checks
        return step
    }
}

extension Check {
    /// Whether it tells of something that no earlier step of this server brings about: other servers, the network, or what
    /// the operator has put here. Only that can be looked at before the work begins.
    func isOfOthers(in plan: Plan) -> Bool {
        switch self {
        case .root, .release, .clock, .freeSpace, .memory, .java: true
        case .resolves(let names, _): !names.isEmpty
        case .port(let address, let port): !port.isEmpty && Check.isElsewhere(address, plan)
        case .http(let url, _, _): Check.isElsewhere(Check.host(of: url), plan)
        case .file(let path, _, _), .directory(let path, _), .bundle(let path, _), .war(let path), .tomcat(let path):
            Check.isGiven(path, plan)
        default: false
        }
    }

    private static func isElsewhere(_ address: String, _ plan: Plan) -> Bool {
        !address.isEmpty && !address.hasPrefix("127.") && !["localhost", plan.server.address, plan.server.name].contains(address)
    }

    /// The host of `http://host:port/path`.
    private static func host(of url: String) -> String {
        guard let slashes = url.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true).last else { return "" }
        return String(slashes.drop { $0 == "/" }.prefix { $0 != "/" && $0 != ":" })
    }

    /// Whether the path is an answer of the operator's to a question that has no standard answer.
    private static func isGiven(_ path: String, _ plan: Plan) -> Bool {
        Parameter.all.contains { parameter in
            parameter.rule == .path && parameter.standard.isEmpty && !path.isEmpty && plan.cluster[parameter.id] == path
        }
    }
}
