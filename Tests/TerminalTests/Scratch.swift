import Foundation

/// A folder of a test's own, gone with it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "terminal-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What a test has closed to itself can be left behind only by a test that failed.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The state directory of most tests; nobody has made it yet.
    var state: String { path + "/state" }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }

    /// Every file and folder below with its mode and content: equal lists mean that nothing was changed.
    func listing(of folder: String? = nil) throws -> [String] {
        let root = folder ?? path
        return try FileManager.default.subpathsOfDirectory(atPath: root).sorted().map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(root)/\(name)")
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
            let content =
                attributes[.type] as? FileAttributeType == .typeRegular ? try Data(contentsOf: URL(filePath: "\(root)/\(name)")) : Data()
            return "\(name) \(String(mode, radix: 8)) \(content.base64EncodedString())"
        }
    }

    /// The files below that hold these bytes.
    func files(holding text: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
            guard let content = FileManager.default.contents(atPath: "\(path)/\(name)") else { return false }
            return content.range(of: Data(text.utf8)) != nil
        }
    }
}
