"""A table of results in Markdown."""

from __future__ import annotations

from measure import Usage


class Table:
    def __init__(self, title: str, remark: str, columns: list[str]) -> None:
        self.lines = [f"## {title}\n", f"{remark[0].upper()}{remark[1:]}.\n", f"| {' | '.join(columns)} |",
                      "|" + "|".join("---" if number == 0 else "---:" for number in range(len(columns))) + "|"]

    def row(self, *cells: str) -> None:
        self.lines.append(f"| {' | '.join(cells)} |")

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @staticmethod
    def of_usages(title: str, remark: str, figures: dict[str, Usage]) -> Table:
        """The first of them is what the others are compared with."""
        table = Table(title, remark, ["", "CPU ms", "of ours", "wall ms", "memory MB", "processes"])
        own = next(iter(figures.values()))
        for name, used in figures.items():
            table.row(name, f"{used.processor:.0f}", f"{used.processor / own.processor:.1f} ×", f"{used.wall:.0f}", f"{used.memory:.0f}",
                      str(used.processes))
        return table
