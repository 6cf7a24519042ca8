"""Moving labware that is loaded."""

from __future__ import annotations

from deckhand_protocol.api_version import ENGINE_VERSION, requires_version
from deckhand_protocol.definitions import stacked_origin
from deckhand_protocol.labware import Labware
from deckhand_protocol.types import Point


class Moving:
    """The members of ProtocolContext that move labware."""

    @requires_version(2, 15)
    def move_labware(self, labware, new_location, use_gripper=False, pick_up_offset=None, drop_offset=None):
        if not isinstance(labware, Labware):
            raise ValueError(f"move_labware moves labware, and {labware!r} is none.")
        place, parent = self._place_of(new_location)
        strategy = "usingGripper" if use_gripper else "manualMoveWithPause"
        params = {"labwareId": labware._labware_id, "newLocation": place, "strategy": strategy}
        self._journal.note(f"Moving {labware!r} to {parent}")
        self._journal.command("moveLabware", {**params, **_offsets(pick_up_offset, drop_offset)})
        self._deck._forget(labware)
        labware._move_to(parent, self._labware_origin(place, labware._definition))
        self._settle(labware)
        self._move_stack_of(labware)

    def _place_of(self, location):
        if isinstance(location, Labware):
            return {"labwareId": location._labware_id}, location
        for module_id, (_, _, module) in self._modules.items():
            if module is location:
                return {"moduleId": module_id}, location
        return self._deck_place(location)

    def _take_off_deck(self, item) -> None:
        """What was in a slot that the protocol has emptied, below 2.14. The trash stays where it is."""
        if not isinstance(item, Labware) or item._is_fixed_trash:
            return
        params = {"labwareId": item._labware_id, "newLocation": "offDeck", "strategy": "manualMoveWithoutPause"}
        self._journal.hidden([("moveLabware", params)])
        self._all_labware.remove(item)

    def _move_stack_of(self, lower: Labware) -> None:
        """What stands on labware moves with it."""
        for upper in [each for each in self._all_labware if each._parent is lower]:
            upper._move_to(lower, stacked_origin(upper._definition, lower._definition, lower._slot_origin))
            self._move_stack_of(upper)

    def _set_labware_offset(self, labware: Labware, offset: Point) -> None:
        vector = {"x": offset.x, "y": offset.y, "z": offset.z}
        self._journal.call("setLabwareOffset", {"labwareId": labware._labware_id, "vector": vector}, "set_offset")
        if self._api_version >= ENGINE_VERSION:
            self._journal.command("reloadLabware", {"labwareId": labware._labware_id})


def _offsets(pick_up_offset, drop_offset) -> dict:
    given = {"pickUpOffset": pick_up_offset, "dropOffset": drop_offset}
    return {name: dict(zip("xyz", offset)) for name, offset in given.items() if offset is not None}
