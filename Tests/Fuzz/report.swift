@testable import Reporting

/// Reports of servers, shown in every form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let text = String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) else { return 0 }
    do throws(ReportError) {
        let reports = try JSONReport.reports(from: text, named: "report.json")
        for report in reports {
            for format in ReportFormat.allCases { precondition(!format.text(of: report).isEmpty, "every form has a text") }
            let again = try JSONReport.report(from: JSONReport.text(of: report))
            precondition(again == report, "what is written is read back")
        }
        _ = BoardText.text(of: Board(reports.map(BoardEntry.init)))
    } catch {
        precondition(!error.description.contains("\n"), "a refusal is one line")
    }
    return 0
}
