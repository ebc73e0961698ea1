internal import FoundationEssentials

/// Reads the coverage of the published guide, as strictly as the guide itself.
public struct CoverageLoader {
    /// Where it lies in the folder of a guide.
    public static let path = "Coverage/published-guide.yaml"

    private let log: ProblemLog

    /// Reads a coverage file. Throws every problem found in it.
    public static func coverage(from file: GuideLoader.File) throws(DocumentError) -> Coverage {
        guard let root = try YAMLDocument.root(of: file.text, file: file.name) else {
            throw DocumentError(file: file.name, "the file is empty; it has chapters with instructions, and 'beyond'")
        }
        let loader = CoverageLoader(log: ProblemLog(file: file.name))
        let coverage = loader.read(root)
        try loader.log.throwIfAny()
        return coverage
    }

    private func read(_ root: Node) -> Coverage {
        let reader = Reader(root, path: "", log: log)
        var number = 0
        let chapters = reader.items("chapters").enumerated().map { index, node in
            chapter(Reader(node, path: "chapters[\(index)]", log: log), &number)
        }
        if chapters.isEmpty { reader.complain("chapters", "is missing; list the chapters of the published guide") }
        let additions = reader.items("beyond").enumerated().map { index, node in
            addition(Reader(node, path: "beyond[\(index)]", log: log))
        }
        reader.finish()
        return Coverage(file: log.file, chapters: chapters, additions: additions)
    }

    private func chapter(_ reader: Reader, _ number: inout Int) -> Coverage.Chapter {
        let title = reader.required("title")
        let nodes = reader.items("instructions")
        if nodes.isEmpty { reader.complain("instructions", "is missing; a chapter needs at least one instruction") }
        let instructions = nodes.enumerated().map { index, node in
            number += 1
            return instruction(Reader(node, path: "\(reader.path).instructions[\(index)]", log: log), number)
        }
        reader.finish()
        return Coverage.Chapter(title: title, instructions: instructions)
    }

    private func instruction(_ reader: Reader, _ number: Int) -> Coverage.Instruction {
        let text = reader.required("text")
        let hasSteps = reader.value("steps") != nil
        let reason = reader.text("left-out") ?? ""
        if hasSteps == !reason.isEmpty {
            reader.complain(
                hasSteps ? "left-out" : "steps",
                hasSteps ? "stands beside 'steps'; give one of the two" : "is missing; name the steps, or give 'left-out' with the reason")
        }
        let treatment = hasSteps ? Coverage.Treatment.steps(steps(reader)) : .leftOut(reason)
        reader.finish()
        return Coverage.Instruction(number: number, text: text, treatment: treatment, line: reader.node.line)
    }

    private func addition(_ reader: Reader) -> Coverage.Addition {
        let reason = reader.required("reason")
        let steps = steps(reader)
        reader.finish()
        return Coverage.Addition(reason: reason, steps: steps, line: reader.node.line)
    }

    private func steps(_ reader: Reader) -> [String] {
        let ids = reader.texts("steps") ?? []
        if ids.isEmpty { reader.complain("steps", "is missing; name at least one step") }
        if Set(ids).count < ids.count { reader.complain("steps", "names a step twice") }
        return ids
    }
}

extension GuideFolder {
    /// Reads what became of the instructions of the published guide. Throws every problem found in it, or that there is no such file.
    public func coverage() throws(DocumentError) -> Coverage {
        let path = "\(path)/\(CoverageLoader.path)"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw DocumentError(file: path, "the file cannot be read; reinstall joget-cluster or name another guide with --guide DIR")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DocumentError(file: path, "the file cannot be read as UTF-8 text")
        }
        return try CoverageLoader.coverage(from: GuideLoader.File(name: path, text: text))
    }
}
