/// The same numbers on every run, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[Int.random(in: 0..<choices.count, using: &self)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// How a text treats its lines.
struct TextShape {
    var ending: [UInt8]
    var hasMark: Bool
    var hasFinalEnding: Bool

    init(using generator: inout SeededGenerator) {
        ending = generator.chance(25) ? [13, 10] : [10]
        hasMark = generator.chance(15)
        hasFinalEnding = generator.chance(75)
    }

    func text(of lines: [[UInt8]]) -> [UInt8] {
        let mark: [UInt8] = hasMark ? [0xEF, 0xBB, 0xBF] : []
        let body = Array(lines.joined(separator: ending))
        return mark + body + (hasFinalEnding && !lines.isEmpty ? ending : [])
    }
}

/// Comments as people leave them: empty lines, a commented-out entry, Latin-1.
let remarks: [[UInt8]] = [
    [], Array("# a remark".utf8), Array("\t# indented".utf8), Array("#/dev/sdz1 /data ext4 defaults 0 0".utf8),
    Array("# stra".utf8) + [0xDF, 0xE9], Array("   ".utf8), Array("#192.0.2.9 app9".utf8),
]

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The lines after a byte order mark with their ends, cut by a rule of its own.
func cut(_ text: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    for byte in text.starts(with: [0xEF, 0xBB, 0xBF]) ? text[3...] : text[...] {
        line.append(byte)
        if byte == 10 {
            lines.append(line)
            line = []
        }
    }
    return line.isEmpty ? lines : lines + [line]
}
