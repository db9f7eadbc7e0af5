"""Requests written down as Python, for the Appwrite CLI and for curl."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from appwrite.query import Query
from hypothesis import given
from hypothesis import strategies as st

from tui.core.as_python import as_python, query_call
from tui.core.as_shell import as_cli, as_curl
from tui.core.endpoint import Effect, Endpoint
from tui.core.redact import redacted
from tui.core.sending import Sending, Target, UnwritableError

TARGET = Target("https://fra.cloud.appwrite.io/v1", "shop")
ROWS = Endpoint("GET", "/tablesdb/{databaseId}/tables/{tableId}/rows", "tables_db.list_rows")
UPDATE = Endpoint("PATCH", "/users/{userId}/prefs", "users.update_prefs", effect=Effect.WRITE)

texts = st.text(max_size=12)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | texts
    | st.floats(allow_nan=False, allow_infinity=False)
)
values = scalars.filter(lambda one: one is not None) | st.lists(texts, max_size=3)
names = st.text(min_size=1, max_size=8)
plain = st.one_of(
    st.builds(Query.equal, names, values),
    st.builds(Query.not_equal, names, values),
    st.builds(Query.contains, names, values),
    st.builds(Query.between, names, st.integers(), st.integers()),
    st.builds(Query.is_null, names),
    st.builds(Query.starts_with, names, texts),
    st.builds(Query.search, names, texts),
    st.builds(Query.select, st.lists(names, min_size=1, max_size=3)),
    st.builds(Query.order_desc, names),
    st.builds(Query.cursor_after, names),
    st.builds(Query.limit, st.integers(1, 500)),
    st.builds(Query.distance_less_than, names, st.just([1.5, 2]), st.integers(0, 9)),
)
queries = st.recursive(
    plain,
    lambda some: st.builds(Query.or_queries, st.lists(some, min_size=2, max_size=3)),
    max_leaves=6,
)
jsons = st.recursive(
    scalars, lambda some: st.lists(some, max_size=3) | st.dictionaries(names, some, max_size=3)
)


@given(queries)
def test_a_query_is_the_call_that_makes_it(text: str) -> None:
    written = query_call(text)
    assert written.startswith("Query.")
    assert written.isprintable()
    assert json.loads(eval(written, {"Query": Query})) == json.loads(text)


@given(st.dictionaries(names, jsons, max_size=3))
def test_what_the_shell_hands_on_is_what_was_sent(prefs: dict[str, Any]) -> None:
    sending = Sending(UPDATE, {"userId": "alice"}, {"prefs": prefs})
    words = shlex.split(as_curl(sending, TARGET).replace("\\\n", ""))
    assert json.loads(words[words.index("--data-raw") + 1]) == {"prefs": prefs}
    words = shlex.split(as_cli(sending, TARGET).split("appwrite users ")[1].replace("\\\n", ""))
    assert json.loads(words[words.index("--prefs") + 1]) == prefs


@given(st.lists(queries, max_size=3), texts)
def test_an_address_is_handed_on_as_it_is(asked: list[str], search: str) -> None:
    sending = Sending(
        ROWS, {"databaseId": "a", "tableId": "b"}, {"queries": asked, "search": search}
    )
    words = shlex.split(as_curl(sending, TARGET).replace("\\\n", ""))
    handed = [words[at + 1] for at, word in enumerate(words) if word == "--data-urlencode"]
    assert handed == [*(f"queries[{n}]={one}" for n, one in enumerate(asked)), f"search={search}"]


@given(jsons)
def test_a_program_is_python_and_harmless_to_a_terminal(value: Any) -> None:
    program = as_python(Sending(UPDATE, {"userId": "alice"}, {"prefs": value}), TARGET)
    assert all(line.isprintable() for line in program.split("\n"))
    made: dict[str, Any] = {}
    body = program.split("answer = ")[1].replace("Users(client).update_prefs", "dict")
    exec(f"answer = {body.replace('print(answer)', '')}", made)
    assert made["answer"] == {"user_id": "alice", "prefs": value}


SECRETS = {
    "password": "hunter2",
    "prefs": {"apiKey": "hunter2", "note": 'a"b'},
    "headers": {"authorization": "hunter2", "accept": "*/*"},
}


@pytest.mark.parametrize("write", [as_python, as_cli, as_curl])
def test_secrets_are_variables_of_the_environment(write: Any) -> None:
    text = write(Sending(UPDATE, {"userId": "alice"}, redacted(SECRETS)), TARGET)
    assert "hunter2" not in text
    assert "hidden" not in text
    for name in ("API_KEY", "PASSWORD", "AUTHORIZATION"):
        assert f"APPWRITE_{name}" in text


def test_what_the_cli_cannot_do_is_said() -> None:
    with pytest.raises(UnwritableError, match="no command"):
        as_cli(Sending(Endpoint("GET", "/health/version")), TARGET)
    with pytest.raises(UnwritableError, match="no JWT"):
        as_cli(Sending(ROWS), Target("https://a/v1", "shop", "jwt"))
