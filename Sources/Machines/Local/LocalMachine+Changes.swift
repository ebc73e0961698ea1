import Glibc
import SystemPackage

extension LocalMachine {
    public func replace(_ path: String, with bytes: [UInt8], attributes: FileAttributes) async throws(MachineError) {
        if try await distant.answer(to: .replace(path, attributes), with: bytes, on: self) != nil { return }
        let ownership = try Ownership(attributes)
        do throws(Errno) {
            let target = try FilePaths.resolved(path)
            try Replacement(of: target).install(bytes, ownership: ownership, mode: attributes.mode, modified: attributes.modified)
        } catch {
            throw MachineError(error, "cannot be replaced", path)
        }
    }

    public func makeDirectory(_ path: String, attributes: FileAttributes) async throws(MachineError) {
        if try await distant.answer(to: .makeDirectory(path, attributes), on: self) != nil { return }
        let ownership = try Ownership(attributes)
        do throws(Errno) {
            try makeDirectories(path)
            try apply(ownership, mode: attributes.mode, to: path)
        } catch {
            throw MachineError(error, "cannot be made a directory", path)
        }
    }

    public func setAttributes(_ attributes: FileAttributes, of path: String) async throws(MachineError) {
        if try await distant.answer(to: .setAttributes(path, attributes), on: self) != nil { return }
        let ownership = try Ownership(attributes)
        do throws(Errno) {
            try apply(ownership, mode: attributes.mode, to: path)
        } catch {
            throw MachineError(error, "its owner or mode cannot be changed", path)
        }
    }

    /// Makes the directory and the missing ones above it with mode 0755, whatever the umask.
    private func makeDirectories(_ path: String) throws(Errno) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw .fileExists }
            return
        }
        let parent = FilePaths.directory(of: path)
        if parent != path { try makeDirectories(parent) }
        try Errno.check { mkdir(path, 0o755) }
        try Errno.check { chmod(path, 0o755) }
        try OpenFile.syncDirectory(parent)
    }

    private func apply(_ ownership: Ownership, mode: UInt32?, to path: String) throws(Errno) {
        var status = stat()
        try Errno.check { stat(path, &status) }
        let user = ownership.user ?? status.st_uid
        let group = ownership.group ?? status.st_gid
        if user != status.st_uid || group != status.st_gid {
            try Errno.check { chown(path, user, group) }
            // It may have taken the set-id bits away.
            try Errno.check { stat(path, &status) }
        }
        if let mode, mode != status.st_mode & 0o7777 {
            try Errno.check { chmod(path, mode) }
        }
    }
}

/// The owner and group of `FileAttributes` as numbers.
struct Ownership {
    var user: uid_t?
    var group: gid_t?

    init(_ attributes: FileAttributes) throws(MachineError) {
        if let owner = attributes.owner { user = try Accounts.userID(owner) }
        if let name = attributes.group { group = try Accounts.groupID(name) }
    }
}
