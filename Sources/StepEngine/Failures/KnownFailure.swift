/// A failure that others met before, and how to recognise it.
public struct KnownFailure: Sendable, Hashable, Identifiable {
    /// "F1" to "F20" for the failures of a Joget cluster, else a word that speaks.
    public let id: String
    /// The failure in a few words.
    public let title: String
    /// Why it goes wrong, as a sentence.
    public let cause: String
    /// What to do about it.
    public let remedy: String
    /// The steps of the guide that do it, if any.
    public let steps: [String]
    /// The ways in which it shows itself, the surest first.
    let patterns: [Pattern]

    init(_ id: String, _ title: String, cause: String, remedy: String, steps: [String] = [], _ patterns: Pattern...) {
        self.id = id
        self.title = title
        self.cause = cause
        self.remedy = remedy
        self.steps = steps
        self.patterns = patterns
    }

    /// All of them, those first that cause others.
    public static let all = ofTheServer + ofTheShare + ofJava + ofTheDatabase + ofSessions + ofJoget + ofTheBalancer

    /// What the symptoms tell: the surest first, each failure at most once, and nothing where nothing is recognised.
    public static func diagnoses(of symptoms: Symptoms) -> [Diagnosis] {
        let traces = symptoms.traces
        let found = all.compactMap { $0.diagnosis(in: traces) }
        return Diagnosis.Certainty.allCases.flatMap { certainty in found.filter { $0.certainty == certainty } }
    }

    private func diagnosis(in traces: [Trace]) -> Diagnosis? {
        for certainty in Diagnosis.Certainty.allCases {
            for pattern in patterns where pattern.certainty == certainty {
                guard let proof = pattern.proof(in: traces) else { continue }
                return Diagnosis(
                    failure: id, title: title, certainty: certainty, cause: cause, remedy: remedy + whereInTheGuide, line: proof.line,
                    source: proof.source)
            }
        }
        return nil
    }

    private var whereInTheGuide: String {
        guard !steps.isEmpty else { return "" }
        return " In this guide: \(steps.count == 1 ? "step" : "steps") \(steps.joined(separator: ", "))."
    }
}
