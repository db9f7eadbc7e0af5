"""Secrets are taken out of what is shown; everything else stays as it came."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.core.nesting import DEEPEST, LEFT_OUT, shallow
from tui.core.redact import HIDDEN, redacted

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "mfa", "$id", "expiry"]), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "name",
    ["password", "hash", "secret", "jwt", "phrase", "providerAccessToken", "providerRefreshToken",
     "smtpPassword", "clientSecret", "apiKey", "api_key", "privateKey", "hashOptions"],
)  # fmt: skip
def test_what_lets_somebody_in_is_hidden(name: str) -> None:
    value: object = {"salt": "s"} if name == "hashOptions" else "hunter2"
    assert redacted({name: value, "deep": [{name: value}]}) == {
        name: HIDDEN,
        "deep": [{name: HIDDEN}],
    }


def test_what_only_sounds_like_it_stays() -> None:
    user = {
        "passwordUpdate": "2026-01-01",
        "providerAccessTokenExpiry": "2026-01-01",
        "secret": False,
        "password": "",
        "jwt": None,
        "key": "API_BASE",
    }
    assert redacted(user) == user


def test_pairs_whose_value_is_the_secret() -> None:
    assert redacted({"key": "K", "value": "v", "secret": True})["value"] == HIDDEN
    assert redacted({"key": "K", "value": "", "secret": True})["value"] == ""
    headers = [
        {"name": "Authorization", "value": "Bearer x"},
        {"name": "x-appwrite-key", "value": "x"},
        {"name": "cookie", "value": "x"},
        {"name": "content-type", "value": "text/plain"},
    ]
    assert [one["value"] for one in redacted(headers)] == [HIDDEN, HIDDEN, HIDDEN, "text/plain"]


@given(plain)
def test_everything_else_stays_as_it_came(value: object) -> None:
    before = json.dumps(value)
    assert redacted(value) == value
    assert json.dumps(value) == before


def test_what_nests_without_end_is_cut() -> None:
    """PHP lets a user nest 500 deep in the preferences; drawing them must not fail."""
    value: object = "bottom"
    for _ in range(900):
        value = [{"a": value}]
    cut = json.dumps(redacted({"prefs": value}), ensure_ascii=False)
    assert LEFT_OUT in cut
    assert "bottom" not in cut
    assert shallow([["x"]], 2) == [["x"]]
    assert shallow([["x"]], 1) == [LEFT_OUT]
    assert DEEPEST >= 20
