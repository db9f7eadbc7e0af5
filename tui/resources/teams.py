"""Teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.resources import fields as f

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec


def _team_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(q.text("name"), q.number("total", "members"), names="team")


def _changes() -> Writes:
    from tui.resources.team_changes import TEAM_WRITES

    return TEAM_WRITES


def _form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.team_changes import team_form

    return team_form(parent, new)


TEAMS = Kind(
    name="team",
    filters=_team_filters,
    search=Search.OWN,
    title="Teams",
    noun="Team",
    id_name="teamId",
    listing=Endpoint("GET", "/teams", "teams.list", ("teams.read",)),
    get=Endpoint("GET", "/teams/{teamId}", "teams.get", ("teams.read",)),
    items="teams",
    order=Order(),
    changes=_changes,
    form=_form,
    children=("membership",),
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 32, grow=True),
        f.amount("members", "total"),
        f.text("preferences", "prefs", in_list=False),
        *f.stamps(),
    ),
)
