"""Owns the endpoints that read teams and their memberships (`/teams`)."""

from __future__ import annotations

from tui.demo.accounts.logs import logs_on
from tui.demo.accounts.shapes import shown_membership, shown_memberships
from tui.demo.answers import Answer, answer_json, answer_page
from tui.demo.call import Call
from tui.demo.errors import ApiError, declare
from tui.demo.model.users import MEMBERSHIPS, TEAMS
from tui.demo.query.where import Where
from tui.demo.routing import Routes
from tui.demo.store.collection import Document, shown

routes = Routes()
declare(
    {
        "team_not_found": (404, "Team with the requested ID could not be found."),
        "membership_not_found": (404, "Membership with the requested ID could not be found."),
    }
)


def the_team(call: Call, team_id: str) -> Document:
    """A team; users only see those that they are members of."""
    found = TEAMS.get(call.store, team_id)
    if found is None or not (call.identity.is_key or f"team:{found['$id']}" in call.identity.roles):
        raise ApiError.of("team_not_found")
    return found


def the_membership(call: Call, membership_id: str) -> Document:
    """A membership of whatever team: the server does not look whose it is."""
    found = MEMBERSHIPS.anywhere(call.store, membership_id)
    if found is None:
        raise ApiError.of("membership_not_found")
    return found


@routes.get("/teams", "teams.read")
def list_teams(call: Call) -> Answer:
    page = TEAMS.page(
        call.store,
        call.settings.version,
        call.queries(),
        search=call.search(),
        total=call.wants_total(),
        scope=_visible(call),
    )
    return answer_page(page.total, "teams", page.documents)


def _visible(call: Call) -> Where:
    if call.identity.is_key:
        return Where()
    mine = [
        role.removeprefix("team:")
        for role in call.identity.roles
        if role.startswith("team:") and "/" not in role
    ]
    return Where(f"_id IN ({', '.join('?' * len(mine))})", tuple(mine))


@routes.get("/teams/{team_id}", "teams.read")
def get_team(call: Call, team_id: str) -> Answer:
    return answer_json(shown(the_team(call, team_id)))


@routes.get("/teams/{team_id}/prefs", "teams.read")
def get_prefs(call: Call, team_id: str) -> Answer:
    return answer_json(the_team(call, team_id)["prefs"])


@routes.get("/teams/{team_id}/logs", "teams.read")
def list_logs(call: Call, team_id: str) -> Answer:
    return logs_on(call, f"team/{the_team(call, team_id)['$id']}")


@routes.get("/teams/{team_id}/memberships", "teams.read")
def list_memberships(call: Call, team_id: str) -> Answer:
    team = the_team(call, team_id)
    page = MEMBERSHIPS.page(
        call.store,
        call.settings.version,
        call.queries(),
        parent=team["$id"],
        search=call.search(),
        total=call.wants_total(),
    )
    return answer_page(page.total, "memberships", shown_memberships(call, page.documents))


@routes.get("/teams/{team_id}/memberships/{membership_id}", "teams.read")
def get_membership(call: Call, team_id: str, membership_id: str) -> Answer:
    the_team(call, team_id)
    return answer_json(shown_membership(call, the_membership(call, membership_id)))
