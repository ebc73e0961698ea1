import ArgumentParser
import Glibc
import TerminalUI

/// Lines typed at the terminal without being shown.
enum HiddenLine {
    private static let interrupt: UInt8 = 3

    /// Whatever is typed meanwhile is not shown, not even what is typed ahead. Ctrl-C ends the line instead of the program, so
    /// that it can say what was not done.
    static func silently<Value>(_ body: () throws -> Value) throws -> Value {
        guard Silence.begin(interruptEndsLine: true) else { throw Refusal("the terminal does not answer", .failure) }
        defer { Silence.end() }
        return try body()
    }

    /// One line, to be asked within `silently`. `refusal` is what is said after Ctrl-C.
    static func read(prompt: String, refusal: String) throws -> String {
        show(prompt)
        defer { show("\n") }
        // In this mode a terminal gives one line at a time.
        var buffer = [UInt8](repeating: 0, count: 4096)
        let bytes = buffer[..<max(0, Glibc.read(STDIN_FILENO, &buffer, buffer.count))]
        guard bytes.last != interrupt else { throw Refusal(refusal, ExitCode(130)) }
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes, as: UTF8.self)
    }

    private static func show(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
