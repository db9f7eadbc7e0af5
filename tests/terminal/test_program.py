"""The installed program in a pseudo-terminal: bytes, requests, leaving, the terminal after."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bench.terminal import Terminal

PROGRAM = str(Path(sys.executable).parent / "appwrite-tui")
LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"


@pytest.fixture
def start(demo, tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """`start("databases/shop/orders", columns=140)` runs the explorer on the embedded Appwrite."""
    opened: list[Terminal] = []

    def run(
        *arguments: str,
        columns: int = 120,
        rows: int = 40,
        tells_size: bool = True,
        inside: Sequence[str] = (),
        **environment: str,
    ) -> Terminal:
        settings = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "COLORTERM": "truecolor",
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "APPWRITE_ENDPOINT": demo.endpoint,
            "APPWRITE_PROJECT_ID": demo.project,
            "APPWRITE_API_KEY": demo.keys["full"],
            **environment,
        }
        command = [*inside, PROGRAM, *arguments]
        opened.append(Terminal(command, settings, columns, rows, tmp_path, tells_size))
        return opened[-1]

    yield run
    for terminal in opened:
        terminal.close()


@pytest.fixture
def silent() -> Iterator[str]:
    """The endpoint of a server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    kept.append(listener.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        for one in kept:
            one.close()


def test_typing_a_filter_sends_what_changed(start) -> None:
    terminal = start("databases/shop/orders", "--remote")
    terminal.wait_for("order19990")
    terminal.ready()
    terminal.press("/")
    typed = [terminal.press(key, 0.15).bytes for key in "status = paid total > 100 "]
    # Where the choices stay as they are, only the line is sent; else their lines are, too.
    assert min(typed) <= 90
    assert statistics.mean(typed) <= 300


def test_moving_costs_few_bytes(start) -> None:
    terminal = start("databases/shop/orders", "--remote")
    terminal.wait_for("order19990")
    terminal.ready()
    downs = [terminal.press("j", 0.1).bytes for _ in range(60)]
    assert statistics.mean(downs) <= 500
    pages = [terminal.press("\x1b[6~").bytes for _ in range(8)]
    assert statistics.mean(pages) <= 6000
    assert terminal.idle(3) == 0


def test_moving_beside_the_inspector(start) -> None:
    terminal = start("databases/shop/orders", columns=140)
    terminal.wait_for("Row order19999")
    terminal.ready()
    downs = [terminal.press("j", 0.4).bytes for _ in range(10)]
    assert statistics.mean(downs) <= 2500
    assert statistics.mean(terminal.press("\x1b[6~", 0.4).bytes for _ in range(4)) <= 8500


def test_a_log_of_a_million_characters_scrolls_as_cheaply_as_a_list(start, start_demo) -> None:
    with start_demo() as shop:
        executions = "/functions/send-invoice/executions"
        ran = shop.request("POST", executions, {"path": "/log?lines=200000"}).body
        assert len(ran["logs"]) == 1_000_000
        terminal = start("functions/send-invoice", "--remote", APPWRITE_ENDPOINT=shop.endpoint)
        terminal.wait_for("/log")
        terminal.settle()
        terminal.send("\r")
        terminal.wait_for("Logs truncated")
        terminal.settle()
        downs = [terminal.press("j", 0.1).bytes for _ in range(40)]
        assert statistics.mean(downs) <= 500
        pages = [terminal.press("\x1b[6~").bytes for _ in range(6)]
        assert statistics.mean(pages) <= 6000
        scrolled = terminal.text
        assert terminal.idle(1) == 0
        # What the terminal scrolled is what a fresh picture shows.
        terminal.resize(120, 39)
        terminal.settle()
        terminal.resize(120, 40)
        terminal.settle()
        assert terminal.text.split("\n")[5:39] == scrolled.split("\n")[5:39]
        terminal.press("G")
        assert "worked on part" in terminal.text


def test_what_lies_over_the_screen_is_cheap(start) -> None:
    terminal = start("databases/shop/orders", "--remote")
    terminal.wait_for("order19990")
    terminal.ready()
    terminal.press("1")
    terminal.wait_for("user0519")
    terminal.press("2")
    terminal.settle()
    assert terminal.press("1").bytes <= 8000
    assert terminal.press(":").bytes <= 4000
    terminal.press("\x1b")
    assert terminal.press("?").bytes <= 9000
    assert "one line down" in terminal.text


def test_the_scrolled_screen_is_the_drawn_screen(start) -> None:
    terminal = start("databases/shop/orders", "--remote")
    terminal.wait_for("order19990")
    terminal.ready()
    for keys in ("j" * 60, "k" * 30, "\x1b[6~", "j" * 20):
        for key in [keys] if keys.startswith("\x1b") else keys:
            terminal.press(key, 0.05)
    terminal.settle()
    scrolled = terminal.text
    terminal.resize(120, 39)
    terminal.settle()
    terminal.resize(120, 40)
    terminal.settle()
    lines = scrolled.split("\n")[4:39]
    numbers = [int(found[1]) for line in lines if (found := re.search(r"order(\d+)", line))]
    assert len(numbers) == 35
    assert numbers == list(range(numbers[0], numbers[0] - len(numbers), -1))
    # Resized, the columns are as wide as what is seen by then needs.
    drawn = {" ".join(line.split()) for line in terminal.text.split("\n")[4:38]}
    assert len(drawn & {" ".join(line.split()) for line in scrolled.split("\n")}) >= 30


def test_a_card_beside_the_lists_is_painted(start) -> None:
    terminal = start("users")
    terminal.wait_for("user0519")
    terminal.ready()
    for _ in range(5):
        terminal.press("\r")
        terminal.wait_for("│ User user0519")
        terminal.press("q")
        terminal.wait_for("last access")
    assert "▌ user0519" in terminal.text


def test_a_page_is_one_request_on_a_kept_connection(start, start_demo, tmp_path) -> None:
    terminal = start("databases/shop/orders", "--remote")
    terminal.wait_for("order19990")
    terminal.ready()
    for _ in range(9):
        terminal.press("\x1b[6~", 0.3)
    terminal.press("!")
    terminal.wait_for("Requests")
    rows = [line for line in terminal.text.split("\n") if "/orders/rows" in line]
    # Nine pages of 35 lines lie on four pages of 100; the fifth was fetched ahead.
    assert len(rows) == 5
    assert all(" 200 " in line for line in rows)


def test_leaving_does_not_wait_for_a_hanging_request(start, silent: str) -> None:
    terminal = start("users", APPWRITE_ENDPOINT=silent)
    terminal.wait_for("Loading")
    terminal.send("q")
    assert terminal.ended(5) == 0
    assert LEFT_ALTERNATE_SCREEN in terminal.output


@pytest.mark.parametrize("how", ["q", "ctrl+c", "terminate"])
def test_the_terminal_is_given_back_as_it_was(start, how: str) -> None:
    terminal = start("users", "--fresh")
    before = terminal.flags()
    terminal.wait_for("user0519")
    if how == "ctrl+c":
        terminal.send("\x03")
        terminal.wait_for("q leaves a view")
    if how == "terminate":
        os.kill(terminal.pid, signal.SIGTERM)
    else:
        terminal.send("q")
    assert terminal.ended() is not None
    assert LEFT_ALTERNATE_SCREEN in terminal.output
    assert terminal.flags()[3] == before[3]


@pytest.mark.parametrize("stopped", [False, True])
def test_a_window_that_is_closed_takes_the_explorer_along(start, stopped: bool) -> None:
    terminal = start("users")
    terminal.wait_for("user0519")
    if stopped:
        os.kill(terminal.pid, signal.SIGSTOP)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.send("j")
        terminal.settle()
    assert terminal.hang_up(20) is not None


def test_a_terminal_that_goes_without_a_word_takes_the_explorer_along(start) -> None:
    # Those around it wait for it, deaf to the signal that itself does not get.
    terminal = start("users", inside=("sh", "-c", 'trap \'\' HUP; setsid --wait "$0" "$@"'))
    terminal.wait_for("user0519")
    assert terminal.hang_up() is not None


def test_a_terminal_that_does_not_tell_its_size_is_one_of_80_columns(start) -> None:
    terminal = start("users", columns=80, rows=25, tells_size=False)
    terminal.wait_for("user0519")
    terminal.settle()
    assert terminal.idle(1.0) == 0
    terminal.send("q")
    assert terminal.ended() == 0


def test_the_size_is_the_terminal_s_whatever_is_exported(start) -> None:
    terminal = start("users", COLUMNS="60", LINES="12")
    terminal.wait_for("1–35 of 520")
    terminal.send("jj")
    terminal.wait_for("^▌ user0517")
    terminal.settle()
    assert terminal.idle(1.0) == 0


def test_keys_typed_before_the_first_rows_are_neither_lost_nor_echoed(start) -> None:
    terminal = start("users")
    terminal.send("jjj")
    terminal.wait_for("user0516")
    terminal.wait_for("^▌ user0516")
    assert "jjj" not in terminal.text


def test_enter_typed_before_the_first_rows_opens_what_it_was_meant_for(start) -> None:
    terminal = start("databases/shop", "--fresh")
    terminal.wait_for("Users")
    terminal.send("\r")
    terminal.wait_for("customer0599")
    assert "shop › customers" in terminal.text


def test_a_row_far_down_its_table_is_opened(start) -> None:
    terminal = start("databases/shop/orders/order00500", "--fresh")
    terminal.wait_for("Row order00500")
    assert "1–1 of 1" in terminal.text


def test_ctrl_c_before_anything_is_there_leaves_or_says_how(start) -> None:
    terminal = start("users", "--fresh")
    terminal.wait_for("Users")
    status = None
    while status is None and "q leaves a view" not in terminal.text:
        # As a signal, before keys are read, it may be one that is ignored here.
        terminal.send("\x03")
        status = terminal.ended(1.0)
    if status is None:
        terminal.send("q")
        terminal.ended()
    assert status in (None, 130)
    assert b"Traceback" not in terminal.output
    assert LEFT_ALTERNATE_SCREEN in terminal.output
    assert terminal.flags()[3] & termios.ECHO


def test_resizing_while_loading(start) -> None:
    terminal = start("databases/shop/orders")
    for columns, rows in ((40, 10), (200, 50), (60, 15), (80, 24)):
        terminal.resize(columns, rows)
        terminal.settle(0.05)
    terminal.wait_for("1–19 of 5000")
    assert "order19999" in terminal.text


def test_a_broken_env_file_is_a_sentence(start, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("APPWRITE_PROJECT_ID=a\n'oops\n")
    terminal = start(APPWRITE_ENDPOINT="", APPWRITE_PROJECT_ID="")
    assert terminal.ended() == 2, terminal.text
    said = terminal.output.split(LEFT_ALTERNATE_SCREEN)[-1].decode()
    assert "line 2" in said
    assert "Traceback" not in said


def test_nothing_configured_opens_the_form(start) -> None:
    nothing = {"APPWRITE_ENDPOINT": "", "APPWRITE_PROJECT_ID": "", "APPWRITE_API_KEY": ""}
    terminal = start(**nothing)
    terminal.wait_for("Nothing is configured yet")
    terminal.press("example.test/v1")
    terminal.send("\x13")
    terminal.wait_for("has no scheme")
    assert "example.test/v1" in terminal.text
    terminal.send("\x1b")
    assert terminal.ended() == 0


def test_a_filled_form_opens_the_project_and_keeps_a_profile(start, demo, tmp_path: Path) -> None:
    nothing = {"APPWRITE_ENDPOINT": "", "APPWRITE_PROJECT_ID": "", "APPWRITE_API_KEY": ""}
    terminal = start(**nothing)
    terminal.wait_for("Nothing is configured yet")
    # In one go, as terminals send what is pasted: nothing of it may be lost or go astray.
    filled = (demo.endpoint, demo.project, demo.keys["full"], "mine")
    terminal.send("".join(f"{value}\r" for value in filled) + "jj")
    terminal.wait_for("user0519")
    assert demo.keys["full"] not in terminal.output.decode()
    profiles = tmp_path / "config" / "appwrite-tui" / "profiles.toml"
    assert profiles.stat().st_mode & 0o777 == 0o600
    assert 'default = "mine"\n' in profiles.read_text()
    terminal.send("q")
    assert terminal.ended() == 0
    again = start(**nothing)
    again.wait_for("mine")
    again.wait_for("user0519")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_inside_tmux(demo, tmp_path: Path) -> None:
    def tmux(*words: str) -> str:
        command = ["tmux", "-L", tmp_path.name, *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    settings = (
        f"XDG_CONFIG_HOME={tmp_path} XDG_STATE_HOME={tmp_path} APPWRITE_ENDPOINT={demo.endpoint} "
        f"APPWRITE_PROJECT_ID={demo.project} APPWRITE_API_KEY={demo.keys['full']}"
    )
    tmux("new-session", "-d", "-x", "100", "-y", "30", f"env {settings} {PROGRAM} users; cat")
    try:
        deadline = threading.Event()
        for _ in range(400):
            if "user0519" in tmux("capture-pane", "-p"):
                break
            deadline.wait(0.05)
        tmux("send-keys", "j", "j")
        for _ in range(400):
            if "▌ user0517" in tmux("capture-pane", "-p"):
                break
            deadline.wait(0.05)
        assert "▌ user0517" in tmux("capture-pane", "-p")
    finally:
        tmux("kill-server")


@pytest.mark.parametrize("keys", ["qqq", ":q\r"])
def test_the_next_start_is_where_leaving_began(start, keys: str) -> None:
    terminal = start("databases/shop/orders")
    terminal.wait_for("order19999")
    terminal.send(keys)
    assert terminal.ended() == 0
    terminal = start()
    terminal.wait_for("Databases › shop › orders")
    terminal.wait_for("order19999")
    # Who looks around on the way out has come to stay there.
    terminal.send("q")
    terminal.wait_for("Databases › shop +Tables")
    terminal.send("j")
    terminal.send(":q\r")
    assert terminal.ended() == 0
    terminal = start()
    terminal.wait_for("Databases › shop +Tables")
    terminal.send(":q\r")
    assert terminal.ended() == 0
    terminal = start("--fresh")
    terminal.wait_for("user0519")


def test_over_ssh_the_inspector_waits_to_be_asked_for(start) -> None:
    terminal = start("users", columns=150, SSH_CONNECTION="1 2 3 4")
    terminal.wait_for("1–35 of 520")
    terminal.settle()
    assert "│ User user0519" not in terminal.text
    terminal.send("i")
    terminal.wait_for("│ User user0519")


def test_names_that_would_act_on_the_terminal_are_only_seen(start, start_demo) -> None:
    names = [
        "\x1b[31mred\x1b[2J\x07",
        "\u202eright to left",
        "\u0435\u0301\u0302 marks",
        "👩‍👩‍👧 family",
    ]
    with start_demo("--empty") as odd:
        for number, name in enumerate(names):
            odd.request("POST", "/users", {"userId": f"odd{number}", "name": name})
        key = odd.keys["full"]
        terminal = start("users", APPWRITE_ENDPOINT=odd.endpoint, APPWRITE_API_KEY=key)
        for seen in ("odd0 +␛\\[31mred␛\\[2J␇", "odd1 +·right to left", "marks", "odd3"):
            terminal.wait_for(seen)
        terminal.settle()
        assert b"\x1b[31mred" not in terminal.output
        assert b"2J\x07" not in terminal.output
        assert "\u202e".encode() not in terminal.output
