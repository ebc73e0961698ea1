import Guidebook
import Machines

/// Unpacks an archive into a folder of its own and links to what later steps need of it.
///
/// The folder appears under its name in one step and with a receipt in it; the receipt says that all is done when it is.
struct ArchivePerformer: Performer {
    let action: ArchiveAction
    let bench: Bench

    var archive: ArchiveFile { ArchiveFile(path: action.source, sha256: action.sha256, bench: bench) }
    private var staging: String { "\(action.directory)/.joget-cluster-unpack" }

    /// The command by which a folder takes its place.
    static func placing(_ path: String, from staging: String) -> [String] {
        ["mv", "--no-target-directory", "\(staging)/\(path.split(separator: "/").last ?? "")", path]
    }

    // MARK: Looking

    func preview() async throws -> [Change] {
        let work = try await work()
        var commands = work.isUnpacked ? [] : unpacking(work)
        for link in try await wrongLinks(work) { commands.append(LinkPerformer.linking(path(link.name), to: link.target)) }
        for path in try await wrongFolders(work) { commands += opening(path) }
        var changes = commands.map { Change.command(Command($0).line) }
        if let change = try await receiptChange(work) { changes.append(change) }
        return changes
    }

    func path(_ name: String) -> String { "\(action.directory)/\(name)" }

    // MARK: Doing

    func perform(_ attempt: Attempt) async throws {
        let work = try await work()
        if !work.isUnpacked { try await unpack(work, attempt) }
        for link in try await wrongLinks(work) {
            let former = try await bench.linkTarget(of: path(link.name))
            try await attempt.keepLink(path(link.name), former: former, ours: link.target)
            try await attempt.run(bench.command(LinkPerformer.linking(path(link.name), to: link.target)))
        }
        for path in try await wrongFolders(work) {
            for words in opening(path) { try await attempt.run(bench.command(words)) }
        }
        try await clear(attempt)
        guard let change = try await receiptChange(work) else { return }
        try await write(work.receipt.whole, in: path(work.top))
        try await attempt.note(change)
    }

    func settle(_ attempt: Attempt) async throws {
        try await clear(attempt)
        guard let receipt = try await wholeReceipt() else { return }
        let isNoted = await attempt.engine.state[bench.step.id].changes.contains {
            if case .file(receipt.path, _, _) = $0 { true } else { false }
        }
        if !isNoted { try await attempt.note(Change.receipt(receipt.path, from: [], to: receipt.text)) }
    }

    private func unpack(_ work: Work, _ attempt: Attempt) async throws {
        let folder = path(work.top)
        if try await bench.machine.status(of: action.directory) == nil {
            try await attempt.keepOnce(.directory(path: action.directory, attributes: nil))
        }
        try await attempt.keepOnce(.unpacked(path: folder, staging: staging))
        for words in unpacking(work).dropLast() {
            try await attempt.run(bench.command(words))
            if words[0] == "rm" { try await bench.machine.makeDirectory(staging, attributes: FileAttributes(mode: 0o700)) }
        }
        try await makeExecutable("\(staging)/\(work.top)", work)
        try await write(work.receipt, in: "\(staging)/\(work.top)")
        guard try await bench.machine.status(of: folder) == nil else {
            throw StepFailure(reason: "somebody made \(folder) in the middle of this step; look at it, and repeat the step")
        }
        try await attempt.run(bench.command(ArchivePerformer.placing(folder, from: staging)))
    }

    private func unpacking(_ work: Work) -> [[String]] {
        [
            ["rm", "--recursive", "--force", staging], archive.extraction(into: staging),
            ["chown", "--recursive", "--no-dereference", "root:\(action.group)", staging],
            ["chmod", "--recursive", "u=rwX,g=rX,o=", staging],
            ArchivePerformer.placing(path(work.top), from: staging),
        ]
    }

    private func opening(_ folder: String) -> [[String]] {
        [
            ["mkdir", "--parents", folder], ["chown", "--recursive", "\(action.group):\(action.group)", folder],
            ["chmod", "--recursive", "u=rwX,g=rX,o=", folder],
        ]
    }

    /// A script that a link is known by is one to be started, which archives made on other systems do not say.
    private func makeExecutable(_ folder: String, _ work: Work) async throws {
        for link in action.links where link.holding.hasSuffix(".sh") {
            guard let target = work.receipt.links[link.name] else { continue }
            let script = "\(folder)\(target.dropFirst(work.top.count))/\(link.holding)"
            guard let status = try await bench.machine.status(of: script), status.kind == .file, status.mode & 0o110 != 0o110 else {
                continue
            }
            try await bench.machine.setAttributes(FileAttributes(mode: status.mode | 0o110), of: script)
        }
    }

    private func write(_ receipt: ArchiveReceipt, in folder: String) async throws {
        let attributes = FileAttributes(owner: "root", group: "root", mode: 0o644)
        try await bench.machine.replace(ArchiveReceipt.path(in: folder), with: Array(receipt.text.utf8), attributes: attributes)
    }

    /// Takes the staging folder away: empty after its one folder has moved, full where an attempt was cut short.
    private func clear(_ attempt: Attempt) async throws {
        guard let names = try await bench.machine.list(staging) else { return }
        if names.isEmpty { return try await bench.machine.remove(staging) }
        try await attempt.run(bench.command(["rm", "--recursive", "--force", staging]))
    }
}
