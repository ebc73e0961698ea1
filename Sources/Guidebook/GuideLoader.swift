internal import Crypto

/// Reads a guide, strictly: unknown keys, unknown names and incomplete steps are all reported with file and line.
public struct GuideLoader {
    /// A file of the guide by name.
    public struct File: Sendable, Hashable {
        /// The name, such as `10-prepare.yaml`; files are read in the order of their names.
        public var name: String
        /// The content.
        public var text: String

        /// Creates a file.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    private let templates: [String: Template]

    /// Reads a guide from its section files and templates. Throws every problem found in them.
    public static func guide(sections: [File], templates: [File]) throws(DocumentError) -> Guide {
        var problems: [Problem] = []
        var bodies: [String: Template] = [:]
        let read = [Result<Template, DocumentError>](concurrently: templates.count) { index in
            Result { () throws(DocumentError) in try Template(name: templates[index].name, source: templates[index].text) }
        }
        for template in read {
            do { bodies[try template.get().name] = try template.get() } catch { problems += error.problems }
        }
        let loader = GuideLoader(templates: bodies)
        let files = sections.sorted { $0.name < $1.name }
        var loaded: [Section] = []
        for (section, found) in [(Section?, [Problem])](concurrently: files.count, { loader.section(files[$0]) }) {
            if let section { loaded.append(section) }
            problems += found
        }
        if loaded.isEmpty && problems.isEmpty { problems.append(Problem(file: "guide", line: 0, path: "", message: "it has no sections")) }
        problems += duplicates(loaded)
        if !problems.isEmpty { throw DocumentError(problems) }
        return Guide(sections: loaded, templates: bodies, digest: digest(sections + templates))
    }

    private static func digest(_ files: [File]) -> String {
        var hash = SHA256()
        for file in files.sorted(by: { $0.name < $1.name }) {
            hash.update(data: Array("\(file.name)\n\(file.text.utf8.count)\n\(file.text)".utf8))
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    private static func duplicates(_ sections: [Section]) -> [Problem] {
        var seen: Set<String> = []
        return sections.flatMap(\.steps).filter { !seen.insert($0.id).inserted }.map {
            Problem(file: "guide", line: $0.line, path: $0.id, message: "two steps have this id; every id is given once and for ever")
        }
    }

    /// The section in a file, and what is wrong with it.
    private func section(_ file: File) -> (Section?, [Problem]) {
        let log = ProblemLog(file: file.name)
        do {
            return (try section(file, log), log.problems)
        } catch {
            return (nil, error.problems + log.problems)
        }
    }

    private func section(_ file: File, _ log: ProblemLog) throws(DocumentError) -> Section? {
        guard let root = try YAMLDocument.root(of: file.text, file: file.name) else {
            throw DocumentError(file: file.name, "the file is empty; a section has id, title, text and steps")
        }
        let reader = Reader(root, path: "", log: log)
        let id = reader.required("id")
        let section = Section(
            id: id, title: reader.required("title"), text: GuideLoader.paragraphs(reader.required("text")),
            steps: reader.items("steps").enumerated().map { index, node in
                step(Reader(node, path: "steps[\(index)]", log: log), section: id)
            })
        for name in Set(Placeholder.names(in: section.text)).sorted() where !Vocabulary.texts.contains(name) {
            reader.complain("text", "'{{\(name)}}' is not declared anywhere")
        }
        if section.steps.isEmpty { reader.complain("steps", "a section needs at least one step") }
        reader.finish()
        return section
    }

    private func step(_ reader: Reader, section: String) -> Step {
        let id = reader.required("id")
        if !id.isEmpty && !id.hasPrefix(section + ".") {
            reader.complain("id", "'\(id)' does not begin with its section's name; write '\(section).…'")
        }
        let fields = StepFields(reader: reader, templates: templates)
        let action = fields.action()
        let step = Step(
            id: id, title: reader.required("title"), text: GuideLoader.paragraphs(reader.required("text")),
            erratum: reader.text("erratum").map(GuideLoader.paragraphs), roles: fields.roles(), conditions: fields.conditions(),
            action: action, requirements: fields.checks("requires"), respects: fields.checks("respects"),
            checks: fields.checks("checks"), handlers: fields.handlers(), timeout: fields.timeout(),
            settling: reader.duration("settles") ?? .zero, logs: reader.texts("logs") ?? [], undo: fields.undo(for: action),
            warning: reader.text("warning"), isOnRequest: reader.flag("on-request") ?? false, line: reader.node.line)
        reader.finish()
        checkNames(of: step, reader)
        if step.checks.isEmpty && !action.bringsChecks {
            reader.complain("checks", "a step of this kind needs at least one check; without it nobody knows whether it is done")
        }
        return step
    }

    /// Block text with its line breaks folded into paragraphs, because screens wrap it anew.
    private static func paragraphs(_ text: String) -> String {
        var folded: [UInt8] = []
        var gap = ""
        for line in Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let words = line.drop { $0 == UInt8(ascii: " ") }
            if words.isEmpty {
                gap = "\n\n"
            } else {
                if !folded.isEmpty { folded += gap.utf8 }
                folded += words
                gap = " "
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }

    /// Every `{{name}}` in a step must stand for a text: lists belong in templates, secrets nowhere else.
    private func checkNames(of step: Step, _ reader: Reader) {
        var names: Set<String> = []
        _ = step.filled { text in
            names.formUnion(Placeholder.names(in: text))
            return text
        }
        for name in names.sorted() where !Vocabulary.texts.contains(name) && name != "candidate" {
            if Vocabulary.isSecret(name) {
                reader.log.add(
                    step.line, reader.path, "'{{\(name)}}' is a secret and may stand in templates only, never in a command or text")
            } else if Vocabulary.lists[name] != nil {
                reader.log.add(step.line, reader.path, "'{{\(name)}}' is a list and may stand in templates only")
            } else {
                reader.log.add(step.line, reader.path, "'{{\(name)}}' is not declared anywhere")
            }
        }
    }
}
