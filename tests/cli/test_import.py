"""`appwrite-tui import` as people run it, against the embedded Appwrite."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROWS = "/tablesdb/big/tables/rows/rows"


@pytest.fixture(scope="module")
def big(start_demo: Any) -> Iterator[Any]:
    with start_demo("--rows", "10") as started:
        yield started


@pytest.fixture
def importing(run: Callable[..., Any], big: Any) -> Callable[..., Any]:
    """`importing("file.csv", "--yes")` into the table of the embedded Appwrite."""

    def do(file: str, *options: str, key: str = "full") -> Any:
        return run(
            "import", file, "big/rows", *options,
            APPWRITE_ENDPOINT=big.endpoint,
            APPWRITE_PROJECT_ID=big.project,
            APPWRITE_API_KEY=big.keys[key],
        )  # fmt: skip

    return do


def find(big: Any, column: str, value: Any) -> list[dict[str, Any]]:
    query = {"method": "equal", "attribute": column, "values": [value]}
    limit = {"method": "limit", "values": [1000]}
    rows: list[dict[str, Any]] = big.get(ROWS, query, limit).body["rows"]
    return rows


def write_csv(path: Path, count: int, owner: str) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Title", "score", "tags", "owner", "flag"])
        for number in range(count):
            writer.writerow([f"Row, {number}", number, "a;b", owner, "true"])


def test_a_csv_goes_in_a_hundred_at_a_time(importing: Any, big: Any, tmp_path: Path) -> None:
    write_csv(tmp_path / "in.csv", 250, "csv")
    big.control("DELETE", "seen")
    done = importing("in.csv", "--yes")
    assert done.returncode == 0, done.stderr
    assert "→ title" in done.stderr
    assert "250 rows" in done.stderr
    rows = find(big, "owner", "csv")
    assert len(rows) == 250
    assert (rows[7]["title"], rows[7]["score"], rows[7]["tags"]) == ("Row, 7", 7, ["a", "b"])
    seen = big.control("GET", "seen")["requests"]
    assert sum(one["method"] == "POST" for one in seen) == 3


def test_the_good_rows_go_in_and_the_bad_ones_come_back_with_reasons(
    importing: Any, big: Any, tmp_path: Path
) -> None:
    lines = [{"$id": f"nd{n}", "title": "x", "owner": "nd", "score": n} for n in range(30)]
    lines[7]["score"] = "many"
    lines[9]["$id"] = "row0000001"
    lines[11].pop("title")
    text = "\n".join(json.dumps(line) for line in lines) + '\n{"title": "broken\n'
    (tmp_path / "in.ndjson").write_text(text)
    done = importing("in.ndjson", "--yes", "--rejects", "out.ndjson")
    assert done.returncode == 1
    assert "line 8: score: Value must be a valid" in done.stdout
    assert "line 10: Row with the requested ID" in done.stdout
    assert 'line 12: Missing required attribute "title"' in done.stdout
    assert len(find(big, "owner", "nd")) == 27
    rejected = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    assert len(rejected) == 4
    assert any("Value must be a valid" in one["_reason"] for one in rejected)
    assert (tmp_path / "out.ndjson").stat().st_mode & 0o077 == 0


def test_a_dry_run_tells_all_and_sends_nothing(importing: Any, big: Any, tmp_path: Path) -> None:
    rows = [{"title": "dry", "owner": "dry"}, {"title": None, "owner": "dry"}]
    (tmp_path / "in.json").write_text(json.dumps(rows))
    done = importing("in.json", "--dry-run")
    assert done.returncode == 1
    assert "1 rows would be sent, 1 would fail; nothing was sent." in done.stderr
    assert not find(big, "owner", "dry")


def test_rows_that_are_there_are_changed(importing: Any, big: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "key,owner,title\nrow0000002,upserted,Kept\nfresh1,upserted,Fresh\n"
    )
    done = importing("in.csv", "--yes", "--upsert", "--id", "key")
    assert done.returncode == 0, done.stderr + done.stdout
    assert {row["$id"] for row in find(big, "owner", "upserted")} == {"row0000002", "fresh1"}
    again = importing("in.csv", "--yes", "--upsert", "--id", "key")
    assert again.returncode == 0


def test_what_broke_off_goes_on_without_doubles(importing: Any, big: Any, tmp_path: Path) -> None:
    write_csv(tmp_path / "in.csv", 250, "resumed")
    big.spoil("500", "POST", "/rows$", times=1)
    first = importing("in.csv", "--yes")
    assert first.returncode == 1
    second = importing("in.csv", "--yes", "--resume")
    assert second.returncode == 0, second.stderr + second.stdout
    assert len(find(big, "owner", "resumed")) == 250


def test_a_killed_import_goes_on_without_doubles(
    importing: Any, start: Callable[..., Any], big: Any, tmp_path: Path
) -> None:
    write_csv(tmp_path / "in.csv", 20_000, "killed")
    process = start(
        "import", "in.csv", "big/rows", "--yes",
        APPWRITE_ENDPOINT=big.endpoint,
        APPWRITE_PROJECT_ID=big.project,
        APPWRITE_API_KEY=big.keys["full"],
    )  # fmt: skip

    def count() -> int:
        query = {"method": "equal", "attribute": "owner", "values": ["killed"]}
        total: int = big.get(ROWS, query).body["total"]
        return total

    while not count():
        assert process.poll() is None
    process.kill()
    process.wait()
    assert count() < 5000, "it was killed before its end"
    again = importing("in.csv", "--yes", "--resume")
    assert again.returncode == 0, again.stderr + again.stdout
    assert "20,000 rows" in again.stderr
    owner = {"method": "equal", "attribute": "owner", "values": ["killed"]}
    limit = {"method": "limit", "values": [25_000]}
    scores = [row["score"] for row in big.get(ROWS, owner, limit).body["rows"]]
    assert sorted(scores) == list(range(20_000))


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"", (), "empty"),
        (b"title,colour\nx,red\n", ("--yes",), "--map colour=COLUMN puts it into one"),
        (b"score\n1\n", ("--yes",), "The required column 'title' has no field in the file."),
        ("title\nMüll\n".encode("latin-1"), ("--yes",), "UTF-8"),
        (b"title\nx\n", (), "--yes has to say that it is meant"),
        (b"title\nx\n", ("--yes", "--read-only"), "read-only"),
    ],
)
def test_what_cannot_begin_says_why(
    importing: Any, tmp_path: Path, content: bytes, options: tuple[str, ...], said: str
) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    done = importing("in.csv", *options)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_key_without_the_scope_is_told_so(importing: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("title\nx\n")
    done = importing("in.csv", "--yes", key="readonly")
    assert done.returncode == 1
    assert "lacks the scope rows.write" in done.stdout


def test_the_journal_can_undo_it(importing: Any, tmp_path: Path) -> None:
    write_csv(tmp_path / "in.csv", 3, "journal")
    assert importing("in.csv", "--yes").returncode == 0
    journal = tmp_path / "state" / "appwrite-tui" / "journal.sqlite"
    assert journal.exists()
    assert journal.stat().st_mode & 0o077 == 0
