/// The picture of a cluster: browsers, load balancer, application servers, and what they share.
struct SVGDiagram {
    /// The place of a box.
    struct Place {
        var x: Double
        var y: Double
        var width: Double
        var height: Double

        var middle: Double { y + height / 2 }
        var centre: Double { x + width / 2 }
        var right: Double { x + width }
        var bottom: Double { y + height }
    }

    private let boxes: SVGBoxes
    private var shapes: [HTMLMarkup] = []
    private var width = 0.0
    private var height = 0.0

    /// Twice the same picture, of which the style sheet shows one: from left to right, and from top to bottom for narrow screens.
    static func markup(of completion: Completion) -> HTMLMarkup {
        let boxes = SVGBoxes(completion)
        var wide = SVGDiagram(boxes)
        wide.drawWide()
        var narrow = SVGDiagram(boxes)
        narrow.drawNarrow()
        return "\(wide.markup("wide"))\n\(narrow.markup("narrow"))"
    }

    private init(_ boxes: SVGBoxes) { self.boxes = boxes }

    private func markup(_ kind: String) -> HTMLMarkup {
        """
        <svg class="diagram \(kind)" viewBox="0 0 \(width) \(height)" role="img" aria-label="Architecture of the cluster">
        <desc>\(boxes.words)</desc>
        \(shapes.joined())
        </svg>
        """
    }

    // MARK: - From left to right

    private mutating func drawWide() {
        let rows = boxes.applications.map { SVGDiagram.height(of: $0) }
        let gap = 16.0
        let inner = rows.reduce(0, +) + gap * Double(max(0, rows.count - 1))
        let top = 58.0
        let body = max(inner, 236)
        (width, height) = (960, top + body + 24)
        for (x, text) in [(62.0, "Users"), (259, "Load balancer"), (546, "Application servers"), (842, "Shared by all")] {
            shapes.append("<text class=\"column\" x=\"\(x)\" y=\"16\">\(text)</text>")
        }
        shapes.append(
            "<rect class=\"group\" x=\"412\" y=\"28\" width=\"268\" height=\"\(body + 44)\" rx=\"10\"/>"
        )
        shapes.append("<text class=\"member\" x=\"546\" y=\"46\">\(boxes.membership)</text>")
        let middle = top + body / 2
        let browsers = Place(x: 8, y: middle - 24, width: 108, height: 48)
        let balancer = Place(x: 178, y: middle - 38, width: 172, height: 76)
        let share = Place(x: 740, y: top + body * 0.25 - 46, width: 212, height: 92)
        let database = Place(x: 740, y: top + body * 0.75 - 46, width: 212, height: 92)
        var y = top + (body - inner) / 2
        let nodes = rows.map { row in
            defer { y += row + gap }
            return Place(x: 428, y: y, width: 236, height: row)
        }
        joinWide(browsers, balancer, nodes, share, database)
        draw(browsers: browsers)
        draw(boxes.balancer, at: balancer)
        for (box, place) in zip(boxes.applications, nodes) { draw(box, at: place) }
        draw(boxes.share, at: share)
        draw(boxes.database, at: database)
    }

    private mutating func joinWide(_ browsers: Place, _ balancer: Place, _ nodes: [Place], _ share: Place, _ database: Place) {
        curve(from: (browsers.right, browsers.middle), to: (balancer.x, balancer.middle), "request")
        for (index, node) in nodes.enumerated() {
            // Fanned out, so that the arrows can be told apart where they begin and end.
            let fan = nodes.count > 1 ? Double(index) / Double(nodes.count - 1) - 0.5 : 0
            curve(from: (balancer.right, balancer.middle + fan * 40), to: (node.x, node.middle), "request")
            curve(from: (node.right, node.middle - 8), to: (share.x, share.middle + fan * 44), "share")
            curve(from: (node.right, node.middle + 8), to: (database.x, database.middle + fan * 44), "database")
        }
        joinNodes(nodes)
    }

    // MARK: - From top to bottom

