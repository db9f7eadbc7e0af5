"""The prompt: one line of input at the bottom, what could complete it above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.core.cell import Tone
from tui.widgets import styles
from tui.widgets.fit import fit

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """Something one may mean: the text that stands for it, and what it is."""

    text: str
    about: str = ""


class Choices(Widget):
    """The choices above the line, the chosen one marked; an error takes their place."""

    DEFAULT_CSS = "Choices { height: 8; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[Choice, ...] = ()
        self.chosen = 0
        self.error = ""

    def render_line(self, y: int) -> Strip:
        """From the bottom up, so that the nearest choice stands next to the line."""
        width = self.size.width
        number = y - (SHOWN - self._rows)
        if self.error and y == SHOWN - 1:
            segments = [Segment(fit(f" {self.error}", width), styles.TONES[Tone.BAD])]
        elif 0 <= number < len(self._window):
            choice = self._window[number]
            chosen = self._first + number == self.chosen
            bar = Segment("▌" if chosen else " ", styles.BAR)
            look = styles.STRONG[Tone.PLAIN] if chosen else styles.TONES[Tone.PLAIN]
            about = styles.TONES[Tone.DIM]
            segments = [bar, Segment(choice.text, look), Segment(f"  {choice.about}", about)]
        else:
            segments = []
        return Strip(segments).adjust_cell_length(width)

    @property
    def _rows(self) -> int:
        return len(self._window) + (1 if self.error else 0)

    @property
    def _first(self) -> int:
        return max(0, self.chosen - SHOWN + 2)

    @property
    def _window(self) -> tuple[Choice, ...]:
        return self.choices[self._first : self._first + SHOWN - (1 if self.error else 0)]


class Prompt(Widget):
    """A line that asks for something. It is switched by `visible` and lies on its own layer."""

    DEFAULT_CSS = """
    Prompt { layer: prompt; dock: bottom; height: 9; width: 1fr; visibility: hidden; }
    Prompt Input { height: 1; border: none; padding: 0 1; background: ansi_default; }
    Prompt Input:focus { border: none; background-tint: transparent 0%; }
    """

    class Changed(Message):
        """Something else stands in the line."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Submitted(Message):
        """The line was entered."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Cancelled(Message):
        """The prompt was left without an answer."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._choices = Choices()
        self._input = Input(select_on_focus=False, compact=True)

    def compose(self) -> ComposeResult:
        yield self._choices
        yield self._input

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self._input.value

    @property
    def seen(self) -> str:
        """What is seen of choices and error, line by line."""
        return "\n".join(self._choices.render_line(y).text.rstrip() for y in range(SHOWN))

    def open(self, sign: str, hint: str, text: str = "") -> None:
        """Ask. `sign` stands for what is asked (`:`), `hint` shows what may be said."""
        self._input.placeholder = f"{sign} {hint}"
        self._input.value = text
        self._input.cursor_position = len(text)
        self._input.cursor_blink = False
        self.offer(())
        self.visible = True
        self._input.focus()

    def close(self) -> None:
        """Be put away."""
        self.visible = False

    def offer(self, choices: Sequence[Choice], error: str = "") -> None:
        """Show what could be meant, or why what stands there can't be."""
        self._choices.choices = tuple(choices)
        self._choices.chosen = 0 if choices else -1
        self._choices.error = error
        self._choices.refresh()

    @on(Input.Changed)
    def _text_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.visible:
            self.post_message(self.Changed(event.value))

    def on_key(self, event: events.Key) -> None:
        """Choose, take over, submit, cancel; the rest is the line's own."""
        choices = self._choices
        if event.key in ("up", "down", "shift+tab"):
            step = 1 if event.key == "down" else -1
            if choices.choices:
                choices.chosen = (choices.chosen + step) % len(choices.choices)
                choices.refresh()
        elif event.key == "tab":
            if choices.choices:
                self._input.value = choices.choices[max(0, choices.chosen)].text
                self._input.cursor_position = len(self._input.value)
        elif event.key == "enter":
            self.post_message(self.Submitted(self._input.value))
        elif event.key == "escape":
            self.post_message(self.Cancelled())
        else:
            event.stop()
            return
        event.stop()
        event.prevent_default()
