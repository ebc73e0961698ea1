import Glibc
import SystemPackage

/// Paths as the kernel reads them.
enum FilePaths {
    /// The directory that holds `path`, `.` for a bare name.
    static func directory(of path: String) -> String {
        let parent = FilePath(path).removingLastComponent().string
        return parent.isEmpty ? "." : parent
    }

    /// The last component of `path`.
    static func name(of path: String) -> String {
        FilePath(path).lastComponent?.string ?? path
    }

    /// What stands at `path` itself, nil where there is nothing.
    static func status(of path: String) throws(Errno) -> stat? {
        var status = stat()
        do {
            try Errno.check { lstat(path, &status) }
        } catch .noSuchFileOrDirectory {
            return nil
        } catch .notDirectory {
            return nil
        }
        return status
    }

    /// What a symbolic link says, bytes that are no UTF-8 replaced.
    static func linkTarget(_ path: String) throws(Errno) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = try Errno.check { buffer.withUnsafeMutableBytes { readlink(path, $0.baseAddress!, $0.count) } }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Where `path` leads when its final symbolic links are followed; the end of the chain need not exist.
    static func resolved(_ path: String) throws(Errno) -> String {
        var path = path
        // As many as the kernel follows.
        for _ in 0..<40 {
            guard let status = try status(of: path), status.st_mode & S_IFMT == S_IFLNK else { return path }
            let target = try linkTarget(path)
            path = target.hasPrefix("/") ? target : directory(of: path) + "/" + target
        }
        throw .tooManySymbolicLinkLevels
    }
}
