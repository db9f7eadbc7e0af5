"""Addresses of the Console and of the API as places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.place import Place
from tui.resources import KINDS
from tui.resources.console_urls import console_url
from tui.resources.links import read_link
from tui.resources.places import PlaceError, ancestors, looks_like_link

ids = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,35}", fullmatch=True)
CLOUD = "https://cloud.appwrite.io/console/project-fra-66f01c9d2e0f83ab1c2d"
OWN = "http://appwrite.local:8080/console/project-shop-prod"


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("", Place("user")),
        ("/overview/platforms", Place("user")),
        ("/auth", Place("user")),
        ("/auth/user-alice", Place("session", ("alice",))),
        ("/auth/user-alice/memberships", Place("user_membership", ("alice",))),
        ("/auth/user-alice/activity", Place("session", ("alice",))),
        ("/auth/teams", Place("team")),
        ("/auth/teams/team-core/members", Place("membership", ("core",))),
        ("/databases", Place("database")),
        ("/databases/database-shop", Place("table", ("shop",))),
        ("/databases/database-shop/table-orders", Place("row", ("shop", "orders"))),
        ("/databases/database-shop/table-orders/columns", Place("column", ("shop", "orders"))),
        ("/databases/database-shop/collection-o-p/attributes", Place("column", ("shop", "o-p"))),
        ("/databases/database-shop/table-orders/settings", Place("row", ("shop", "orders"))),
        ("/databases/database-s/collection-o/document-66f0", Place("row", ("s", "o"), "66f0")),
        ("/databases/database-s/table-o/row-66f0?mode=x", Place("row", ("s", "o"), "66f0")),
        ("/storage/bucket-invoices", Place("file", ("invoices",))),
        ("/storage/bucket-invoices/file-a.pdf", Place("file", ("invoices",), "a.pdf")),
        ("/functions/function-hello", Place("execution", ("hello",))),
        ("/functions/function-hello/executions", Place("execution", ("hello",))),
        ("/functions/function-h/executions/execution-1", Place("execution", ("h",), "1")),
        ("/functions/function-h/deployment-1", Place("deployment", ("h",), "1")),
        ("/functions/function-h/variables", Place("variable", ("h",))),
    ],
)
@pytest.mark.parametrize("project", [CLOUD, OWN])
def test_pages_of_the_console(project: str, page: str, place: Place) -> None:
    assert read_link(project + page).place == place


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("", Place("user")),
        ("/auth", Place("user")),
        ("/auth/users/alice", Place("session", ("alice",))),
        ("/auth/teams/core", Place("membership", ("core",))),
        ("/auth/user-alice/memberships", Place("user_membership", ("alice",))),
        ("/databases", Place("database")),
        ("/databases/shop/tables/orders", Place("row", ("shop", "orders"))),
        ("/databases/shop/tables/orders/rows/66f0", Place("row", ("shop", "orders"), "66f0")),
        ("/databases/database-shop/table-orders/columns", Place("column", ("shop", "orders"))),
        ("/storage/buckets/invoices/files/a.pdf", Place("file", ("invoices",), "a.pdf")),
        ("/functions/hello/executions/1", Place("execution", ("hello",), "1")),
    ],
)
@pytest.mark.parametrize("start", ["https://cloud.appwrite.io/console", "http://own.example"])
def test_pages_of_newer_consoles(start: str, page: str, place: Place) -> None:
    link = read_link(f"{start}/projects/66f01c9d2e0f{page}")
    assert link.place == place
    assert link.is_of("66f01c9d2e0f")
    assert not link.is_of("shop")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("users/alice", Place("session", ("alice",))),
        ("tablesdb/shop/tables/orders/rows/66f0", Place("row", ("shop", "orders"), "66f0")),
        ("databases/s/collections/o/documents", Place("row", ("s", "o"))),
        ("tablesdb/s/tables/o/indexes", Place("index", ("s", "o"))),
        ("storage/buckets/b/files/f/view?project=shop&mode=admin", Place("file", ("b",), "f")),
        ("functions/h/executions/1", Place("execution", ("h",), "1")),
        ("tokens/buckets/b/files/f", Place("file_token", ("b", "f"))),
        ("teams", Place("team")),
    ],
)
def test_routes_of_the_api(path: str, place: Place) -> None:
    link = read_link(f"https://fra.cloud.appwrite.io/v1/{path}")
    assert link.place == place
    assert link.is_of("shop")


def test_the_project_is_told_with_and_without_its_region() -> None:
    cloud = read_link(CLOUD)
    assert cloud.is_of("66f01c9d2e0f83ab1c2d")
    assert not cloud.is_of("fra")
    assert cloud.is_at("https://fra.cloud.appwrite.io/v1")
    assert not cloud.is_at("https://evilcloud.appwrite.io.example/v1")
    own = read_link(OWN)
    assert own.is_of("shop-prod")
    assert own.is_of("prod")
    assert own.is_at("http://appwrite.local/v1")
    assert not own.is_at("http://staging.local/v1")


@pytest.mark.parametrize("prefix", ["fra-", ""])
@given(data=st.data())
def test_what_the_console_calls_a_thing_leads_to_it(prefix: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["user", "database", "table", "bucket", "file", "function"]))
    kind = KINDS[name]
    chain = (*ancestors(kind), kind)
    chosen = tuple(data.draw(ids) for _ in chain)
    section = {"user": "auth", "database": "databases", "bucket": "storage"}
    path = "/".join(f"{one.name}-{i}" for one, i in zip(chain, chosen, strict=True))
    project = data.draw(ids)
    start = section.get(chain[0].name, "functions")
    link = read_link(f"https://host/console/project-{prefix}{project}/{start}/{path}/")
    assert link.is_of(project)
    ends = (*link.place.parents, link.place.focus) if link.place.focus else link.place.parents
    assert ends == chosen


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.gathered])
@given(data=st.data())
def test_the_addresses_that_are_copied_lead_back(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    ids_of = {one.id_name: data.draw(ids) for one in ancestors(kind)}
    address = console_url("https://fra.cloud.appwrite.io/v1", "shop", name, ids_of)
    link = read_link(address)
    assert link.is_of("shop")
    assert link.is_at("https://fra.cloud.appwrite.io/v1")
    # The Console shows some lists on the page of what they hang on.
    ends = (*link.place.parents, link.place.focus) if link.place.focus else link.place.parents
    assert ends == tuple(ids_of.values())


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://example.com/shop", "no page of a project"),
        (f"{OWN}/settings", "The Console's page 'settings' has no place here."),
        (f"{OWN}/databases/table-orders", "Something is missing"),
        ("https://[bad/console", "no address"),
        ("https://host/v1/locale", "The route '/locale' has no place here."),
    ],
)
def test_addresses_that_lead_nowhere_are_refused_with_a_reason(address: str, why: str) -> None:
    with pytest.raises(PlaceError, match=why.replace("'", ".")):
        read_link(address)


@given(st.text(alphabet="abc-/project:?#[]%\x1b.v1console") | st.text())
def test_no_address_fails_otherwise(text: str) -> None:
    assert looks_like_link(f" HTTPS://{text}")
    try:
        link = read_link(f"https://{text}")
    except PlaceError as error:
        assert "\x1b" not in str(error)
    else:
        assert len(link.place.parents) == len(ancestors(KINDS[link.place.kind]))
