"""Editing one line of text by keys, as terminals do everywhere."""

from __future__ import annotations

from dataclasses import dataclass

_JOINERS = "\u200c\u200d"
"""They have no width and change what stands beside them: Persian words and emoji need them."""


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A text and the place of the cursor in it, counted in characters."""

    text: str = ""
    cursor: int = 0

    def insert(self, text: str) -> LineEdit:
        """With something typed or pasted at the cursor; only the first line of it."""
        first = text.splitlines()[0] if text.splitlines() else ""
        line = "".join(one for one in first if one.isprintable() or one in _JOINERS)
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        return LineEdit(before + line + after, self.cursor + len(line))

    def insert_lines(self, text: str) -> LineEdit:
        """With a text put in at the cursor as it is, its line breaks included."""
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        whole = text.replace("\r\n", "\n").replace("\r", "\n")
        return LineEdit(before + whole + after, self.cursor + len(whole))

    def press(self, key: str) -> LineEdit | None:
        """After a key of editing; None for keys that mean nothing here."""
        text, at = self.text, self.cursor
        moves = {
            "left": at - 1,
            "right": at + 1,
            "home": 0,
            "ctrl+a": 0,
            "end": len(text),
            "ctrl+e": len(text),
        }
        if key in moves:
            return LineEdit(text, max(0, min(len(text), moves[key])))
        cuts = {
            "backspace": (at - 1, at),
            "ctrl+h": (at - 1, at),
            "delete": (at, at + 1),
            "ctrl+d": (at, at + 1),
            "ctrl+u": (0, at),
            "ctrl+k": (at, len(text)),
            "ctrl+w": (self._word_start(), at),
        }
        if key not in cuts:
            return None
        first, last = max(0, cuts[key][0]), cuts[key][1]
        return LineEdit(text[:first] + text[last:], first)

    def _word_start(self) -> int:
        before = self.text[: self.cursor].rstrip(" /.,")
        cut = max(before.rfind(sign) for sign in " /.,") + 1
        return cut if before else 0
