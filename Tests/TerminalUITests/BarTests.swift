import Testing

import TerminalUI

@Suite("Box, header, key bar and spinner")
struct BarTests {
    static let keys = KeyBar([
        .init("F1", "Help", priority: 5), .init("F8", "Back", priority: 4), .init("d", "Diff"), .init("l", "Log"),
        .init("F10", "Next", priority: 9),
    ])

    private func bar(columns: Int) -> String {
        picture(rows: 1, columns: columns) { Self.keys.paint(in: $0, of: &$1, palette: .unicode) }[0]
    }

    @Test("A wide key bar shows all keys in their order")
    func allKeys() {
        #expect(bar(columns: 80) == "F1 Help  F8 Back  d Diff  l Log  F10 Next")
    }

    @Test("A narrow key bar drops what matters least, and of equals the later one")
    func fewerKeys() {
        #expect(bar(columns: 41) == "F1 Help  F8 Back  d Diff  l Log  F10 Next")
        #expect(bar(columns: 40) == "F1 Help  F8 Back  d Diff  F10 Next")
        #expect(bar(columns: 26) == "F1 Help  F8 Back  F10 Next")
        #expect(bar(columns: 25) == "F1 Help  F10 Next")
        #expect(bar(columns: 5) == "F10 N")
    }

    @Test("A box has its title in the upper border, cut where there is no room")
    func box() {
        let box = Box(title: "Shared directory")
        #expect(
            picture(rows: 3, columns: 24) { box.paint(in: $0, of: &$1, palette: .unicode) } == [
                "┌─ Shared directory ───┐",
                "│                      │",
                "└──────────────────────┘",
            ])
        #expect(picture(rows: 2, columns: 12) { box.paint(in: $0, of: &$1, palette: .ascii) } == ["+- Share~ -+", "+----------+"])
    }

    @Test("The header keeps the right side and cuts the left one")
    func header() {
        let header = HeaderBar(left: "demo cluster, app1", right: "step 3 of 41")
        func shown(_ columns: Int) -> [String] {
            picture(rows: 1, columns: columns) { header.paint(in: $0, of: &$1, palette: .unicode) }
        }
        #expect(shown(40) == [" demo cluster, app1        step 3 of 41"])
        #expect(shown(26) == [" demo clus…  step 3 of 41"])
    }

    @Test("A spinner appears after a tenth of a second and says how long it has been silent")
    func spinner() {
        func shown(_ elapsed: Duration, _ silence: Duration? = nil) -> String {
            picture(rows: 1, columns: 60) { rect, frame in
                Spinner("Installing", elapsed: elapsed, silence: silence).paint(in: rect, of: &frame, palette: .unicode)
            }[0]
        }
        #expect(shown(.milliseconds(99)) == "")
        #expect(shown(.milliseconds(100)) == "\\ Installing 0:00")
        #expect(shown(.milliseconds(200)) == "| Installing 0:00")
        #expect(shown(.seconds(125), .seconds(3)) == "| Installing 2:05  last output 3 s ago")
        #expect(Spinner.clock(.seconds(3_725)) == "1:02:05")
    }
}
