"""Every filter that can be typed is one that the server takes, and finds what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.core.drawn_filters import filters
from tui.core.completing import complete
from tui.core.filter_field import FilterField
from tui.core.filtering import Compiled, compile_filter
from tui.core.kind import Search
from tui.core.local_fields import with_local
from tui.core.query import FilterError, Group, expected, parse, show
from tui.core.sieve import sieve
from tui.core.spec import Shape
from tui.resources import KINDS
from tui.resources.filters import of_columns

NOW = datetime(2026, 9, 2, 12, 0).astimezone()
PATHS = {
    "user": "/users",
    "team": "/teams",
    "function": "/functions",
    "bucket": "/storage/buckets",
    "execution": "/functions/{}/executions",
    "deployment": "/functions/{}/deployments",
    "membership": "/teams/{}/memberships",
    "file": "/storage/buckets/{}/files",
    "database": "/tablesdb",
    "table": "/tablesdb/shop/tables",
    **{
        f"row of {table}": f"/tablesdb/shop/tables/{table}/rows"
        for table in ("orders", "customers", "products", "reviews", "odd")
    },
}
"""What is filtered, by kind; between them the tables have columns of every type."""
OFTEN = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def first_of(demo: Any, path: str) -> str:
    body = demo.get(path).body
    return str(next(value for value in body.values() if isinstance(value, list))[0]["$id"])


def path_of(demo: Any, kind: str) -> str:
    parent = {"execution": "/functions", "deployment": "/functions", "membership": "/teams"}
    path = PATHS[kind]
    return (
        path.format(first_of(demo, parent.get(kind, "/storage/buckets"))) if "{}" in path else path
    )


def fields_of(demo: Any, kind: str) -> tuple[FilterField, ...]:
    if kind.startswith("row"):
        return of_columns(demo.get(PATHS[kind].removesuffix("/rows")).body)
    known = KINDS[kind].filters
    assert known is not None
    return with_local(known(None), KINDS[kind].fields(None), (), local=False)


def compiled(tree: Group, fields: Sequence[FilterField], kind: str) -> Compiled:
    return compile_filter(parse(show(tree)), fields, search_of(kind), NOW)


def search_of(kind: str) -> Search:
    return KINDS[kind.partition(" ")[0]].search


@pytest.mark.parametrize("kind", PATHS)
def test_the_server_takes_every_filter_that_can_be_typed(demo: Any, kind: str) -> None:
    fields, path = fields_of(demo, kind), path_of(demo, kind)

    @OFTEN
    @given(filters(fields, words=True))
    def taken(tree: Group) -> None:
        found = compiled(tree, fields, kind)
        limit = json.dumps({"method": "limit", "values": [1]})
        params = {"search": found.search} if found.search else {}
        answer = demo.get(path, *found.queries, limit, params=params)
        assert answer.status == 200, (show(tree), found.queries, answer.body)
        assert found.keep is None

    taken()


@pytest.mark.parametrize("kind", PATHS)
def test_whatever_is_offered_is_taken(demo: Any, kind: str) -> None:
    """Each operator that completion offers for a field, with the first value that it offers."""
    fields, path = fields_of(demo, kind), path_of(demo, kind)
    limit = json.dumps({"method": "limit", "values": [1]})
    for field in fields:
        offered = [one.text for one in complete(f"{field.name} ", fields)]
        assert bool(offered) is not bool(field.refused)
        for text in offered:
            value = VALUES.get(field.shape, '"a b"')
            whole = finished(text, fields, "7" if field.source == "$sequence" else value)
            found = compile_filter(parse(whole), fields, search_of(kind), NOW)
            answer = demo.get(path, *found.queries, limit)
            assert answer.status == 200, (whole, answer.body)


VALUES = {
    Shape.INTEGER: "-5",
    Shape.FLOAT: "-1.5e3",
    Shape.BOOLEAN: "true",
    Shape.DATETIME: "2026-01-31T14:30:00Z",
}


def finished(text: str, fields: Sequence[FilterField], value: str) -> str:
    """A comparison as it is when one always takes what is offered first; else this value."""
    for _ in range(6):
        try:
            due = expected(text)[1]
        except FilterError:
            return text
        if due == "term":
            return text
        offered = complete(text, fields)
        text = offered[0].text if offered else f"{text}{value} "
    raise AssertionError(f"never ends: {text}")


def test_what_is_compared_here_finds_what_the_server_finds(demo: Any) -> None:
    """So a list that cannot be filtered there behaves like one that can."""
    limit = json.dumps({"method": "limit", "values": [500]})
    newest = json.dumps({"method": "orderDesc", "attribute": "$sequence"})
    users = demo.get("/users", newest, limit).body["users"]
    # Ids have no accents to be left out.
    fields = [one for one in fields_of(demo, "user") if one.source != "$id"]
    # In the server's JSON an empty name looks like none.
    seen = {user["$id"] for user in users if user["name"]}

    @settings(OFTEN, max_examples=150)
    @given(filters(fields))
    @example(parse('phone !~ "*"'))
    @example(parse('phone ~ "*"'))
    def same(tree: Group) -> None:
        assume('""' not in show(tree))
        found = compiled(tree, fields, "user")
        answer = demo.get("/users", *found.queries, newest, limit)
        keep, _ = sieve(parse(show(tree)).terms, fields, NOW)
        there = {user["$id"] for user in answer.body["users"]} & seen
        here = {user["$id"] for user in users if keep(user)} & seen
        assert here == there, (show(tree), here ^ there)

    same()


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_no_text_whatever_breaks_the_language(text: str) -> None:
    fields = fields_of_users()
    complete(text, fields)
    try:
        compile_filter(parse(text), fields, KINDS["user"].search, NOW)
    except FilterError as error:
        assert 0 <= error.start < error.stop


def fields_of_users() -> tuple[FilterField, ...]:
    known = KINDS["user"].filters
    assert known is not None
    return known(None)
