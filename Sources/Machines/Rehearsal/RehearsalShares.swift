/// One directory exported to one client.
struct RehearsalExport: Hashable {
    var path: String
    var client: String
    var options: [String]

    var isReadOnly: Bool { !options.contains("rw") }
    var squashesRoot: Bool { !options.contains("no_root_squash") }

    /// Whom squashed users are taken for.
    var anonymous: FileActor {
        let number = { (key: String) in options.first { $0.hasPrefix(key) }.flatMap { UInt32($0.dropFirst(key.count)) } }
        return FileActor(
            user: number("anonuid=") ?? FileActor.nobody.user, groups: [number("anongid=") ?? FileActor.nobody.groups[0]])
    }

    /// The options as the kernel holds them, in exportfs's order.
    var printedOptions: String {
        var printed = [options.contains("async") ? "async" : "sync", options.contains("no_wdelay") ? "no_wdelay" : "wdelay", "hide"]
        if !options.contains("subtree_check") { printed.append("no_subtree_check") }
        printed += options.filter { $0.hasPrefix("fsid=") || $0.hasPrefix("anonuid=") || $0.hasPrefix("anongid=") }
        printed += ["sec=sys", isReadOnly ? "ro" : "rw", options.contains("insecure") ? "insecure" : "secure"]
        printed += [squashesRoot ? "root_squash" : "no_root_squash", options.contains("all_squash") ? "all_squash" : "no_all_squash"]
        return printed.joined(separator: ",")
    }
}

/// The NFS server's side.
extension RehearsalServer {
    private static let exportOptions: Set<String> = [
        "rw", "ro", "sync", "async", "wdelay", "no_wdelay", "hide", "nohide", "subtree_check", "no_subtree_check", "secure", "insecure",
        "root_squash", "no_root_squash", "all_squash", "no_all_squash", "crossmnt",
    ]

    mutating func shareCommand(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        switch program {
        case "exportfs": try exportfs(command)
        case "showmount": try showmount(command)
        case "mount": try mount(command)
        case "umount": try unmount(command)
        default: try findmnt(command)
        }
    }

    private mutating func exportfs(_ command: Command) throws(MachineError) -> RehearsalReply {
        switch Array(command.arguments.dropFirst()) {
        case ["-ra"], ["-r"], ["-r", "-a"]: return exportAll()
        case ["-v"]:
            var reply = RehearsalReply()
            for export in exports {
                let path = export.path + String(repeating: " ", count: max(0, 15 - export.path.utf8.count))
                let place = export.path.utf8.count > 14 ? "\(path)\n\t\t" : "\(path)\t"
                reply.say("\(place)\(export.client == "*" ? "<world>" : export.client)(\(export.printedOptions))")
            }
            return reply
        case ["-s"]:
            var reply = RehearsalReply()
            for export in exports { reply.say("\(export.path)  \(export.client)(\(export.printedOptions))") }
            return reply
        default: throw unknown(command)
        }
    }

    /// Reads /etc/exports and /etc/exports.d again.
    mutating func exportAll() -> RehearsalReply {
        var reply = RehearsalReply()
        var found: [RehearsalExport] = []
        // Without the directory there are no further files.
        let names = (try? files.names(in: "/etc/exports.d")) ?? []
        let paths = ["/etc/exports"] + names.filter { $0.hasSuffix(".exports") && !$0.hasPrefix(".") }.map { "/etc/exports.d/\($0)" }
        for path in paths {
            let text = files.text(of: path).replacing("\\\n", with: " ")
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }.map(String.init)
                guard let directory = words.first else { continue }
                for client in words.dropFirst() { reply.add(read(client, of: directory, at: "\(path):\(index + 1)", into: &found)) }
                if !found.contains(where: { $0.path == directory && exists(directory) }), !exists(directory) {
                    reply.add(RehearsalReply(status: 1, "exportfs: Failed to stat \(directory): No such file or directory"))
                }
            }
        }
        exports = found
        return reply
    }

    private func read(_ word: String, of directory: String, at place: String, into found: inout [RehearsalExport]) -> RehearsalReply {
        var reply = RehearsalReply()
        let parts = word.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let options = parts.count == 2 ? parts[1].prefix { $0 != ")" }.split(separator: ",").map(String.init) : []
        let unknown = options.first { option in
            !Self.exportOptions.contains(option) && !["fsid=", "anonuid=", "anongid=", "sec="].contains { option.hasPrefix($0) }
        }
        if let unknown { return RehearsalReply(status: 1, "exportfs: \(place): unknown keyword \"\(unknown)\"") }
        let client = parts[0].isEmpty ? "*" : parts[0]
        if !options.contains("subtree_check") && !options.contains("no_subtree_check") {
            reply.say("exportfs: \(place): Neither 'subtree_check' or 'no_subtree_check' specified for export \"\(client):\(directory)\".")
            reply.say("  Assuming default behaviour ('no_subtree_check').")
        }
        if exists(directory) { found.append(RehearsalExport(path: directory, client: client, options: options)) }
        return reply
    }

    private func showmount(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["-e", "--exports", "--no-headers"])
        guard arguments.has("-e", "--exports"), arguments.operands.count <= 1 else { throw unknown(command) }
        let host = arguments.operands.first ?? "localhost"
        guard let address = host == "localhost" ? "127.0.0.1" : resolve(host).first else {
            return RehearsalReply(status: 1, "clnt_create: RPC: Unknown host")
        }
        guard reachability(of: address, port: 2049) == .open else {
            let reason = reachability(of: address, port: 2049) == .filtered ? "timed out" : "errno 111 (Connection refused)"
            return RehearsalReply(status: 1, "clnt_create: RPC: Port mapper failure - Unable to receive: \(reason)")
        }
        var reply = RehearsalReply()
        if !arguments.has("--no-headers") { reply.say("Export list for \(host):") }
        let list = exportList(of: address)
        for path in Set(list.map(\.path)).sorted() {
            reply.say("\(path) \(list.filter { $0.path == path }.map(\.client).joined(separator: ","))")
        }
        return reply
    }

    /// What the server at an address exports.
    func exportList(of address: String) -> [RehearsalExport] {
        if isOwn(address) { return exports }
        if has(.exportMissing) { return [] }
        return seed.remoteExports.filter { resolve($0.server).contains(address) }.flatMap { export in
            export.clients.map { client in
                let squash = export.everybodyIs.map { ["all_squash", "anonuid=\($0)", "anongid=\($0)"] } ?? []
                let options = [export.isReadOnly ? "ro" : "rw", export.squashesRoot ? "root_squash" : "no_root_squash"] + squash
                return RehearsalExport(path: export.path, client: client, options: options)
            }
        }
    }

    /// Whether an exports pattern takes in an address: everybody, a network, or one host.
    func covers(_ pattern: String, _ address: String) -> Bool {
        if pattern == "*" || pattern == address || resolve(pattern).contains(address) { return true }
        let parts = pattern.split(separator: "/").map(String.init)
        guard parts.count == 2, let network = Self.bits(parts[0]), let host = Self.bits(address) else { return false }
        let mask: UInt32?
        if let length = UInt32(parts[1]), length <= 32 {
            mask = length == 0 ? 0 : ~UInt32(0) << (32 - length)
        } else {
            mask = Self.bits(parts[1])
        }
        return mask.map { network & $0 == host & $0 } ?? false
    }

    private static func bits(_ address: String) -> UInt32? {
        guard isAddress(address) else { return nil }
        return address.split(separator: ".").reduce(UInt32(0)) { $0 << 8 | (UInt32($1) ?? 0) }
    }
}
