"""`appwrite-tui export` and `get` as people run them, against the embedded Appwrite."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def do(run: Callable[..., Any], demo: Any) -> Callable[..., Any]:
    """`do("export", "shop/orders")` as somebody whose project is the embedded Appwrite."""

    def call(*words: str) -> Any:
        return run(
            *words,
            APPWRITE_ENDPOINT=demo.endpoint,
            APPWRITE_PROJECT_ID=demo.project,
            APPWRITE_API_KEY=demo.keys["full"],
        )

    return call


def test_a_table_goes_whole_to_a_private_csv(do: Callable[..., Any], tmp_path: Path) -> None:
    done = do("export", "shop/orders", "-o", "orders.csv")
    assert done.returncode == 0, done.stderr
    path = tmp_path / "orders.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["$id"] for row in rows}) == len(rows) == 20_000
    assert not list(tmp_path.glob("*.part"))


def test_a_filter_and_columns_are_kept_to(do: Callable[..., Any]) -> None:
    done = do(
        "export", "shop/orders", "--where", "status = paid total > 500", "--columns", "total,status"
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert all(list(row) == ["total", "status"] for row in rows)
    assert all(row["status"] == "paid" and row["total"] > 500 for row in rows)


def test_an_existing_file_is_never_overwritten_unasked(
    do: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "users.json").write_text("mine")
    done = do("export", "users", "-o", "users.json")
    assert done.returncode == 2
    assert "users.json is there already" in done.stderr
    assert (tmp_path / "users.json").read_text() == "mine"
    assert do("export", "users", "-o", "users.json", "--force").returncode == 0
    assert len(json.loads((tmp_path / "users.json").read_text())) >= 500


def test_hashes_of_passwords_stay_behind_unless_asked_for(do: Callable[..., Any]) -> None:
    assert "argon2" not in do("export", "users").stdout
    assert "argon2" in do("export", "users", "--secrets").stdout
    assert "password" not in json.loads(do("get", "users/alice").stdout)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("export", "shop/orders", "--where", "statu = paid"), "Did you mean status?"),
        (("export", "shop/orders", "--columns", "nope"), "There is no column 'nope'."),
        (("export", "shop/nothing"), "nothing"),
        (("export", "users", "-o", "no/such/folder/a.csv"), "No such file or directory"),
        (("get", "users"), "users is a list: name one of it, users/ID."),
        (("get", "users/nobody"), "could not be found"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_2(
    do: Callable[..., Any], words: tuple[str, ...], sentence: str
) -> None:
    done = do(*words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
