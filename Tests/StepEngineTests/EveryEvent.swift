import Machines
import StepEngine

/// One event of each kind that a journal holds, with texts that are not easy to write down.
enum EveryEvent {
    private static let hostile = "u \u{0} \n \"\\ \u{1B}[31m ü \u{1F600} \u{202E}"
    private static let finding = Finding(
        "port 3306 is open", expected: "open", found: hostile, verdict: .fails, evidence: "connect: refused\r\n")
    private static let opening = Opening(
        program: "1", guide: "g", cluster: "c", server: "s", roles: ["database"], hostName: "h", machineID: "m", bootID: "b",
        release: "debian 12", user: hostile)

    static let list: [Event] = [
        .opened(opening), .repaired(lostLines: 3, copy: "/var/lib/copy"), .reviewed(user: hostile), .started(step: "s.one", attempt: 1),
        .kept(step: "s.one", original: .file(path: "/etc/a", copy: nil)),
        .launched(
            step: "s.one", line: "apt-get -y install 'a b'", record: CommandRecord(log: "/l.log", status: "/l.status"),
            process: LaunchedCommand(pid: 812, startTime: 9_007_199_254_740_993)),
        .ended(step: "s.one", end: .exited(7), seconds: 0.125),
        .changed(step: "s.one", change: .file(path: "/etc/a", isNew: true, diff: [Change.DiffRow(sign: "+", text: hostile)])),
        .proven(step: "s.one", findings: [finding]),
        .finished(step: "s.one", outcome: .failed, findings: [finding], reason: hostile, seconds: 0.5),
        .skipped(step: "s.one", reason: hostile, user: "u"), .verified(step: "s.one", findings: []), .interrupted(step: "s.one"),
        .restored(step: "s.one", original: .packages(copy: "s.one.packages")),
    ]

    /// The place of a kind in the list; nil for what no journal holds. A new kind does not compile until it stands here.
    static func place(of event: Event) -> Int? {
        switch event {
        case .opened: 0
        case .repaired: 1
        case .reviewed: 2
        case .started: 3
        case .kept: 4
        case .launched: 5
        case .ended: 6
        case .changed: 7
        case .proven: 8
        case .finished: 9
        case .skipped: 10
        case .verified: 11
        case .interrupted: 12
        case .restored: 13
        case .output, .progressed: nil
        }
    }
}
