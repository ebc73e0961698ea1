internal import FoundationEssentials
internal import Glibc
internal import Guidebook
public import Machines

/// Running commands, following their output, and ending them.
extension Engine {
    /// How often the log of a running command is looked at.
    private static let lookInterval = Duration.milliseconds(50)

    /// Runs a command under its supervisor to its end. Its output goes to the log and, as it comes, to the listener.
    func run(_ command: Command, step: String, attempt: Int) async throws -> CommandEnd {
        try await secrets.guardAgainstLeaks(in: command)
        let count = state[step].runs.count + 1
        let record = directory.record(step: step, attempt: attempt, run: count)
        var tail = LogTail(record.log)
        let process = try await machine.launch(command, record: record)
        try self.record(.launched(step: step, line: command.line, record: record, process: process))
        return try await follow(process, record, step: step, tail: &tail)
    }

    /// Waits for a launched command, whoever launched it, and passes its output on.
    func follow(_ process: LaunchedCommand, _ record: CommandRecord, step: String, tail: inout LogTail) async throws -> CommandEnd {
        current = (step, process)
        defer { current = nil }
        let started = clock.now
        let machine = self.machine
        let end = Task { try await machine.waitForEnd(of: process, record: record) }
        let isOver = Flag()
        let watcher = Task {
            _ = await end.result
            await isOver.raise()
        }
        if isCancelled { try await machine.signal(.terminate, to: process) }
        while await !isOver.isRaised {
            show(&tail, step)
            await isOver.wait(atMost: Engine.lookInterval)
        }
        await watcher.value
        show(&tail, step)
        let result = try await end.value
        try self.record(.ended(step: step, end: result, seconds: (clock.now - started).seconds.rounded(to: 1000)))
        return result
    }

    private func show(_ tail: inout LogTail, _ step: String) {
        guard let news = tail.news() else { return }
        latestLine[step] = LogTail.lastLine(of: news.bytes) ?? latestLine[step]
        emit(.output(step: step, bytes: news.bytes, skipped: news.skipped))
    }

    /// The last line that says something of what the step's commands printed.
    func lastLine(of step: String) -> String? { latestLine[step] }

    /// Sends a signal to the running command. Nothing to stop is no error.
    public func cancel(_ signal: CommandSignal = .terminate) async {
        isCancelled = true
        guard let current else { return }
        do {
            try await machine.signal(signal, to: current.process)
        } catch {
            emit(.progressed(step: current.step, text: "the command cannot be stopped: \(error.what)"))
        }
    }

    /// After a start: follows commands that outlived the last program to their end, and records how they ended.
    /// The steps concerned are then checked: done where their checks hold, else interrupted.
    public func recover() async throws(EngineError) {
        for step in plan.steps {
            guard state[step.id].status == .running, let open = state[step.id].openRun else { continue }
            let started = clock.now
            do {
                var tail = LogTail(open.record.log)
                _ = try await follow(open.process, open.record, step: step.id, tail: &tail)
            } catch let error as EngineError {
                throw error
            } catch {
                try record(.ended(step: step.id, end: .lost, seconds: 0))
            }
            let findings = await bench(for: step).findings()
            // Handlers may be owed still, so that only acting again can tell that the step is done.
            if findings.areAcceptable && step.handlers.isEmpty {
                try finish(step.id, .changed, findings, reason: nil, since: started)
            } else {
                try record(.interrupted(step: step.id))
            }
        }
    }
}

/// Says once that something has happened, and lets others wait for it, but not for ever.
private actor Flag {
    private(set) var isRaised = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func raise() {
        isRaised = true
        wake()
    }

    func wait(atMost limit: Duration) async {
        guard !isRaised else { return }
        Task {
            try await Task.sleep(for: limit)
            self.wake()
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func wake() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

/// Reads what was appended to a log since the last look, in bounded memory.
struct LogTail {
    private static let mostAtOnce = 1 << 16

    private let path: String
    private var offset: Int

    /// Begins at the present end of the file, or at its beginning where there is none.
    init(_ path: String) {
        self.path = path
        var status = stat()
        offset = stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// What is new: at most the last 64 kB of it, with the number of bytes left out before. Nil where nothing is.
    mutating func news() -> (bytes: [UInt8], skipped: Int)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Int(status.st_size) > offset else { return nil }
        let size = Int(status.st_size)
        let skipped = max(0, size - offset - LogTail.mostAtOnce)
        let start = offset + skipped
        var buffer = [UInt8](repeating: 0, count: size - start)
        let count = pread(descriptor, &buffer, buffer.count, off_t(start))
        guard count > 0 else { return nil }
        offset = start + count
        return (Array(buffer[..<count]), skipped)
    }

    static func lastLine(of bytes: [UInt8]) -> String? {
        bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            .map { String(decoding: $0.filter { $0 >= 32 }.suffix(300), as: UTF8.self).trimmed }
            .last { !$0.isEmpty }
    }
}
