"""Owns the endpoints that read users and what belongs to them (`/users`)."""

from __future__ import annotations

from tui.demo.accounts.factors import proofs
from tui.demo.accounts.logs import logs_by
from tui.demo.accounts.shapes import shown_memberships, shown_user, shown_users
from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import IDENTITIES, MEMBERSHIPS, SESSIONS, TARGETS, USERS
from tui.demo.query.where import Where
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown

routes = Routes()
declare(
    {
        "user_not_found": (404, "User with the requested ID could not be found."),
        "user_target_not_found": (404, "The target could not be found."),
        "user_recovery_codes_not_found": (
            404,
            "MFA recovery codes haven't been generated for this user.",
        ),
    }
)


def the_user(call: Call, user_id: str) -> Document:
    found = USERS.get(call.store, user_id)
    if found is None:
        raise ApiError.of("user_not_found")
    return found


@routes.get("/users", "users.read")
def list_users(call: Call) -> Answer:
    page = USERS.page(
        call.store,
        call.settings.version,
        call.queries(),
        search=call.search(),
        total=call.wants_total(),
    )
    most = call.settings.version.users_at_once
    if len(page.documents) > most:
        raise ApiError.of(
            "general_query_invalid",
            reason=f"Invalid query: Query on attribute has greater than {most} values: "
            "userInternalId",
        )
    return answer_page(page.total, "users", shown_users(call, page.documents))


@routes.get("/users/{user_id}", "users.read")
def get_user(call: Call, user_id: str) -> Answer:
    return answer_json(shown_user(call, the_user(call, user_id)))


@routes.get("/users/{user_id}/prefs", "users.read")
def get_prefs(call: Call, user_id: str) -> Answer:
    return answer_json(the_user(call, user_id)["prefs"])


@routes.get("/users/{user_id}/sessions", "users.read", "sessions.read")
def list_sessions(call: Call, user_id: str) -> Answer:
    counted = call.wants_total()
    user = the_user(call, user_id)
    sessions = [shown(each) for each in SESSIONS.all(call.store, user["$id"])]
    return answer_page(len(sessions) if counted else 0, "sessions", sessions)


@routes.get("/users/{user_id}/memberships", "users.read")
def list_memberships(call: Call, user_id: str) -> Answer:
    """Its `total` is that of the page: the server counts what it shows."""
    user = the_user(call, user_id)
    page = MEMBERSHIPS.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=None,
        search=call.search(),
        total=False,
        scope=Where('"c:userId" = ?', (user["$id"],)),
    )
    total = len(page.documents) if call.wants_total() else 0
    return answer_page(total, "memberships", shown_memberships(call, page.documents))


@routes.get("/users/{user_id}/targets", "users.read")
def list_targets(call: Call, user_id: str) -> Answer:
    user = the_user(call, user_id)
    page = TARGETS.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=user["$id"],
        total=call.wants_total(),
    )
    return answer_page(page.total, "targets", page.documents)


@routes.get("/users/{user_id}/targets/{target_id}", "users.read")
def get_target(call: Call, user_id: str, target_id: str) -> Answer:
    return answer_json(shown(the_target(call, user_id, target_id)))


def the_target(call: Call, user_id: str, target_id: str) -> Document:
    found = TARGETS.get(call.store, target_id, the_user(call, user_id)["$id"])
    if found is None:
        raise ApiError.of("user_target_not_found")
    return found


@routes.get("/users/{user_id}/logs", "users.read")
def list_logs(call: Call, user_id: str) -> Answer:
    return logs_by(call, the_user(call, user_id)["$id"])


@routes.get("/users/{user_id}/mfa/factors", "users.read")
def list_factors(call: Call, user_id: str) -> Answer:
    return answer_json(factors_of(call, the_user(call, user_id)))


def factors_of(call: Call, user: Document) -> dict[str, bool]:
    """Which second factors a user can prove, and whether it has codes for when it cannot."""
    factors = {**proofs(user), "recoveryCode": bool(user.get("_recoveryCodes"))}
    return factors | ({"custom": False} if call.settings.version.custom_mfa_factor else {})


@routes.get("/users/{user_id}/mfa/recovery-codes", "users.read")
def get_recovery_codes(call: Call, user_id: str) -> Answer:
    codes = the_user(call, user_id).get("_recoveryCodes")
    if not codes:
        raise ApiError.of("user_recovery_codes_not_found")
    return answer_json({"recoveryCodes": codes})


@routes.get("/users/identities", "users.read")
def list_identities(call: Call) -> Answer:
    page = IDENTITIES.page(
        call.store,
        call.settings.version,
        call.queries(),
        search=call.search(),
        total=call.wants_total(),
    )
    return answer_page(page.total, "identities", page.documents)
