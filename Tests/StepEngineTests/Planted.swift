import Foundation
import Testing

/// What somebody may have put where the program expects a file of its own.
enum Planted: String, CaseIterable, Sendable {
    case link, danglingLink, folder, pipe, socket, device

    /// Puts it there. `victim` is the file that a link leads to.
    func put(at path: String, leadingTo victim: String) throws {
        switch self {
        case .link: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: victim)
        case .danglingLink: try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: victim + ".none")
        case .folder: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .pipe: try #require(mkfifo(path, 0o600) == 0)
        case .socket: try #require(mknod(path, S_IFSOCK | 0o600, 0) == 0)
        // /dev/full, which swallows nothing. Only root can make one; for others a pipe will do.
        case .device: try #require(mknod(path, S_IFCHR | 0o600, dev_t(1 << 8 | 7)) == 0 || mkfifo(path, 0o600) == 0)
        }
    }
}
