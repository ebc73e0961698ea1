import Foundation

/// A root directory that is thrown away: the program and the commands that it starts see no other, and change real files in it.
///
/// It lives in memory and in a mount namespace of its own, which a process keeps alive until its input ends.
final class DisposableRoot: Sendable {
    /// Its path from outside.
    let path: String
    let chapter: Chapter
    private let holder: pid_t
    private let pipe: FileHandle
    private let scratch: String

    static let state = "/var/lib/joget-cluster"

    /// The folder of the program under test, which the package manager puts beside the tests.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path

    /// Whether such a root can be made here: that needs root, and a kernel and container that allow it.
    static let isPossible: Bool = {
        guard geteuid() == 0 else { return false }
        let trial = Process()
        trial.executableURL = URL(filePath: "/usr/bin/unshare")
        trial.arguments = ["--mount", "--propagation", "private", "mount", "-t", "tmpfs", "none", "/mnt"]
        trial.standardError = FileHandle.nullDevice
        do { try trial.run() } catch { return false }
        trial.waitUntilExit()
        return trial.terminationStatus == 0
    }()

    /// Makes a root with a chapter's guide in it.
    init(_ chapter: Chapter) throws {
        self.chapter = chapter
        scratch = "/tmp/crash.\(UUID().uuidString)"
        try Terrain.write(chapter, to: scratch)
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = [
            "--mount", "--propagation", "private", "bash", "\(scratch)/set-up", scratch, DisposableRoot.program, "\(Terrain.time)",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        holder = process.processIdentifier
        pipe = input.fileHandleForWriting
        path = "/proc/\(holder)/root"
        guard let word = try output.fileHandleForReading.read(upToCount: 6), word.starts(with: Data("ready".utf8)) else {
            throw CocoaError(.fileWriteUnknown, userInfo: ["root": scratch])
        }
    }

    deinit {
        for process in processes { kill(process, SIGKILL) }
        // What cannot be taken away stays in a folder for temporary files.
        try? pipe.close()
        try? FileManager.default.removeItem(atPath: scratch)
    }

    // MARK: Running

    /// Everything as before the first step, with a secret kept.
    func refresh() throws {
        for process in processes { kill(process, SIGKILL) }
        let folders = Terrain.folders.joined(separator: " ")
        let script = """
            ! mountpoint -q /srv/share || umount /srv/share
            rm -rf \(folders) fault/* && cp -a base/. . && echo 0 > fault/phase && mkdir -m 0700 -p .\(DisposableRoot.state)
            printf '{"database.password":"\(DisposableRoot.secret)"}' > .\(DisposableRoot.state)/secrets
            chmod 0600 .\(DisposableRoot.state)/secrets
            """
        let launch = try Launch(enter(["/bin/sh", "-ec", script]), folder: scratch)
        guard launch.code == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: ["refresh": launch.complaint]) }
    }

    static let secret = "correct-horse-battery"

    /// Runs the program in the root.
    func run(_ words: [String], _ plan: FaultPlan? = nil, counting: Bool = false) throws -> Launch {
        var environment: [String: String] = [:]
        var prefix: [String] = []
        if let fault = plan?.program ?? (counting ? "count" : nil) {
            environment = ["JOGET_FAULT": fault, "JOGET_FAULT_TRACE": "/fault/trace"]
            prefix = ["/usr/bin/env", "LD_PRELOAD=/program/libfaults.so"]
        }
        switch plan {
        case .killSupervisor(let number): try watchSupervisors("kill:\(number)")
        case .strike(let number, let whom): try put("\(whom) \(number)\n", at: "/fault/strike")
        default: break
        }
        let options = ["--cluster", "/guide/cluster.yaml", "--guide", "/guide", "--server", "app1", "--state", DisposableRoot.state]
        return try Launch(enter(prefix + ["/program/joget-cluster"] + words + options), environment: environment, folder: scratch)
    }

    /// Has the operations of the supervisors counted from now on.
    func watchSupervisors(_ plan: String) throws {
        try put(plan, at: "/fault/supervisor")
        // A supervisor has a fixed environment.
        try put("/program/libfaults.so\n", at: "/etc/ld.so.preload")
    }

    /// Has nothing go wrong from now on.
    func disarm() { for name in ["/etc/ld.so.preload", "/fault/supervisor", "/fault/strike"] { unlink(path + name) } }

    /// Lets commands go on that wait for the next start of a program that was killed.
    func leaveInPeace() throws {
        disarm()
        try put("", at: "/fault/alone")
    }

    private func enter(_ words: [String]) -> [String] {
        ["/usr/bin/nsenter", "--target", "\(holder)", "--mount", "--root", "--wd", "--"] + words
    }

    // MARK: Looking

    /// Whether the guide says that the step is not taken back.
    func isLasting(_ step: String) -> Bool {
        guard let place = chapter.steps.range(of: "- id: \(step)\n") else { return false }
        let rest = chapter.steps[place.upperBound...]
        return rest[..<(rest.range(of: "- id:")?.lowerBound ?? rest.endIndex)].contains("undo: { none")
    }

    func put(_ text: String, at place: String) throws { try Data(text.utf8).write(to: URL(filePath: path + place)) }

    func text(of place: String) -> String? {
        FileManager.default.contents(atPath: path + place).map { String(decoding: $0, as: UTF8.self) }
    }

    func lines(of place: String) -> [String] { text(of: place)?.split(separator: "\n").map(String.init) ?? [] }

    /// Whether something lies there that is to live only as long as a command.
    var hasScratch: Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(path)\(DisposableRoot.state)/run")).map { !$0.isEmpty } ?? false
    }

    /// The processes that run in the root, but for the one that keeps it.
    var processes: [pid_t] {
        guard let own = DisposableRoot.identity(of: path) else { return [] }
        // Where nothing can be listed, nothing is found, and the test that waits for it says so.
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
        return all.filter { $0 != holder && DisposableRoot.identity(of: "/proc/\($0)/root") == own }
    }

    private static func identity(of path: String) -> [UInt]? {
        var status = stat()
        return stat(path + "/", &status) == 0 ? [UInt(status.st_dev), UInt(status.st_ino)] : nil
    }

    /// Waits until nothing runs there any more, and says whether that came true.
    func becomesQuiet() -> Bool {
        for _ in 0..<2000 {
            if processes.isEmpty { return true }
            usleep(5000)
        }
        return false
    }
}
