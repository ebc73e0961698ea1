extension PlainText {
    /// Puts lines together from output as it arrives, and keeps only the last ones: its memory is bounded whatever arrives.
    ///
    /// Escape sequences go, a carriage return starts its line anew (so a progress bar is seen in its last state),
    /// a backspace takes a character back, and what is longer than `lineLimit` bytes is cut.
    public struct Assembler: Sendable {
        /// The most lines that are kept.
        public let capacity: Int
        /// The most bytes of one line that are kept.
        public let lineLimit: Int
        /// All complete lines so far, kept or not.
        public private(set) var lineCount = 0

        private var kept: [String] = []
        private var line: [UInt8] = []
        private var isCut = false
        private var returnsToStart = false
        private var state = State.text
        /// How many of the next lines drop out within the same piece of output, so that it pays not to read them at all.
        private var unseen = 0

        private enum State {
            case text
            case escape
            /// Between ESC and a final byte, as in `ESC ( B`.
            case intermediate
            case controlSequence
            /// An operating system command or a device control string, up to BEL or ESC \.
            case string
            case stringEscape
        }

        public init(keeping capacity: Int, lineLimit: Int = 4096) {
            self.capacity = max(0, capacity)
            self.lineLimit = max(1, lineLimit)
        }

        /// The last complete lines, oldest first.
        public var lines: [String] { Array(kept.suffix(capacity)) }
        /// What follows the last newline.
        public var partial: String { text(of: line) }

        public mutating func append(_ bytes: some Sequence<UInt8>) {
            let done: Void? = bytes.withContiguousStorageIfAvailable { append($0) }
            if done == nil {
                ContiguousArray(bytes).withUnsafeBufferPointer { append($0) }
            }
        }

        private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
            unseen = bytes.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } - capacity
            var index = 0
            while index < bytes.count {
                let start = index
                while index < bytes.count, state == .text, bytes[index] >= 0x20, bytes[index] != 0x7F { index += 1 }
                if index > start {
                    keep(bytes[start..<index])
                } else {
                    consume(bytes[index])
                    index += 1
                }
            }
        }

        private mutating func consume(_ byte: UInt8) {
            // A newline ends whatever was open: an unfinished sequence must not swallow the lines after it.
            if byte == 0x0A {
                state = .text
                return endLine()
            }
            switch state {
            case .text: control(byte)
            case .escape: state = afterEscape(byte)
            case .intermediate: state = (0x20...0x2F).contains(byte) ? .intermediate : .text
            case .controlSequence:
                if byte == 0x1B { state = .escape } else if (0x40...0x7E).contains(byte) { state = .text }
            case .string:
                if byte == 0x1B { state = .stringEscape } else if byte == 0x07 || byte == 0x18 { state = .text }
            case .stringEscape: state = byte == UInt8(ascii: "\\") ? .text : afterEscape(byte)
            }
        }

        private func afterEscape(_ byte: UInt8) -> State {
            switch byte {
            case UInt8(ascii: "["): .controlSequence
            case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): .string
            case 0x20...0x2F: .intermediate
            case 0x1B: .escape
            default: .text
            }
        }

        private mutating func control(_ byte: UInt8) {
            switch byte {
            case 0x0D: returnsToStart = true
            case 0x1B: state = .escape
            case 0x08: removeLast()
            case 0x09: keep(Array(repeating: UInt8(ascii: " "), count: 8 - line.count % 8))
            case 0x00, 0x07, 0x0E, 0x0F: break
            case 0x0C: keep([UInt8(ascii: " ")])
            default: keep([UInt8(ascii: "^"), byte ^ 0x40])
            }
        }

        private mutating func keep(_ bytes: some RandomAccessCollection<UInt8>) {
            if returnsToStart { clear() }
            let room = lineLimit - line.count
            if bytes.count > room { isCut = true }
            line.append(contentsOf: bytes.prefix(max(0, room)))
        }

        private mutating func clear() {
            line.removeAll(keepingCapacity: true)
            isCut = false
            returnsToStart = false
        }

        private mutating func removeLast() {
            while let byte = line.popLast(), byte & 0xC0 == 0x80 {}
        }

        private mutating func endLine() {
            lineCount += 1
            unseen -= 1
            if unseen < 0 { kept.append(text(of: line)) }
            clear()
            if kept.count >= 2 * capacity + 64 { kept.removeFirst(kept.count - capacity) }
        }

        private func text(of line: [UInt8]) -> String {
            guard isCut else { return PlainText.decoded(line) }
            // Not in the middle of a character: the last one begins with the last byte that is not a continuation.
            var whole = line[...]
            if let start = line.lastIndex(where: { $0 & 0xC0 != 0x80 }), line[start] >= 0xC0 {
                let length = line[start] >= 0xF0 ? 4 : line[start] >= 0xE0 ? 3 : 2
                if line.count - start < length { whole = line[..<start] }
            }
            return PlainText.decoded(whole) + "…"
        }
    }
}
