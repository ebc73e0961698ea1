import Glibc

/// What stands behind the descriptors of a process, in words that follow "waits for".
struct DescriptorView {
    enum Purpose: Hashable { case reading, writing, connecting }

    struct Awaited: Hashable {
        var descriptor: Int
        var purpose: Purpose
    }

    /// More descriptors than this are not looked at.
    private static let limit = 64

    private let pid: pid_t

    init(_ pid: pid_t) {
        self.pid = pid
    }

    // MARK: - One descriptor

    /// Nil where the kernel's own word is better.
    func words(_ descriptor: Int, _ purpose: Purpose) -> String? {
        guard let link = ProcessFile.link(pid, descriptor) else { return nil }
        if link.hasPrefix("socket:[") { return socketWords(link.dropFirst(8).dropLast(), purpose) }
        let isInput = purpose == .reading && descriptor == 0
        if ["/dev/tty", "/dev/pts/", "/dev/console", "/dev/hvc"].contains(where: link.hasPrefix) {
            return purpose == .reading ? "input on its terminal" : "its terminal to take more output"
        }
        if link.hasPrefix("pipe:[") {
            if isInput { return "input on its standard input" }
            return purpose == .reading ? "what another program writes into a pipe" : "another program to read its output"
        }
        switch link {
        case "anon_inode:[timerfd]": return "a timer"
        case "anon_inode:[signalfd]": return "a signal"
        case "anon_inode:[pidfd]": return "a process to end"
        default: break
        }
        guard link.hasPrefix("/"), purpose == .reading else { return nil }
        let path = ProcessEntry.plain(link.utf8)
        return isInput ? "input on its standard input, \(path)" : "input from \(path)"
    }

    private func socketWords(_ inode: Substring, _ purpose: Purpose) -> String {
        guard let socket = SocketTable(of: pid)[inode] else {
            return purpose == .connecting ? "another program to take its connection" : "another program at a socket"
        }
        if socket.isListening { return "somebody to connect to port \(socket.localPort)" }
        guard let remote = socket.remote else { return "a message at port \(socket.localPort)" }
        if socket.isConnecting || purpose == .connecting { return "a connection to \(remote)" }
        return purpose == .reading ? "an answer from \(remote)" : "\(remote) to take more"
    }

    // MARK: - Several

    /// Two of them by name, the others by their number; nil where the kernel's own word is better.
    func words(_ awaited: [Awaited]) -> String? {
        var all: [String] = []
        for one in awaited {
            // A descriptor of the program's own making says nothing: its threads wake each other by it.
            guard let words = words(one.descriptor, one.purpose), !all.contains(words) else { continue }
            all.append(words)
        }
        guard !all.isEmpty else { return nil }
        return all.prefix(2).joined(separator: " or ") + (all.count > 2 ? ", or one of \(all.count - 2) others" : "")
    }

    /// The descriptors at which the call waits; nil where that cannot be seen.
    func awaited(by call: SystemCall) -> [Awaited]? {
        switch call.kind {
        case .poll: polled(call)
        case .select: selected(call)
        case .epoll: watched(call)
        default: nil
        }
    }

    /// From an array of `struct pollfd`: four bytes of descriptor, two of what is asked, two of answer.
    private func polled(_ call: SystemCall) -> [Awaited]? {
        let count = Int(clamping: call.arguments[1])
        if count == 0 { return [] }
        guard count <= Self.limit, let bytes = ProcessFile.memory(pid, at: call.arguments[0], count: 8 * count) else { return nil }
        return (0..<count).compactMap { index in
            let (descriptor, events) = bytes.withUnsafeBytes {
                (
                    $0.loadUnaligned(fromByteOffset: 8 * index, as: Int32.self),
                    $0.loadUnaligned(fromByteOffset: 8 * index + 4, as: Int16.self)
                )
            }
            guard descriptor >= 0 else { return nil }
            return Awaited(descriptor: Int(descriptor), purpose: events & Int16(POLLIN) != 0 ? .reading : .writing)
        }
    }

    /// From two sets of bits, of which the kernel looks at as many as it was told.
    private func selected(_ call: SystemCall) -> [Awaited]? {
        let count = call.number(0)
        if count <= 0 { return [] }
        guard count <= 1024 else { return nil }
        var awaited: [Awaited] = []
        for (address, purpose) in [(call.arguments[1], Purpose.reading), (call.arguments[2], .writing)] where address != 0 {
            guard let bits = ProcessFile.memory(pid, at: address, count: (count + 63) / 64 * 8) else { return nil }
            awaited += (0..<count).filter { bits[$0 / 8] >> ($0 % 8) & 1 == 1 }.map { Awaited(descriptor: $0, purpose: purpose) }
        }
        return awaited.count <= Self.limit ? awaited : nil
    }

    /// From the kernel's list of what an epoll descriptor watches: `tfd: 5 events: 19 …`.
    private func watched(_ call: SystemCall) -> [Awaited]? {
        guard let details = ProcessFile.text(pid, "fdinfo/\(call.number(0))") else { return nil }
        let awaited = details.split(separator: "\n").compactMap { line -> Awaited? in
            let words = line.split { $0 == " " || $0 == ":" || $0 == "\t" }
            guard words.count >= 4, words[0] == "tfd", let descriptor = Int(words[1]), words[2] == "events",
                let events = UInt32(words[3], radix: 16)
            else { return nil }
            return Awaited(descriptor: descriptor, purpose: events & 1 == 1 ? .reading : .writing)
        }
        return awaited.count <= Self.limit ? awaited : nil
    }
}
