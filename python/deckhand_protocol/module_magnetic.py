"""The Magnetic Module, and how high its magnets go.

The node counts millimetres above the labware's ledge, and the magnets' lowest position is 2.5 mm below it. Files count in other
ways: from the lowest position in the module's own units (below 2.14), from the ledge, or from the labware's own height.
"""

from __future__ import annotations

from deckhand_protocol.api_version import APIVersion, ENGINE_VERSION, gone, removed_in, requires_version
from deckhand_protocol.errors import InvalidMagnetEngageHeightError
from deckhand_protocol.journal import shows_refusals
from deckhand_protocol.module_base import ModuleContext, number

_LEDGE_MM = 2.5
_HEIGHT_FROM_BASE_SINCE = APIVersion(2, 2)
_MILLIMETRES_SINCE = APIVersion(2, 3)

# Their definitions give the engage height in half millimetres.
_HALF_MILLIMETRE_LABWARE = {
    "biorad_96_wellplate_200ul_pcr",
    "nest_96_wellplate_100ul_pcr_full_skirt",
    "usascientific_96_wellplate_2.4ml_deep",
}

_ENGAGING = "Engaging Magnetic Module"


class MagneticModuleContext(ModuleContext):
    """Raises magnets around the wells of a plate."""

    _module_type = "magneticModuleType"

    @shows_refusals("MAGDECK_ENGAGE", _ENGAGING)
    @requires_version(2, 0)
    def engage(self, height=None, offset=None, height_from_base=None):
        step = self._step("magneticModule/engage", height=round(self._height_mm(height, offset, height_from_base), 6))
        self._do("MAGDECK_ENGAGE", _ENGAGING, step)

    @requires_version(2, 0)
    def disengage(self):
        self._do("MAGDECK_DISENGAGE", "Disengaging Magnetic Module", self._step("magneticModule/disengage"))

    @removed_in(2, 14)
    def calibrate(self):
        """The module finds the plate's height for itself; heights that protocols give are not counted from it."""
        self._do("MAGDECK_CALIBRATE", "Calibrating Magnetic Module", self._step("magneticModule/calibrate"))

    @property
    @requires_version(2, 0)
    def status(self) -> str:
        return self._state("status")

    # Heights, in mm above the ledge.

    @property
    def _units_per_mm(self) -> int:
        """The first generation counts half millimetres."""
        return 2 if self._attached_model == "magneticModuleV1" else 1

    @property
    def _is_engine(self) -> bool:
        return self._api_version >= ENGINE_VERSION

    def _height_mm(self, height, offset, height_from_base) -> float:
        if height is not None:
            if self._is_engine:
                raise gone("The argument height of engage", ENGINE_VERSION, self._api_version, instead="height_from_base")
            return number(height, "A height") / self._units_per_mm - _LEDGE_MM
        # Older files that give it get the labware's height all the same: that is what they were always run with.
        if height_from_base is not None and self._api_version >= _HEIGHT_FROM_BASE_SINCE:
            above_mm = number(height_from_base, "A height")
            return above_mm if self._is_engine else above_mm / self._units_per_mm
        return self._labware_height_mm(number(0 if offset is None else offset, "An offset"))

    def _labware_height_mm(self, offset) -> float:
        figure = self._labware_figure()
        if self._api_version < _MILLIMETRES_SINCE:
            return (figure + offset) / self._units_per_mm - _LEDGE_MM
        from_home_mm = figure / 2 if self._labware.load_name in _HALF_MILLIMETRE_LABWARE else figure
        if self._is_engine:  # the same figure counts from the ledge
            return from_home_mm + offset
        return from_home_mm + offset / self._units_per_mm - _LEDGE_MM

    def _labware_figure(self) -> float:
        if self._labware is None:
            problem = "no labware is on it whose engage height could be used"
        else:
            figure = self._labware.magdeck_engage_height
            if figure is not None:
                return figure
            problem = f"{self._labware!r} has no engage height of its own"
        message = f"The Magnetic Module cannot be engaged without a height: {problem}."
        raise InvalidMagnetEngageHeightError(message) if self._is_engine else ValueError(message)
