import Glibc

/// Figures of the tests that make things go wrong, for the table that `make faults` prints.
///
/// Each line is `row TAB what TAB tried TAB held`, appended in one piece to the file that JOGET_FAULT_LEDGER names. Without that
/// variable nothing is written.
public enum FaultLedger {
    /// Whether figures are wanted (`make faults`): then nothing is left out, whatever time that takes.
    public static var isWanted: Bool { getenv("JOGET_FAULT_LEDGER") != nil }

    /// All of what can be tried where figures are wanted, else each `few`th of it.
    public static func chosen<Item>(_ all: [Item], every few: Int) -> [Item] {
        isWanted ? all : stride(from: 0, to: all.count, by: few).map { all[$0] }
    }

    /// Notes how often something was tried, and how often what must hold held. The row is that of `Tests/faults.table`.
    public static func note(_ row: Int, _ what: String, tried: Int, held: Int) {
        guard let path = getenv("JOGET_FAULT_LEDGER") else { return }
        let line = Array("\(row)\t\(what)\t\(tried)\t\(held)\n".utf8)
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        precondition(descriptor >= 0, "the ledger at \(path) can be written")
        defer { close(descriptor) }
        precondition(write(descriptor, line, line.count) == line.count, "the ledger at \(path) takes a line")
    }
}
