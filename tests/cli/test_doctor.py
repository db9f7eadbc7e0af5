"""What the doctor finds, against the embedded Appwrite and against none."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.cli.doctor import examine
from tui.config.flags import Flags

Report = dict[str, dict[str, object]]


@pytest.fixture
def doctor(demo, run) -> Callable[..., tuple[int, Report]]:
    """`doctor(key="usersonly")`: exit status and findings by name; no secret is in them."""

    def examine(*arguments: str, key: str = "full", **environment: str) -> tuple[int, Report]:
        secret = demo.keys.get(key, key)
        variables = {
            "APPWRITE_ENDPOINT": demo.endpoint,
            "APPWRITE_PROJECT_ID": demo.project,
            "APPWRITE_API_KEY": secret,
            **environment,
        }
        done = run("doctor", "--json", *arguments, **variables)
        assert not secret or secret not in done.stdout + done.stderr
        return done.returncode, {one["what"]: one for one in json.loads(done.stdout)}

    return examine


def test_all_is_well(demo, doctor) -> None:
    status, found = doctor()
    assert status == 0
    assert all(one["good"] for one in found.values())
    assert found["endpoint"]["said"] == f"{demo.endpoint} (from environment)"
    assert found["key"]["said"] == f"…{demo.keys['full'][-3:]} (from environment)"
    assert found["name"]["said"] == "127.0.0.1 is 127.0.0.1"
    assert "answers in" in found["connection"]["said"]
    assert found["server"]["said"].startswith("Appwrite 1.9.6, ")
    assert [found[pane]["said"] for pane in ("Users", "Databases", "Storage")] == ["opens"] * 3


def test_the_text_says_the_same(demo, run) -> None:
    done = run(
        "doctor",
        APPWRITE_ENDPOINT=demo.endpoint,
        APPWRITE_PROJECT_ID=demo.project,
        APPWRITE_API_KEY=demo.keys["usersonly"],
    )
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert any(line.split() == ["ok", "Users", "opens"] for line in lines)
    assert any(line.startswith("FAIL  Functions ") for line in lines)
    assert len({line.index(line.split(None, 2)[2]) for line in lines if "opens" in line}) == 1


def test_each_missing_scope_is_named(doctor) -> None:
    status, found = doctor(key="usersonly")
    assert status == 1
    assert found["Users"]["good"]
    for pane, scope in (("Storage", "buckets.read"), ("Functions", "functions.read")):
        assert not found[pane]["good"]
        assert f" {scope} for {pane if pane != 'Storage' else 'buckets'}".lower() in str(
            found[pane]["said"]
        )


def test_a_key_without_any_scope(doctor) -> None:
    status, found = doctor(key="noscopes")
    assert status == 1
    assert "users.read" in str(found["Users"]["said"])
    assert found["Teams"]["said"] == "the key lacks the scope teams.read for teams"
    assert found["Databases"]["said"] == (
        "the key lacks the scopes databases.read for databases, "
        "tables.read or collections.read for tables, rows.read or documents.read for rows"
    )
    assert "execution.read for executions" in str(found["Functions"]["said"])


@pytest.mark.parametrize(
    ("change", "what", "said"),
    [
        ({"APPWRITE_ENDPOINT": "http://127.0.0.1:9/v1"}, "connection", "refuses connections"),
        ({"APPWRITE_ENDPOINT": "https://no-such-host.invalid/v1"}, "name", "is unknown"),
        (
            {"APPWRITE_ENDPOINT": "127.0.0.1/v1"},
            "configuration",
            "Did you mean http://127.0.0.1/v1",
        ),
        ({"APPWRITE_PROJECT_ID": "nowhere"}, "panes", "no project of this id"),
        ({"key": "standard_" + "0" * 64}, "panes", "the API key is wrong"),
        ({"APPWRITE_PROJECT_ID": ""}, "configuration", "no project"),
        ({"key": ""}, "panes", "No API key"),
        ({"key": ""}, "key", "guest"),
    ],
)
def test_one_cause_is_said_once(doctor, change: dict[str, str], what: str, said: str) -> None:
    status, found = doctor(**change)
    assert status == 1
    assert not found[what]["good"]
    assert said in str(found[what]["said"])
    assert "Teams" not in found


def test_what_is_broken_but_not_needed_is_found_too(tmp_path: Path, doctor) -> None:
    (tmp_path / ".env").write_text("APPWRITE_ENDPOINT 'x\n")
    status, found = doctor()
    assert status == 1
    assert "~/.env, line 1" in str(found[".env"]["said"])
    assert found["Users"]["good"]


def test_a_mix_is_not_tried(tmp_path: Path, doctor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        (tmp_path / ".env").write_text(f"APPWRITE_ENDPOINT=http://127.0.0.1:{port}/v1\n")
        status, found = doctor(APPWRITE_ENDPOINT="")
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert status == 1
    assert "several sources" in str(found["mix"]["said"])
    assert f"(from {tmp_path}/.env)" in str(found["endpoint"]["said"])


def test_a_profile_and_where_its_key_comes_from(demo, tmp_path: Path, doctor) -> None:
    path = tmp_path / "config" / "appwrite-tui" / "profiles.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f'[profiles.shop]\nendpoint = "{demo.endpoint}"\nproject = "{demo.project}"\n'
        'key_env = "SHOP_KEY"\nread_only = true\n'
    )
    status, found = doctor("--profile", "shop", SHOP_KEY=demo.keys["full"])
    assert status == 0
    assert found["profile"]["said"] == "says endpoint, project, key by key_env (profile shop)"
    assert found["read-only"]["said"] == "yes (from profile shop)"
    assert found["profiles"]["said"] == f"shop in {path}"
    status, found = doctor("--profile", "shop")
    assert status == 1
    assert "SHOP_KEY, which is not set" in str(found["configuration"]["said"])
    path.write_text("broken [")
    status, found = doctor("--profile", "shop")
    assert [one["what"] for one in found.values() if not one["good"]] == ["profile", "profiles"]
    assert "line 1" in str(found["profile"]["said"])


def test_nothing_configured_is_said(run) -> None:
    done = run("doctor")
    assert done.returncode == 1
    assert "Nothing is configured. Set APPWRITE_ENDPOINT" in done.stdout


def test_what_is_known_is_said_while_a_server_keeps_silent(tmp_path: Path, clean) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        variables = {
            "APPWRITE_ENDPOINT": f"http://127.0.0.1:{silent.getsockname()[1]}/v1",
            "APPWRITE_PROJECT_ID": "shop",
        }
        command = [sys.executable, "-m", "tui", "doctor"]
        with subprocess.Popen(
            command, cwd=tmp_path, env={**clean, **variables}, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            # Reading goes on for as long as something comes; a hanging doctor would never get here.
            lines = iter(process.stdout.readline, "")
            assert next(line for line in lines if "TLS" in line).split() == [
                "ok",
                "TLS",
                "not",
                "used:",
                "plain",
                "http",
            ]
            assert process.poll() is None
            process.kill()


def test_a_server_that_keeps_silent_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        found = list(examine(Flags(endpoint=endpoint, project="shop"), 0.3))
    assert found[-1].what == "server"
    assert not found[-1].good
    assert "gave no answer in time" in found[-1].said


def test_escape_sequences_are_made_visible(tmp_path: Path, run) -> None:
    (tmp_path / "appwrite.config.json").write_text(
        json.dumps({"endpoint": "https://\x1b]0;evil\x07.test/v1", "projectId": "a"})
    )
    done = run("doctor")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
