"""Owns the differences between server versions: one table, read by whoever behaves differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.demo.limits import LIMITS, Limit
from tui.demo.older_names import both


@dataclass(frozen=True)
class Version:
    """What one server version has, lacks and names differently."""

    name: str
    """As `--server-version` takes it."""
    reported: str
    """What `GET /health/version` and the body of every error say."""
    unknown_route_is_html: bool
    integer_sequence: bool
    """`$sequence` of a row is a number instead of text."""
    string_columns_only: bool
    """There is no varchar, text, mediumtext, longtext or bigint, and tables show no `bytesMax`."""
    contains_any_and_all: bool
    """The query methods `containsAny` and `containsAll` exist."""
    databases_by_type: bool = True
    """`/tablesdb` and `/databases` list what was made there only."""
    absent_routes: frozenset[str] = frozenset()
    """Routes (method and path) that other versions have."""
    absent_areas: frozenset[str] = frozenset()
    """First segments below which this version has nothing that is not served."""
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Scopes of routes where other versions ask for other ones."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """Limits (see `limits.LIMITS`) of other sizes, and those that only this version has."""
    absent_fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Fields that documents of a kind (`user`, `file`, ...) do not show."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """Errors (by type) that are worded otherwise."""
    unasked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Fields of a collection (`users`, `files`) that lists cannot be filtered or ordered by."""
    unique_value_refused: str = "row_already_exists"
    """The error of a row whose value a unique index has already."""
    failed_twin: str = (
        'Failed to create relationship indexes: Invalid index attribute "{key}" not found'
    )
    """Why a one-to-one relationship of a table to itself cannot be made."""
    gone_link: Any = field(default_factory=list)
    """What stands for a related row that does not exist, in a list that selects it."""
    missing_link: Mapping[str, Any] = field(default_factory=lambda: {"$sequence": ""})
    """What a write answers of a related row that does not exist, besides its table."""
    forgets_encryption: bool = False
    """A changed column answers `encrypt: null`."""
    users_at_once: int = 500
    """A list that finds more users fails: their targets are fetched in one query."""
    one_specification: bool = False
    """Functions show `specification` instead of one for builds and one for runs."""
    oldest_runtimes: bool = False
    """The runtimes that came with 1.9 are refused."""
    variables_are_named: bool = True
    """Whoever makes a variable chooses its id."""
    executions_name_resource: bool = False
    """Executions show `resourceId` and `resourceType` instead of `functionId`."""
    custom_mfa_factor: bool = False
    impersonation: bool = True
    """Users marked as impersonators may act as others by a header."""
    blocked_status: int = 403
    """What a blocked user's JWT or session is answered with."""
    explains_refusals: bool = True
    """Whoever lacks a permission is told which."""
    longest_file_name: int = 128
    """Characters that a file can be renamed to at most."""
    longest_role: int = 81
    """Characters of a role in a team at most."""
    integers_have_bits: bool = True
    """The sentence that refuses a whole number names its bits and bounds."""
    common_passwords_in_rule: bool = False
    """The sentence that refuses a password speaks of common ones, too."""

    def said(self, kind: str, message: str, fields: Mapping[str, object] | None) -> str:
        """An error in this version's words. Without `fields` the message is one of its own."""
        sentence = self.sentences.get(kind)
        return message if sentence is None or fields is None else sentence.format(**fields)

    def limit_of(self, route: str) -> Limit | None:
        """How often a route (`POST /account`) may be asked; None for any number of times."""
        return self.limits.get(route) or LIMITS.get(route)

    def present(self, kind: str, document: dict[str, Any]) -> dict[str, Any]:
        """A document without the fields that this version does not know."""
        absent = self.absent_fields.get(kind, frozenset())
        return {key: value for key, value in document.items() if key not in absent}


