extension Comparison {
    /// Shares that are not the same one.
    func shares() -> [BoardLint] {
        let source = difference(
            Subject(
                kind: "share", title: "the shared directory is not mounted from the same place everywhere",
                remedy: "unmount it on the servers concerned and run their mount steps again; a share of another server holds other files"),
            values(of: "share.source"))
        let identity = difference(
            Subject(
                kind: "share", title: "the shared directory is not the same one everywhere: its mark differs",
                remedy: "mount the same share on every application server; until then nodes do not see each other's files"),
            values(of: "share.id").map { ($0.server, "mark \($0.text)") })
        return [source, identity].compactMap(\.self)
    }

    /// Databases that are not the same one.
    func databases() -> [BoardLint] {
        let target = difference(
            Subject(
                kind: "database", title: "the application servers do not use the same database",
                remedy:
                    "correct database.address, database.port and database.name in the description, and run the steps of the servers concerned again"
            ),
            values(of: "database.target"))
        let identity = difference(
            Subject(
                kind: "database", title: "under the same name the application servers reach different database servers",
                remedy: "see to which address the name resolves on each of them, and whether a tunnel or a proxy stands between"),
            values(of: "database.id"))
        return [target, identity].compactMap(\.self)
    }

    /// Names that mean another server elsewhere.
    func names() -> [BoardLint] {
        facts("name.").compactMap { fact in
            let name = fact.dropFirst("name.".count)
            return difference(
                Subject(
                    kind: "name", title: "the name \(name) does not resolve to the same address everywhere",
                    remedy: "correct /etc/hosts or the name service on the servers concerned"),
                values(of: fact).map { ($0.server, Comparison.addresses($0.text)) })
        }
    }

    /// A name's addresses in an order of their own. Most have one; on a large cluster each server has looked up hundreds of names.
    private static func addresses(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: " ")) || text.isEmpty else { return text }
        let addresses = Set(text.split(separator: " ")).sorted()
        return addresses.isEmpty ? "does not resolve" : addresses.joined(separator: " ")
    }
}
