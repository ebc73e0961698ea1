import Glibc
import SystemPackage

/// Tells which paths lie on file servers, without touching any of those.
struct DistantPath {
    /// The mounted file systems behind which another machine stands, or a program that may not answer.
    private let mounts: [String: Mount]

    /// Reads the table of mounts. Where the root directory comes from a file server, nothing is nearer than that.
    init(_ mounts: [Mount], isDistant: (String) -> Bool = DistantPath.isDistant) {
        let distant = mounts.filter { isDistant($0.type) && $0.target != "/" }
        self.mounts = Dictionary(distant.map { ($0.target, $0) }) { $1 }
    }

    static func isDistant(_ type: String) -> Bool { types.contains(type) || type.hasPrefix("fuse.") || type.hasPrefix("nfs") }

    private static let types: Set = [
        "9p", "acfs", "afs", "autofs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs",
        "ocfs2", "panfs", "smb3", "smbfs",
    ]

    /// The mount on which the path lies, symbolic links followed; nil where it lies on this server.
    func mount(of path: String) -> Mount? {
        guard !mounts.isEmpty, path.hasPrefix("/") else { return nil }
        var known: [Substring] = []
        var rest = Array(path.split(separator: "/").reversed())
        var links = 0
        while let name = rest.popLast() {
            if name == "." { continue }
            if name == ".." {
                _ = known.popLast()
                continue
            }
            let next = "/" + (known + [name]).joined(separator: "/")
            // Before it is looked at: even that would wait for the file server.
            if let mount = mounts[next] { return mount }
            guard let status = try? FilePaths.status(of: next) else { return nil }  // Nothing is mounted below what is not there.
            guard status.st_mode & S_IFMT == S_IFLNK else {
                known.append(name)
                continue
            }
            links += 1
            guard links <= 40, let target = try? FilePaths.linkTarget(next) else { return nil }  // A circle, or gone meanwhile.
            if target.hasPrefix("/") { known = [] }
            rest += target.split(separator: "/").reversed()
        }
        return nil
    }
}
