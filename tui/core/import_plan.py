"""What an import would do, looked at before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from tui.core.import_values import ID
from tui.core.importing import LEFT_OUT, Draft, Drafter, Layout, Options, Trouble
from tui.core.records import Format, Record, Records, sniff
from tui.core.text_file import RecordsError

LOOKED_AT = 1000
"""Records that a preview goes through, and bytes; a dry run goes through all."""
_LOOKED_AT_BYTES = 2**23


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file as rows.

    `fields` names each field of the file with the column it goes into and its type, both empty
    where it is left out. `troubles` keep the import from starting; `broken` says where the file
    cannot be read on. `drafts` are the first rows, also those that will fail. `whole` is whether
    the file holds no more.
    """

    form: Format
    delimiter: str
    layout: Layout
    fields: tuple[tuple[str, str, str], ...]
    troubles: tuple[Trouble, ...]
    drafts: tuple[Draft, ...]
    whole: bool
    broken: str = ""

    @property
    def failing(self) -> tuple[Draft, ...]:
        """Those of the first rows that will fail."""
        return tuple(draft for draft in self.drafts if draft.problem)

    @property
    def own_ids(self) -> bool:
        """Whether the file names the ids of its rows."""
        return any(column == ID.name for _, column, _ in self.fields)


def plan(
    file: BinaryIO,
    name: str,
    table: Mapping[str, Any],
    options: Options,
    form: Format | None = None,
    delimiter: str = "",
) -> Preview:
    """Look at the beginning of a file for a table. Raises RecordsError where it has none.

    `name` tells the format unless `form` does; `table` is the table's JSON with its columns.
    """
    records = Records(file, form or sniff(file, name), delimiter)
    layout = Layout(table, options)
    drafter = Drafter(layout, "preview", texts=records.form is Format.CSV)
    looked, whole, broken = _begin(records)
    sources = records.header or tuple(dict.fromkeys(key for one in looked for key in one.values))
    troubles = layout.troubles(sources, complete=bool(records.header))
    return Preview(
        records.form,
        records.delimiter,
        layout,
        tuple(_field(layout, source) for source in sources),
        tuple(troubles),
        tuple(drafter.draft(record) for record in looked),
        whole,
        broken,
    )


def _begin(records: Records) -> tuple[list[Record], bool, str]:
    """The first records, whether that is all of them, and why it cannot be read on."""
    looked: list[Record] = []
    try:
        for record in records:
            if len(looked) == LOOKED_AT or records.position > _LOOKED_AT_BYTES:
                return looked, False, ""
            looked.append(record)
    except RecordsError as error:
        if not looked and not records.header:
            raise
        return looked, False, str(error)
    return looked, True, ""


def _field(layout: Layout, source: str) -> tuple[str, str, str]:
    spec = layout.target(source)
    if spec is None or source in LEFT_OUT:
        return source, "", ""
    return source, spec.name, spec.type
