"""Owns the errors that the embedded Appwrite answers with: their type, status and wording."""

from __future__ import annotations

from collections.abc import Mapping

# One line an error type: (status, message). Placeholders are filled by `ApiError.of`.
_CATALOGUE: dict[str, tuple[int, str]] = {
    "general_unknown": (500, "Server Error"),
    "database_timeout": (
        408,
        "Database timed out. Try adjusting your queries or adding an index.",
    ),
    "disk_full": (
        507,
        "The embedded Appwrite cannot write to its disk ({reason}). Nothing was changed.",
    ),
    "general_argument_invalid": (400, "{reason}"),
    "general_query_invalid": (400, "{reason}"),
    "general_cursor_not_found": (400, "{noun} '{id}' for the 'cursor' value not found."),
    "general_bad_request": (400, "{reason}"),
    "general_unauthorized_scope": (401, "{who} (role: {role}) missing scopes ({scopes})"),
    "general_route_not_found": (404, "Not Found"),
    "general_rate_limit_exceeded": (
        429,
        "Rate limit for the current endpoint has been exceeded. Please try again after some time.",
    ),
    "project_not_found": (
        404,
        "Project with the requested ID could not be found. Please check the value of the "
        "X-Appwrite-Project header to ensure the correct project ID is being used.",
    ),
    "project_id_missing": (
        403,
        "When using project API key, make sure to pass x-appwrite-project header with your "
        "project ID.",
    ),
    "user_unauthorized": (
        401,
        "The current user is not authorized to perform the requested action.",
    ),
    "user_api_key_and_session_set": (
        403,
        "API key and session used in the same request. Use either `setSession` or `setKey`. "
        "Learn about which authentication method to use in the SSR docs: "
        "https://appwrite.io/docs/products/auth/server-side-rendering",
    ),
    "user_jwt_invalid": (
        401,
        "The JWT token is invalid. Please check the value of the X-Appwrite-JWT header to "
        "ensure the correct token is being used.",
    ),
    "user_jwt_and_cookie_set": (
        403,
        "JWT and cookie used in the same request. Use either `setJWT` or a session's cookie.",
    ),
    "user_more_factors_required": (
        401,
        "More factors are required to complete the sign in process.",
    ),
    "user_blocked": (403, "The current user has been blocked."),
    "database_not_found": (404, "Database with the requested ID '{id}' could not be found."),
    "database_already_exists": (
        409,
        "Database with the requested ID '{id}' already exists. Try again with a different ID or "
        "use ID.unique() to generate a unique ID.",
    ),
    "database_query_order_null": (
        400,
        "The order column '{id}' had a null value. Cursor pagination requires all rows order "
        "column values are non-null.",
    ),
    "table_not_found": (404, "Table with the requested ID '{id}' could not be found."),
    "table_already_exists": (
        409,
        "Table with the requested ID '{id}' already exists. Try again with a different ID or use "
        "ID.unique() to generate a unique ID.",
    ),
    "column_not_found": (404, "Column with the requested key '{id}' could not be found."),
    "column_index_not_found": (404, "Index with the requested key '{id}' could not be found."),
    "row_not_found": (404, "Row with the requested ID '{id}' could not be found."),
}


class ApiError(Exception):
    """An error as the server answers it; `kind` is the `type` of the JSON body."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message
        self.headers: Mapping[str, str] = {}
        self.fields: Mapping[str, object] | None = None
        self.explanation = ""

    def explained(self, explanation: str) -> ApiError:
        """The same error, which newer servers word so (`Version.explains_refusals`)."""
        self.explanation = explanation
        return self

    def with_headers(self, headers: Mapping[str, str]) -> ApiError:
        """The same error, answered with these headers."""
        self.headers = {**self.headers, **headers}
        return self

    @classmethod
    def of(cls, kind: str, **fields: object) -> ApiError:
        """The error of a known type, its message filled with `fields`."""
        status, message = _CATALOGUE[kind]
        error = cls(status, kind, message.format(**fields))
        error.fields = fields
        return error


def declared() -> Mapping[str, tuple[int, str]]:
    """Status and message of each error type that was declared so far."""
    return dict(_CATALOGUE)


def declare(errors: dict[str, tuple[int, str]]) -> None:
    """Add the error types of a resource, so that each resource keeps its own next to its routes."""
    known = _CATALOGUE.keys() & errors.keys()
    if known:
        raise ValueError(f"Error types were declared twice: {', '.join(sorted(known))}")
    _CATALOGUE.update(errors)
