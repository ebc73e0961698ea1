import Guidebook
import Machines

/// Makes a directory and gives it owner, group and mode.
struct DirectoryPerformer: Performer {
    let action: DirectoryAction
    let bench: Bench

    func findings() async throws -> [Finding] {
        let attributes = Check.Attributes(owner: action.owner, group: action.group, mode: action.mode)
        return [await bench.inspector.finding(for: .directory(path: action.path, attributes: attributes))]
    }

    func preview() async throws -> [Change] {
        let exists = try await bench.machine.status(of: action.path) != nil
        return [.directory(path: action.path, note: "\(exists ? "keep" : "make") it, \(wishes)")]
    }

    private var wishes: String {
        let words = [
            action.owner.map { "owner \($0)" }, action.group.map { "group \($0)" },
            action.mode.map { "mode \(Inspector.octal($0))" },
        ].compactMap(\.self)
        return words.isEmpty ? "with the attributes that it gets by itself" : words.joined(separator: ", ")
    }

    func perform(_ attempt: Attempt) async throws {
        let status = try await bench.machine.status(of: action.path)
        if let status, status.kind != .directory {
            throw StepFailure(reason: "\(action.path) exists and is not a directory; move it away or choose another path")
        }
        try await attempt.keepFirst(.directory(path: action.path, attributes: status.map(Original.Attributes.init))) {
            if case .directory(action.path, _) = $0 { true } else { false }
        }
        try await bench.machine.makeDirectory(
            action.path, attributes: FileAttributes(owner: action.owner, group: action.group, mode: action.mode))
        try await attempt.note(deed(attempt.originals))
    }

    func settle(_ attempt: Attempt) async throws { try await attempt.noteMissing(deed(attempt.originals)) }

    private func deed(_ originals: [Original]) -> Change {
        let isMade = originals.contains(.directory(path: action.path, attributes: nil))
        return .directory(path: action.path, note: "\(isMade ? "made" : "kept"), \(wishes)")
    }
}

extension Original.Attributes {
    init(_ status: FileStatus) {
        let time = status.kind == .file ? status.time : nil
        self.init(owner: status.ownerID, group: status.groupID, mode: status.mode, modified: time)
    }
}
