import TerminalUI

/// What the operator has in front of him: a screen with keys, or paper with questions. It decides nothing.
@MainActor
protocol Face: AnyObject {
    var size: Size { get }
    /// Whether a card may open by itself without taking an answer that is meant for something else.
    var takesCards: Bool { get }
    /// What comes from outside.
    var events: AsyncStream<TerminalEvent> { get }

    /// Called once, before anything is shown.
    func begin(at desk: any Desk)
    /// Shows how everything looks now; called at most so often as is legible.
    func show(_ model: Model)
    /// Hears what the model has just taken into account, each message once.
    func heard(_ message: Message, _ model: Model)
    /// Whatever there was to be done is done, or goes on by itself.
    func settle()
    func redraw()
    /// The next of the styles, where there are any.
    func changeStyle()
    func stop()
    func suspend()
    func resume()
    /// Called once, when nothing is shown any more.
    func end()
}

extension Face {
    func begin(at desk: any Desk) {}
    func heard(_ message: Message, _ model: Model) {}
    func settle() {}
    func changeStyle() {}
    func end() {}
}

/// Where a face finds what it shows, and where it hands in keys.
@MainActor
protocol Desk: AnyObject {
    var model: Model { get }
    /// Whether nothing is under way.
    var isAtRest: Bool { get }
    /// Gives the model a key at once, so that nothing can come between the look at the model and the key.
    func press(_ key: Key)
}
