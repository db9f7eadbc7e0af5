"""The project that single answers were recorded on, made again through the API.

Tables, teams and buckets come from the recordings themselves. Rows, users and files follow rules
that agree with everything that was recorded of them (`event 12` is in 1,111 messages, every ninth
value is null, 26 users are called Ada); what was not recorded is made up.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import requests

CHUNK = 5 * 1024 * 1024
_KINDS = ("login", "purchase", "view", "search", "signup")
_WORDS = (
    *("bravo", "delta echo", "delta echo", "bravo", "charlie", "charlie"),
    *("alpha", "delta echo", "bravo", "charlie", "alpha"),
)
_GRANTS = (
    ['read("user:{}")', 'update("user:{}")', 'delete("user:{}")'],
    ['read("any")'],
    ['read("users")', 'update("team:team0/owner")'],
    [],
    ['read("label:vip")', 'update("users/verified")', 'delete("users/verified")'],
    ['read("guests")'],
)
_NAMED = {
    0: "",
    1: "Margaret Müller",
    2: "Grace Turing",
    3: "Mía Torvalds",
    4: "李 Hopper",
    7: "José Turing",
    13: "Ken Hopper",
    44: "Ada Øster",
    59: "Ada 王",
    60: "李 Ritchie",
    100: "Ada Lovelace",
    183: "龍 Ritchie",
}
_ARGON2 = "$argon2id$v=19$m=65536,t=4,p=3$cUxReHpWRUJCVHNLMDJmNA$" + "a" * 43
_PASSWORD = "password-1234"
_REQUIRED = {
    "str_req": "s",
    "vc_req": "v",
    "txt_req": "t",
    "int_req": 1,
    "flt_req": 1.5,
    "bool_req": True,
    "email_req": "a@b.co",
    "enum_req": "red",
    "ip_req": "10.0.0.1",
    "url_req": "https://a.example",
    "dt_req": "2024-02-29T12:00:00.000+00:00",
}
_SPARED = ("$id", "$permissions")
_TYPES = {"double": "float", "linestring": "line"}
_OF_COLUMN = ("key", "required", "array", "default", "size", "min", "max", "elements", "encrypt")

Recorded = Mapping[str, Mapping[str, Any]]
"""Recorded answers by name."""


class World:
    """Builds the project on an empty server."""

    def __init__(self, endpoint: str, headers: Mapping[str, str], recorded: Recorded) -> None:
        self._endpoint = endpoint
        self._session = requests.Session()
        self._session.headers.update(headers)
        self._recorded = recorded

    def build(self) -> None:
        self._people()
        self._databases()
        self._rows()
        self._files()
        self._functions()

    def _send(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        response = self._session.request(
            method, self._endpoint + path, json=body, timeout=60, **options
        )
        if response.status_code >= 400:
            raise AssertionError(f"{method} {path}: {response.text[:300]}")
        return response.json() if response.content else None

    def _body(self, name: str) -> Any:
        return self._recorded[name]["response"]["body"]

    # People

    def _people(self) -> None:
        for number in range(520):
            self._user(number)
        for team in self._body("teams_list")["teams"]:
            self._send("POST", "/teams", {"teamId": team["$id"], "name": team["name"]})
        for number in range(30):
            self._member("team0", number, ["owner" if number == 0 else "developer"])
        for number in range(2, 7):
            self._member("team1", number, ["viewer", "editor"])
        self._prefs_of_the_team()
        alternative = {
            "targetId": "tgt1",
            "providerType": "email",
            "identifier": "alt@example.test",
        }
        self._send("POST", "/users/user0001/targets", {**alternative, "name": "alt mail"})

    def _prefs_of_the_team(self) -> None:
        """Preferences of a team are its owner's matter, who acts with a JWT."""
        jwt = self._send("POST", "/users/user0000/jwts", {})["jwt"]
        project = self._session.headers["x-appwrite-project"]
        address = f"{self._endpoint}/teams/team0/prefs"
        headers = {"x-appwrite-project": str(project), "x-appwrite-jwt": jwt}
        done = requests.put(address, json={"prefs": {"color": "blue"}}, headers=headers, timeout=60)
        assert done.status_code == 200, done.text

    def _user(self, number: int) -> None:
        id_ = f"user{number:04}"
        body = {"userId": id_}
        if name_of(number):
            body["name"] = name_of(number)
        if number != 0 and number % 14 != 13:
            body["email"] = f"{id_}@example.test"
        known = number in (0, 3, 4, 7, 13)
        if known:
            body["password"] = _PASSWORD
        if number % 5 == 0:
            body["phone"] = f"+1555{number:07}"
        self._new_user(number, body, known)
        if number % 40 == 7:
            self._send("PATCH", f"/users/{id_}/status", {"status": False})
        if number % 13 in (6, 8):
            self._send("PATCH", f"/users/{id_}/verification", {"emailVerification": True})
        labels = ["staff", "tier2", "eu"] if number == 0 else ["vip"] * (number % 8 == 4)
        if labels:
            self._send("PUT", f"/users/{id_}/labels", {"labels": labels})
        if number % 3 == 0 and number < 61:
            nested = {"theme": "light", "lang": "en", "n": number, "nested": {"a": [1, 2, 3]}}
            prefs = nested if number in (0, 3, 60) else {}
            self._send("PATCH", f"/users/{id_}/prefs", {"prefs": prefs})

    def _new_user(self, number: int, body: dict[str, Any], known: bool) -> None:
        phone = body.pop("phone", "")
        if known:
            self._send("POST", "/users", body)
        elif "email" not in body:
            self._send("POST", "/users", {**body, **({"phone": phone} if phone else {})})
            phone = ""
        elif number == 1:
            hashed = "$2y$08$" + "b" * 53
            self._send("POST", "/users/bcrypt", {**body, "password": hashed})
        elif number == 2:
            self._send("POST", "/users/md5", {**body, "password": "0" * 32})
        else:
            self._send("POST", "/users/argon2", {**body, "password": _ARGON2})
        if phone:
            self._send("PATCH", f"/users/{body['userId']}/phone", {"number": phone})

    def _member(self, team: str, number: int, roles: list[str]) -> None:
        body = {"userId": f"user{number:04}", "roles": roles}
        self._send("POST", f"/teams/{team}/memberships", body)

    # Databases

    def _databases(self) -> None:
        for database in self._body("tablesdb_list")["databases"]:
            body = {"databaseId": database["$id"], "name": database["name"]}
            self._send("POST", "/tablesdb", body)
            if not database["enabled"]:
                path = f"/tablesdb/{database['$id']}"
                self._send("PUT", path, {"name": database["name"], "enabled": False})
        tables = self._body("tables_list")["tables"]
        for table in tables:
            self._table(table)
        links = [
            (table["$id"], column)
            for table in tables
            for column in table["columns"]
            if column["type"] == "relationship" and column["side"] == "parent"
        ]
        for table_id, column in sorted(links, key=lambda link: link[0] == link[1]["relatedTable"]):
            self._relationship(table_id, column)
        for table in tables:
            for column in _apart(table["columns"])[1]:
                self._later_column(table["$id"], _plan(column))
        for table in tables:
            for index in table["indexes"]:
                keys = ("key", "type", "columns", "orders", "lengths")
                path = f"/tablesdb/shop/tables/{table['$id']}/indexes"
                self._send("POST", path, {key: index[key] for key in keys})
                self._settled(f"{path}/{index['key']}")

    def _table(self, table: Mapping[str, Any]) -> None:
        columns = [_plan(each) for each in _apart(table["columns"])[0]]
        body = {
            "tableId": table["$id"],
            "name": table["name"],
            "permissions": table["$permissions"],
            "rowSecurity": table["rowSecurity"],
            "enabled": table["enabled"],
            "columns": columns,
        }
        self._send("POST", "/tablesdb/shop/tables", body)

    def _later_column(self, table_id: str, column: dict[str, Any]) -> None:
        path = f"/tablesdb/shop/tables/{table_id}/columns"
        self._send("POST", f"{path}/{column.pop('type')}", column)
        self._settled(f"{path}/{column['key']}")

    def _relationship(self, table_id: str, column: Mapping[str, Any]) -> None:
        keys = ("key", "twoWay", "twoWayKey", "onDelete")
        body = {key: column[key] for key in keys}
        body |= {"relatedTableId": column["relatedTable"], "type": column["relationType"]}
        path = f"/tablesdb/shop/tables/{table_id}/columns"
        self._send("POST", f"{path}/relationship", body)
        self._settled(f"{path}/{column['key']}")

    def _settled(self, path: str) -> None:
        deadline = time.monotonic() + 60
        while self._send("GET", path)["status"] == "processing":
            assert time.monotonic() < deadline, path

    # Rows

    def _rows(self) -> None:
        for number in range(25):
            author = {"name": f"Author {number}"}
            if number == 1:
                author = {"name": "Author 1 李明", "country": "NO", "born": "1951-02-15"}
            self._row("authors", f"author{number:02}", author)
        seen = {row["$id"]: row for row in self._body("rows_list_default")["rows"]}
        for number in range(150):
            id_ = f"book{number:03}"
            self._row("books", id_, _book(number, seen.get(id_)))
        self._row("everything", "full", {**_REQUIRED, "pt": [100, 1], "poly": _SQUARE})
        for id_ in ("minimal", "extreme"):
            row = self._body(f"row_get_{id_}")
            data = {key: value for key, value in row.items() if key[0] != "$"}
            linked = self._body("err_row_bad_datetime")["books"] if id_ == "minimal" else []
            self._row("everything", id_, data | {"books": [book["$id"] for book in linked]})
        for number in range(39):
            near = number < 12
            place = [number / 10, 0] if near else [100, number]
            self._row("everything", f"row{number:02}", {**_REQUIRED, "pt": place})
        for number in range(60):
            owner = f"user{3 + number % 10:04}"
            grants = [each.format(owner) for each in _GRANTS[number % 6]]
            note = {"title": f"Note {number}", "body": "b" * (number % 6), "owner": owner}
            self._row("notes", f"note{number:02}", note, grants)
        for start in range(0, 25_000, 100):
            rows = [event(number) for number in range(start, start + 100)]
            self._send("POST", "/tablesdb/shop/tables/events/rows", {"rows": rows})
        self._send("PATCH", "/tablesdb/shop/tables/books/rows/book001", {"data": {"inPrint": True}})

    def _row(
        self, table: str, id_: str, data: Mapping[str, Any], permissions: Sequence[str] = ()
    ) -> None:
        body = {"rowId": id_, "data": data, "permissions": list(permissions)}
        self._send("POST", f"/tablesdb/shop/tables/{table}/rows", body)

    # Files

    def _files(self) -> None:
        keys = ("name", "fileSecurity", "maximumFileSize", "allowedFileExtensions")
        keys += ("compression", "encryption", "antivirus", "transformations", "enabled")
        for bucket in self._body("buckets_list")["buckets"]:
            body = {key: bucket[key] for key in keys} | {"bucketId": bucket["$id"]}
            self._send("POST", "/storage/buckets", body | {"permissions": bucket["$permissions"]})
        for id_, name, content in _assets():
            self._file("assets", id_, name, content)
        for number in range(40):
            self._file("vault", f"v{number:03}", f"vault-{number:03}.txt", b"row,0\n" * 200)
        for number in range(11):
            self._file("zst", f"z{number:02}", f"z{number}.log", _LOG)

    def _file(self, bucket: str, id_: str, name: str, content: bytes) -> None:
        address = f"{self._endpoint}/storage/buckets/{bucket}/files"
        for start in range(0, max(1, len(content)), CHUNK):
            piece = content[start : start + CHUNK]
            headers = {"x-appwrite-id": id_} if start else {}
            if len(content) > CHUNK:
                span = f"bytes {start}-{start + len(piece) - 1}/{len(content)}"
                headers["content-range"] = span
            response = self._session.post(
                address,
                data={"fileId": id_},
                files={"file": (name, piece)},
                headers=headers,
                timeout=60,
            )
            assert response.status_code in (200, 201), response.text

    # Functions

    def _functions(self) -> None:
        keys = ("name", "runtime", "execute", "events", "schedule", "timeout", "entrypoint")
        keys += ("scopes", "logging", "enabled", "commands")
        for function in self._body("functions_list")["functions"]:
            body = {key: function[key] for key in keys} | {"functionId": function["$id"]}
            self._send("POST", "/functions", body)
        for variable in self._body("function_variables")["variables"]:
            body = {key: variable[key] for key in ("key", "secret")}
            body |= {"variableId": variable["$id"], "value": variable["value"] or "hidden"}
            self._send("POST", "/functions/hello/variables", body)


