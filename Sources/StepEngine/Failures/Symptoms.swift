/// What a failed step left behind that may tell why.
public struct Symptoms: Sendable, Hashable {
    /// A log file, or the last part of it.
    public struct Log: Sendable, Hashable {
        /// Where it lies.
        public var path: String
        /// What it says.
        public var text: String

        /// Takes the text as it was read.
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// What the step's commands printed.
    public var output: String
    /// Logs of the programs that the step is about.
    public var logs: [Log]
    /// What the step's checks saw.
    public var findings: [Finding]

    /// Creates symptoms; whatever there is none of is left out.
    public init(output: String = "", logs: [Log] = [], findings: [Finding] = []) {
        self.output = output
        self.logs = logs
        self.findings = findings
    }

    /// Everything to be searched, the nearest to the failure first. What a check found to be right proves no failure.
    var traces: [Trace] {
        let findings = findings.filter { $0.verdict == .fails || $0.verdict == .warns }.map(Trace.init)
        return [Trace(output: output)] + findings + logs.map(Trace.init)
    }
}
