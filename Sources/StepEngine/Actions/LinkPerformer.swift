import Guidebook
import Machines

/// Makes a symbolic link, or takes one away.
struct LinkPerformer: Performer {
    let action: LinkAction
    let bench: Bench

    /// The command that makes a link, in place of another one.
    static func linking(_ path: String, to target: String) -> [String] {
        ["ln", "--symbolic", "--force", "--no-dereference", target, path]
    }

    func findings() async throws -> [Finding] {
        let status = try await bench.machine.status(of: action.path)
        let found = status.map { $0.target.map { "a link to \($0)" } ?? "\($0.kind.words), which is no link" } ?? "nothing is there"
        return [
            Finding(
                "link \(action.path)", expected: action.target.map { "a link to \($0)" } ?? "nothing is there", found: found,
                verdict: status?.target == action.target && (status == nil) == (action.target == nil) ? .holds : .fails)
        ]
    }

    func preview() async throws -> [Change] {
        _ = try await former()
        return [deed]
    }

    func perform(_ attempt: Attempt) async throws {
        let former = try await former()
        if action.target != nil { try await attempt.makeParent(of: action.path) }
        try await attempt.keepLink(action.path, former: former, ours: action.target)
        guard let target = action.target else {
            try await attempt.note(deed)
            return try await bench.machine.remove(action.path)
        }
        try await attempt.run(bench.command(LinkPerformer.linking(action.path, to: target)))
    }

    private var deed: Change {
        .command(Command(action.target.map { LinkPerformer.linking(action.path, to: $0) } ?? ["rm", action.path]).line)
    }

    /// Where the link leads now; nil where there is none. Throws where something else is in its place.
    private func former() async throws -> String? { try await bench.linkTarget(of: action.path) }
}

extension Bench {
    /// Where a link leads now; nil where there is none. Throws where something else is in its place.
    func linkTarget(of path: String) async throws -> String? {
        guard let status = try await machine.status(of: path) else { return nil }
        guard let target = status.target else {
            throw StepFailure(reason: "\(path) is \(status.kind.words) and no link; look what it is for, and move it away")
        }
        return target
    }
}

extension Attempt {
    /// Keeps where a link led before the step first changed it.
    func keepLink(_ path: String, former: String?, ours: String?) async throws {
        let kept = await originals.compactMap { original -> (former: String?, ours: String?)? in
            if case .link(path, let former, let ours) = original { (former, ours) } else { nil }
        }
        if let last = kept.last, last.ours == ours { return }
        // Whoever wants it back wants what was there before all of this step's doing.
        try await keep(.link(path: path, former: kept.last == nil ? former : kept.last?.former, ours: ours))
    }
}

extension FileStatus.Kind {
    /// The kind in words, with its article.
    var words: String {
        switch self {
        case .file: "a file"
        case .directory: "a directory"
        case .link: "a link"
        case .other: "neither file nor directory"
        }
    }
}
