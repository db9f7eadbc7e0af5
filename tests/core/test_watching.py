"""What is new, changed and gone, and when to look again."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.core.watching import EVER, ROOM, Pace, compare, newest, news_queries, portions

TABLE = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(10, 20))


def row(name: str, version: int) -> dict[str, Any]:
    stamp = f"2026-01-{version}T00:00:00.000+00:00"
    return {"$id": name, "$createdAt": stamp, "$updatedAt": stamp}


def name_of(resource: Any) -> str:
    return str(resource["$id"])


@given(TABLE, TABLE, st.booleans())
def test_each_row_is_told_of_once_and_rightly(
    before: dict[str, int], after: dict[str, int], whole: bool
) -> None:
    shown = {name: row(name, version) for name, version in before.items()}
    answer = [row(name, version) for name, version in after.items()]
    news = compare(shown, answer, name_of, whole)
    assert set(news.new) == after.keys() - before.keys()
    both = after.keys() & before.keys()
    assert set(news.changed) == {name for name in both if after[name] > before[name]}
    assert news.gone == (before.keys() - after.keys() if whole else set())
    # What was told is then shown: told once, there is nothing more to tell.
    now = {one: found for one, found in shown.items() if one not in news.gone}
    now |= {**news.new, **news.changed}
    assert not compare(now, answer, name_of, whole=False)
    latest = max(after.values(), default=0)
    assert newest(answer) == (row("", latest)["$createdAt"] if after else EVER)


@given(st.lists(st.booleans()))
def test_looks_come_seldom_in_peace_and_soon_after_news(happened: list[bool]) -> None:
    pace, seconds = Pace(), Pace().first
    for news in happened:
        before, seconds = seconds, pace.after(seconds, news)
        assert seconds == (2 if news else min(2 * before, 30))
    for _ in range(10):
        seconds = pace.after_failure(seconds)
    assert seconds == 60
    assert pace.after(seconds, news=True) == 2


@given(st.lists(st.text("abcdef0123456789", min_size=1, max_size=36), max_size=400))
def test_all_ids_are_asked_for_in_queries_as_long_as_servers_take(ids: list[str]) -> None:
    parts = portions(ids)
    assert [one for part in parts for one in part] == ids
    for part in parts:
        asked = news_queries(part, EVER)
        assert all(len(one) <= 4096 for one in asked)
        assert json.loads(asked[-1])["values"] == [len(part) + 100]
    for part, following in pairwise(parts):
        assert sum(len(one) + 3 for one in (*part, following[0])) > ROOM
