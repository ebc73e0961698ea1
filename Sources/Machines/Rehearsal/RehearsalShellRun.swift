/// A shell while it runs a script.
struct ShellState {
    var variables: [String: String]
    /// `$0`, `$1` and so on.
    var arguments: [String]
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var status: Int32 = 0
    /// What ends the commands around this one.
    var leap: Leap?

    enum Leap { case outOfLoop, outOfScript }
}

/// Runs scripts of the shell; what it does not know is an error.
extension RehearsalServer {
    /// Runs a script to its end.
    mutating func runShell(_ script: String, arguments: [String], environment: [String: String]) throws(MachineError) -> ShellState {
        var state = ShellState(variables: environment, arguments: arguments)
        let node: ShellNode
        do throws(ShellRefusal) {
            node = try ShellParser.script(script)
        } catch {
            throw MachineError(what: "the rehearsal machine does not know this script, line \(error.line)", subject: script)
        }
        try run(node, &state)
        return state
    }

    mutating func run(_ node: ShellNode, _ state: inout ShellState) throws(MachineError) {
        switch node {
        case .simple(let simple): try run(simple, &state)
        case .sequence(let nodes):
            for node in nodes where state.leap == nil { try run(node, &state) }
        case .and(let one, let other):
            try run(one, &state)
            if state.status == 0, state.leap == nil { try run(other, &state) }
        case .or(let one, let other):
            try run(one, &state)
            if state.status != 0, state.leap == nil { try run(other, &state) }
        case .pipe(let nodes): try pipe(nodes, &state)
        case .conditional(let branches, let otherwise): try choose(branches, otherwise, &state)
        case .loop(let variable, let words, let body):
            for value in try expand(words, &state) where state.leap == nil {
                state.variables[variable] = value
                try run(body, &state)
            }
            if state.leap == .outOfLoop { state.leap = nil }
        case .choice(let subject, let cases):
            let text = try joined(subject, &state)
            for each in cases {
                let patterns = try each.patterns.map { word throws(MachineError) in try joined(word, &state) }
                guard patterns.contains(where: { Self.matches(text[...], $0[...]) }) else { continue }
                return try run(each.body, &state)
            }
        }
    }

    private mutating func choose(
        _ branches: [ShellNode.Branch], _ otherwise: ShellNode?, _ state: inout ShellState
    ) throws(MachineError) {
        for branch in branches {
            try run(branch.condition, &state)
            if state.leap != nil { return }
            if state.status == 0 { return try run(branch.body, &state) }
        }
        state.status = 0
        if let otherwise { try run(otherwise, &state) }
    }

    private mutating func pipe(_ nodes: [ShellNode], _ state: inout ShellState) throws(MachineError) {
        var input: [UInt8] = []
        for node in nodes {
            // What one of them assigns is its own.
            var part = ShellState(variables: state.variables, arguments: state.arguments)
            part.variables["\u{0}input"] = String(decoding: input, as: UTF8.self)
            try run(node, &part)
            input = part.output
            state.errors += part.errors
            state.status = part.status
        }
        state.output += input
    }

    private mutating func run(_ simple: ShellNode.Simple, _ state: inout ShellState) throws(MachineError) {
        for assignment in simple.assignments { state.variables[assignment.name] = try joined(assignment.value, &state) }
        let words = try expand(simple.words, &state)
        guard let program = words.first else {
            state.status = 0
            return
        }
        let (output, errors) = (state.output.count, state.errors.count)
        if try !builtIn(program, words, &state) { try external(words, &state) }
        if simple.dropsOutput { state.output.removeSubrange(output...) }
        if simple.dropsErrors { state.errors.removeSubrange(errors...) }
    }

    /// Another program, with what the pipe gives it.
    private mutating func external(_ words: [String], _ state: inout ShellState) throws(MachineError) {
        let input = state.variables["\u{0}input"].map { Command.Input.bytes(Array($0.utf8)) } ?? .none
        let reply = try perform(Command(words, input: input))
        state.status = reply.status
        if reply.status == 0 { state.output += reply.output } else { state.errors += reply.output }
    }

    /// The shell's own commands, and the two small ones that only scripts use.
    private mutating func builtIn(_ program: String, _ words: [String], _ state: inout ShellState) throws(MachineError) -> Bool {
        let rest = Array(words.dropFirst())
        state.status = 0
        switch program {
        case "[":
            guard rest.last == "]" else { throw unknown(Command(words)) }
            state.status = test(Array(rest.dropLast())).status
        case "set":
            guard rest.first == "--" else { throw unknown(Command(words)) }
            state.arguments = [state.arguments.first ?? "sh"] + rest.dropFirst()
        case "unset": for name in rest { state.variables[name] = nil }
        case "export":
            for word in rest {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                if parts.count == 2 { state.variables[parts[0]] = parts[1] }
            }
        case ":", "true": break
        case "false": state.status = 1
        case "break": state.leap = .outOfLoop
        case "exit":
            state.leap = .outOfScript
            state.status = rest.first.flatMap { Int32($0) } ?? 0
        case "echo": state.output += Array((rest.joined(separator: " ") + "\n").utf8)
        case "ls": try listFiles(words, &state)
        case "tail": try lastLines(words, &state)
        default: return false
        }
        return true
    }

    private func listFiles(_ words: [String], _ state: inout ShellState) throws(MachineError) {
        let arguments = try arguments(Command(words), flags: ["-v", "-1", "-d"])
        guard !arguments.operands.isEmpty else { throw unknown(Command(words)) }
        let (there, missing) = (arguments.operands.filter(exists), arguments.operands.filter { !exists($0) })
        for path in missing { state.errors += Array("ls: cannot access '\(path)': No such file or directory\n".utf8) }
        let sorted = arguments.has("-v") ? there.sorted(by: Self.isOlder) : there.sorted()
        for path in sorted { state.output += Array((path + "\n").utf8) }
        state.status = missing.isEmpty ? 0 : 2
    }

    private func lastLines(_ words: [String], _ state: inout ShellState) throws(MachineError) {
        let arguments = try arguments(Command(words), flags: [], values: ["-n"])
        guard let count = arguments.value("-n").flatMap({ Int($0) }), arguments.operands.isEmpty else { throw unknown(Command(words)) }
        let lines = (state.variables["\u{0}input"] ?? "").split(separator: "\n")
        state.output += Array(lines.suffix(count).map { $0 + "\n" }.joined().utf8)
    }

    /// The order of versions: numbers by their value, everything else letter by letter.
    static func isOlder(_ one: String, _ other: String) -> Bool {
        func pieces(_ text: String) -> [(number: Int, text: String)] {
            var found: [(number: Int, text: String)] = []
            var rest = text[...]
            while let first = rest.first {
                let piece = rest.prefix { $0.isNumber == first.isNumber }
                found.append(first.isNumber ? (Int(piece) ?? 0, "") : (-1, String(piece)))
                rest = rest.dropFirst(piece.count)
            }
            return found
        }
        for (a, b) in zip(pieces(one), pieces(other)) where a != b { return a < b }
        return one.count < other.count
    }
}
