/// Whole folders: looking through them, moving them, taking them away, and who may read what.
extension RehearsalFiles {
    /// The path and everything below it, a folder before what it holds; links are not followed, but the path's own are.
    func paths(from path: String) throws(FileRefusal) -> [String] {
        guard let real = try resolved(path, followingLast: false), let node = try node(path, followingLinks: false) else { return [] }
        guard node.isDirectory else { return [real] }
        var found = [real]
        for name in try names(in: real) ?? [] { found += try paths(from: Self.joined(real, name)) }
        return found
    }

    static func joined(_ directory: String, _ name: String) -> String { directory == "/" ? "/" + name : "\(directory)/\(name)" }

    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "/" }

    /// Renames as rename(2) does: what is at the target goes, a folder only if it is empty. Another file system is refused.
    mutating func rename(_ path: String, to target: String) throws(FileRefusal) {
        guard let old = try resolved(path, followingLast: false), let new = try resolved(target, followingLast: false) else {
            throw .missing
        }
        let (from, to) = (place(old), place(new))
        guard let node = trees[from.tree]?[from.path] else { throw .missing }
        guard from.tree == to.tree else { throw .otherDevice }
        if attachments.contains(where: { $0.mount.target == old || $0.mount.target == new }) { throw .busy }
        if let there = trees[to.tree]?[to.path] {
            if there.isDirectory, !Self.children(of: to.path, in: trees[to.tree] ?? [:]).isEmpty { throw .notEmpty }
            if there.isDirectory != node.isDirectory { throw there.isDirectory ? .isDirectory : .notDirectory }
        }
        try demandWriting(at: from, whole: nil, needsRoom: false)
        try demandWriting(at: to, whole: nil, needsRoom: false)
        let prefix = from.path + "/"
        let moved = (trees[from.tree] ?? [:]).filter { $0.key == from.path || $0.key.hasPrefix(prefix) }
        for key in moved.keys { trees[from.tree]?[key] = nil }
        for (key, node) in moved { trees[to.tree]?[to.path + key.dropFirst(from.path.count)] = node }
    }

    /// Removes everything from the path downwards; false where there is nothing.
    mutating func removeTree(_ path: String) throws(FileRefusal) -> Bool {
        let paths = try paths(from: path)
        for path in paths.reversed() { _ = try remove(path) }
        return !paths.isEmpty
    }

    /// Puts a node with what it has of owner and mode, as far as the actor may: for copies that keep everything.
    mutating func put(_ node: FileNode, at path: String) throws(FileRefusal) {
        switch node.content {
        case .directory: if try self.node(path, followingLinks: false) == nil { try makeDirectory(path, mode: node.mode) }
        case .link(let target): return try link(path, to: target)
        case .file(let bytes): try write(bytes, to: path)
        }
        try setAttributes(path, owner: nil, group: nil, mode: node.mode, followingLinks: false)
    }

    /// A right to a file, as its bits say.
    enum Right: UInt32 { case read = 4, write = 2, execute = 1 }

    /// Whether somebody may do such a thing with what stands there, and get there at all.
    func allows(_ right: Right, _ path: String) -> Bool {
        // What cannot be reached cannot be used.
        guard let real = try? resolved(path, followingLast: true), let node = try? node(real, followingLinks: true) else { return false }
        var directory = real
        while directory != "/" {
            directory = Self.parent(of: directory)
            // It was reached a moment ago.
            guard let node = try? self.node(directory, followingLinks: false), allows(.execute, node, at: directory) else { return false }
        }
        if right == .write, place(real).attachment?.isReadOnly == true { return false }
        return allows(right, node, at: real)
    }

    private func allows(_ right: Right, _ node: FileNode, at path: String) -> Bool {
        let actor = actor(at: place(path))
        if actor.user == 0 { return right != .execute || node.isDirectory || node.mode & 0o111 != 0 }
        let shift: UInt32 = actor.user == node.owner ? 6 : actor.groups.contains(node.group) ? 3 : 0
        return node.mode >> shift & right.rawValue != 0
    }

    /// Does something in somebody else's name.
    mutating func acting<Result, Failure: Error>(
        as other: FileActor, _ body: (inout RehearsalFiles) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let before = actor
        actor = other
        defer { actor = before }
        return try body(&self)
    }
}
