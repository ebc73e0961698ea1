/// Makes damaged and hostile variants of good inputs. The same seed gives the same variants on every run.
public struct Mutator: RandomNumberGenerator {
    private var state: UInt64
    private let corpus: [[UInt8]]
    private let words: [[UInt8]]

    /// Texts that some format or program takes for more than text.
    public static let hostile: [String] = [
        "$(reboot)", "`reboot`", "; rm -rf /", "'", "\"", "'\"'\"", "\\", "\\\\", "\n", "\r", "\r\n", "\0", "]]>", "-->", "<!--", "&amp;",
        "&x;",
        "%{ENV}", "%n", "${jvm.prop}", "\\u0041", "\\u", "--", "-", "-rf", "#", "!", " ", "\t", "\u{C}", "ä", "\u{202E}", "\u{301}",
        "\u{FEFF}", "\u{2028}", "😀", "'; DROP DATABASE x", "\\'", "%", "_", "/*!", "*/", "../", "/..", "*", "?", "[", "]", "{", "}", "{{",
        "}}",
        "{{database.password}}", "(", ")", ",", ":", "=", "|", "~", "<", ">", "&", "@", "/", "//", "127.0.0.1", "0", "-1",
        "99999999999999999999", "9223372036854775807", "-9223372036854775808", "1e300", "1e999", "NaN", "0x7fffffff", "null", "true",
        "\u{7F}", "\u{9B}", "\u{1B}[2J", "\u{85}",
    ]

    /// Creates a source of variants of `corpus`; `words` are those of the format.
    public init(seed: UInt64, corpus: [[UInt8]], words: [String] = []) {
        precondition(!corpus.isEmpty, "variants need something to vary")
        state = seed
        self.corpus = corpus
        self.words = (words + Mutator.hostile).map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
    }

    /// The next number of the sequence (SplitMix64).
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of them.
    public mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// A number from 0 to one less than the bound, or 0.
    public mutating func below(_ bound: Int) -> Int { bound < 2 ? 0 : Int(next() % UInt64(bound)) }

    /// A variant of one of the inputs: one to eight changes.
    public mutating func variant() -> [UInt8] {
        var bytes = pick(corpus)
        for _ in 0...below(8) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        switch below(12) {
        case 0 where !bytes.isEmpty: bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
        case 1 where !bytes.isEmpty: bytes[below(bytes.count)] = UInt8(below(256))
        case 2: bytes.removeSubrange(range(in: bytes, longest: 64))
        case 3: bytes.removeSubrange(below(bytes.count + 1)..<bytes.count)
        case 4: splice(&bytes)
        case 5: lines(&bytes)
        case 6: number(&bytes)
        case 7: repeatPart(&bytes)
        case 8: replace(range(in: bytes, longest: 12), in: &bytes)
        default: replace(place(in: bytes), in: &bytes)
        }
    }

    private mutating func place(in bytes: [UInt8]) -> Range<Int> {
        let place = below(bytes.count + 1)
        return place..<place
    }

    private mutating func range(in bytes: [UInt8], longest: Int) -> Range<Int> {
        let start = below(bytes.count + 1)
        return start..<min(bytes.count, start + below(longest + 1))
    }

    private mutating func replace(_ range: Range<Int>, in bytes: inout [UInt8]) { bytes.replaceSubrange(range, with: pick(words)) }

    /// A part of another input comes in.
    private mutating func splice(_ bytes: inout [UInt8]) {
        let other = pick(corpus)
        bytes.replaceSubrange(range(in: bytes, longest: 64), with: other[range(in: other, longest: 400)])
    }

    /// A line goes, comes twice or changes its place.
    private mutating func lines(_ bytes: inout [UInt8]) {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        let index = below(lines.count)
        switch below(3) {
        case 0: lines.remove(at: index)
        case 1: lines.insert(lines[index], at: below(lines.count + 1))
        default: lines.swapAt(index, below(lines.count))
        }
        bytes = Array(lines.joined(separator: [10]))
    }

    /// A number becomes another one.
    private mutating func number(_ bytes: inout [UInt8]) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let start = below(bytes.count + 1)
        guard let first = bytes[start...].firstIndex(where: digits.contains) else { return }
        let end = bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.count
        let numbers = ["0", "1", "-1", "65536", "4294967296", "9223372036854775807", "18446744073709551616", "1e300", "00", "1.5", ""]
        bytes.replaceSubrange(first..<end, with: pick(numbers).utf8)
    }

    /// A part comes again and again.
    private mutating func repeatPart(_ bytes: inout [UInt8]) {
        let range = range(in: bytes, longest: 6)
        let part = Array(bytes[range])
        guard !part.isEmpty, bytes.count < 1 << 18 else { return }
        bytes.insert(contentsOf: (0..<below(pick([4, 40, 2000]))).flatMap { _ in part }, at: range.upperBound)
    }
}