    private mutating func drawNarrow() {
        width = 360
        let browsers = Place(x: 116, y: 4, width: 128, height: 40)
        let balancer = Place(x: 36, y: 76, width: 288, height: 76)
        var y = 206.0
        let nodes = boxes.applications.map { box in
            let row = SVGDiagram.height(of: box)
            defer { y += row + 14 }
            return Place(x: 36, y: y, width: 288, height: row)
        }
        shapes.append("<rect class=\"group\" x=\"26\" y=\"172\" width=\"308\" height=\"\(y - 172)\" rx=\"10\"/>")
        shapes.append("<text class=\"member\" x=\"180\" y=\"190\">\(boxes.membership)</text>")
        let share = Place(x: 36, y: y + 24, width: 288, height: 92)
        let database = Place(x: 36, y: y + 136, width: 288, height: 92)
        height = database.bottom + 8
        arrow(to: (balancer.centre, balancer.y), from: [(browsers.centre, browsers.bottom)], "request")
        for node in nodes {
            arrow(to: (node.x, node.middle), from: [(balancer.x, balancer.middle), (10, balancer.middle), (10, node.middle)], "request")
            arrow(
                to: (share.right, share.middle), from: [(node.right, node.middle - 8), (342, node.middle - 8), (342, share.middle)], "share"
            )
            arrow(
                to: (database.right, database.middle),
                from: [(node.right, node.middle + 8), (352, node.middle + 8), (352, database.middle)], "database")
        }
        joinNodes(nodes)
        draw(browsers: browsers)
        draw(boxes.balancer, at: balancer)
        for (box, place) in zip(boxes.applications, nodes) { draw(box, at: place) }
        draw(boxes.share, at: share)
        draw(boxes.database, at: database)
    }

    // MARK: - Shapes

    private static func height(of box: SVGBoxes.Box) -> Double { 34 + 18 * Double(box.lines.count) }

    private mutating func draw(browsers place: Place) {
        shapes.append(
            """
            <rect class="box" x="\(place.x)" y="\(place.y)" width="\(place.width)" height="\(place.height)" rx="\(place.height / 2)"/>\
            <text class="name middle" x="\(place.centre)" y="\(place.middle + 5)">Browsers</text>
            """)
    }

    private mutating func draw(_ box: SVGBoxes.Box, at place: Place) {
        var kind = "box"
        if box.isExisting { kind += " existing" }
        if box.isSummary { kind += " summary" }
        var parts: [HTMLMarkup] = [
            "<title>\(box.title): \(box.lines.joined(separator: ", "))</title>",
            "<rect class=\"\(kind)\" x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(place.width)\" height=\"\(place.height)\" rx=\"6\"/>",
        ]
        let state = box.state.map { " \($0.word)" } ?? (box.isExisting ? " existing" : "")
        let room = place.width - 20 - Double(state.columns) * 6.6
        parts.append("<text class=\"name\" x=\"\(place.x + 10)\" y=\"\(place.y + 22)\">\(box.title.fittedName(Int(room / 8.2)))</text>")
        if !state.isEmpty {
            let tone = box.state?.tone ?? "left"
            parts.append(
                "<text class=\"state \(tone)\" x=\"\(place.right - 10)\" y=\"\(place.y + 22)\">\(String(state.dropFirst()))</text>")
        }
        for (index, line) in box.lines.enumerated() {
            let y = place.y + 42 + 18 * Double(index)
            parts.append("<text class=\"line\" x=\"\(place.x + 10)\" y=\"\(y)\">\(line.fitted(Int((place.width - 20) / 6.7)))</text>")
        }
        shapes.append("<g>\(parts)</g>")
    }

    /// The line from each node to the next, over which sessions go.
    private mutating func joinNodes(_ nodes: [Place]) {
        for (one, other) in zip(nodes, nodes.dropFirst()) {
            shapes.append(
                "<path class=\"link member\" d=\"M \(one.centre) \(one.bottom) L \(other.centre) \(other.y)\"/>")
        }
    }

    private mutating func curve(from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ kind: String) {
        let bend = (start.x + end.x) / 2
        shapes.append(
            """
            <path class="link \(kind)" d="M \(start.x) \(start.y) C \(bend) \(start.y) \(bend) \(end.y) \(end.x - 7) \(end.y)"/>\
            <path class="head \(kind)" d="M \(end.x) \(end.y) l -8 -4 l 0 8 z"/>
            """)
    }

    /// A line with corners, and a head that points the way its last part goes.
    private mutating func arrow(to end: (x: Double, y: Double), from corners: [(x: Double, y: Double)], _ kind: String) {
        let way = corners.map { "\($0.x) \($0.y)" }.joined(separator: " L ")
        let last = corners[corners.count - 1]
        let head: HTMLMarkup = last.x < end.x ? "l -8 -4 l 0 8 z" : last.x > end.x ? "l 8 -4 l 0 8 z" : "l -4 -8 l 8 0 z"
        shapes.append(
            """
            <path class="link \(kind)" d="M \(way) L \(end.x) \(end.y)"/>\
            <path class="head \(kind)" d="M \(end.x) \(end.y) \(head)"/>
            """)
    }
}
