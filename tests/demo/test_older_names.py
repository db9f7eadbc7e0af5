"""The same databases by their older names: collections, attributes and documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tui.demo.routes import routes_of

INDEX = {"key": "i", "type": "key", "attributes": ["none"]}
UNSOUND = {"documentId": "x", "data": {"n": 1}}
TITLE = {"key": "title", "size": 40, "required": True}


@pytest.fixture
def collection(demo: Any, settled: Any) -> Iterator[str]:
    """The path of a collection `c` with a required text `title` and a number `n`."""
    demo.request("POST", "/databases", {"databaseId": "older", "name": "Older"})
    body = {"collectionId": "c", "name": "C", "documentSecurity": True}
    assert demo.request("POST", "/databases/older/collections", body).status == 201
    path = "/databases/older/collections/c"
    demo.request("POST", f"{path}/attributes/string", TITLE)
    demo.request("POST", f"{path}/attributes/integer", {"key": "n", "required": False})
    for key in ("title", "n"):
        assert settled(f"{path}/attributes/{key}")["status"] == "available"
    yield path
    demo.request("DELETE", "/databases/older")


def test_every_endpoint_has_its_older_twin() -> None:
    older = routes_of("databases", False)
    newer = [each for each in routes_of("tablesdb", True) if each.path.startswith("/tablesdb")]
    twins = {(route.method, route.path.count("/")) for route in older}
    assert twins == {(route.method, route.path.count("/")) for route in newer}
    # Relationships are changed at two addresses.
    assert len(older) == len(newer) + 1
    assert all(route.scopes for route in older)


@pytest.mark.parametrize("place", ["{}/relationship", "relationship/{}"])
def test_a_relationship_is_changed_at_either_address(
    demo: Any, collection: str, settled: Any, place: str
) -> None:
    body = {"relatedCollectionId": "c", "type": "manyToOne", "key": "up", "onDelete": "setNull"}
    made = demo.request("POST", f"{collection}/attributes/relationship", body)
    assert (made.status, made.body["relatedCollection"]) == (202, "c")
    assert settled(f"{collection}/attributes/up")["status"] == "available"
    path = f"{collection}/attributes/{place.format('up')}"
    assert demo.request("PATCH", path, {"onDelete": "cascade"}).body["onDelete"] == "cascade"


def test_one_thing_has_two_names(demo: Any, collection: str) -> None:
    older = demo.get(collection).body
    newer = demo.get("/tablesdb/older/tables/c").body
    assert [each["key"] for each in older["attributes"]] == ["title", "n"]
    assert (older["documentSecurity"], newer["rowSecurity"]) == (True, True)
    assert older["bytesUsed"] == newer["bytesUsed"]
    listed = demo.get("/databases/older/collections").body
    assert (listed["total"], listed["collections"][0]["$id"]) == (1, "c")
    assert demo.get(f"{collection}/attributes").body["total"] == 2
    index = {"key": "i", "type": "key", "attributes": ["n"]}
    made = demo.request("POST", f"{collection}/indexes", index).body
    assert (made["attributes"], "columns" in made) == (["n"], False)


def test_databases_are_listed_where_they_were_made(demo: Any, collection: str) -> None:
    older = demo.get("/databases").body["databases"]
    assert [(each["$id"], each["type"]) for each in older] == [("older", "legacy")]
    newer = demo.get("/tablesdb").body["databases"]
    assert "older" not in [each["$id"] for each in newer]
    assert {each["type"] for each in newer} == {"tablesdb"}


def test_documents_are_written_and_read(demo: Any, collection: str) -> None:
    body = {"documentId": "a", "data": {"title": "rows and columns", "n": 1}}
    made = demo.request("POST", f"{collection}/documents", body)
    assert (made.status, made.body["$collectionId"]) == (201, "c")
    assert "$tableId" not in made.body
    path = f"{collection}/documents/a"
    assert demo.request("PATCH", f"{path}/n/increment", {"value": 2}).body["n"] == 3
    many = {"documents": [{"$id": "b", "title": "B"}]}
    bulk = demo.request("POST", f"{collection}/documents", many)
    assert [each["$id"] for each in bulk.body["documents"]] == ["b"]
    listed = demo.get(f"{collection}/documents", {"method": "orderDesc", "attribute": "title"})
    assert [each["title"] for each in listed.body["documents"]] == ["rows and columns", "B"]
    assert demo.request("DELETE", path).status == 204
    gone = demo.get(path)
    assert (gone.status, gone.body["type"]) == (404, "document_not_found")
    assert gone.body["message"] == "Document with the requested ID 'a' could not be found."


def test_transactions_stage_documents(demo: Any, collection: str) -> None:
    id_ = demo.request("POST", "/databases/transactions", {}).body["$id"]
    ids = {"databaseId": "older", "collectionId": "c", "documentId": "t"}
    operations = [
        {"action": "create", **ids, "data": {"title": "T", "n": 1}},
        {"action": "increment", **ids, "data": {"attribute": "n", "value": 4}},
    ]
    path = f"/databases/transactions/{id_}"
    staged = demo.request("POST", f"{path}/operations", {"operations": operations})
    assert (staged.status, staged.body["operations"]) == (201, 2)
    assert demo.request("PATCH", path, {"commit": True}).body["status"] == "committed"
    assert demo.get(f"{collection}/documents/t").body["n"] == 5


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "expected"),
    [
        ("GET", "x", None, 404, "collection_not_found"),
        ("POST", "/attributes/string", TITLE, 409, "attribute_already_exists"),
        ("GET", "/attributes/none", None, 404, "attribute_not_found"),
        ("GET", "/indexes/none", None, 404, "index_not_found"),
        ("POST", "/indexes", INDEX, 400, "attribute_unknown"),
        ("POST", "/documents", {"documentId": "x"}, 400, "document_missing_data"),
        ("POST", "/documents", UNSOUND, 400, "document_invalid_structure"),
        ("PATCH", "/documents/none/n/increment", {}, 404, "attribute_not_found"),
    ],
)
def test_errors_speak_the_older_words(
    demo: Any, collection: str, method: str, path: str, body: Any, status: int, expected: str
) -> None:
    reply = demo.request(method, f"{collection}{path}", body)
    assert (reply.status, reply.body["type"]) == (status, expected), reply.body
    assert "row" not in reply.body["message"].lower()
    assert "table" not in reply.body["message"].lower()


def test_scopes_are_those_of_the_older_words(demo: Any, collection: str) -> None:
    refused = demo.get(collection, key="usersonly")
    assert refused.status == 401
    assert '(["collections.read"])' in refused.body["message"]
