import Glibc

/// Questions on standard output, answers on standard input, a line each.
enum Asking {
    /// Asks until the answer will do; an empty one is the standard. At the end of input it gives up, so that a script cannot
    /// hang here.
    static func ask(_ question: String, standard: String, problem: (String) -> String?) throws -> String {
        while true {
            print("\(question)\(standard.isEmpty ? "" : " [\(standard)]"): ", terminator: "")
            fflush(nil)
            guard let line = readLine(strippingNewline: true) else {
                throw Refusal("\nthe answers ended before the questions did; nothing was written", .stopped)
            }
            let answer = line.isEmpty ? standard : line
            guard let problem = problem(answer) else { return answer }
            print("  \(Lines.safe(problem))")
        }
    }
}
