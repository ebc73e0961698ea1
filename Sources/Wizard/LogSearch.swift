internal import Glibc

/// Looks for a text in a log of any size, piece by piece; upper and lower case are the same.
struct LogSearch {
    /// The bytes that may stand at each place of the text.
    private let pattern: [(lower: UInt8, upper: UInt8)]
    /// How much is looked at in one go, in bytes.
    private let piece: Int

    /// The length of the text, in bytes.
    var count: Int { pattern.count }

    /// Nil for no text, and for one that is longer than what is shown.
    init?(_ text: String, piece: Int = 1 << 20) {
        pattern = text.flatMap { character -> [(lower: UInt8, upper: UInt8)] in
            let (lower, upper) = (Array(character.lowercased().utf8), Array(character.uppercased().utf8))
            // Some letters have no twin of their length; they stand for themselves.
            let own = Array(String(character).utf8)
            return lower.count == upper.count ? zip(lower, upper).map { ($0, $1) } : own.map { ($0, $0) }
        }
        guard !pattern.isEmpty, pattern.count <= 4096 else { return nil }
        self.piece = max(piece, pattern.count)
    }

    /// The first place at or behind `offset`.
    func next(in log: OpenLog, from offset: Int) -> Int? {
        var start = max(0, offset)
        while start + count <= log.size, !Task.isCancelled {
            // So many bytes more that none is missed which begins in this piece.
            guard let bytes = log.bytes(from: start, to: start + piece + count - 1) else { return nil }
            if let place = first(in: bytes) { return start + place }
            start += piece
        }
        return nil
    }

    /// The last place before `offset`.
    func last(in log: OpenLog, before offset: Int) -> Int? {
        var end = min(offset, log.size)
        while end > 0, !Task.isCancelled {
            let start = max(0, end - piece)
            guard let bytes = log.bytes(from: start, to: end + count - 1) else { return nil }
            if let place = last(in: bytes) { return start + place }
            end = start
        }
        return nil
    }

    // MARK: - In memory

    private func first(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { buffer in
            var places = CandidatePlaces(buffer, pattern[0])
            while let place = places.next() { if stands(at: place, in: buffer) { return place } }
            return nil
        }
    }

    private func last(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { buffer in
            var found: Int?
            var places = CandidatePlaces(buffer, pattern[0])
            while let place = places.next() { if stands(at: place, in: buffer) { found = place } }
            return found
        }
    }

    private func stands(at place: Int, in buffer: UnsafeRawBufferPointer) -> Bool {
        guard place + pattern.count <= buffer.count else { return false }
        for (index, byte) in pattern.enumerated() where buffer[place + index] != byte.lower && buffer[place + index] != byte.upper {
            return false
        }
        return true
    }
}

/// The places where a text may begin, found by the system's fastest way.
private struct CandidatePlaces {
    private let buffer: UnsafeRawBufferPointer
    private let byte: (lower: UInt8, upper: UInt8)
    private var lower: Int?
    private var upper: Int?

    init(_ buffer: UnsafeRawBufferPointer, _ byte: (lower: UInt8, upper: UInt8)) {
        self.buffer = buffer
        self.byte = byte
        lower = Self.place(of: byte.lower, in: buffer, from: 0)
        upper = byte.lower == byte.upper ? nil : Self.place(of: byte.upper, in: buffer, from: 0)
    }

    mutating func next() -> Int? {
        guard let place = [lower, upper].compactMap({ $0 }).min() else { return nil }
        if place == lower {
            lower = Self.place(of: byte.lower, in: buffer, from: place + 1)
        } else {
            upper = Self.place(of: byte.upper, in: buffer, from: place + 1)
        }
        return place
    }

    private static func place(of byte: UInt8, in buffer: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < buffer.count, let base = buffer.baseAddress else { return nil }
        guard let found = memchr(base + start, CInt(byte), buffer.count - start) else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
