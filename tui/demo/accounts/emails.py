"""Owns what the server derives from an e-mail address, and which texts are addresses."""

from __future__ import annotations

import re
from typing import Any

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
)
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_FREE = frozenset(
    {
        *("gmail.com", "googlemail.com", "yahoo.com", "outlook.com", "hotmail.com", "live.com"),
        *("icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de", "proton.me"),
        *("protonmail.com", "mail.ru", "yandex.ru", "qq.com", "163.com", "zoho.com"),
    }
)
_DISPOSABLE = frozenset(
    {"mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com", "trashmail.com"}
)
_WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})


def is_email(text: str) -> bool:
    return len(text) <= 320 and bool(_ADDRESS.fullmatch(text))


class Email:
    """An e-mail address, which may be empty where `empty` says so."""

    def __init__(self, empty: bool = False, nullable: bool = False) -> None:
        self._empty = empty
        self._suffix = " or null" if nullable else ""

    def problem(self, value: Any) -> str:
        fits = isinstance(value, str) and (is_email(value) or (self._empty and value == ""))
        return "" if fits else f"Value must be a valid email address{self._suffix}"

    def clean(self, value: Any) -> Any:
        """Addresses are kept in lower case."""
        return value.lower()


class Phone:
    """A phone number like `+12065550100`, which may be empty where `empty` says so."""

    def __init__(self, empty: bool = False, nullable: bool = False) -> None:
        self._empty = empty
        self._suffix = " or null" if nullable else ""

    def problem(self, value: Any) -> str:
        fits = isinstance(value, str) and (_PHONE.fullmatch(value) or (self._empty and not value))
        if fits:
            return ""
        rule = "Phone number must start with a '+' can have a maximum of fifteen digits."
        return rule + self._suffix

    def clean(self, value: Any) -> Any:
        return value


def facts_of(email: str) -> dict[str, Any]:
    """The `email…` fields of a user that follow from the address; all null without one."""
    if not email:
        return _fields(None, None, None, None, None)
    local, _, domain = email.partition("@")
    plain = local
    if domain in _FREE:
        plain = plain.split("+")[0]
    if domain in _WITHOUT_DOTS:
        plain, domain = plain.replace(".", ""), "gmail.com"
    found = f"{plain}@{domain}"
    free, disposable = domain in _FREE, domain in _DISPOSABLE
    return _fields(found, free, disposable, not (free or disposable), found == email)


def _fields(*values: object) -> dict[str, Any]:
    names = ("Canonical", "IsFree", "IsDisposable", "IsCorporate", "IsCanonical")
    return {f"email{name}": value for name, value in zip(names, values, strict=True)}
