import Guidebook
import Machines

/// One kind of action at work: its own checks, its preview, and doing it. Undo follows from what it kept.
protocol Performer: Sendable {
    /// Whether the action's result is there already.
    func findings() async throws -> [Finding]
    /// What `perform` would do now.
    func preview() async throws -> [Change]
    /// Does it. Throws `StepFailure` where it cannot be done.
    func perform(_ attempt: Attempt) async throws
    /// Whether doing it again says something new although everything is as it should be.
    var isWorthRepeating: Bool { get }
    /// Records what an attempt left unrecorded that was cut short after it had done its work.
    func settle(_ attempt: Attempt) async throws
    /// The file that it would overwrite although somebody has changed it since the step wrote it; nil where there is none.
    func conflict() async throws -> Conflict?
    /// What became of the file that the step wrote; nil where it is as the step left it.
    func trace() async throws -> FileTrace?
}

extension Performer {
    var isWorthRepeating: Bool { false }
    func settle(_ attempt: Attempt) async throws {}
    func conflict() async throws -> Conflict? { nil }
    func trace() async throws -> FileTrace? { nil }
}

/// The step failed: why, and the line that proves it.
struct StepFailure: Error {
    var reason: String
    var evidence: String?
    /// The program whose failure it is; nil where no command failed.
    var program: String?
}

/// What performers work with.
struct Bench {
    let step: Step
    let plan: Plan
    let machine: any Machine
    let directory: StateDirectory
    let secrets: SecretStore
    let inspector: Inspector
    /// What the step's proof saw; nil where it holds none, or none yet.
    var proven: [Finding]? = nil
    /// What was there before the step, as far as this run knows.
    var originals: [Original] = []

    /// The performer for the step's action; nil where nothing is done.
    var performer: (any Performer)? {
        switch step.action {
        case .packages(let names): PackagesPerformer(names: names, bench: self)
        case .directory(let action): DirectoryPerformer(action: action, bench: self)
        case .file(let action): FilePerformer(action: action, bench: self)
        case .edit(let action): EditPerformer(action: action, bench: self)
        case .service(let action): ServicePerformer(action: action, bench: self)
        case .mount(let action): MountPerformer(action: action, bench: self)
        case .sql(let action): SQLPerformer(action: action, bench: self)
        case .run(let action): RunPerformer(action: action, bench: self)
        case .archive(let action): ArchivePerformer(action: action, bench: self)
        case .copy(let action):
            if action.isTree { TreePerformer(action: action, bench: self) } else { CopyPerformer(action: action, bench: self) }
        case .link(let action): LinkPerformer(action: action, bench: self)
        case .modules(let names): ModulesPerformer(names: names, bench: self)
        case .manual(let template): template.map { ManualPerformer(template: $0, bench: self) }
        case .proof(let kind): kind.map { ProofPerformer(kind: $0, bench: self) }
        }
    }

    func command(_ words: [String], input: Command.Input = .none) -> Command {
        Command(words, input: input, timeout: step.timeout)
    }

    /// Where a path leads when the links at its end are followed.
    func followed(_ path: String) async throws -> String { try await machine.followed(path) }

    /// The bytes that a step of this run kept under a name; nil where there are none.
    func stored(_ name: String, limit: Int = 1 << 20) async throws -> [UInt8]? {
        try await LocalMachine(executable: "").read(directory.original(name), limit: limit)
    }

    /// A template's text with the secrets that it asks for.
    func rendered(_ name: String) async throws -> String {
        guard let template = plan.templates[name] else { preconditionFailure("template \(name) was checked when the guide was loaded") }
        var texts: [String: String] = [:]
        for name in Vocabulary.secrets + Vocabulary.derivedSecrets.keys { texts[name] = await secrets[name]?.exposed() }
        if template.isSecret, let missing = template.secretNames.first(where: { texts[$0] == nil }) {
            throw StepFailure(UnknownSecret(name: missing))
        }
        return template.rendered(with: plan.values) { texts[$0] ?? "" }
    }

    /// The same text fit to be shown.
    func shown(_ name: String) -> String {
        plan.templates[name]?.rendered(with: plan.values) { _ in Secret.bullets } ?? ""
    }
}

extension Machine {
    /// Where a path leads when the links at its end are followed, as far as anybody follows them.
    func followed(_ path: String) async throws -> String {
        var path = path
        for _ in 0..<40 {
            guard let target = try await status(of: path)?.target else { break }
            path = target.hasPrefix("/") ? target : "\(path.parentDirectory ?? "")/\(target)"
        }
        return path
    }
}
