/// A launched command while it runs.
struct RehearsalLaunch {
    var record: CommandRecord
    /// As it was asked for.
    var command: Command
    /// Whether it prints all of its lines and ends, or what keeps it from that.
    var course: Course
    /// Whether its lines up to where it hangs are out.
    var isSilent = false
    /// Streams the output and ends the command.
    var task: Task<Void, Never>
    /// The signal that it got.
    var signal: CommandSignal?

    /// How a command goes.
    enum Course: Hashable {
        case wellEnough
        /// It prints nothing.
        case hangs
        /// It prints the first half of its lines.
        case fallsSilent(onlyKillEnds: Bool)

        /// How many of its lines it prints.
        func count(of lines: Int) -> Int {
            switch self {
            case .wellEnough: lines
            case .hangs: 0
            case .fallsSilent: lines / 2
            }
        }
    }
}

/// Commands that are seen running: their lines come one by one, and what they change counts when they end.
extension RehearsalMachine {
    public func launch(
        _ command: Command, record: CommandRecord, announce: @Sendable (LaunchedCommand) async throws -> Void
    ) async throws -> LaunchedCommand {
        // Tried on a copy first: an unknown command is an error here, and the lines are known before they are shown.
        var trial = server
        let hangs = hangs(command)
        let rehearsed = hangs ? RehearsalReply() : try trial.perform(command)
        let course = hangs ? .hangs : nextCourse(of: command)
        try RehearsalRecord.demandNone(at: record.status)
        let log = try RehearsalRecord.openLog(record.log)
        lastLaunch += 1
        let number = lastLaunch
        let launched = LaunchedCommand(pid: 0, startTime: number)
        try await announce(launched)
        let task = Task { await self.run(command, number, rehearsed, course, log) }
        launches[number] = RehearsalLaunch(record: record, command: command, course: course, task: task)
        return launched
    }

    public func waitForEnd(of command: LaunchedCommand, record: CommandRecord) async throws(MachineError) -> CommandEnd {
        await launches[command.startTime]?.task.value
        return try RehearsalRecord.end(in: record.status) ?? .lost
    }

    public func signal(_ signal: CommandSignal, to command: LaunchedCommand) {
        guard let launch = launches[command.startTime] else { return }
        if launch.course == .fallsSilent(onlyKillEnds: true), launch.isSilent, signal != .kill { return }
        launches[command.startTime]?.signal = signal
        launches[command.startTime]?.task.cancel()
    }

    /// Falling silent happens once.
    private func nextCourse(of command: Command) -> RehearsalLaunch.Course {
        let name = command.arguments[0].split(separator: "/").last.map(String.init)
        for (index, fault) in server.faults.enumerated() {
            guard case .fallsSilent(let program, let onlyKillEnds) = fault, program == name else { continue }
            server.faults.remove(at: index)
            return .fallsSilent(onlyKillEnds: onlyKillEnds)
        }
        return .wellEnough
    }

    /// Shows the lines at the pace, then lets the command count.
    private func run(
        _ command: Command, _ number: UInt64, _ rehearsed: RehearsalReply, _ course: RehearsalLaunch.Course, _ log: RehearsalRecord
    ) async {
        var shown: [[UInt8]] = []
        var left = command.timeout
        for line in rehearsed.lines.prefix(course.count(of: rehearsed.lines.count)) {
            log.append(line)
            shown.append(line)
            left -= pace
            if pace > .zero { await wait(min(pace, left + pace)) }
            if left < .zero || launches[number]?.signal != nil { break }
        }
        if course != .wellEnough, launches[number]?.signal == nil {
            launches[number]?.isSilent = true
            await wait(left)
        }
        let isWhole = course == .wellEnough && shown.count == rehearsed.lines.count
        finish(number, end(of: command, number, isWhole: isWhole, shown: shown), log)
    }

    /// Waits; a signal ends the wait.
    private func wait(_ duration: Duration) async {
        // Cut short means that a signal has come, which the caller looks at.
        try? await sleep(duration)
    }

    private func end(of command: Command, _ number: UInt64, isWhole: Bool, shown: [[UInt8]]) -> CommandEnd {
        let signal = launches[number]?.signal
        if signal == nil, isWhole {
            // It was known when it was launched, so it still is.
            guard let reply = try? server.perform(command) else { return .lost }
            return .exited(reply.status)
        }
        interrupt(command, shown)
        guard let signal else { return .timedOut }
        switch signal {
        case .interrupt: return .signaled(2)
        case .terminate: return .signaled(15)
        case .kill: return .signaled(9)
        }
    }

    /// What a command leaves behind that was ended half way: apt-get, packages that are unpacked but not set up.
    private func interrupt(_ command: Command, _ shown: [[UInt8]]) {
        guard command.arguments.first?.split(separator: "/").last == "apt-get" else { return }
        let unpacked = shown.compactMap { line -> String? in
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            return words.first == "Unpacking" && words.count > 1 ? String(words[1]) : nil
        }
        if !unpacked.isEmpty { server.interruptInstallation(unpacked) }
    }

    private func finish(_ number: UInt64, _ end: CommandEnd, _ log: RehearsalRecord) {
        guard let launch = launches[number] else { return }
        log.close()
        RehearsalRecord.write(end, to: launch.record.status)
        launches[number] = nil
    }
}
