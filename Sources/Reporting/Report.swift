public import StepEngine

/// What was done on one server: a fold of plan and journal that a change board can read.
public struct Report: Sendable, Hashable, Codable {
    /// The form of the JSON document.
    public static let currentVersion = 2

    /// The form of this document.
    public var version: Int
    /// The version of the program that made it.
    public var program: String
    /// When it was made, in ISO 8601.
    public var made: String
    /// The cluster's name.
    public var cluster: String
    /// The server.
    public var server: ServerEntry
    /// SHA-256 of the guide.
    public var guide: String
    /// When the run began and when something last happened, in ISO 8601.
    public var began: String?
    /// When something last happened, in ISO 8601.
    public var latest: String?
    /// How often the program was started for it.
    public var starts: Int
    /// Who works on it, as of the latest start.
    public var user: String?
    /// Whether every step of the plan is settled. Never true before.
    public var isComplete: Bool
    /// How many steps have which status.
    public var counts: [String: Int]
    /// The cluster as this server's description has it.
    public var description: DescriptionEntry
    /// What the checks measured, by name, for the comparison of servers.
    public var facts: [String: String]
    /// What happened when, oldest first: starts of the program, steps that ended, steps that were cut short or left out.
    public var timeline: [Moment]
    /// How far the journal was when the report was made; nil where nobody told.
    public var journal: JournalMark?
    /// Damage that the journal had, in words.
    public var repairs: [String]
    /// What the steps that were done put right in the published guide.
    public var errata: [Erratum]
    /// The checks of the preflight that were let pass.
    public var waived: [Waiver]
    /// Every step of the plan, in order.
    public var steps: [StepEntry]

    /// The server as the report names it.
    public struct ServerEntry: Sendable, Hashable, Codable {
        public var name: String
        public var address: String
        public var roles: [String]
        /// The name by which sessions and the load balancer know it; for application servers only.
        public var route: String?
        public var hostName: String?
        public var machineID: String?
        public var release: String?
    }

    /// The cluster description.
    public struct DescriptionEntry: Sendable, Hashable, Codable {
        /// Every server of the cluster; only this one has host name, machine id and release.
        public var servers: [ServerEntry]
        /// Every answer that matters, in the order of the questions.
        public var answers: [AnswerEntry]
    }

    /// One answer of the operator's.
    public struct AnswerEntry: Sendable, Hashable, Codable {
        public var id: String
        public var title: String
        public var text: String
        /// Whether it is the standard answer.
        public var isStandard: Bool
    }

    /// Something that happened.
    public struct Moment: Sendable, Hashable, Codable {
        /// In ISO 8601.
        public var time: String
        /// What happened, in words.
        public var text: String
        /// The step that it happened to; nil for the run.
        public var step: String?
        /// How the step ended then; nil for what is no end.
        public var outcome: Outcome?
        /// How long it had taken.
        public var seconds: Double?
    }

    /// A place in a journal.
    public struct JournalMark: Sendable, Hashable, Codable {
        /// How many lines it had.
        public var lines: Int
        /// SHA-256 of the last of them, in hexadecimal.
        public var head: String
    }

    /// One step.
    public struct StepEntry: Sendable, Hashable, Codable {
        public var id: String
        public var section: String
        public var title: String
        /// The kind of its action: packages, file, service, proof, …
        public var kind: String
        /// Whether it is done only where somebody asks for it, so that the run is complete without it.
        public var isOnRequest = false
        public var status: StepState.Status
        public var outcome: Outcome?
        public var attempts: Int
        public var started: String?
        public var ended: String?
        /// Of the last attempt.
        public var seconds: Double
        public var reason: String?
        public var skipReason: String?
        public var skippedBy: String?
        /// Where the published guide was not followed; given for steps that were done.
        public var erratum: String?
        public var commands: [CommandEntry]
        public var changes: [Change]
        public var findings: [Finding]
    }

    /// One command.
    public struct CommandEntry: Sendable, Hashable, Codable {
        public var line: String
        /// In words; nil while it runs.
        public var end: String?
        /// The exit status, where it has one.
        public var status: Int32?
        public var seconds: Double?
        public var log: String
    }
}
