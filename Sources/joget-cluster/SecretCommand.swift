import ArgumentParser
import Glibc
import Guidebook
import StepEngine

/// Takes a secret in from the terminal without showing it, or from standard input.
struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Enter a secret that steps of this server need; it is read from the terminal or standard input.")

    @OptionGroup var options: SharedOptions
    @Flag(help: "Make one up instead of reading it.") var generate = false
    @Argument(help: "Its name: \(Vocabulary.secrets.joined(separator: ", ")).") var name: String

    func run() async throws {
        try await withRefusals {
            guard Vocabulary.secrets.contains(name) else {
                throw Refusal("'\(name)' is no secret of the guide; it has \(Vocabulary.secrets.joined(separator: ", "))", .usage)
            }
            let preparation = try await Preparation(options)
            try preparation.requireRoot(to: "keep a secret in the state directory")
            let directory = try StateDirectory(path: preparation.directoryPath, creating: true)
            let lock = try Lock(directory)
            defer { _ = lock }
            let store = try await SecretStore(directory)
            let secret = generate ? Secret.generated() : try SecretCommand.read(name)
            try await store.keep(secret, as: name)
            print(
                "\(name) is kept in \(directory.secrets), readable by its owner alone; enter the same one on the other servers that ask for it"
            )
            return .success
        }
    }

    private static func read(_ name: String) throws -> Secret {
        guard isatty(STDIN_FILENO) == 1 else { return try secret(readLine(strippingNewline: true) ?? "") }
        return try silently {
            let secret = try secret(line(prompt: "\(name): "))
            guard try secret.exposed() == line(prompt: "\(name) again: ") else {
                throw Refusal("the two differ; nothing was kept", .usage)
            }
            return secret
        }
    }

    private static func secret(_ first: String) throws -> Secret {
        guard !first.isEmpty else { throw Refusal("nothing was entered; nothing was kept", .usage) }
        guard first.count <= 200, !first.contains(where: { $0.asciiValue.map { $0 < 32 } ?? false }) else {
            throw Refusal("a secret has at most 200 characters and none that controls a terminal; nothing was kept", .usage)
        }
        return Secret(first)
    }

    /// Whatever is typed meanwhile is not shown, not even what is typed ahead. Ctrl-C ends the line instead of the program, which
    /// could not give the terminal back.
    private static func silently<Value>(_ body: () throws -> Value) throws -> Value {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw Refusal("the terminal does not answer", .failure) }
        var silent = settings
        silent.c_lflag &= ~UInt32(ECHO | ISIG)
        silent.c_cc.11 = interrupt  // VEOL: ends a line too
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) }
        return try body()
    }

    private static let interrupt: UInt8 = 3

    private static func line(prompt: String) throws -> String {
        complainWithoutEnd(prompt)
        defer { complainWithoutEnd("\n") }
        // In this mode a terminal gives one line at a time.
        var buffer = [UInt8](repeating: 0, count: 4096)
        let bytes = buffer[..<max(0, Glibc.read(STDIN_FILENO, &buffer, buffer.count))]
        guard bytes.last != interrupt else { throw Refusal("nothing was kept", ExitCode(130)) }
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes, as: UTF8.self)
    }

    private static func complainWithoutEnd(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
