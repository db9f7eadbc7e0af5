"""Copying: the menu of what of the thing under the cursor, of the marked, and of the request."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from functools import partial

from tui.api.chain import START, Chain
from tui.api.connection import Connection
from tui.api.listing import PAGE_SIZE
from tui.core.as_python import as_python
from tui.core.as_shell import as_cli, as_curl
from tui.core.cell import Cell, Tone
from tui.core.export_text import ExportText, Form
from tui.core.kind import Resource
from tui.core.redact import without_secrets
from tui.core.sending import Sending, Target, UnwritableError
from tui.core.text import brief
from tui.resources import KINDS
from tui.resources.console_urls import console_url
from tui.screens.host import Explorer
from tui.screens.panels import Answers
from tui.screens.view import View
from tui.widgets.wrapping import Line

WRITINGS: dict[str, tuple[str, Callable[[Sending, Target], str]]] = {
    "p": ("Python", as_python),
    "l": ("Appwrite CLI", as_cli),
    "k": ("curl", as_curl),
}
"""In which forms a request is copied, and by which key."""


def ask(screen: Explorer) -> None:
    """Ask what is to be copied."""
    Copying(screen).ask()


def target_of(connection: Connection) -> Target:
    """Where requests of a connection go, and as whom, for others to repeat them."""
    target = connection.target
    identity = "key" if target.key is not None else "jwt" if target.jwt is not None else ""
    return Target(
        target.endpoint, target.project, identity, target.ca_bundle or "", target.insecure
    )


class Copying:
    """Offers what can be copied here."""

    def __init__(self, screen: Explorer, secrets: bool = False) -> None:
        """`secrets` are left out unless they were asked for."""
        self._screen = screen
        self._secrets = secrets
        self._lines: list[Line] = []
        self._answers: dict[str, tuple[str, Callable[[], object]]] = {}

    def ask(self) -> None:
        """Ask."""
        view, resource = self._screen.view, self._screen.current
        if resource is not None:
            self._offer_resource(view, resource)
        if view.marks and not view.all_marked:
            self._offer_marked(view)
        elif view.all_marked:
            self._lines.append([Cell("   all are marked: x writes them to a file", Tone.DIM)])
        self._offer_url(view, resource)
        self._offer_request(view, resource)
        left_out = self._left_out(view, resource)
        if left_out:
            self._offer("s", "with secrets", left_out, Copying(self._screen, secrets=True).ask)
        answers: Answers = self._answers
        title = "Copy, secrets too" if self._secrets else "Copy"
        self._screen.panels.ask(title, self._lines, answers, menu=True)

    def _offer(self, key: str, label: str, about: str, do: Callable[[], object]) -> None:
        self._lines.append([Cell(f"{key}  {label:<16}", Tone.DIM), Cell(brief(about))])
        self._answers[key] = ("", do)

    def _offer_text(self, key: str, label: str, text: str, what: str, about: str = "") -> None:
        self._offer(key, label, about or text, partial(self._screen.copy, text, what))

    def _offer_resource(self, view: View, resource: Resource) -> None:
        self._offer_text("y", "id", view.kind.identify(resource), "The id")
        field, shown = self._screen.current_field, self._shown(view, resource)
        if field is not None and field.source in shown:
            value = shown[field.source]
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            self._offer_text("c", "cell", text, f"The cell {brief(field.source)}")
        whole = json.dumps(shown, ensure_ascii=False, indent=2)
        self._offer_text("j", "JSON", whole, "The JSON", f"{len(whole):,} characters")
        self._offer_share(view, resource)

    def _offer_marked(self, view: View) -> None:
        marked = [self._shown(view, one) for one in view.marks.values()]
        columns = tuple(field.source for field in view.fields if field.source)
        many = f"{len(marked):,} marked"
        for key, form in (("m", Form.JSON), ("v", Form.CSV), ("d", Form.MARKDOWN)):
            name = {Form.JSON: "JSON", Form.CSV: "CSV", Form.MARKDOWN: "Markdown"}[form]
            do = partial(self._copy_all, marked, columns, form, f"The {many} as {name}")
            self._offer(key, f"as {name}", many, do)

    def _copy_all(
        self, marked: Sequence[Resource], columns: Sequence[str], form: Form, what: str
    ) -> None:
        text, out = ExportText(form, columns), io.StringIO()
        out.write(text.begin())
        out.writelines(map(text.piece, marked))
        out.write(text.end())
        self._screen.copy(out.getvalue(), what)

    def _offer_url(self, view: View, resource: Resource | None) -> None:
        kind, ids = view.kind, dict(view.ids)
        if resource is not None:
            ids[kind.id_name] = kind.identify(resource)
        if kind.gathered is not None:
            # The Console has the list of each that it is gathered of.
            above = KINDS[kind.gathered.of].id_name
            kind = KINDS[kind.gathered.kind]
            ids[above] = str((resource or {}).get(above) or "")
        target = self._screen.session.connection.target
        known = all(ids.values())
        url = console_url(target.endpoint, target.project, kind.name, ids) if known else ""
        if url:
            self._offer_text("u", "Console URL", url, "The address in the Console")

    def _offer_share(self, view: View, resource: Resource) -> None:
        """The address by which others have it: a secret, which is copied where it is asked for."""
        if view.kind.share is None:
            return
        target = self._screen.session.connection.target
        link = view.kind.share(target.endpoint, target.project, view.ids, resource)
        if link:
            about = "whoever has it has the file"
            self._offer_text("t", "share link", link, "The share link", about)

    def _offer_request(self, view: View, resource: Resource | None) -> None:
        if view.kind.gathered is not None:
            self._lines.append([Cell("   no request alone answers this list", Tone.DIM)])
            return
        sending = self._sending(view, resource)
        target = target_of(self._screen.session.connection)
        for key, (label, write) in WRITINGS.items():
            try:
                text = write(sending, target)
            except UnwritableError as error:
                self._lines.append([Cell(f"   {f'as {label}':<16}{error}", Tone.DIM)])
                continue
            about = sending.endpoint.sdk or sending.endpoint.path
            self._offer_text(key, f"as {label}", text, f"The request as {label}", about)

    def _sending(self, view: View, resource: Resource | None) -> Sending:
        """The request for what is read in the inspector, else for the list as it is shown."""
        kind = view.kind
        if resource is not None and kind.get is not None and self._screen.inspecting.reading:
            ids = {**view.ids, kind.id_name: kind.identify(resource)}
            return Sending(kind.get, ids, kind.detail(view.parent))
        source = view.listing.source
        chain = Chain(source.order, source.identify, PAGE_SIZE if source.pages else None)
        queries = [*source.filters, *chain.queries(START)]
        params: dict[str, object] = {"queries": queries} if queries else {}
        if source.search:
            params["search"] = source.search
        return Sending(source.endpoint, source.ids, params)

    def _shown(self, view: View, resource: Resource) -> Resource:
        """Without secrets, unless they are asked for; rows hold what their owners put there."""
        if self._secrets or view.kind.name == "row":
            return resource
        return without_secrets(resource)

    def _left_out(self, view: View, resource: Resource | None) -> str:
        """The names of the secrets that are left out."""
        if self._secrets or view.kind.name == "row":
            return ""
        names: dict[str, None] = {}
        for one in (*([] if resource is None else [resource]), *view.marks.values()):
            names.update(dict.fromkeys(name for name in one if name not in without_secrets(one)))
        return ", ".join(names)
