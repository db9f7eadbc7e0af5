"""How the records of a file become rows of a table: which field goes where, and what is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from typing import Any

from tui.core.import_quick import Reader, json_reader, text_reader
from tui.core.import_values import ID, PERMISSIONS, STAMPS
from tui.core.records import Record
from tui.core.spec import Spec, spec_of
from tui.core.text import brief
from tui.core.typed import InputError

REASON = "_reason"
LEFT_OUT = frozenset(
    {REASON, "_line", "$sequence", "$databaseId", "$tableId", "$collectionId", "$tenant"}
)
"""What an export or a file of rejects carries that cannot be sent."""
_NOISE = re.compile(r"[\s_\-]+")


@dataclass(frozen=True, slots=True)
class Options:
    """What a person wants of an import.

    `mapping` names the column for a field of the file, empty for a field that is left out;
    `id_field` is the one that holds the rows' ids. With `upsert`, rows that are there are changed.
    `empty_text` makes empty cells of CSV empty texts instead of null.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    id_field: str = ""
    upsert: bool = False
    empty_text: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """One row as it would be sent: its id, the values of its columns, or why it cannot be.

    `values` hold `$permissions` and the stamps as well. `own_id` is whether the file names the id.
    """

    record: Record
    row_id: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    own_id: bool = False
    problem: str = ""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"line {self.record.line:,}"


