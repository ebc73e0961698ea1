import Foundation

/// Everything below a root as a reader of it finds it: kind, mode, owner, whether it is as old as it was at first, and bytes or where a link leads, by path.
struct Picture: Equatable, Sendable {
    private(set) var entries: [String: String] = [:]

    /// What a run writes anew each time, as the number of its attempts and the time of day have it.
    private static let changing: Set = [
        "\(DisposableRoot.state)/journal.jsonl", "\(DisposableRoot.state)/lock", "/srv/share/.joget-cluster/report-app1.json",
        "/srv/share/.joget-cluster-proof-app1", "/srv/share/.joget-cluster-share", "/etc/ld.so.preload",
    ]

    init(of root: String, without path: String? = nil) {
        for folder in Terrain.folders { add(root, "/" + folder) }
        if let path { entries[path] = nil }
    }

    private mutating func add(_ root: String, _ path: String) {
        var status = stat()
        guard lstat(root + path, &status) == 0 else { return }
        var words = "\(String(status.st_mode, radix: 8)) \(status.st_uid):\(status.st_gid)"
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            entries[path] = words
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: root + path) else { return }
            // Logs are named by attempts; that nothing half written is among them is a question of its own.
            for name in names where path != "\(DisposableRoot.state)/logs" || !(name.hasSuffix(".log") || name.hasSuffix(".status")) {
                add(root, "\(path)/\(name)")
            }
            return
        case S_IFLNK: words += " -> \((try? FileManager.default.destinationOfSymbolicLink(atPath: root + path)) ?? "")"
        case _ where Picture.changing.contains(path) || path.hasSuffix(".jar.result"): break
        default:
            // Stand-ins write their own files anew.
            words += status.st_mtim.tv_sec == Terrain.time && !path.hasPrefix("/var/") ? " of old " : " "
            words += String(decoding: FileManager.default.contents(atPath: root + path) ?? Data(), as: UTF8.self)
        }
        entries[path] = words
    }

    /// What is different in another one, a line for each.
    func differences(to other: Picture) -> [String] {
        Set(entries.keys).union(other.entries.keys).sorted().compactMap { path in
            let (one, two) = (entries[path], other.entries[path])
            if one == two { return nil }
            return "\(path) is \(two ?? "not there"), not \(one ?? "absent")"
        }
    }

    /// The paths that are different in another one.
    func places(unlike other: Picture) -> Set<String> {
        Set(entries.keys).union(other.entries.keys).filter { entries[$0] != other.entries[$0] }
    }
}
