import Foundation
import Testing

/// A run of the program without a terminal, as from a script: what it said, and how it ended.
struct Headless: Sendable {
    var code: Int32
    var output: String
    var complaint: String

    /// Runs the program to its end. `input` comes on standard input, by default nothing does.
    static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:], asNobody: Bool = false
    ) async throws -> Headless {
        await Turnstile.shared.enter()
        do {
            let result = try await begin(arguments, input, environment, asNobody)
            await Turnstile.shared.leave()
            return result
        } catch {
            await Turnstile.shared.leave()
            throw error
        }
    }

    private static func begin(
        _ arguments: [String], _ input: String?, _ environment: [String: String], _ asNobody: Bool
    ) async throws -> Headless {
        let scratch = try Scratch()
        let source = try input.map { try scratch.write($0, to: "input") } ?? "/dev/null"
        let (output, complaint) = ("\(scratch.path)/output", "\(scratch.path)/complaint")
        var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
        variables.merge(environment) { $1 }
        let setpriv = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let child = try Child(
            (asNobody ? setpriv : []) + [Child.program] + arguments, environment: variables,
            files: [(source, O_RDONLY), (output, O_WRONLY | O_CREAT), (complaint, O_WRONLY | O_CREAT)], ownsSession: false)
        let end = await withCheckedContinuation { continuation in
            child.whenEnded { continuation.resume(returning: $0) }
        }
        guard case .exited(let code) = end else {
            throw CocoaError(.executableRuntimeMismatch, userInfo: ["end": "\(end)", "arguments": arguments])
        }
        return Headless(
            code: code, output: try String(contentsOfFile: output, encoding: .utf8),
            complaint: try String(contentsOfFile: complaint, encoding: .utf8))
    }

    /// Everything that was said, by line.
    var complaints: [String] { complaint.split(separator: "\n").map(String.init) }

    /// The output as JSON.
    func json(location: SourceLocation = #_sourceLocation) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(output.utf8))
    }

    /// Expects one clear line on standard error, nothing on standard output, and this exit code.
    func expectRefusal(_ code: Int32, _ words: String..., location: SourceLocation = #_sourceLocation) {
        #expect(self.code == code, "\(output)\(complaint)", sourceLocation: location)
        #expect(complaints.count == 1, "\(complaint)", sourceLocation: location)
        #expect(output.isEmpty, "\(output)", sourceLocation: location)
        for words in words { #expect(complaint.contains(words), "\(complaint)", sourceLocation: location) }
    }
}
