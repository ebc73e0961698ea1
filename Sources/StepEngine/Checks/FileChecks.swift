import ConfigEditing
import Guidebook
import Machines

/// Checks of files, directories and mounts. They read natively: no process is started but for the shared directory itself,
/// because a dead file server would hold this program for ever.
extension Inspector {
    private static let largestText = 1 << 22

    func file(_ check: Check, _ path: String, _ attributes: Check.Attributes, _ line: String?) async throws -> Finding {
        // Owner and mode of a link say nothing: what counts is the file that it leads to.
        guard let status = try await machine.status(of: machine.followed(path)), status.kind == .file else {
            return Finding(check, false, expected: "a file", found: "nothing is there")
        }
        if let line {
            let bytes = try await machine.read(path, limit: Inspector.largestText) ?? []
            let found = String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains { String($0).trimmed == line }
            return Finding(check, found, expected: line, found: found ? line : "the line is not there")
        }
        return self.attributes(check, status, attributes, kind: "a file")
    }

    func folder(_ check: Check, _ path: String, _ attributes: Check.Attributes) async throws -> Finding {
        guard let status = try await machine.status(of: path) else {
            return Finding(check, false, expected: Inspector.words("a directory", attributes), found: "nothing is there")
        }
        guard status.kind == .directory else {
            return Finding(
                check, false, expected: Inspector.words("a directory", attributes), found: "a \(status.kind.rawValue)",
                remedy: "move what is at \(path) away, or choose another path")
        }
        return self.attributes(check, status, attributes, kind: "a directory")
    }

    private func attributes(_ check: Check, _ status: FileStatus, _ wanted: Check.Attributes, kind: String) -> Finding {
        let holds =
            (wanted.owner.map { $0 == status.owner || $0 == String(status.ownerID) } ?? true)
            && (wanted.group.map { $0 == status.group || $0 == String(status.groupID) } ?? true)
            && (wanted.mode.map { $0 == status.mode } ?? true)
        let found = Check.Attributes(owner: status.owner, group: status.group, mode: status.mode)
        return Finding(check, holds, expected: Inspector.words(kind, wanted), found: Inspector.words(kind, found))
    }

    private static func words(_ kind: String, _ attributes: Check.Attributes) -> String {
        var words = [kind]
        if let owner = attributes.owner { words.append("owner \(owner)") }
        if let group = attributes.group { words.append("group \(group)") }
        if let mode = attributes.mode { words.append("mode \(Inspector.octal(mode))") }
        return words.joined(separator: ", ")
    }

    static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    func mounted(_ check: Check, _ source: String, _ target: String, _ type: String) async throws -> Finding {
        // The last one counts: a later mount hides an earlier one.
        let mount = try await survey.mounts().last { $0.target == target }
        let isType = mount.map { $0.type == type || (type == "nfs" && $0.type == "nfs4") } ?? false
        let isWritable = mount?.options.contains("rw") ?? false
        let found = mount.map { "\($0.source), \($0.type), \(isWritable ? "read and write" : "read only")" } ?? "nothing is mounted there"
        return Finding(
            check, mount?.source == source && isType && isWritable, expected: "\(source), \(type), read and write", found: found,
            remedy: "try 'mount \(target)' by hand and read what it says")
    }

    func fstab(_ check: Check, _ source: String, _ target: String) async throws -> Finding {
        try await finding(check, expected: "\(source) at \(target), at every start") {
            let entries = Fstab.entries(in: try await machine.read("/etc/fstab", limit: Inspector.largestText) ?? [])
            let path = target.withoutSlash
            guard let entry = entries.last(where: { $0.target.withoutSlash == path }) else {
                throw Objection("no line of /etc/fstab mounts anything at \(target)", remedy: "do the step that mounts the share")
            }
            let line = "\(entry.source) \(entry.target) \(entry.type) \(entry.options.joined(separator: ","))"
            guard entry.source.withoutSlash == source.withoutSlash else {
                throw Objection(
                    "\(entry.source) is mounted there", evidence: line,
                    remedy: "change the line in /etc/fstab, or the share in the cluster description")
            }
            guard !entry.options.contains("noauto") else {
                throw Objection(
                    "the line says noauto, so that it is mounted by hand only", evidence: line, remedy: "take noauto out of the line")
            }
            return "\(entry.type), \(entry.options.joined(separator: ","))"
        }
    }

