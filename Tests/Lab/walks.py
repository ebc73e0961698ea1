"""Walks through the wizard as an operator takes them: keys typed, screens read and kept."""

import re

import outside
import terminal
from cluster import PROGRAM, STATE
from outside import Failure, expect

ROLES = ["file-server", "database", "application", "balancer"]
FAILED_STEP = re.compile(r"^\[FAIL\]", re.MULTILINE)  # in the list of steps on the left


def describe_cluster(screen: terminal.Terminal, own: str, servers: list[tuple[str, str, set[str]]], answers: dict[str, str]) -> None:
    """Fills the cluster form: the first row is this server, with every role set beforehand."""
    screen.wait_for("The cluster, described once")
    screen.press("Ctrl-U")
    screen.type("lab")
    screen.press("Down", "Enter")
    screen.wait_for("its roles (Space)")
    screen.capture("form-server")
    screen.press("Tab", "Tab")
    choose_roles(screen, set(ROLES) - dict((name, roles) for name, _, roles in servers)[own])
    for name, address, roles in servers:
        if name == own:
            continue
        screen.wait_gone("its roles (Space)")
        screen.press("Down", "Enter")
        screen.wait_for("its roles (Space)")
        screen.type(name)
        screen.press("Tab")
        screen.type(address)
        screen.press("Tab")
        choose_roles(screen, roles)
    screen.wait_gone("its roles (Space)")
    for title, text in answers.items():
        fill(screen, title, text)
    screen.capture("form")
    screen.press("F10")


def fill(screen: terminal.Terminal, title: str, text: str) -> None:
    """Moves downwards to the question of that title and answers it."""
    for _ in range(80):
        if title in screen.screen()[screen.cursor()[0]]:
            screen.press("Ctrl-U")
            screen.type(text)
            return
        screen.press("Down")
        screen.settle(quiet=0.1)
    raise Failure(f"no question is titled '{title}'\n{screen.picture()}")


def choose_roles(screen: terminal.Terminal, toggled: set[str]) -> None:
    """With the focus on the first role: presses Space on those to be toggled, then OK."""
    for role in ROLES:
        if role in toggled:
            screen.press("Space")
        screen.press("Down")
    screen.settle(quiet=0.2)
    if screen.shows("Route"):  # asked of application servers, and left as it is proposed
        screen.press("Down")
    screen.press("Enter")


def begin(screen: terminal.Terminal) -> None:
    """From the welcome page to the first change: all steps are asked for, the review is read and agreed to."""
    screen.wait_for("Enter begins", "Enter goes on")
    screen.capture("welcome")
    screen.press("Enter")
    screen.wait_for("What will run here")
    screen.settle()
    screen.capture("main")
    screen.press("a")
    screen.wait_for("Before the first change")
    screen.wait_for("[ Go ]")
    screen.settle()
    screen.capture("review")
    screen.press("Right", "Enter")


def come_back(screen: terminal.Terminal) -> None:
    """From the page that greets who comes back to the steps."""
    screen.wait_for("Enter goes on", "c cluster form", limit=200)
    screen.press("Enter")
    screen.wait_for("a all")


def go_on(screen: terminal.Terminal) -> None:
    """From the page that greets who comes back: all steps that remain are asked for."""
    come_back(screen)
    screen.press("a")


def subject(screen: terminal.Terminal, title: str) -> str:
    """What a dialog of that title is about: its first line."""
    lines = screen.screen()
    place = next((number for number, line in enumerate(lines[:-1]) if title in line), None)
    return "" if place is None else lines[place + 1]


def go_through(screen: terminal.Terminal, password: str, limit: float = 300) -> None:
    """Answers what is asked until every step is settled."""
    while True:
        seen = screen.wait_for("Complete: all", "A secret is needed", "Before this step", "Done by hand?", FAILED_STEP, limit=limit)
        if seen == "Complete: all":
            screen.settle()
            screen.capture("complete")
            return
        if seen == FAILED_STEP:
            screen.capture("failed")
            raise Failure(f"a step failed\n{screen.picture()}")
        if seen == "A secret is needed":
            screen.capture("secret")
            screen.type(password)
            screen.press("Tab")
            screen.type(password)
            screen.press("Enter")
            screen.wait_gone("A secret is needed")
        else:
            screen.capture("warning" if seen == "Before this step" else "by-hand")
            asked = subject(screen, seen)
            screen.press("Right", "Enter")
            # The next step may ask the same of itself.
            outside.wait_until(lambda: not screen.shows(seen) or subject(screen, seen) != asked, 15, f"'{seen}' is answered")


def write_report(screen: terminal.Terminal, server: str) -> None:
    """From the page that says complete: the report is written, and is there."""
    screen.press("w")
    screen.wait_for(f"report-{server}.md")
    screen.capture("report")
    text = outside.read(server, f"{STATE}/report-{server}.md")
    expect("**Complete:**" in text, f"{server}: the report does not say that it is complete")


def leave(screen: terminal.Terminal) -> int:
    """Leaves the wizard and gives its exit code."""
    screen.press("q")
    return screen.wait_end()


def select(screen: terminal.Terminal, title: str) -> None:
    """Moves the cursor upwards to the step of that title."""
    for _ in range(40):
        if title in screen.screen()[1][32:]:
            return
        screen.press("Up")
        screen.settle(quiet=0.15)
    raise Failure(f"no step is titled '{title}'\n{screen.picture()}")


def take_back(screen: terminal.Terminal, title: str) -> None:
    """Undoes a step after the dialog has said what that means."""
    select(screen, title)
    screen.press("u")
    screen.wait_for("[ No ]")
    screen.settle()
    screen.capture("undo")
    screen.press("Right", "Enter")
    screen.wait_gone("[ No ]")


def start(server: str, *arguments: str, term: str = "xterm-256color") -> terminal.Terminal:
    return terminal.start(server, [PROGRAM, *arguments], term=term)


def unlimited(server: str) -> terminal.Terminal:
    """The wizard, started by somebody who wants a core of everything."""
    return terminal.start(server, f"sh -c 'ulimit -c unlimited; exec {PROGRAM}'")


def take_over(server: str, slip: list[str], damaged: bool) -> None:
    """Types a slip in at the terminal of a server; one line wrong at first, where that is asked for."""
    with terminal.start(server, [PROGRAM, "cluster", "take"]) as screen:
        screen.wait_for("paste the slip")
        typed = list(slip)
        if damaged:
            words = slip[2].split()
            words[4] = words[4][::-1]
            typed[2] = " ".join(words)
        for line in typed:
            screen.type(line + "\r")
        if damaged:
            screen.wait_for("line 2 of")
            screen.capture("damaged-slip")
            screen.type(slip[2] + "\r")
        expect(screen.wait_end() == 0, f"{server}: the slip is not taken\n{screen.picture()}")
    outside.succeed(server, ["grep", "-qx", "name: lab", f"{STATE}/cluster.yaml"])
