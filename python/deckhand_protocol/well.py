"""One well: its size, its places, its tip."""

from __future__ import annotations

from deckhand_protocol.api_version import requires_version, removed_in
from deckhand_protocol.types import Location, Point


class WellGeometry:
    """The figures of a well, under the names that older files use for them."""

    def __init__(self, well: "Well"):
        self._well = well

    @property
    def parent(self):
        return self._well.parent

    @property
    def diameter(self):
        return self._well.diameter

    _diameter = diameter

    @property
    def depth(self):
        return self._well.depth

    _depth = depth

    @property
    def _length(self):
        return self._well.length

    length = _length

    @property
    def _width(self):
        return self._well.width

    width = _width

    @property
    def max_volume(self):
        return self._well.max_volume

    def top(self, z_mm: float = 0.0) -> Point:
        return self._well.top(z_mm).point

    def bottom(self, z_mm: float = 0.0) -> Point:
        return self._well.bottom(z_mm).point

    def center(self) -> Point:
        return self._well.center().point

    def from_center_cartesian(self, x: float, y: float, z: float) -> Point:
        return self._well.from_center_cartesian(x, y, z)


class WellCore:
    """What the Well objects of one well have in common. Files hand it to the constructor of their own subclasses of Well."""

    def __init__(self, labware, name: str, figures: dict, has_tip: bool):
        self._labware = labware
        self.name = name
        self.figures = figures
        self.is_holding_tip = has_tip
        self.place_on(labware._origin)

    def place_on(self, labware_origin: Point) -> None:
        figures = self.figures
        self.bottom_point = labware_origin + Point(figures["x"], figures["y"], figures["z"])
        self.top_point = self.bottom_point + Point(0.0, 0.0, figures["depth"])
        # Sets and dictionaries of wells are common, so neither of these is made anew for each look-up.
        self.hash = hash(tuple(self.top_point))

    @property
    def geometry(self) -> WellGeometry:
        return WellGeometry(Well(self._labware, self, self._labware.api_version))

    def get_geometry(self) -> WellGeometry:
        return self.geometry

    def get_name(self) -> str:
        return self.name

    def get_display_name(self) -> str:
        return f"{self.name} of {self._labware!r}"

    def get_max_volume(self) -> float:
        return self.figures["totalLiquidVolume"]

    def has_tip(self) -> bool:
        return self.is_holding_tip


class Well:
    """Two wells are equal when their tops are in the same place."""

    _kind = "well"

    def __init__(self, parent, core: WellCore, api_version):
        self._parent = parent
        self._core = core
        self._api_version = api_version

    def __eq__(self, other):
        if self is other:
            return True
        return isinstance(other, Well) and self._top_point == other._top_point

    def __hash__(self):
        return self._core.hash

    @property
    def _name(self) -> str:
        return self._core.name

    @property
    def _figures(self) -> dict:
        return self._core.figures

    @property
    def _top_point(self) -> Point:
        return self._core.top_point

    @property
    def _has_tip(self) -> bool:
        return self._core.is_holding_tip

    @_has_tip.setter
    def _has_tip(self, value: bool) -> None:
        self._core.is_holding_tip = value

    def __repr__(self) -> str:
        return self.display_name

    @property
    def api_version(self):
        return self._api_version

    @property
    def parent(self):
        return self._parent

    @property
    def well_name(self) -> str:
        return self._name

    @property
    def display_name(self) -> str:
        return f"{self._name} of {self._parent!r}"

    @property
    def has_tip(self) -> bool:
        return self._has_tip

    @has_tip.setter
    def has_tip(self, value: bool) -> None:
        self._has_tip = bool(value)

    @property
    def max_volume(self) -> float:
        return self._figures["totalLiquidVolume"]

    @property
    def depth(self) -> float:
        return self._figures["depth"]

    @property
    def diameter(self) -> float | None:
        return self._figures.get("diameter")

    @property
    def length(self) -> float | None:
        return self._figures.get("xDimension")

    @property
    def width(self) -> float | None:
        return self._figures.get("yDimension")

    @property
    def _size_x_mm(self) -> float:
        return self._figures.get("diameter") or self._figures["xDimension"]

    @property
    def _size_y_mm(self) -> float:
        return self._figures.get("diameter") or self._figures["yDimension"]

    @property
    @removed_in(2, 14)
    def geometry(self) -> WellGeometry:
        return WellGeometry(self)

    def top(self, z: float = 0.0) -> Location:
        point = self._core.top_point
        return Location(Point(point.x, point.y, point.z + z), self)

    def bottom(self, z: float = 0.0) -> Location:
        point = self._core.bottom_point
        return Location(Point(point.x, point.y, point.z + z), self)

    def center(self) -> Location:
        return self.bottom(self._figures["depth"] / 2)

    def from_center_cartesian(self, x: float, y: float, z: float) -> Point:
        """A point that is this part of the way from the centre to the wall, the rim or the bottom."""
        way = Point(x * self._size_x_mm / 2, y * self._size_y_mm / 2, z * self.depth / 2)
        return self.center().point + way

    def _from_center_cartesian(self, x: float, y: float, z: float) -> Point:
        return self.from_center_cartesian(x, y, z)

    @requires_version(2, 14)
    def load_liquid(self, liquid, volume: float) -> None:
        self._parent._load_liquid(liquid, {self._name: volume})
