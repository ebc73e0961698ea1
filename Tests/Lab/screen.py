"""The cell grid of a terminal emulator, with what ncurses needs and pyte does not know."""

import codecs

import pyte


class Grid(pyte.Screen):
    """Adds repeat (REP) and scrolling by command (SU, SD)."""

    last = " "

    def draw(self, data: str) -> None:
        super().draw(data)
        if data:
            self.last = data[-1]

    def repeat_last(self, count: int = 1) -> None:
        super().draw(self.last * (count or 1))

    def scroll_text_up(self, count: int = 1) -> None:
        self._scroll(count, downwards=False)

    def scroll_text_down(self, count: int = 1) -> None:
        self._scroll(count, downwards=True)

    def _scroll(self, count: int, downwards: bool) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        place, self.cursor.y = self.cursor.y, top if downwards else bottom
        for _ in range(count or 1):
            self.reverse_index() if downwards else self.index()
        self.cursor.y = place


class GridStream(pyte.Stream):
    csi = {**pyte.Stream.csi, "b": "repeat_last", "S": "scroll_text_up", "T": "scroll_text_down"}
    events = pyte.Stream.events | {"repeat_last", "scroll_text_up", "scroll_text_down"}


class Emulator:
    """Bytes in, lines of text out."""

    def __init__(self, rows: int, columns: int) -> None:
        self.grid = Grid(columns, rows)
        self._stream = GridStream(self.grid)
        self._stream.use_utf8 = False  # so that line-drawing characters of vt100 and linux are drawn as such
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def feed(self, data: bytes) -> None:
        self._stream.feed(self._decoder.decode(data))

    def resize(self, rows: int, columns: int) -> None:
        self.grid.resize(rows, columns)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.grid.display]

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column, from 0."""
        return self.grid.cursor.y, self.grid.cursor.x