_SQUARE = [[[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]]]
_LOG = (b"compressible 0\n" * 5000)[:75_000]


def _apart(columns: Sequence[Mapping[str, Any]]) -> tuple[list[Any], list[Any]]:
    """The plain columns before and after the first relationship."""
    kinds = [column["type"] for column in columns]
    cut = kinds.index("relationship") if "relationship" in kinds else len(kinds)
    plain = [column for column in columns if column["type"] != "relationship"]
    return plain[:cut], plain[cut:]


def _plan(column: Mapping[str, Any]) -> dict[str, Any]:
    """A recorded column as a table is made with it."""
    kind = column.get("format") or _TYPES.get(column["type"], column["type"])
    wanted = {key: column[key] for key in _OF_COLUMN if column.get(key) is not None}
    return {**wanted, "type": kind}


def _book(number: int, recorded: Mapping[str, Any] | None) -> dict[str, Any]:
    """A book; of the 150 sixteen have no author and six the first one."""
    if recorded is not None:
        return {key: value for key, value in recorded.items() if key[0] != "$"}
    author: str | None = f"author{2 + number % 20:02}"
    if number >= 120:
        author = "author01" if number < 125 else None if number >= 138 else author
    return {"title": f"Book #{number}", "year": 1950 + number % 70, "author": author}


