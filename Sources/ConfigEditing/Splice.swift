/// Bytes that take the place of others.
struct Splice {
    /// What is replaced; empty for an insertion.
    var place: Range<Int>
    /// What stands there afterwards.
    var bytes: [UInt8]

    /// `bytes` with all `splices`, which must not overlap, done.
    static func applied(_ splices: [Splice], to bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        // From the end, so that the places before stay true; an insertion comes to stand before what is replaced behind it.
        let ordered = splices.sorted { ($0.place.lowerBound, $0.place.upperBound) > ($1.place.lowerBound, $1.place.upperBound) }
        for splice in ordered { result.replaceSubrange(splice.place, with: splice.bytes) }
        return result
    }
}
