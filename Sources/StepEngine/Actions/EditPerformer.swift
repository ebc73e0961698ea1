import ConfigEditing
import Guidebook
import Machines

/// Sets an entry in a file of the operator's; every other byte stays.
struct EditPerformer: Performer {
    let action: EditAction
    let bench: Bench

    func findings() async throws -> [Finding] {
        let old = try await bench.machine.read(action.path, limit: FilePerformer.largest) ?? []
        let stands = try edited(old) == old
        return [
            Finding(
                "entry in \(action.path)", expected: wish, found: stands ? "it stands there" : "it does not stand there as it should",
                verdict: stands ? .holds : .fails)
        ]
    }

    func preview() async throws -> [Change] {
        let old = try await bench.machine.read(action.path, limit: FilePerformer.largest)
        return [
            .file(path: action.path, isNew: old == nil, diff: Change.rows(from: old ?? [], to: try edited(old ?? []), path: action.path))
        ]
    }

    func perform(_ attempt: Attempt) async throws {
        let old = try await bench.machine.read(action.path, limit: FilePerformer.largest)
        let new = try edited(old ?? [])
        guard new != old else { return }
        try await attempt.keepFile(action.path, bytes: old)
        // Somebody may have written it since it was read; what they wrote is not ours to lose.
        guard try await bench.machine.read(action.path, limit: FilePerformer.largest) == old else {
            throw StepFailure(reason: "\(action.path) was changed by somebody else just now; look at it and repeat the step")
        }
        try await bench.machine.replace(action.path, with: new, attributes: FileAttributes())
        try await attempt.storeResult(new, of: action.path)
        try await attempt.note(.file(path: action.path, isNew: old == nil, diff: Change.rows(from: old ?? [], to: new, path: action.path)))
    }

    private var wish: String {
        switch action.entry {
        case .fstab(let source, let target, let type, let options): "\(source) \(target) \(type) \(options)"
        case .hosts(let lines): lines
        }
    }

    private func edited(_ bytes: [UInt8]) throws -> [UInt8] {
        do {
            switch action.entry {
            case .fstab(let source, let target, let type, let options):
                let entry = FstabEntry(
                    source: source, target: target, type: type, options: options.split(separator: ",").map(String.init))
                return try Fstab.setting(entry, in: bytes)
            case .hosts(let lines):
                return try lines.split(separator: ",").reduce(bytes) { bytes, line in
                    let words = line.split(separator: " ").map(String.init)
                    return try HostsFile.setting(address: words[0], names: Array(words.dropFirst()), in: bytes)
                }
            }
        } catch {
            throw StepFailure(reason: "\(action.path): \(error)")
        }
    }
}
