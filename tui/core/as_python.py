"""A request as Python: a program for the Appwrite SDK that sends it and prints the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from appwrite.query import Query

from tui.core.redact import HIDDEN
from tui.core.sending import IDENTITIES, Sending, Target, snake, variable

WIDTH = 100
_SERVICES = {"tables_db": "TablesDB"}
_METHODS = {"or": "or_queries", "and": "and_queries"}
_NAMES = {"async": "xasync"}
"""Parameters whose names Python keeps for itself."""


def as_python(sending: Sending, target: Target) -> str:
    """A whole program; secrets come from the environment."""
    endpoint = sending.endpoint
    body = "\n".join(_call(sending))
    service = endpoint.sdk.partition(".")[0]
    imports = ["from appwrite.client import Client"]
    if "Query." in body:
        imports.append("from appwrite.query import Query")
    if service:
        imports.append(f"from appwrite.services.{service} import {_service(service)}")
    lines = [*imports, "", *_client(target), "", body, ""]
    if any("os.environ" in line for line in lines):
        lines = ["import os", "", *lines]
    return "\n".join(lines)


def _client(target: Target) -> Iterator[str]:
    yield "client = Client()"
    yield f"client.set_endpoint({_text(target.endpoint)})"
    yield f"client.set_project({_text(target.project)})"
    if target.identity:
        yield f'client.set_{target.identity}(os.environ["{IDENTITIES[target.identity]}"])'
    if target.insecure:
        yield "client.set_self_signed()"
    if target.ca_bundle:
        yield f'os.environ.setdefault("REQUESTS_CA_BUNDLE", {_text(target.ca_bundle)})'


def _call(sending: Sending) -> Iterator[str]:
    endpoint = sending.endpoint
    if not endpoint.sdk:
        # The SDK has no method of its own for it.
        headers = _literal({"content-type": "application/json"}, "", "")
        params = _literal(_booleans(sending.params), "", "")
        path = _text(endpoint.url(sending.ids))
        yield f"print(client.call({_text(endpoint.method.lower())}, {path}, {headers}, {params}))"
        return
    service, _, method = endpoint.sdk.partition(".")
    yield f"answer = {_service(service)}(client).{method}("
    for name, value in sending.arguments.items():
        named = _NAMES.get(name, snake(name))
        written = _queries(value) if name == "queries" else _literal(value, name, "    ")
        yield f"    {named}={written},"
    yield ")"
    yield "print(answer)"


def _booleans(params: Mapping[str, Any]) -> dict[str, Any]:
    """As they go into an address, where Appwrite takes the text `false` for true."""
    return {name: int(v) if isinstance(v, bool) else v for name, v in params.items()}


def _service(module: str) -> str:
    return _SERVICES.get(module, "".join(part.title() for part in module.split("_")))


def _text(text: str) -> str:
    """A text in double quotes, without anything that a terminal would act on."""
    if '"' in text or not text.isprintable() or "\\" in text:
        return repr(text)
    return f'"{text}"'


def _literal(value: Any, name: str, indent: str | None) -> str:
    """A value as Python, on one line where there is no indent.

    `name` is the field that holds it, for the variable of a secret.
    """
    if value == HIDDEN:
        return f'os.environ["{variable(name)}"]'
    if isinstance(value, str):
        return _text(value)
    deeper = None if indent is None else indent + "    "
    if isinstance(value, Mapping):
        pairs = (f"{_text(str(k))}: {_literal(v, str(k), deeper)}" for k, v in value.items())
        return _bracketed("{", [*pairs], "}", indent)
    if isinstance(value, list | tuple):
        return _bracketed("[", [_literal(one, name, deeper) for one in value], "]", indent)
    return repr(value)


def _bracketed(opening: str, parts: Sequence[str], closing: str, indent: str | None) -> str:
    line = f"{opening}{', '.join(parts)}{closing}"
    if indent is None or (len(indent) + len(line) < WIDTH - 20 and "\n" not in line):
        return line
    inner = "".join(f"\n{indent}    {part}," for part in parts)
    return f"{opening}{inner}\n{indent}{closing}"


def _queries(texts: Sequence[str]) -> str:
    return _bracketed("[", [query_call(text) for text in texts], "]", "    ")


def query_call(text: str) -> str:
    """A query as a call of the SDK's `Query` that makes exactly it; else the text as it is."""
    try:
        told = json.loads(text)
    except ValueError:
        return _text(text)
    return _written(told) if isinstance(told, dict) else _text(text)


def _written(told: Mapping[str, Any]) -> str:
    method = str(told.get("method"))
    name = _METHODS.get(method, snake(method))
    make = getattr(Query, name, None)
    values = told.get("values", [])
    if make is not None and isinstance(values, list):
        if method in _METHODS:
            return f"Query.{name}([{', '.join(_written(one) for one in values)}])"
        attribute = [told["attribute"]] if "attribute" in told else []
        # Which of them it takes is told by what it makes.
        inner = values[0] if values and isinstance(values[0], list) else []
        tried = ([*attribute, *values], [*attribute, values], attribute, [*attribute, *inner])
        for arguments in tried:
            if _makes(make, arguments, told):
                shown = ", ".join(_literal(one, "", None) for one in arguments)
                return f"Query.{name}({shown})"
    return _text(json.dumps(told, ensure_ascii=False))


def _makes(make: Any, arguments: Sequence[Any], told: Mapping[str, Any]) -> bool:
    try:
        made = json.loads(make(*arguments))
    except (TypeError, ValueError, AttributeError):
        return False
    return bool(made == {name: one for name, one in told.items() if one is not None})
