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
        do {
            try FileManager.default.copyItem(atPath: charge.source, toPath: charge.copy)
            burnt.withLock { $0 = true }
        } catch {
            // The test asks whether it burnt.
        }
    }
}
