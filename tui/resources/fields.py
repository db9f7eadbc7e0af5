"""Building blocks for the fields of kinds: a name of the server's, and how its value looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.kind import Field, FieldsFor, Resource
from tui.core.sizes import size
from tui.core.text import brief, safe
from tui.core.times import exact, parse, relative
from tui.core.values import of, whole

Show = Callable[[Resource], Cell]


def always(*fields: Field) -> FieldsFor:
    """The same fields whatever the parent is."""
    return lambda parent: fields


def text(
    label: str,
    source: str,
    width: int = 16,
    grow: bool = False,
    in_list: bool = True,
    right: bool = False,
) -> Field:
    """A text; `—` where there is none."""

    def show(resource: Resource) -> Cell:
        value = resource.get(source)
        return NOTHING if value in (None, "") else of(value)

    def detail(resource: Resource) -> Sequence[Cell]:
        value = resource.get(source)
        return [NOTHING] if value in (None, "", []) else whole(value)

    return Field(label, show, source, width, grow, right, detail, in_list)


def identifier(source: str = "$id") -> Field:
    """The id of the resource itself."""
    return text("$id" if source == "$id" else source, source, width=20)


def moment(label: str, source: str, none: str = "—", in_list: bool = True) -> Field:
    """A point in time: relative in lists, exact in the inspector."""

    def show(resource: Resource) -> Cell:
        value = resource.get(source)
        if not value:
            return Cell(none, Tone.DIM) if source in resource else NOTHING
        return of(value) if parse(value) is None else Cell(relative(value))

    def detail(resource: Resource) -> Sequence[Cell]:
        value = resource.get(source)
        if parse(value) is None:
            return [show(resource)]
        return [Cell(exact(value)), Cell(relative(value), Tone.DIM)]

    return Field(label, show, source, 12, detail=detail, in_list=in_list)


def amount(label: str, source: str, width: int = 8, in_list: bool = True) -> Field:
    """A number, to the right."""

    def show(resource: Resource) -> Cell:
        value = resource.get(source)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return Cell(brief(f"{value:,}")) if is_number else of(value)

    return Field(label, show, source, width, right=True, in_list=in_list)


def bytes_of(label: str, source: str, in_list: bool = True) -> Field:
    """A number of bytes: human in lists, exact besides in the inspector."""

    def show(resource: Resource) -> Cell:
        human = size(resource.get(source))
        return NOTHING if human == NOTHING.text else Cell(human)

    def detail(resource: Resource) -> Sequence[Cell]:
        value = resource.get(source)
        human = show(resource)
        exactly = isinstance(value, int) and human != NOTHING
        return [human, Cell(f"{value:,} bytes", Tone.DIM)] if exactly else [human]

    return Field(label, show, source, 9, right=True, detail=detail, in_list=in_list, unit="bytes")


def switch(
    label: str,
    source: str,
    on: Cell,
    off: Cell,
    width: int = 9,
    in_list: bool = True,
) -> Field:
    """A boolean in words; anything else is shown as it is, `—` where there is none."""

    def show(resource: Resource) -> Cell:
        value = resource.get(source)
        if isinstance(value, bool):
            return on if value else off
        return of(value) if source in resource else NOTHING

    means = tuple(
        (word.text, value) for word, value in ((on, True), (off, False)) if word != NOTHING
    )
    return Field(label, show, source, width, in_list=in_list, means=means)


def enabled() -> Field:
    """Whether a database, table, bucket or function is enabled."""
    return switch("status", "enabled", Cell("enabled", Tone.DIM), Cell("disabled", Tone.WARN))


def words(
    label: str, source: str, width: int = 16, grow: bool = False, in_list: bool = True
) -> Field:
    """A list of words, joined in lists, one a line in the inspector."""

    def show(resource: Resource) -> Cell:
        value = resource.get(source)
        if not isinstance(value, list):
            return NOTHING if value in (None, "") else of(value)
        return Cell(brief(", ".join(str(one) for one in value))) if value else NOTHING

    def detail(resource: Resource) -> Sequence[Cell]:
        value = resource.get(source)
        if not isinstance(value, list) or not value:
            return [show(resource)]
        return [Cell(safe(str(one))) for one in value]

    return Field(label, show, source, width, grow, detail=detail, in_list=in_list)


def made(label: str, show: Show, width: int = 12, **more: object) -> Field:
    """A field that is made of several values."""
    return Field(label, show, width=width, **more)  # type: ignore[arg-type]


def stamps(created: bool = True, updated: bool = False) -> tuple[Field, Field]:
    """When it was created and changed, as everything of Appwrite has it; which of it lists show."""
    return (
        moment("created", "$createdAt", in_list=created),
        moment("updated", "$updatedAt", in_list=updated),
    )
