"""What can be done to users besides editing their fields."""

from __future__ import annotations

from collections.abc import Mapping

from tui.core.change import Change
from tui.core.deed import Deed
from tui.core.kind import Resource
from tui.core.spec import Shape, Spec
from tui.resources.user_changes import step

LABEL = Spec("label", Shape.TEXT, "letters and digits", required=True, longest=36)


def _block(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    return step(ids, user, "status", False) if user.get("status") is not False else None


def _unblock(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    return step(ids, user, "status", True) if user.get("status") is False else None


def _label(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    label, had = str(values["label"]), list(user.get("labels") or ())
    return None if label in had else step(ids, user, "labels", [*had, label])


def _unlabel(
    ids: Mapping[str, str], parent: Resource | None, user: Resource, values: Resource
) -> Change | None:
    label, had = str(values["label"]), list(user.get("labels") or ())
    kept = [one for one in had if one != label]
    return step(ids, user, "labels", kept) if label in had else None


DEEDS = (
    Deed("b", "block", _block, many=True),
    Deed("u", "unblock", _unblock, many=True),
    Deed("l", "add a label", _label, (LABEL,), many=True),
    Deed("r", "remove a label", _unlabel, (LABEL,), many=True),
)
