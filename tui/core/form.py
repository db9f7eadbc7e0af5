"""A form: fields being edited one under the other, which one has the cursor, what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tui.core.draft import ABSENT, Draft
from tui.core.line_edit import LineEdit
from tui.core.pasted import misfits
from tui.core.spec import Spec


@dataclass(frozen=True, slots=True)
class Form:
    """The state of a form. `at` counts in `shown`, the fields that the narrowing leaves.

    `refused` holds what the server said of fields, until they are edited. `search` is the text
    that field names must contain, None while nobody searches. `note` says what else is to be known.
    """

    title: str
    drafts: tuple[Draft, ...]
    at: int = 0
    refused: Mapping[str, str] = field(default_factory=dict)
    search: LineEdit | None = None
    complaint: str = ""
    absent: str = "left out"
    does: str = "save"
    note: str = ""

    @classmethod
    def of(
        cls,
        title: str,
        specs: Sequence[Spec],
        values: Mapping[str, Any],
        absent: str = "left out",
        does: str = "save",
    ) -> Form:
        """A form over what was read; `absent` says what fields without a value there mean.

        `does` is what ctrl+s is called.
        """
        drafts = tuple(Draft.of(spec, values.get(spec.name, ABSENT)) for spec in specs)
        return cls(title, drafts, absent=absent, does=does)

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the fields that are shown."""
        wanted = self.search.text.lower() if self.search else ""
        return tuple(
            number
            for number, draft in enumerate(self.drafts)
            if wanted in draft.spec.name.lower() or wanted in draft.spec.type.lower()
        )

    @property
    def draft(self) -> Draft | None:
        """The field under the cursor."""
        shown = self.shown
        return self.drafts[shown[min(self.at, len(shown) - 1)]] if shown else None

    @property
    def changed(self) -> tuple[Draft, ...]:
        """The fields that would be saved."""
        return tuple(draft for draft in self.drafts if draft.is_changed)

    @property
    def errors(self) -> Mapping[str, str]:
        """What is wrong, by field: found here, or said by the server."""
        found = {draft.spec.name: draft.error for draft in self.drafts if draft.error}
        checked = [draft for draft in self.drafts if draft.spec.check and not draft.error]
        if checked:
            meant = {draft.spec.name: draft.value for draft in self.drafts if not draft.error}
            values = {
                draft.spec.name: draft.spec.default
                if meant.get(draft.spec.name) is ABSENT
                else meant.get(draft.spec.name)
                for draft in self.drafts
            }
            for draft in checked:
                value = values[draft.spec.name]
                if draft.spec.check and (said := draft.spec.check(value, values)):
                    found[draft.spec.name] = said
        return {**self.refused, **found}

    def values(self) -> dict[str, Any]:
        """What is to be saved of the changed fields. Raises InputError."""
        found = {draft.spec.name: draft.value for draft in self.changed}
        return {name: value for name, value in found.items() if value is not ABSENT}

    def press(self, key: str, character: str | None) -> Form:
        """After a key that moves between fields, searches them or edits one."""
        if self.search is not None and (searched := self._searching(key, character)) is not None:
            return searched
        steps = {"down": 1, "tab": 1, "up": -1, "shift+tab": -1, "pagedown": 10, "pageup": -10}
        if key in steps:
            return self._moved(steps[key])
        if key == "ctrl+f":
            return replace(self, search=self.search or LineEdit(), at=0)
        draft = self.draft
        if draft is None:
            return self
        if key == "enter" and not draft.spec.array:
            return self._moved(1)
        edited = draft.press(key, character)
        return self if edited is None else self.with_draft(edited)

    def typed(self, text: str) -> Form:
        """With a text pasted where the cursor is."""
        draft = self.draft
        return self if draft is None else self.with_draft(draft.typed(text))

    def with_draft(self, draft: Draft) -> Form:
        """With a field edited; what the server said of it is forgotten."""
        drafts = tuple(draft if one.spec.name == draft.spec.name else one for one in self.drafts)
        refused = {name: said for name, said in self.refused.items() if name != draft.spec.name}
        return replace(self, drafts=drafts, refused=refused, complaint="")

    def refuse(self, sentence: str) -> Form:
        """With the server's refusal, at the field that it names; else for the whole form."""
        for number, draft in enumerate(self.drafts):
            if f'"{draft.spec.name}"' in sentence or f'"{draft.spec.name}[' in sentence:
                refused = {**self.refused, draft.spec.name: sentence}
                return replace(self, refused=refused, search=None, at=number, complaint="")
        return replace(self, complaint=sentence)

    def to_first_error(self) -> Form:
        """With the cursor on the first field that is wrong."""
        errors = self.errors
        for number, draft in enumerate(self.drafts):
            if draft.spec.name in errors:
                return replace(self, search=None, at=number)
        return self

    def filled(self, values: Mapping[str, Any]) -> Form:
        """With these values typed into its fields."""
        drafts = []
        for draft in self.drafts:
            if draft.spec.name in values and not draft.spec.locked:
                typed = Draft.of(draft.spec, values[draft.spec.name])
                drafts.append(replace(typed, original=draft.original, start=draft.start))
            else:
                drafts.append(draft)
        return replace(self, drafts=tuple(drafts))

    def pasted(self, values: Mapping[str, Any]) -> Form:
        """With pasted values typed into its fields, and a note about those that have none."""
        names = [draft.spec.name for draft in self.drafts if not draft.spec.locked]
        note = misfits(values, names)
        return replace(self.filled(values), note=note)

    def rebased(self, values: Mapping[str, Any]) -> Form:
        """What was typed, on top of newer values: untouched fields take those over."""
        drafts = []
        for draft in self.drafts:
            newer = Draft.of(draft.spec, values.get(draft.spec.name, ABSENT))
            kept = replace(draft, original=newer.original, start=newer.start)
            drafts.append(kept if draft.is_touched else newer)
        return replace(self, drafts=tuple(drafts), refused={}, complaint="")

    def restored(self, names: Collection[str]) -> Form:
        """With what was read in these fields, instead of what was typed."""
        drafts = tuple(
            Draft.of(one.spec, one.original) if one.spec.name in names else one
            for one in self.drafts
        )
        return replace(self, drafts=drafts)

    def _moved(self, steps: int) -> Form:
        return replace(self, at=max(0, min(len(self.shown) - 1, self.at + steps)))

    def _searching(self, key: str, character: str | None) -> Form | None:
        """Keys while fields are searched: typing narrows, enter goes to the field, esc ends."""
        if self.search is None:
            return None
        if key in ("escape", "enter"):
            shown = self.shown
            at = shown[min(self.at, len(shown) - 1)] if shown else 0
            return replace(self, search=None, at=at)
        if key in ("up", "down", "tab", "shift+tab", "pageup", "pagedown"):
            return None
        edited = self.search.press(key)
        if edited is None and character is not None and character.isprintable():
            edited = self.search.insert(character)
        return self if edited is None else replace(self, search=edited, at=0)
