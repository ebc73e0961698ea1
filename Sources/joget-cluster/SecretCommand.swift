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
        let isTerminal = isatty(STDIN_FILENO) == 1
        let first = try line(prompt: isTerminal ? "\(name): " : nil)
        guard !first.isEmpty else { throw Refusal("nothing was entered; nothing was kept", .usage) }
        guard first.count <= 200, !first.contains(where: { $0.asciiValue.map { $0 < 32 } ?? false }) else {
            throw Refusal("a secret has at most 200 characters and none that controls a terminal; nothing was kept", .usage)
        }
        if isTerminal, try line(prompt: "\(name) again: ") != first {
            throw Refusal("the two differ; nothing was kept", .usage)
        }
        return Secret(first)
    }

    private static func line(prompt: String?) throws -> String {
        guard let prompt else { return readLine(strippingNewline: true) ?? "" }
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw Refusal("the terminal does not answer", .failure) }
        var silent = settings
        silent.c_lflag &= ~UInt32(ECHO)
        complainWithoutEnd(prompt)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
            complainWithoutEnd("\n")
        }
        return readLine(strippingNewline: true) ?? ""
    }

    private static func complainWithoutEnd(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
