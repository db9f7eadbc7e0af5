"""Addresses in the Console, on Cloud and self-hosted."""

from __future__ import annotations

import pytest

from tui.resources import KINDS
from tui.resources.console_urls import console_url
from tui.resources.places import ancestors

CLOUD = "https://fra.cloud.appwrite.io/v1"
ROW = {"databaseId": "shop", "tableId": "orders", "rowId": "o1"}


@pytest.mark.parametrize(
    ("endpoint", "kind", "ids", "url"),
    [
        (
            CLOUD, "row", ROW,
            "https://cloud.appwrite.io/console/project-fra-p1/databases/database-shop/table-orders/row-o1",
        ),
        (
            "http://localhost:8080/v1", "user", {"userId": "alice"},
            "http://localhost:8080/console/project-default-p1/auth/user-alice",
        ),
        (
            "https://example.org/appwrite/v1", "user", {},
            "https://example.org/appwrite/console/project-default-p1/auth",
        ),
        (
            CLOUD, "execution", {"functionId": "f", "executionId": "e"},
            "https://cloud.appwrite.io/console/project-fra-p1/functions/function-f/executions",
        ),
        (
            CLOUD, "file", {"bucketId": "b", "fileId": "f"},
            "https://cloud.appwrite.io/console/project-fra-p1/storage/bucket-b/file-f",
        ),
    ],
)  # fmt: skip
def test_it_is_where_the_console_shows_it(
    endpoint: str, kind: str, ids: dict[str, str], url: str
) -> None:
    assert console_url(endpoint, "p1", kind, ids) == url


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_list_has_one_or_none_of_it_is_offered(kind) -> None:
    ids = {one.id_name: "x" for one in ancestors(kind)}
    assert "{" not in console_url(CLOUD, "p1", kind.name, ids)
