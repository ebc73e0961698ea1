import Guidebook
import Machines

/// Adds the files of a folder to another one, each whole or not at all, and overwrites nothing.
struct TreePerformer: Performer {
    let action: CopyAction
    let bench: Bench

    private var staging: String { "\(action.target)/.joget-cluster-copy" }

    func findings() async throws -> [Finding] {
        let missing = try await missing()
        let count = missing.count == 1 ? "1 file is missing" : "\(missing.count) files are missing"
        let examples = missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? ", …" : "")
        return [
            Finding(
                "files in \(action.target)", expected: "every file of \(action.source)",
                found: missing.isEmpty ? "all of them" : "\(count): \(examples)", verdict: missing.isEmpty ? .holds : .fails)
        ]
    }

    func preview() async throws -> [Change] {
        _ = try await missing()
        return commands.map { .command(Command($0).line) }
    }

    func perform(_ attempt: Attempt) async throws {
        _ = try await missing()
        if try await bench.machine.status(of: action.target) == nil {
            try await attempt.keepOnce(.directory(path: action.target, attributes: nil))
            try await bench.machine.makeDirectory(action.target, attributes: FileAttributes())
        }
        try await attempt.keepOnce(.filled(path: action.target))
        for words in commands { try await attempt.run(bench.command(words)) }
    }

    func settle(_ attempt: Attempt) async throws {
        guard try await bench.machine.status(of: staging) != nil else { return }
        try await attempt.run(bench.command(clearing))
    }

    private var clearing: [String] { ["rm", "--recursive", "--force", staging] }

    private var commands: [[String]] {
        [
            clearing, asAccount(["cp", "--recursive", "\(action.source)/.", staging]),
            // A file appears by a second name of a whole one: nobody ever reads half of it.
            asAccount(["cp", "--recursive", "--link", "--no-clobber", "\(staging)/.", action.target]), clearing,
        ]
    }

    private func asAccount(_ words: [String]) -> [String] {
        action.account.map { ["runuser", "--user", $0, "--"] + words } ?? words
    }

    /// What the target lacks, relative to it and sorted. An empty folder counts, and ends in a slash.
    private func missing() async throws -> [String] {
        guard try await bench.machine.list(action.source) != nil else {
            throw StepFailure(
                reason: "there is no folder \(action.source) on this server; "
                    + "say with application.wflow where the folder wflow of a Joget bundle is")
        }
        var missing: [String] = []
        var open = [""]
        while let folder = open.popLast() {
            let names = try await bench.machine.list(action.source + "/" + folder) ?? []
            let present = try await Set(bench.machine.list(action.target + "/" + folder) ?? [])
            for name in names {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                let isFolder = try await bench.machine.status(of: "\(action.source)/\(path)")?.kind == .directory
                if isFolder {
                    open.append(path)
                } else if !present.contains(name) {
                    missing.append(path)
                }
                guard isFolder, !present.contains(name) else { continue }
                if try await bench.machine.list("\(action.source)/\(path)")?.isEmpty == true { missing.append("\(path)/") }
            }
        }
        return missing.sorted()
    }
}
