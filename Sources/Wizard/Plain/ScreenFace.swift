import TerminalUI

/// The wizard on a whole screen.
@MainActor
final class ScreenFace: Face {
    private let terminal: any Terminal

    init(_ terminal: any Terminal) { self.terminal = terminal }

    var size: Size { terminal.size }
    let takesCards = true
    var events: AsyncStream<TerminalEvent> { terminal.events }

    func show(_ model: Model) { terminal.draw(model.view(size: model.size, palette: terminal.palette)) }
    func redraw() { terminal.redraw() }
    func changeStyle() { terminal.theme = terminal.theme.next }
    func stop() { terminal.stop() }
    func suspend() { terminal.suspend() }
    func resume() { terminal.resume() }
}
