internal import Glibc

/// What somebody else has done to a journal: while we write it, and before it was opened.
extension Journal {
    /// Why the journal of a directory cannot be begun: a run has left traces, and what it recorded is gone. Nil where nothing is
    /// missing.
    public static func loss(in directory: StateDirectory) -> EngineError? {
        let path = directory.journal
        let rescued = directory.names("").filter { $0.hasPrefix("journal.jsonl.rescued.") }
        if let copy = rescued.max() {
            return EngineError(
                .state, path, "it was changed by somebody else while it was in use; a whole copy is in \(directory.path)/\(copy)",
                remedy: "put the copy back with 'mv \(directory.path)/\(copy) \(path)', or remove it to go on with what is there")
        }
        var status = stat()
        let isMissing = lstat(path, &status) != 0 && errno == ENOENT
        guard isMissing || (status.st_mode & S_IFMT == S_IFREG && status.st_size == 0) else { return nil }
        let traces = [("logs", directory.names("logs").count), ("originals", directory.names("originals").count)].filter { $0.1 > 0 }
        let copies = directory.names("").filter { $0.hasPrefix("journal.jsonl.damaged.") }
        guard !traces.isEmpty || !copies.isEmpty else { return nil }
        let left = traces.map { "\($0.1) \($0.1 == 1 ? "file" : "files") in \($0.0)/" } + copies
        return EngineError(
            .state, path, "the journal is \(isMissing ? "missing" : "empty"), but a run has left \(left.joined(separator: ", "))",
            remedy: "put the journal back from a copy; or move \(directory.path) aside to begin anew, which loses what undo needs")
    }

    /// Why nothing may be appended: the file is no longer the one that was opened, or somebody has written to it. A copy of what
    /// it should hold is left beside it.
    func tampering() -> EngineError? {
        guard let what = change() else { return nil }
        let directory = path.parentDirectory ?? "/"
        let whole = records.flatMap { Journal.sealed(Journal.line(of: $0)) + [UInt8(ascii: "\n")] }
        do {
            let copy = try Journal.keep(whole, as: "\(path).rescued")
            return EngineError(
                .state, path, "\(what) while it was in use; all \(records.count) lines are kept in \(copy)",
                remedy: "find out who did that, put the copy back with 'mv \(copy) \(path)', then start again")
        } catch {
            return EngineError(
                .state, path, "\(what) while it was in use, and no copy can be kept: \(error.what)",
                remedy: "bring \(directory) back from a backup; without it nobody knows what was done here")
        }
    }

    private func change() -> String? {
        var (ours, present) = (stat(), stat())
        guard lstat(path, &present) == 0 else {
            return errno == ENOENT ? "the journal was removed" : "the journal was taken away (\(reason()))"
        }
        guard fstat(descriptor, &ours) == 0 else { return "the journal cannot be looked at any more (\(reason()))" }
        guard ours.st_ino == present.st_ino, ours.st_dev == present.st_dev else { return "another file was put in the journal's place" }
        let size = Int(ours.st_size)
        return size == wholeBytes ? nil : size < wholeBytes ? "the journal was cut short" : "somebody else has written to the journal"
    }

    /// Writes bytes into a new file that carries the time in its name, and returns its path.
    static func keep(_ bytes: [UInt8], as stem: String) throws(EngineError) -> String {
        let stamp = now().filter { $0.isNumber }
        // Where the clock was set back, the name may be taken.
        for number in 0... {
            let copy = "\(stem).\(stamp)" + (number == 0 ? "" : "-\(number)")
            let file = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if file < 0 && errno == EEXIST { continue }
            guard file >= 0 else { throw refusal(copy, "no copy of the journal can be made: \(reason())") }
            defer { close(file) }
            guard write(bytes, to: file) else {
                let why = reason()
                unlink(copy)
                throw refusal(copy, "no copy of the journal can be made: \(why)")
            }
            return copy
        }
        preconditionFailure("there is always another number")
    }

    /// Puts bytes in the place of a journal, in one step.
    static func put(_ bytes: [UInt8], in path: String) throws(EngineError) {
        let fresh = path + ".new"
        // What a killed start left is of no use.
        unlink(fresh)
        let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw refusal(path, "the journal is damaged and cannot be mended: \(reason())") }
        defer { close(file) }
        guard write(bytes, to: file), rename(fresh, path) == 0 else {
            let why = reason()
            unlink(fresh)
            throw refusal(path, "the journal is damaged and cannot be mended: \(why)")
        }
        let folder = open(path.parentDirectory ?? "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Whether all bytes are on the disk.
    private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return fsync(file) == 0
    }
}
