"""A request for the shell: as a command of the Appwrite CLI, and as one of curl."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.redact import HIDDEN
from tui.core.sending import IDENTITIES, Sending, Target, UnwritableError, snake, variable

_CONTROLS = re.compile("[\x7f-\x9f]")
_HIDDEN = re.compile(r'"(?P<name>(?:[^"\\]|\\.)*)": "' + re.escape(HIDDEN) + '"')


def as_cli(sending: Sending, target: Target) -> str:
    """Commands of the Appwrite CLI: the first says which project. Raises UnwritableError."""
    service, _, method = sending.endpoint.sdk.partition(".")
    if not service:
        raise UnwritableError("The Appwrite CLI has no command for this request.")
    if target.identity == "jwt":
        raise UnwritableError("The Appwrite CLI takes no JWT of a user; curl and Python do.")
    setting = ["appwrite client", f"--endpoint {shlex.quote(target.endpoint)}"]
    setting.append(f"--project-id {shlex.quote(target.project)}")
    if target.identity:
        setting.append(f'--key "${IDENTITIES[target.identity]}"')
    if target.insecure:
        setting.append("--self-signed true")
    words = [f"appwrite {_kebab(service)} {_kebab(method)}"]
    for name, value in sending.arguments.items():
        option = f"--{_kebab(name)}"
        if isinstance(value, list):
            words.append(" ".join([option, *(_word(one, name) for one in value)]))
        else:
            word = _word(value, name)
            words.append(f"{option}={word}" if word.startswith("-") else f"{option} {word}")
    return f"{_joined(setting)}\n{_joined(words)}\n"


def as_curl(sending: Sending, target: Target) -> str:
    """One command of curl."""
    endpoint = sending.endpoint
    words = ["curl --silent --show-error"]
    if endpoint.method == "GET":
        if sending.params:
            words[0] += " --get"
    else:
        words[0] += f" --request {endpoint.method}"
    if target.insecure:
        words.append("--insecure")
    if target.ca_bundle:
        words.append(f"--cacert {shlex.quote(target.ca_bundle)}")
    words.append(shlex.quote(f"{target.endpoint.rstrip('/')}{endpoint.url(sending.ids)}"))
    words.append(f"--header {shlex.quote(f'X-Appwrite-Project: {target.project}')}")
    if target.identity and not endpoint.public:
        held = IDENTITIES[target.identity]
        words.append(f'--header "X-Appwrite-{target.identity.title()}: ${held}"')
    if endpoint.method == "GET":
        for name, text in _pairs(sending.params):
            words.append(f"--data-urlencode {shlex.quote(f'{name}={text}')}")
    else:
        words.append("--header 'Content-Type: application/json'")
        words.append(f"--data-raw {_json(sending.params)}")
    return _joined(words) + "\n"


def _joined(words: list[str]) -> str:
    return " \\\n    ".join(words)


def _pairs(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in params.items():
        if isinstance(value, list):
            for index, one in enumerate(value):
                yield f"{name}[{index}]", _plain(one)
        else:
            # Appwrite takes the text `false` of an address for true.
            yield name, str(int(value)) if isinstance(value, bool) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else _dumped(value)


def _word(value: Any, name: str) -> str:
    """A value as one word of the shell."""
    if value == HIDDEN:
        return f'"${variable(name)}"'
    if isinstance(value, Mapping | list):
        return _json(value)
    return shlex.quote(_plain(value))


def _dumped(value: Any) -> str:
    """JSON without anything that a terminal would act on."""
    text = json.dumps(value, ensure_ascii=False)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _json(value: Any) -> str:
    """JSON as one word of the shell; the quotes are left for each secret's variable."""
    word, text, at = "", _dumped(value), 0
    for found in _HIDDEN.finditer(text):
        before = text[at : found.end() - len(HIDDEN) - 1]
        name = json.loads('"' + found["name"] + '"')
        word += f'{shlex.quote(before)}"${variable(name)}"'
        at = found.end() - 1
    return word + shlex.quote(text[at:])


def _kebab(name: str) -> str:
    return snake(name).replace("_", "-")
