import ArgumentParser
import Glibc
import Guidebook
import Handover

/// The passphrase of a secrets slip: typed at the terminal without being shown, or a line of standard input.
enum Passphrase {
    /// A new one, typed twice at a terminal.
    static func chosen() throws -> Secret {
        guard isatty(STDIN_FILENO) == 1 else { return try checked(nextLine()) }
        return try HiddenLine.silently {
            let first = try checked(Secret(HiddenLine.read(prompt: "passphrase for the secrets: ", refusal: "nothing was printed")))
            guard try first.exposed() == HiddenLine.read(prompt: "the same again: ", refusal: "nothing was printed") else {
                throw Refusal("the two differ; nothing was printed", .usage)
            }
            return first
        }
    }

    /// Opens secrets with the passphrase that is entered; at a terminal there are three attempts.
    static func open(_ sealed: SealedSecrets) throws -> SealedSecrets.Contents {
        guard isatty(STDIN_FILENO) == 1 else { return try sealed.opened(with: nextLine()) }
        var attempt = 1
        while true {
            let passphrase = try HiddenLine.silently {
                Secret(try HiddenLine.read(prompt: "passphrase of the secrets: ", refusal: "nothing was taken"))
            }
            do throws(SlipError) {
                return try sealed.opened(with: passphrase)
            } catch {
                guard error.kind == .passphrase, attempt < 3 else { throw error }
                complain(error.description)
                attempt += 1
            }
        }
    }

    private static func nextLine() throws -> Secret {
        guard let line = readLine(strippingNewline: true) else {
            throw Refusal("the passphrase is missing; give it as a line of standard input", .usage)
        }
        return Secret(line)
    }

    private static func checked(_ passphrase: Secret) throws -> Secret {
        if let problem = SealedSecrets.problem(with: passphrase) { throw Refusal("\(problem); nothing was printed", .usage) }
        return passphrase
    }
}
