"""The same menu as the wizard's first screen would be, in the tools that operators have: ten entries and a few lines of text."""

import sys
from pathlib import Path

TITLE = "joget-cluster"
TEXT = "This wizard sets up a cluster of five servers. Choose a section; nothing is changed before the plan was shown."
ENTRIES = [("Prepare", "account, names, clock"), ("Share", "NFS server and export"), ("Database", "MariaDB and account"),
           ("Mount", "the share on each node"), ("Application", "Tomcat and Joget"), ("Joget", "its configuration"),
           ("Sessions", "replication between nodes"), ("Balancer", "Apache before them"), ("License", "one for each node"),
           ("Proofs", "that it is one cluster")]


def dialog(program: str) -> list[str]:
    words = [program, "--title", TITLE, "--menu", TEXT, "22", "76", "10"]
    for name, text in ENTRIES:
        words += [name, text]
    return words


def script(tool: str, python: str) -> list[str]:
    """The command that shows it by a Python library; the text is below."""
    return [python, str(Path(__file__)), tool]


def urwid_menu() -> None:
    import urwid

    def leave(key: str) -> None:
        raise urwid.ExitMainLoop

    rows = [urwid.AttrMap(urwid.Button(f"{name:12} {text}"), None, focus_map="reversed") for name, text in ENTRIES]
    body = urwid.ListBox(urwid.SimpleFocusListWalker([urwid.Text(TEXT), urwid.Divider(), *rows]))
    frame = urwid.Frame(body, header=urwid.Text(TITLE), footer=urwid.Text("Enter choose  q leave"))
    urwid.MainLoop(frame, palette=[("reversed", "standout", "")], unhandled_input=leave).run()


def textual_menu() -> None:
    from textual.app import App, ComposeResult
    from textual.widgets import Footer, Header, OptionList, Static

    class Menu(App[None]):
        TITLE = TITLE

        def compose(self) -> ComposeResult:
            yield Header()
            yield Static(TEXT)
            yield OptionList(*[f"{name:12} {text}" for name, text in ENTRIES])
            yield Footer()

    Menu().run()


if __name__ == "__main__":
    {"urwid": urwid_menu, "textual": textual_menu}[sys.argv[1]]()