class Remedy(Enum):
    """What helps where nothing can be imported so."""

    NONE = "none"
    MAP = "name a column for the field, or leave it out"
    MAP_OR_ID = "the same, or take it for the rows' ids"
    NAME_ID = "name the field that holds the rows' ids"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be imported so: a sentence, what would help, and for which field."""

    said: str
    remedy: Remedy = Remedy.NONE
    source: str = ""


class Layout:
    """Which field of a file goes into which column of a table."""

    def __init__(self, table: Mapping[str, Any], options: Options) -> None:
        columns = table.get("columns")
        listed = columns if isinstance(columns, list) else []
        specs = [spec_of(column) for column in listed if isinstance(column, Mapping)]
        own = (ID, PERMISSIONS, *STAMPS)
        self.options = options
        self.specs = {spec.name: spec for spec in (*specs, *own)}
        self.required = tuple(spec.name for spec in specs if spec.required)
        self._alike = {_plain(name): name for name in reversed(self.specs)}
        self._known: dict[str, Spec | None] = {}

    def knows(self, source: str) -> bool:
        """Whether it is known what becomes of a field of the file, be it nothing."""
        return source in LEFT_OUT or self.target(source) is not None or self._is_left_out(source)

    def target(self, source: str) -> Spec | None:
        """The column for a field of the file; None where there is none, or none is wanted."""
        if source not in self._known:
            self._known[source] = self._find(source)
        return self._known[source]

    def troubles(self, sources: Sequence[str], complete: bool) -> list[Trouble]:
        """Why nothing can be imported so. `complete` says that the file has no other fields."""
        given = self.options.mapping
        found = [
            Trouble(f"There is no column {brief(name)!r} for {brief(source)!r}.{self._guess(name)}")
            for source, name in given.items()
            if name and name not in self.specs
        ]
        if complete:
            wanted = [*given, *filter(None, [self.options.id_field])]
            missing = [name for name in wanted if name not in sources]
            found += [Trouble(f"The file has no field {brief(name)!r}.") for name in missing]
            found += [self._unknown(source) for source in sources if not self.knows(source)]
        targets: dict[str, str] = {}
        for source in sources:
            spec = self.target(source)
            if spec is not None and targets.setdefault(spec.name, source) != source:
                both = f"{brief(targets[spec.name])!r} and {brief(source)!r}"
                found.append(Trouble(f"Both {both} would go into {spec.name}: leave one out."))
        if complete and not self.options.upsert:
            missing = [name for name in self.required if name not in targets]
            found += [
                Trouble(f"The required column {name!r} has no field in the file.")
                for name in missing
            ]
        if self.options.upsert and complete and ID.name not in targets:
            said = "Rows are changed by their ids, and no field of the file holds them."
            found.append(Trouble(said, Remedy.NAME_ID))
        return found

    def _unknown(self, source: str) -> Trouble:
        remedy = Remedy.MAP_OR_ID if _plain(source) in ("id", "rowid") else Remedy.MAP
        said = f"There is no column {brief(source)!r}.{self._guess(source)}"
        return Trouble(said, remedy, source)

    def _find(self, source: str) -> Spec | None:
        if source in self.options.mapping:
            return self.specs.get(self.options.mapping[source])
        if source and source == self.options.id_field:
            return ID
        if source in LEFT_OUT:
            return None
        found = self.specs.get(source)
        return self.specs.get(self._alike.get(_plain(source), "")) if found is None else found

    def _is_left_out(self, source: str) -> bool:
        return self.options.mapping.get(source) == ""

    def _guess(self, name: str) -> str:
        close = get_close_matches(_plain(name), self._alike, 1)
        return f" Is {self._alike[close[0]]!r} meant?" if close else ""


@dataclass(frozen=True, slots=True)
class _Column:
    """What becomes of one field of a file: it is read into a column, left out (no `read`), or
    there is a `problem` with every record that has it. What a row has of its `own` may be missing.
    """

    name: str = ""
    read: Reader | None = None
    own: bool = False
    problem: str = ""


class Drafter:
    """Makes rows of records. `run` makes the ids of rows that have none, always the same ones."""

    def __init__(self, layout: Layout, run: str, *, texts: bool) -> None:
        """`texts` says that the values of records are texts, as in CSV."""
        self.layout = layout
        self._run = run
        self._texts = texts
        self._columns: dict[str, _Column] = {}

    def draft(self, record: Record) -> Draft:
        """The row of a record."""
        if record.problem:
            return Draft(record, problem=record.problem)
        values: dict[str, Any] = {}
        columns = self._columns
        for source, given in record.values.items():
            column = columns.get(source) or self._column(source)
            if column.read is None:
                if column.problem:
                    return Draft(record, problem=column.problem)
                continue
            try:
                value = column.read(given)
            except InputError as error:
                return Draft(record, problem=f"{column.name}: {error}")
            if value is not None or not column.own:
                values[column.name] = value
        given_id = values.pop(ID.name, None)
        row_id = given_id or generated(self._run, record.number)
        return Draft(record, row_id, values, given_id is not None, self._missing(values, given_id))

    def _column(self, source: str) -> _Column:
        """What becomes of a field, looked up once; files of JSON have many a strange one."""
        spec = self.layout.target(source)
        if spec is not None:
            empty = self.layout.options.empty_text
            read = text_reader(spec, empty) if self._texts else json_reader(spec)
            column = _Column(spec.name, read, spec.name.startswith("$"))
        elif self.layout.knows(source):
            column = _Column()
        else:
            return _Column(problem=f'Unknown attribute: "{brief(source)}"')
        self._columns[source] = column
        return column

    def _missing(self, values: Mapping[str, Any], given_id: str | None) -> str:
        """What is missing in a row, in the server's words."""
        upsert = self.layout.options.upsert
        if upsert and given_id is None:
            return "The id of the row is missing"
        for name in self.layout.required:
            # A row that is only changed may leave a required column out, but not empty it.
            if (name not in values and not upsert) or (name in values and values[name] is None):
                return missing(name)
        return ""


def missing(name: str) -> str:
    """What the server says of a required column without a value."""
    return f'Missing required attribute "{name}"'


def generated(run: str, number: int) -> str:
    """The id of a record that has none: the same in each try of the same import."""
    return hashlib.blake2s(f"{run}/{number}".encode(), digest_size=10).hexdigest()


def _plain(name: str) -> str:
    return _NOISE.sub("", name).casefold()
