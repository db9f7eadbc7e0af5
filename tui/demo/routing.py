"""Owns the routing table: which handler answers which method and path, and what scopes it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tui.demo.answers import Answer

Handler = Callable[..., Answer]
"""`handler(call, **path_parameters)`; runs in a worker thread."""


@dataclass(frozen=True)
class Route:
    """One endpoint. `path` is below `/v1`; `{name}` segments become arguments of the handler."""

    method: str
    path: str
    scopes: tuple[str, ...]
    handler: Handler
    is_served: bool = True
    """False for what only a real server has behind it."""

    @property
    def name(self) -> str:
        """Method and path, as `limits.LIMITS` calls it."""
        return f"{self.method} {self.path}"

    @property
    def takes_one_factor(self) -> bool:
        """Whether a user may come here before the second factor: to show it, or to leave."""
        leaving = self.method == "DELETE" and self.path == "/account/sessions/{session_id}"
        return leaving or self.path.startswith("/account/mfa/")

    @property
    def segments(self) -> list[str]:
        """The path in pieces."""
        return self.path.strip("/").split("/")


class Routes:
    """The routes of one resource, collected by decorators."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def add(self, method: str, path: str, *scopes: str) -> Callable[[Handler], Handler]:
        """Register a handler; any one of `scopes` lets a caller in."""

        def register(handler: Handler) -> Handler:
            self.all.append(Route(method, path, scopes, handler))
            return handler

        return register

    def get(self, path: str, *scopes: str) -> Callable[[Handler], Handler]:
        return self.add("GET", path, *scopes)

    def post(self, path: str, *scopes: str) -> Callable[[Handler], Handler]:
        return self.add("POST", path, *scopes)

    def put(self, path: str, *scopes: str) -> Callable[[Handler], Handler]:
        return self.add("PUT", path, *scopes)

    def patch(self, path: str, *scopes: str) -> Callable[[Handler], Handler]:
        return self.add("PATCH", path, *scopes)

    def delete(self, path: str, *scopes: str) -> Callable[[Handler], Handler]:
        return self.add("DELETE", path, *scopes)


@dataclass
class _Node:
    """One path segment of the tree: fixed names first, then the parameter."""

    fixed: dict[str, _Node] = field(default_factory=dict)
    parameter: _Node | None = None
    routes: dict[str, tuple[Route, tuple[str, ...]]] = field(default_factory=dict)


class RoutingTable:
    """All routes as trees of segments, those of a first segment made when first asked for.

    `absent` names routes that this server does not have; below `absent_areas` (first segments) it
    has none but those that are served.
    """

    def __init__(
        self,
        routes_of: Callable[[str, bool], Iterable[Route]],
        absent: frozenset[str] = frozenset(),
        absent_areas: frozenset[str] = frozenset(),
    ) -> None:
        self._routes_of = routes_of
        self._absent = absent
        self._absent_areas = absent_areas
        self._trees: dict[tuple[str, bool], _Node] = {}

    def find(self, method: str, segments: list[str]) -> tuple[Route, dict[str, Any]] | None:
        """The route for a path given as decoded segments, with its parameters."""
        found = self._find(method, segments, False) or self._find(method, segments, True)
        if found is None:
            return None
        (route, names), values = found
        return route, dict(zip(names, values, strict=True))

    def _find(
        self, method: str, segments: list[str], writing: bool
    ) -> tuple[tuple[Route, tuple[str, ...]], list[str]] | None:
        key = (segments[0] if segments else "", writing)
        if key not in self._trees:
            # Two threads may both come here; they make the same tree.
            hidden = key[0] in self._absent_areas
            self._trees[key] = _tree(
                each
                for each in self._routes_of(*key)
                if each.name not in self._absent and (each.is_served or not hidden)
            )
        return _walk(self._trees[key], method, segments, [])


def _tree(routes: Iterable[Route]) -> _Node:
    """Routes by segments; a fixed segment wins over a parameter."""
    root = _Node()
    for route in routes:
        node, names = root, []
        for segment in route.segments:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.fixed.setdefault(segment, _Node())
        if route.method in node.routes and not route.is_served:
            continue
        if route.method in node.routes:
            raise ValueError(f"{route.method} {route.path} was registered twice")
        node.routes[route.method] = (route, tuple(names))
    return root


def _walk(
    node: _Node, method: str, segments: list[str], values: list[str]
) -> tuple[tuple[Route, tuple[str, ...]], list[str]] | None:
    if not segments:
        entry = node.routes.get(method)
        return (entry, values) if entry else None
    head, rest = segments[0], segments[1:]
    if head in node.fixed:
        found = _walk(node.fixed[head], method, rest, values)
        if found:
            return found
    if node.parameter is None:
        return None
    return _walk(node.parameter, method, rest, [*values, head])
