import Foundation
import Testing

/// Compares screens with the pictures in `Screens`. With RECORD=1 the pictures are written anew, and the test fails all the same.
enum Pictures {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Screens")

    static func expect(_ screen: String, is name: String, replacing path: String? = nil, location: SourceLocation = #_sourceLocation) throws
    {
        // Of the same length, so that no line breaks elsewhere.
        let screen = path.map { screen.replacingOccurrences(of: $0, with: "/tmp/wz.000000") } ?? screen
        let timeless = screen.replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/, with: "2026-01-02 03:04:05 UTC")
        let file = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try timeless.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(name).txt; look at it, then run the tests without RECORD", sourceLocation: location)
            return
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(timeless == expected, "the screen differs from Screens/\(name).txt:\n\(timeless)", sourceLocation: location)
    }
}
