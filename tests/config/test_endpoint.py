"""What people type as an endpoint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.config.endpoint import checked_endpoint, is_loopback, is_plain
from tui.config.flags import Flags
from tui.config.problem import ConfigError
from tui.config.resolve import resolve


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("https://host.test/v1", "https://host.test/v1"),
        ("  https://host.test/v1/ ", "https://host.test/v1"),
        ("https://host.test/v1///", "https://host.test/v1"),
        ("HTTPS://Host.Test:8443/v1", "https://host.test:8443/v1"),
        ("https://host.test/appwrite/v1", "https://host.test/appwrite/v1"),
        ("http://[::1]:80/v1", "http://[::1]:80/v1"),
        ("https://bücher.test/v1", "https://xn--bcher-kva.test/v1"),
        # A Cyrillic letter that looks like a Latin one shows.
        ("https://аppwrite.io/v1", "https://xn--ppwrite-1fg.io/v1"),
    ],
)
def test_good_ones(typed: str, used: str) -> None:
    assert checked_endpoint(typed, "flag") == used


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "The endpoint is empty."),
        ("cloud.appwrite.io/v1", "has no scheme. Did you mean https://cloud.appwrite.io/v1?"),
        ("cloud.appwrite.io", "has no scheme. Did you mean https://cloud.appwrite.io/v1?"),
        ("//cloud.appwrite.io/v1", "Did you mean https://cloud.appwrite.io/v1?"),
        ("localhost:8080/v1", "has no scheme. Did you mean http://localhost:8080/v1?"),
        ("https://host.test", "does not end in /v1. Did you mean https://host.test/v1?"),
        ("https://host.test/console/project-fra-1", "Did you mean https://host.test/v1?"),
        ("https://host.test/appwrite", "Did you mean https://host.test/appwrite/v1?"),
        ("https://host.test/v1?a=1", "Did you mean https://host.test/v1?"),
        ("https://host.test/v2", "does not end in /v1"),
        ("https://ho st/v1", "has a space"),
        ("https://host\u200b.test/v1", "character that no address has"),
        ("https://host\\v1", "character that no address has"),
        ("ftp://host/v1", "is no web address"),
        ("https:///v1", "is no web address"),
        ("https://host:port/v1", "is no address"),
        ("https://host:99999/v1", "is no address"),
        ("https://[::1/v1", "is no address"),
        (f"https://{'a' * 70}.test/v1", "no valid host name"),
        ("https://a..b/v1", "no valid host name"),
    ],
)
def test_others_are_refused_with_cause_and_remedy(typed: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_endpoint(typed, "--endpoint")
    assert said in str(caught.value)
    assert caught.value.remedy
    assert caught.value.where == "--endpoint"


@pytest.mark.parametrize(
    "typed",
    ["https://me:hunter2@host/v1", "https://me:hunter2@ho st/v1", "https://hunter2@host:port/v1"],
)
def test_a_password_in_it_is_not_repeated(typed: str) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_endpoint(typed, "")
    assert "hunter2" not in str(caught.value)


@given(st.text(alphabet=st.sampled_from("https:/.v1@[]%?#\\ aé\x1b\u202e0:"), max_size=30))
def test_whatever_is_typed_gets_an_endpoint_or_a_sentence(typed: str) -> None:
    try:
        endpoint = checked_endpoint(typed, "flag")
    except ConfigError as error:
        assert str(error).isprintable()
        assert error.sentence.endswith(".")
    else:
        assert checked_endpoint(endpoint, "flag") == endpoint
        assert endpoint.startswith(("http://", "https://"))
        assert endpoint.endswith("/v1")
        assert endpoint.split("/")[2].isascii()


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.9.9.9:80", "[::1]:80", "a.localhost"]
)
def test_this_very_machine(host: str) -> None:
    assert is_loopback(f"http://{host}/v1")
    assert not is_plain(f"http://{host}/v1")


@pytest.mark.parametrize(
    "host", ["example.com", "10.0.0.1", "localhost.evil.test", "127.0.0.1.evil.test", "0.0.0.0"]
)
def test_other_machines(host: str) -> None:
    assert not is_loopback(f"http://{host}/v1")
    assert is_plain(f"http://{host}/v1")
    assert not is_plain(f"https://{host}/v1")


@pytest.mark.parametrize("scheme", ["http", "HTTP", "Http"])
def test_a_key_does_not_travel_in_the_clear(exporting, scheme: str) -> None:
    at = f"{scheme}://far.test/v1"
    with pytest.raises(ConfigError, match="plain http"):
        resolve(Flags(), exporting(endpoint=at, project="p", key="k" * 30))
    assert resolve(Flags(), exporting(endpoint=at, project="p")) is not None
