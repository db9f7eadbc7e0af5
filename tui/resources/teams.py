"""Teams."""

from __future__ import annotations

from tui.core.endpoint import Endpoint
from tui.core.filter_field import Search
from tui.core.kind import Kind
from tui.core.order import Order
from tui.resources import fields as f
from tui.resources import filters as q

TEAMS = Kind(
    name="team",
    filters=q.always(q.text("name"), q.number("total", "members")),
    search=Search.OWN,
    title="Teams",
    noun="Team",
    id_name="teamId",
    listing=Endpoint("GET", "/teams", "teams.list", ("teams.read",)),
    get=Endpoint("GET", "/teams/{teamId}", "teams.get", ("teams.read",)),
    items="teams",
    order=Order(),
    children=("membership",),
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 32, grow=True),
        f.amount("members", "total"),
        f.text("preferences", "prefs", in_list=False),
        *f.stamps(),
    ),
)
