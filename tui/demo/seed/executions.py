"""Owns the executions of the shop's functions: what ran, what failed and why."""

from __future__ import annotations

import hashlib
import random

from tui.demo.functions.documents import new_execution
from tui.demo.functions.handlers import MAX_LOG
from tui.demo.model.functions import EXECUTIONS
from tui.demo.seed.moments import ago
from tui.demo.store.collection import Document
from tui.demo.store.database import Store

_PATHS = ("/", "/orders/{}", "/orders/{}?dry=1", "/users/{}/invoice")
_METHODS = ("POST", "POST", "GET", "PUT", "DELETE")
_ERRORS = (
    "Error: connect ECONNREFUSED 198.51.100.7:587\n"
    "    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)\n"
    "    at sendMail (/usr/local/server/src/function/mail.js:42:11)\n"
    "    at async main (/usr/local/server/src/function/index.js:17:3)",
    "Traceback (most recent call last):\n"
    '  File "/usr/local/server/src/function/main.py", line 31, in main\n'
    "    totals = summarize(rows)\n"
    '  File "/usr/local/server/src/function/report.py", line 88, in summarize\n'
    "    return sum(row['total'] for row in rows)\n"
    "TypeError: unsupported operand type(s) for +: 'int' and 'NoneType'",
    "\x1b[31mUncaught (in promise) RangeError\x1b[0m: Invalid typed array length: 4294967296\n"
    "    at new Uint8Array (<anonymous>)\n    at resize (file:///main.ts:12:18)",
)
_HOW_MANY = {"send-invoice": 210, "nightly-report": 90, "resize-image": 140}


def seed(store: Store, function: Document) -> None:
    """Some hundred executions, the newest of which did not end yet."""
    dice = random.Random(f"executions of {function['$id']}")
    count = _HOW_MANY[function["$id"]]
    for number in range(count):
        nightly = bool(function["schedule"])
        minutes = (count - number) * (1440 if nightly else 47) - (540 if nightly else 0)
        execution = _execution(function, number, ago(minutes=minutes), dice)
        left = count - number
        if left <= 3:
            execution |= {"status": ("waiting", "processing", "completed")[left - 1]}
        else:
            _ran(execution, number, dice)
        EXECUTIONS.add(store, execution, function["$id"])
    _scheduled(store, function)


def _execution(function: Document, number: int, moment: str, dice: random.Random) -> Document:
    if function["schedule"]:
        trigger, path, method = "schedule", "/", "POST"
    elif number % 3 == 0:
        trigger, path, method = "event", "/", "POST"
    else:
        trigger = "http"
        path = _PATHS[number % 4].format(dice.randrange(100_000, 120_000))
        method = _METHODS[number % 5]
    headers = [{"name": "content-type", "value": "application/json"}] if method != "GET" else []
    headers.append({"name": "x-appwrite-client-ip", "value": "203.0.113.9"})
    request = {"trigger": trigger, "method": method, "path": path, "headers": headers}
    if trigger == "http" and number % 5 == 1:
        request["permissions"] = ['read("user:alice")']
    return new_execution(_id(function, number), moment, function, request)


def _ran(execution: Document, number: int, dice: random.Random) -> None:
    failed = number % 9 == 4
    code = 500 if failed else (200, 200, 204, 404)[number % 4]
    execution |= {
        "status": "failed" if failed else "completed",
        "responseStatusCode": code,
        "responseHeaders": [{"name": "content-type", "value": "application/json"}],
        "logs": _logs(number, execution["requestPath"]),
        "errors": _ERRORS[number // 9 % 3] if failed else "",
        "duration": round(dice.uniform(0.02, 2.5) * (12 if number % 17 == 0 else 1), 6),
    }


def _logs(number: int, path: str) -> str:
    if number % 60 == 30:
        rows = 14_000 if number == 30 else 900
        line = "row {:06}: checked, nothing to do here, going on with the next one\n"
        return "".join(line.format(row) for row in range(rows))[:MAX_LOG]
    if number % 6 == 5:
        return ""
    lines = [f"start {path}"] + [f"step {step} done" for step in range(number % 12)]
    return "\n".join([*lines, '{"level":"info","message":"finished"}'])


def _scheduled(store: Store, function: Document) -> None:
    request = {"trigger": "schedule", "method": "POST", "path": "/later", "headers": []}
    request["scheduledAt"] = "2099-01-01T03:00:00.000+00:00"
    execution = new_execution(_id(function, -1), ago(minutes=3), function, request)
    EXECUTIONS.add(store, execution, function["$id"])


def _id(function: Document, number: int) -> str:
    return hashlib.md5(f"execution {function['$id']} {number}".encode()).hexdigest()[:20]
