"""Owns the cached seed: a SQLite file built once for each code and size, copied at each start."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tui.demo.freshen import freshen, mark_end
from tui.demo.store.database import QUERY_SECONDS, Store

_PREFIX = "running-"
_OLD = 60
"""Seconds after which a store that nobody holds was left behind, not just being made."""
_KEPT = 6
"""Cached files that stay; older ones go when a new one is built."""


class StateInUseError(Exception):
    """Another process serves from the same folder."""


@contextlib.contextmanager
def temporary_store(empty: bool, rows: int, seconds: float = QUERY_SECONDS) -> Iterator[Store]:
    """A store that starts as the seed and is forgotten at the end.

    It lies beside the seed, which it links: the seed may be pruned while it is in use. Those that
    killed processes left behind are deleted.
    """
    seed = seed_file(empty, rows)
    _sweep(seed.parent)
    with (
        tempfile.TemporaryDirectory(prefix=_PREFIX, dir=seed.parent) as folder,
        _locked(Path(folder)),
    ):
        template = Path(folder) / "seed.sqlite"
        template.hardlink_to(seed)
        store = Store(Path(folder) / "data.sqlite", template=template, seconds=seconds)
        yield store
        store.close()


def _sweep(parent: Path) -> None:
    """Delete stores whose process is gone: they are old and nobody holds their lock."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(StateInUseError, OSError):
            if time.time() - folder.stat().st_mtime > _OLD:
                with _locked(folder):
                    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock; raises `StateInUseError` when another process does."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StateInUseError(f"{folder} is in use by another process.") from error
        yield


@contextlib.contextmanager
def kept_store(
    folder: Path, empty: bool, rows: int, seconds: float = QUERY_SECONDS
) -> Iterator[Store]:
    """The store in a folder, made from the seed the first time. Raises `StateInUseError`."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        path = folder.absolute() / "data.sqlite"
        if not path.exists():
            new = folder / "data.new"
            try:
                shutil.copyfile(seed_file(empty, rows), new)
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)
        store = Store(path, durable=True, seconds=seconds)
        _add_what_is_new(store)
        yield store
        store.close()


def _add_what_is_new(store: Store) -> None:
    """A state that older code made lacks what newer code keeps."""
    # Imported here because most starts keep no state.
    from tui.demo.model import create_collections

    create_collections(store)


def seed_file(empty: bool, rows: int) -> Path:
    """The cached seed, built now if this is the first start of this code with these options.

    Its data ends about now. Two processes may build it at once: each writes a file of its own and
    renames it.
    """
    now = time.time()
    folder = _cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    kind = "empty" if empty else "shop"
    path = folder / f"{kind}-{rows}-{_code_hash()}.sqlite"
    if not path.exists():
        # The seeders are imported only by the start that builds: the others do without them.
        from tui.demo.seed import build

        with tempfile.TemporaryDirectory(dir=folder, prefix="building-") as building:
            new = Path(building) / "seed.sqlite"
            store = Store(new)
            build(store, empty, rows, datetime.fromtimestamp(now, UTC))
            store.close()
            mark_end(new, now)
            new.replace(path)
        _prune(folder)
    if not empty:
        freshen(path, now)
    return path


def _prune(folder: Path) -> None:
    """Forget seeds of older code, the least recently used first."""
    files = sorted(folder.glob("*.sqlite"), key=lambda each: each.stat().st_atime, reverse=True)
    for old in files[_KEPT:]:
        old.unlink(missing_ok=True)


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "appwrite-tui-demo"


def _code_hash() -> str:
    """Changes whenever code that shapes the seed does."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for folder in ("seed", "model", "store", "tables", "accounts", "files", "functions"):
        for source in sorted((package / folder).glob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
