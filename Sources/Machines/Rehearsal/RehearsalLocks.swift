/// `flock`: a command while a file is locked.
extension RehearsalServer {
    private struct Wish {
        var conflictStatus: Int32 = 1
        var path = ""
        var command: [String] = []

        /// Nil where an option is not modelled. Whoever would wait for a lock here would wait for ever.
        init?(_ words: some Collection<String>) {
            var rest = Array(words)[...]
            var isPatient = true
            while let word = rest.first, word.hasPrefix("-") {
                rest = rest.dropFirst()
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                switch parts[0] {
                case "-n", "--nonblock", "--nonblocking", "--nb": isPatient = false
                case "-x", "-e", "--exclusive": break
                case "-E", "--conflict-exit-code":
                    guard let text = parts.count == 2 ? parts[1] : rest.popFirst(), let status = UInt8(text) else { return nil }
                    conflictStatus = Int32(status)
                default: return nil
                }
            }
            guard !isPatient, let path = rest.popFirst(), let first = rest.first, !first.hasPrefix("-") else { return nil }
            (self.path, command) = (path, Array(rest))
        }
    }

    mutating func lockFile(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard let wish = Wish(command.arguments.dropFirst()) else { throw unknown(command) }
        let path: String
        do throws(FileRefusal) {
            path = try openLock(wish.path)
        } catch {
            let isNoRoom = error == .readOnly || error == .full
            return RehearsalReply(status: isNoRoom ? 73 : 66, "flock: cannot open lock file \(wish.path): \(error.text)")
        }
        if let refusal = lockRefusal(path) {
            return RehearsalReply(status: refusal == .noLocks ? 71 : 65, "flock: \(wish.path): \(refusal.text)")
        }
        // One file may be reached by several mounts.
        let place = files.place(path)
        let file = "\(place.tree) \(place.path)"
        guard locks.insert(file).inserted else { return RehearsalReply(status: wish.conflictStatus) }
        defer { locks.remove(file) }
        var inner = command
        inner.arguments = wish.command
        guard try hasProgram(of: inner) else {
            return RehearsalReply(status: 69, "flock: failed to execute \(wish.command[0]): No such file or directory")
        }
        return try perform(inner)
    }

    /// Opens a file for reading, and makes it where there is none; says which path it really has.
    private mutating func openLock(_ path: String) throws(FileRefusal) -> String {
        guard let real = try files.resolved(path, followingLast: true) else { throw .missing }
        if try files.node(real, followingLinks: true) == nil {
            try files.write([], to: real)
        } else if !files.allows(.read, real) {
            throw .denied
        }
        return real
    }

    /// Why what is open cannot be locked; nil where it can. A share wants the file open for writing.
    private func lockRefusal(_ path: String) -> FileRefusal? {
        guard files.place(path).attachment != nil else { return nil }
        if has(.shareHasNoLocks) { return .noLocks }
        return files.allows(.write, path) ? nil : .badDescriptor
    }
}
