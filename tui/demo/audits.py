"""Owns which requests leave a note in the activity logs, and on what.

Only what a list can show is noted: what happens to teams, tables and rows, and what users do
themselves. Bulk requests are noted once, on their table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Audit:
    """What is noted of a successful request.

    `resource` is filled with the names in the path and the fields of the answer. `by` is the field
    of the answer with the user's id where somebody just came in.
    """

    event: str
    resource: str
    by: str = ""


_TABLES = "/tablesdb/{database_id}/tables"
_TABLE = _TABLES + "/{table_id}"
_ROWS, _ROW = _TABLE + "/rows", _TABLE + "/rows/{row_id}"
_ON_TABLE = "database/{database_id}/table/{table_id}"
_ON_ROW = _ON_TABLE + "/row/{row_id}"
_USER, _TEAM, _MEMBERSHIPS = "user/{$id}", "team/{team_id}", "/teams/{team_id}/memberships"
_SIGNED_IN = Audit("session.create", "user/{userId}", by="userId")

AUDITS: Mapping[str, Audit] = {
    "POST /account": Audit("user.create", _USER, by="$id"),
    "PATCH /account/name": Audit("user.update", _USER),
    "PATCH /account/prefs": Audit("user.update", _USER),
    "PATCH /account/mfa": Audit("user.update", _USER),
    "PATCH /account/password": Audit("user.update", _USER),
    "POST /account/sessions/email": _SIGNED_IN,
    "POST /account/sessions/anonymous": _SIGNED_IN,
    "POST /account/sessions/token": _SIGNED_IN,
    "POST /teams": Audit("team.create", "team/{$id}"),
    "PUT /teams/{team_id}": Audit("team.update", _TEAM),
    "PUT /teams/{team_id}/prefs": Audit("team.update", _TEAM),
    "DELETE /teams/{team_id}": Audit("team.delete", _TEAM),
    f"POST {_MEMBERSHIPS}": Audit("membership.create", _TEAM),
    f"PATCH {_MEMBERSHIPS}/{{membership_id}}": Audit("membership.update", _TEAM),
    f"DELETE {_MEMBERSHIPS}/{{membership_id}}": Audit("membership.delete", _TEAM),
    f"POST {_TABLES}": Audit("table.create", "database/{database_id}/table/{$id}"),
    f"PUT {_TABLE}": Audit("table.update", _ON_TABLE),
    f"DELETE {_TABLE}": Audit("table.delete", _ON_TABLE),
    f"DELETE {_TABLE}/columns/{{key}}": Audit("column.delete", _ON_TABLE),
    f"POST {_TABLE}/indexes": Audit("index.create", _ON_TABLE),
    f"DELETE {_TABLE}/indexes/{{key}}": Audit("index.delete", _ON_TABLE),
    f"POST {_ROWS}": Audit("row.create", _ON_TABLE),
    f"PUT {_ROWS}": Audit("row.upsert", _ON_TABLE),
    f"PATCH {_ROWS}": Audit("rows.update", _ON_TABLE),
    f"DELETE {_ROWS}": Audit("rows.delete", _ON_TABLE),
    f"PATCH {_ROW}": Audit("row.update", _ON_ROW),
    f"PUT {_ROW}": Audit("row.upsert", _ON_ROW),
    f"DELETE {_ROW}": Audit("row.delete", _ON_ROW),
    f"PATCH {_ROW}/{{column}}/increment": Audit("row.update", _ON_ROW),
    f"PATCH {_ROW}/{{column}}/decrement": Audit("row.update", _ON_ROW),
}
"""By method and path of the route; those of columns of each kind are in `audit_of`."""
_COLUMNS = f"{_TABLE}/columns/"


def audit_of(route: str) -> Audit | None:
    """What is noted of a route (`POST /teams`), None for nothing."""
    for method, event in (("POST", "column.create"), ("PATCH", "column.update")):
        if route.startswith(f"{method} {_COLUMNS}"):
            return Audit(event, _ON_TABLE)
    return AUDITS.get(route)
