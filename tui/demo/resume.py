"""Owns going on with work that a stopped process had announced and not done."""

from __future__ import annotations

from functools import partial

from tui.demo.later import Later
from tui.demo.model.tables import COLUMNS, DATABASES, INDEXES, TABLES, table_key
from tui.demo.store.database import Store


def resume_work(store: Store, later: Later) -> None:
    """Columns, indexes, builds and executions that were left unfinished in a kept state."""
    # Imported here because most starts keep no state and need none of it.
    from tui.demo.functions.builds import resume_builds
    from tui.demo.functions.runner import resume_executions
    from tui.demo.model.functions import FUNCTIONS
    from tui.demo.tables.changes import delete_column, finish_column, finish_index

    for function in FUNCTIONS.all(store):
        resume_builds(store, later, function["$id"])
        resume_executions(store, function)
    for database in DATABASES.all(store):
        for about in TABLES.all(store, database["$id"]):
            ids = (database["$id"], about["$id"])
            for column in COLUMNS.all(store, table_key(*ids)):
                if column.get("_pending"):
                    later.do(partial(finish_column, store, *ids, column["key"]))
                if column["status"] == "deleting":
                    later.do(partial(delete_column, store, *ids, column["key"]))
            for index in INDEXES.all(store, table_key(*ids)):
                if index.get("_pending"):
                    later.do(partial(finish_index, store, *ids, index["$id"]))
