internal import FoundationEssentials
internal import Glibc

/// Times of files, as people here read them and as the journal writes them.
enum LocalTime {
    /// `14:02` for a time of the same day as `now`, else `2026-11-20`. Both are seconds since 1970.
    static func text(_ seconds: Int, now: Int = Clocks.now()) -> String {
        let (time, today) = (parts(of: seconds), parts(of: now))
        let isToday = time.tm_year == today.tm_year && time.tm_yday == today.tm_yday
        if isToday { return "\(padded(time.tm_hour)):\(padded(time.tm_min))" }
        return "\(time.tm_year + 1900)-\(padded(time.tm_mon + 1))-\(padded(time.tm_mday))"
    }

    /// In ISO 8601 with milliseconds, in UTC.
    static func journalText(_ seconds: Int) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Seconds since 1970 of a time as the journal writes it; nil for what is none.
    static func seconds(_ time: String) -> Double? {
        // A time that cannot be read is shown as it stands, and compared with nothing.
        (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(time))?.timeIntervalSince1970
    }

    private static func parts(of seconds: Int) -> tm {
        var seconds = time_t(seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts
    }

    private static func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
