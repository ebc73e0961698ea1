/// One way in which a known failure shows itself.
struct Pattern: Sendable, Hashable {
    let certainty: Diagnosis.Certainty
    /// All of them must be seen; the first one brings the proving line.
    let signs: [Sign]

    /// The program names the cause in these lines, one after the other.
    static func certain(
        _ lines: Sign.Form..., in place: Sign.Place = .anywhere, proof: Int? = nil, without: [Words] = []
    ) -> Pattern {
        Pattern(certainty: .certain, signs: [Sign(place: place, lines: lines, proof: proof, without: without)])
    }

    /// These lines, one after the other, usually come from it.
    static func likely(
        _ lines: Sign.Form..., in place: Sign.Place = .anywhere, proof: Int? = nil, without: [Words] = []
    ) -> Pattern {
        Pattern(certainty: .likely, signs: [Sign(place: place, lines: lines, proof: proof, without: without)])
    }

    /// These lines, one after the other, may come from it.
    static func possible(
        _ lines: Sign.Form..., in place: Sign.Place = .anywhere, proof: Int? = nil, without: [Words] = []
    ) -> Pattern {
        Pattern(certainty: .possible, signs: [Sign(place: place, lines: lines, proof: proof, without: without)])
    }

    /// Several signs in several texts, which together usually come from it.
    static func likely(all signs: [Sign]) -> Pattern { Pattern(certainty: .likely, signs: signs) }

    /// The line that proves it and where it stands; nil where a sign is missing.
    func proof(in traces: [Trace]) -> (line: String, source: String)? {
        let proofs = signs.map { sign in
            traces.lazy.compactMap { trace in sign.proof(in: trace).map { (line: $0, source: trace.source) } }.first
        }
        return proofs.contains { $0 == nil } ? nil : proofs[0]
    }
}
