import ConfigEditing
import Guidebook
import Machines

/// What a file of the operator's becomes by an entry, and how the difference is shown without a secret in it.
struct EditedEntry {
    private let action: EditAction
    private let bench: Bench

    init(_ action: EditAction, _ bench: Bench) {
        self.action = action
        self.bench = bench
    }

    /// Whether the entry holds a secret.
    var isSecret: Bool { action.templateName.flatMap { bench.plan.templates[$0]?.isSecret } ?? false }

    /// The bytes with the entry in them. Where they are made only to be shown, a secret that is not known does no harm.
    func edited(_ bytes: [UInt8]?, isShown: Bool = false) async throws -> [UInt8] {
        do {
            switch action.entry {
            case .fstab(let source, let target, let type, let options):
                let entry = FstabEntry(
                    source: source, target: target, type: type, options: options.split(separator: ",").map(String.init))
                return try Fstab.setting(entry, in: bytes ?? [])
            case .hosts(let lines): return try hosts(lines, in: bytes ?? [])
            case .properties(let template):
                return try await PropertiesFile.setting(pairs(of: template, isShown: isShown), in: bytes ?? [])
            case .serverXML(let route, let port, let template):
                guard let bytes else {
                    throw StepFailure(reason: "there is no file \(action.path); the step that unpacks Tomcat comes before this one")
                }
                let cluster = try await template.asyncMap(bench.rendered)
                return try ServerXML.setting(route: route, cluster: cluster, port: number(port), in: bytes)
            }
        } catch let error as EditError {
            throw StepFailure(reason: "\(action.path): \(error)")
        }
    }

    /// What stands in a file where the entry has its place: each of its values by name.
    func values(in bytes: [UInt8]) async throws -> [String: String] {
        switch action.entry {
        case .fstab(_, let target, _, _):
            let entries = Fstab.entries(in: bytes).filter { $0.target == target }
            return [target: entries.map { "\($0.source) \($0.type) \($0.options.joined(separator: ","))" }.joined(separator: "\n")]
        case .hosts(let lines):
            let entries = HostsFile.entries(in: bytes)
            let names = lines.split(separator: ",").flatMap { $0.split(separator: " ").dropFirst() }.map(String.init)
            return Dictionary(
                names.map { name in (name, entries.filter { $0.names.contains(name) }.map(\.address).joined(separator: " ")) }
            ) {
                $1
            }
        case .properties(let template):
            let keys = try await pairs(of: template, isShown: true).map(\.key)
            return Dictionary(keys.compactMap { key in PropertiesFile.value(of: key, in: bytes).map { (key, $0) } }) { $1 }
        case .serverXML(_, let port, let template):
            do {
                var values = ["route": try ServerXML.route(in: bytes) ?? ""]
                if port != nil { values["ports"] = try ServerXML.ports(in: bytes).map(String.init).joined(separator: " ") }
                if template != nil { values["clusters"] = try ServerXML.clusters(in: bytes).joined(separator: "\n") }
                return values
            } catch {
                throw StepFailure(reason: "\(action.path): \(error)")
            }
        }
    }

    /// Both texts with bullets where a secret stands. A secret that changes is told from one that stays.
    func masked(_ old: [UInt8], _ new: [UInt8]) -> (old: [UInt8], new: [UInt8]) {
        guard case .properties(let template) = action.entry else { return (old, new) }
        // Other passwords in the file are nobody's business either.
        let others = (PropertiesFile.keys(in: old) + PropertiesFile.keys(in: new)).filter { key in
            ["password", "passwd", "secret"].contains { key.lowercased().contains($0) }
        }
        let keys = secretKeys(of: template).union(others)
        let changed = keys.filter { PropertiesFile.value(of: $0, in: old) != PropertiesFile.value(of: $0, in: new) }
        let fresh = EditedEntry.live(PropertiesFile.masking(changed, with: Secret.bullets + EditedEntry.mark, in: new))
        return (
            PropertiesFile.masking(keys, with: Secret.bullets, in: old),
            PropertiesFile.masking(keys.subtracting(changed), with: Secret.bullets, in: fresh)
        )
    }

    /// Follows the bullets of a secret that changes.
    private static let mark = " (new)"

    /// The text without the mark on lines that are comments: they do not change.
    private static func live(_ text: [UInt8]) -> [UInt8] {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            let isComment = first == UInt8(ascii: "#") || first == UInt8(ascii: "!")
            return isComment && line.suffix(mark.utf8.count).elementsEqual(mark.utf8) ? line.dropLast(mark.utf8.count) : line
        }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private func hosts(_ lines: String, in bytes: [UInt8]) throws -> [UInt8] {
        let hosts = lines.split(separator: ",").map { line in
            let words = line.split(separator: " ").map(String.init)
            return (address: words[0], names: Array(words.dropFirst()))
        }
        return try HostsFile.setting(hosts, in: bytes)
    }

    private func number(_ port: String?) -> Int? {
        port.map { text in
            guard let number = Int(text) else { preconditionFailure("the port '\(text)' was validated with the cluster description") }
            return number
        }
    }

    // MARK: Properties

    private func pairs(of template: String, isShown: Bool) async throws -> [(key: String, value: String)] {
        let isKnown = await bench.secrets.missing(of: bench.plan.templates[template]?.secretNames ?? []).isEmpty
        let text = isShown && !isKnown ? bench.shown(template) : try await bench.rendered(template)
        return EditedEntry.pairs(in: text)
    }

    /// The keys whose values hold a secret.
    private func secretKeys(of template: String) -> Set<String> {
        let sign = "\u{1}"
        let text = bench.plan.templates[template]?.rendered(with: bench.plan.values) { _ in sign } ?? ""
        return Set(EditedEntry.pairs(in: text).filter { $0.value.contains(sign) }.map(\.key))
    }

    /// The lines `key=value`; comments and empty ones are left out. By bytes: an accent that a value begins with would be one
    /// character with the sign before it.
    private static func pairs(in text: String) -> [(key: String, value: String)] {
        text.utf8.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }.compactMap { line in
            guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let (key, value) = (line[..<sign], line[line.index(after: sign)...])
            return (String(decoding: key, as: UTF8.self).trimmed, String(decoding: value, as: UTF8.self))
        }
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await body(self)
    }
}
