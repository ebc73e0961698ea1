extension RehearsalMachine {
    /// A supervisor and its program, with what the program would wait for.
    public func processes(of command: LaunchedCommand) -> [ProcessEntry] {
        guard let launch = launches[command.startTime] else { return [] }
        let first = Int32(4000 + 3 * (command.startTime % 1000))
        let supervisor = ProcessEntry(
            pid: first, depth: 0, command: "joget-cluster \(Supervisor.name) -- \(launch.command.line)", state: "S",
            waitsFor: "its command to end", cpuSeconds: 0.01)
        var program = ProcessEntry(
            pid: first + 1, depth: 1, command: ProcessEntry.plain(launch.command.arguments.joined(separator: " ").utf8), state: "R",
            cpuSeconds: 0.4)
        guard launch.isSilent else { return [supervisor.cut, program] }
        program.state = launch.course == .fallsSilent(onlyKillEnds: true) ? "D" : "S"
        program.waitsFor = program.state == "D" ? "an NFS server to answer" : "an answer from 198.51.100.80:80"
        guard program.state == "S", launch.command.arguments[0] == "apt-get" else { return [supervisor.cut, program] }
        let method = ProcessEntry(
            pid: first + 2, depth: 2, command: "/usr/lib/apt/methods/http", state: "S", waitsFor: program.waitsFor, cpuSeconds: 0.05)
        program.waitsFor = "what another program writes into a pipe"
        return [supervisor.cut, program, method]
    }
}

extension ProcessEntry {
    /// With no more of its command line than is kept.
    fileprivate var cut: ProcessEntry {
        var entry = self
        entry.command = ProcessEntry.plain(command.utf8)
        return entry
    }
}
