"""Tokens of a file: whoever has one reads the file, by its share link, whatever permissions say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from tui.core.cell import Cell, Tone
from tui.core.endpoint import Endpoint
from tui.core.kind import Kind, Resource, Search, Writes
from tui.core.order import Order
from tui.core.times import parse, relative
from tui.resources import fields as f
from tui.resources.buckets import FILE_PATH

if TYPE_CHECKING:
    from tui.core.filter_field import FilterField
    from tui.core.spec import Spec

READ = ("tokens.read",)
PATH = "/tokens/buckets/{bucketId}/files/{fileId}"
ONE = "/tokens/{tokenId}"


def expires(token: Resource) -> Cell:
    """When it stops to count."""
    moment = parse(token.get("expire"))
    if moment is None:
        return Cell("never", Tone.WARN)
    told = relative(token.get("expire"))
    is_over = moment <= datetime.now(UTC)
    return Cell(f"{told}: expired", Tone.DIM) if is_over else Cell(told)


def home(token: Resource) -> tuple[str, ...]:
    """The bucket and the file that it belongs to; none where it does not tell."""
    bucket, colon, file = str(token.get("resourceId") or "").partition(":")
    return (bucket, file) if colon and token.get("resourceType") == "files" else ()


def share_link(endpoint: str, project: str, ids: Mapping[str, str], token: Resource) -> str:
    """The address at which a browser shows the file; empty where the secret is not known."""
    secret = token.get("secret")
    if not isinstance(secret, str) or not secret:
        return ""
    path = FILE_PATH.format_map({name: quote(one, safe="") for name, one in ids.items()})
    asked = f"project={quote(project, safe='')}&token={quote(secret, safe='')}"
    return f"{endpoint}{path}/view?{asked}"


def _filters(parent: Resource | None) -> tuple[FilterField, ...]:
    from tui.resources import filters as q

    return q.with_own(q.moment("expire", past=False))


def _changes() -> Writes:
    from tui.resources.file_token_changes import TOKEN_WRITES

    return TOKEN_WRITES


def _form(parent: Resource | None, new: bool) -> tuple[Spec, ...]:
    from tui.resources.file_token_changes import token_form

    return token_form(parent, new)


FILE_TOKENS = Kind(
    name="file_token",
    title="Tokens",
    noun="Token",
    id_name="tokenId",
    parent="file",
    listing=Endpoint("GET", PATH, "tokens.list", READ),
    get=Endpoint("GET", ONE, "tokens.get", READ),
    home=home,
    items="tokens",
    order=Order(),
    filters=_filters,
    search=Search.NONE,
    changes=_changes,
    form=_form,
    share=share_link,
    label=lambda token: "",
    fields=f.always(
        f.identifier(),
        f.made("expires", expires, 18, source="expire"),
        f.moment("last used", "accessedAt", none="never"),
        f.moment("created", "$createdAt"),
    ),
)
