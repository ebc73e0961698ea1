/// The programs that copy, move, link and take away, and those that change owners and modes.
extension RehearsalServer {
    mutating func treeCommand(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        switch program {
        case "rm": try removeFiles(command)
        case "mv": try moveFile(command)
        case "ln": try linkFile(command)
        case "chown": try changeOwner(command)
        case "chmod": try changeMode(command)
        default: try copyFiles(command)
        }
    }

    private mutating func removeFiles(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["-f", "--force", "-r", "--recursive"])
        var reply = RehearsalReply()
        for path in arguments.operands {
            if arguments.has("-r", "--recursive"), path.allSatisfy({ $0 == "/" }) {
                reply.add(RehearsalReply(status: 1, "rm: it is dangerous to operate recursively on '/'"))
                continue
            }
            do throws(FileRefusal) {
                let isTree = try files.node(path, followingLinks: false)?.isDirectory == true
                guard !isTree || arguments.has("-r", "--recursive") else { throw .isDirectory }
                guard try files.removeTree(path) || arguments.has("-f", "--force") else { throw .missing }
            } catch {
                reply.add(RehearsalReply(status: 1, "rm: cannot remove '\(path)': \(error.text)"))
            }
        }
        return reply
    }

    private mutating func moveFile(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--no-target-directory", "-T"])
        guard arguments.has("--no-target-directory", "-T"), arguments.operands.count == 2 else { throw unknown(command) }
        let (path, target) = (arguments.operands[0], arguments.operands[1])
        guard let node = look(at: path, followingLinks: false) else {
            return RehearsalReply(status: 1, "mv: cannot stat '\(path)': No such file or directory")
        }
        if let there = look(at: target, followingLinks: false), there.isDirectory != node.isDirectory {
            let what = there.isDirectory ? "directory '\(target)' with non-directory" : "non-directory '\(target)' with directory '\(path)'"
            return RehearsalReply(status: 1, "mv: cannot overwrite \(what)")
        }
        do throws(FileRefusal) {
            try files.rename(path, to: target)
            return RehearsalReply()
        } catch .otherDevice {
            return moveByCopying(path, to: target)
        } catch {
            return RehearsalReply(status: 1, "mv: cannot move '\(path)' to '\(target)': \(error.text)")
        }
    }

    /// To another file system: everything is copied with owner and mode, then taken away.
    private mutating func moveByCopying(_ path: String, to target: String) -> RehearsalReply {
        var reply = RehearsalReply()
        do throws(FileRefusal) {
            _ = try files.removeTree(target)
            let root = try files.resolved(path, followingLast: false) ?? path
            for each in try files.paths(from: path) {
                guard let node = try files.node(each, followingLinks: false) else { continue }
                let copy = target + each.dropFirst(root.count)
                try files.put(node, at: copy)
                do throws(FileRefusal) {
                    try files.setAttributes(copy, owner: node.owner, group: node.group, mode: nil, followingLinks: false)
                } catch {
                    reply.add(RehearsalReply(status: 1, "mv: failed to preserve ownership for '\(copy)': \(error.text)"))
                }
            }
            _ = try files.removeTree(path)
        } catch {
            reply.add(RehearsalReply(status: 1, "mv: cannot create '\(target)': \(error.text)"))
        }
        return reply
    }

    private mutating func linkFile(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--symbolic", "-s", "--force", "-f", "--no-dereference", "-n"])
        guard arguments.has("--symbolic", "-s"), arguments.has("--force", "-f"), arguments.has("--no-dereference", "-n"),
            arguments.operands.count == 2
        else { throw unknown(command) }
        let target = arguments.operands[0]
        var path = arguments.operands[1]
        do throws(FileRefusal) {
            // A real directory is not replaced: the link goes into it.
            if try files.node(path, followingLinks: false)?.isDirectory == true {
                path = RehearsalFiles.joined(path, RehearsalFiles.name(of: target))
            }
            try files.link(path, to: target)
            return RehearsalReply()
        } catch {
            return RehearsalReply(status: 1, "ln: failed to create symbolic link '\(path)': \(error.text)")
        }
    }

    // MARK: - Owners and modes

    private static let recursion: Set<String> = ["--recursive", "-R"]

    private mutating func changeOwner(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: Self.recursion.union(["--no-dereference", "-h"]))
        guard arguments.operands.count >= 2 else { throw unknown(command) }
        let names = arguments.operands[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var (owner, group): (UInt32?, UInt32?) = (nil, nil)
        if let name = names.first, !name.isEmpty {
            guard let number = number(.users, name) else {
                return RehearsalReply(status: 1, "chown: invalid user: \u{2018}\(name)\u{2019}")
            }
            owner = number
        }
        if names.count == 2, !names[1].isEmpty {
            guard let number = number(.groups, names[1]) else {
                return RehearsalReply(status: 1, "chown: invalid group: \u{2018}\(arguments.operands[0])\u{2019}")
            }
            group = number
        }
        let follows = !arguments.has("--no-dereference", "-h")
        return change("chown", arguments) { files, path throws(FileRefusal) in
            try files.setAttributes(path, owner: owner, group: group, mode: nil, followingLinks: follows)
        } complaint: {
            "chown: changing ownership of '\($0)': \($1.text)"
        }
    }

    private mutating func changeMode(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: Self.recursion)
        guard arguments.operands.count >= 2, let clauses = RehearsalMode(arguments.operands[0]) else { throw unknown(command) }
        let isRecursive = arguments.has("--recursive", "-R")
        return change("chmod", arguments) { files, path throws(FileRefusal) in
            guard let node = try files.node(path, followingLinks: !isRecursive) else { throw .missing }
            // Links have no mode of their own.
            if node.isLink { return }
            try files.setAttributes(path, owner: nil, group: nil, mode: clauses.applied(to: node))
        } complaint: {
            "chmod: changing permissions of '\($0)': \($1.text)"
        }
    }

    private mutating func change(
        _ program: String, _ arguments: RehearsalArguments, _ act: (inout RehearsalFiles, String) throws(FileRefusal) -> Void,
        complaint: (String, FileRefusal) -> String
    ) -> RehearsalReply {
        var reply = RehearsalReply()
        let isRecursive = !arguments.flags.isDisjoint(with: Self.recursion)
        for path in arguments.operands.dropFirst() {
            // What cannot be looked at is not there.
            let paths = isRecursive ? (try? files.paths(from: path)) ?? [] : [path]
            if paths.isEmpty || !exists(path) && !isLink(path) {
                reply.add(RehearsalReply(status: 1, "\(program): cannot access '\(path)': No such file or directory"))
                continue
            }
            for each in paths {
                do throws(FileRefusal) { try act(&files, each) } catch { reply.add(RehearsalReply(status: 1, complaint(each, error))) }
            }
        }
        return reply
    }

    func isLink(_ path: String) -> Bool { look(at: path, followingLinks: false)?.isLink == true }
}

