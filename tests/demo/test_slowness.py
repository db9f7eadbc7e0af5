"""How slow the server is on demand: `--latency`, `--jitter`, `--fail-rate`, `--realistic`."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tui.demo.timing import seconds

ROWS = "/v1/tablesdb/shop/tables/events/rows"


def query(method: str, attribute: str = "", *values: Any) -> str:
    return json.dumps({"method": method, "attribute": attribute, "values": list(values)})


@pytest.mark.parametrize(
    ("path", "queries", "shown", "size", "measured"),
    [
        (ROWS, [], 1, 352, 12.9),
        (ROWS, [], 25, 8_301, 16.5),
        (ROWS, [], 100, 33_196, 19.0),
        (ROWS, [], 1000, 334_576, 115.9),
        (ROWS, [], 5000, 1_685_940, 596.2),
        (ROWS, [], 25_000, 8_487_746, 2250.6),
        (ROWS, [query("offset", "", 24_900)], 100, 34_108, 43.4),
        (ROWS, [query("cursorAfter", "", "ev024000")], 100, 34_126, 50.0),
        (ROWS, [query("orderDesc", "message")], 100, 33_757, 105.5),
        (ROWS, [query("orderDesc", "seq")], 100, 34_108, 59.6),
        (ROWS, [query("search", "message", "needle")], 100, 10_526, 35.4),
        (ROWS, [query("orderRandom")], 100, 33_948, 52.2),
        ("/v1/users", [], 50, 27_117, 14.9),
        ("/v1/users", [], 200, 108_161, 55.3),
        ("/v1/users", [], 1000, 539_317, 174.4),
        ("/v1/storage/buckets/assets/files", [], 100, 35_832, 24.9),
        ("/v1/users/user0001", [], 2, 1_089, 6.6),
        (f"{ROWS}/ev000001", [], 1, 334, 10.0),
        ("/v1/tablesdb/shop/tables", [], 80, 21_623, 38.2),
        ("/v1/tablesdb/shop/tables/events/columns", [], 0, 5_560, 16.4),
        ("/v1/storage/buckets/assets/files/huge_txt/download", [], 0, 8_420_000, 42.6),
        ("/v1/storage/buckets/assets/files/img000/preview", [], 0, 348, 8.7),
    ],
)
def test_the_times_of_a_real_server_are_come_near(
    path: str, queries: list[str], shown: int, size: int, measured: float
) -> None:
    """Medians in milliseconds, measured at a server 1.9.6."""
    taken = seconds("GET", path, queries, shown, size) * 1000
    assert measured / 1.6 < taken < measured * 1.6


def elapsed(ask: Callable[[], Any]) -> float:
    started = time.monotonic()
    assert ask().status == 200
    return time.monotonic() - started


def test_every_answer_is_late_by_the_latency(start_demo: Any) -> None:
    with start_demo("--empty", "--latency", "300") as demo:
        assert elapsed(lambda: demo.get("/users")) >= 0.3
        assert elapsed(lambda: demo.get("/health")) >= 0.3


def test_jitter_comes_on_top_and_differs(start_demo: Any) -> None:
    with start_demo("--empty", "--latency", "100", "--jitter", "400") as demo:
        took = [elapsed(lambda: demo.get("/health")) for _ in range(6)]
        assert min(took) >= 0.1
        assert max(took) - min(took) > 0.01


def test_realistic_answers_take_their_time(start_demo: Any) -> None:
    rows = "/tablesdb/shop/tables/events/rows"
    with start_demo("--realistic") as demo:
        started = time.monotonic()
        shown = len(demo.get(rows, query("limit", "", 5000)).body["rows"])
        assert shown > 1000
        assert time.monotonic() - started >= seconds("GET", f"/v1{rows}", [], shown)
        assert elapsed(lambda: demo.get("/users/alice")) >= 0.006


def test_the_share_that_fails_is_the_one_that_was_ordered(start_demo: Any) -> None:
    for share in (0, 0.5, 1):
        with start_demo("--empty", "--fail-rate", str(share)) as demo:
            counted = Counter(demo.get("/users").status for _ in range(60))
            assert set(counted) <= {200, 500}
            assert (counted[500] > 0, counted[200] > 0) == (share > 0, share < 1)


@pytest.mark.parametrize(
    "arguments",
    [("--latency", "-1"), ("--jitter", "-1"), ("--fail-rate", "1.5"), ("--fail-rate", "-0.1")],
)
def test_orders_that_make_no_sense_are_refused(arguments: tuple[str, str]) -> None:
    from tui.demo.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert ended.value.code == 2
