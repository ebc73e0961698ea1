/// Lines of a Tomcat's log, as Tomcat 9 words them.
struct RehearsalTomcatLog {
    private(set) var text = ""
    /// Milliseconds since 1970.
    private(set) var clock: Int

    init(clock: Int) { self.clock = clock }

    mutating func info(_ source: String, _ message: String, thread: String = "main") { add("INFO", source, message, thread) }
    mutating func warning(_ source: String, _ message: String) { add("WARNING", source, message, "main") }

    /// A complaint with the exceptions behind it, outermost first.
    mutating func severe(_ source: String, _ message: String, _ exceptions: String...) {
        add("SEVERE", source, message, "main")
        for (index, exception) in exceptions.enumerated() {
            plain(
                "\(index == 0 ? "\t" : "\tCaused by: ")\(exception)",
                "\t\tat org.apache.catalina.startup.Bootstrap.main(Bootstrap.java:477)")
        }
    }

    /// Lines that are no messages of Tomcat's.
    mutating func plain(_ lines: String...) { for line in lines { text += line + "\n" } }

    mutating func wait(_ milliseconds: Int) { clock += milliseconds }

    private mutating func add(_ level: String, _ source: String, _ message: String, _ thread: String) {
        clock += 3
        plain("\(Self.stamp(clock)) \(level) [\(thread)] org.apache.\(source) \(message)")
    }

    /// `15-Jun-2025 12:00:00.000`.
    static func stamp(_ clock: Int) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = date(clock)
        return "\(padded(date.day))-\(months[date.month - 1])-\(date.year) \(time(clock)).\(padded(clock % 1000, 3))"
    }

    /// `6/15/25, 12:00 PM`.
    static func shortStamp(_ clock: Int) -> String {
        let date = date(clock)
        let hour = clock / 3_600_000 % 24
        let minute = padded(clock / 60000 % 60)
        return "\(date.month)/\(date.day)/\(date.year % 100), \((hour + 11) % 12 + 1):\(minute) \(hour < 12 ? "AM" : "PM")"
    }

    private static func time(_ clock: Int) -> String {
        [clock / 3_600_000 % 24, clock / 60000 % 60, clock / 1000 % 60].map { padded($0) }.joined(separator: ":")
    }

    private static func padded(_ number: Int, _ digits: Int = 2) -> String {
        String(repeating: "0", count: max(0, digits - String(number).utf8.count)) + String(number)
    }

    /// The day in the Gregorian calendar; the year is thought to begin in March, so that the leap day comes last.
    private static func date(_ clock: Int) -> (year: Int, month: Int, day: Int) {
        let days = clock / 86_400_000 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

/// What Tomcat writes of its members.
extension RehearsalTomcatLog {
    /// A member as Tomcat prints it.
    static func member(_ address: String, port: Int, isFixed: Bool) -> String {
        let host = "{" + address.split(separator: ".").joined(separator: ", ") + "}"
        let number = RehearsalServer.number(of: address, digits: 32)
        let digits = Array(number).map { Int(String($0), radix: 16) ?? 0 }
        let random = stride(from: 0, to: 32, by: 2).map { String(Int(Int8(truncatingIfNeeded: digits[$0] * 16 + digits[$0 + 1]))) }
        let fixed =
            address.split(separator: ".").compactMap { UInt8($0) }.map { String(Int8(bitPattern: $0)) } + Array(repeating: "0", count: 12)
        let id = (isFixed ? fixed : random).joined(separator: " ")
        return "org.apache.catalina.tribes.membership.\(isFixed ? "StaticMember" : "MemberImpl")[tcp://\(host):\(port),\(host),\(port), "
            + "alive=1031, securePort=-1, UDP Port=-1, id={\(id) }, payload={}, command={}, domain={}]"
    }

    mutating func added(_ address: String, port: Int, isFixed: Bool) {
        info(
            "catalina.ha.tcp.SimpleTcpCluster.memberAdded",
            "Replication member added:[\(Self.member(address, port: port, isFixed: isFixed))]",
            thread: isFixed ? "StaticMembership-memberAdded" : "Membership-MemberAdded")
    }

    mutating func disappeared(_ address: String, port: Int, isFixed: Bool) {
        info(
            "catalina.ha.tcp.SimpleTcpCluster.memberDisappeared",
            "Received member disappeared:[\(Self.member(address, port: port, isFixed: isFixed))]",
            thread: isFixed ? "StaticMembership-memberDisappeared" : "Membership-MemberDisappeared")
    }
}
