"""Points in time: how long ago, and exactly."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.times import exact, parse, relative

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(0), "now"),
        (timedelta(seconds=9), "now"),
        (timedelta(seconds=10), "10 s ago"),
        (timedelta(seconds=59), "59 s ago"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 d ago"),
        (timedelta(days=59), "59 d ago"),
        (timedelta(days=60), "2 mo ago"),
        (timedelta(days=364), "12 mo ago"),
        (timedelta(days=365), "1 y ago"),
        (timedelta(days=3650), "10 y ago"),
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=-40), "soon"),
        (timedelta(minutes=-3), "in 3 min"),
        (timedelta(days=-39, seconds=-1), "in 39 d"),
    ],
)
def test_how_long_ago(ago: timedelta, said: str) -> None:
    assert relative((NOW - ago).isoformat(), NOW) == said


@contextlib.contextmanager
def local_zone(name: str) -> Iterator[None]:
    """The machine stands in a zone, named as POSIX does (its signs are the other way round)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("text", ["2026-01-02T02:04:05.678+00:00", "2026-01-02T04:04:05.678+02:00"])
def test_exactly_here_and_in_utc(text: str) -> None:
    with local_zone("XXX-02:00"):
        assert exact(text) == "2026-01-02 04:04:05.678 +02:00 = 2026-01-02 02:04:05 UTC"
    with local_zone("UTC"):
        assert exact(text) == "2026-01-02 02:04:05.678 UTC"


def test_a_time_without_a_zone_is_utc() -> None:
    assert parse("2026-01-02T03:04:05") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


zones = st.none() | st.integers(-1439, 1439).map(lambda n: timezone(timedelta(minutes=n)))


@given(st.text() | st.none() | st.integers() | st.datetimes(timezones=zones).map(str))
def test_no_time_is_too_strange(text: object) -> None:
    for said in (exact(text), relative(text)):
        assert said.isprintable() or "\u200d" in said


def test_what_is_no_time_is_shown_as_it_is() -> None:
    assert (relative("someday\x07"), exact("someday")) == ("someday␇", "someday")
    assert (relative(None), exact(None)) == ("", "")
