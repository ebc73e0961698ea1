import FaultLedger
import Foundation
import Guidebook
import Machines
import Testing

@testable import StepEngine

@Suite("The state directory and its lock")
struct StateDirectoryTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func refusal(_ path: String, creating: Bool = true) -> EngineError? {
        #expect(throws: EngineError.self) { _ = try StateDirectory(path: path, creating: creating) }
    }

    @Test("It is made with everything above it, and closed to others")
    func made() throws {
        let directory = try StateDirectory(path: scratch["a/b/state"], creating: true)
        #expect(try mode(of: directory.path) == 0o700)
        #expect(try mode(of: scratch["a"]) == 0o755)
        for folder in ["logs", "originals", "run"] { #expect(try mode(of: directory.path + "/" + folder) == 0o700) }
        #expect(try StateDirectory(path: directory.path, creating: true) == directory)
    }

    @Test("One that stands open to others is closed before it is used", arguments: [0o755, 0o777, 0o701, 0o750])
    func closed(bits: Int) throws {
        let path = scratch["state"]
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: bits], ofItemAtPath: path)
        _ = try StateDirectory(path: path, creating: true)
        #expect(try mode(of: path) == 0o700)
    }

    @Test("Where there is none, looking does not make one")
    func looking() {
        let error = refusal(scratch["none"], creating: false)
        #expect(error?.what == "there is no state here")
        #expect(error?.remedy == "begin with 'joget-cluster', or name the directory with --state DIR")
        #expect(!FileManager.default.fileExists(atPath: scratch["none"]))
    }

    @Test("A symbolic link is refused, whatever it leads to")
    func link() throws {
        try FileManager.default.createDirectory(atPath: scratch["real"], withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: scratch["state"], withDestinationPath: scratch["real"])
        try FileManager.default.createSymbolicLink(atPath: scratch["dangling"], withDestinationPath: scratch["nowhere"])
        for name in ["state", "dangling"] {
            let error = refusal(scratch[name])
            #expect(error?.kind == .state && error?.what == "it is not a directory but a symbolic link")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch["real"]).isEmpty)
    }

    @Test("A file in its place is refused")
    func file() throws {
        try write([1], to: scratch["state"])
        #expect(refusal(scratch["state"])?.what == "it is not a directory but a file")
        #expect(refusal(scratch["state/below"])?.kind == .state)
        #expect(bytes(of: scratch["state"]) == [1])
    }

    @Test("One that belongs to somebody else is refused", .enabled(if: geteuid() == 0, "only root can give a directory away"))
    func otherOwner() throws {
        try FileManager.default.createDirectory(atPath: scratch["state"], withIntermediateDirectories: false)
        try #require(chown(scratch["state"], 65534, 65534) == 0)
        let error = refusal(scratch["state"])
        #expect(error?.what == "it belongs to user 65534, not to you (user 0)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch["state"]).isEmpty)
    }

    @Test("Where nothing can be written nothing is begun", .enabled(if: geteuid() == 0, "the test gives up root's rights"))
    func readOnly() async {
        let result = await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let path = scratch["state"]
            let directory = try StateDirectory(path: path, creating: true)
            try Journal(directory).append(.reviewed(user: "u"))
            let before = try #require(bytes(of: directory.journal))
            // The folder is the operator's own, but write-protected; so is the journal.
            try #require(chmod(directory.journal, 0o400) == 0 && chmod(path, 0o500) == 0)
            for item in [scratch.path, path, directory.journal] + ["logs", "originals", "run"].map({ "\(path)/\($0)" }) {
                try #require(chown(item, 65534, 65534) == 0)
            }
            try #require(setgid(65534) == 0 && setuid(65534) == 0)
            let unusable = #expect(throws: EngineError.self) { _ = try StateDirectory(path: path, creating: true) }
            #expect(unusable?.kind == .state && unusable?.what.hasPrefix("it cannot be used") == true)
            let looking = try StateDirectory(path: path, creating: false)
            #expect(try Journal.records(of: looking)?.records.count == 1)
            let unwritable = #expect(throws: EngineError.self) { _ = try Journal(looking) }
            #expect(unwritable?.what.hasPrefix("the journal cannot be opened") == true)
            #expect(bytes(of: directory.journal) == before)
        }
        // The child has no right to write there any more.
        FaultLedger.note(2, "write-protected state directories refused, and still read", tried: 1, held: result == nil ? 0 : 1)
    }

    @Test("A second instance is refused while the first one works, and is told who it is")
    func locked() throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        var first: Lock? = try Lock(directory)
        let error = #expect(throws: EngineError.self) { _ = try Lock(directory) }
        #expect(error?.kind == .locked)
        #expect(
            error?.description
                == "\(directory.path): another joget-cluster is at work here (process \(getpid())); go on there, or end it first; nothing was changed"
        )
        _ = first
        first = nil
        #expect(throws: Never.self) { _ = try Lock(directory) }
    }

    @Test("An engine holds the lock as long as it lives; its end frees it")
    func engines() async throws {
        let bed = try Bed(Guide.of(["one": "proof:\nchecks: [ { root: } ]"]))
        var first: Engine? = try await bed.engine()
        let before = bytes(of: bed.path + "/journal.jsonl")
        let error = await #expect(throws: EngineError.self) { _ = try await bed.engine() }
        #expect(error?.kind == .locked)
        #expect(bytes(of: bed.path + "/journal.jsonl") == before, "the second one wrote nothing")
        try await first?.perform("s.one")
        first = nil
        let second = try await bed.engine()
        #expect(await second.state.openings == 2)
    }

    @Test("A lock file that a dead instance left is no lock")
    func leftBehind() throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        try write(Array("process 1\n".utf8), to: directory.lock)
        #expect(throws: Never.self) { _ = try Lock(directory) }
        FaultLedger.note(7, "lock files that a dead instance left, taken at once", tried: 1, held: 1)
    }

    @Test("A lock whose holder was killed is free at once", arguments: 1...5)
    func killedHolder(round: Int) async throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        let path = directory.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let lock = try Lock(StateDirectory(path: path, creating: true))
            withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
        }
        #expect(bytes(of: directory.lock)?.isEmpty == false, "its word is still there")
        let lock = try? Lock(directory)  // What is thrown is what the test is about.
        #expect(lock != nil)
        FaultLedger.note(7, "locks free the moment their holder was killed", tried: 1, held: lock == nil ? 0 : 1)
    }

    @Test(
        "What somebody has put in the lock's place is refused, and a link's target keeps its bytes",
        arguments: [
            Planted.link, .danglingLink, .folder, .socket,
        ])
    func plantedLock(what: Planted) throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        try write([7], to: scratch["victim"])
        try what.put(at: directory.lock, leadingTo: scratch["victim"])
        let error = #expect(throws: EngineError.self) { _ = try Lock(directory) }
        #expect(error?.kind == .state && error?.subject == directory.lock && error?.remedy.isEmpty == false)
        #expect(bytes(of: scratch["victim"]) == [7] && bytes(of: scratch["victim"] + ".none") == nil)
        FaultLedger.note(7, "things planted in the lock's place and refused", tried: 1, held: error == nil ? 0 : 1)
    }

    @Test("A lock file without rights is refused by name", .enabled(if: geteuid() == 0, "the test gives up root's rights"))
    func lockWithoutRights() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let directory = try StateDirectory(path: scratch["state"], creating: true)
            try write([], to: directory.lock)
            try #require(chmod(directory.lock, 0) == 0)
            for item in [scratch.path, directory.path, directory.lock] { try #require(chown(item, 65534, 65534) == 0) }
            try #require(setgid(65534) == 0 && setuid(65534) == 0)
            let error = #expect(throws: EngineError.self) { _ = try Lock(directory) }
            #expect(error?.what.hasPrefix("the lock cannot be opened") == true && error?.subject == directory.lock)
        }
    }

    @Test(
        "A link or a file in the place of a folder of ours is refused, and nothing is written through it",
        arguments: [
            "logs", "originals", "run",
        ], [Planted.link, .danglingLink, .pipe, .socket])
    func plantedFolder(name: String, what: Planted) throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        let folder = "\(directory.path)/\(name)"
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: scratch["victim"], withIntermediateDirectories: false)
        try what.put(at: folder, leadingTo: scratch["victim"])
        let errors = [true, false].map { refusal(directory.path, creating: $0) }
        for error in errors { #expect(error?.kind == .state && error?.subject == folder && error?.remedy.isEmpty == false) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch["victim"]).isEmpty)
        FaultLedger.note(2, "things planted in the place of folders and refused", tried: 2, held: errors.count { $0 != nil })
    }

    @Test(
        "A link in the place of the secrets or of the description is refused, and nothing is written through it",
        arguments: [
            "secrets", "cluster.yaml",
        ], [Planted.link, .danglingLink])
    func plantedFile(name: String, what: Planted) throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        try write([7], to: scratch["victim"])
        try what.put(at: "\(directory.path)/\(name)", leadingTo: scratch["victim"])
        let errors = [true, false].map { refusal(directory.path, creating: $0) }
        for error in errors { #expect(error?.what.hasPrefix("it is a symbolic link") == true && error?.remedy.isEmpty == false) }
        #expect(bytes(of: scratch["victim"]) == [7] && bytes(of: scratch["victim"] + ".none") == nil)
        FaultLedger.note(2, "links planted in the place of kept files and refused", tried: 2, held: errors.count { $0 != nil })
    }

    @Test("An attempt never takes the traces of another one, though the journal may have lost it")
    func lostAttempts() throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        #expect(directory.nextAttempt(of: "a.b", after: 0) == 1)
        try write([], to: directory.record(step: "a.b", attempt: 1, run: 1).log)
        try write([], to: directory.record(step: "a.b", attempt: 2, run: 1).status)
        #expect(directory.nextAttempt(of: "a.b", after: 0) == 3 && directory.nextAttempt(of: "a.b", after: 5) == 6)
        #expect(directory.nextAttempt(of: "a.c", after: 0) == 1)
    }

    @Test("Every command of every step has traces of its own")
    func records() throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        var paths: Set<String> = []
        for step in ["a.b", "a.c"] {
            for attempt in 1...3 {
                for run in 1...3 { paths.insert(directory.record(step: step, attempt: attempt, run: run).status) }
            }
        }
        #expect(paths.count == 18 && paths.allSatisfy { $0.hasPrefix(directory.path + "/logs/") })
    }
}
