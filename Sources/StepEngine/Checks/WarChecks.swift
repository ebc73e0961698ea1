import Guidebook
import Machines

/// Checks of Joget's own files: the application and its agents.
extension Inspector {
    private static let schema = "WEB-INF/classes/setup/sql/jwdb-mysql.sql"

    func war(_ check: Check, _ path: String) async throws -> Finding {
        try await finding(check, expected: "Joget's jw.war, marked as distributable, with the database schema") {
            guard try await machine.status(of: path) != nil else {
                throw Objection(
                    "nothing is there",
                    remedy: "the bundle brings it in Tomcat's webapps; where it is elsewhere on this server, say so with application.war")
            }
            let list = try await askOnce(["unzip", "-Z1", path])
            guard list.succeeded else {
                throw Objection(
                    "it is no whole archive, so no web application either", evidence: list.output.firstLine,
                    remedy: "copy jw.war again from its source, and compare its size there and here")
            }
            let entries = list.output.split(whereSeparator: \.isNewline)
            let descriptor = try await askOnce(["unzip", "-p", path, "WEB-INF/web.xml"])
            // A mark in a comment marks nothing.
            let text = descriptor.output.without(from: "<!--", to: "-->")
            guard descriptor.succeeded, text.lowercased().contains("joget") else {
                throw Objection(
                    descriptor.succeeded
                        ? "it is a web application, but not Joget's" : "it holds no WEB-INF/web.xml: it is no web application",
                    evidence: text.between("<display-name>", "</display-name>"),
                    remedy: "take jw.war from Joget's bundle, folder webapps of its Tomcat")
            }
            guard text.contains("<distributable") else { throw notDistributable(text) }
            guard try await holdsSchema(path, entries) else {
                throw Objection(
                    "it is Joget's and distributable, but holds no \(Inspector.schema)", verdict: .warns,
                    remedy:
                        "nothing, where the tables are in the database already; else take the schema from another source (database.schema)")
            }
            return "Joget's, distributable, with the schema"
        }
    }

    private func notDistributable(_ text: String) -> Objection {
        Objection(
            "it is not marked as distributable: Community edition, or changed; sessions would not be replicated",
            evidence:
                "WEB-INF/web.xml (\(text.between("<display-name>", "</display-name>")?.trimmed ?? "no name")) has no <distributable/>",
            remedy: "take jw.war of Joget DX Enterprise; one that was changed by hand needs <distributable/> in WEB-INF/web.xml again")
    }

    private func holdsSchema(_ path: String, _ entries: [Substring]) async throws -> Bool {
        if entries.contains(Inspector.schema[...]) { return true }
        // A list that is too long to be kept whole may lack it.
        guard entries.joined(separator: "\n").utf8.count > 900_000 else { return false }
        return try await askOnce(["unzip", "-Z1", path, Inspector.schema]).succeeded
    }

    func agreed(_ check: Check, _ file: String, _ record: String) async throws -> Finding {
        var own = ""
        var finding = try await finding(check, expected: "the checksum in \(record)") {
            guard try await machine.status(of: file) != nil else {
                throw Objection("there is no \(file)", remedy: "do the step that puts it there")
            }
            try await needShare(for: record)
            own = try await checksum(of: file)
            let name = String(file.split(separator: "/").last ?? "")
            guard let bytes = try await machine.read(record, limit: 1 << 12) else { return try await begin(record, own, name) }
            let text = String(decoding: bytes, as: UTF8.self).firstLine
            let word = text.prefix { $0 != " " }.lowercased()
            guard word.count == 64, word.allSatisfy(\.isHexDigit) else {
                throw Objection(
                    "the record says '\(text.prefix(80))', which is no checksum", evidence: text,
                    remedy: "remove \(record); the first application server writes it anew")
            }
            guard word == own else { throw otherFile(own, text, file, record) }
            return "the same, \(own.prefix(12))…"
        }
        if !own.isEmpty { finding.facts = ["war.sha256": own] }
        return finding
    }

