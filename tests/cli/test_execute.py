"""`appwrite-tui execute` as people run it, against the embedded Appwrite."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def shop(start_demo: Any) -> Iterator[Any]:
    """A shop whose functions may run."""
    with start_demo() as started:
        yield started


@pytest.fixture
def do(run: Callable[..., Any], shop: Any) -> Callable[..., Any]:
    """`do("--path", "/echo")` runs a function of the embedded Appwrite."""
    functions = shop.get("/functions").body["functions"]
    function = next(one["$id"] for one in functions if one["enabled"] and one["deploymentId"])

    def call(*words: str, name: str = function, key: str = "full") -> Any:
        return run(
            "execute",
            name,
            *words,
            APPWRITE_ENDPOINT=shop.endpoint,
            APPWRITE_PROJECT_ID=shop.project,
            APPWRITE_API_KEY=shop.keys[key],
        )

    return call


def test_the_response_is_printed_and_the_exit_tells_how_it_went(do: Any) -> None:
    done = do("--path", "/echo", "--data", '{"a": 1}')
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["method"], answer["echo"]) == ("POST", '{"a": 1}')
    assert "completed 200" in done.stderr
    failed = do("--path", "/fail")
    assert failed.returncode == 1
    assert "Error: boom" in failed.stderr


def test_the_body_comes_from_a_file(do: Any, tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text('{"from": "file"}')
    done = do("--path", "/echo", "--data", "@body.json")
    assert json.loads(json.loads(done.stdout)["echo"]) == {"from": "file"}


def test_one_in_the_background_is_waited_for(do: Any) -> None:
    done = do("--path", "/sleep?seconds=0.3", "--background", "--wait")
    assert done.returncode == 0, done.stderr
    assert "completed" in done.stderr


def test_one_is_planned_for_later(do: Any) -> None:
    done = do("--at", "2099-01-01T03:00Z")
    assert done.returncode == 0, done.stderr
    assert "scheduled" in done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--header", "no colon"), "a header is name: value"),
        (("--header", "my header: 1"), "letters, digits and hyphens only"),
        (("--data", '{"a": oops}'), "Not JSON: Expecting value, line 1 column 7"),
        (("--data", "@large"), "servers take 10,485,760 (10 MB). Put it into a file of a bucket"),
        (("--at", "2001-01-01"), "This is past"),
        (("--at", "yesterday"), "must be a date"),
        (("--data", "@nothing.json"), "No such file"),
        (("--read-only",), "read-only"),
    ],
)
def test_what_cannot_be_sent_is_said(
    do: Any, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "large").write_text("x" * 10_485_761)
    done = do(*words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_without_the_scope_and_an_unknown_function_are_said(do: Any) -> None:
    assert "scope" in do(key="readonly").stderr
    assert "could not be found" in do(name="nothing").stderr
