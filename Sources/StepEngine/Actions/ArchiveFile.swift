import Guidebook
import Machines

/// The archive itself: whether it is there, is the right one, and what is in it. Only looks.
struct ArchiveFile {
    let path: String
    /// The checksum that it must have; empty where nobody knows.
    let sha256: String
    let bench: Bench

    var isZip: Bool { path.isZip }

    /// The command that unpacks it into a folder.
    func extraction(into folder: String) -> [String] {
        isZip
            ? ["unzip", "-q", path, "-d", folder]
            : ["tar", "--extract", "--gzip", "--no-same-owner", "--file", path, "--directory", folder]
    }

    /// Its size in bytes; nil where that cannot be told.
    func size() async throws -> Int? {
        let status = try await bench.machine.status(of: path)
        return status?.kind == .file ? status?.size : nil
    }

    /// What it holds. Throws where it is missing, damaged, another one, or no archive at all.
    func listing() async throws -> ArchiveListing {
        try await demandFile()
        try await compareChecksum()
        let words = isZip ? ["unzip", "-Z1", path] : ["tar", "--list", "--gzip", "--file", path]
        let answer = try await bench.inspector.ask(words, timeout: bench.step.timeout)
        guard answer.succeeded else { throw damage(answer.output, words[0]) }
        guard answer.output.utf8.count < CommandResult.limit else {
            throw StepFailure(reason: "\(path) holds more files than this program looks at; it is no archive of Joget or Tomcat")
        }
        return try ArchiveListing(answer.output, of: path)
    }

    private func demandFile() async throws {
        guard let status = try await bench.machine.status(of: path) else {
            let others = await bench.inspector.likelyBundles().prefix(5)
            let hint =
                others.isEmpty
                ? "copy it there, or say with application.bundle where it is"
                : "found here: \(others.joined(separator: ", ")); say with application.bundle which one is meant"
            throw StepFailure(reason: "there is no file \(path) on this server; \(hint)")
        }
        guard status.kind == .file || status.kind == .link else {
            throw StepFailure(reason: "\(path) is \(status.kind.words), not an archive")
        }
    }

    private func compareChecksum() async throws {
        guard !sha256.isEmpty else { return }
        let answer = try await bench.inspector.ask(["sha256sum", path], timeout: bench.step.timeout)
        // A name with a backslash in it makes the line begin with one.
        let found = answer.output.split(separator: " ").first.map { String($0.drop { $0 == "\\" }) } ?? ""
        guard answer.succeeded else {
            throw StepFailure(reason: "the checksum of \(path) cannot be taken", evidence: answer.output.firstLine, program: "sha256sum")
        }
        guard found.lowercased() == sha256.lowercased() else {
            throw StepFailure(
                reason: "the checksum of \(path) differs: expected \(sha256.lowercased()), found \(found); "
                    + "it is another archive, or it was damaged on its way")
        }
    }

    private func damage(_ output: String, _ program: String) -> StepFailure {
        let lines = output.split(whereSeparator: \.isNewline).map { String($0).trimmed }
        let proof = lines.first { $0.hasPrefix("gzip: ") || $0.hasPrefix("tar: ") || $0.contains("End-of-central-directory") }
        let isTruncated = output.contains("unexpected end of file") || output.contains("Unexpected EOF")
        let kind = isZip ? "zip archive" : "archive made by tar and gzip"
        let reason =
            isTruncated
            ? "\(path) ends too early: it was not copied or downloaded whole" : "\(path) cannot be read as \(isZip ? "a" : "an") \(kind)"
        return StepFailure(reason: proof.map { "\(reason) (\($0))" } ?? reason, evidence: proof ?? output.firstLine, program: program)
    }
}
