"""The endpoints of the embedded Appwrite, one file a resource.

To add a resource:

1. `model/<resource>.py`: a `Collection` with the attributes that its list can be filtered and
   ordered by; name it in `model.COLLECTIONS`.
2. `routes/<resource>.py`: `routes = Routes()`, and a handler for each endpoint, registered with
   `@routes.get("/path/{some_id}", "scope.read", ...)`. The path is below `/v1`; a handler gets the
   `Call` and the path parameters by name, runs in a worker thread and returns an `Answer`
   (`answer_page`, `answer_json`, `answer_nothing`). It raises `ApiError.of(type, ...)`; error types
   of its own are declared with `errors.declare({...})` at the top of the file. Name the module in
   `MODULES` below.
3. `seed/<resource>.py`: `seed(store)` fills the shop; name it in `seed.SEEDERS`.
4. What differs between server versions is a field of `versions.Version`, never an `if` on a name.

Writes: `with call.store.write(): ...` around everything that belongs together; reading inside sees
the own changes. Users of requests (JWT, session, cookie) are found by the functions in
`USER_FINDERS`; whoever finds one returns an `Identity` with the user's permission roles.
"""

from __future__ import annotations

from tui.demo.identity import UserFinder
from tui.demo.routes import (
    columns,
    columns_write,
    databases,
    health,
    indexes,
    rows,
    rows_write,
    tables,
    tables_write,
    transactions,
)
from tui.demo.routing import Route

MODULES = (
    health,
    databases,
    tables,
    columns,
    indexes,
    rows,
    tables_write,
    columns_write,
    rows_write,
    transactions,
)
USER_FINDERS: tuple[UserFinder, ...] = ()


def all_routes() -> list[Route]:
    """Every endpoint there is."""
    return [route for module in MODULES for route in module.routes.all]