_ABSENT_IN_1_8: Mapping[str, frozenset[str]] = {
    "user": frozenset(
        {
            "emailCanonical",
            "emailIsFree",
            "emailIsDisposable",
            "emailIsCorporate",
            "emailIsCanonical",
            "impersonator",
            "impersonatorUserId",
        }
    ),
    "database": frozenset({"status"}),
    "log": frozenset({"userType"}),
    "counted_row": frozenset({"$databaseId", "$tableId"}),
    "membership": frozenset({"userAccessedAt", "userPhone"}),
    "bucket": frozenset({"totalSize"}),
    "file": frozenset({"compression", "encryption", "sizeActual", "folder", "key"}),
    "function": frozenset(
        {
            "buildSpecification",
            "runtimeSpecification",
            "deploymentRetention",
            "providerBranches",
            "providerPaths",
        }
    ),
}
_ABSENT_IN_1_9: Mapping[str, frozenset[str]] = {
    "database": frozenset({"status"}),
    "file": frozenset({"folder", "key"}),
}
_ROUTES_OF_THE_PROJECT = frozenset(
    {
        *("GET /project", "GET /project/keys", "GET /project/keys/{key_id}"),
        *("GET /project/platforms", "GET /webhooks"),
    }
)
_COLUMNS = "/tablesdb/{database_id}/tables/{table_id}/columns"
_KINDS_OF_1_9 = frozenset(
    route
    for kind in ("varchar", "text", "mediumtext", "longtext", "bigint")
    for route in (f"POST {_COLUMNS}/{kind}", f"PATCH {_COLUMNS}/{kind}/{{key}}")
)
_ABSENT_ROUTES_IN_2_0 = frozenset(
    {
        *("GET /account/logs", "GET /users/{user_id}/logs", "GET /teams/{team_id}/logs"),
        "GET /tablesdb/{database_id}/tables/{table_id}/logs",
        "GET /tablesdb/{database_id}/tables/{table_id}/rows/{row_id}/logs",
        *("GET /users/usage", "GET /storage/usage", "GET /storage/{bucket_id}/usage"),
        *("GET /tablesdb/usage", "GET /tablesdb/{database_id}/usage"),
        "GET /tablesdb/{database_id}/tables/{table_id}/usage",
        *("GET /functions/usage", "GET /functions/{function_id}/usage"),
        *("GET /health/queue/{name}", "GET /health/queue/failed/{name}"),
    }
)
_UNASKED_BEFORE_2_0: Mapping[str, frozenset[str]] = {
    "users": frozenset({"accessedAt"}),
    "files": frozenset({"folder"}),
}
_WORDS_OF_1_8: Mapping[str, str] = {
    "general_route_not_found": "Route not found. Please ensure the endpoint is configured "
    "correctly and that the API route is valid for this SDK version. Refer to the API docs for "
    "more details.",
    "user_blocked": "The current user has been blocked. You can unblock the user by making a "
    "request to the User API's \"Update User Status\" endpoint or in the Appwrite Console's Auth "
    "section.",
    "database_not_found": "Database not found",
    "table_not_found": "Table with the requested ID could not be found.",
    "row_not_found": "Row with the requested ID could not be found.",
    "row_already_exists": "Row with the requested ID already exists. Try again with a different ID "
    "or use ID.unique() to generate a unique ID.",
    "column_index_already_exists": "Index with the requested key already exists. Try again with a "
    "different key.",
}

VERSIONS = {
    version.name: version
    for version in (
        Version(
            "1.8.1",
            "1.8.1",
            False,
            True,
            True,
            False,
            limits={
                "POST /account/jwts": Limit(100, 3600, ("route", "user")),
                "PUT /storage/buckets/{bucket_id}/files/{file_id}": Limit(
                    60, 60, ("route", "ip", "user")
                ),
            },
            absent_routes=both(_ROUTES_OF_THE_PROJECT | _KINDS_OF_1_9),
            absent_areas=frozenset(
                {"project", "documentsdb", "vectorsdb", "organization", "reports", "webhooks"}
            ),
            scopes={"GET /project/variables": ("projects.read",)},
            absent_fields=_ABSENT_IN_1_8,
            unasked=_UNASKED_BEFORE_2_0,
            sentences=_WORDS_OF_1_8,
            failed_twin='Invalid index attribute "{key}" not found',
            gone_link={"$sequence": 0},
            missing_link={"$sequence": 0},
            forgets_encryption=True,
            users_at_once=5000,
            one_specification=True,
            databases_by_type=False,
            oldest_runtimes=True,
            variables_are_named=False,
            impersonation=False,
            blocked_status=401,
            explains_refusals=False,
            longest_file_name=255,
            longest_role=32,
            integers_have_bits=False,
            common_passwords_in_rule=True,
        ),
        Version(
            "1.9.6",
            "1.9.6",
            True,
            False,
            False,
            True,
            absent_fields=_ABSENT_IN_1_9,
            unasked=_UNASKED_BEFORE_2_0,
        ),
        Version(
            "2.0",
            "1.9.6",
            True,
            False,
            False,
            True,
            missing_link={"$sequence": "", "$createdAt": "", "$updatedAt": ""},
            absent_routes=both(_ABSENT_ROUTES_IN_2_0),
            unique_value_refused="row_unique_constraint_violation",
            executions_name_resource=True,
            custom_mfa_factor=True,
        ),
    )
}
