internal import Glibc
import StepEngine

/// A point in time, taken where something happens, so that what is computed from it needs no clock.
struct Moment: Sendable, Equatable {
    /// Seconds on a clock that only goes forward.
    var seconds: Double
    /// The wall clock, as the journal writes it.
    var text: String

    static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(seconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9, text: Journal.now())
    }
}
