"""Points in time as people write them, read the way PHP does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tui.demo.query.dates import parse_moment
from tui.demo.store.clock import written


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05", "2026-01-05T00:00:00.000+00:00"),
        ("2026-01-05T10:20:30.456+02:00", "2026-01-05T08:20:30.456+00:00"),
        ("2026-02-30", "2026-03-02T00:00:00.000+00:00"),
        ("2026-02-29T12:00:00Z", "2026-03-01T12:00:00.000+00:00"),
        ("2026-1-5 10:20", "2026-01-05T10:20:00.000+00:00"),
        ("2026/01/05", "2026-01-05T00:00:00.000+00:00"),
        ("01/05/2026", "2026-01-05T00:00:00.000+00:00"),
        ("Mon, 05 Jan 2026 10:00:00 +0200", "2026-01-05T08:00:00.000+00:00"),
        ("@1767225600", "2026-01-01T00:00:00.000+00:00"),
    ],
)
def test_a_moment_is_understood(text: str, moment: str) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text", ["", "nonsense", "tomorrow-ish", "2026-13-01", "2026-01-32", "25:00", "@x", "+2 moons"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize(("text", "hours"), [("now", 0), ("+2 days", 48), ("3 hours ago", -3)])
def test_some_moments_are_told_from_now(text: str, hours: int) -> None:
    around = datetime.now(UTC) + timedelta(hours=hours)
    found = parse_moment(text)
    assert found is not None
    assert written(around) <= found <= written(around + timedelta(minutes=1))
