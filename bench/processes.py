"""What processes cost, as Linux tells in `/proc`: processor time, memory, children."""

from __future__ import annotations

import re
from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> list[int]:
    """A process and all that it started and that still run, parents first."""
    found = [pid]
    for task in _tasks(pid):
        for child in _read(task / "children").split():
            found += family(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time of a process's living threads, to the nanosecond."""
    spent = (_read(task / "schedstat").split() for task in _tasks(pid))
    return sum(int(fields[0]) for fields in spent if fields) / 1e9


def resident_mib(pid: int) -> float:
    """Memory that a process holds, 0 if it has ended."""
    found = re.search(r"VmRSS:\s+(\d+)", _read(PROC / str(pid) / "status"))
    return int(found[1]) / 1024 if found else 0.0


def _tasks(pid: int) -> list[Path]:
    try:
        return list((PROC / str(pid) / "task").iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    """What a file says, nothing if its process has ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""
