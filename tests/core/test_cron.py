"""Schedules: what is one, and what it means in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.cron import CronError, in_words
from tui.resources.function_changes import schedule_in_words, schedule_problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0 3 * * *", "At 03:00 every day (UTC), next "),
        ("*/5 * * * *", "Every fifth minute of every hour (UTC), next "),
        ("0 9 * * MON-FRI", "At 09:00 on Monday through Friday (UTC)"),
        ("0 9 ? * 1", "At 09:00 on Monday (UTC)"),
        ("@daily", "At 00:00 every day (UTC)"),
        (" @Hourly ", "(UTC), next "),
    ],
)
def test_what_a_schedule_means(text: str, words: str) -> None:
    assert words in in_words(text)
    assert schedule_problem(text, {}) == ""


@pytest.mark.parametrize("text", ["whenever", "* * * *", "0 0 0 * * *", "61 * * * *", "0 0 30 2 *"])
def test_what_is_no_schedule(text: str) -> None:
    with pytest.raises(CronError):
        in_words(text)
    assert "cron expression" in schedule_problem(text, {})
    assert schedule_in_words(text) == ""


@given(st.text() | st.from_regex(r"[0-9*/, -]{1,4}( [0-9*/,L#?-]{1,4}){4}", fullmatch=True))
def test_any_text_is_one_or_is_refused(text: str) -> None:
    assert bool(schedule_problem(text, {})) != bool(schedule_in_words(text) or not text)
