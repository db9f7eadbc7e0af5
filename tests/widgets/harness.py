"""The widgets by themselves, in a terminal: a list of a million lines and what lies around it.

`python tests/widgets/harness.py [--inspector] [--slow]` shows it; tests run it in a
pseudo-terminal and in Textual's pilot. `ctrl+l` paints everything anew: what was on the screen
before must be what is there afterwards.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal

from tui.core.cell import Cell, Tone
from tui.core.kind import Field, Resource
from tui.widgets.bar import Bar
from tui.widgets.grid import Grid
from tui.widgets.inspector import Inspector
from tui.widgets.pieces import Piece
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.sheet import Sheet

MILLION = 1_000_000
NAMES = ("Alice Miller", "Bob Stone", "Chloé Dubois", "李小龍", "Åsa Öberg", "🚀 Rocket Inc", "—")
STATES = (Cell("paid", Tone.GOOD), Cell("new", Tone.DIM), Cell("failed", Tone.BAD), Cell("sent"))


def resource(number: int) -> Resource:
    """The resource on a line, always the same one."""
    return {
        "$id": f"order{number:07d}0a1b2c3d",
        "number": number,
        "customer": NAMES[number % len(NAMES)],
        "total": f"{number * 7 % 100_000 / 100:.2f}",
        "state": STATES[number % len(STATES)],
    }


class FakeLines:
    """Lines that are there at once, or only when `arrive` is called for those that were shown."""

    def __init__(self, count: int = MILLION, *, first: int = 0, slow: bool = False) -> None:
        self.first = first
        self.stop = first + count
        self.slow = slow
        self.shown: list[tuple[int, int]] = []
        self._made: dict[int, Resource] = {}
        self._missing: set[int] = set()

    def find(self, resource_id: str) -> int | None:
        return next((n for n, one in self._made.items() if identify(one) == resource_id), None)

    def insert(self, resource_id: str) -> None:
        """Somebody adds a resource at the beginning; all others stand a line further down."""
        self._made = {number + 1: one for number, one in self._made.items()}
        self._made[self.first] = {**resource(0), "$id": resource_id}
        self.stop += 1

    def at(self, number: int) -> Resource | None:
        if not self.first <= number < self.stop:
            return None
        if self.slow and number not in self._made:
            return None
        return self._made.setdefault(number, resource(number))

    def show(self, first: int, stop: int) -> None:
        self.shown.append((first, stop))
        self._missing.update(range(max(first, self.first), min(stop, self.stop)))

    def arrive(self) -> None:
        """What was asked for comes."""
        for number in self._missing:
            self._made[number] = resource(number)
        self._missing.clear()


def text_of(name: str) -> Callable[[Resource], Cell]:
    """How a plain value is shown."""
    return lambda one: Cell(str(one[name]))


FIELDS = (
    Field("$id", text_of("$id"), width=24),
    Field("customer", text_of("customer"), width=16, grow=True),
    Field("total", text_of("total"), width=10, right=True),
    Field("state", lambda one: one["state"], width=8),
    *(
        Field(f"column {letter}", lambda one, add=number: Cell(f"{one['number'] + add}"), width=14)
        for number, letter in enumerate("abcdefgh")
    ),
)


def identify(one: Resource) -> str:
    """The id of a resource."""
    return str(one["$id"])


class Harness(App[None]):
    """Bars, a grid, an inspector if asked for, a sheet and a prompt over them."""

    CSS = """
    Screen { layers: base sheet prompt; background: ansi_default; }
    #main { height: 1fr; }
    Inspector { width: 40%; }
    """
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, lines: FakeLines | None = None, *, inspector: bool = False) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self.lines = lines or FakeLines()
        self.with_inspector = inspector
        self.heard: list[str] = []
        self.entered = 0

    def compose(self) -> ComposeResult:
        yield Bar(id="header")
        with Horizontal(id="main"):
            yield Grid()
            if self.with_inspector:
                yield Inspector()
        yield Bar(id="status")
        yield Sheet(id="sheet")
        yield Prompt(id="prompt")

    def on_mount(self) -> None:
        self.grid = self.query_one(Grid)
        self.sheet = self.query_one(Sheet)
        self.prompt = self.query_one(Prompt)
        self.query_one("#header", Bar).show([Piece("READ-ONLY", Tone.WARN, keep=True)])
        self.grid.point(self.lines, FIELDS, identify)
        self.grid.focus()
        self.draw()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self.prompt.visible:
            self.prompt.press(event.key, event.character)
        elif self.sheet.visible:
            self.sheet.press(event.key)
        else:
            self.act(event.key)
            self.draw()

    def act(self, key: str) -> None:
        """Do what a key means here."""
        grid = self.grid
        deeds: dict[str, Callable[[], object]] = {
            "j": lambda: grid.move(1),
            "k": lambda: grid.move(-1),
            "pagedown": lambda: grid.page(1),
            "pageup": lambda: grid.page(-1),
            "l": lambda: grid.move_column(1),
            "h": lambda: grid.move_column(-1),
            "ctrl+l": self.screen.refresh,
            "d": self.deliver,
            "colon": self.ask,
            "question_mark": lambda: self.sheet.open("Keys", HELP),
            "q": self.exit,
        }
        deeds.get(key, lambda: None)()

    def deliver(self) -> None:
        """Let missing lines come."""
        self.lines.arrive()
        self.grid.lines_changed()

    def ask(self) -> None:
        """Open the prompt."""
        self.prompt.open(":", "a place")
        self.prompt.offer([Choice(f"databases/shop/table{number}", "table") for number in range(3)])

    def draw(self) -> None:
        """Show where the cursor is; let the inspector show what is under it."""
        state = self.grid.state
        self.query_one("#status", Bar).show([Piece(f"line {state.cursor}, column {state.column}")])
        current = self.grid.current
        if self.with_inspector and current is not None:
            lines = [[Cell(f"{name:<12}"), Cell(str(value))] for name, value in current.items()]
            self.query_one(Inspector).show(f"Row {current['$id']}", ("fields", "JSON"), 0, lines)

    def on_grid_entered(self) -> None:
        self.entered += 1

    def on_prompt_cancelled(self) -> None:
        self.prompt.close()

    def on_prompt_submitted(self, event: Prompt.Submitted) -> None:
        self.heard.append(f"{event.text}|{event.choice}")
        self.prompt.close()


HELP = [[Cell(f"{key:<12}", Tone.ACCENT), Cell(f"does thing number {key}")] for key in range(40)]


if __name__ == "__main__":
    Harness(FakeLines(slow="--slow" in sys.argv), inspector="--inspector" in sys.argv).run()
