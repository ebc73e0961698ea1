/// One text among the symptoms, from where it speaks of the present.
struct Trace: Sendable {
    /// Where the text is from.
    enum Origin: Sendable {
        case output
        case log
        case finding(Finding.Verdict)
    }

    let origin: Origin
    /// "output", the path of the log, or the title of the finding.
    let source: String
    let text: LineText
    /// The first line that counts: what a program complained of before its last good start is mended.
    let start: Int

    init(output: String) { self.init(.output, "output", output) }

    init(_ log: Symptoms.Log) { self.init(.log, log.path, log.text) }

    init(_ finding: Finding) {
        self.init(.finding(finding.verdict), finding.title, [finding.found, finding.evidence].compactMap(\.self).joined(separator: "\n"))
    }

    private init(_ origin: Origin, _ source: String, _ text: String) {
        self.origin = origin
        self.source = source
        self.text = LineText(text)
        let apache = self.text.last("resuming normal operations") ?? 0
        let database = self.text.last("ready for connections") ?? 0
        start = max(TomcatLog.lastStart(in: self.text), apache, database)
    }
}
