internal import Glibc

/// Times for records: the wall clock for what people read, a monotonic one for durations.
enum Clocks {
    /// Seconds since 1970.
    static func now() -> Int { time(nil) }
}

extension Duration {
    /// The whole as seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
