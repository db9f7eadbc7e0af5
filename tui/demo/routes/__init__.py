"""The endpoints of the embedded Appwrite, one file a resource.

To add a resource:

1. `model/<resource>.py`: a `Collection` with the attributes that its list can be filtered and
   ordered by; name it in `model.COLLECTIONS`.
2. `routes/<resource>.py`: `routes = Routes()`, and a handler for each endpoint, registered with
   `@routes.get("/path/{some_id}", "scope.read", ...)`. The path is below `/v1`; a handler gets the
   `Call` and the path parameters by name, runs in a worker thread and returns an `Answer`
   (`answer_page`, `answer_json`, `answer_nothing`). It raises `ApiError.of(type, ...)`; error types
   of its own are declared with `errors.declare({...})` at the top of the file. Name the module in
   `AREAS` below, under the first segment of its paths (`WRITING` if it is heavy and only writes).
   Read every parameter before looking for anything, in the server's order: it refuses what a
   parameter may not be before it says what does not exist. What is served leaves `elsewhere.py`.
3. `seed/<resource>.py`: `seed(store)` fills the shop; name it in `seed.SEEDERS`.
4. What differs between server versions is a field of `versions.Version`, never an `if` on a name.

Writes: `with call.store.write(): ...` around everything that belongs together; reading inside sees
the own changes. Work that the real server does in its queues goes to `call.later.do(...)`. Who asks
is `call.identity`: an API key, a user with permission roles, or a guest.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from tui.demo.routing import Route, Routes

AREAS: Mapping[str, tuple[str, ...]] = {
    "account": ("account", "account_sessions", "account_proofs"),
    "databases": ("legacy",),
    "functions": (
        *("functions", "usage", "deployments", "variables", "executions", "nothing_there"),
    ),
    "health": ("health",),
    "locale": ("locale",),
    "messaging": ("messaging", "messages"),
    "project": ("project", "nothing_there"),
    "proxy": ("nothing_there",),
    "sites": ("nothing_there",),
    "storage": ("buckets", "files", "usage"),
    "tablesdb": (
        "databases",
        "tables",
        "columns",
        "indexes",
        "rows",
        "transactions",
        "usage",
        "activity",
    ),
    "teams": ("teams",),
    "tokens": ("file_tokens",),
    "users": ("users", "usage"),
    "webhooks": ("nothing_there",),
}
"""First segment of a path to the modules that answer below it.

An area is imported by its first request, so that no start pays for what it does not serve.
"""
WRITING: Mapping[str, tuple[str, ...]] = {
    "account": ("account_change", "account_mfa"),
    "functions": (
        "functions_write",
        "deployments_write",
        "variables_write",
        "executions_write",
    ),
    "storage": ("buckets_write", "files_write", "previews"),
    "tablesdb": (
        *("tables_write", "columns_write", "relationships_write", "indexes_write"),
        *("rows_write", "transactions_write"),
    ),
    "teams": ("teams_write",),
    "users": ("users_write", "users_change", "users_access"),
}
"""Further modules of an area, imported once those of `AREAS` do not know what is asked."""


def routes_of(area: str, writing: bool) -> list[Route]:
    """The endpoints below a first segment (none for an unknown one), with or without `WRITING`.

    With it come those that only a real server serves.
    """
    names = (*AREAS.get(area, ()), *(WRITING.get(area, ()) if writing else ()))
    found: list[Route] = []
    for name in names:
        routes: Routes = importlib.import_module(f"{__name__}.{name}").routes
        found += routes.all
    if writing:
        elsewhere = importlib.import_module(f"{__name__}.elsewhere")
        found += elsewhere.routes_elsewhere(area)
    return found
