import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

/// A folder of this machine that stands for a server, and a run of one step "s.one" on it.
struct DiskBed: Sendable {
    let scratch: Scratch
    let machine: DiskMachine
    let plan: Plan
    let events: EventLog

    /// `body` is the step's YAML, in which `ROOT` stands for the folder. `prepare` puts there what the step finds.
    init(
        _ body: String, answers: [String: String] = [:], templates: [String: String] = [:], events: EventLog = EventLog(),
        machine: DiskMachine = DiskMachine(), prepare: (DiskBed) throws -> Void
    ) throws {
        scratch = try Scratch()
        self.machine = machine
        self.events = events
        try FileManager.default.createDirectory(atPath: scratch["root"], withIntermediateDirectories: false)
        let guide = try Guide.of(["one": body.replacing("ROOT", with: scratch["root"])], templates: templates)
        let cluster = Cluster(name: "trial", servers: Bed.servers, answers: answers)
        plan = Plan(
            guide: guide, cluster: cluster, server: Bed.servers[2], platform: Platform(distribution: "debian", release: "12"))
        try prepare(self)
    }

    /// The same folder with another step, as after a change of the answers.
    func with(_ body: String) throws -> DiskBed {
        let guide = try Guide.of(["one": body.replacing("ROOT", with: scratch["root"])])
        let plan = Plan(guide: guide, cluster: self.plan.cluster, server: self.plan.server, platform: self.plan.platform)
        return DiskBed(scratch: scratch, machine: DiskMachine(), plan: plan, events: EventLog())
    }

    private init(scratch: Scratch, machine: DiskMachine, plan: Plan, events: EventLog) {
        (self.scratch, self.machine, self.plan, self.events) = (scratch, machine, plan, events)
    }

    /// A path in the folder.
    subscript(path: String) -> String { scratch["root/" + path] }

    func engine(machine: DiskMachine? = nil) async throws -> Engine {
        try await Engine(
            plan: plan, machine: machine ?? self.machine, directory: StateDirectory(path: scratch["state"], creating: true),
            user: "operator", program: "1.0-test",
            pause: { _ in }, listener: events.take)
    }

    /// Brings the state directory back to what the kill left: what the program wrote after it never was. What commands of
    /// its wrote stays, because they outlive it.
    private func rollBack() throws {
        let files = FileManager.default
        // Death frees the lock at once; here a task of the dead program's may hold it for a moment.
        try files.removeItem(atPath: scratch["state/lock"])
        try files.removeItem(atPath: scratch["state/journal.jsonl"])
        try files.copyItem(atPath: scratch["killed/journal.jsonl"], toPath: scratch["state/journal.jsonl"])
        for name in try files.contentsOfDirectory(atPath: scratch["state/originals"]) where name.hasSuffix(".result") {
            guard !files.fileExists(atPath: scratch["killed/originals/\(name)"]) else { continue }
            try files.removeItem(atPath: scratch["state/originals/\(name)"])
        }
    }

    /// Runs a command of this machine past the engine and demands that it succeeds.
    func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(words)")
    }

    /// Puts a file there, and the folders above it.
    func put(_ text: String, at path: String, mode: Int = 0o644) throws {
        let folder = URL(filePath: self[path]).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(Array(text.utf8), to: self[path])
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self[path])
    }

    func text(of path: String) -> String? { bytes(of: self[path]).map { String(decoding: $0, as: UTF8.self) } }

    func exists(_ path: String) -> Bool {
        // The link itself counts, wherever it leads.
        (try? FileManager.default.attributesOfItem(atPath: self[path])) != nil
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: self[path]) }

    /// Everything below a folder: kind, owner, group, mode, and bytes or where a link leads.
    func picture(of folder: String = "") async throws -> [String: String] {
        let local = LocalMachine(executable: "")
        var picture: [String: String] = [:]
        var open = [folder]
        while let path = open.popLast() {
            guard let status = try await local.status(of: self[path]) else { continue }
            var words = "\(status.kind) \(status.owner):\(status.group) \(String(status.mode, radix: 8)) \(status.target ?? "")"
            if status.kind == .file { words += " " + (text(of: path) ?? "") }
            picture[path] = words.replacing(scratch.path, with: "SCRATCH")
            guard status.kind == .directory else { continue }
            open += try await local.list(self[path])?.map { path.isEmpty ? $0 : "\(path)/\($0)" } ?? []
        }
        return picture
    }

    /// Kills a run of the step at each of its events and starts it again. Gives back the runs, each at its end, and how the
    /// undisturbed one ended.
    static func killed(
        _ body: String, templates: [String: String] = [:], prepare: (DiskBed) throws -> Void
    ) async throws -> [(number: Int, bed: DiskBed, engine: Engine)] {
        let whole = try DiskBed(body, templates: templates, prepare: prepare)
        let engine = try await whole.engine()
        try #require(await engine.perform("s.one") == .changed)
        var runs = [(number: 0, bed: whole, engine: engine)]
        for number in 1..<whole.events.kept.count {
            let fuse = Fuse()
            let bed = try DiskBed(body, templates: templates, events: EventLog { fuse.burn($0) }, prepare: prepare)
            fuse.light(at: number, from: bed.scratch["state"], to: bed.scratch["killed"]) { bed.machine.die() }
            // What a dead program still believes is of no interest.
            do { _ = try await bed.engine().perform("s.one") } catch {}
            try #require(fuse.isBurnt, "the run has no event \(number)")
            try bed.rollBack()
            let again = try await bed.engine(machine: DiskMachine())
            try await again.recover()
            if await !again.state["s.one"].isSettled { try await again.perform("s.one") }
            runs.append((number, bed, again))
        }
        return runs
    }
}
