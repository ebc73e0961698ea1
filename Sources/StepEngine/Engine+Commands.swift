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
        let line = command.line
        let process = try await machine.launch(command, record: record) {
            try await self.record(.launched(step: step, line: line, record: record, process: $0))
        }
        return try await follow(process, record, step: step, tail: &tail)
    }

    /// Runs a short command whose output may repeat a secret: the database client prints the statement that failed, with the
    /// password in it. The output is caught, cleaned, and only then logged. Such a command does not outlive this program.
    func runPrivately(_ command: Command, step: String, attempt: Int) async throws -> CommandEnd {
        try await secrets.guardAgainstLeaks(in: command)
        let record = directory.record(step: step, attempt: attempt, run: state[step].runs.count + 1)
        try self.record(.launched(step: step, line: command.line, record: record, process: .unsupervised))
        let started = clock.now
        let result = try await machine.capture(command)
        let output = await secrets.redacted(result.output)
        try LogFile.append(output, to: record.log)
        latestLine[step] = LogTail.lastLine(of: Array(output.utf8))
        emit(.output(step: step, bytes: Array(output.utf8), skipped: 0))
        let end = CommandEnd.exited(result.status)
        try self.record(.ended(step: step, end: end, seconds: (clock.now - started).seconds.rounded(to: 1000)))
        return end
    }

    /// Waits for a launched command, whoever launched it, and passes its output on. Where an earlier program did, `launched` says when.
    func follow(
        _ process: LaunchedCommand, _ record: CommandRecord, step: String, tail: inout LogTail, launched: String? = nil
    ) async throws -> CommandEnd {
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
        let seconds = launched.flatMap { Engine.seconds(from: $0, to: record) } ?? (clock.now - started).seconds
        try self.record(.ended(step: step, end: result, seconds: seconds.rounded(to: 1000)))
        return result
    }

    /// From a time of the journal to the end of a command that nobody may have watched: its supervisor wrote then how it ended.
    /// Nil where it left no such word.
    private static func seconds(from time: String, to record: CommandRecord) -> Double? {
        var status = stat()
        guard let began = LocalTime.seconds(time), lstat(record.status, &status) == 0 else { return nil }
        // The clock may have been set back meanwhile.
        return max(0, Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9 - began)
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

    /// The processes of the command that runs now, the supervisor first; none where no command runs, or nobody can say.
    public func processes() async -> [ProcessEntry] {
        guard let current else { return [] }
        // What cannot be said now may be said at the next look.
        return (try? await machine.processes(of: current.process)) ?? []
    }

    /// After a start: follows commands that outlived the last program to their end, and records how they ended.
    /// The steps concerned are then checked: done where their checks hold, else interrupted.
    public func recover() async throws(EngineError) {
        for step in plan.steps {
            guard state[step.id].status == .running, let open = state[step.id].openRun else { continue }
            var started = clock.now
            do {
                guard open.process != .unsupervised else { throw StepFailure(reason: "it ended with the program that ran it") }
                var tail = LogTail(open.record.log)
                _ = try await follow(open.process, open.record, step: step.id, tail: &tail, launched: open.launched)
                if let begun = state[step.id].started, let seconds = Engine.seconds(from: begun, to: open.record) {
                    started = clock.now - .seconds(seconds)
                }
            } catch let error as EngineError {
                throw error
            } catch {
                try record(.ended(step: step.id, end: .lost, seconds: 0))
            }
            let bench = bench(for: step)
            if case .proof = step.action {
                // What an earlier attempt saw says nothing of this one; what this one has left is taken away all the same.
                let attempt = Attempt(engine: self, step: step.id, number: state[step.id].attempts)
                _ = try? await bench.performer?.settle(attempt)  // the next attempt clears as well
                try record(.interrupted(step: step.id))
                continue
            }
            let findings = await bench.findings()
            // Handlers may be owed still, so that only acting again can tell that the step is done.
            if findings.areAcceptable && step.handlers.isEmpty {
                do {
                    try await bench.performer?.settle(Attempt(engine: self, step: step.id, number: state[step.id].attempts))
                } catch {
                    try record(.interrupted(step: step.id))
                    continue
                }
                try finish(step.id, .changed, findings, reason: nil, since: started)
            } else {
                try record(.interrupted(step: step.id))
            }
        }
        try await clearScratch()
    }

    /// Takes away what was to live as long as a command of the program that was killed, such as a login.
    private func clearScratch() async throws(EngineError) {
        let files = LocalMachine(executable: "")
        do {
            for name in try await files.list("\(directory.path)/run") ?? [] {
                let path = directory.scratch(name)
                // A folder is none of ours.
                if try await files.status(of: path)?.kind == .file { try await files.remove(path) }
            }
        } catch {
            throw EngineError(.state, error.subject, error.what, remedy: error.remedy)
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
