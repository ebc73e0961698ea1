internal import FoundationEssentials

/// A guide as it lies on disk: `Guide/*.yaml` and `Templates/*` in one folder.
public struct GuideFolder: Sendable, Hashable {
    /// The folder that holds `Guide` and `Templates`.
    public let path: String

    /// Names the folder; nothing is read yet.
    public init(path: String) { self.path = path }

    /// Reads the guide. Throws every problem found in it, or that the folder cannot be read.
    public func load() throws(DocumentError) -> Guide {
        let sections = try files(in: "Guide", endings: [".yaml"])
        let templates = try files(in: "Templates", endings: [])
        return try GuideLoader.guide(sections: sections, templates: templates)
    }

    private func files(in folder: String, endings: [String]) throws(DocumentError) -> [GuideLoader.File] {
        let folder = "\(path)/\(folder)"
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw DocumentError(file: folder, "the folder cannot be read; reinstall joget-cluster or name another guide with --guide DIR")
        }
        var files: [GuideLoader.File] = []
        for name in names.sorted() where !name.hasPrefix(".") && (endings.isEmpty || endings.contains { name.hasSuffix($0) }) {
            guard let content = FileManager.default.contents(atPath: "\(folder)/\(name)"),
                let text = String(validating: content, as: UTF8.self)
            else { throw DocumentError(file: "\(folder)/\(name)", "the file cannot be read as UTF-8 text") }
            files.append(GuideLoader.File(name: name, text: text))
        }
        return files
    }
}
