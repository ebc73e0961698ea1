import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

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
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let path = scratch["state"]
            let directory = try StateDirectory(path: path, creating: true)
            try Journal(directory).append(.reviewed(user: "u"))
            let before = try #require(bytes(of: directory.journal))
            // The folder is the operator's own, but write-protected; so is the journal.
            try #require(chmod(directory.journal, 0o400) == 0 && chmod(path, 0o500) == 0)
            for item in [scratch.path, path, directory.journal] { try #require(chown(item, 65534, 65534) == 0) }
            try #require(setgid(65534) == 0 && setuid(65534) == 0)
            let unusable = #expect(throws: EngineError.self) { _ = try StateDirectory(path: path, creating: true) }
            #expect(unusable?.kind == .state && unusable?.what.hasPrefix("it cannot be used") == true)
            let looking = try StateDirectory(path: path, creating: false)
            #expect(try Journal.records(of: looking)?.records.count == 1)
            let unwritable = #expect(throws: EngineError.self) { _ = try Journal(looking) }
            #expect(unwritable?.what.hasPrefix("the journal cannot be opened") == true)
            #expect(bytes(of: directory.journal) == before)
        }
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
    }

    @Test("A symbolic link in the lock's place is refused, and its target keeps its bytes")
    func plantedLock() throws {
        let directory = try StateDirectory(path: scratch["state"], creating: true)
        try write([7], to: scratch["victim"])
        try FileManager.default.createSymbolicLink(atPath: directory.lock, withDestinationPath: scratch["victim"])
        let error = #expect(throws: EngineError.self) { _ = try Lock(directory) }
        #expect(error?.kind == .state)
        #expect(bytes(of: scratch["victim"]) == [7])
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
