"""Owns what sessions and logs say about a client: read from its `User-Agent`."""

from __future__ import annotations

import re

_LIBRARIES = (
    ("Python Requests", re.compile(r"python-requests/(\d+\.\d+)")),
    ("Python urllib", re.compile(r"Python-urllib/(\d+\.\d+)")),
    ("python-httpx", re.compile(r"python-httpx/(\d+\.\d+)")),
    ("curl", re.compile(r"curl/(\d+\.\d+)")),
)
_BROWSERS = (
    ("ME", "Microsoft Edge", "Blink", re.compile(r"Edg/(\d+\.\d+)")),
    ("FF", "Firefox", "Gecko", re.compile(r"Firefox/(\d+\.\d+)")),
    ("CH", "Chrome", "Blink", re.compile(r"Chrome/(\d+\.\d+)")),
    ("SF", "Safari", "WebKit", re.compile(r"Version/(\d+\.\d+).* Safari/")),
)
_SYSTEMS = (
    ("AND", "Android", "smartphone", re.compile(r"Android (\d+)")),
    ("IOS", "iOS", "smartphone", re.compile(r"iPhone OS (\d+_\d+)")),
    ("WIN", "Windows", "desktop", re.compile(r"Windows NT (\d+)")),
    ("MAC", "Mac", "desktop", re.compile(r"Mac OS X (\d+[._]\d+)")),
    ("LIN", "GNU/Linux", "desktop", re.compile(r"Linux()")),
)
_KEYS = (
    *("osCode", "osName", "osVersion", "clientType", "clientCode", "clientName"),
    *("clientVersion", "clientEngine", "clientEngineVersion", "deviceName", "deviceBrand"),
    *("deviceModel", "countryCode", "countryName"),
)


def client_of(user_agent: str) -> dict[str, str]:
    """The fields from `osCode` to `countryName`; empty where nothing is known."""
    client = dict.fromkeys(_KEYS, "") | {"countryCode": "--", "countryName": "Unknown"}
    for name, pattern in _LIBRARIES:
        if match := pattern.search(user_agent):
            return client | {
                "clientType": "library",
                "clientName": name,
                "clientVersion": match[1],
            }
    for code, name, device, pattern in _SYSTEMS:
        if match := pattern.search(user_agent):
            client |= {
                "osCode": code,
                "osName": name,
                "osVersion": match[1].replace("_", "."),
                "deviceName": device,
            }
            break
    for code, name, engine, pattern in _BROWSERS:
        if match := pattern.search(user_agent):
            client |= {
                "clientType": "browser",
                "clientCode": code,
                "clientName": name,
                "clientVersion": match[1],
                "clientEngine": engine,
                "clientEngineVersion": match[1],
            }
            break
    return client
