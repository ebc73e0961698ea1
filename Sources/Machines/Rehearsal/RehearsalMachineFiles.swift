/// Files of the rehearsed server.
extension RehearsalMachine {
    public func status(of path: String) throws(MachineError) -> FileStatus? {
        try asking(path, "cannot be looked at") { files throws(FileRefusal) in
            try files.node(path, followingLinks: false)
        }.map(status)
    }

    private func status(of node: FileNode) -> FileStatus {
        let kind: FileStatus.Kind
        var size = 4096
        var target: String?
        switch node.content {
        case .file(let bytes): (kind, size) = (.file, bytes.count)
        case .directory: kind = .directory
        case .link(let destination): (kind, size, target) = (.link, destination.utf8.count, destination)
        }
        return FileStatus(
            kind: kind, owner: server.name(.users, node.owner), group: server.name(.groups, node.group), ownerID: node.owner,
            groupID: node.group, mode: node.mode, size: size, modified: node.modified, target: target)
    }

    public func read(_ path: String, limit: Int) throws(MachineError) -> [UInt8]? {
        if let unit = server.processes.first(where: { path == "/proc/\($0.value)/cgroup" })?.key {
            return Array("0::/system.slice/\(unit)\n".utf8)
        }
        let node = try asking(path, "cannot be read") { files throws(FileRefusal) in try files.node(path, followingLinks: true) }
        guard let node else { return nil }
        guard case .file(let bytes) = node.content else { throw MachineError(what: "is no regular file", subject: path) }
        guard bytes.count <= limit else { throw MachineError(what: "has more than \(limit) bytes", subject: path) }
        return bytes
    }

    public func list(_ path: String) throws(MachineError) -> [String]? {
        try asking(path, "cannot be listed") { files throws(FileRefusal) in try files.names(in: path) }
    }

    public func replace(_ path: String, with bytes: [UInt8], attributes: FileAttributes) throws(MachineError) {
        let (owner, group) = try numbers(attributes)
        try changing(path, "cannot be replaced") { server throws(FileRefusal) in
            try server.files.replace(
                path, with: bytes, owner: owner, group: group, mode: attributes.mode, modified: attributes.modified?.seconds)
        }
    }

    public func makeDirectory(_ path: String, attributes: FileAttributes) throws(MachineError) {
        let (owner, group) = try numbers(attributes)
        try changing(path, "cannot be made a directory") { server throws(FileRefusal) in
            try server.makeParents(path)
            try server.files.setAttributes(path, owner: owner, group: group, mode: attributes.mode)
        }
    }

    public func setAttributes(_ attributes: FileAttributes, of path: String) throws(MachineError) {
        let (owner, group) = try numbers(attributes)
        try changing(path, "its owner or mode cannot be changed") { server throws(FileRefusal) in
            try server.files.setAttributes(path, owner: owner, group: group, mode: attributes.mode)
        }
    }

    public func remove(_ path: String) throws(MachineError) {
        try changing(path, "cannot be removed") { server throws(FileRefusal) in _ = try server.files.remove(path) }
    }

    public func freeSpace(at path: String) -> Int { server.files.isFull ? 0 : server.seed.freeSpace }

    // MARK: - Refusals

    /// The numbers of the accounts that attributes name.
    private func numbers(_ attributes: FileAttributes) throws(MachineError) -> (owner: UInt32?, group: UInt32?) {
        let owner = try attributes.owner.map { name throws(MachineError) in
            guard let number = server.number(.users, name) else {
                throw MachineError(what: "there is no such user", subject: name, remedy: "create the user first")
            }
            return number
        }
        let group = try attributes.group.map { name throws(MachineError) in
            guard let number = server.number(.groups, name) else {
                throw MachineError(what: "there is no such group", subject: name, remedy: "create the group first")
            }
            return number
        }
        return (owner, group)
    }

    /// A path through something that is no directory leads to nothing.
    private func asking<Value>(
        _ path: String, _ attempt: String, _ question: (RehearsalFiles) throws(FileRefusal) -> Value?
    ) throws(MachineError) -> Value? {
        do throws(FileRefusal) {
            return try question(server.files)
        } catch .notDirectory {
            // Listing what is there and no directory is an error all the same.
            if let node = try? server.files.node(path, followingLinks: true), !node.isDirectory {
                throw MachineError(what: "\(attempt): Not a directory", subject: path)
            }
            return nil
        } catch {
            throw MachineError(what: "\(attempt): \(error.text)", subject: path)
        }
    }

    /// Changes the server as a whole or not at all.
    private func changing(
        _ path: String, _ attempt: String, _ change: (inout RehearsalServer) throws(FileRefusal) -> Void
    ) throws(MachineError) {
        var changed = server
        do throws(FileRefusal) {
            try change(&changed)
        } catch {
            throw MachineError(what: "\(attempt): \(error.text)", subject: path)
        }
        server = changed
    }
}
