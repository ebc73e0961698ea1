import Glibc

/// Feeds variants of good inputs to a reader, and gives back what did not hold.
///
/// JOGET_FUZZ_SEED begins elsewhere, JOGET_FUZZ_CASES tries that many times as much (a factor), and JOGET_FUZZ_KEEP names a file into which
/// each input is written before it is tried, so that the one remains that crashed the program.
public enum Fuzzing {
    /// Where the sequence begins.
    public static var seed: UInt64 { variable("JOGET_FUZZ_SEED").flatMap { UInt64($0) } ?? 1 }

    /// How often something is tried.
    public static func cases(_ standard: Int) -> Int { standard * max(1, variable("JOGET_FUZZ_CASES").flatMap { Int($0) } ?? 1) }

    /// Tries variants of the corpus and notes the figures. `problem` says what did not hold of an input; nil where all did.
    /// Gives back a few of the problems, each with the number that repeats it.
    public static func run(
        _ row: Int, _ what: String, cases standard: Int, corpus: [[UInt8]], words: [String] = [], problem: ([UInt8]) throws -> String?
    ) rethrows -> [String] {
        let (cases, keep) = (cases(standard), variable("JOGET_FUZZ_KEEP"))
        var problems: [String] = []
        var failed = 0
        for number in 0..<cases {
            // Each case has a seed of its own, so that it can be repeated alone.
            let own = seed &* 1_000_003 &+ UInt64(number)
            var mutator = Mutator(seed: own, corpus: corpus, words: words)
            let input = mutator.variant()
            if let keep { write(input, to: keep) }
            guard let said = try problem(input) else { continue }
            failed += 1
            if problems.count < 5 { problems.append("case \(number) of seed \(seed): \(said)\n\(shown(input))") }
        }
        FaultLedger.note(row, what, tried: cases, held: cases - failed)
        return problems
    }

    private static func shown(_ input: [UInt8]) -> String {
        "\"" + String(decoding: input.prefix(2000), as: UTF8.self).debugDescription + "\""
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func write(_ bytes: [UInt8], to path: String) {
        guard let file = fopen(path, "w") else { preconditionFailure("\(path) of JOGET_FUZZ_KEEP can be written") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
