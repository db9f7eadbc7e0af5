"""Owns which endpoints may be asked how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tui.demo.older_names import older_path


@dataclass(frozen=True)
class Limit:
    """At most `times` requests in `seconds`, counted apart for each combination of `by`.

    `by` names what tells callers apart: `route`, `ip`, `user`, `chunk` (the number of the piece of
    an upload), or a parameter as `param-email`. With `forgiving` a success (201) starts anew.
    """

    times: int
    seconds: int
    by: tuple[str, ...] = ("route", "ip")
    forgiving: bool = False

    @property
    def is_of_users(self) -> bool:
        """Whether each user has a count; guests are not counted then."""
        return "user" in self.by


_HOUR = 3600
_OF_USER = ("route", "ip", "user")
_WRITES = Limit(120, 60, _OF_USER)
_FEWER_WRITES = Limit(60, 60, _OF_USER)
_ROWS = "/tablesdb/{database_id}/tables/{table_id}/rows"
_ROW = _ROWS + "/{row_id}"
_FILES = "/storage/buckets/{bucket_id}/files"

_OF_ROWS = {
    f"POST {_ROWS}": _WRITES,
    f"PUT {_ROWS}": _WRITES,
    f"PATCH {_ROWS}": _WRITES,
    f"DELETE {_ROWS}": _FEWER_WRITES,
    f"PUT {_ROW}": _WRITES,
    f"PATCH {_ROW}": _WRITES,
    f"DELETE {_ROW}": _FEWER_WRITES,
    f"PATCH {_ROW}/{{column}}/increment": _WRITES,
    f"PATCH {_ROW}/{{column}}/decrement": _WRITES,
}
LIMITS: Mapping[str, Limit] = {
    **_OF_ROWS,
    **{older_path(route): limit for route, limit in _OF_ROWS.items()},
    f"POST {_FILES}": Limit(60, 60, (*_OF_USER, "chunk")),
    f"DELETE {_FILES}/{{file_id}}": _FEWER_WRITES,
    "POST /tokens/buckets/{bucket_id}/files/{file_id}": _FEWER_WRITES,
    "PATCH /tokens/{token_id}": _FEWER_WRITES,
    "DELETE /tokens/{token_id}": _FEWER_WRITES,
    "POST /functions": Limit(5000, 24 * _HOUR, ("route",)),
    "POST /teams/{team_id}/memberships": Limit(10, _HOUR),
    "POST /account": Limit(10, _HOUR),
    "POST /account/jwts": Limit(120, 60, ("route", "user")),
    "PATCH /account/password": Limit(10, _HOUR),
    "POST /account/recovery": Limit(10, _HOUR, ("route", "param-email")),
    "PUT /account/recovery": Limit(10, _HOUR, ("route", "param-userId")),
    "POST /account/verifications/email": Limit(10, _HOUR, ("route", "user")),
    "PUT /account/verifications/email": Limit(10, _HOUR, ("route", "param-userId")),
    "POST /account/verifications/phone": Limit(10, _HOUR, ("route", "user")),
    "PUT /account/verifications/phone": Limit(10, _HOUR, ("param-userId",)),
    "POST /account/mfa/challenges": Limit(10, _HOUR, ("route", "user")),
    "PUT /account/mfa/challenges": Limit(10, _HOUR, ("route", "param-challengeId")),
    "POST /account/tokens/magic-url": Limit(60, _HOUR, ("route", "param-email")),
    "POST /account/tokens/phone": Limit(10, _HOUR, ("route", "param-phone")),
    "PUT /account/sessions/magic-url": Limit(10, _HOUR, ("ip", "param-userId")),
    "PUT /account/sessions/phone": Limit(10, _HOUR, ("ip", "param-userId")),
    "PATCH /account/sessions/{session_id}": Limit(10, _HOUR),
    "POST /account/tokens/email": Limit(10, _HOUR, ("route", "param-email")),
    "POST /account/sessions/anonymous": Limit(50, _HOUR, ("ip",)),
    "POST /account/sessions/email": Limit(10, _HOUR, ("route", "param-email"), forgiving=True),
    "POST /account/sessions/token": Limit(10, _HOUR, ("ip", "param-userId")),
    "DELETE /account/sessions": Limit(100, _HOUR),
    "DELETE /account/sessions/{session_id}": Limit(100, _HOUR),
}
"""By method and path of the route. Servers that differ say so in `versions.Version.limits`."""
