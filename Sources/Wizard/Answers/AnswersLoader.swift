public import Guidebook
import Machines
import TerminalUI

/// Reads answers files, strictly: every mistake is reported with its line, before anything is pressed.
public struct AnswersLoader {
    /// The version of the file's form that this program reads.
    static let version = 1
    /// How long an entry waits where nothing is said.
    static let standardLimit = Duration.seconds(120)

    private let log: ProblemLog

    /// Reads the file at a path. Throws every problem found in it, or that it cannot be read.
    public static func answers(at path: String) async throws(DocumentError) -> Answers {
        let bytes: [UInt8]?
        do {
            bytes = try await LocalMachine(executable: "").read(path, limit: 1 << 20)
        } catch {
            throw DocumentError(file: path, "the file cannot be read: \(error.what); \(error.remedy)")
        }
        guard let bytes else { throw DocumentError(file: path, "there is no such file; --answers names a file of keys to press") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentError(file: path, "the file is not UTF-8 text; save it as UTF-8")
        }
        return try answers(from: text, file: path)
    }

    /// Reads the text of a file. `file` is its name for messages; the files that it names lie beside it.
    static func answers(from text: String, file: String) throws(DocumentError) -> Answers {
        guard let root = try YAMLDocument.root(of: text, file: file) else {
            throw DocumentError(file: file, "the file is empty; it has 'answers: \(version)' and a list 'do'")
        }
        let loader = AnswersLoader(log: ProblemLog(file: file))
        let answers = loader.read(root)
        try loader.log.throwIfAny()
        return answers
    }

    private func read(_ root: Node) -> Answers {
        let reader = Reader(root, path: "", log: log)
        let version = reader.required("answers")
        if !version.isEmpty && version != String(AnswersLoader.version) {
            reader.complain("answers", "'\(version)' is not a version that this program reads; it reads \(AnswersLoader.version)")
        }
        let limit = reader.duration("limit") ?? AnswersLoader.standardLimit
        let nodes = reader.items("do")
        if nodes.isEmpty { reader.complain("do", "is missing; list what is to be pressed and expected") }
        let entries = nodes.enumerated().compactMap { index, node in
            AnswerReader(Reader(node, path: "do[\(index)]", log: log), limit: limit, folder: folder).answer()
        }
        compareScreens(entries)
        let ending = ending(reader)
        reader.finish()
        return Answers(file: log.file, entries: entries, ending: ending, limit: limit)
    }

    private func ending(_ reader: Reader) -> Answers.Ending {
        guard let word = reader.text("at-end") else { return .stay }
        if let ending = Answers.Ending(rawValue: word) { return ending }
        reader.complain("at-end", "'\(word)' is not known; write 'stay' for the keyboard to the operator, or 'leave'")
        return .stay
    }

    private func compareScreens(_ entries: [Answer]) {
        var lines: [String: Int] = [:]
        for entry in entries {
            guard case .screen(let name) = entry.action else { continue }
            if let first = lines[name] { log.add(entry.line, "screen", "'\(name)' is kept on line \(first) already; give it another name") }
            lines[name] = lines[name] ?? entry.line
        }
    }

    /// Where the files lie that the answers name.
    private var folder: String { log.file.lastIndex(of: "/").map { String(log.file[...$0]) } ?? "" }
}
