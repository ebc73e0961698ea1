import Guidebook
import Machines

/// What the step wrote, and what others have made of it.
extension Bench {
    /// What tells the file as the step left it; nil where the step has not written it in this run.
    func signature(of path: String) async throws -> Signature? {
        guard original(of: path) != nil else { return nil }
        return try await stored(StateDirectory.resultName(of: path, step: step.id)).map(Signature.init(kept:))
    }

    /// Whether the bytes are what stood there before the step's first change, of which a copy is kept: nothing of them can be lost.
    func isFormer(_ bytes: [UInt8], of path: String) async throws -> Bool {
        guard case .file(_, let copy?, _) = original(of: path) else { return false }
        return try await stored(copy, limit: FilePerformer.largest) == bytes
    }

    private func original(of path: String) -> Original? {
        originals.first { if case .file(path, _, _) = $0 { true } else { false } }
    }

    /// The three sides of a file; what is given of it must be fit to be shown.
    func conflict(at path: String, ours: [UInt8], theirs: [UInt8], isSecret: Bool) async throws -> Conflict {
        var before: [UInt8]?
        if !isSecret, case .file(_, let copy?, _) = original(of: path), let bytes = try await stored(copy, limit: FilePerformer.largest) {
            // One that somebody else has put there is a secret too.
            before = await redacted(bytes) == bytes ? bytes : nil
        }
        let status = try await machine.status(of: followed(path))
        return Conflict(
            path: path, before: before, ours: await redacted(ours), theirs: await redacted(theirs),
            modified: status.map { LocalTime.journalText($0.modified) }, owner: status?.owner, isSecret: isSecret)
    }

    /// The bytes with bullets for every known secret.
    private func redacted(_ bytes: [UInt8]) async -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let clean = await secrets.redacted(text)
        return clean == text ? bytes : Array(clean.utf8)
    }

    /// What became of a file that the step wrote; nil where its content and attributes are as they were left.
    func trace(of path: String, attributes: Check?, isChanged: ([UInt8], Signature) async throws -> Bool) async throws -> FileTrace? {
        guard let signature = try await signature(of: path) else { return nil }
        guard let status = try await machine.status(of: followed(path)) else { return FileTrace(path: path, modified: nil, owner: nil) }
        var isOther = false
        if let attributes { isOther = await !inspector.finding(for: attributes).isAcceptable }
        if !isOther, let bytes = try await machine.read(path, limit: FilePerformer.largest) {
            isOther = try await isChanged(bytes, signature)
        }
        return isOther ? FileTrace(path: path, modified: LocalTime.text(status.modified), owner: status.owner) : nil
    }
}

extension Attempt {
    /// Keeps what somebody else has written, before the step overwrites it. What nobody agreed to is not overwritten.
    func keepTheirs(_ bytes: [UInt8], of path: String) async throws {
        guard isTaking else {
            throw StepFailure(reason: "\(path) was changed by somebody else just now; look at it and repeat the step")
        }
        let name = try await engine.storeNumbered(bytes, as: StateDirectory.foreignName(of: path, step: step))
        try await note(
            .directory(path: engine.directory.path + "/originals", note: "keeps \(name), which is \(path) as somebody else had left it"))
    }
}
