"""Labware on the deck and its wells."""

from __future__ import annotations

from deckhand_protocol.api_version import (
    APIVersion,
    ENGINE_VERSION,
    LABWARE_MINIMUM_VERSION,
    gone,
    removed_in,
    requires_version,
)
from deckhand_protocol.definitions import load_name_of, point_of, uri_of
from deckhand_protocol.errors import OutOfTipsError, TipSelectionError
from deckhand_protocol.one_name import under_one_name
from deckhand_protocol.rack import RackTips
from deckhand_protocol.types import Point
from deckhand_protocol.well import Well, WellCore

__all__ = ["Labware", "OutOfTipsError", "TipSelectionError", "Well"]

_SET_OFFSET_BACK = APIVersion(2, 18)


@under_one_name
class Labware(RackTips):
    """Wells, in the columns of the definition's `ordering`."""

    _kind = "labware"

    def __init__(self, definition: dict, labware_id: str, parent, origin: Point, protocol, label: str | None = None):
        self._definition = definition
        self._labware_id = labware_id
        self._parent = parent
        self._protocol = protocol
        self._api_version = max(protocol._api_version, LABWARE_MINIMUM_VERSION)
        self._label = label
        self._slot_origin = origin
        self._corner = point_of(definition.get("cornerOffsetFromSlot"))
        self._offset = Point()
        self._make_wells(definition)

    def _make_wells(self, definition: dict) -> None:
        has_tips = self.is_tiprack
        figures = definition["wells"]

        def make(name: str) -> Well:
            return Well(self, WellCore(self, name, figures[name], has_tips), self._api_version)

        self._columns = [[make(name) for name in column] for column in definition["ordering"]]
        self._wells = [well for column in self._columns for well in column]
        self._wells_by_name = {well._name: well for well in self._wells}

    @property
    def _origin(self) -> Point:
        return self._slot_origin + self._corner + self._offset

    def _move_to(self, parent, slot_origin: Point) -> None:
        self._parent = parent
        self._slot_origin = slot_origin
        self._place_wells()

    def _place_wells(self) -> None:
        origin = self._origin
        for well in self._wells:
            well._core.place_on(origin)

    # What it is.

    @property
    def api_version(self) -> APIVersion:
        return self._api_version

    @property
    def parent(self):
        return self._parent

    @property
    def parameters(self) -> dict:
        return self._definition["parameters"]

    @property
    def quirks(self) -> list[str]:
        return list(self.parameters.get("quirks") or [])

    @property
    def load_name(self) -> str:
        return load_name_of(self._definition)

    @property
    def uri(self) -> str:
        return uri_of(self._definition)

    @property
    def _display_name(self) -> str:
        return self._definition["metadata"]["displayName"]

    @property
    def _is_fixed_trash(self) -> bool:
        return "fixedTrash" in self.quirks

    @property
    def _is_adapter(self) -> bool:
        return "adapter" in self._definition.get("allowedRoles", [])

    @property
    def _may_be_labware(self) -> bool:
        return "labware" in self._definition.get("allowedRoles", ["labware"])

    @property
    def name(self) -> str:
        return self.load_name if self._label is None else self._label

    @name.setter
    def name(self, new_name: str) -> None:
        if self._api_version >= ENGINE_VERSION:
            raise gone("Labware.name = ...", ENGINE_VERSION, self._api_version, "the label of load_labware")
        self._label = new_name

    @property
    def user_display_name(self) -> str | None:
        return self._label

    @property
    def is_tiprack(self) -> bool:
        return bool(self.parameters["isTiprack"])

    @property
    def is_adapter(self) -> bool:
        return self._is_adapter

    @property
    def tip_length(self) -> float:
        return self.parameters["tipLength"]

    @tip_length.setter
    def tip_length(self, length: float) -> None:
        if self._api_version >= ENGINE_VERSION:
            raise gone("Labware.tip_length = ...", ENGINE_VERSION, self._api_version)
        self._definition["parameters"]["tipLength"] = length

    @property
    def magdeck_engage_height(self) -> float | None:
        parameters = self.parameters
        return parameters.get("magneticModuleEngageHeight") if parameters.get("isMagneticModuleCompatible") else None

    @property
    def highest_z(self) -> float:
        return self._origin.z + self._definition["dimensions"]["zDimension"]

    @property
    def calibrated_offset(self) -> Point:
        return self._origin

    @property
    @removed_in(2, 14)
    def separate_calibration(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"{self._label or self._display_name} on {self._place_text()}"

    def _place_text(self) -> str:
        parent = self._parent
        if isinstance(parent, str):
            return parent
        return repr(parent) if isinstance(parent, Labware) else str(parent)

    # Its wells.

    def __getitem__(self, name: str) -> Well:
        return self._wells_by_name[name]

    def well(self, idx) -> Well:
        if isinstance(idx, bool) or not isinstance(idx, (int, str)):
            raise TypeError(f"A well is named by an int or a str, and {idx!r} is a {type(idx).__name__}.")
        return self._wells[idx] if isinstance(idx, int) else self._wells_by_name[idx]

    def wells(self, *args) -> list[Well]:
        return _picked(args, self._wells, self._wells_by_name)

    def rows(self, *args) -> list[list[Well]]:
        by_name = self.rows_by_name()
        return _picked(args, list(by_name.values()), by_name)

    def columns(self, *args) -> list[list[Well]]:
        return _picked(args, [list(column) for column in self._columns], self.columns_by_name())

    def wells_by_name(self) -> dict[str, Well]:
        return dict(self._wells_by_name)

    def rows_by_name(self) -> dict[str, list[Well]]:
        rows: dict[str, list[Well]] = {}
        for well in self._wells:
            rows.setdefault(_row_name(well._name), []).append(well)
        return rows

    def columns_by_name(self) -> dict[str, list[Well]]:
        columns: dict[str, list[Well]] = {}
        for well in self._wells:
            columns.setdefault(_column_name(well._name), []).append(well)
        return columns

    def wells_by_index(self) -> dict[str, Well]:
        return self.wells_by_name()

    def rows_by_index(self) -> dict[str, list[Well]]:
        return self.rows_by_name()

    def columns_by_index(self) -> dict[str, list[Well]]:
        return self.columns_by_name()

    # Where it is.

    @requires_version(2, 12)
    def set_offset(self, x: float, y: float, z: float) -> None:
        if ENGINE_VERSION <= self._protocol._api_version < _SET_OFFSET_BACK:
            raise gone("Labware.set_offset", ENGINE_VERSION, self._protocol._api_version, "the offsets of the run")
        self._set_offset(Point(x, y, z))

    @removed_in(2, 14)
    def set_calibration(self, delta: Point) -> None:
        self._set_offset(delta)

    def _set_offset(self, offset: Point) -> None:
        self._protocol._set_labware_offset(self, offset)
        self._offset = offset
        self._place_wells()

    # What is on it, and in it.

    @property
    def child(self) -> "Labware | None":
        return next((each for each in self._protocol._all_labware if each._parent is self), None)

    @requires_version(2, 15)
    def load_labware(self, name, label=None, namespace=None, version=None, lid=None) -> "Labware":
        return self._protocol._load_labware_at({"labwareId": self._labware_id}, self, name, label, namespace, version)

    @requires_version(2, 15)
    def load_labware_from_definition(self, definition: dict, label: str | None = None) -> "Labware":
        return self._protocol._load_definition_at({"labwareId": self._labware_id}, self, definition, label)

    def _load_liquid(self, liquid, volume_by_well: dict[str, float]) -> None:
        params = {"liquidId": liquid._id, "labwareId": self._labware_id, "volumeByWell": volume_by_well}
        self._protocol._journal.command("loadLiquid", params)

    @property
    def _core(self) -> "Labware":
        return self

    def get_definition(self) -> dict:
        return self._definition

    def get_name(self) -> str:
        return self.name

    def get_display_name(self) -> str:
        return self._display_name


def _row_name(well_name: str) -> str:
    return well_name.rstrip("0123456789")


def _column_name(well_name: str) -> str:
    return well_name[len(_row_name(well_name)) :]


def _picked(wanted: tuple, in_order: list, by_name: dict) -> list:
    """All of them, or those that are named, by number or by name."""
    if not wanted:
        return list(in_order)
    if len(wanted) == 1 and isinstance(wanted[0], (list, tuple)):
        wanted = tuple(wanted[0])
    if all(isinstance(each, int) for each in wanted):
        return [in_order[each] for each in wanted]
    if all(isinstance(each, str) for each in wanted):
        return [by_name[each] for each in wanted]
    raise TypeError(f"Wells are named either by numbers or by names, and {wanted!r} is neither.")
