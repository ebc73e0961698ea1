import Foundation
import Synchronization

/// At a certain event, takes a copy of the state directory as it is on disk, and lets the program die.
final class Fuse: Sendable {
    private struct Charge {
        var number: Int
        var source: String
        var copy: String
        var death: @Sendable () -> Void
    }

    private let charge = Mutex<Charge?>(nil)
    private let burnt = Mutex(false)

    var isBurnt: Bool { burnt.withLock { $0 } }

    func light(at number: Int, from source: String, to copy: String, _ death: @escaping @Sendable () -> Void) {
        charge.withLock { $0 = Charge(number: number, source: source, copy: copy, death: death) }
    }

    func burn(_ count: Int) {
        guard let charge = charge.withLock({ $0 }), charge.number == count else { return }
        charge.death()
        // A command under way may replace a file of its own just now, and the copy misses it: then it is taken again. The
        // journal stands still meanwhile, because the engine waits for this listener.
        for _ in 1...100 where !isBurnt {
            do {
                try Fuse.copy(charge.source, to: charge.copy)
                burnt.withLock { $0 = true }
            } catch {
                // Nothing may be there to remove. The test asks whether it burnt.
                try? FileManager.default.removeItem(atPath: charge.copy)
            }
        }
    }

    /// Copies a folder by reading its files: Foundation's own copying never ends with a file that becomes shorter meanwhile, as
    /// the record of a supervisor does.
    private static func copy(_ source: String, to target: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: target, withIntermediateDirectories: false, attributes: [.posixPermissions: try mode(of: source)])
        for name in try files.contentsOfDirectory(atPath: source) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            var isDirectory: ObjCBool = false
            guard files.fileExists(atPath: from, isDirectory: &isDirectory) else { throw CocoaError(.fileReadNoSuchFile) }
            if isDirectory.boolValue {
                try copy(from, to: to)
            } else {
                let bytes = try Data(contentsOf: URL(filePath: from))
                guard files.createFile(atPath: to, contents: bytes, attributes: [.posixPermissions: try mode(of: from)]) else {
                    throw CocoaError(.fileWriteUnknown)
                }
            }
        }
    }
}
