"""Liquid in and out of the tip."""

from __future__ import annotations

from deckhand_protocol import texts
from deckhand_protocol.api_version import APIVersion, requires_version, too_young
from deckhand_protocol.disposal import TrashBin
from deckhand_protocol.errors import LocationTypeError, UnsupportedAPIError, missing_tip
from deckhand_protocol.journal import shows_refusals
from deckhand_protocol.labware_like import LabwareLike, kind_of, well_of
from deckhand_protocol.settings import positive
from deckhand_protocol.types import Location, Point

_RACKS_REFUSED_SINCE = APIVersion(2, 11)
_MODULES_REFUSED_SINCE = APIVersion(2, 13)
_ADAPTERS_REFUSED_SINCE = APIVersion(2, 15)
_PUSH_OUT_SINCE = APIVersion(2, 15)
_ZERO_MEANS_ZERO_SINCE = APIVersion(2, 16)
_OVERDRAFT_REFUSED_SINCE = APIVersion(2, 17)
_TOUCH_CENTRE_SINCE = APIVersion(2, 4)
_FASTEST_TOUCH_MM_S, _SLOWEST_TOUCH_MM_S, _SLOWEST_EARLY_TOUCH_MM_S = 80.0, 1.0, 20.0
_AIR_GAP_HEIGHT_MM = 5.0


