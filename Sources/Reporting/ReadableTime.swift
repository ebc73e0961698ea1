internal import FoundationEssentials

/// Times and durations as people read them.
public enum ReadableTime {
    /// `2026-11-23 06:06:39 UTC` for `2026-11-23T06:06:39.661Z`; what is no such time stays as it is.
    public static func text(_ time: String) -> String {
        guard seconds(time) != nil, time.utf8.count >= 20 else { return time }
        return "\(time.prefix(10)) \(time.dropFirst(11).prefix(8)) UTC"
    }

    /// The time of day: `06:06:39`.
    static func clock(_ time: String) -> String { seconds(time) == nil ? time : String(time.dropFirst(11).prefix(8)) }

    /// Seconds since 1970; nil for what is no time in ISO 8601.
    static func seconds(_ time: String) -> Double? {
        guard time.utf8.count <= 40, time.utf8.last == UInt8(ascii: "Z") else { return nil }
        let hasFraction = time.utf8.contains(UInt8(ascii: "."))
        // A time that cannot be read is left out of pictures and shown as it stands in texts.
        guard let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction).parse(time) else { return nil }
        return date.timeIntervalSince1970
    }

    /// The time that many seconds after 1970, without fraction: `2026-11-23T06:06:39Z`.
    static func time(_ seconds: Double) -> String { Date(timeIntervalSince1970: seconds).formatted(.iso8601) }

    /// `0.03 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
    static func span(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e10 else { return "?" }
        if seconds < 0.0005 { return "0 s" }
        if seconds < 1 { return "\((seconds * 1000).rounded() / 1000) s" }
        if seconds < 10 { return "\((seconds * 10).rounded() / 10) s" }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return pair(whole / 60, "min", whole % 60, "s") }
        if whole < 86_400 { return pair(whole / 3600, "h", whole % 3600 / 60, "min") }
        return pair(whole / 86_400, "d", whole % 86_400 / 3600, "h")
    }

    private static func pair(_ large: Int, _ unit: String, _ small: Int, _ part: String) -> String {
        small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(part)"
    }
}
