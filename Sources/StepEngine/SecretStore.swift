internal import FoundationEssentials
public import Guidebook
internal import Machines

/// The secrets of a server, kept in a 0600 file of the state directory.
public actor SecretStore {
    private let directory: StateDirectory?
    private let files = LocalMachine(executable: "")
    private var texts: [String: String]

    /// A store that knows nothing and keeps nothing, for looking ahead.
    init() {
        directory = nil
        texts = [:]
    }

    /// Reads the secrets kept so far. Throws where the file cannot be read.
    public init(_ directory: StateDirectory) async throws(EngineError) {
        self.directory = directory
        do {
            guard let bytes = try await files.read(directory.secrets, limit: 1 << 16) else {
                texts = [:]
                return
            }
            texts = try JSONDecoder().decode([String: String].self, from: Data(bytes))
        } catch {
            throw EngineError(
                .state, directory.secrets, "the kept secrets cannot be read", remedy: "move the file away; they are then asked again")
        }
    }

    /// The secret of that name, or what is made of it under a name of its own, if it is known.
    public subscript(name: String) -> Secret? {
        guard let source = Vocabulary.derivedSecrets[name] else { return texts[name].map(Secret.init) }
        return texts[source].map { Secret(PasswordHash.native($0)) }
    }

    /// Every secret that is known, and what is made of them for statements.
    public var all: [Secret] { texts.values.map(Secret.init) + Vocabulary.derivedSecrets.keys.compactMap { self[$0] } }

    /// The text with bullets in place of every known secret.
    public func redacted(_ text: String) -> String {
        all.reduce(text) { $1.occurs(in: $0) ? $0.replacing($1.exposed(), with: Secret.bullets) : $0 }
    }

    /// The findings with bullets in place of every known secret.
    func redacted(_ findings: [Finding]) -> [Finding] {
        findings.map { finding in
            var finding = finding
            finding.found = redacted(finding.found)
            finding.evidence = finding.evidence.map(redacted)
            return finding
        }
    }

    /// Names among `wanted` that have no value yet, in their order.
    public func missing(of wanted: [String]) -> [String] { wanted.filter { texts[$0] == nil } }

    /// Keeps a secret. Throws where it cannot be written; it is then not known either.
    public func keep(_ secret: Secret, as name: String) async throws(EngineError) {
        guard let directory else { preconditionFailure("secrets are kept by a run, which has a directory") }
        if let problem = secret.problem {
            throw EngineError(.request, name, "the secret cannot be kept: \(problem)", remedy: "choose another one")
        }
        var texts = self.texts
        texts[name] = secret.exposed()
        do {
            let bytes = Array(try JSONEncoder().encode(texts))
            try await files.replace(directory.secrets, with: bytes, attributes: Machines.FileAttributes(mode: 0o600))
        } catch {
            throw EngineError(.state, directory.secrets, "the secret cannot be kept: \(error)", remedy: "make room or mend the file system")
        }
        self.texts = texts
    }
}
