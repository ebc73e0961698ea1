import Foundation
import Testing

/// What became of the published guide, as the program tells it.
struct CoverageTests {
    /// The guide that is shipped, to be spoilt.
    private static func copy(to scratch: Scratch) throws -> String {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Resources").standardized
        try FileManager.default.copyItem(at: shipped.resolvingSymlinksInPath(), to: URL(filePath: scratch.path + "/guide"))
        return scratch.path + "/guide"
    }

    private static func spoil(_ folder: String, _ change: (String) -> String) throws {
        let path = URL(filePath: folder + "/Coverage/published-guide.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        let spoilt = change(text)
        try #require(spoilt != text, "nothing was spoilt")
        try Data(spoilt.utf8).write(to: path)
    }

    @Test("Every instruction has a number and an answer, and the last line says that there is no gap")
    func shipped() async throws {
        let result = try await Headless.run(["guide", "--coverage"])
        #expect(result.code == 0 && result.complaint.isEmpty, "\(result.output.suffix(500))")
        let lines = result.output.split(separator: "\n").map(String.init)
        let closing = try #require(
            lines.last?.firstMatch(of: /^(\d+) instructions: (\d+) as steps, (\d+) corrected, (\d+) left out with a reason; no gap$/))
        let numbers = [closing.1, closing.2, closing.3, closing.4].compactMap { Int($0) }
        #expect(numbers[0] == numbers[1] + numbers[2] + numbers[3] && numbers[0] > 40)
        for number in 1...numbers[0] {
            #expect(lines.contains { $0.firstMatch(of: /^ +(\d+)  \S/)?.1 == String(number)[...] }, "\(number)")
        }
        #expect(lines.contains("Beyond the published guide"))
        #expect(lines.count { $0.contains("corrected in ") } >= numbers[2] && lines.count { $0.contains("left out: ") } == numbers[3])
        let json = try #require(try await Headless.run(["guide", "--coverage", "--json"]).json() as? [String: Any])
        #expect(json["corrected"] as? Int == numbers[2] && (json["gaps"] as? [Any])?.isEmpty == true)
    }

    @Test("A step that no entry names, and an entry that names no step, are gaps, and the end is 1")
    func gaps() async throws {
        let scratch = try Scratch()
        let folder = try Self.copy(to: scratch)
        try Self.spoil(folder) { $0.replacing("shared-directory.packages", with: "shared-directory.parcels") }
        let result = try await Headless.run(["guide", "--coverage", "--guide", folder])
        #expect(result.code == 1)
        #expect(result.output.contains("shared-directory.parcels: the guide has no such step"))
        #expect(result.output.contains("shared-directory.packages: no entry names this step"))
        #expect(result.output.hasSuffix("; 2 gaps\n"), "\(result.output.suffix(300))")
    }

    @Test("A mistake in the file, and a guide without it, are refused by name")
    func refusals() async throws {
        let scratch = try Scratch()
        let folder = try Self.copy(to: scratch)
        try Self.spoil(folder) { "colour: red\n" + $0 }
        try await Headless.run(["guide", "--coverage", "--guide", folder]).expectRefusal(
            65, "published-guide.yaml:1: colour", "no such key")
        try FileManager.default.removeItem(atPath: folder + "/Coverage")
        try await Headless.run(["guide", "--coverage", "--guide", folder]).expectRefusal(65, "\(folder)/Coverage/published-guide.yaml")
    }
}
