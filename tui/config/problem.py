"""What is wrong with a configuration, as one exception."""

from __future__ import annotations


class ConfigError(Exception):
    """A sentence with the cause, a remedy, and where it stands. Never holds a secret."""

    def __init__(self, sentence: str, remedy: str = "", where: str = "") -> None:
        super().__init__(f"{where + ': ' if where else ''}{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy
        self.where = where
