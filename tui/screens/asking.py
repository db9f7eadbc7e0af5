"""What lies over the screen and asks or tells: the prompt and the sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tui.core.cell import Tone
from tui.screens.inspection import Line
from tui.widgets.prompt import Choice, Prompt
from tui.widgets.sheet import Sheet

Offer = Callable[[str], Sequence[Choice]]
Answer = Callable[[Prompt.Submitted], None]


class Asking:
    """Opens prompt and sheet, hands them their keys, and passes answers on."""

    def __init__(self, prompt: Prompt, sheets: Sequence[Sheet]) -> None:
        self._prompt = prompt
        self._sheets = sheets
        self._offer: Offer = lambda text: ()
        self._answer: Answer = lambda said: None
        self._left: Callable[[], object] = lambda: None
        self._settled: Callable[[str], bool] = lambda text: True
        self._keys: Mapping[str, Callable[[str], object]] = {}
        self._complaint = ("", 0, 0, Tone.BAD)
        self._again: Callable[[], Sequence[Line]] | None = None
        self._refused: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether keys belong here."""
        return self._prompt.visible or self._sheet is not None

    @property
    def _sheet(self) -> Sheet | None:
        return next((sheet for sheet in self._sheets if sheet.visible), None)

    def ask(
        self,
        sign: str,
        hint: str,
        offer: Offer,
        answer: Answer,
        text: str = "",
        left: Callable[[], object] = lambda: None,
        keys: Mapping[str, Callable[[str], object]] | None = None,
        settled: Callable[[str], bool] = lambda text: True,
    ) -> None:
        """Open the prompt; `offer` gives the choices for a text, `answer` takes what is said.

        `left` is told when it is put away. `keys` do something of their own with the text of the
        choice that is chosen. `settled` says whether all is offered that there is for a text.
        """
        self._offer, self._answer, self._left = offer, answer, left
        self._settled = settled
        self._keys = keys or {}
        self._refused = None
        self._prompt.open(sign, hint, text)
        self.offer_again()

    def tell(
        self,
        sheet: Sheet,
        title: str,
        lines: Sequence[Line],
        again: Callable[[], Sequence[Line]] | None = None,
    ) -> None:
        """Open a sheet; `again` makes its lines anew, whenever something has arrived."""
        self._again = again
        sheet.open(title, lines)

    def is_ready(self, key: str) -> bool:
        """Whether a key can be taken: what is entered may be among what is still searched."""
        return key != "enter" or self._sheet is not None or self._settled(self._prompt.text)

    def press(self, key: str, character: str | None) -> None:
        """Take a key."""
        sheet = self._sheet
        if sheet is not None:
            sheet.press(key)
        elif key in self._keys:
            self._keys[key](self._prompt.choice)
        else:
            self._prompt.press(key, character)

    def paste(self, text: str) -> None:
        """Take pasted text."""
        if self._prompt.visible:
            self._prompt.insert(text)

    def offer_again(self) -> None:
        """Offer anew, because something else was typed or more has arrived."""
        if self._sheet is not None and self._again is not None:
            self._sheet.update_lines(self._again())
        # What was refused stays so, whatever arrives, until something else stands there.
        if self._prompt.visible and self._prompt.text != self._refused:
            self._refused = None
            self._complaint = ("", 0, 0, Tone.BAD)
            self._prompt.offer(self._offer(self._prompt.text))
            self._prompt.complain(*self._complaint)

    def complain(self, error: str, start: int = 0, stop: int = 0) -> None:
        """Say what is wrong with what stands there, and where."""
        self._complaint = (error, start, stop, Tone.BAD)
        self._prompt.complain(*self._complaint)

    def note(self, sentence: str) -> None:
        """Say something about what stands there that is no mistake."""
        self._complaint = (sentence, 0, 0, Tone.DIM)
        self._prompt.complain(*self._complaint)

    def asks_for(self, offer: Offer) -> bool:
        """Whether the prompt is open for those who offer this."""
        return self._prompt.visible and self._offer == offer

    def take(self, text: str) -> None:
        """Put another text into the line."""
        self._prompt.take(text)

    def show_error(self) -> None:
        """See to it that what is wrong is in sight."""
        self._prompt.show_error()

    def submit(self, said: Prompt.Submitted) -> None:
        """Pass an answer on; who takes it closes the prompt or refuses."""
        self._answer(said)

    def refuse(self, sentence: str) -> None:
        """Say why the answer won't do; what was typed stays."""
        self._refused = self._prompt.text
        self._prompt.offer((), sentence)

    def close(self) -> None:
        """Put both away."""
        self._prompt.close()
        left, self._left = self._left, lambda: None
        left()
