import Glibc
import SystemPackage

/// What a new supervisor waits at until its command is on record. It never opens by itself: our death closes it.
struct StartingGate: ~Copyable {
    /// The end that the supervisor reads.
    let outlet: CInt
    private var inlet: CInt

    init() throws(MachineError) {
        var ends: [CInt] = [-1, -1]
        do throws(Errno) {
            try Errno.check { socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) }
        } catch {
            throw MachineError(error, "no pair of sockets can be made", "this program")
        }
        (outlet, inlet) = (ends[0], ends[1])
    }

    deinit {
        Glibc.close(outlet)
        if inlet >= 0 { Glibc.close(inlet) }
    }

    /// Lets the supervisor begin.
    func open() throws(MachineError) {
        var word: UInt8 = 1
        do throws(Errno) {
            // A supervisor that was killed is no reason to die of a broken pipe.
            try Errno.check { send(inlet, &word, 1, CInt(MSG_NOSIGNAL)) }
        } catch .brokenPipe {
            // Somebody killed it. Whoever waits for its end learns that there is none.
        } catch {
            throw MachineError(error, "its supervisor cannot be told to begin", "the command")
        }
    }

    /// Turns the supervisor away, unless it was let through.
    mutating func close() {
        if inlet >= 0 { Glibc.close(inlet) }
        inlet = -1
    }
}
