"""Memberships of a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.cell import Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.resources import fields as f

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec

MEMBERSHIP_FIELDS = (
    f.words("roles", "roles", 20),
    f.switch("state", "confirm", Cell("joined", Tone.GOOD), Cell("invited", Tone.WARN)),
    f.moment("invited", "invited"),
    f.moment("joined", "joined"),
    f.text("$id", "$id", in_list=False),
    f.switch("MFA", "mfa", Cell("on", Tone.GOOD), Cell("off", Tone.DIM), in_list=False),
)


def _membership_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.id_of("user", "userId"),
        q.moment("invited"),
        q.moment("joined"),
        q.choice("confirm", "state", joined=True, invited=False),
        q.switch("confirm", "confirmed"),
        q.words("roles"),
    )


def _changes() -> Writes:
    from tui.resources.team_changes import MEMBER_WRITES

    return MEMBER_WRITES


def _form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.team_changes import member_form

    return member_form(parent, new)


MEMBERSHIPS = Kind(
    name="membership",
    filters=_membership_filters,
    search=Search.OWN,
    title="Members",
    noun="Membership",
    id_name="membershipId",
    parent="team",
    listing=Endpoint(
        "GET", "/teams/{teamId}/memberships", "teams.list_memberships", ("teams.read",)
    ),
    get=Endpoint(
        "GET",
        "/teams/{teamId}/memberships/{membershipId}",
        "teams.get_membership",
        ("teams.read",),
    ),
    items="memberships",
    order=Order(),
    changes=_changes,
    form=_form,
    label=lambda membership: str(membership.get("userName", "")),
    fields=f.always(
        f.text("userId", "userId", 20),
        f.text("name", "userName", 20, grow=True),
        f.text("e-mail", "userEmail", 28, grow=True),
        *MEMBERSHIP_FIELDS,
        f.text("phone", "userPhone", in_list=False),
        f.moment("last access", "userAccessedAt", none="never", in_list=False),
    ),
)
