"""One field while it is edited: what stands there, what it means, whether it was changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from tui.core.line_edit import LineEdit
from tui.core.same import same
from tui.core.spec import Shape, Spec
from tui.core.typed import InputError, read, write


class Absent(Enum):
    """The value of a field that is left out: the server then puts its default."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
EMPTY_TEXT = '""'
"""How an empty text is typed as an element of an array; an element left empty is none."""


class Holds(Enum):
    """What a field holds. Null is not empty, and neither is the default."""

    VALUE = "value"
    NULL = "null"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Draft:
    """A field being edited. `items` has one text, or one for each element of an array."""

    spec: Spec
    original: Any
    holds: Holds
    items: tuple[LineEdit, ...]
    item: int = 0
    start: tuple[Holds, tuple[str, ...]] = (Holds.VALUE, ())

    @classmethod
    def of(cls, spec: Spec, original: Any) -> Draft:
        """A field as it was read; ABSENT for that of a new resource."""
        holds = Holds.VALUE
        texts: tuple[str, ...] = ("",)
        if original is ABSENT:
            holds = Holds.DEFAULT
        elif original is None:
            holds = Holds.NULL
        elif spec.array:
            values = original if isinstance(original, list) else [original]
            texts = tuple(_element(spec, one) for one in values) or ("",)
        else:
            texts = (write(spec, original),)
        items = tuple(LineEdit(text, len(text)) for text in texts)
        return cls(spec, original, holds, items, len(items) - 1, (holds, texts))

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands there."""
        return tuple(item.text for item in self.items)

    @property
    def line(self) -> LineEdit:
        """The text that keys go to."""
        return self.items[self.item]

    @property
    def is_touched(self) -> bool:
        """Whether anything else stands there than at the start."""
        return (self.holds, self.texts) != self.start

    @property
    def value(self) -> Any:
        """What it means; what was not touched is exactly what was read. Raises InputError."""
        if not self.is_touched:
            return self.original
        if self.holds is Holds.NULL:
            return None
        if self.holds is Holds.DEFAULT:
            return ABSENT if self.original is ABSENT else self.spec.default
        if not self.spec.array:
            return read(self.spec, self.line.text)
        known = self._elements
        return [known[text] if text in known else self._read(text) for text in self.texts if text]

    @property
    def error(self) -> str:
        """What is wrong with it, in the server's terms; empty where nothing is."""
        if self.spec.locked:
            return ""
        try:
            value = self.value
        except InputError as error:
            return str(error)
        if self.spec.required and (value is None or value is ABSENT):
            return f'Missing required attribute "{self.spec.name}"'
        return ""

    @property
    def is_changed(self) -> bool:
        """Whether another value would be saved."""
        try:
            if not self.is_touched:
                return False
            value, is_text = self.value, self.spec.shape is Shape.TEXT
            return value != self.original if is_text else not same(value, self.original)
        except InputError:
            return True

    def press(self, key: str, character: str | None) -> Draft | None:
        """After a key; None where it means nothing here."""
        if self.spec.locked:
            return None
        if key == "ctrl+n":
            return self._turned()
        if key == "ctrl+r":
            return Draft.of(self.spec, self.original)
        if self.spec.chooses:
            return self._chosen(key, character)
        if key == "enter" and self.spec.array:
            return self._with_item()
        if key in ("alt+enter", "ctrl+j") and self.spec.shape is Shape.TEXT:
            return self.typed("\n")
        if key in ("left", "right") and self.spec.array:
            return self._stepped(key)
        if key == "backspace" and self.spec.array and not self.line.cursor and self.item:
            return self._joined()
        edited = self.line.press(key)
        if edited is not None:
            return self._with_line(edited)
        if character is not None and character.isprintable():
            return self.typed(character)
        return None

    def typed(self, text: str) -> Draft:
        """With a text typed or pasted at the cursor."""
        if self.spec.chooses or self.spec.locked:
            return self
        if self.spec.shape is Shape.TEXT:
            return self._with_line(self.line.insert_lines(text))
        if self.spec.array and "\n" in text.strip():
            draft = self
            for line in text.strip().splitlines():
                draft = draft.typed(line)._with_item()
            return draft
        return self._with_line(self.line.insert(text))

    def read_line(self) -> Any:
        """What the text at the cursor means: the value, or the element. Raises InputError."""
        return self._elements.get(self.line.text) or self._read(self.line.text)

    def put(self, text: str) -> Draft:
        """With this text chosen for it: as the value, or as one more element."""
        line = LineEdit(text, len(text))
        if not self.spec.array:
            return replace(self, holds=Holds.VALUE, items=(line,), item=0)
        kept = tuple(one for one in self.items if one.text and one.text != text)
        return replace(self, holds=Holds.VALUE, items=(*kept, line), item=len(kept))

    @property
    def _elements(self) -> dict[str, Any]:
        """The elements that were read, by how they are shown: those are saved as they were."""
        if not self.spec.array or not isinstance(self.original, list) or not self.original:
            return {}
        return dict(zip(self.start[1], self.original, strict=True))

    def _read(self, text: str) -> Any:
        return "" if text == EMPTY_TEXT else read(self.spec, text)

    @property
    def ways(self) -> tuple[Holds, ...]:
        """What it can hold, in turn; there is no null where a value is required."""
        empty = self._has_no_empty and not self.line.text and not self.spec.chooses
        order = [] if empty else [Holds.VALUE]
        if not self.spec.required and self.spec.shape is not Shape.ID:
            order.append(Holds.NULL)
        has_default = self.spec.default is not None or self.original is ABSENT
        if has_default and not self.spec.required:
            order.append(Holds.DEFAULT)
        return tuple(order)

    def _turned(self) -> Draft:
        """Value, null, default and back."""
        order = self.ways
        at = order.index(self.holds) if self.holds in order else -1
        if not order:
            return self
        holds = order[(at + 1) % len(order)]
        draft = replace(self, holds=holds)
        if holds is Holds.VALUE and self.spec.chooses and not self.line.text:
            return draft.put(self.spec.choices[0] if self.spec.choices else "")
        return draft

    def _chosen(self, key: str, character: str | None) -> Draft | None:
        choices = self.spec.choices
        text = self.line.text if self.holds is Holds.VALUE else ""
        if self.holds is Holds.DEFAULT and self.spec.default is not None:
            text = write(self.spec, self.spec.default)
        at = choices.index(text) if text in choices else -1
        if key in ("right", "space"):
            return self.put(choices[(at + 1) % len(choices)]) if choices else self
        if key == "left":
            return self.put(choices[(at - 1) % len(choices)]) if choices else self
        if character is not None and character.isprintable():
            starts = [one for one in choices if one.lower().startswith(character.lower())]
            later = [one for one in starts if choices.index(one) > at]
            return self.put((later or starts)[0]) if starts else self
        return None

    def _with_line(self, line: LineEdit) -> Draft:
        items = (*self.items[: self.item], line, *self.items[self.item + 1 :])
        moved = line.text == self.line.text
        holds = self.holds if moved else Holds.VALUE
        if not line.text and not moved and self._has_no_empty:
            holds = Holds.NULL
        return replace(self, items=items, holds=holds)

    @property
    def _has_no_empty(self) -> bool:
        """Whether nothing typed can only mean null: only texts may be empty."""
        spec = self.spec
        return spec.shape is not Shape.TEXT and not spec.required and not spec.array

    def _with_item(self) -> Draft:
        items = (*self.items[: self.item + 1], LineEdit(), *self.items[self.item + 1 :])
        return replace(self, items=items, item=self.item + 1)

    def _stepped(self, key: str) -> Draft:
        line = self.line
        if key == "left" and not line.cursor and self.item:
            return replace(self, item=self.item - 1)
        if key == "right" and line.cursor == len(line.text) and self.item + 1 < len(self.items):
            return replace(self, item=self.item + 1)
        return self._with_line(line.press(key) or line)

    def _joined(self) -> Draft:
        """Backspace at the start of an element: an empty one goes, a full one joins the former."""
        before, now = self.items[self.item - 1], self.line
        joined = LineEdit(before.text + now.text, len(before.text))
        items = (*self.items[: self.item - 1], joined, *self.items[self.item + 1 :])
        return replace(self, items=items, item=self.item - 1, holds=Holds.VALUE)


def _element(spec: Spec, value: Any) -> str:
    return EMPTY_TEXT if value == "" else write(spec, value)
