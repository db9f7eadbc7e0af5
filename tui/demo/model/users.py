"""Owns how users and what belongs to them are kept.

Sessions, targets, tokens and logs have the user's id as parent, memberships the team's.
"""

from __future__ import annotations

from tui.demo.store.collection import Collection
from tui.demo.store.schema import Type, attribute

USERS = Collection(
    "users",
    "User",
    (
        attribute("name", Type.TEXT),
        attribute("email", Type.TEXT),
        attribute("phone", Type.TEXT),
        attribute("status", Type.BOOLEAN),
        attribute("passwordUpdate", Type.DATETIME),
        attribute("registration", Type.DATETIME),
        attribute("emailVerification", Type.BOOLEAN),
        attribute("phoneVerification", Type.BOOLEAN),
        attribute("labels", Type.TEXT, array=True),
        attribute("impersonator", Type.BOOLEAN),
        attribute("accessedAt", Type.DATETIME),
    ),
    searched=("$id", "email", "phone", "name", "labels"),
)
SESSIONS = Collection("sessions", "Session", (), searched=())
TARGETS = Collection(
    "targets",
    "Target",
    (
        attribute("userId", Type.TEXT),
        attribute("providerId", Type.TEXT),
        attribute("identifier", Type.TEXT),
        attribute("providerType", Type.TEXT),
    ),
    searched=(),
)
IDENTITIES = Collection(
    "identities",
    "Identity",
    (
        attribute("userId", Type.TEXT),
        attribute("provider", Type.TEXT),
        attribute("providerUid", Type.TEXT),
        attribute("providerEmail", Type.TEXT),
        attribute("providerAccessTokenExpiry", Type.DATETIME),
    ),
    searched=("$id", "userId", "provider", "providerUid", "providerEmail"),
)
TOKENS = Collection("tokens", "Token", (), searched=())
"""One-time secrets that a session can be created with."""
TEAMS = Collection(
    "teams",
    "Team",
    (attribute("name", Type.TEXT), attribute("total", Type.INTEGER)),
)
MEMBERSHIPS = Collection(
    "memberships",
    "Membership",
    (
        attribute("userId", Type.TEXT),
        attribute("teamId", Type.TEXT),
        attribute("invited", Type.DATETIME),
        attribute("joined", Type.DATETIME),
        attribute("confirm", Type.BOOLEAN),
        attribute("roles", Type.TEXT, array=True),
    ),
    searched=("$id", "userId"),
)
LOGS = Collection("logs", "Log", (attribute("userId", Type.TEXT),), searched=())
"""Who did what to whom: the parent is a resource such as `team/<id>` (see `demo.audits`)."""

COLLECTIONS = (USERS, SESSIONS, TARGETS, IDENTITIES, TOKENS, TEAMS, MEMBERSHIPS, LOGS)
