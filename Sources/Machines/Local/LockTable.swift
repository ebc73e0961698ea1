import Glibc

/// The locks on files, from the text of `/proc/locks`.
struct LockTable {
    /// A file as the kernel names it: its file system's device and its number there.
    struct Place: Hashable {
        var major: UInt32
        var minor: UInt32
        var inode: UInt64
    }

    struct Lock: Hashable {
        /// Whoever waits has the number of the lock that he waits for.
        var number: Int
        var isWaiting: Bool
        /// Who asked for it; -1 where it belongs to an open file, 0 where to somebody whom we cannot see.
        var pid: pid_t
        var place: Place
    }

    let locks: [Lock]

    init(_ text: String) {
        locks = text.split(separator: "\n").compactMap(Self.lock)
    }

    /// As it is now; empty where the kernel shows none.
    static var present: LockTable {
        // A kernel may be built without it.
        guard let file = try? OpenFile("/proc/locks", O_RDONLY), let bytes = try? file.readAll(limit: 8 << 20) else { return LockTable("") }
        return LockTable(String(decoding: bytes, as: UTF8.self))
    }

    /// `1: POSIX  ADVISORY  WRITE 13875 fe:00:16221226 0 EOF`, with an arrow before the kind for one that waits.
    private static func lock(_ line: Substring) -> Lock? {
        let words = line.split(separator: " ")
        guard let number = words.first.flatMap({ Int($0.dropLast()) }) else { return nil }
        let fields = words.dropFirst().drop { $0 == "->" }
        let isWaiting = fields.count < words.count - 1
        guard fields.count >= 5, let pid = pid_t(fields[fields.startIndex + 3]) else { return nil }
        let place = fields[fields.startIndex + 4].split(separator: ":")
        guard place.count == 3, let major = UInt32(place[0], radix: 16), let minor = UInt32(place[1], radix: 16),
            let inode = UInt64(place[2])
        else { return nil }
        return Lock(number: number, isWaiting: isWaiting, pid: pid, place: Place(major: major, minor: minor, inode: inode))
    }

    /// The lock for which the process waits at this place.
    func holder(awaitedBy pid: pid_t, at place: Place) -> Lock? {
        let waiting = locks.filter { $0.isWaiting && $0.place == place }
        // Who waits with an open file's own lock is not named; then whoever waits there will do.
        guard let own = waiting.first(where: { $0.pid == pid }) ?? waiting.first(where: { $0.pid == -1 }) else { return nil }
        return locks.first { $0.number == own.number && !$0.isWaiting }
    }

    /// The place of an open file, from what the kernel says about the descriptor and the mounts: the file is not touched.
    static func place(of descriptor: Int, in pid: pid_t) -> Place? {
        guard let details = ProcessFile.text(pid, "fdinfo/\(descriptor)"), let mounts = ProcessFile.text(pid, "mountinfo"),
            let inode = value("ino", in: details).flatMap({ UInt64($0) }), let mount = value("mnt_id", in: details)
        else { return nil }
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 3)
            guard fields.count == 4, fields[0] == mount else { continue }
            let device = fields[2].split(separator: ":").compactMap { UInt32($0) }
            return device.count == 2 ? Place(major: device[0], minor: device[1], inode: inode) : nil
        }
        return nil
    }

    private static func value(_ name: String, in details: String) -> String? {
        for line in details.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0] == name { return String(parts[1].filter { $0 != "\t" && $0 != " " }) }
        }
        return nil
    }
}
