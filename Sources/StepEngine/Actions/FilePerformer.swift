import ConfigEditing
import Guidebook
import Machines

/// Puts a file made from a template in place.
struct FilePerformer: Performer {
    let action: FileAction
    let bench: Bench

    static let largest = 1 << 22

    private var attributes: Check.Attributes {
        Check.Attributes(owner: action.owner ?? "root", group: action.group ?? "root", mode: action.mode)
    }

    func findings() async throws -> [Finding] {
        let check = Check.file(path: action.path, attributes: attributes.given, line: nil)
        var findings = [await bench.inspector.finding(for: check)]
        let wanted = try await Array(bench.rendered(action.template).utf8)
        let found = try await bench.machine.read(action.path, limit: FilePerformer.largest)
        findings.append(
            Finding(
                "content of \(action.path)", expected: "as made from \(action.template)",
                found: found == nil ? "nothing is there" : found == wanted ? "the same" : "something else",
                verdict: found == wanted ? .holds : .fails))
        return findings
    }

    func preview() async throws -> [Change] {
        let old = try await bench.machine.read(action.path, limit: FilePerformer.largest)
        return [change(from: old)]
    }

    private func change(from old: [UInt8]?) -> Change {
        let isSecret = bench.plan.templates[action.template]?.isSecret ?? false
        // The old content may hold the old secret: then only the new text is shown, and that with bullets.
        let rows = Change.rows(from: isSecret ? [] : old ?? [], to: Array(bench.shown(action.template).utf8), path: action.path)
        return .file(path: action.path, isNew: old == nil, diff: rows)
    }

    func perform(_ attempt: Attempt) async throws {
        let old = try await bench.machine.read(action.path, limit: FilePerformer.largest)
        let text = try await bench.rendered(action.template)
        let bytes = Array(text.utf8)
        try await validate(text)
        let signature = try await bench.signature(of: action.path)
        if let old, try await isTheirs(old, bytes, signature) { try await attempt.keepTheirs(old, of: action.path) }
        try await attempt.makeParent(of: action.path)
        try await attempt.keepFile(action.path, bytes: old)
        // The judgement may have taken its time; what somebody wrote meanwhile is not ours to lose.
        guard try await bench.machine.read(action.path, limit: FilePerformer.largest) == old else {
            throw StepFailure(reason: "\(action.path) was changed by somebody else just now; look at it and repeat the step")
        }
        try await bench.machine.replace(action.path, with: bytes, attributes: FileAttributes(attributes))
        if old == bytes, let former = try await attempt.former(of: action.path) {
            // The attempt that wrote it may have been cut short before it could say so.
            try await attempt.noteMissing(change(from: former.bytes))
        } else {
            try await attempt.note(change(from: old))
        }
        try await attempt.storeResult(bytes, of: action.path)
    }

    // MARK: Others

    func conflict() async throws -> Conflict? {
        guard let signature = try await bench.signature(of: action.path) else { return nil }
        let wanted = try await Array(bench.rendered(action.template).utf8)
        guard let theirs = try await bench.machine.read(action.path, limit: FilePerformer.largest),
            try await isTheirs(theirs, wanted, signature)
        else { return nil }
        let isSecret = bench.plan.templates[action.template]?.isSecret ?? false
        let ours = Array(bench.shown(action.template).utf8)
        return try await bench.conflict(
            at: action.path, ours: ours, theirs: isSecret ? SecretLines.masked(theirs, wanted: wanted, shown: ours) : theirs,
            isSecret: isSecret)
    }

    /// Whether the bytes are neither what the step left nor what it wants.
    private func isTheirs(_ bytes: [UInt8], _ wanted: [UInt8], _ signature: Signature?) async throws -> Bool {
        guard bytes != wanted, let signature, !signature.isOf(bytes) else { return false }
        return try await !bench.isFormer(bytes, of: action.path)
    }

    func trace() async throws -> FileTrace? {
        let check = Check.file(path: action.path, attributes: attributes.given, line: nil)
        return try await bench.trace(of: action.path, attributes: check) { !$1.isOf($0) }
    }

    func settle(_ attempt: Attempt) async throws {
        guard let bytes = try await bench.machine.read(action.path, limit: FilePerformer.largest) else { return }
        if let former = try await attempt.former(of: action.path), former.bytes != bytes {
            try await attempt.noteMissing(change(from: former.bytes))
        }
        try await attempt.storeResult(bytes, of: action.path)
    }