    func exported(_ check: Check, _ path: String, _ hosts: String) async throws -> Finding {
        let wanted = Set(hosts.split(separator: " ").map(String.init))
        let answer = try await askOnce(["exportfs", "-s"])
        let expected = "read and write for exactly \(wanted.sorted().joined(separator: ", "))"
        guard answer.succeeded else {
            return Finding(check, false, expected: expected, found: "exportfs failed", evidence: answer.output.firstLine)
        }
        let entries = ExportsFile.entries(in: Array(answer.output.utf8)).filter { $0.path == path }
        let clients = entries.flatMap(\.clients)
        let writable = Set(clients.filter { $0.options.contains("rw") }.map(\.pattern))
        let all = Set(clients.map(\.pattern))
        let missing = wanted.subtracting(writable)
        let extra = all.subtracting(wanted)
        var problems: [String] = []
        if entries.isEmpty { problems.append("it is not exported") }
        if !entries.isEmpty && !missing.isEmpty { problems.append("not writable for \(missing.sorted().joined(separator: ", "))") }
        if !extra.isEmpty { problems.append("open to \(extra.sorted().joined(separator: ", ")) as well") }
        return Finding(
            check, problems.isEmpty, expected: expected,
            found: problems.isEmpty ? "read and write for \(all.sorted().joined(separator: ", "))" : problems.joined(separator: "; "),
            evidence: answer.output.split(separator: "\n").first { $0.hasPrefix(path) }.map(String.init),
            remedy: "look at /etc/exports and /etc/exports.d for other lines of \(path)")
    }

    func stated(_ check: Check, _ file: String, _ path: String) async throws -> Finding {
        let bytes = try await machine.read(file, limit: Inspector.largestText) ?? []
        let entry = ExportsFile.entries(in: bytes).first { $0.path == path }
        let found = entry.map { "\(path) for \($0.clients.map(\.pattern).joined(separator: ", "))" } ?? "no line for \(path)"
        return Finding(check, entry != nil, expected: "a line for \(path)", found: found)
    }

    func nonce(_ check: Check, _ directory: String, _ name: String) async throws -> Finding {
        guard try await survey.mounts().contains(where: { $0.target == directory }) else {
            // What is written into an empty mount point proves nothing, and is hidden by the next mount.
            return Finding(
                check, false, expected: "a file can be written and read back",
                found: "nothing is mounted at \(directory), so nothing was written")
        }
        let path = "\(directory)/.joget-cluster-\(name)\(isPassingBy ? "-watch" : "")"
        let nonce = Secret.generated().exposed()  // random text; nothing secret about it
        let written = try await ask(["tee", path], input: .bytes(Array((nonce + "\n").utf8)))
        guard written.succeeded else {
            return Finding(
                check, false, expected: "a file can be written and read back", found: "writing \(path) failed",
                evidence: written.output.split(separator: "\n").first { $0.contains("tee:") }.map(String.init) ?? written.output.firstLine,
                remedy: "on the file server look at owner and mode of the exported directory and at its export options")
        }
        // Past the cache of this server: only what really reached the file server counts.
        let read = try await ask(["dd", "if=\(path)", "iflag=direct", "bs=4096", "status=none"])
        return Finding(
            check, read.succeeded && read.output.trimmed == nonce, expected: "the text that was written",
            found: read.succeeded && read.output.trimmed == nonce ? "the text that was written to \(path)" : "something else",
            evidence: read.output.firstLine, remedy: "another server may be writing here; look at \(path)")
    }
}

extension String {
    /// A path without the slashes at its end: `/srv/` is `/srv`.
    fileprivate var withoutSlash: Substring {
        var path = self[...]
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
