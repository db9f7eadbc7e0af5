"""What is wrong with a configuration, as one exception."""

from __future__ import annotations

from tui.config.paths import from_home


class ConfigError(Exception):
    """A sentence with the cause, a remedy, and where it stands (file and line, or a flag).

    Never holds a secret. Text from files is shown with what is not printable made visible: a
    directory or a value may carry escape sequences.
    """

    def __init__(self, sentence: str, remedy: str = "", where: str = "") -> None:
        self.sentence = _printable(sentence)
        self.remedy = _printable(remedy)
        self.where = _printable(where)
        place = f"{from_home(self.where)}: " if where else ""
        super().__init__(f"{place}{self.sentence} {self.remedy}".strip())

    @property
    def line(self) -> str:
        """The same for one line of a screen, which may be cut: a file by its name alone."""
        place = f"{self.where.rpartition('/')[2]}: " if self.where else ""
        return f"{place}{self.sentence} {self.remedy}".strip()


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "·" for one in text)
