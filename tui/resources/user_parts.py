"""What hangs on a user: sessions, memberships, targets, identities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, Writes
from tui.core.order import Order
from tui.core.text import brief
from tui.resources import fields as f
from tui.resources.memberships import MEMBERSHIP_FIELDS

if TYPE_CHECKING:
    from tui.core.spec import Spec


def _session_changes() -> Writes:
    from tui.resources.user_part_changes import SESSION_WRITES

    return SESSION_WRITES


def _target_changes() -> Writes:
    from tui.resources.user_part_changes import TARGET_WRITES

    return TARGET_WRITES


def _target_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.user_part_changes import target_form

    return target_form(parent, new)


def _identity_changes() -> Writes:
    from tui.resources.user_part_changes import IDENTITY_WRITES

    return IDENTITY_WRITES


def _joining_changes() -> Writes:
    from tui.resources.user_part_changes import JOINING_WRITES

    return JOINING_WRITES


def _joining_form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.user_part_changes import joining_form

    return joining_form(parent, new)


def client(session: Resource) -> Cell:
    """Browser or program, and the system it runs on."""
    found = [
        " ".join(str(session[name]) for name in names if session.get(name))
        for names in (("clientName", "clientVersion"), ("osName", "osVersion"))
    ]
    told = " on ".join(part for part in found if part)
    return Cell(brief(told)) if told else NOTHING


SESSIONS = Kind(
    name="session",
    title="Sessions",
    noun="Session",
    id_name="sessionId",
    parent="user",
    listing=Endpoint(
        "GET",
        "/users/{userId}/sessions",
        "users.list_sessions",
        ("users.read", "sessions.read"),
    ),
    items="sessions",
    pages=False,
    changes=_session_changes,
    fields=f.always(
        f.identifier(),
        f.made("client", client, 28, grow=True),
        f.text("provider", "provider", 10),
        f.text("ip", "ip", 15),
        f.text("country", "countryName", 14),
        f.moment("created", "$createdAt"),
        f.moment("expires", "expire"),
        f.words("factors", "factors", in_list=False),
        f.text("device", "deviceName", in_list=False),
    ),
)

USER_MEMBERSHIPS = Kind(
    name="user_membership",
    title="Memberships",
    noun="Membership",
    id_name="membershipId",
    parent="user",
    listing=Endpoint(
        "GET", "/users/{userId}/memberships", "users.list_memberships", ("users.read",)
    ),
    items="memberships",
    order=Order(),
    label=lambda membership: str(membership.get("teamName", "")),
    changes=_joining_changes,
    form=_joining_form,
    write_scopes=("teams.write",),
    fields=f.always(
        f.text("teamId", "teamId", 20),
        f.text("team", "teamName", 24, grow=True),
        *MEMBERSHIP_FIELDS,
    ),
)

TARGETS = Kind(
    name="target",
    title="Targets",
    noun="Target",
    id_name="targetId",
    parent="user",
    listing=Endpoint("GET", "/users/{userId}/targets", "users.list_targets", ("users.read",)),
    items="targets",
    order=Order(),
    get=Endpoint("GET", "/users/{userId}/targets/{targetId}", "users.get_target", ("users.read",)),
    changes=_target_changes,
    form=_target_form,
    fields=f.always(
        f.identifier(),
        f.text("type", "providerType", 8),
        f.text("identifier", "identifier", 32, grow=True),
        f.text("name", "name", 16),
        f.text("provider", "providerId", 16),
        f.switch("state", "expired", Cell("expired", Tone.WARN), Cell("valid", Tone.DIM)),
        *f.stamps(),
    ),
)

IDENTITIES = Kind(
    name="identity",
    title="Identities",
    noun="Identity",
    id_name="identityId",
    parent="user",
    listing=Endpoint("GET", "/users/identities", "users.list_identities", ("users.read",)),
    items="identities",
    order=Order(),
    narrow="userId",
    label=lambda identity: str(identity.get("provider", "")),
    changes=_identity_changes,
    fields=f.always(
        f.identifier(),
        f.text("provider", "provider", 12),
        f.text("provider's id", "providerUid", 20),
        f.text("e-mail", "providerEmail", 28, grow=True),
        f.moment("token expires", "providerAccessTokenExpiry"),
        *f.stamps(),
    ),
)
