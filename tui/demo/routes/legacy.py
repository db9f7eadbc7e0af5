"""Owns the older names of everything about databases (`/databases/…/collections/…/documents`).

The server has one implementation with two vocabularies. So have we: each endpoint below `/tablesdb`
is served below `/databases`, too, with parameters, answers and errors in the other words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tui.demo.answers import Answer, answer_json
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.older_names import older_paths
from tui.demo.routing import Handler, Route, Routes

routes = Routes()
_QUOTED = re.compile("""('[^']*'|"[^"]*")""")
_PARAMETERS = {
    "collectionId": "tableId",
    "documentId": "rowId",
    "documents": "rows",
    "attributes": "columns",
    "attribute": "column",
    "documentSecurity": "rowSecurity",
    "relatedCollectionId": "relatedTableId",
}
_FIELDS = {
    "rowSecurity": "documentSecurity",
    "columns": "attributes",
    "relatedTable": "relatedCollection",
    "tablesTotal": "collectionsTotal",
    "tables": "collections",
    "rowsTotal": "documentsTotal",
    "rows": "documents",
}
_KINDS = (
    ("column_index_", "index_"),
    ("column_", "attribute_"),
    ("table_", "collection_"),
    ("row_", "document_"),
)
_WORDS = (
    ("tablesDB", "databases"),
    ("Table", "Collection"),
    ("table", "collection"),
    ("Column", "Attribute"),
    ("column", "attribute"),
    ("Row", "Document"),
    ("row", "document"),
)


def _scopes(route: Route) -> tuple[str, ...]:
    """Older endpoints ask for the scopes of their own words, those of transactions for others."""
    if route.method == "GET" and "/transactions" in route.path:
        return ("rows.read",)
    older = ("databases.", "collections.", "documents.")
    return tuple(each for each in route.scopes if each.startswith(older))


def _asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters in the newer words; what is inside of rows is not ours to rename."""
    named = {_PARAMETERS.get(key, key): value for key, value in given.items()}
    operations = named.get("operations")
    if isinstance(operations, list):
        named["operations"] = [_operation(each) for each in operations]
    return named


def _operation(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    named = {_PARAMETERS.get(key, key): value for key, value in given.items()}
    if given.get("action") in ("increment", "decrement") and isinstance(named.get("data"), dict):
        named["data"] = {_PARAMETERS.get(key, key): each for key, each in named["data"].items()}
    return named


def _described(value: Any) -> Any:
    """A description of collections, attributes or indexes in the older words."""
    if isinstance(value, list):
        return [_described(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {_FIELDS.get(key, key): _described(each) for key, each in value.items()}


def _document(value: Any) -> Any:
    """A row, and the rows that it is related to, in the older words."""
    if isinstance(value, list):
        return [_document(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        "$collectionId" if key == "$tableId" else key: _document(each)
        for key, each in value.items()
    }


def _documents(body: Any) -> Any:
    """The answer of an endpoint of rows: one, or a list of them."""
    if isinstance(body, dict) and body.keys() == {"total", "rows"}:
        return {"total": body["total"], "documents": _document(body["rows"])}
    return _document(body)


def _said(call: Call, error: ApiError) -> ApiError:
    """An error in the older words, and in those of this version."""
    kind, sentence = error.kind, call.settings.version.said(error.kind, error.message, error.fields)
    for newer, older in _KINDS:
        if kind.startswith(newer):
            kind = kind.replace(newer, older, 1)
            break
    # Ids and values stand between quotes, and stay.
    parts = _QUOTED.split(sentence)
    for position in range(0, len(parts), 2):
        for newer, older in _WORDS:
            parts[position] = parts[position].replace(newer, older)
    return ApiError(error.status, kind, "".join(parts)).with_headers(error.headers)


def _mirrored(route: Route, renamed: Callable[[Any], Any]) -> Handler:
    def handler(call: Call, **ids: str) -> Answer:
        inner = replace(call, query=_asked(call.query), body=_body(call))
        try:
            answer = route.handler(inner, **ids)
        except ApiError as error:
            raise _said(call, error) from error
        if not answer.body:
            return answer
        body = renamed(json.loads(answer.body))
        return replace(answer_json(body, answer.status), headers=answer.headers)

    return handler


def _body(call: Call) -> bytes:
    if not call.body.strip() or call.method == "GET":
        return call.body
    return json.dumps(_asked(call.params)).encode()


def _is_of_rows(path: str) -> bool:
    return "/rows" in path and not path.endswith("/logs")


def _mirror_all() -> None:
    # The other area is whole before it is looked into: `routes` imports this module by its name.
    from tui.demo.routes import routes_of

    for route in routes_of("tablesdb", True):
        if not route.path.startswith("/tablesdb"):
            continue
        handler = _mirrored(route, _documents if _is_of_rows(route.path) else _described)
        for path in older_paths(route.path):
            routes.add(route.method, path, *_scopes(route))(handler)


_mirror_all()
