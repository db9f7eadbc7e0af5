"""Changes of what is only ever sent whole: servers reset whatever such a PUT leaves out.

Tables, buckets and files are read, merged and sent with all that the PUT takes. Servers do not
notice there that somebody else was faster: they are read once more right before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.core.change import PERMISSIONS, Change, Guard, Level, Look, Verb, Write, changed_fields
from tui.core.endpoint import Endpoint
from tui.core.kind import Resource
from tui.core.text import safe

Update = Callable[[Mapping[str, str], Resource | None, Resource, Resource], Change | None]


def update_by_put(
    kind: str,
    id_name: str,
    put: Endpoint,
    get: Endpoint,
    taken: tuple[str, ...],
    named: Callable[[Mapping[str, str]], str] | None = None,
) -> Update:
    """How resources of a kind are updated; `taken` are the fields that the PUT takes.

    `named` tells what one is called, of its ids, where its own id alone does not say it.

    `$permissions` are sent as `permissions`, all others by their name.
    """

    def update(
        ids: Mapping[str, str], parent: Resource | None, base: Resource, values: Resource
    ) -> Change | None:
        given = {name: value for name, value in values.items() if name in taken}
        after = changed_fields(base, given)
        if not after:
            return None
        merged = {**base, **after}
        body = {name.lstrip("$"): merged[name] for name in taken if name in merged}
        return Change(
            Verb.UPDATE,
            kind,
            ids,
            named(ids) if named else safe(f"{kind} {ids[id_name]}"),
            Write(put, ids, body),
            Look(get),
            {name: base.get(name) for name in after},
            after,
            str(base.get("$updatedAt") or ""),
            Guard.READ,
            Level.ASK if after.keys() & {PERMISSIONS, "execute"} else Level.NONE,
        )

    return update
