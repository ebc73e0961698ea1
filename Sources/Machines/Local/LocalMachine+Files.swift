import Glibc
import SystemPackage

extension LocalMachine {
    public func status(of path: String) async throws(MachineError) -> FileStatus? {
        if case (.status(let status), _)? = try await distant.answer(to: .status(path), on: self) { return status }
        do throws(Errno) {
            guard let status = try FilePaths.status(of: path) else { return nil }
            let kind: FileStatus.Kind =
                switch status.st_mode & S_IFMT {
                case S_IFREG: .file
                case S_IFDIR: .directory
                case S_IFLNK: .link
                default: .other
                }
            return FileStatus(
                kind: kind, owner: Accounts.userName(status.st_uid), group: Accounts.groupName(status.st_gid),
                ownerID: status.st_uid, groupID: status.st_gid, mode: status.st_mode & 0o7777, size: Int(status.st_size),
                modified: Int(status.st_mtim.tv_sec), nanoseconds: Int(status.st_mtim.tv_nsec),
                target: kind == .link ? try FilePaths.linkTarget(path) : nil)
        } catch {
            throw MachineError(error, "cannot be looked at", path)
        }
    }

    public func read(_ path: String, limit: Int) async throws(MachineError) -> [UInt8]? {
        if case (.bytes(let isThere), let bytes)? = try await distant.answer(to: .read(path, limit: limit), on: self) {
            return isThere ? bytes : nil
        }
        return try contents(of: path, limit: limit)
    }

    /// The same without a suspension, for files that the other questions need.
    func contents(of path: String, limit: Int) throws(MachineError) -> [UInt8]? {
        let isRegular: Bool
        let bytes: [UInt8]?
        do throws(Errno) {
            // Without O_NONBLOCK, a named pipe would wait for its writer.
            let file = try OpenFile(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
            isRegular = try file.status().st_mode & S_IFMT == S_IFREG
            bytes = isRegular ? try file.readAll(limit: limit) : nil
        } catch .noSuchFileOrDirectory {
            return nil
        } catch .notDirectory {
            return nil
        } catch {
            throw MachineError(error, "cannot be read", path)
        }
        guard isRegular else { throw MachineError(what: "is no regular file", subject: path) }
        guard let bytes else { throw MachineError(what: "has more than \(limit) bytes", subject: path) }
        return bytes
    }

    public func list(_ path: String) async throws(MachineError) -> [String]? {
        if case (.names(let names), _)? = try await distant.answer(to: .list(path), on: self) { return names }
        guard let directory = opendir(path) else {
            let reason = Errno(rawValue: errno)
            if reason == .noSuchFileOrDirectory { return nil }
            if reason == .notDirectory, try await status(of: path) == nil { return nil }
            throw MachineError(reason, "cannot be listed", path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                if errno == 0 { return names.sorted() }
                throw MachineError(Errno(rawValue: errno), "cannot be listed", path)
            }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    public func remove(_ path: String) async throws(MachineError) {
        if try await distant.answer(to: .remove(path), on: self) != nil { return }
        do throws(Errno) {
            guard let status = try FilePaths.status(of: path) else { return }
            try Errno.check { status.st_mode & S_IFMT == S_IFDIR ? rmdir(path) : unlink(path) }
            try OpenFile.syncDirectory(FilePaths.directory(of: path))
        } catch {
            throw MachineError(error, "cannot be removed", path)
        }
    }

    public func freeSpace(at path: String) async throws(MachineError) -> Int {
        if case (.space(let space), _)? = try await distant.answer(to: .freeSpace(path), on: self) { return space }
        do throws(Errno) {
            var existing = path
            while true {
                var space = statvfs()
                do {
                    try Errno.check { statvfs(existing, &space) }
                    return Int(space.f_bavail) * Int(space.f_frsize)
                } catch {
                    let parent = FilePaths.directory(of: existing)
                    guard error == .noSuchFileOrDirectory || error == .notDirectory, parent != existing else { throw error }
                    existing = parent
                }
            }
        } catch {
            throw MachineError(error, "its file system cannot be asked for its free space", path)
        }
    }
}
