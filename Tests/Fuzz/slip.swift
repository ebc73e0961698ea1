@testable import Handover

/// Texts with slips in them, and what slips carry: the first byte tells.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    do throws(SlipError) {
        switch start[0] % 4 {
        case 0:
            for slip in try Slip.read(String(decoding: bytes, as: UTF8.self)) { try again(slip) }
        case 1: try again(.cluster(try ClusterText.cluster(from: Array("# \(ClusterText.standards)\n".utf8) + bytes, "a slip")))
        case 2: try again(.status(try StatusText.entry(from: bytes, "a slip")))
        default: precondition((Packing.unpacked(bytes)?.count ?? 0) <= Packing.limit, "no more than the limit is unpacked")
        }
    } catch {
        precondition(!error.remedy.isEmpty && !error.description.contains("\n"), "a refusal is one line")
    }
    return 0
}

/// What was taken is written and read back.
private func again(_ slip: Slip) throws(SlipError) {
    let text: String
    // What was taken may be too long for a slip.
    do throws(SlipError) { text = try Slip.text(of: slip) } catch { return }
    let read = try Slip.read(text)
    precondition(read == [slip], "what is written is read back")
}
