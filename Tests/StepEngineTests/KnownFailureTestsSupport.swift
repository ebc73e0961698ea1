import FaultLedger
import StepEngine
import Testing

extension Symptoms {
    /// What a step's commands printed.
    static func output(_ text: String) -> Symptoms { Symptoms(output: text) }

    /// A log of Tomcat's, or another one.
    static func log(_ text: String, at path: String = "/opt/joget/tomcat/logs/catalina.out") -> Symptoms {
        Symptoms(logs: [Log(path: path, text: text)])
    }

    /// What one check saw.
    static func finding(
        _ title: String, found: String, evidence: String? = nil, verdict: Finding.Verdict = .fails
    ) -> Symptoms {
        Symptoms(findings: [Finding(title, expected: "something else", found: found, verdict: verdict, evidence: evidence)])
    }

    static func + (left: Symptoms, right: Symptoms) -> Symptoms {
        Symptoms(output: left.output + right.output, logs: left.logs + right.logs, findings: left.findings + right.findings)
    }
}

/// Expects that exactly this failure is recognised, by a line that says `proof`.
func expect(
    _ failure: String, _ certainty: Diagnosis.Certainty = .certain, in symptoms: Symptoms, proof: String,
    at location: SourceLocation = #_sourceLocation
) {
    let diagnoses = KnownFailure.diagnoses(of: symptoms)
    let isNamed = diagnoses.map(\.failure) == [failure] && diagnoses.allSatisfy { $0.line.contains(proof) }
    FaultLedger.note(9, "signs of known failures named with cause and the line that proves it", tried: 1, held: isNamed ? 1 : 0)
    #expect(diagnoses.map(\.failure) == [failure], sourceLocation: location)
    guard let diagnosis = diagnoses.first else { return }
    #expect(diagnosis.certainty == certainty, sourceLocation: location)
    #expect(diagnosis.line.contains(proof), sourceLocation: location)
    #expect(diagnosis.line.count <= 300, sourceLocation: location)
    let sources = ["output"] + symptoms.logs.map(\.path) + symptoms.findings.map(\.title)
    #expect(sources.contains(diagnosis.source), sourceLocation: location)
}
