"""One write before it is sent: what it changes from what to what, and the request that does it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tui.core.endpoint import Endpoint
from tui.core.same import identical, same

PERMISSIONS = "$permissions"


class Verb(Enum):
    """What a change does to its resource."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Level(Enum):
    """What a person is asked before a change is sent."""

    NONE = "none"
    ASK = "ask"
    TYPE_ID = "type the id"


class Guard(Enum):
    """How it is noticed that somebody else was faster.

    `SERVER`: the request carries `X-Appwrite-Timestamp`, which servers check for single rows only.
    `READ`: the resource is read again right before, for servers do not check there.
    """

    SERVER = "server"
    READ = "read"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Write:
    """A request that changes something.

    `runs_operators`: the server takes texts of the body that look like an operator for one
    (`{"method": "stringConcat", …}`) and runs it instead of storing the text.
    """

    endpoint: Endpoint
    ids: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    runs_operators: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How the resource of a change is read, with everything that an undo needs."""

    endpoint: Endpoint
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One write to one resource.

    `ids` are all ids of its path. `before` and `after` hold, for an update, the fields that change;
    for a create, `after` is the whole; for a delete, `before` is. `seen` is the `$updatedAt` that
    was read. `notes` say what happens besides. `means_operators` says that texts which the server
    runs were meant so. `reveals` names the field of the answer that holds a secret which the server
    tells this once only: it is shown to whoever asked, and kept nowhere. `forgets` names what
    else of the answer is not remembered.
    """

    verb: Verb
    kind: str
    ids: Mapping[str, str]
    name: str
    write: Write
    look: Look | None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""
    guard: Guard = Guard.NONE
    level: Level = Level.NONE
    notes: tuple[str, ...] = ()
    means_operators: bool = False
    reveals: str = ""
    forgets: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """What it does, in a few words: `update row 66f0… of shop/orders`."""
        return f"{self.verb.value} {self.name}"

    def is_in(self, resource: Mapping[str, Any]) -> bool:
        """Whether a resource looks as it should after the change."""
        return all(same(value, resource.get(name)) for name, value in self.after.items())

    def is_missing_from(self, resource: Mapping[str, Any]) -> bool:
        """Whether a resource looks as it did before the change."""
        return resource.get("$updatedAt") == self.seen and all(
            same(value, resource.get(name)) for name, value in self.before.items()
        )


def changed_fields(
    base: Mapping[str, Any], values: Mapping[str, Any], exact: Container[object] = ()
) -> dict[str, Any]:
    """Those of the new values that differ from what was read.

    In those that are `exact` every character counts, also where they look like a time.
    """
    return {
        name: value
        for name, value in values.items()
        if name not in base or not (identical if name in exact else same)(value, base[name])
    }
