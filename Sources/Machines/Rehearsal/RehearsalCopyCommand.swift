/// cp(1), in the forms that keep what is there.
extension RehearsalServer {
    mutating func copyFiles(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--dereference", "-L", "--recursive", "-r", "--link", "--no-clobber"])
        guard arguments.operands.count == 2 else { throw unknown(command) }
        let (source, target) = (arguments.operands[0], arguments.operands[1])
        guard let node = look(at: source) else {
            return RehearsalReply(status: 1, "cp: cannot stat '\(source)': No such file or directory")
        }
        guard node.isDirectory else { return copyFile(source, node, to: inside(target, source), arguments) }
        guard arguments.has("--recursive", "-r") else {
            return RehearsalReply(status: 1, "cp: -r not specified; omitting directory '\(source)'")
        }
        // A dot at the end means what is in the folder, not the folder.
        return copyTree(source, to: source.hasSuffix("/.") ? target : inside(target, source), arguments)
    }

    /// A folder takes the copy in, under its own name.
    private func inside(_ target: String, _ source: String) -> String {
        let isFolder = look(at: target)?.isDirectory == true
        return isFolder ? RehearsalFiles.joined(target, RehearsalFiles.name(of: source)) : target
    }

    private mutating func copyTree(_ source: String, to target: String, _ arguments: RehearsalArguments) -> RehearsalReply {
        var reply = RehearsalReply()
        do throws(FileRefusal) {
            let root = try files.resolved(source, followingLast: true) ?? source
            for path in try files.paths(from: root) {
                guard let node = try files.node(path, followingLinks: false) else { continue }
                let copy = path == root ? target : target + path.dropFirst(root == "/" ? 0 : root.count)
                if node.isDirectory {
                    let made = makeFolder(copy, like: node)
                    reply.add(made)
                    if made.status != 0, path == root { return reply }
                } else {
                    reply.add(copyFile(path, node, to: copy, arguments))
                }
            }
        } catch {
            reply.add(RehearsalReply(status: 1, "cp: cannot access '\(source)': \(error.text)"))
        }
        return reply
    }

    private mutating func makeFolder(_ path: String, like node: FileNode) -> RehearsalReply {
        do throws(FileRefusal) {
            if let there = try files.node(path, followingLinks: true) {
                guard !there.isDirectory else { return RehearsalReply() }
                return RehearsalReply(status: 1, "cp: cannot overwrite non-directory '\(path)' with directory")
            }
            try files.makeDirectory(path, mode: node.mode & ~0o022)
            return RehearsalReply()
        } catch {
            return RehearsalReply(status: 1, "cp: cannot create directory '\(path)': \(error.text)")
        }
    }

    /// One file or link. A hard link is a copy here: whoever makes one takes the original away afterwards.
    private mutating func copyFile(
        _ source: String, _ node: FileNode, to target: String, _ arguments: RehearsalArguments
    ) -> RehearsalReply {
        do throws(FileRefusal) {
            let there = try files.node(target, followingLinks: false)
            if there != nil, arguments.has("--no-clobber") { return RehearsalReply() }
            if arguments.has("--link") { return try linkHard(source, to: target) }
            if case .link(let place) = node.content {
                try files.link(target, to: place)
                return RehearsalReply()
            }
            guard let bytes = try files.bytes(of: source) else { throw .missing }
            try files.write(bytes, to: target)
            if there == nil { try files.setAttributes(target, owner: nil, group: nil, mode: node.mode & ~0o022) }
            return RehearsalReply()
        } catch .full {
            return RehearsalReply(status: 1, "cp: error writing '\(target)': \(FileRefusal.full.text)")
        } catch {
            return RehearsalReply(status: 1, "cp: cannot create regular file '\(target)': \(error.text)")
        }
    }

    private mutating func linkHard(_ source: String, to target: String) throws(FileRefusal) -> RehearsalReply {
        guard let from = try files.resolved(source, followingLast: true), let to = try files.resolved(target, followingLast: false),
            let node = try files.node(from, followingLinks: false)
        else { throw .missing }
        let place = files.place(to)
        guard files.place(from).tree == place.tree else {
            return RehearsalReply(status: 1, "cp: cannot create hard link '\(target)' to '\(source)': \(FileRefusal.otherDevice.text)")
        }
        try files.demandWriting(at: place, whole: nil)
        files.trees[place.tree]?[place.path] = node
        return RehearsalReply()
    }
}
