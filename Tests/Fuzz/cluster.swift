import Guidebook

/// Descriptions of clusters, and the YAML of guides and coverage files.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let text = String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) else { return 0 }
    do throws(DocumentError) {
        let cluster = try ClusterLoader.cluster(from: text, file: "c")
        do throws(DocumentError) {
            let again = try ClusterLoader.cluster(from: ClusterWriter.text(of: cluster), file: "again")
            precondition(again.describesSame(as: cluster), "what is written is read back")
        } catch { preconditionFailure("what is written is read back: \(error)") }
    } catch {
        precondition(error.problems.allSatisfy { !$0.description.contains("\n") }, "a refusal is one line each")
    }
    let file = GuideLoader.File(name: "10-s.yaml", text: text)
    do throws(DocumentError) { _ = try GuideLoader.guide(sections: [file], templates: [file]) } catch {}
    do throws(DocumentError) { _ = try CoverageLoader.coverage(from: file) } catch {}
    return 0
}
