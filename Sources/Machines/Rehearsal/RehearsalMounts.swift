/// Mounting what fstab says.
extension RehearsalServer {
    /// One line of /etc/fstab.
    struct FstabLine {
        var number: Int
        var source: String
        var target: String
        var type: String
        var options: [String]
    }

    /// The entries of a file in fstab's format, and how many lines are none.
    func fstab(_ path: String) -> (entries: [FstabLine], badLines: [Int]) {
        var entries: [FstabLine] = []
        var bad: [Int] = []
        for (index, line) in files.text(of: path).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace).map { String($0).replacing("\\040", with: " ") }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if words.count >= 3 {
                let options = words.count > 3 ? words[3].split(separator: ",").map(String.init) : ["defaults"]
                entries.append(FstabLine(number: index + 1, source: first, target: words[1], type: words[2], options: options))
            } else {
                bad.append(index + 1)
            }
        }
        return (entries, bad)
    }

    mutating func mount(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: [])
        guard arguments.operands.count == 1, let wanted = arguments.operands.first else { throw unknown(command) }
        guard let entry = fstab("/etc/fstab").entries.first(where: { Self.isSamePath($0.target, wanted) || $0.source == wanted }) else {
            return RehearsalReply(status: 1, "mount: \(wanted): can't find in /etc/fstab.")
        }
        return mount(entry)
    }

    /// `/srv/` is `/srv`.
    private static func isSamePath(_ one: String, _ other: String) -> Bool {
        one.split(separator: "/") == other.split(separator: "/")
    }

    /// Mounts an entry of type nfs; the root and swap are there already.
    private mutating func mount(_ entry: FstabLine) -> RehearsalReply {
        let target = "/" + entry.target.split(separator: "/").joined(separator: "/")
        guard exists("/usr/sbin/mount.\(entry.type)") else {
            return RehearsalReply(
                status: 32,
                "mount: \(target): bad option; "
                    + "for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.",
                "       dmesg(1) may have more information after failed mount system call.")
        }
        guard exists(target) else { return RehearsalReply(status: 32, "mount.\(entry.type): mount point \(target) does not exist") }
        let parts = entry.source.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            return RehearsalReply(status: 32, "mount.\(entry.type): remote share not in 'host:dir' format")
        }
        if files.attachments.contains(where: { $0.mount.target == target }) {
            return RehearsalReply(status: 32, "mount.\(entry.type): \(target) is busy or already mounted or sharecache fail")
        }
        guard let address = resolve(parts[0]).first else {
            return RehearsalReply(status: 32, "mount.\(entry.type): Failed to resolve server \(parts[0]): Name or service not known")
        }
        switch reachability(of: address, port: 2049) {
        case .open: break
        case .refused: return RehearsalReply(status: 32, "mount.\(entry.type): Connection refused for \(entry.source) on \(target)")
        default: return RehearsalReply(status: 32, "mount.\(entry.type): Connection timed out for \(entry.source) on \(target)")
        }
        return attach(entry, path: parts[1], of: address, on: target)
    }

    private mutating func attach(_ entry: FstabLine, path: String, of address: String, on target: String) -> RehearsalReply {
        let offered = exportList(of: address).filter { $0.path == path }
        guard !offered.isEmpty else {
            return RehearsalReply(
                status: 32, "mount.\(entry.type): mounting \(entry.source) failed, reason given by server: No such file or directory")
        }
        let own = isOwn(address) ? address : seed.address
        guard let export = offered.first(where: { covers($0.client, own) }) else {
            return RehearsalReply(status: 32, "mount.\(entry.type): access denied by server while mounting \(entry.source)")
        }
        let isOwnExport = isOwn(address)
        let tree = isOwnExport ? RehearsalFiles.local : "\(address):\(path)"
        if let remote = seed.remoteExports.first(where: { resolve($0.server).contains(address) && $0.path == path }), !isOwnExport {
            if files.addTree(tree, top: FileNode(content: .directory, owner: remote.owner, group: remote.owner, mode: remote.mode)) {
                for (path, bytes) in remote.files {
                    files.seedOwned(path, bytes, owner: remote.owner, in: tree)
                }
            }
        }
        let refuses = export.isReadOnly || has(.readOnlyShare)
        let asked = entry.options.filter {
            !["defaults", "_netdev", "nofail", "auto", "noauto", "rw", "ro"].contains($0) && !$0.hasPrefix("x-")
        }
        let access = has(.readOnlyShare) || entry.options.contains("ro") ? "ro" : "rw"
        let kept = asked.filter { !$0.hasPrefix("vers=") && !$0.hasPrefix("nfsvers=") && $0 != "hard" && $0 != "soft" }
        let options =
            [access, "relatime", "vers=4.2", "rsize=1048576", "wsize=1048576", "namlen=255", asked.contains("soft") ? "soft" : "hard"]
            + kept.filter { !$0.hasPrefix("timeo=") && !$0.hasPrefix("retrans=") }
            + ["proto=tcp", "timeo=600", "retrans=2", "sec=sys", "clientaddr=\(seed.address)", "local_lock=none", "addr=\(address)"]
        files.attach(
            RehearsalFiles.Attachment(
                mount: Mount(source: entry.source, target: target, type: "nfs4", options: options), tree: tree,
                top: isOwnExport ? path : "/", isReadOnly: refuses || access == "ro",
                rootActor: export.squashesRoot ? export.anonymous : nil,
                everyActor: export.options.contains("all_squash") ? export.anonymous : nil))
        return RehearsalReply()
    }

    mutating func unmount(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: [])
        guard arguments.operands.count == 1, let target = arguments.operands.first else { throw unknown(command) }
        return files.detach(target) ? RehearsalReply() : RehearsalReply(status: 32, "umount: \(target): not mounted.")
    }

    func findmnt(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--verify"], values: ["--tab-file", "-F"])
        guard arguments.has("--verify"), arguments.operands.isEmpty else { throw unknown(command) }
        let path = arguments.value("--tab-file", "-F") ?? "/etc/fstab"
        let (entries, bad) = fstab(path)
        var reply = RehearsalReply()
        for line in bad { reply.say("findmnt: \(path): parse error at line \(line) -- ignored") }
        let missing = entries.filter { $0.target.hasPrefix("/") && !exists($0.target) }
        for entry in missing {
            reply.say(["\(entry.target)", "   [E] unreachable on boot required target: No such file or directory"])
        }
        if bad.isEmpty && missing.isEmpty {
            reply.say("Success, no errors or warnings detected")
        } else {
            reply.say("")
            reply.say(
                "\(bad.count) parse error\(bad.count == 1 ? "" : "s"), \(missing.count) error\(missing.count == 1 ? "" : "s"), 0 warnings")
            reply.status = 1
        }
        return reply
    }

    // MARK: - By the way

    /// Mounts what fstab mounts at the start of the server.
    mutating func mountAll() {
        for entry in fstab("/etc/fstab").entries where entry.type.hasPrefix("nfs") && !entry.options.contains("noauto") { _ = mount(entry) }
    }

    /// Mounts the share that a path lies on, if fstab knows one; false if that fails.
    mutating func mountWhatHolds(_ path: String) -> Bool {
        let entry = fstab("/etc/fstab").entries.first { entry in
            entry.type.hasPrefix("nfs") && (path == entry.target || path.hasPrefix(entry.target + "/"))
        }
        guard let entry, !files.attachments.contains(where: { $0.mount.target == entry.target }) else { return true }
        return mount(entry).status == 0
    }

    /// Everything that is mounted.
    var mounts: [Mount] {
        [
            Mount(source: "/dev/vda1", target: "/", type: "ext4", options: ["rw", "relatime", "errors=remount-ro"]),
            Mount(source: "proc", target: "/proc", type: "proc", options: ["rw", "nosuid", "nodev", "noexec", "relatime"]),
            Mount(source: "tmpfs", target: "/run", type: "tmpfs", options: ["rw", "nosuid", "nodev", "mode=755"]),
        ] + files.attachments.map(\.mount)
    }
}
