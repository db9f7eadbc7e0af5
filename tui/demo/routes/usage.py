"""Owns the endpoints that count what there is and when it came (`…/usage`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.demo.answers import Answer, answer_json
from tui.demo.call import Call
from tui.demo.params import OneOf
from tui.demo.routing import Routes

if TYPE_CHECKING:
    from tui.demo.metrics import Metrics

# The metrics are imported by those who ask for them: every area names this module.
routes = Routes()
TABLES_READ = ("tables.read", "collections.read")
_NAMES_OF_TOTALS = {"storage": "filesStorageTotal"}


@routes.get("/users/usage", "users.read")
def of_users(call: Call) -> Answer:
    from tui.demo import metrics

    return _answer(call, metrics.of_users())


@routes.get("/storage/usage", "files.read")
def of_storage(call: Call) -> Answer:
    from tui.demo import metrics

    return _answer(call, {**metrics.of_buckets(), **metrics.of_files()}, _NAMES_OF_TOTALS)


@routes.get("/storage/{bucket_id}/usage", "files.read")
def of_bucket(call: Call, bucket_id: str) -> Answer:
    from tui.demo import metrics
    from tui.demo.files.access import the_bucket

    found = metrics.of_files(the_bucket(call, bucket_id)["$id"])
    return _answer(call, found, _NAMES_OF_TOTALS)


@routes.get("/tablesdb/usage", *TABLES_READ)
def of_databases(call: Call) -> Answer:
    from tui.demo import metrics

    return _answer(call, {**metrics.of_databases(), **metrics.of_tables(call.store)})


@routes.get("/tablesdb/{database_id}/usage", *TABLES_READ)
def of_database(call: Call, database_id: str) -> Answer:
    from tui.demo import metrics
    from tui.demo.routes.databases import the_database

    the_database(call, database_id)
    return _answer(call, metrics.of_tables(call.store, database_id))


@routes.get("/tablesdb/{database_id}/tables/{table_id}/usage", *TABLES_READ)
def of_table(call: Call, database_id: str, table_id: str) -> Answer:
    from tui.demo import metrics
    from tui.demo.routes.tables import the_table

    table = the_table(call, database_id, table_id)
    return _answer(call, metrics.of_rows(table.database_id, table.id))


@routes.get("/functions/usage", "functions.read")
def of_functions(call: Call) -> Answer:
    from tui.demo import metrics

    return _answer(call, metrics.of_functions(call.store))


@routes.get("/functions/{function_id}/usage", "functions.read")
def of_function(call: Call, function_id: str) -> Answer:
    from tui.demo import metrics
    from tui.demo.routes.functions import the_function

    return _answer(call, metrics.of_runs([the_function(call, function_id)]))


def _answer(call: Call, found: Metrics, names: dict[str, str] | None = None) -> Answer:
    """For each metric its total (`<name>Total`, or as `names` says) and what came when."""
    from tui.demo.usage import RANGES, Periods

    periods = Periods(call.param("range", OneOf(list(RANGES)), "30d"))
    body: dict[str, Any] = {"range": periods.name}
    for name, metric in found.items():
        body[(names or {}).get(name, f"{name}Total")] = metric.total(call.store)
        body[name] = metric.series(call.store, periods)
    return answer_json(body)