    /// Lets the program that will read the file judge it first.
    private func validate(_ text: String) async throws {
        guard let words = action.validation else { return }
        let path = bench.directory.scratch("candidate")
        try await bench.machine.makeDirectory("\(bench.directory.path)/run", attributes: FileAttributes(mode: 0o700))
        try await bench.machine.replace(path, with: Array(text.utf8), attributes: FileAttributes(mode: 0o600))
        let command = words.map { $0.replacing(FileAction.candidate, with: path) }
        let answer = try await bench.inspector.ask(command)
        try await bench.machine.remove(path)
        guard answer.succeeded else {
            throw StepFailure(
                reason: "'\(words[0])' does not accept the new \(action.path); nothing was changed", evidence: answer.output.firstLine)
        }
    }
}

extension Change {
    /// The unified diff of two texts.
    public static func rows(from old: [UInt8], to new: [UInt8], path: String) -> [DiffRow] {
        LineDiff.unified(from: old, to: new, label: path).compactMap { line in
            switch line.kind {
            case .header, .note: nil
            case .hunk: DiffRow(sign: "@", text: line.text)
            case .same: DiffRow(sign: " ", text: line.text)
            case .removed: DiffRow(sign: "-", text: line.text)
            case .added: DiffRow(sign: "+", text: line.text)
            }
        }
    }
}

extension Attempt {
    /// Keeps a file's bytes before its first change by this step. Later attempts keep the first copy.
    func keepFile(_ path: String, bytes: [UInt8]?) async throws {
        guard await !hasKept(path) else { return }
        guard let bytes else { return try await keep(.file(path: path, copy: nil)) }
        let name = StateDirectory.originalName(of: path, step: step)
        try await engine.storeOriginal(bytes, as: name)
        // A link has none worth keeping; those of the file behind it may be changed with its content.
        let status = try await engine.machine.status(of: engine.machine.followed(path))
        let attributes = status?.kind == .file ? status.map(Original.Attributes.init) : nil
        try await keep(.file(path: path, copy: name, attributes: attributes))
    }

    /// Whether the step has kept what stood in a file, and so may have changed it.
    func hasKept(_ path: String) async -> Bool {
        await originals.contains { if case .file(path, _, _) = $0 { true } else { false } }
    }

    /// What stood in a file before this step first changed it; no bytes where nothing did. Nil where the step has kept nothing.
    func former(of path: String) async throws -> (bytes: [UInt8]?, attributes: Original.Attributes?)? {
        for case .file(path, let copy, let attributes) in await originals {
            guard let copy else { return (nil, nil) }
            return try await stored(copy).map { ($0, attributes) }
        }
        return nil
    }

    /// Keeps what we wrote, so that undo can tell whether somebody else has changed it since.
    /// `values` are those of the entry that is ours, where the file is not.
    func storeResult(_ bytes: [UInt8], of path: String, values: [String: String] = [:]) async throws {
        // Digests will do, and hold no secret that the file may hold.
        try await store(Signature(of: bytes, values: values).text, as: StateDirectory.resultName(of: path, step: step))
    }

    func store(_ text: String, as name: String) async throws { try await store(Array(text.utf8), as: name) }

    func store(_ bytes: [UInt8], as name: String) async throws { try await engine.store(bytes, as: name) }

    func stored(_ name: String) async throws -> [UInt8]? { try await engine.stored(name) }

    func forget(_ name: String) async throws { try await engine.forget(name) }
}

extension String {
    /// The directory that holds the path; nil for a bare name.
    var parentDirectory: String? {
        guard let slash = lastIndex(of: "/"), slash > startIndex else { return nil }
        return String(self[..<slash])
    }

    /// Every `other` replaced, byte for byte: an accent behind it makes it no other text. Standard library only: Foundation's
    /// own would bring Foundation.
    func replacing(_ other: String, with text: String) -> String {
        let wanted = Array(other.utf8)
        guard let first = wanted.first else { return self }
        var result: [UInt8] = []
        var rest = Array(utf8)[...]
        while let start = rest.firstIndex(of: first) {
            let isFound = rest[start...].starts(with: wanted)
            result += rest[..<start]
            result += isFound ? Array(text.utf8) : [first]
            rest = rest[(start + (isFound ? wanted.count : 1))...]
        }
        return String(decoding: result + rest, as: UTF8.self)
    }
}
