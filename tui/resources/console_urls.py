"""Where the Appwrite Console shows something: its address in a browser.

The routes are those of the Console 8. On Cloud it is one site for all regions; self-hosted it is
on the server itself, and there is one region, `default`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

CLOUD = "cloud.appwrite.io"
_USER, _TEAM = "/auth/user-{userId}", "/auth/teams/team-{teamId}"
_TABLE = "/databases/database-{databaseId}/table-{tableId}"
_BUCKET, _FUNCTION = "/storage/bucket-{bucketId}", "/functions/function-{functionId}"
_ROUTES = {
    "user": ("/auth", _USER),
    "session": (f"{_USER}/sessions", ""),
    "user_membership": (f"{_USER}/memberships", ""),
    "target": (f"{_USER}/targets", ""),
    "identity": (f"{_USER}/identities", ""),
    "team": ("/auth/teams", _TEAM),
    "membership": (f"{_TEAM}/members", ""),
    "database": ("/databases", "/databases/database-{databaseId}"),
    "table": ("/databases/database-{databaseId}", _TABLE),
    "row": (_TABLE, f"{_TABLE}/row-{{rowId}}"),
    "column": (f"{_TABLE}/columns", ""),
    "index": (f"{_TABLE}/indexes", ""),
    "bucket": ("/storage", _BUCKET),
    "file": (_BUCKET, f"{_BUCKET}/file-{{fileId}}"),
    "file_token": (f"{_BUCKET}/file-{{fileId}}", ""),
    "function": ("/functions", _FUNCTION),
    "execution": (f"{_FUNCTION}/executions", ""),
    "deployment": (_FUNCTION, f"{_FUNCTION}/deployment-{{deploymentId}}"),
    "variable": (f"{_FUNCTION}/settings", ""),
}
"""By the name of a kind: its list, and one of it, empty where the Console has no page for that."""


def console_url(endpoint: str, project: str, kind: str, ids: Mapping[str, str]) -> str:
    """The address of what `ids` name as far as they reach; empty where the Console has none."""
    if kind not in _ROUTES:
        return ""
    listed, single = _ROUTES[kind]
    encoded = {name: quote(one, safe="") for name, one in ids.items()}
    try:
        path = single.format_map(encoded)
    except KeyError:
        path = ""
    parts = urlsplit(endpoint)
    host, region = parts.netloc, "default"
    if (parts.hostname or "").endswith(f".{CLOUD}"):
        host, region = CLOUD, str(parts.hostname).removesuffix(f".{CLOUD}")
    below = parts.path.rstrip("/").removesuffix("/v1")
    root = f"{parts.scheme}://{host}{below}/console/project-{region}-{quote(project, safe='')}"
    return root + (path or listed.format_map(encoded))
