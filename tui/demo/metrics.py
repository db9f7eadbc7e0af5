"""Owns what is counted of users, storage, databases and functions, by the names of the answers.

Reads and writes of databases are not counted here: they are always 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.demo.functions.runtimes import SPECIFICATIONS
from tui.demo.model.functions import DEPLOYMENTS, EXECUTIONS, FUNCTIONS
from tui.demo.model.storage import BUCKETS, FILES
from tui.demo.model.tables import DATABASES, TABLES
from tui.demo.model.users import SESSIONS, USERS
from tui.demo.store.database import Store
from tui.demo.store.schema import quoted
from tui.demo.tables.table import rows_name
from tui.demo.usage import Metric

Metrics = Mapping[str, Metric]

_NOTHING = Metric([])
_MEMORY = {each["slug"]: each["memory"] * each["cpus"] for each in SPECIFICATIONS}
"""Megabytes times processors of a specification."""


def of_users() -> Metrics:
    return {"users": Metric([USERS.schema.table]), "sessions": Metric([SESSIONS.schema.table])}


def of_buckets() -> Metrics:
    return {"buckets": Metric([BUCKETS.schema.table])}


def of_files(bucket_id: str | None = None) -> Metrics:
    """Files and their bytes, of one bucket or of all."""
    where, values = ("1", ()) if bucket_id is None else ("_parent = ?", (bucket_id,))
    files = [FILES.schema.table]
    return {
        "files": Metric(files, "1", where, values),
        "storage": Metric(files, '"c:sizeOriginal"', where, values),
    }


def of_databases() -> Metrics:
    return {"databases": Metric([DATABASES.schema.table])}


def of_tables(store: Store, database_id: str | None = None) -> Metrics:
    """Tables and rows, by both of their names, of one database or of all."""
    ids = [each["$id"] for each in DATABASES.all(store)] if database_id is None else [database_id]
    where, values = ("1", ()) if database_id is None else ("_parent = ?", (database_id,))
    tables = Metric([TABLES.schema.table], "1", where, values)
    rows = Metric([name for each in ids for name in _tables_of_rows(store, each)])
    of_database = "databases" if database_id is None else "database"
    return {
        "collections": tables,
        "tables": tables,
        "documents": rows,
        "rows": rows,
        "storage": _NOTHING,
        f"{of_database}Reads": _NOTHING,
        f"{of_database}Writes": _NOTHING,
    }


def of_rows(database_id: str, table_id: str) -> Metrics:
    return {"rows": Metric([quoted(rows_name(database_id, table_id))])}


def of_functions(store: Store) -> Metrics:
    """How many functions there are, and what ran of all of them."""
    return {
        "functions": Metric([FUNCTIONS.schema.table]),
        **of_runs(FUNCTIONS.all(store)),
    }


def of_runs(functions: Sequence[Mapping[str, object]]) -> Metrics:
    """Deployments, builds (seconds become milliseconds) and executions of some functions."""
    ids = tuple(str(each["$id"]) for each in functions)
    inside = f"_parent IN ({', '.join('?' * len(ids))})"
    deployments, executions = [DEPLOYMENTS.schema.table], [EXECUTIONS.schema.table]

    def built(amount: str = "1", where: str = "1") -> Metric:
        return Metric(deployments, amount, f"{inside} AND {where}", ids)

    def ran(amount: str = "1") -> Metric:
        return Metric(executions, amount, inside, ids)

    building, running = (
        _memory(functions, key) for key in ("buildSpecification", "runtimeSpecification")
    )
    return {
        "deployments": built(),
        "deploymentsStorage": built('"c:sourceSize"'),
        "builds": built(),
        "buildsSuccess": built(where="\"c:status\" = 'ready'"),
        "buildsFailed": built(where="\"c:status\" = 'failed'"),
        "buildsStorage": built('"c:buildSize"'),
        "buildsTime": built('"c:buildDuration" * 1000'),
        "buildsMbSeconds": built(f'"c:buildDuration" * {building}'),
        "executions": ran(),
        "executionsTime": ran('"c:duration" * 1000'),
        "executionsMbSeconds": ran(f'"c:duration" * {running}'),
    }


def _memory(functions: Sequence[Mapping[str, object]], key: str) -> str:
    """SQL for the memory (times processors) that the function of a row gets."""
    cases = " ".join(
        f"WHEN '{each['$id']}' THEN {_MEMORY.get(str(each[key]), 512)}" for each in functions
    )
    return f"(CASE _parent {cases} ELSE 0 END)"


def _tables_of_rows(store: Store, database_id: str) -> list[str]:
    return [quoted(rows_name(database_id, each["$id"])) for each in TABLES.all(store, database_id)]
