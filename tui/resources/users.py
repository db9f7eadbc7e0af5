"""Users, and what a Console list shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.core.cell import NOTHING, Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.core.text import brief
from tui.core.times import parse, relative
from tui.resources import fields as f

if TYPE_CHECKING:
    from tui.core.deed import Deed
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec

SCOPES = ("users.read",)


def status(user: Resource) -> Cell:
    """Blocked comes before everything; then what is verified."""
    if user.get("status") is False:
        return Cell("blocked", Tone.BAD)
    email, phone = user.get("emailVerification"), user.get("phoneVerification")
    if email and phone:
        return Cell("verified", Tone.GOOD)
    if email:
        return Cell("verified email", Tone.GOOD)
    if phone:
        return Cell("verified phone", Tone.GOOD)
    return Cell("unverified", Tone.DIM)


def contact(user: Resource) -> Cell:
    """E-mail and phone, as far as there are any."""
    found = [str(user[name]) for name in ("email", "phone") if user.get(name)]
    return Cell(brief(", ".join(found))) if found else NOTHING


def password(user: Resource) -> Cell:
    """Whether there is a password and how old it is; never the hash."""
    if not user.get("password"):
        return Cell("no password", Tone.DIM)
    changed = user.get("passwordUpdate")
    age = "" if parse(changed) is None else f", set {relative(changed)}"
    return Cell(brief(f"{user.get('hash') or 'hashed'}{age}"))


def _user_filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(
        q.text_or_null("email"),
        q.text("name"),
        q.text_or_null("phone"),
        q.choice("status", active=True, blocked=False),
        q.switch("status", "active"),
        q.words("labels"),
        q.switch("emailVerification", "verified"),
        q.switch("phoneVerification"),
        q.moment("registration", "registered"),
        q.moment("passwordUpdate"),
        names="user",
    )


def _changes() -> Writes:
    from tui.resources.user_changes import USER_WRITES

    return USER_WRITES


def _form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.user_changes import user_form

    return user_form(parent, new)


def _deeds() -> tuple[Deed, ...]:
    from tui.resources.user_deeds import DEEDS

    return DEEDS


USERS = Kind(
    name="user",
    filters=_user_filters,
    search=Search.OWN,
    title="Users",
    noun="User",
    id_name="userId",
    listing=Endpoint("GET", "/users", "users.list", SCOPES),
    get=Endpoint("GET", "/users/{userId}", "users.get", SCOPES),
    items="users",
    order=Order(),
    children=("session", "user_membership", "target", "identity"),
    card=True,
    changes=_changes,
    form=_form,
    deeds=_deeds,
    fields=f.always(
        f.identifier(),
        f.text("name", "name", 24, grow=True),
        f.made("contact", contact, 28, grow=True),
        f.made("status", status, 14),
        f.words("labels", "labels", 14),
        f.moment("joined", "registration"),
        f.moment("last access", "accessedAt", none="never"),
        f.made("password", password, 20, in_list=False),
        f.switch("MFA", "mfa", Cell("on", Tone.GOOD), Cell("off", Tone.DIM), in_list=False),
        f.switch("impersonator", "impersonator", Cell("yes", Tone.WARN), Cell("no"), in_list=False),
        f.text("preferences", "prefs", in_list=False),
        *f.stamps(created=False),
    ),
)
