"""Single answers and queries of real servers, asked again on the same project."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.replaying import differences
from tests.contract.world import World, read_lines

HERE = Path(__file__).parent / "answers"
DIFFERENCES = json.loads((HERE / "differences.json").read_text(encoding="utf-8"))
"""Name of an answer to `where` it differs (patterns; all of it without) and `why`."""
HEADERS = ("x-ratelimit-limit", "content-disposition", "content-range", "x-appwrite-warning")


def recorded(version: str) -> dict[str, dict[str, Any]]:
    lines = read_lines((HERE / f"{version}.jsonl").read_text(encoding="utf-8"))
    return {line["name"]: line for line in lines}


class Project:
    """The rebuilt project of one version, and who may ask."""

    def __init__(self, version: str, demo: Any) -> None:
        self.version = version
        self.demo = demo
        self.recorded = recorded(version)
        self.http = requests.Session()
        World(demo.endpoint, self.identity("full"), self.recorded).build()
        self._sign_in()

    def _sign_in(self) -> None:
        """As often as it was done when the answers were recorded."""
        often = self.recorded["users_sessions"]["response"]["body"]["total"] - 1
        for _ in range(often):
            self._session("user0003", "guest")
        self._secret = self._session("user0004", "full")["secret"]

    def _session(self, user: str, who: str) -> Any:
        body = {"email": f"{user}@example.test", "password": "password-1234"}
        address = f"{self.demo.endpoint}/account/sessions/email"
        made = requests.post(address, json=body, headers=self.identity(who), timeout=60)
        assert made.status_code == 201, made.text
        return made.json()

    def identity(self, who: str) -> dict[str, str]:
        headers = {"x-appwrite-project": self.demo.project, "user-agent": "Python-urllib/3.11"}
        keys = self.demo.keys
        match who:
            case "guest":
                return headers
            case "session":
                return {**headers, "x-appwrite-session": self._secret}
            case "badkey":
                return {**headers, "x-appwrite-key": "standard_" + "0" * 40}
            case "oddkey":
                return {**headers, "x-appwrite-key": "none"}
            case "noproject":
                return {"x-appwrite-key": keys["full"]}
            case "otherproject":
                return {"x-appwrite-project": "other", "x-appwrite-key": keys["full"]}
        return {**headers, "x-appwrite-key": keys[who]}

    def ask(self, step: dict[str, Any]) -> requests.Response:
        self.http.cookies.clear()
        headers = {**self.identity(step["as"]), **step.get("headers", {})}
        return self.http.request(
            step["method"],
            self.demo.endpoint + step["path"],
            json=step.get("body"),
            headers=headers,
            timeout=60,
        )


@pytest.fixture(scope="module", params=["1.9.6", "1.8.1"])
def project(request: Any, start_demo: Any) -> Iterator[Project]:
    with start_demo("--empty", "--server-version", request.param) as demo:
        yield Project(request.param, demo)


def named(version: str, text: Any, project: str) -> Any:
    """What was recorded, with the name of this project in place of the other one's."""
    other = "measure" + version.replace(".", "")
    return json.loads(json.dumps(text).replace(other, project))


def found_differences(project: Project, step: dict[str, Any]) -> Iterator[str]:
    want = named(project.version, step["response"], project.demo.project)
    # Whoever is held up was refused as often as it may be before.
    for _ in range(10 * (want["status"] == 429)):
        project.ask(step)
    response = project.ask(step)
    if response.status_code != want["status"]:
        yield f"status: {want['status']} expected, got {response.status_code} {response.text[:200]}"
        return
    kind = response.headers.get("content-type", "")
    is_json = "json" in kind and "__bytes__" not in (want["body"] or {})
    body = response.json() if is_json else {"__bytes__": len(response.content)}
    yield from differences(want["body"], body)
    if isinstance(body, dict) and isinstance(body.get("message"), str):
        said = want["body"]["message"]
        if said != body["message"]:
            yield f"body.message: {said!r}, got {body['message']!r}"
    if not is_json and kind.split("/")[0] != "text":
        size = want["body"]["__bytes__"]
        if size != len(response.content):
            yield f"size: {size}, got {len(response.content)}"
    for name in HEADERS:
        said, got = want["headers"].get(name), response.headers.get(name)
        if said != got:
            yield f"header {name}: {said!r}, got {got!r}"


def excused(name: str, difference: str, version: str) -> bool:
    listed = DIFFERENCES.get(name)
    if listed is None or version not in listed.get("versions", version):
        return False
    where = difference.split(":")[0]
    return any(fnmatch.fnmatchcase(where, pattern) for pattern in listed.get("where", ["*"]))


def test_answers_agree_but_for_what_is_listed(project: Project) -> None:
    unexpected: list[str] = []
    differing = set()
    for name, step in project.recorded.items():
        for difference in found_differences(project, step):
            if excused(name, difference, project.version):
                differing.add(name)
            else:
                unexpected.append(f"{name}: {difference}")
    assert not unexpected, "\n".join(unexpected)
    listed = {
        name
        for name, about in DIFFERENCES.items()
        if project.version in about.get("versions", project.version) and name in project.recorded
    }
    assert not listed - differing, f"listed, and no longer so: {sorted(listed - differing)}"


def test_queries_find_and_refuse_what_they_did(project: Project) -> None:
    lines = read_lines((HERE / f"queries-{project.version}.jsonl").read_text(encoding="utf-8"))
    unexpected, differing = [], set()
    for line in lines:
        params = {f"queries[{n}]": query for n, query in enumerate(line["queries"])}
        response = project.http.get(
            project.demo.endpoint + line["path"],
            params=params | line.get("params", {}),
            headers=project.identity("full"),
            timeout=60,
        )
        body = response.json()
        if "refused" in line:
            got: Any = {key: body.get(key) for key in ("message", "type")}
            want: Any = line["refused"]
        else:
            want = line["found"]
            listed = next((v for v in body.values() if isinstance(v, list)), [])
            first = listed[0]["$id"] if listed else None
            got = {"total": body.get("total"), "n": len(listed), "first": first}
            if "orderRandom" in line["name"]:
                got["first"] = want["first"]
            got = {key: got[key] for key in want}
        if got == want:
            continue
        name = f"query {line['name']}"
        if excused(name, "", project.version):
            differing.add(name)
        else:
            unexpected.append(f"{name}: {want}, got {got} {str(body)[:200]}")
    assert not unexpected, "\n".join(unexpected)
    assert {name for name in DIFFERENCES if name.startswith("query ")} == differing
