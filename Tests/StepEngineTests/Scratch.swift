import Foundation
import StepEngine
import Synchronization

/// A directory of its own for a test, gone when the test is.
final class Scratch: Sendable {
    let path: String

    init(in folder: String = FileManager.default.temporaryDirectory.path) throws {
        path = folder + "/engine-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }  // What is left there hurts nobody.

    /// One in memory, for tests that write thousands of files: what is never on a disk needs no waiting for one.
    static func inMemory() throws -> Scratch { try Scratch(in: access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") }

    subscript(name: String) -> String { path + "/" + name }

    /// Every regular file below the directory with its bytes.
    func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: self[name], isDirectory: &isDirectory), !isDirectory.boolValue else { continue }
            files[name] = Array(try Data(contentsOf: URL(filePath: self[name])))
        }
        return files
    }
}

/// The bytes of a file; nil where there is none.
func bytes(of path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }

func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

/// The permission bits of what stands at the path.
func mode(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int) ?? -1
}

/// What an engine told its listener, in order.
final class EventLog: Sendable {
    private let events = Mutex<[Event]>([])
    /// Called after each event with the number of kept ones so far.
    private let onKept: @Sendable (Int) -> Void

    init(onKept: @escaping @Sendable (Int) -> Void = { _ in }) { self.onKept = onKept }

    func take(_ event: Event) {
        let count = events.withLock { events in
            events.append(event)
            return events.count { $0.isKept }
        }
        if event.isKept { onKept(count) }
    }

    var all: [Event] { events.withLock { $0 } }
    var kept: [Event] { all.filter(\.isKept) }
    /// The words for the kinds of the kept events, such as `started`.
    var kinds: [String] { kept.map { String("\($0)".prefix { $0 != "(" }) } }
}

/// Holds those who wait until it is opened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() {
        isOpen = true
        waiting.forEach { $0.resume() }
        waiting = []
    }

    func pass() async {
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    }
}