class LiquidHandling:
    """The liquid commands of an InstrumentContext."""

    # Where to.

    def _last_location(self):
        return self._protocol._last_location(self._mount)

    def _remember(self, location) -> None:
        self._protocol._remember(location, self._mount)

    def _target(self, location, in_well, action: str):
        """A place to go to: `in_well` says where in a well, and no location at all means where the pipette is."""
        if location is None:
            location = self._last_location()
            if location is None:
                raise RuntimeError(f"{action} needs an explicit location: the pipette has been nowhere yet.")
            return location
        if kind_of(location) == "well":
            return in_well(location)
        if isinstance(location, (Location, TrashBin)):
            return location
        raise LocationTypeError(f"{action} takes a Well or a Location, and {location!r} is neither.")

    def _check_target(self, target, action: str) -> None:
        owner = target._owner if isinstance(target, Location) else None
        labware = owner.parent if kind_of(owner) == "well" else owner
        is_labware = kind_of(labware) == "labware"
        if is_labware and labware.is_tiprack and self._api_version >= _RACKS_REFUSED_SINCE:
            raise ValueError(f"Cannot {action}: {labware!r} is a tip rack.")
        if LabwareLike(labware).is_module and self._api_version >= _MODULES_REFUSED_SINCE:
            raise ValueError(f"Cannot {action} on a module: {labware!r}.")
        if is_labware and labware._is_adapter and self._api_version >= _ADAPTERS_REFUSED_SINCE:
            raise ValueError(f"Cannot {action}: {labware!r} is an adapter.")

    def _is_there(self, location, target) -> bool:
        """Whether a call is one in place. One that names a well is not, even if the pipette is there already."""
        return location is None or (kind_of(location) != "well" and target == self._last_location())

    def _volume_or(self, volume, whole: float) -> float:
        """All of it if none is given; below 2.16 also if the given volume is 0."""
        is_left_out = volume is None or (volume == 0 and self._api_version < _ZERO_MEANS_ZERO_SINCE)
        return whole if is_left_out else volume

    # In and out.

    @requires_version(2, 0)
    def aspirate(self, volume=None, location=None, rate=1.0):
        # Some files give only a place, in the first position.
        if kind_of(volume) == "well" or isinstance(volume, Location):
            volume, location = None, volume
        clearance = self._well_bottom_clearances.aspirate
        target = self._target(location, lambda well: well.bottom(clearance), "aspirate")
        if isinstance(target, TrashBin):
            raise ValueError("Cannot aspirate from a trash bin.")
        self._check_target(target, "aspirate")
        amount = self._volume_or(volume, self._free_volume)
        flow = self._flow_rates.aspirate * positive(rate, "A rate")
        is_there = self._is_there(location, target)
        self._form.aspirate(texts.aspirate(amount, target, flow), target, amount, flow, is_there)
        self._remember(target)
        return self

    @requires_version(2, 0)
    def dispense(self, volume=None, location=None, rate=1.0, push_out=None):
        if kind_of(volume) == "well" or isinstance(volume, (Location, TrashBin)):
            volume, location = None, volume
        self._check_push_out(push_out)
        target = self._target(location, self._dispense_place, "dispense")
        self._check_target(target, "dispense")
        asked = self._volume_or(volume, self.current_volume)
        amount = self._clamped(asked)
        flow = self._flow_rates.dispense * positive(rate, "A rate")
        is_there = self._is_there(location, target)
        text = texts.dispense(asked, target, flow)
        self._form.dispense(text, target, amount, flow, push_out, is_there, asked)
        self._remember(target)
        return self

    def _dispense_place(self, well) -> Location:
        if well.parent._is_fixed_trash:
            return well.top()
        return well.bottom(self._well_bottom_clearances.dispense)

    def _clamped(self, volume: float) -> float:
        return min(volume, self.current_volume) if self._api_version < _OVERDRAFT_REFUSED_SINCE else volume

    def _check_push_out(self, push_out) -> None:
        if push_out is not None and self._api_version < _PUSH_OUT_SINCE:
            raise too_young("The argument push_out of dispense", _PUSH_OUT_SINCE, self._api_version)

    @requires_version(2, 0)
    def mix(self, repetitions=1, volume=None, location=None, rate=1.0):
        if not self._holds_tip:
            raise missing_tip("mix")
        self._journal.note(texts.mix(repetitions, self._volume_or(volume, self._free_volume)))
        quiet = {"push_out": 0.0} if self._api_version >= _ZERO_MEANS_ZERO_SINCE else {}
        # Each part is given the volume as the file wrote it: none at all is as much as there is room for, and then all there is.
        self.aspirate(volume, location, rate)
        while repetitions > 1:
            self.dispense(volume, rate=rate, **quiet)
            self.aspirate(volume, rate=rate)
            repetitions -= 1
        self.dispense(volume, rate=rate)
        return self

    @requires_version(2, 0)
    def blow_out(self, location=None):
        target = self._target(location, lambda well: well.top(), "blow_out")
        is_there = self._is_there(location, target)
        self._form.blow_out(texts.blow_out(target), target, self._flow_rates.blow_out, is_there)
        self._remember(target)
        return self

    @requires_version(2, 0)
    def air_gap(self, volume=None, height=None):
        if not self._holds_tip:
            raise missing_tip("air_gap")
        well = well_of(self._last_location())
        if well is None:
            raise RuntimeError("air_gap needs a well to go above, and the pipette was last in none.")
        self._journal.note(texts.AIR_GAP)
        above = well.top(_AIR_GAP_HEIGHT_MM if height is None else height)
        self._go(above, text=None)
        return self.aspirate(volume)

    @shows_refusals("TOUCH_TIP", texts.TOUCH_TIP)
    @requires_version(2, 0)
    def touch_tip(self, location=None, radius=1.0, v_offset=-1.0, speed=60.0):
        if not self._holds_tip:
            raise missing_tip("touch_tip")
        well = self._well_to_touch(location)
        if "touchTipDisabled" in well.parent.quirks:
            self._form.leave_tip_untouched(texts.TOUCH_TIP)
            return self
        slowest = _SLOWEST_TOUCH_MM_S if self._touches_centre else _SLOWEST_EARLY_TOUCH_MM_S
        checked_speed = min(max(speed, slowest), _FASTEST_TOUCH_MM_S)
        is_first_at_top = not self._touches_centre
        self._form.touch_tip(texts.TOUCH_TIP, well, Point(0, 0, v_offset), radius, checked_speed, is_first_at_top)
        self._remember(well.top(v_offset))
        return self

    @property
    def _touches_centre(self) -> bool:
        return self._api_version >= _TOUCH_CENTRE_SINCE

    def _well_to_touch(self, location):
        if location is None:
            well = well_of(self._last_location())
            if well is None:
                raise RuntimeError("touch_tip needs a well: none is given, and the pipette was last in none.")
            return well
        if kind_of(location) != "well":
            raise TypeError(f"touch_tip takes a Well, and {location!r} is none.")
        return location

    # Settings that are commands.

    @requires_version(2, 15)
    def configure_for_volume(self, volume: float) -> None:
        self._refuse_if_holding("configure_for_volume")
        self._form.set_aside("configureForVolume", volume=volume)

    @requires_version(2, 16)
    def prepare_to_aspirate(self) -> None:
        self._refuse_if_holding("prepare_to_aspirate")
        self._form.set_aside("prepareToAspirate")

    def _refuse_if_holding(self, action: str) -> None:
        if self.current_volume:
            raise UnsupportedAPIError(f"Cannot {action} while the pipette holds {self.current_volume} uL.")
