import Machines

/// Tells what a step left in a file from what somebody else writes there, without keeping either: digests of the whole and,
/// where only an entry is the step's own, of each value in it.
struct Signature: Equatable {
    /// Of all bytes.
    let digest: String
    /// Of the entry's values, by name.
    let values: [String: String]

    init(of bytes: [UInt8], values: [String: String] = [:]) {
        digest = Digest.text(of: bytes)
        self.values = Dictionary(uniqueKeysWithValues: values.map { ($0, Signature.digest(of: $1, named: $0)) })
    }

    /// Reads what `text` was kept as: the digest of the whole, then a line of digest and name for each value.
    init(kept bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        digest = lines.first.map(String.init) ?? ""
        var values: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { values[String(parts[1])] = String(parts[0]) }
        }
        self.values = values
    }

    /// The form in which it is kept. A name with a line end in it is left out: what it names is not watched.
    var text: String {
        let lines = values.filter { !$0.key.contains { $0.isNewline } }.map { "\($0.value) \($0.key)" }
        return ([digest] + lines.sorted()).joined(separator: "\n")
    }

    /// Whether the bytes are those that the step left.
    func isOf(_ bytes: [UInt8]) -> Bool { Digest.text(of: bytes) == digest }

    /// The names whose values are not what the step left. Where no value was kept, nobody can tell.
    func changedNames(in present: [String: String]) -> Set<String> {
        Set(values.filter { name, digest in present[name].map { Signature.digest(of: $0, named: name) } != digest }.keys)
    }

    /// The name goes in as well, so that equal values of different names do not show.
    private static func digest(of value: String, named name: String) -> String { Digest.text(of: Array("\(name)\u{0}\(value)".utf8)) }
}
