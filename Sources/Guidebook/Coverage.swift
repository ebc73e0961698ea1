/// What became of each instruction of the published guide: the steps that carry it out, or why none does.
public struct Coverage: Sendable, Hashable {
    /// The file's name, for messages.
    public var file: String
    /// The chapters of the published guide, in its order.
    public var chapters: [Chapter]
    /// The steps that the published guide does not ask for.
    public var additions: [Addition]

    /// A chapter of the published guide.
    public struct Chapter: Sendable, Hashable {
        /// Its heading.
        public var title: String
        /// What it tells the reader to do, in its order.
        public var instructions: [Instruction]
    }

    /// One thing that the published guide tells the reader to do.
    public struct Instruction: Sendable, Hashable {
        /// Its place in the whole guide, from 1.
        public var number: Int
        /// What it says, in our words.
        public var text: String
        /// What became of it.
        public var treatment: Treatment
        /// The line of the file on which it begins.
        public var line: Int
    }

    /// What became of an instruction.
    public enum Treatment: Sendable, Hashable {
        /// These steps carry it out.
        case steps([String])
        /// No step does, for this reason.
        case leftOut(String)
    }

    /// Steps that go beyond the published guide.
    public struct Addition: Sendable, Hashable {
        /// Why they are there.
        public var reason: String
        /// The steps.
        public var steps: [String]
        /// The line of the file on which it begins.
        public var line: Int
    }

    /// How many instructions came to which end.
    public struct Count: Sendable, Hashable {
        /// Carried out as the published guide says.
        public var asSteps = 0
        /// Carried out by at least one step that puts something right.
        public var corrected = 0
        /// Left out.
        public var leftOut = 0
        /// All of them.
        public var total: Int { asSteps + corrected + leftOut }
    }

    /// All instructions in order.
    public var instructions: [Instruction] { chapters.flatMap(\.instructions) }

    /// The steps of the instruction that put something right in it.
    public func corrections(of instruction: Instruction, in guide: Guide) -> [Step] {
        guard case .steps(let ids) = instruction.treatment else { return [] }
        return ids.compactMap(guide.step).filter { $0.erratum != nil }
    }

    /// What became of all instructions, by a guide.
    public func count(in guide: Guide) -> Count {
        instructions.reduce(into: Count()) { count, instruction in
            switch instruction.treatment {
            case .leftOut: count.leftOut += 1
            case .steps: if corrections(of: instruction, in: guide).isEmpty { count.asSteps += 1 } else { count.corrected += 1 }
            }
        }
    }

    /// Where file and guide do not agree: steps that the guide has not, and steps that no entry names.
    public func gaps(in guide: Guide) -> [Problem] {
        let steps = guide.sections.flatMap(\.steps).map(\.id)
        let known = Set(steps)
        let entries = named
        let strangers = entries.filter { !known.contains($0.step) }.map { entry in
            Problem(file: file, line: entry.line, path: entry.step, message: "the guide has no such step")
        }
        let named = Set(entries.map(\.step))
        let forgotten = steps.filter { !named.contains($0) }.map { step in
            Problem(file: file, line: 0, path: step, message: "no entry names this step; add it to an instruction or to 'beyond'")
        }
        return strangers + forgotten
    }

    /// Every mention of a step with the line of its entry.
    private var named: [(step: String, line: Int)] {
        let carriedOut = instructions.flatMap { instruction -> [(step: String, line: Int)] in
            guard case .steps(let ids) = instruction.treatment else { return [] }
            return ids.map { ($0, instruction.line) }
        }
        return carriedOut + additions.flatMap { addition in addition.steps.map { ($0, addition.line) } }
    }
}
