"""The sequence by which a terminal is asked to put a text in its clipboard (OSC 52)."""

from __future__ import annotations

import base64
from collections.abc import Mapping

LARGEST = 74_994
"""Bytes of text: with base64 and frame 100,000, more than which some terminals drop unsaid."""
_SCREEN_PIECE = 250
"""GNU screen up to 4.2 takes strings of 256 bytes; newer ones of 768."""


class TooLargeError(ValueError):
    """The text is larger than what terminals take."""


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """What is written to the terminal, wrapped for what lies between. Raises TooLargeError.

    Within tmux both the wrapped and the plain one are sent: which of them it lets through depends
    on its options `allow-passthrough` and `set-clipboard`, and twice the same does no harm.
    """
    content = text.encode("utf-8", "surrogatepass")
    if len(content) > LARGEST:
        raise TooLargeError
    plain = f"\x1b]52;c;{base64.b64encode(content).decode()}\x07"
    if within_tmux(environment):
        doubled = plain.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\{plain}"
    if "STY" in environment:
        pieces = (plain[at : at + _SCREEN_PIECE] for at in range(0, len(plain), _SCREEN_PIECE))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain


def within_tmux(environment: Mapping[str, str]) -> bool:
    """Whether tmux is between us and the terminal, also one on the other side of SSH."""
    return "TMUX" in environment or environment.get("TERM", "").startswith("tmux")
