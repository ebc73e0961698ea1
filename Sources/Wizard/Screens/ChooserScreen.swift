import Guidebook
import Machines
import TerminalUI

/// Which server of the cluster is this one?
struct ChooserScreen {
    let servers: [Server]
    let index: Int
    let identity: Identity?

    func paint(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        let area = body.inset(rows: 1, columns: 2)
        let own = identity.map { "\($0.hostName) (\($0.addresses.joined(separator: ", ")))" } ?? "unknown"
        let text =
            "This server is \(own). No server of the cluster description has this name or one of these addresses.\n\n"
            + "Which one is it? If it is none of them, press c and add it to the description."
        let lines = Paragraph.wrap(text, columns: area.columns)
        let (top, rest) = area.splitTop(lines.count + 1)
        Paragraph(text).paint(in: top, of: &frame, palette: palette)
        let width = servers.map(\.name.columnWidth).max() ?? 0
        let items = servers.map { server in
            ItemList.Item(
                "\(server.name.padded(to: width))  \(server.address.padded(to: 15))  \(server.roles.map(\.title).joined(separator: ", "))")
        }
        ItemList(items: items, selectedIndex: index).paint(in: rest, of: &frame, palette: palette)
    }
}