def event(number: int) -> dict[str, Any]:
    """One of the 25,000 events, with its `$id`."""
    minutes = number % 60, number // 60 % 24, number // 1440 + 1
    tail = "needle" if number % 821 == 0 else "hay"
    return {
        "$id": f"ev{number:06}",
        "kind": _KINDS[number % 5],
        "seq": number,
        "value": None if number % 9 == 0 else round(number * 3.7 % 100, 2),
        "at": f"2025-01-{minutes[2]:02}T{minutes[1]:02}:{minutes[0]:02}:00.000+00:00",
        "message": f"event {number} {_WORDS[number % 11]} {tail}",
        "ok": number % 4 != 0,
        "level": ("debug", "info", "warn", "error")[number % 4],
        "labels": [f"l{number % 3}"] if number % 2 else [],
    }


def name_of(number: int) -> str:
    """A user's name: 26 of them are called Ada, 39 Hopper, 28 Müller."""
    if number in _NAMED:
        return _NAMED[number]
    first = "Ada" if number > 100 and number % 18 == 5 else "Ken"
    last = "Ritchie"
    if number % 19 == 3 or number == 20:
        last = "Müller"
    elif number % 13 == 11 and number != 505:
        last = "Hopper"
    return f"{first} {last}"


def _assets() -> list[tuple[str, str, bytes]]:
    """The 185 files of the bucket `assets`."""
    kinds = ("txt", "py", "json", "csv", "html", "md", "js", "css", "xml", "yml", "go", "rs")
    kinds += ("java", "sql")
    files = [
        (f"img{number:03}", f"picture {number}.{_PICTURES[number % 4]}", _picture(number))
        for number in range(60)
    ]
    files.append(("huge_txt", "huge log.txt", (b"The quick brown fox. " * 400_953)[:8_420_000]))
    for number in range(110):
        kind = kinds[number % 14]
        content = {
            2: b'{\n "i": 2,\n "list": [\n  0,\n  1\n ]\n}',
            4: b"<h1>hi</h1>" * 4,
        }.get(number, f"file {number}\n".encode())
        files.append(
            (f"txt{number:03}", f"src/module{number % 7}/file_{number:03}.{kind}", content)
        )
    files += [
        ("bin12m", "blob.bin", bytes(range(256)) * (12_582_912 // 256)),
        ("unicode_name", "файл — 文件 🚀.txt", b"x"),
        ("noext", "README", b"read me"),
        ("dotfile", ".bashrc", b"alias"),
        ("slash", "folder/sub/nested.txt", b"abc"),
    ]
    files.append(("more0", "more 0.png", _picture(0)))
    files += [
        (f"more{number}", f"more {number}.{'txt' if number < 6 else 'dat'}", b"more")
        for number in range(1, 9)
    ]
    return files


_PICTURES = ("png", "jpg", "gif", "webp")


def _picture(number: int) -> bytes:
    """An image in the format of its name; its first is what the previews were made of."""
    import io

    from PIL import Image

    image = Image.new("RGB", (40, 30), (number * 4 % 256, 100, 200))
    kept = io.BytesIO()
    image.save(kept, {"jpg": "JPEG"}.get(_PICTURES[number % 4], _PICTURES[number % 4].upper()))
    return kept.getvalue()


def read_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]
