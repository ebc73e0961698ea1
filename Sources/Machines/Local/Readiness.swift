import CMachine
import Dispatch
import Glibc

/// Waiting for a descriptor without holding a thread of the cooperative pool.
enum Readiness {
    /// What to wait for.
    enum Event { case readable, writable }

    /// Waits until the descriptor is ready; false where the time is over, the task is cancelled or `cancellation` is given
    /// first.
    static func wait(
        for event: Event, on descriptor: CInt, within limit: Duration? = nil, unless cancellation: Wake = Wake()
    ) async -> Bool {
        let deadline = limit.map { ContinuousClock.now + $0 }
        let events = CShort(event == .readable ? POLLIN : POLLOUT)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A queue of its own brings a thread of its own.
                DispatchQueue(label: "joget-cluster.wait").async {
                    continuation.resume(returning: poll(descriptor, events, cancellation, until: deadline))
                }
            }
        } onCancel: {
            cancellation.give()
        }
    }

    private static func poll(
        _ descriptor: CInt, _ events: CShort, _ cancellation: Wake, until deadline: ContinuousClock.Instant?
    ) -> Bool {
        var descriptors = [
            pollfd(fd: descriptor, events: events, revents: 0), pollfd(fd: cancellation.descriptor, events: CShort(POLLIN), revents: 0),
        ]
        while true {
            // Longer waits than the call takes are made of several.
            let left = deadline.map { min(max(.zero, $0 - .now), .seconds(86_400)) }
            let milliseconds = left.map { CInt(($0 / .milliseconds(1)).rounded(.up)) } ?? -1
            let count = Glibc.poll(&descriptors, nfds_t(descriptors.count), milliseconds)
            if count > 0 { return descriptors[0].revents != 0 }
            if count < 0 && errno != EINTR { return false }
            if let deadline, deadline <= .now { return false }
        }
    }
}

/// Something that a waiting thread can be woken with, from any other.
final class Wake: Sendable {
    /// -1, for which nobody waits, where the process has no descriptor left.
    let descriptor = eventfd(0, CInt(EFD_CLOEXEC))

    deinit { close(descriptor) }

    func give() { eventfd_write(descriptor, 1) }
}

extension Duration {
    /// The same for Dispatch, which counts in nanoseconds and cannot wait longer than 292 years.
    var dispatched: DispatchTimeInterval {
        let (seconds, attoseconds) = components
        let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .never : .nanoseconds(max(0, product + Int(attoseconds / 1_000_000_000)))
    }
}
