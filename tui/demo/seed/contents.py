"""Owns the bytes, names and permissions of the shop's files."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from tui.demo.files.png import Colour, png
from tui.demo.seed.words import LOOKS, SENTENCES, THINGS

_FINANCE = 'read("team:finance")'


@dataclass(frozen=True)
class NewFile:
    """A file to be; `content` is what a download gives."""

    id: str
    name: str
    content: bytes
    permissions: tuple[str, ...] = ()


def pictures() -> Iterator[NewFile]:
    """80 pictures of products."""
    for number in range(80):
        name = f"{LOOKS[number % 20].lower()}-{THINGS[number // 4].lower()}-{number}.png"
        yield NewFile(f"picture{number:03}", name, _picture(number, 48 + number % 5 * 16))


def invoices() -> Iterator[NewFile]:
    """60 invoices as text and JSON, each of them readable by its customer."""
    for number in range(60):
        invoice = {
            "number": 100_000 + number,
            "customer": f"customer{number * 7 % 600:04}",
            "lines": [{"sku": f"SKU-{line:04}", "qty": line + 1} for line in range(number % 6)],
            "total": number * 12.5,
        }
        plain = "".join(f"{key}: {value}\n" for key, value in invoice.items())
        as_json = number % 3 == 0
        content = json.dumps(invoice, indent=2) if as_json else f"INVOICE\n\n{plain}"
        name = f"invoice-{100_000 + number}.{'json' if as_json else 'txt'}"
        permissions = (_FINANCE, 'read("user:alice")') if number % 4 == 0 else (_FINANCE,)
        yield NewFile(f"invoice{number:03}", name, content.encode(), permissions)


def attachments() -> Iterator[NewFile]:
    """Everything that people upload, with the names they give."""
    log = "".join(
        f"2026-08-{1 + number // 1700:02}T12:00:00Z {('INFO', 'WARN', 'ERROR')[number % 3]} "
        f"request {number} took {number * 37 % 900} ms\n"
        for number in range(20_000)
    ).encode()
    html = b"<!doctype html><title>x</title><script>alert(1)</script>"
    named: tuple[tuple[str, bytes], ...] = (
        (".bashrc", b"alias ll='ls -l'\n"),
        ("../../x", b"not where it says\n"),
        ("файл — 文件 🚀.txt", "юникод\n".encode()),
        ("\x1b[31mred\x1b[0m.txt", b"colours in a name\n"),
        ("folder/sub/nested.txt", b"abc"),
        ("evil\u202egpj.exe", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("page.html", html),
        ("escape.log", b"\x1b[2J\x1b[31mHello\x1b[0m \x1b]0;title\x07bell\n"),
        ("empty.txt", b""),
        ("one", b"x"),
        ("server.log", log),
        ("server.log.gz", gzip.compress(log, mtime=0)),
        ("blob.bin", random.Random(31).randbytes(300_000)),
        ("long line.txt", b"no end in sight " * 20_000),
        ("latin1.txt", "caf\u00e9 na\u00efve\n".encode("latin-1")),
        ("windows.txt", b"line one\r\nline two\r\n"),
        ("data.json", json.dumps({"rows": [{"n": n} for n in range(500)]}).encode()),
        ("broken.json", b'{"a": [1, 2'),
        ("same name.txt", b"first\n"),
        ("same name.txt", b"second\n"),
        (f"{'very ' * 40}long name.txt", b"short\n"),
        ("manual.pdf", b"%PDF-1.4\n% nothing to see\n%%EOF\n"),
    )
    for number, (name, content) in enumerate(named):
        owner = ("alice", "bob", "carol")[number % 3]
        mine = tuple(f'{action}("user:{owner}")' for action in ("read", "update", "delete"))
        yield NewFile(f"attachment{number:02}", name, content, mine if number % 5 else ())


def exports() -> Iterator[NewFile]:
    """28 tables as CSV."""
    for number in range(28):
        lines = [f"{row},{SENTENCES[(row + number) % len(SENTENCES)]}" for row in range(200)]
        content = "\n".join(["id,text", *lines]).encode()
        yield NewFile(f"export{number:02}", f"reviews-2026-{number:02}.csv", content)


def logos() -> Iterator[NewFile]:
    """Ten pictures in a bucket that is disabled."""
    for number in range(10):
        yield NewFile(f"logo{number}", f"logo v{number}.png", _picture(number + 100, 32))


def _picture(number: int, size: int) -> bytes:
    red, green, blue = hashlib.md5(str(number).encode()).digest()[:3]

    def pixel(x: int, y: int) -> Colour:
        inside = (x - size // 2) ** 2 + (y - size // 2) ** 2 < (size // 3) ** 2
        return (red, green, blue) if inside else (240 - y * 100 // size, 240, 245)

    return png(size, size, pixel)
