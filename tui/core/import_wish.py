"""What a person wants of an import, as it is decided on the screen: one key, one difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tui.core.import_plan import Preview
from tui.core.importing import Options, Remedy, Trouble
from tui.core.records import Format
from tui.core.text import LONGEST_CELL


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of an import and how it goes on after a failure.

    With `stop` the first rejected record ends it; with `resume` rows that are there are skipped.
    """

    options: Options = field(default_factory=Options)
    stop: bool = False
    resume: bool = False

    def mapped(self, source: str, column: str | None) -> Wish:
        """With a column for a field of the file: "" leaves it out, None goes by its name."""
        mapping = {name: to for name, to in self.options.mapping.items() if name != source}
        if column is not None:
            mapping[source] = column
        return replace(self, options=replace(self.options, mapping=mapping))

    def without(self, sources: Iterable[str]) -> Wish:
        """With these fields left out as well."""
        mapping = {**self.options.mapping, **dict.fromkeys(sources, "")}
        return replace(self, options=replace(self.options, mapping=mapping))

    def turned(self, key: str) -> Wish:
        """With one of the ways turned over: `m` rows, `f` failures, `t` empty cells, `r` resume."""
        options = self.options
        if key == "m":
            return replace(self, options=replace(options, upsert=not options.upsert))
        if key == "t":
            return replace(self, options=replace(options, empty_text=not options.empty_text))
        if key == "f":
            return replace(self, stop=not self.stop)
        return replace(self, resume=not self.resume) if key == "r" else self


@dataclass(frozen=True, slots=True)
class Way:
    """A way that can be turned: its key, what it is about, how it stands, also in a word."""

    key: str
    about: str
    stands: str
    word: str


def ways(wish: Wish, preview: Preview) -> list[Way]:
    """All that can be turned."""
    options = wish.options
    ids = "with the ids of the file" if preview.own_ids else "with generated ids"
    told = [Way("m", "rows", f"create all, {ids}", "create")]
    if options.upsert:
        how = "change the rows whose ids are there, create the others"
        told = [Way("m", "rows", how, "change or create")]
    if wish.stop:
        told.append(Way("f", "failures", "stop at the first", "stop"))
    else:
        told.append(Way("f", "failures", "skip what fails, go on", "skip"))
    if preview.form is Format.CSV:
        stands = "empty texts" if options.empty_text else "null"
        told.append(Way("t", "empty cells", stands, stands))
    if not options.upsert:
        there = "skip the rows that are there: they are of an earlier try"
        stands, word = (there, "go on") if wish.resume else ("there was none", "anew")
        told.append(Way("r", "earlier try", stands, word))
    return told


def remedy(trouble: Trouble) -> str:
    """What helps on the screen."""
    return {
        Remedy.NONE: "",
        Remedy.MAP: " enter on it chooses a column, - leaves it out.",
        Remedy.MAP_OR_ID: " enter on it chooses a column ($id for the ids), - leaves it out.",
        Remedy.NAME_ID: " Choose $id for the field that holds them.",
    }[trouble.remedy]


def sample(preview: Preview, source: str) -> str:
    """The first values of a field of the file."""
    values = (draft.record.values.get(source) for draft in preview.drafts[:3])
    return " · ".join(str(value)[:LONGEST_CELL] for value in values if value not in (None, ""))
