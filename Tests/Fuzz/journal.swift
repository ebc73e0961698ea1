@testable import StepEngine

/// Lines of a journal, decoded and added up; lists of archives; logs of Tomcat.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var state = RunState()
    for line in bytes.split(separator: 10) {
        do throws(EngineError) {
            guard let record = try Journal.decode(Array(line), "j") else { continue }
            state.apply(record.event, at: record.time)
        } catch {
            precondition(error.kind == .foreign, "only a newer version's journal is refused")
        }
    }
    _ = state.steps.values.map { $0.originals.compactMap(\.undoWords) }
    let text = String(decoding: bytes, as: UTF8.self)
    _ = TomcatLog(text)
    _ = try? ArchiveListing(text, of: "a")  // Refusing it is as good as taking it.
    _ = try? BundleListing(text)
    return 0
}
