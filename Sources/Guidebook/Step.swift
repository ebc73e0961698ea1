/// One step of the guide, as written or (in a plan) with every value filled in.
public struct Step: Sendable, Hashable, Identifiable {
    /// Its permanent name, `section.step`. Never renamed, never given to another step.
    public var id: String
    /// What it achieves, in a few words.
    public var title: String
    /// What the operator reads: paragraphs separated by blank lines.
    public var text: String
    /// Where the published guide is wrong or dated, and what is done instead.
    public var erratum: String?
    /// The servers that it concerns.
    public var roles: [Role]
    /// Answers that must be given for the step to belong to the plan, any one of the listed texts for each name.
    public var conditions: [String: [String]]
    /// What is done.
    public var action: Action
    /// What must hold before anything is done; else the step fails untouched.
    public var requirements: [Check]
    /// Where one of these holds, the operator has done it another way and it is left alone.
    public var respects: [Check]
    /// Beside the action's own: how success is known.
    public var checks: [Check]
    /// Run once after the step, only when it changed something.
    public var handlers: [Handler]
    /// How long one command of it may take.
    public var timeout: Duration
    /// How long its checks may take to come true after it was done, such as the start of a server.
    public var settling: Duration
    /// Log files that tell why it failed, for the recognition of known failures.
    public var logs: [String]
    /// How it is taken back.
    public var undo: Undo
    /// What happens to others when it runs, to be confirmed first; nil where nobody notices.
    public var warning: String?
    /// Whether it is done only when somebody asks for it by name, so that a server is complete without it.
    public var isOnRequest: Bool
    /// The line of the guide's file on which it begins.
    public var line: Int

    /// The step with every text passed through `fill`.
    public func filled(_ fill: (String) -> String) -> Step {
        var step = self
        step.title = fill(title)
        step.text = fill(text)
        step.erratum = erratum.map(fill)
        step.action = action.filled(fill)
        step.requirements = requirements.map { $0.filled(fill) }
        step.respects = respects.map { $0.filled(fill) }
        step.checks = checks.map { $0.filled(fill) }
        step.handlers = handlers.map { $0.filled(fill) }
        step.logs = logs.map(fill)
        step.undo = undo.filled(fill)
        step.warning = warning.map(fill)
        return step
    }
}

/// A chapter of the guide.
public struct Section: Sendable, Hashable, Identifiable {
    /// Its permanent name.
    public var id: String
    /// Its heading.
    public var title: String
    /// What it is about, one paragraph.
    public var text: String
    /// Its steps in order.
    public var steps: [Step]
}

/// The whole guide: sections in order, templates by name.
public struct Guide: Sendable, Hashable {
    /// The sections in order.
    public var sections: [Section]
    /// Templates by file name.
    public var templates: [String: Template]
    /// SHA-256 over all its files, in hexadecimal: tells one guide from another in journals and reports.
    public var digest: String

    /// The step of that name.
    public func step(_ id: String) -> Step? {
        for section in sections {
            if let step = section.steps.first(where: { $0.id == id }) { return step }
        }
        return nil
    }
}
