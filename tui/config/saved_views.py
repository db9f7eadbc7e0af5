"""Saved views: a filter, an order and columns under a name, in a file that people can share.

`.appwrite-tui.toml` stands beside `appwrite.config.json`, else in the user's own settings:

    [views."open orders"]
    list = "databases/shop/orders"
    filter = "status = new"
    sort = ["-total", "placedAt"]
    columns = ["$id", "total"]

It holds no secrets and starts nothing, and is read only if it belongs to the user, and others may
not write it.
"""

from __future__ import annotations

import json
import os
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.config.paths import write_private
from tui.config.problem import ConfigError
from tui.config.sources import PROJECT_FILES
from tui.config.toml_text import TomlText

NAME = ".appwrite-tui.toml"
_TEXTS, _LISTS = ("list", "filter"), ("sort", "columns")
LARGEST = 1_000_000
"""Bytes of a file that is read: nobody writes so many views."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One of them. `list` is a place as text; of `sort`, `-` begins what descends."""

    name: str
    list: str
    filter: str = ""
    sort: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """What it shows, in a few words."""
        order = f"sorted by {', '.join(self.sort)}" if self.sort else ""
        return "  ".join(part for part in (self.list, self.filter, order) if part)


def views_path(directory: Path, own: Path) -> Path:
    """The file that counts: beside the nearest project file, upward; else in the folder `own`."""
    for folder in (directory, *directory.parents):
        if any(os.path.isfile(folder / name) for name in PROJECT_FILES):  # noqa: PTH113
            return folder / NAME
    return own / NAME


class SavedViews:
    """The views of one file. It is read each time: others may have saved some meanwhile."""

    def __init__(self, path: Path | None = None) -> None:
        """Without a path there are none, and none can be saved."""
        self.path = path

    def all(self) -> Mapping[str, SavedView]:
        """All of them, by name. Raises ConfigError with the line."""
        text = self._text()
        return _parsed(text, self.path) if text and self.path is not None else {}

    def save(self, view: SavedView) -> None:
        """Add a view, or put it in the place of that of the same name; all else stays as it is.

        Raises ConfigError where the file is broken or somebody else's, OSError.
        """
        self._replace(view.name, _written(view))

    def forget(self, name: str) -> None:
        """Take one out. Raises ConfigError, OSError."""
        self._replace(name, "")

    def _replace(self, name: str, block: str) -> None:
        if self.path is None:
            raise ConfigError("There is no place to save views in.")
        self.all()
        kept = _without(self._text(), name).rstrip("\n")
        parts = [part for part in (kept, block.rstrip("\n")) if part]
        text = "\n\n".join(parts) + "\n"
        # Whatever odd form the file has: what cannot be read again is not written.
        _parsed(text, self.path)
        write_private(self.path, text)

    def _text(self) -> str:
        if self.path is None:
            return ""
        try:
            # What it is, is asked of what was opened: it cannot be exchanged in between.
            handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                found = os.fstat(file.fileno())
                self._check(found)
                return file.read(LARGEST).decode("utf-8-sig")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise ConfigError(
                f"Saved views cannot be read ({error.strerror}).", "", str(self.path)
            ) from error
        except UnicodeDecodeError as error:
            raise ConfigError(
                "Saved views cannot be read (no UTF-8).", "", str(self.path)
            ) from error

    def _check(self, found: os.stat_result) -> None:
        where = str(self.path)
        if not stat.S_ISREG(found.st_mode):
            raise ConfigError("Saved views must stand in a file.", "", where)
        if found.st_uid != os.geteuid():
            said = "The file with saved views belongs to somebody else, so it is not read."
            raise ConfigError(said, "Make a copy of your own.", where)
        if found.st_mode & stat.S_IWOTH:
            said = "Everybody may write the file with saved views, so it is not read."
            raise ConfigError(said, "chmod go-w takes that away.", where)
        if found.st_mode & stat.S_IWGRP and not _is_own_group(found.st_gid):
            said = "A group of others may write the file with saved views, so it is not read."
            raise ConfigError(said, "chmod g-w takes that away.", where)
        if found.st_size > LARGEST:
            raise ConfigError("The file with saved views is too large.", "", where)


def _is_own_group(group_id: int) -> bool:
    """Whether nobody else is in it: many systems give each user a group that may write by default.

    One that cannot be looked up may be anybody's.
    """
    import grp
    import pwd

    try:
        user, group = pwd.getpwuid(os.geteuid()), grp.getgrgid(group_id)
    except KeyError:
        return False
    is_named_so = group.gr_name == user.pw_name and group_id == user.pw_gid
    return is_named_so and set(group.gr_mem) <= {user.pw_name}


def _parsed(text: str, path: Path) -> dict[str, SavedView]:
    lines = TomlText(text, path)
    content = lines.parsed('Texts stand in quotes: filter = "status = new".')
    for name in content:
        if name != "views":
            said = f"{name!r} is not known here."
            raise ConfigError(said, 'Views are [views."NAME"].', lines.outside(name))
    views = content.get("views", {})
    if not isinstance(views, dict):
        raise ConfigError('views must be tables [views."NAME"].', "", lines.outside("views"))
    return {name: _view(name, table, lines) for name, table in views.items()}


def _view(name: str, table: Any, lines: TomlText) -> SavedView:
    where = f"views.{name}"
    if not isinstance(table, dict):
        raise ConfigError('A view must be a table [views."NAME"].', "", lines.of(where))
    if not name.strip() or not name.isprintable():
        raise ConfigError("A view needs a name that can be read.", "", lines.of(where))
    for key, value in table.items():
        if key in _TEXTS:
            good = isinstance(value, str)
        elif key in _LISTS:
            good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        else:
            known = ", ".join((*_TEXTS, *_LISTS))
            raise ConfigError(
                f"{key!r} is not known here.", f"There are: {known}.", lines.of(where, key)
            )
        if not good:
            kind = "a text in quotes" if key in _TEXTS else "a list of texts"
            raise ConfigError(f"{key} must be {kind}.", "", lines.of(where, key))
    if not table.get("list"):
        said = "list is missing."
        raise ConfigError(said, 'Which list is it? list = "databases/shop/orders"', lines.of(where))
    return SavedView(
        name,
        table["list"],
        table.get("filter", ""),
        tuple(table.get("sort", ())),
        tuple(table.get("columns", ())),
    )


def _written(view: SavedView) -> str:
    lines = [f"[views.{_toml(view.name)}]", f"list = {_toml(view.list)}"]
    if view.filter:
        lines.append(f"filter = {_toml(view.filter)}")
    for name, each in (("sort", view.sort), ("columns", view.columns)):
        if each:
            lines.append(f"{name} = {_toml_list(each)}")
    return "\n".join(lines)


def _toml(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml_list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_toml, texts))}]"


def _without(text: str, name: str) -> str:
    """The text without the table of a view; comments and everything else stay."""
    kept, inside = [], False
    for line in text.split("\n"):
        if line.lstrip().startswith("["):
            inside = _table_name(line) == name
        if not inside:
            kept.append(line)
    return "\n".join(kept)


def _table_name(line: str) -> str | None:
    try:
        views = tomllib.loads(line).get("views")
    except tomllib.TOMLDecodeError:
        return None
    return next(iter(views), None) if isinstance(views, dict) else None
