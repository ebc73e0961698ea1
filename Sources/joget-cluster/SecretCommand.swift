import ArgumentParser
import Glibc
import Guidebook
import StepEngine

/// Takes a secret in from the terminal without showing it, or from standard input.
struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract:
            "Enter a secret that steps of this server need; it is read from the terminal or standard input."
    )

    @OptionGroup var options: SharedOptions
    @Flag(help: "Make one up instead of reading it.") var generate = false
    @Argument(help: "Its name: \(Vocabulary.secrets.joined(separator: ", ")).") var name: String

    func run() async throws {
        try await withRefusals {
            guard Vocabulary.secrets.contains(name) else {
                throw Refusal(
                    "'\(name)' is no secret of the guide; it has \(Vocabulary.secrets.joined(separator: ", "))",
                    .usage)
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
        guard isatty(STDIN_FILENO) == 1 else {
            return try secret(readLine(strippingNewline: true) ?? "")
        }
        return try HiddenLine.silently {
            let secret = try secret(HiddenLine.read(prompt: "\(name): ", refusal: "nothing was kept"))
            guard
                try secret.exposed()
                    == HiddenLine.read(prompt: "\(name) again: ", refusal: "nothing was kept")
            else {
                throw Refusal("the two differ; nothing was kept", .usage)
            }
            return secret
        }
    }

    private static func secret(_ first: String) throws -> Secret {
        guard !first.isEmpty else { throw Refusal("nothing was entered; nothing was kept", .usage) }
        let secret = Secret(first)
        if let problem = secret.problem { throw Refusal("\(problem); nothing was kept", .usage) }
        return secret
    }
}
