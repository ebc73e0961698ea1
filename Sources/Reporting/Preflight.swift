public import Guidebook
public import StepEngine

/// What must hold before the work begins, as this server was found, and what can be done where it does not.
///
/// It is the section `prepare` of the plan, and what later steps require of others, as far as that can be looked at already.
public struct Preflight: Sendable, Hashable, Codable {
    /// What the ids of the section's steps begin with.
    static let prefix = "prepare."

    /// Whether a step of that id is one of the checks before the work: such a step is waived, where another one is skipped.
    public static func includes(_ step: String) -> Bool { step.hasPrefix(prefix) }

    /// The name by which such a step is fixed or waived: its id without the section.
    public static func name(of step: String) -> String { String(step.dropFirst(prefix.count)) }

    /// The checks in the order of the plan.
    public var entries: [Entry]

    /// One named check.
    public struct Entry: Sendable, Hashable, Codable {
        /// The name by which it is fixed or waived: the step's id without the section.
        public var name: String
        /// The step's id.
        public var step: String
        /// What it is about, in a few words.
        public var title: String
        /// The step's own text.
        public var text: String
        /// Whether a later step requires it: that is mended by nobody but the operator, and waived with the step itself.
        public var isRequirement: Bool
        /// What was seen.
        public var findings: [Finding]
        /// What mending it would change; empty where nothing needs to be, or can be, changed from here.
        public var fix: [Change]
        /// What others notice of the mending; nil where nobody does.
        public var warning: String?
        /// Why it cannot be said what mending would change; nil where it can.
        public var problem: String?
        /// Who lets it pass, and why; nil where nobody does.
        public var waiver: Waiver?

        /// Creates an entry of something that is only looked at.
        public init(step: String, title: String, text: String, isRequirement: Bool = false, findings: [Finding]) {
            name = isRequirement ? step : Preflight.name(of: step)
            self.step = step
            self.title = title
            self.text = text
            self.isRequirement = isRequirement
            self.findings = findings
            fix = []
        }
    }

    /// Creates a preflight from what was seen.
    public init(entries: [Entry]) { self.entries = entries }

    /// Whether nothing stands in the way.
    public var isClear: Bool { entries.allSatisfy { $0.isAcceptable || $0.waiver != nil } }

    /// The entry of a name, which may be written with its section; only a check of the preflight itself has one.
    public func entry(named name: String) -> Entry? { entries.first { !$0.isRequirement && ($0.name == name || $0.step == name) } }

    /// How many checks came to which end: `6 hold, 1 warns, 2 fail, 1 waived`.
    public var summary: String {
        let waived = entries.count { $0.waiver != nil }
        let counted = entries.filter { $0.waiver == nil }
        let warning = counted.count { $0.isAcceptable && $0.findings.contains { $0.verdict == .warns } }
        let failing = counted.count { !$0.isAcceptable && $0.findings.contains { $0.verdict == .fails } }
        let unclear = counted.count { !$0.isAcceptable } - failing
        let holding = counted.count - warning - failing - unclear
        let parts = [
            (holding, "holds", "hold"), (warning, "warns", "warn"), (failing, "fails", "fail"), (unclear, "is unclear", "are unclear"),
            (waived, "is waived", "are waived"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }.joined(separator: ", ")
    }

    /// Takes the waivers of a state into account, without looking again.
    public mutating func noteWaivers(_ state: RunState, _ plan: Plan) {
        for index in entries.indices where !entries[index].isRequirement {
            entries[index].waiver = plan.step(entries[index].step).flatMap { Waiver($0, state[$0.id]) }
        }
    }
}

extension Preflight.Entry {
    /// Whether nothing that was seen stands in the way.
    public var isAcceptable: Bool { findings.areAcceptable }

    /// Whether the program can mend it.
    public var canFix: Bool { !isRequirement && !isAcceptable && problem == nil && !fix.isEmpty }

    /// The word that stands for the judgement of one of its findings, six characters wide at most.
    public func word(for finding: Finding) -> String {
        waiver == nil ? String(finding.verdict.word.prefix { $0 != " " }) : "waived"
    }

    /// What there is to do by hand about one of its findings.
    public func remedy(for finding: Finding) -> String {
        finding.remedy ?? problem ?? "mend it by hand, then look again"
    }
}

extension Preflight {
    /// One thing that was looked at, as a row of the table.
    public struct Row: Sendable, Hashable {
        /// The check that it belongs to.
        public var entry: Entry
        /// What was seen.
        public var finding: Finding
    }

    /// The table.
    public var rows: [Row] { entries.flatMap { entry in entry.findings.map { Row(entry: entry, finding: $0) } } }

    /// The checks that the program can mend, but for those that were let pass.
    public var fixable: [Entry] { entries.filter { $0.canFix && $0.waiver == nil } }
}
