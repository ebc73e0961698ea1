import CMachine
import Glibc
import SystemPackage

/// A file written beside another one to take its place in one step.
struct Replacement {
    private let target: String
    private let directory: String
    private let temporary: String

    init(of target: String) {
        self.target = target
        directory = FilePaths.directory(of: target)
        // Always the same name, so that the next attempt clears up after one that was killed. The dot and the ending keep
        // it out of every drop-in directory; a name has at most 255 bytes.
        let name = String(decoding: FilePaths.name(of: target).utf8.prefix(200), as: UTF8.self)
        temporary = directory + "/.\(name).joget-new"
    }

    /// Writes the bytes and puts them in place. Nothing is left behind when that fails.
    func install(_ bytes: [UInt8], ownership: Ownership, mode: UInt32?, modified: FileTime? = nil) throws(Errno) {
        let old = try FilePaths.status(of: target)
        if let old, old.st_mode & S_IFMT != S_IFREG {
            throw old.st_mode & S_IFMT == S_IFDIR ? .isDirectory : .invalidArgument
        }
        if unlink(temporary) != 0 && errno != ENOENT { throw Errno(rawValue: errno) }
        let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        do {
            // The attributes come before the content: nobody reads who is not meant to, not even for a moment.
            try giveAttributes(to: file, like: old, ownership, mode: mode)
            try file.writeAll(bytes)
            // After the content, which would make it now again.
            if let modified { try setTime(modified, of: file) }
            try file.sync()
            try Errno.check { rename(temporary, target) }
        } catch {
            unlink(temporary)
            throw error
        }
        try OpenFile.syncDirectory(directory)
    }

    private func setTime(_ modified: FileTime, of file: borrowing OpenFile) throws(Errno) {
        let descriptor = file.descriptor
        // UTIME_OMIT, a macro that Swift does not see: when it was read last is nobody's business.
        let omitted = (1 << 30) - 2
        let times = [timespec(tv_sec: 0, tv_nsec: omitted), timespec(tv_sec: modified.seconds, tv_nsec: modified.nanoseconds)]
        do throws(Errno) {
            try Errno.check { futimens(descriptor, times) }
        } catch {
            // A file system that takes no times keeps the content all the same.
            guard error == .notPermitted || error == .notSupported || error == .invalidArgument else { throw error }
        }
    }

    private func giveAttributes(
        to file: borrowing OpenFile, like old: stat?, _ ownership: Ownership, mode: UInt32?
    ) throws(Errno) {
        let descriptor = file.descriptor
        let own = try file.status()
        let user = ownership.user ?? old?.st_uid ?? 0
        let group = ownership.group ?? old?.st_gid ?? 0
        // A new file is its maker's own. On a share that squashes root it must not even be asked to be root's.
        let wanted = old != nil || ownership.user != nil || ownership.group != nil
        if wanted && (user != own.st_uid || group != own.st_gid) {
            try Errno.check { fchown(descriptor, user, group) }
        }
        if old != nil { try ExtendedAttributes.copy(from: target, to: descriptor) }
        // After the access list, whose mask it sets.
        try Errno.check { fchmod(descriptor, mode ?? old.map { $0.st_mode & 0o7777 } ?? 0o644) }
    }
}

/// What a file carries beside owner and mode: access lists, labels, the operator's own notes.
enum ExtendedAttributes {
    /// Those that vouch for the old content.
    private static let bound: Set = ["security.ima", "security.evm", "security.capability"]

    private static let accessList = "system.posix_acl_access"

    static func copy(from path: String, to descriptor: CInt) throws(Errno) {
        let names = try names(of: path)
        if !names.contains(accessList) {
            do {
                // The new file may have inherited one from the directory.
                try Errno.check { fremovexattr(descriptor, accessList) }
            } catch {
                guard error == .noData || error == .notSupported else { throw error }
            }
        }
        for name in names where !bound.contains(name) {
            guard let value = try value(of: name, path) else { continue }
            do {
                try Errno.check { value.withUnsafeBytes { fsetxattr(descriptor, name, $0.baseAddress, $0.count, 0) } }
            } catch {
                // A security module and a container keep some to themselves; the label follows from the directory then.
                let isKept = error == .notSupported || error == .notPermitted
                guard isKept, name.hasPrefix("security.") || name.hasPrefix("trusted.") else { throw error }
            }
        }
    }

    private static func names(of path: String) throws(Errno) -> [String] {
        do {
            let bytes = try grown { listxattr(path, $0, $1) }
            return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        } catch .notSupported {
            return []
        }
    }

    private static func value(of name: String, _ path: String) throws(Errno) -> [UInt8]? {
        do {
            return try grown { getxattr(path, name, $0, $1) }
        } catch .noData {
            return nil
        }
    }

    /// Asks for the size first, then for the bytes, again where they grew in between.
    private static func grown(_ call: (UnsafeMutablePointer<CChar>?, Int) -> Int) throws(Errno) -> [UInt8] {
        while true {
            let size = try Errno.check { call(nil, 0) }
            if size == 0 { return [] }
            var buffer = [CChar](repeating: 0, count: size)
            do {
                let count = try Errno.check { buffer.withUnsafeMutableBufferPointer { call($0.baseAddress, size) } }
                return buffer[..<count].map { UInt8(bitPattern: $0) }
            } catch .outOfRange {
                continue
            }
        }
    }
}
