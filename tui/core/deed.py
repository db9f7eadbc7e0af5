"""What else can be done to a resource of a kind, besides editing and deleting it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.core.change import Change
from tui.core.kind import Resource
from tui.core.spec import Spec

Make = Callable[[Mapping[str, str], Resource | None, Resource, Resource], Change | None]
"""Makes the change, of the ids of its path, the parent, the resource, and what was typed."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One of them, in the menu under `m`.

    `change` gives None where nothing is to be done (a user that is blocked already), and raises
    ValueError with the reason where it can't be. `asks` is typed into a form before. `many` says
    that it can be done to all that are marked. `needs` names the scopes for it, where they are
    others than those of its kind.
    """

    key: str
    label: str
    change: Make
    asks: tuple[Spec, ...] = ()
    many: bool = False
    needs: tuple[str, ...] = ()