    /// What is written into an empty mount point is hidden by the mount.
    private func needShare(for record: String) async throws {
        let share = plan.values.text("share.mount")
        guard record.hasPrefix(share + "/"), try await !survey.mounts().contains(where: { $0.target == share }) else { return }
        throw Objection(
            "nothing is mounted at \(share), so that nothing is known of the other servers", remedy: "try 'mount \(share)' by hand")
    }

    private func begin(_ record: String, _ own: String, _ name: String) async throws -> String {
        guard plan.values.text("self.is-first-application") == "yes" else {
            let first = plan.cluster.servers(with: .application).first?.name ?? ""
            throw Objection(
                "the first application server has not put it there yet", verdict: .warns, remedy: "set up \(first), then look again here")
        }
        // Whoever only looks ahead, before any run, writes nothing.
        guard directory.isOpen else {
            throw Objection("not there yet; this server, the first, writes it when the run has begun", verdict: .warns)
        }
        try await machine.replace(record, with: Array("\(own)  \(name)\n".utf8), attributes: FileAttributes())
        return "written by this server, the first: \(own.prefix(12))…"
    }

    private func otherFile(_ own: String, _ recorded: String, _ file: String, _ record: String) -> Objection {
        let first = plan.cluster.servers(with: .application).first?.name ?? ""
        return Objection(
            "another file than that of the other servers: its checksum is \(own.prefix(12))…", evidence: recorded,
            remedy:
                "copy \(file) from \(first) to this server; for a new version stop Joget on every server, replace it everywhere, remove "
                + "\(record), and begin with \(first)")
    }

    func agents(_ check: Check, _ directory: String) async throws -> Finding {
        let cluster = "wflow-cluster.jar"
        let glowroot = "glowroot/glowroot.jar"
        return try await finding(check, expected: "\(cluster), aspectjweaver-*.jar, \(glowroot)") {
            let names = try await machine.list(directory) ?? []
            let weavers = names.filter { $0.hasPrefix("aspectjweaver-") && $0.hasSuffix(".jar") }.sorted { $0.isOlder(than: $1) }
            guard names.contains(cluster), let weaver = weavers.last else {
                let missing = (names.contains(cluster) ? [] : [cluster]) + (weavers.isEmpty ? ["aspectjweaver-*.jar"] : [])
                throw Objection(
                    "missing: \(missing.joined(separator: ", "))",
                    evidence: "\(directory): \(names.isEmpty ? "empty" : names.joined(separator: " "))",
                    remedy:
                        "copy the folder wflow of the Enterprise bundle to \(directory) (step joget.wflow); the Community edition has no "
                        + "\(cluster) and cannot run as a cluster")
            }
            let hasGlowroot = try await machine.list("\(directory)/glowroot")?.contains("glowroot.jar") == true
            let found = [cluster, weaver] + (hasGlowroot ? [glowroot] : [])
            if weavers.count > 1 {
                throw Objection(
                    "\(found.joined(separator: ", ")), the newest of \(weavers.count)", evidence: weavers.joined(separator: " "),
                    verdict: .warns,
                    remedy: "remove the older ones, left over from another version of Joget, once no server loads them any more")
            }
            guard hasGlowroot else {
                throw Objection(
                    "\(found.joined(separator: ", ")); no \(glowroot)", verdict: .warns,
                    remedy: "Joget runs without it, but does not measure itself; the Enterprise bundle brings it in wflow/glowroot")
            }
            return found.joined(separator: ", ")
        }
    }
}

extension String {
    /// Whether the numbers in the name come before those of the other one: 1.9.7 before 1.9.22.
    func isOlder(than other: String) -> Bool {
        let numbers = { (text: String) in text.split { !$0.isNumber }.compactMap { Int($0) } }
        let (own, others) = (numbers(self), numbers(other))
        return own == others ? self < other : own.lexicographicallyPrecedes(others)
    }
}
