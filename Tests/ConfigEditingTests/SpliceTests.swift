import Testing

@testable import ConfigEditing

@Suite("Splicing")
struct SpliceTests {
    @Test("Places are those of the text before, and an insertion stands before what is replaced at the same place")
    func applies() {
        let splices = [
            Splice(place: 2..<2, bytes: bytes("+")), Splice(place: 2..<4, bytes: bytes("-")), Splice(place: 0..<1, bytes: []),
            Splice(place: 6..<6, bytes: bytes("!")),
        ]
        #expect(Splice.applied(splices, to: bytes("abcdef")) == bytes("b+-ef!"))
        #expect(Splice.applied(splices.reversed(), to: bytes("abcdef")) == bytes("b+-ef!"))
    }
}
