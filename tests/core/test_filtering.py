"""Filters of every kind of column against the embedded Appwrite: none is refused there."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from tui.core.completing import complete
from tui.core.filter_field import FilterField
from tui.core.filtering import compile_filter
from tui.core.kind import Search
from tui.core.local_fields import with_local
from tui.core.query import FilterError, parse
from tui.resources import KINDS
from tui.resources.filters import of_columns

NOW = datetime(2026, 9, 2, 12, 0).astimezone()


@pytest.fixture(scope="module")
def fields(demo: Any) -> tuple[FilterField, ...]:
    return of_columns(demo.get("/tablesdb/shop/tables/orders").body)


def compiled(text: str, fields: tuple[FilterField, ...]) -> list[str]:
    return list(compile_filter(parse(text), fields, Search.COLUMNS, NOW).queries)


@pytest.mark.parametrize(
    "text",
    [
        "status = paid", "status != paid", "status in (paid, packed)", "status not in (paid)",
        "total > 100", "total >= 1.5 total <= 9", "total between 1 and 9", "total is null",
        "items = 3", "number != 100001", "trackingNumber > 1000000000000", "paid = true",
        "paid != false", 'city ~ "Os*"', 'city ~ "*o"', 'city ~ "O*o"', "city ~ slo",
        'city ~ "*sl*"', 'city !~ "Os*"', "city !~ slo", 'city !~ "O*o"', "city >= M",
        "placedAt > 3d", "placedAt = today", "placedAt = 2026-08", "placedAt != 2026-08-30",
        "placedAt in (today, yesterday)", "placedAt between 2026-08-01 and 2026-08-31",
        'createdAt < "2026-08-30 14:00"', "createdAt >= 2w", "updatedAt > 30min",
        "tags has gift", "tags has (gift, vip)", "tags has not gift", "tags is not null",
        "discounts has 45", "contact = customer199@example.test", "ip = 198.51.100.109",
        "invoice ~ 119999", "destination is null", "customer = customer0193", "customer is null",
        "id = order00042", "id in (order00042, order00043)", "oslo", "order00042 gift",
        "(status = paid or status = packed total > 3) city = Oslo", "oslo or berlin",
    ],
)  # fmt: skip
def test_the_server_takes_it(demo: Any, fields: tuple[FilterField, ...], text: str) -> None:
    queries = compiled(text, fields)
    answer = demo.get(
        "/tablesdb/shop/tables/orders/rows",
        *queries,
        json.dumps({"method": "limit", "values": [3]}),
    )
    assert answer.status == 200, (text, answer.body)


@pytest.mark.parametrize(
    ("text", "start", "said"),
    [
        ("createdAt > today", 12, "since it began is >= today"),
        ("sequence > -5", 11, "never negative"),
        ("totl > 1", 0, "Did you mean total?"),
        ("status = paidd", 9, "Did you mean paid?"),
        ("total = much", 8, "valid float"),
        ("paid = perhaps", 7, "Expected: true, false"),
        ("placedAt > sometime", 11, "is no time; like today"),
        ("tags = gift", 0, "tags has VALUE"),
        ("city has x", 0, "is no list"),
        ("total ~ 1", 0, "is no text"),
        ("status > paid", 0, "knows no order"),
        ("city search oslo", 0, "no fulltext index"),
        ("destination = 1", 0, "only is null"),
        ('city ~ "a*b*c"', 7, "One * is possible"),
    ],
)
def test_what_it_would_refuse_is_refused_here(
    fields: tuple[FilterField, ...], text: str, start: int, said: str
) -> None:
    with pytest.raises(FilterError) as caught:
        compiled(text, fields)
    assert said in str(caught.value)
    assert caught.value.start == start


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in KINDS.values()
        if kind.filters and kind.parent is None and kind.gathered is None
    ],
    ids=lambda kind: kind.name,
)
def test_every_field_of_every_list_is_taken_by_the_server(demo: Any, kind: Any) -> None:
    for field in kind.filters(None):
        queries = compiled(f"{field.name} is not null", kind.filters(None))
        answer = demo.get(kind.listing.path, *queries)
        assert answer.status == 200, (field, answer.body)


def test_a_fulltext_index_is_one_for_what_it_is_for(fields: tuple[FilterField, ...]) -> None:
    for text, unindexed in (("note search word", ()), ("note ~ word", ("note",))):
        found = compile_filter(parse(text), fields, Search.COLUMNS, NOW)
        assert found.unindexed == unindexed


def test_the_nearest_may_be_what_the_header_says() -> None:
    found = KINDS["function"]
    assert found.filters is not None
    fields = with_local(found.filters(None), found.fields(None), (), local=True)
    with pytest.raises(FilterError, match="Did you mean status"):
        compiled("statu = enabled", fields)
    assert [one.shown for one in complete("stat", fields)] == ["status"]
    assert "status" not in [one.shown for one in complete("", fields)]


@pytest.mark.parametrize(
    ("kind", "text", "same"),
    [
        ("execution", "status = done", "status = completed"),
        ("execution", "status in (running, failed)", "status in (processing, failed)"),
        ("function", "status = disabled", "enabled = false"),
        ("bucket", "fileSecurity = on", "fileSecurity = true"),
        ("membership", "state = invited", "confirmed = false"),
    ],
)
def test_what_a_list_shows_can_be_typed(kind: str, text: str, same: str) -> None:
    found = KINDS[kind]
    assert found.filters is not None
    fields = with_local(found.filters(None), found.fields(None), (), local=True)
    assert compiled(text, fields) == compiled(same, fields) != []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sta", ["status"]),
        ("status ", ["=", "!=", "in (", "is null", "is not null"]),
        ("status = re", ["refunded"]),
        ("status in (paid, sh", ["shipped"]),
        ("paid = ", ["true", "false"]),
        ("tags ", ["has", "has not", "is null", "is not null"]),
        ("placedAt > yest", ["yesterday"]),
        ("trnum", ["trackingNumber"]),
        ("zzz", []),
    ],
)
def test_what_could_stand_next(
    fields: tuple[FilterField, ...], text: str, shown: list[str]
) -> None:
    offered = [one.shown for one in complete(text, fields)]
    assert offered[: len(shown)] == shown
    assert bool(offered) is bool(shown)
