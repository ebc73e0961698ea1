extension Report {
    /// When the server's clock was set back while the run went on, in words.
    var clockSteps: [String] {
        timeline.filter { $0.step == nil && $0.text.hasPrefix("the server's clock was set back") }.map {
            "at \(ReadableTime.text($0.time)) \($0.text)"
        }
    }
}
