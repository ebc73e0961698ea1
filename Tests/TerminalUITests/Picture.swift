import TerminalUI

/// What a widget paints into the whole of a frame of that size.
func picture(rows: Int, columns: Int, _ paint: (Rect, inout Frame) -> Void) -> [String] {
    frame(rows: rows, columns: columns, paint).lines
}

func frame(rows: Int, columns: Int, _ paint: (Rect, inout Frame) -> Void) -> Frame {
    var frame = Frame(size: Size(rows: rows, columns: columns))
    paint(Rect(size: frame.size), &frame)
    return frame
}
