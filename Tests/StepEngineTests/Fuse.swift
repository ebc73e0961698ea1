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
                try FileManager.default.copyItem(atPath: charge.source, toPath: charge.copy)
                burnt.withLock { $0 = true }
            } catch {
                // Nothing may be there to remove. The test asks whether it burnt.
                try? FileManager.default.removeItem(atPath: charge.copy)
            }
        }
    }
}
