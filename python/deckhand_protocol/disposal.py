"""Where tips go from 2.16 on."""

from __future__ import annotations

from deckhand_protocol.types import Point


class TrashBin:
    """The trash of the deck, as an area and not as labware."""

    _kind = "trash"

    def __init__(self, slot: str, area_name: str, offset: Point = Point()):
        self._slot = slot
        self._area_name = area_name
        self._offset = offset

    @property
    def location(self) -> str:
        return self._slot

    @property
    def area_name(self) -> str:
        return self._area_name

    @property
    def offset(self) -> Point:
        return self._offset

    @property
    def height(self) -> float:
        return 82.0

    def top(self, x: float = 0, y: float = 0, z: float = 0) -> "TrashBin":
        """The same trash, that is gone to this far from its middle."""
        return TrashBin(self._slot, self._area_name, Point(x, y, z))

    def __eq__(self, other):
        same_kind = isinstance(other, TrashBin)
        return same_kind and (self._slot, self._offset) == (other._slot, other._offset)

    def __hash__(self):
        return hash((self._slot, self._area_name))

    def __repr__(self) -> str:
        return f"Trash Bin on slot {self._slot}"


class WasteChute:
    """The other robot's way to throw things away. Protocols name the class; an OT-2 has none."""

    _kind = "trash"


def ot2_trash_bin() -> TrashBin:
    return TrashBin("12", "fixedTrash")
