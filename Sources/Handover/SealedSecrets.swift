internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials
public import Guidebook

/// Secrets that only somebody with the passphrase can read: a key by scrypt, ChaCha20-Poly1305 with it.
///
/// The names are locked too, and a passphrase that does not open them is a wrong one: damage shows by the slip's own lines and digest.
public struct SealedSecrets: Sendable, Hashable {
    /// Form, work factor, salt, then nonce, text and tag.
    let bytes: [UInt8]

    private static let form: UInt8 = 1
    private static let saltLength = 16
    private static let headLength = 2 + saltLength
    /// 64 MB and a fraction of a second for each attempt.
    private static let work: UInt8 = 16
    /// What is accepted from others: nobody may make this server work for minutes.
    private static let acceptedWork: ClosedRange<UInt8> = 10...17

    private struct Document: Codable {
        var cluster: String
        var secrets: [String: String]
    }

    /// What was locked in.
    public struct Contents: Sendable, Hashable {
        /// The cluster that the secrets belong to.
        public let cluster: String
        /// The secrets by name.
        public let secrets: [String: Secret]
    }

    /// Locks secrets. Throws for a passphrase that will not do.
    public init(_ secrets: [String: Secret], of cluster: String, passphrase: Secret) throws(SlipError) {
        try self.init(secrets, of: cluster, passphrase: passphrase, work: SealedSecrets.work)
    }

    init(_ secrets: [String: Secret], of cluster: String, passphrase: Secret, work: UInt8) throws(SlipError) {
        if let problem = SealedSecrets.problem(with: passphrase) {
            throw SlipError(.passphrase, "passphrase", problem, remedy: "choose another one")
        }
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<SealedSecrets.saltLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let head = [SealedSecrets.form, work] + salt
        do {
            let text = try JSONEncoder().encode(Document(cluster: cluster, secrets: secrets.mapValues { $0.exposed() }))
            // Blanks up to the next full 128, so that the length tells little of the secrets'.
            let padded = Array(text) + Array(repeating: UInt8(ascii: " "), count: 127 - (text.count + 127) % 128)
            let box = try ChaChaPoly.seal(padded, using: SealedSecrets.key(passphrase, head), authenticating: head)
            bytes = head + Array(box.combined)
        } catch {
            preconditionFailure("texts can always be locked: \(error)")
        }
    }

    /// Takes what a slip carries. Throws where it cannot be ours.
    init(bytes: [UInt8], _ subject: String) throws(SlipError) {
        guard bytes.count > SealedSecrets.headLength + 28, bytes[0] == SealedSecrets.form, SealedSecrets.acceptedWork.contains(bytes[1])
        else {
            throw SlipError(
                .foreign, subject, "its lock is none that this joget-cluster knows", remedy: "use the same version on all servers")
        }
        self.bytes = bytes
    }

    /// What is wrong with a passphrase for locking; nil where it will do.
    public static func problem(with passphrase: Secret) -> String? {
        let text = passphrase.exposed()
        if text.count < 8 { return "a passphrase has at least 8 characters; this one is guessed in no time" }
        if text.utf8.count > 200 || text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            return "a passphrase has at most 200 bytes and no character that controls a terminal"
        }
        return nil
    }

    /// What is locked in. Throws where the passphrase is wrong.
    public func opened(with passphrase: Secret) throws(SlipError) -> Contents {
        let head = Array(bytes.prefix(SealedSecrets.headLength))
        let text: FoundationEssentials.Data
        do {
            let box = try ChaChaPoly.SealedBox(combined: bytes.dropFirst(SealedSecrets.headLength))
            text = try ChaChaPoly.open(box, using: SealedSecrets.key(passphrase, head), authenticating: head)
        } catch {
            throw SlipError(
                .passphrase, "secrets slip", "this passphrase does not open it; the slip itself is whole",
                remedy: "enter the one that was chosen where it was made")
        }
        do {
            let document = try JSONDecoder().decode(Document.self, from: text)
            let secrets = document.secrets.mapValues(Secret.init)
            if let name = secrets.keys.sorted().first(where: { secrets[$0]?.problem != nil }), let problem = secrets[name]?.problem {
                throw SlipError(
                    .unusable, "secrets slip", "\(name) cannot be used: \(problem)", remedy: "set another one on the server it came from")
            }
            return Contents(cluster: document.cluster, secrets: secrets)
        } catch let error as SlipError {
            throw error
        } catch {
            throw SlipError(
                .foreign, "secrets slip", "what is locked in cannot be read", remedy: "use the same version on all servers")
        }
    }

    private static func key(_ passphrase: Secret, _ head: [UInt8]) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(passphrase.exposed().utf8), salt: head.dropFirst(2), outputByteCount: 32, rounds: 1 << Int(head[1]), blockSize: 8,
            parallelism: 1)
    }
}
