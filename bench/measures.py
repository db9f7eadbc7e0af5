"""What is measured of a running explorer, and of the floor beside it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import files
from bench import served as demo
from bench.client import users
from bench.exporting import EXPORTED, bare_export, export_file
from bench.link import tls_link
from bench.rivals import CATALOGUE, Rivals
from bench.rows import CHANGED, IMPORTED, bare_loop, import_file, requests_for_a_hundred
from bench.terminal import Terminal

PROGRAM = str(Path(sys.executable).parent / "appwrite-tui")
ORDERS = "databases/shop/orders"
SCREEN_LINES = 35
"""Rows of the grid that a terminal of 40 lines shows."""
LINK_SCREENS = 15
FILTER = 'status = paid total > 100 city ~ "O*" createdAt > 3d '
DOWN, PAGE_DOWN = "\x1b[B", "\x1b[6~"


@dataclass(frozen=True)
class Figure:
    """One figure: what we reach, what must be reached, and in which unit."""

    name: str
    reached: float
    limit: float
    unit: str

    @property
    def good(self) -> bool:
        return self.reached <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.good else "MISSED"
        unit = f"{self.unit:<12}"
        return f"{self.name:<36} {self.reached:>9.2f} {unit} at most {self.limit:<8g} {verdict}"


@contextmanager
def server(*arguments: str) -> Iterator[dict[str, str]]:
    """A running embedded Appwrite; gives the environment that leads the explorer there."""
    command = [sys.executable, "-m", "tui.demo", "--print-config", "--with-parent", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        config = json.loads(process.stdout.readline() if process.stdout else "")
        with tempfile.TemporaryDirectory() as home:
            yield {
                "PATH": os.environ["PATH"],
                "HOME": home,
                "LANG": "C.UTF-8",
                "COLORTERM": "truecolor",
                "APPWRITE_ENDPOINT": config["endpoint"],
                "APPWRITE_PROJECT_ID": config["project"],
                "APPWRITE_API_KEY": config["keys"]["full"],
            }
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def explorer(
    environment: dict[str, str], place: str, ready: str, columns: int = 120, *arguments: str
) -> Iterator[Terminal]:
    """The explorer with its first rows on the screen."""
    terminal = Terminal([PROGRAM, place, "--fresh", *arguments], environment, columns)
    try:
        terminal.wait_for(ready)
        terminal.ready()
        yield terminal
    finally:
        terminal.close()


def starts(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """Start to the first picture, the first rows and the first key, beside the floor's.

    The key is typed ahead: what is measured is when it has done its work.
    """
    floor, first, rows, harlequin = [], [], [], []
    floor_key, key = [], []
    rivals = Rivals(environment)
    for _ in range(runs):
        with _floor(environment) as terminal:
            floor.append(terminal.wait_for("READY"))
        terminal = Terminal([PROGRAM, ORDERS, "--fresh", "--remote"], environment)
        rows.append(terminal.wait_for("order19990"))
        first.append(terminal.first_text or 0.0)
        terminal.close()
        with _floor(environment) as terminal:
            terminal.send("j")
            floor_key.append(terminal.wait_for("READY j"))
        terminal = Terminal([PROGRAM, ORDERS, "--fresh", "--remote"], environment)
        terminal.send("j")
        key.append(terminal.wait_for("^▌ order19998"))
        terminal.close()
        with rivals.harlequin() as terminal:
            harlequin.append(terminal.wait_for(CATALOGUE))
    base = statistics.median(floor)
    yield Figure("start to first paint", statistics.median(first) / base, 0.20, "x floor")
    yield Figure("start to first rows", statistics.median(rows) / base, 1.3, "x floor")
    answered = statistics.median(key) / statistics.median(floor_key)
    yield Figure("start to a key answered", answered, 1.75, "x floor")
    catalogue = statistics.median(harlequin)
    yield Figure("start to first rows", statistics.median(rows) / catalogue, 0.25, "x harlequin")


def keys(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """Bytes to the terminal for what people do all day."""
    with explorer(environment, ORDERS, "order19990", 120, "--remote") as terminal:
        yield _mean("cursor down, bytes", terminal, "j", 60, 500)
        yield _mean("page down, bytes", terminal, PAGE_DOWN, 10, 6000)
        terminal.press("1")
        terminal.wait_for("user0519")
        terminal.press("2")
        yield _mean("switching panes, bytes", terminal, "1", 1, 8000)
        yield _mean("opening a prompt, bytes", terminal, ":", 1, 4000)
        terminal.press("\x1b")
        yield _mean("opening help, bytes", terminal, "?", 1, 9000)
        terminal.press("\x1b")
        before = terminal.cpu()
        yield Figure("idle for 10 s, bytes", terminal.idle(10), 0, "bytes")
        yield Figure("idle, CPU", (terminal.cpu() - before) * 100, 3, "ms/s")
    with explorer(environment, ORDERS, "Row order19999", 140) as terminal:
        yield _mean("down beside the inspector, bytes", terminal, "j", 20, 2500)
        yield _mean("page beside the inspector, bytes", terminal, PAGE_DOWN, 6, 8500)


def logs(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """A log of 1,000,000 characters: its first screen beside that of a short one, and its bytes."""
    for lines in (200_000, 20):
        _execute(environment, f"/log?lines={lines}")
    with explorer(environment, "functions/send-invoice", "log.lines=20 ", 120, "--remote") as one:
        _opens(one, "000019 worked on")  # The first time, the screen is laid out anew.
        short = statistics.median(_opens(one, "000019 worked on") for _ in range(runs))
        one.press("j")
        long = statistics.median(_opens(one, "Logs truncated") for _ in range(runs))
        one.send("\r")
        one.wait_for("Logs truncated")
        one.settle()
        yield Figure("first screen of a log of 1 MB", long / short, 1.5, "x short log")
        yield _mean("line down in it, bytes", one, "j", 60, 500)
        yield _mean("page down in it, bytes", one, PAGE_DOWN, 10, 6000)


def latency(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """Key to screen, beside the floor and the rivals."""
    rivals = Rivals(environment)
    with explorer(environment, ORDERS, "order19990", 120, "--remote") as terminal:
        down = _seconds(terminal, "j", 60)
        page = _seconds(terminal, PAGE_DOWN, 20)
        terminal.press("1")
        terminal.wait_for("user0519")
        terminal.press("2")
        pane = _seconds(terminal, "1", 1)
        terminal.press("2")
        terminal.press("/")
        typed = statistics.mean(terminal.press(key, 0.1).seconds for key in FILTER)
    with _floor(environment) as terminal:
        terminal.wait_for("READY")
        terminal.ready()
        floor = _seconds(terminal, "j", 60)
    with rivals.harlequin_rows() as terminal:
        harlequin_down = _seconds(terminal, DOWN, 60, 0.15)
        harlequin_page = _seconds(terminal, PAGE_DOWN, 20, 0.3)
        # Its way from the results to the catalogue is what our panes are.
        harlequin_pane = _seconds(terminal, "\x1b[17~", 1, 2.0)
    with rivals.visidata() as terminal:
        visidata_page = _seconds(terminal, PAGE_DOWN, 20, 0.3)
    yield Figure("cursor down", down / floor, 1.5, "x floor")
    yield Figure("typing in the filter line", typed / down, 1.5, "x cursor down")
    yield Figure("cursor down", down / harlequin_down, 0.15, "x harlequin")
    yield Figure("page down", page / harlequin_page, 0.20, "x harlequin")
    yield Figure("page down", page / visidata_page, 0.35, "x VisiData")
    yield Figure("switching panes", pane / harlequin_pane, 0.10, "x harlequin")


def link(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """A slow TLS link: what a page costs, and what a person waits who looks at one first."""
    with tls_link(environment["APPWRITE_ENDPOINT"]) as slow:
        far = {**environment, "APPWRITE_ENDPOINT": slow.endpoint}
        with explorer(far, ORDERS, "order19990", 120, "--ca-bundle", slow.ca_bundle) as terminal:
            terminal.settle(1.0)
            connections, requests = slow.connections, slow.requests
            waits = []
            for _ in range(LINK_SCREENS):
                waits.append(terminal.press(PAGE_DOWN, 0.05).seconds)
                terminal.settle(2 * slow.round_trip)
            opened, asked = slow.connections - connections, slow.requests - requests
    screens = LINK_SCREENS * SCREEN_LINES / 100
    yield Figure("TLS link: requests for 100 rows", asked / (screens + 1), 1, "requests")
    yield Figure("TLS link: connections opened", opened, 0, "")
    yield Figure("TLS link: next page after a look", max(waits) / 0.1, 0.5, "round trips")


def client(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """Processor time of a page of users, over TLS as every Appwrite is reached from afar."""
    with tls_link(environment["APPWRITE_ENDPOINT"], 0.0) as near:
        far = {**environment, "APPWRITE_ENDPOINT": near.endpoint}
        share = users(far, near.ca_bundle, runs)
    yield Figure("CPU for a page of 25 users", share, 0.10, "x SDK")


def memory(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """Memory after paging through a large table, beside the floor's."""
    with _floor(environment) as terminal:
        terminal.wait_for("READY")
        terminal.ready()
        base = terminal.memory()
    with (
        server("--rows", "1000000") as large,
        explorer(large, "databases/big/rows", r"of 5000\+", 120, "--remote") as terminal,
    ):
        for _ in range(300):
            terminal.press(PAGE_DOWN, 0.03)
        early = terminal.memory()
        for _ in range(2600):
            terminal.press(PAGE_DOWN, 0.02)
        late = terminal.memory()
    yield Figure("1,000,000 rows, after 100,000", late / base, 1.8, "x floor")
    yield Figure("1,000,000 rows, late against early", late / early, 1.05, "x")


