"""Taking tips, and getting rid of them."""

from __future__ import annotations

from deckhand_protocol import texts
from deckhand_protocol.api_version import APIVersion, requires_version, too_young
from deckhand_protocol.errors import UnsupportedAPIError
from deckhand_protocol.journal import from_top, vector
from deckhand_protocol.labware_like import kind_of, well_of
from deckhand_protocol.tips import check_tip_rack
from deckhand_protocol.types import Location, Point

_SEARCH_RULES_SINCE = APIVersion(2, 2)
_PREPARE_SINCE = APIVersion(2, 13)
_ALTERNATING_SINCE = APIVersion(2, 15)
_EXPLICIT_BIN_IS_EXACT_SINCE = APIVersion(2, 18)
_DROP_IN_RACK_ABOVE_BOTTOM_MM = 10.0


class TipHandling:
    """The tip commands of an InstrumentContext."""

    @requires_version(2, 0)
    def pick_up_tip(self, location=None, presses=None, increment=None, prep_after=None):
        self._check_pick_up_arguments(presses, increment, prep_after)
        well, target = self._tip_to_take(location)
        prepare = self._api_version >= _PREPARE_SINCE if prep_after is None else prep_after
        result = self._form.pick_up_tip(texts.pick_up_tip(well), well, target, prepare, presses, increment)
        nozzles, is_early = self._nozzles, self._api_version < _SEARCH_RULES_SINCE
        well.parent._take_tips(well, nozzles.in_front + 1, fail_if_used=is_early, behind=nozzles.behind)
        self._tip_well = self._last_tip_picked_up_from = well
        self._tip_length = result.get("tipLength") or 0.0
        self._remember(well.top())
        return self

    def _check_pick_up_arguments(self, presses, increment, prep_after) -> None:
        if self._is_engine and (presses is not None or increment is not None):
            raise UnsupportedAPIError("pick_up_tip takes presses and increment only below API level 2.14.")
        if prep_after is not None and self._api_version < _PREPARE_SINCE:
            raise too_young("The argument prep_after of pick_up_tip", _PREPARE_SINCE, self._api_version)

    def _tip_to_take(self, location):
        """The tip, and the place to go for it."""
        owner = location._owner if isinstance(location, Location) else location
        if owner is None and location is None:
            well = self._next_tip()
        elif kind_of(owner) == "labware":
            check_tip_rack(owner, self.name)
            well = self._next_tip_in([owner])
        elif kind_of(owner) == "well":
            check_tip_rack(owner.parent, self.name)
            well = owner
        else:
            expected = "a Well, a tip rack or a Location of one of them"
            raise TypeError(f"pick_up_tip takes {expected}, and {location!r} is none of these.")
        is_exact = isinstance(location, Location) and kind_of(owner) == "well"
        return well, location if is_exact else well.top()

    @requires_version(2, 0)
    def drop_tip(self, location=None, home_after=None):
        is_default = location is None
        target = self.trash_container if is_default else location
        if kind_of(target) == "trash":
            is_alternating = is_default or self._api_version < _EXPLICIT_BIN_IS_EXACT_SINCE
            self._form.drop_tip_in_trash(texts.drop_tip(target), target, home_after, is_alternating)
            self._after_drop(target)
            return self
        if is_default:
            target = target.wells()[0]
        well, well_location = self._drop_place(target)
        is_alternating = is_default and self._api_version >= _ALTERNATING_SINCE
        self._form.drop_tip(texts.drop_tip(well), well, well_location, home_after, is_alternating)
        self._put_back_if_early(well)
        self._after_drop(target if isinstance(target, Location) else well.top())
        return self

    def _drop_place(self, target):
        """The well, and where in it the tip falls: the node knows how deep a tip goes back into a rack."""
        if kind_of(target) == "well":
            if target.parent.is_tiprack and self._api_version < _SEARCH_RULES_SINCE:
                above_bottom = {"origin": "bottom", "offset": vector(Point(0, 0, _DROP_IN_RACK_ABOVE_BOTTOM_MM))}
                return target, above_bottom
            return target, {**from_top(), "origin": "default"}
        well = well_of(target)
        if well is not None:
            return well, from_top(target.point - well._top_point)
        raise TypeError(f"drop_tip takes a Well, a Location in a well or a trash bin, and {target!r} is none of these.")

    def _put_back_if_early(self, well) -> None:
        if well.parent.is_tiprack and self._api_version < _SEARCH_RULES_SINCE:
            well.parent._put_tips_back(well, self.channels)

    def _after_drop(self, place) -> None:
        self._tip_well = None
        self._last_tip_picked_up_from = None
        self._tip_length = 0.0
        self._remember(place)

    @requires_version(2, 0)
    def return_tip(self, home_after=None):
        well = self._last_tip_picked_up_from
        if well is None:
            raise TypeError("There is no tip to return: none was picked up.")
        self._journal.note(texts.RETURN_TIP)
        return self.drop_tip(well, home_after=home_after)
