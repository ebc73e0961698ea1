import Glibc
import SystemPackage

/// A line of `/proc/PID/stat`, which can be read whatever the process hangs in.
struct ProcessStat: Equatable {
    let pid: pid_t
    /// The name of its program, 15 bytes at most.
    let name: String
    let state: Character
    let parent: pid_t
    /// The number of its process group.
    let group: pid_t
    let session: pid_t
    let threads: Int
    /// Processor time, in clock ticks.
    let ticks: UInt64
    /// Its start, in clock ticks since boot.
    let startTime: UInt64

    /// Nil where the bytes are no such line.
    init?(_ bytes: [UInt8]) {
        // The name may contain anything, so it ends with the last bracket. What follows it starts with field 3.
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close,
            let pid = pid_t(String(decoding: bytes[..<open], as: UTF8.self).filter { $0 != " " })
        else { return nil }
        let fields = bytes[(close + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 19, let state = fields[0].first, let parent = pid_t(fields[1]),
            let group = pid_t(fields[2]), let session = pid_t(fields[3]),
            let user = UInt64(fields[11]), let system = UInt64(fields[12]), let threads = Int(fields[17]), let start = UInt64(fields[19])
        else { return nil }
        self.pid = pid
        name = ProcessEntry.plain(bytes[(open + 1)..<close])
        self.state = state
        self.parent = parent
        self.group = group
        self.session = session
        self.threads = threads
        ticks = user &+ system
        startTime = start
    }

    /// That of a process; nil where it does not exist.
    static func of(_ pid: pid_t) -> ProcessStat? { ProcessFile.bytes(pid, "stat").flatMap(ProcessStat.init) }

    /// Those of all processes.
    static func all() -> [ProcessStat] {
        guard let directory = opendir("/proc") else { return [] }
        defer { closedir(directory) }
        var all: [ProcessStat] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            // Who ends while we look is not there.
            if let pid = pid_t(name), let stat = of(pid) { all.append(stat) }
        }
        return all
    }
}

/// The files of a process under /proc.
enum ProcessFile {
    /// What one says; nil where the process has ended, or the kernel does not let us look.
    static func bytes(_ pid: pid_t, _ name: String) -> [UInt8]? {
        // Both mean that there is nothing to be told.
        guard let file = try? OpenFile("/proc/\(pid)/\(name)", O_RDONLY | O_NONBLOCK) else { return nil }
        return (try? file.readAll(limit: 8 << 20)) ?? nil
    }

    /// The same as text.
    static func text(_ pid: pid_t, _ name: String) -> String? { bytes(pid, name).map { String(decoding: $0, as: UTF8.self) } }

    /// Where a descriptor of the process leads, in the kernel's words. Nobody goes there.
    static func link(_ pid: pid_t, _ descriptor: Int) -> String? {
        try? FilePaths.linkTarget("/proc/\(pid)/fd/\(descriptor)")  // That it is closed by now is no error.
    }

    /// The numbers of the process's open descriptors.
    static func descriptors(_ pid: pid_t) -> [Int] {
        guard let directory = opendir("/proc/\(pid)/fd") else { return [] }
        defer { closedir(directory) }
        var numbers: [Int] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if let number = Int(name) { numbers.append(number) }
        }
        return numbers.sorted()
    }

    /// Bytes of the process's own memory; nil where we may not look, or nothing is there.
    static func memory(_ pid: pid_t, at address: UInt64, count: Int) -> [UInt8]? {
        guard count > 0, let place = off_t(exactly: address), let file = try? OpenFile("/proc/\(pid)/mem", O_RDONLY) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(file.descriptor, &bytes, count, place) == count ? bytes : nil
    }
}
