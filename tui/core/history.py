"""Which places one has been to: back, forward, and the last one."""

from __future__ import annotations

from tui.core.place import Place


class History:
    """A line of places with a position in it, as a web browser keeps."""

    def __init__(self, limit: int = 200) -> None:
        self._places: list[Place] = []
        self._position = -1
        self._limit = limit

    @property
    def here(self) -> Place | None:
        """The place one is at."""
        return self._places[self._position] if self._places else None

    @property
    def previous(self) -> Place | None:
        """The place one was at before this one."""
        return self._places[self._position - 1] if self._position > 0 else None

    def visit(self, place: Place) -> None:
        """Go to a place. What lay ahead is forgotten; the same place again is no new visit."""
        if self.here == place:
            return
        del self._places[self._position + 1 :]
        self._places.append(place)
        del self._places[: -self._limit]
        self._position = len(self._places) - 1

    def remark(self, place: Place) -> None:
        """Remember where one is within the present place (its focus), without a new visit."""
        if self._places:
            self._places[self._position] = place

    def back(self) -> Place | None:
        """One visit earlier, None at the beginning."""
        if self._position <= 0:
            return None
        self._position -= 1
        return self.here

    def forward(self) -> Place | None:
        """One visit later, None at the end."""
        if self._position + 1 >= len(self._places):
            return None
        self._position += 1
        return self.here
