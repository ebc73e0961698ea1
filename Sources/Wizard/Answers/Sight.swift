import TerminalUI

/// What was to be seen at a moment, and what stood behind it.
struct Sight {
    let frame: Frame
    let model: Model
    let palette: Palette

    /// The picture with all clocks stopped.
    var stillFrame: Frame { model.still.view(size: frame.size, palette: palette) }
}
