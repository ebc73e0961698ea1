import ConfigEditing
import Guidebook
import Machines

/// Sets an entry in a file of the operator's, and its owner and mode; every other byte stays.
struct EditPerformer: Performer {
    let action: EditAction
    let bench: Bench

    private var path: String { action.path }

    func findings() async throws -> [Finding] {
        let old = try await bench.machine.read(path, limit: FilePerformer.largest)
        let stands = try await EditedEntry(action, bench).edited(old) == old ?? []
        var findings = [
            Finding(
                "entry in \(path)", expected: wish, found: stands ? "it stands there" : "it does not stand there as it should",
                verdict: stands ? .holds : .fails)
        ]
        if let check = try await attributesCheck() { findings.append(await bench.inspector.finding(for: check)) }
        return findings
    }

    func preview() async throws -> [Change] {
        let old = try await bench.machine.read(path, limit: FilePerformer.largest)
        let entry = EditedEntry(action, bench)
        let new = try await entry.edited(old, isShown: true)
        return try await old == new ? attributeChanges() : [change(from: old, to: new, entry)]
    }

    func perform(_ attempt: Attempt) async throws {
        let old = try await bench.machine.read(path, limit: FilePerformer.largest)
        let entry = EditedEntry(action, bench)
        let new = try await entry.edited(old)
        let changes = try await new == old ? attributeChanges() : [change(from: old, to: new, entry)]
        guard !changes.isEmpty else {
            // The attempt that wrote it may have been cut short before it could say so.
            if await attempt.hasKept(path) { try await settle(attempt) }
            return
        }
        if let old, try await isTheirs(old, new, entry, bench.signature(of: path)) { try await attempt.keepTheirs(old, of: path) }
        try await attempt.keepFile(path, bytes: old)
        // Somebody may have written it since it was read; what they wrote is not ours to lose.
        guard try await bench.machine.read(path, limit: FilePerformer.largest) == old else {
            throw StepFailure(reason: "\(path) was changed by somebody else just now; look at it and repeat the step")
        }
        if new == old {
            try await bench.machine.setAttributes(FileAttributes(action.attributes), of: path)
        } else {
            let attributes = try await attributes(isNew: old == nil, holdsSecret: entry.isSecret)
            try await bench.machine.replace(path, with: new, attributes: attributes)
        }
        for change in changes { try await attempt.note(change) }
        try await attempt.storeResult(new, of: path, values: entry.values(in: new))
    }

    func settle(_ attempt: Attempt) async throws {
        guard let bytes = try await bench.machine.read(path, limit: FilePerformer.largest) else { return }
        let entry = EditedEntry(action, bench)
        if let former = try await attempt.former(of: path), former.bytes != bytes {
            try await attempt.noteMissing(change(from: former.bytes, to: bytes, entry))
        }
        try await attempt.storeResult(bytes, of: path, values: entry.values(in: bytes))
    }

    // MARK: Others

    func conflict() async throws -> Conflict? {
        guard let signature = try await bench.signature(of: path),
            let old = try await bench.machine.read(path, limit: FilePerformer.largest)
        else { return nil }
        let entry = EditedEntry(action, bench)
        // An edit that cannot be made overwrites nothing, and the step says why.
        guard let new = try? await entry.edited(old), try await isTheirs(old, new, entry, signature) else { return nil }
        let (theirs, ours) = entry.masked(old, new)
        return try await bench.conflict(at: path, ours: ours, theirs: theirs, isSecret: entry.isSecret)
    }

    /// Whether the entry that the edit replaces is what somebody else has made of ours. The rest of the file is everybody's.
    private func isTheirs(_ old: [UInt8], _ new: [UInt8], _ entry: EditedEntry, _ signature: Signature?) async throws -> Bool {
        guard old != new, let signature, !signature.isOf(old), try await !bench.isFormer(old, of: path) else { return false }
        if signature.values.isEmpty { return true }
        let (present, wanted) = try await (entry.values(in: old), entry.values(in: new))
        // Another step of ours may have written what this one wants as well.
        return signature.changedNames(in: present).contains { present[$0] != wanted[$0] }
    }

    func trace() async throws -> FileTrace? {
        let entry = EditedEntry(action, bench)
        return try await bench.trace(of: path, attributes: attributesCheck()) { bytes, signature in
            if signature.isOf(bytes) { return false }
            if signature.values.isEmpty { return true }
            return try await !signature.changedNames(in: entry.values(in: bytes)).isEmpty
        }
    }

    // MARK: Words

    private var wish: String {
        switch action.entry {
        case .fstab(let source, let target, let type, let options): "\(source) \(target) \(type) \(options)"
        case .hosts(let lines): lines
        case .properties(let template): "the settings of \(template)"
        case .serverXML(let route, let port, let template):
            "jvmRoute \(route)" + (port.map { ", port \($0)" } ?? "") + (template.map { ", the cluster element of \($0)" } ?? "")
        }
    }

    private func change(from old: [UInt8]?, to new: [UInt8], _ entry: EditedEntry) async throws -> Change {
        let (before, after) = entry.masked(old ?? [], new)
        var rows = Change.rows(from: before, to: after, path: path)
        for index in rows.indices { rows[index].text = await bench.secrets.redacted(rows[index].text) }
        return .file(path: path, isNew: old == nil, diff: rows)
    }

    // MARK: Owner and mode

    /// A new file belongs to whom its directory belongs to, and one that holds a secret is nobody else's to read, unless the
    /// guide says otherwise.
    private func attributes(isNew: Bool, holdsSecret: Bool) async throws -> FileAttributes {
        var attributes = FileAttributes(action.attributes)
        if isNew, let parent = path.parentDirectory, let directory = try await bench.machine.status(of: bench.followed(parent)) {
            attributes.owner = attributes.owner ?? String(directory.ownerID)
            attributes.group = attributes.group ?? String(directory.groupID)
        }
        if isNew && holdsSecret && attributes.mode == nil { attributes.mode = 0o600 }
        return attributes
    }

    /// Those of the file itself, where a link leads to it.
    private func attributesCheck() async throws -> Check? {
        guard action.attributes.check(of: path) != nil else { return nil }
        return try await action.attributes.check(of: bench.followed(path))
    }

    private func attributeChanges() async throws -> [Change] {
        guard let check = try await attributesCheck(), await !bench.inspector.finding(for: check).isAcceptable else { return [] }
        return FileAttributes(action.attributes).words(for: path).map { .command(Command($0).line) }
    }
}