/// A mode as chmod takes it: a number in octal, or clauses such as `u=rwX,g=rX,o=`.
struct RehearsalMode {
    private var number: UInt32?
    private var clauses: [(who: Character, rights: String)] = []

    /// Nil for a form that is not modelled.
    init?(_ text: String) {
        number = UInt32(text, radix: 8)
        guard number == nil else { return }
        for clause in text.split(separator: ",") {
            let parts = clause.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let who = parts[0].first, parts[0].count == 1, "ugo".contains(who),
                parts[1].allSatisfy({ "rwxX".contains($0) })
            else { return nil }
            clauses.append((who, parts[1]))
        }
    }

    /// The bits that a file has afterwards.
    func applied(to node: FileNode) -> UInt32 {
        if let number { return number }
        let isRunnable = node.isDirectory || node.mode & 0o111 != 0
        return clauses.reduce(node.mode) { mode, clause in
            let shift: UInt32 = clause.who == "u" ? 6 : clause.who == "g" ? 3 : 0
            let bits = clause.rights.reduce(UInt32(0)) { bits, right in
                switch right {
                case "r": bits | 4
                case "w": bits | 2
                case "x": bits | 1
                default: isRunnable ? bits | 1 : bits
                }
            }
            return mode & ~(7 << shift) | bits << shift
        }
    }
}
