import ArgumentParser
import Glibc
import Guidebook
import Handover
import Machines
import Reporting
import StepEngine

extension ExitCode {
    static let usage = ExitCode(64)
    static let stopped = ExitCode(2)
    static let badDocument = ExitCode(65)
    static let notRoot = ExitCode(77)
}

/// A refusal of the program itself: one message and its exit code.
struct Refusal: Error {
    var message: String
    var code: ExitCode

    init(_ message: String, _ code: ExitCode) {
        self.message = message
        self.code = code
    }

    /// What an error of any layer means for the operator.
    init(_ error: any Error) {
        switch error {
        case let error as Refusal: self = error
        case let error as ReportError: self.init(error.description, .badDocument)
        case let error as SlipError: self.init(error.description, .badDocument)
        case let error as DocumentError: self.init(error.description, .badDocument)
        case let error as EngineError: self.init(error.description, ExitCode(error.kind.exitCode))
        case let error as MachineError: self.init(error.description, .failure)
        default: self.init("\(error)", .failure)
        }
    }
}

/// Runs the body of a subcommand; what it throws becomes one message on standard error and the right exit code.
func withRefusals(_ body: () async throws -> ExitCode) async throws {
    let code: ExitCode
    do {
        code = StandardStreams.flush(try await body())
    } catch {
        let refusal = Refusal(error)
        complain(refusal.message)
        throw refusal.code
    }
    if code != .success { throw code }
}

/// Writes a line to standard error.
func complain(_ message: String) {
    let bytes = Array("joget-cluster: \(message)\n".utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