def rows(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """An import beside a bare loop of bulk requests, which runs before it and after it."""
    with server("--rows", str(CHANGED)) as large:
        half = IMPORTED // 2
        bare = bare_loop(large, "before", half)
        spent, growth = import_file(large, "import", IMPORTED)
        bare += bare_loop(large, "after", half)
        asked = requests_for_a_hundred(large, CHANGED)
    yield Figure(f"import of {IMPORTED:,} rows", spent / bare, 1.25, "x bare loop")
    yield Figure("import, memory late against early", growth, 1.1, "x")
    yield Figure(f"change of {CHANGED:,} rows, for 100", asked, 2, "requests")


def exported(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """An export beside a bare loop that writes the same, before it and after it."""
    with server("--rows", str(EXPORTED)) as large:
        bare = [bare_export(large)]
        spent, growth = export_file(large)
        bare.append(bare_export(large))
    yield Figure(f"export of {EXPORTED:,} rows", spent / statistics.mean(bare), 1.25, "x bare loop")
    yield Figure("export, memory late against early", growth, 1.1, "x")


def served(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """The embedded Appwrite: its start beside a bare application's, a large table."""
    ours, bare = demo.starts(max(runs, 7))
    yield Figure("embedded Appwrite, first answer", ours / bare, 1.5, "x Starlette")
    yield Figure("embedded Appwrite, 1,000,000 rows", demo.seconds_to_seed(), 60, "s")
    for order, spent in demo.seconds_of_pages().items():
        yield Figure(f"a page anywhere, {order}", spent * 1000, 20, "ms")


@contextmanager
def _floor(environment: dict[str, str]) -> Iterator[Terminal]:
    terminal = Terminal([sys.executable, str(Path(__file__).with_name("floor.py"))], environment)
    try:
        yield terminal
    finally:
        terminal.close()


def _mean(name: str, terminal: Terminal, key: str, times: int, limit: float) -> Figure:
    bytes_ = statistics.mean(terminal.press(key, 0.3).bytes for _ in range(times))
    return Figure(name, bytes_, limit, "bytes")


def _opens(terminal: Terminal, pattern: str) -> float:
    """Seconds from `enter` to the text that it opens; it is left again."""
    begun = time.perf_counter() - terminal.started
    terminal.send("\r")
    seconds = terminal.wait_for(pattern) - begun
    terminal.settle()
    terminal.press("\x1b")
    return seconds


def _execute(environment: dict[str, str], path: str) -> None:
    """Run a function of the shop, so that its log is there."""
    request = urllib.request.Request(
        f"{environment['APPWRITE_ENDPOINT']}/functions/send-invoice/executions",
        json.dumps({"path": path}).encode(),
        {
            "content-type": "application/json",
            "x-appwrite-project": environment["APPWRITE_PROJECT_ID"],
            "x-appwrite-key": environment["APPWRITE_API_KEY"],
        },
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        response.read()


def _seconds(terminal: Terminal, key: str, times: int, quiet: float = 0.1) -> float:
    """The mean time from a key to the last byte that it brought to the screen."""
    return statistics.mean(terminal.press(key, quiet).seconds for _ in range(times))


def large_files(environment: dict[str, str], runs: int) -> Iterator[Figure]:
    """256 MiB up and down, beside a bare loop with the same chunks."""
    with server("--empty", "--storage-limit", str(files.LIMIT_MB)) as own:
        found = files.measured(own, max(3, runs // 2))
    yield Figure("256 MiB up", found["up"], 1 / 0.9, "x bare loop")
    yield Figure("256 MiB down", found["down"], 1 / 0.9, "x bare loop")
    yield Figure("256 MiB up, memory above idle", found["up_mib"], 40, "MiB")
    yield Figure("256 MiB down, memory above idle", found["down_mib"], 40, "MiB")


MEASURES: dict[str, Callable[[dict[str, str], int], Iterator[Figure]]] = {
    "start": starts,
    "keys": keys,
    "logs": logs,
    "latency": latency,
    "link": link,
    "client": client,
    "memory": memory,
    "rows": rows,
    "export": exported,
    "served": served,
    "files": large_files,
}
