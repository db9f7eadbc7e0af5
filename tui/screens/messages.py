"""Messages to the explorer's screen and from it."""

from __future__ import annotations

from typing import Protocol

from textual.message import Message

from tui.core.place import Place
from tui.screens.session import Session
from tui.screens.typing import Typing


class Talking(Protocol):
    """A screen that says what is done, and what did not work."""

    session: Session
    typing: Typing

    @property
    def is_current(self) -> bool:
        """Whether it is the one that is looked at."""

    def say(self, message: str) -> None:
        """Say something."""

    def say_problem(self, message: str) -> None:
        """Say what did not work."""


class Delivered(Message):
    """Something arrived from a worker thread."""

    def __init__(self, item: object) -> None:
        super().__init__()
        self.item = item


class ProfileChosen(Message):
    """Another project was asked for by its profile, and a place in it.

    What was typed ahead by now is meant for that.
    """

    def __init__(self, screen: Talking, name: str, place: Place | None = None) -> None:
        super().__init__()
        self.screen = screen
        self.name = name
        self.place = place
        self.aside = screen.typing.set_aside()
