"""Points, locations, mounts and deck slots."""

from __future__ import annotations

import enum
import math
from typing import NamedTuple, Union

from deckhand_protocol.labware_like import LabwareLike


def _is_close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-05, abs_tol=1e-08)


class Point(NamedTuple):
    """A place in deck coordinates, or a way between two of them, in millimetres."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0

    def __add__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return Point(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return Point(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        if not isinstance(factor, (int, float)):
            return NotImplemented
        return Point(self.x * factor, self.y * factor, self.z * factor)

    __rmul__ = __mul__

    def __abs__(self):
        return Point(abs(self.x), abs(self.y), abs(self.z))

    def __eq__(self, other):
        if not isinstance(other, Point):
            return False
        return _is_close(self.x, other.x) and _is_close(self.y, other.y) and _is_close(self.z, other.z)

    def __ne__(self, other):
        return not self == other

    def magnitude_to(self, other) -> float:
        return math.dist(self, other)


class Location:
    """A point, and what it belongs to: a well, labware, a module, a slot, or nothing."""

    def __init__(self, point: Point, labware=None):
        self._point = point
        self._owner = labware._owner if isinstance(labware, LabwareLike) else labware
        self._labware = None

    @property
    def point(self) -> Point:
        return self._point

    @property
    def labware(self) -> LabwareLike:
        # Most locations are only passed on, so this is made when somebody asks for it.
        if self._labware is None:
            self._labware = LabwareLike(self._owner)
        return self._labware

    def move(self, point: Point) -> "Location":
        """Another location, this far from here, that belongs to the same object."""
        return Location(self._point + point, self._owner)

    def __iter__(self):
        yield self.point
        yield self.labware

    def __eq__(self, other):
        return isinstance(other, Location) and other._point == self._point and other.labware == self.labware

    def __hash__(self):
        return hash((tuple(self._point), self.labware))

    def __repr__(self) -> str:
        return f"Location(point={self._point!r}, labware={self.labware!r})"


class Mount(enum.Enum):
    LEFT = enum.auto()
    RIGHT = enum.auto()
    EXTENSION = enum.auto()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def string_to_mount(cls, text: str) -> "Mount":
        return {"left": cls.LEFT, "right": cls.RIGHT, "extension": cls.EXTENSION}[text.lower()]


class MountType(str, enum.Enum):
    LEFT = "left"
    RIGHT = "right"
    EXTENSION = "extension"

    def to_hw_mount(self) -> Mount:
        return Mount.string_to_mount(self.value)

    @staticmethod
    def from_hw_mount(mount: Mount) -> "MountType":
        return MountType(mount.name.lower())


class TransferTipPolicy(enum.Enum):
    ONCE = enum.auto()
    NEVER = enum.auto()
    ALWAYS = enum.auto()


class StagingSlotName(enum.Enum):
    SLOT_A4 = "A4"
    SLOT_B4 = "B4"
    SLOT_C4 = "C4"
    SLOT_D4 = "D4"


_SLOT_LETTERS = ("A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3", "D1", "D2", "D3")
# Row D is the front one, so D1 is slot 1 and A3 is slot 12.
_NUMBER_OF_LETTERED = {name: "DCBA".index(name[0]) * 3 + int(name[1]) for name in _SLOT_LETTERS}
_LETTERED_OF_NUMBER = {number: name for name, number in _NUMBER_OF_LETTERED.items()}


class DeckSlotName(enum.Enum):
    SLOT_A1, SLOT_A2, SLOT_A3 = "A1", "A2", "A3"
    SLOT_B1, SLOT_B2, SLOT_B3 = "B1", "B2", "B3"
    SLOT_C1, SLOT_C2, SLOT_C3 = "C1", "C2", "C3"
    SLOT_D1, SLOT_D2, SLOT_D3 = "D1", "D2", "D3"
    SLOT_1, SLOT_2, SLOT_3, SLOT_4 = "1", "2", "3", "4"
    SLOT_5, SLOT_6, SLOT_7, SLOT_8 = "5", "6", "7", "8"
    SLOT_9, SLOT_10, SLOT_11, FIXED_TRASH = "9", "10", "11", "12"

    @classmethod
    def from_primitive(cls, value: "DeckLocation") -> "DeckSlotName":
        return cls(str(value).upper())

    @property
    def id(self) -> str:
        return self.value

    def as_int(self) -> int:
        return _NUMBER_OF_LETTERED.get(self.value) or int(self.value)

    def to_ot2_equivalent(self) -> "DeckSlotName":
        return DeckSlotName(str(self.as_int()))

    def to_ot3_equivalent(self) -> "DeckSlotName":
        return DeckSlotName(_LETTERED_OF_NUMBER[self.as_int()])

    def __str__(self) -> str:
        return self.value


DeckLocation = Union[int, str]
