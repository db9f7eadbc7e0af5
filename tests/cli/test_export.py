"""`appwrite-tui export` and `get` as people run them, against the embedded Appwrite."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import pty
import signal
import stat
import struct
import subprocess
import sys
import termios
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


def test_a_dash_is_standard_output(do: Callable[..., Any], tmp_path: Path) -> None:
    done = do("export", "teams", "--format", "json", "-o", "-")
    assert json.loads(done.stdout)
    assert not (tmp_path / "-").exists()


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
        (("export", "shop/ordrs"), "could not be found. Did you mean shop/orders?"),
        (("list", "shpo/orders"), "could not be found. Did you mean shop/orders?"),
        (("get", "usres/alice"), "Did you mean users/alice?"),
        (("get", "storage/invoices/invoice01"), "Did you mean storage/invoices/invoice0"),
        (("list", "users", "--limit", "0"), "'0' is no number above 0"),
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


def test_it_comes_in_the_order_that_is_asked_for(do: Callable[..., Any]) -> None:
    done = do("export", "shop/orders", "--where", "status=paid", "--sort=-total,number")
    totals = [json.loads(line)["total"] for line in done.stdout.splitlines()]
    assert len(totals) > 2000
    known = [total for total in totals if total is not None]
    assert known == sorted(known, reverse=True)
    assert totals[: len(known)] == known


def test_a_list_is_a_table_or_json(do: Callable[..., Any]) -> None:
    done = do("list", "users", "--limit", "3", "--where", "labels has vip")
    lines = done.stdout.splitlines()
    assert lines[0].split()[:2] == ["$id", "name"]
    assert len(lines) == 4
    assert "The first 3; --limit shows more" in done.stderr
    found = json.loads(do("list", "users", "--limit", "3", "--json").stdout)
    assert len(found) == 3
    assert not any("password" in one for one in found)
    assert json.loads(do("get", "users/alice", "--json").stdout)["$id"] == "alice"


def test_sessions_are_sorted_here(do: Callable[..., Any]) -> None:
    done = do("list", "users/alice:sessions", "--sort", "ip", "--json")
    addresses = [one["ip"] for one in json.loads(done.stdout)]
    assert len(addresses) > 2
    assert addresses == sorted(addresses)


@pytest.fixture
def shell(clean: dict[str, str], demo: Any, tmp_path: Path) -> Callable[..., Any]:
    """`shell("appwrite-tui export … | head -1")`: what came of it, and the state of each part."""
    environment = {
        **clean,
        "APPWRITE_ENDPOINT": demo.endpoint,
        "APPWRITE_PROJECT_ID": demo.project,
        "APPWRITE_API_KEY": demo.keys["full"],
    }

    def call(script: str, **more: Any) -> Any:
        function = f'appwrite-tui() {{ "{sys.executable}" -m tui "$@"; }}\n'
        return subprocess.run(
            ["bash", "-c", f"{function}{script}\necho ${{PIPESTATUS[@]}} >&2"],
            capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, **more,
        )  # fmt: skip

    return call


def test_who_reads_the_pipe_may_have_enough(shell: Callable[..., Any]) -> None:
    done = shell("appwrite-tui export shop/orders | head -2")
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == "141 0\n"


def test_a_pipe_to_a_full_disk_is_said(shell: Callable[..., Any]) -> None:
    done = shell("appwrite-tui export shop/orders > /dev/full")
    assert done.stderr == "appwrite-tui: No space left on device.\n1\n"


def test_what_is_printed_to_a_full_disk_or_to_nobody(shell: Callable[..., Any]) -> None:
    for command in ("get users/alice", "list users"):
        done = shell(f"appwrite-tui {command} > /dev/full")
        assert done.stderr == "appwrite-tui: No space left on device.\n1\n"
    done = shell("appwrite-tui list shop/orders --limit 500 --json | true")
    assert done.stderr == "141 0\n"


def test_how_far_it_is_fits_into_a_line_of_the_terminal(
    clean: dict[str, str], start_demo: Any, tmp_path: Path
) -> None:
    with start_demo("--latency", "120") as slow:
        own, others = pty.openpty()
        fcntl.ioctl(others, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 30, 0, 0))
        environment = {
            **clean,
            "APPWRITE_ENDPOINT": slow.endpoint,
            "APPWRITE_PROJECT_ID": slow.project,
            "APPWRITE_API_KEY": slow.keys["full"],
        }
        command = [sys.executable, "-m", "tui", "export", "shop/orders", "-o", "all.ndjson"]
        where = "--where=number > 114000"
        done = subprocess.run(
            [*command, where], stdout=subprocess.DEVNULL, stderr=others, check=False,
            cwd=tmp_path, env=environment,
        )  # fmt: skip
        os.close(others)
        said = os.read(own, 100_000).decode()
        os.close(own)
    assert done.returncode == 0, said
    *shown, last = [one for one in said.replace("\x1b[K", "").split("\r") if one.strip()]
    assert shown
    assert all(len(one) < 30 for one in shown)
    assert last.startswith("export shop/orders  done")


def test_what_an_encoding_lacks_is_escaped(shell: Callable[..., Any]) -> None:
    done = shell("PYTHONIOENCODING=ascii appwrite-tui list users --limit 100")
    assert done.stderr.endswith("\n0\n")
    assert "\\u" in done.stdout
    done = shell("LC_ALL=POSIX PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 appwrite-tui export users")
    names = [json.loads(line)["name"] for line in done.stdout.splitlines()]
    assert any(not name.isascii() for name in names)


def test_a_disk_that_fills_leaves_whole_rows(shell: Callable[..., Any], tmp_path: Path) -> None:
    done = shell("ulimit -f 900; appwrite-tui export shop/orders -o all.ndjson")
    assert "all.ndjson.part cannot be written: File too large" in done.stderr
    assert "all.ndjson.part; the same command goes on with it.\n" in done.stderr
    assert done.stderr.endswith("\n1\n")
    assert not (tmp_path / "all.ndjson").exists()
    left = (tmp_path / "all.ndjson.part").read_text().splitlines()
    assert all(json.loads(line)["$id"] for line in left)
    done = shell("appwrite-tui export shop/orders -o all.ndjson")
    assert "Going on with all.ndjson.part" in done.stderr
    rows = [json.loads(line) for line in (tmp_path / "all.ndjson").open()]
    assert len({row["$id"] for row in rows}) == len(rows) == 20_000


def test_what_an_earlier_run_left_may_be_of_no_use(
    shell: Callable[..., Any], tmp_path: Path
) -> None:
    shell("ulimit -f 900; appwrite-tui export shop/orders -o all.ndjson")
    where = "--where 'status = paid' -o all.ndjson"
    done = shell(f"ulimit -f 100; appwrite-tui export shop/orders {where}")
    assert "all.ndjson.part is begun anew: it is of another filter." in done.stderr
    (tmp_path / "all.ndjson.part").write_text("mine")
    done = shell(f"appwrite-tui export shop/orders {where}")
    assert "all.ndjson.part is there, and nobody knows what it holds." in done.stderr
    assert "--anew writes over it.\n2\n" in done.stderr
    assert (tmp_path / "all.ndjson.part").read_text() == "mine"
    done = shell(f"appwrite-tui export shop/orders --anew {where}")
    assert done.stderr == "0\n"
    rows = [json.loads(line) for line in (tmp_path / "all.ndjson").open()]
    assert {row["status"] for row in rows} == {"paid"}


def test_a_folder_where_nothing_can_be_written(do: Callable[..., Any]) -> None:
    done = do("export", "users", "-o", "/proc/users.csv")
    assert done.returncode == 2
    assert "/proc/users.csv.part cannot be written" in done.stderr


def test_what_was_interrupted_says_how_far_it_came(
    clean: dict[str, str], start_demo: Any, tmp_path: Path
) -> None:
    with start_demo("--latency", "300") as slow:
        environment = {
            **clean,
            "APPWRITE_ENDPOINT": slow.endpoint,
            "APPWRITE_PROJECT_ID": slow.project,
            "APPWRITE_API_KEY": slow.keys["full"],
        }
        for target, words in (("pipe", ()), ("file", ("-o", "all.ndjson"))):
            command = [sys.executable, "-m", "tui", "export", "shop/orders", *words]
            with subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=tmp_path,
                env=environment,
            ) as process:
                assert process.stdout is not None
                assert process.stderr is not None
                if target == "pipe":
                    assert json.loads(process.stdout.readline())
                else:
                    part = tmp_path / "all.ndjson.part"
                    # One page is in it for sure once the second is.
                    while not part.exists() or part.read_bytes().count(b"\n") <= 500:
                        assert process.poll() is None
                process.send_signal(signal.SIGINT)
                _, said = process.communicate()
            assert process.returncode == 130
            assert "appwrite-tui: Stopped after " in said
            assert "Traceback" not in said
            if target == "file":
                assert "is in all.ndjson.part; the same command goes on with it.\n" in said
                there = part.read_text().splitlines()
                assert all(json.loads(line) for line in there)
                done = subprocess.run(
                    command, capture_output=True, text=True, cwd=tmp_path, env=environment
                )
                assert done.returncode == 0, done.stderr
                assert "Going on with all.ndjson.part, behind the " in done.stderr
                rows = [json.loads(one) for one in (tmp_path / "all.ndjson").open()]
                assert len({row["$id"] for row in rows}) == len(rows) == 20_000
            else:
                assert "What came out is not all." in said
