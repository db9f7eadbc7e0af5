"""Long work and long lists on a server."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

from tests.live.conftest import ROWS, World
from tui.api.connection import Connection
from tui.api.door import Door
from tui.api.errors import ApiError
from tui.api.listing import Listing, ListRequest, Source
from tui.core.change import Change
from tui.core.export_text import ExportText, Form
from tui.core.jobs import Job, Phase
from tui.core.kind import Resource
from tui.core.order import Order
from tui.jobs.exporting import Selection, columns_of, export
from tui.jobs.rows import Table, change_rows
from tui.jobs.taking_back import take_back
from tui.resources import KINDS
from tui.resources.row_changes import update_row
from tui.screens.session import CURSOR_GONE


def test_many_rows_are_changed_and_changed_back(
    connection: Connection, door: Door, world: World
) -> None:
    get = KINDS["table"].get
    assert get is not None
    table = Table(door, world.ids, connection.fetch(get, world.ids))

    def plan(ids: Mapping[str, str], row: Resource) -> Change | None:
        return update_row(ids, table.table, row, {"done": True})

    named = [f"thing{number:03}" for number in range(50, 200)]
    job = Job("change", len(named))
    job.run(lambda job: change_rows(job, table, table.named(named), plan, "live"), ())
    assert (job.phase, job.done, job.failed) == (Phase.DONE, 150, 0)
    assert world.row("thing120")["done"] is True
    back = Job("undo", len(named))
    entries = door.journal.to_undo(door.stamp)
    back.run(lambda job: take_back(job, door, entries, "live-back"), ())
    assert (back.done, back.failed) == (150, 0)
    assert world.row("thing120")["done"] is None


def test_everything_is_exported_once(connection: Connection, world: World) -> None:
    kind, out = KINDS["row"], io.StringIO()
    table = world.server.get(world.table).body
    text = ExportText(Form.NDJSON, columns_of(kind, table))
    job = Job("export")
    job.run(lambda job: export(job, connection, Selection(kind, world.ids), text, out), ())
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert job.phase is Phase.DONE
    assert len({row["$id"] for row in rows}) == len(rows) == ROWS


def test_pages_by_a_column_with_nulls_miss_nothing(connection: Connection, world: World) -> None:
    for descending in (False, True):
        assert len(_walked(connection, world, Order("amount", descending))) == ROWS


def _walked(connection: Connection, world: World, order: Order) -> set[str]:
    """The ids of all rows, page after page, as the explorer asks for them."""
    asked: list[ListRequest] = []
    kind = KINDS["row"]
    source = Source(kind.listing, world.ids, kind.items, kind.identify, order)
    listing = Listing(source, asked.append, page_size=50)
    found: list[str] = []
    listing.show(0, 1)
    while not listing.complete or asked:
        while asked:
            request = asked.pop(0)
            try:
                answer = connection.fetch(request.endpoint, request.ids, request.params)
            except ApiError as error:
                # A row without the value is no place to go on from: it is asked otherwise then.
                assert error.problem.type in CURSOR_GONE
                listing.lost(request)
            else:
                listing.arrived(request, answer)
        listing.show(listing.stop - 1, listing.stop)
    for number in range(listing.stop):
        resource = listing.at(number)
        assert resource is not None
        found.append(str(resource["$id"]))
    assert len(set(found)) == len(found)
    return set(found)
