/// Says that something is running and for how long; appears after a tenth of a second, so that quick steps do not flicker.
public struct Spinner: Sendable, Hashable {
    public var label: String
    public var elapsed: Duration
    /// The time since the last output, named from two seconds on.
    public var silence: Duration?

    public init(_ label: String, elapsed: Duration, silence: Duration? = nil) {
        self.label = label
        self.elapsed = elapsed
        self.silence = silence
    }

    public func paint(in rect: Rect, of frame: inout Frame, palette: Palette) {
        guard !rect.isEmpty, elapsed >= Self.delay, !palette.spinner.isEmpty else { return }
        let turn = Int(elapsed / Self.delay) % palette.spinner.count
        var text = "\(palette.spinner[turn]) \(label) \(Self.clock(elapsed))"
        if let silence, silence >= .seconds(2) {
            text += "  last output \(Self.words(silence)) ago"
        }
        frame.put(text.clipped(to: rect.columns, mark: palette.ellipsis), row: rect.row, column: rect.column, style: .accent)
    }

    /// Minutes and seconds, as in `2:05`, with hours in front where there are any.
    public static func clock(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let minutes = seconds / 60
        let tail = padded(seconds % 60)
        return minutes < 60 ? "\(minutes):\(tail)" : "\(minutes / 60):\(padded(minutes % 60)):\(tail)"
    }

    private static let delay = Duration.milliseconds(100)

    private static func words(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        return seconds < 60 ? "\(seconds) s" : "\(seconds / 60) min"
    }

    private static func padded(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
