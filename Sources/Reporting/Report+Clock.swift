extension Report {
    /// That the server's clock was set back while the run went on, in words; nil where it was not.
    var clockWords: String? {
        let steps = timeline.filter { $0.step == nil && $0.text.hasPrefix("the server's clock was set back") }
        guard let first = steps.first else { return nil }
        let more = steps.count > 1 ? " (\(steps.count) times in all)" : ""
        return "at \(ReadableTime.text(first.time)) \(first.text)\(more)"
    }
}
