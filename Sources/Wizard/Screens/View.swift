import Guidebook
import TerminalUI

extension Model {
    /// The picture of the wizard at that size.
    func view(size: Size, palette: Palette) -> Frame {
        var frame = Frame(size: size)
        guard size.rows >= Model.leastSize.rows, size.columns >= Model.leastSize.columns else {
            paintTooSmall(&frame)
            return frame
        }
        let (top, rest) = Rect(size: size).splitTop(1)
        let (body, bottom) = rest.splitBottom(1)
        header.paint(in: top, of: &frame, palette: palette)
        paintPage(in: body, of: &frame, palette)
        if case .pager(let pager)? = overlays.last(where: { $0.context == .pager }) {
            PagerScreen(pager: pager, isGrowing: shownLog != nil && isCommandRunning).paint(in: body, of: &frame, palette)
        }
        if let overlay = overlays.last { paint(overlay, in: body, of: &frame, palette) }
        keyBar.paint(in: bottom, of: &frame, palette: palette)
        // Where nothing has the focus the text is what screen readers should begin with.
        if frame.cursor == nil { frame.cursor = Point(row: body.row, column: body.column) }
        return frame
    }

    private func paintTooSmall(_ frame: inout Frame) {
        let size = frame.size
        let least = Model.leastSize
        let text = "needs \(least.columns)x\(least.rows), have \(size.columns)x\(size.rows)"
        let lines = Paragraph.wrap(text, columns: size.columns)
        let first = max(0, (size.rows - lines.count) / 2)
        for (index, line) in lines.enumerated() {
            frame.put(line, row: first + index, column: max(0, (size.columns - line.columnWidth) / 2))
        }
        frame.cursor = Point(row: min(first, max(0, size.rows - 1)), column: 0)
    }

    private func paintPage(in body: Rect, of frame: inout Frame, _ palette: Palette) {
        switch page {
        case .opening(let what): frame.put("One moment: \(what)", row: body.row + 1, column: 2, style: .muted)
        case .refused(let refusal, let offset): RefusedScreen(refusal: refusal, offset: offset).paint(in: body, of: &frame, palette)
        case .welcome: WelcomeScreen(model: self, palette: palette).paint(in: body, of: &frame)
        case .resume(let resume):
            if let run {
                ResumeScreen(model: self, run: run, page: resume, columns: body.columns - 5).paint(in: body, of: &frame, palette)
            }
        case .form(let form): FormScreen(form: form, path: setting.clusterPath).paint(in: body, of: &frame, palette)
        case .chooser(let index):
            ChooserScreen(servers: cluster?.servers ?? [], index: index, identity: identity).paint(in: body, of: &frame, palette)
        case .main: if let run { MainScreen(model: self, run: run, palette: palette).paint(in: body, of: &frame) }
        case .preflight(let preflight):
            if let run { PreflightScreen(model: self, run: run, page: preflight, palette: palette).paint(in: body, of: &frame) }
        case .proofs(let proofs):
            if let run { ProofsScreen(model: self, run: run, page: proofs, palette: palette).paint(in: body, of: &frame) }
        case .review(let review): ReviewScreen(review: review, lines: reviewLines).paint(in: body, of: &frame, palette)
        case .report(let offset): ScrollView(lines: reportLines, offset: offset).paint(in: body, of: &frame, palette: palette)
        }
    }

    private func paint(_ overlay: Overlay, in body: Rect, of frame: inout Frame, _ palette: Palette) {
        switch overlay {
        case .question(let question): question.dialog.paint(in: body, of: &frame, palette: palette)
        case .skip(let form):
            SkipScreen(form: form, title: run?.plan.step(form.step)?.title ?? form.step, isWaiving: isWaiving).paint(
                in: body, of: &frame, palette)
        case .secret(let form): SecretScreen(form: form, path: setting.directoryPath + "/secrets").paint(in: body, of: &frame, palette)
        case .server(let form): ServerScreen(form: form).paint(in: body, of: &frame, palette)
        case .slip(let form): SlipScreen(form: form).paint(in: body, of: &frame, palette)
        case .hang(let card): HangScreen(card: card, silence: Int(silence ?? 0)).paint(in: body, of: &frame, palette)
        case .search(let form): SearchScreen(form: form).paint(in: body, of: &frame, palette)
        case .pager(let pager): if pager.subject == .help { HelpScreen(pager: pager).paint(in: body, of: &frame, palette) }
        }
    }

    private var header: HeaderBar {
        var left = "joget-cluster"
        var right: [String] = []
        if let run {
            let roles = run.plan.roles.map(\.title).joined(separator: ", ")
            left = "\(run.plan.cluster.name)  \(run.plan.server.name)" + (roles.isEmpty ? "" : " (\(roles))")
            if page == .main, !run.steps.isEmpty { right.append("step \(run.selectedIndex + 1) of \(run.steps.count)") }
        }
        if isFollowing { right.append("READ-ONLY") }
        if setting.isRehearsal { right.append("REHEARSAL") }
        return HeaderBar(left: left, right: right.joined(separator: "  "))
    }

    private var keyBar: KeyBar {
        KeyBar(
            Bindings.active(in: self, context: context).filter { $0.priority > 0 }.map {
                KeyBar.Entry($0.shortName, $0.title, priority: $0.priority)
            })
    }
}
