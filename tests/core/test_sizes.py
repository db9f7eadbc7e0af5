"""Sizes and durations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.sizes import seconds, size


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (1500, "1.5 KB"),
        (123_456, "123 KB"),
        (999_499, "999 KB"),
        (999_600, "1.0 MB"),
        (30_000_000, "30.0 MB"),
        (5_400_000_000, "5.4 GB"),
        (2 * 10**15, "2.0 PB"),
        (-1500, "-1.5 KB"),
    ],
)
def test_sizes(count: int, said: str) -> None:
    assert size(count) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "0.000 s"),
        (0.318, "0.318 s"),
        (59.9996, "1:00 min"),
        (60, "1:00 min"),
        (125, "2:05 min"),
        (3600, "60:00 min"),
    ],
)
def test_durations(amount: float, said: str) -> None:
    assert seconds(amount) == said


@pytest.mark.parametrize(
    "value", [None, "7", True, [], float("nan"), float("inf"), -float("inf"), 10**400]
)
def test_what_is_no_amount(value: object) -> None:
    assert (size(value), seconds(value)) == ("—", "—")


@given(st.integers(0, 10**17))
def test_a_size_is_near_and_short(count: int) -> None:
    number, unit = size(count).split()
    factor = 1000 ** ["B", "KB", "MB", "GB", "TB", "PB"].index(unit)
    assert abs(float(number) * factor - count) <= max(0.06 * factor, 0.006 * count)
    assert len(number) <= 5
