"""How a pipette's API calls become commands from 2.14 on."""

from __future__ import annotations

from deckhand_protocol.disposal import TrashBin
from deckhand_protocol.journal import from_top, vector
from deckhand_protocol.labware_like import well_of
from deckhand_protocol.types import Location


def in_well(pipette_id: str, well) -> dict:
    return {"pipetteId": pipette_id, "labwareId": well.parent._labware_id, "wellName": well.well_name}


def at_location(pipette_id: str, well, location: Location) -> dict:
    """In the well, as far from its top as the location is."""
    return {**in_well(pipette_id, well), "wellLocation": from_top(location.point - well._top_point)}


def at_coordinates(pipette_id: str, location: Location) -> dict:
    return {"pipetteId": pipette_id, "coordinates": vector(location.point)}


def _optional(**params) -> dict:
    return {name: value for name, value in params.items() if value is not None}


class EnginePipetting:
    """Each method is one API call: a line for ctx.commands(), and the commands."""

    def __init__(self, journal, pipette_id: str):
        self._journal = journal
        self._pipette_id = pipette_id

    def _run(self, command_type: str, params: dict) -> dict:
        return self._journal.command(command_type, params)

    def _in_place(self, command_type: str, **params) -> dict:
        return self._run(command_type, {"pipetteId": self._pipette_id, **params})

    def pick_up_tip(self, text, well, location, prepare, presses, increment) -> dict:
        self._journal.note(text)
        return self._run("pickUpTip", at_location(self._pipette_id, well, location))

    def drop_tip(self, text, well, well_location, home_after, is_alternating) -> None:
        self._journal.note(text)
        params = {**in_well(self._pipette_id, well), "wellLocation": well_location, **_optional(homeAfter=home_after)}
        self._run("dropTip", {**params, "alternateDropLocation": is_alternating})

    def drop_tip_in_trash(self, text, trash, home_after, is_alternating) -> None:
        self._journal.note(text)
        self._go_to_trash(trash, is_alternating)
        self._in_place("dropTipInPlace", **_optional(homeAfter=home_after))

    def _go_to_trash(self, trash: TrashBin, is_alternating: bool = False, **movement) -> None:
        self._in_place(
            "moveToAddressableAreaForDropTip",
            addressableAreaName=trash.area_name,
            offset=vector(trash.offset),
            alternateDropLocation=is_alternating,
            ignoreTipConfiguration=True,
            **movement,
        )

    def _go_to(self, location: Location, is_there: bool) -> None:
        if not is_there:
            self._run("moveToCoordinates", at_coordinates(self._pipette_id, location))

    def aspirate(self, text, location, volume, flow_rate, is_there) -> None:
        self._journal.note(text)
        flow = {"volume": volume, "flowRate": flow_rate}
        well = well_of(location)
        if well is not None:
            self._run("aspirate", {**at_location(self._pipette_id, well, location), **flow})
        else:
            self._go_to(location, is_there)
            self._in_place("aspirateInPlace", **flow)

    def dispense(self, text, location, volume, flow_rate, push_out, is_there, asked_volume) -> None:
        self._journal.note(text)
        flow = {"volume": volume, "flowRate": flow_rate, **_optional(pushOut=push_out)}
        well = well_of(location)
        if well is not None:
            self._run("dispense", {**at_location(self._pipette_id, well, location), **flow})
            return
        if isinstance(location, TrashBin):
            self._go_to_trash(location)
        else:
            self._go_to(location, is_there)
        self._in_place("dispenseInPlace", **flow)

    def blow_out(self, text, location, flow_rate, is_there) -> None:
        self._journal.note(text)
        well = well_of(location)
        if well is not None:
            self._run("blowout", {**at_location(self._pipette_id, well, location), "flowRate": flow_rate})
            return
        if isinstance(location, TrashBin):
            if not is_there:
                self._go_to_trash(location)
        else:
            self._go_to(location, is_there)
        self._in_place("blowOutInPlace", flowRate=flow_rate)

    def touch_tip(self, text, well, offset, radius, speed, is_first_at_top) -> None:
        self._journal.note(text)
        params = {"radius": radius, "speed": speed, "wellLocation": from_top(offset)}
        self._run("touchTip", {**in_well(self._pipette_id, well), **params})

    def leave_tip_untouched(self, text) -> None:
        self._journal.note(text)

    def move_to(self, text, location, force_direct, minimum_z, speed) -> None:
        self._journal.note(text)
        movement = {"forceDirect": force_direct, **_optional(minimumZHeight=minimum_z, speed=speed)}
        well = well_of(location)
        if well is not None:
            self._run("moveToWell", {**at_location(self._pipette_id, well, location), **movement})
        elif isinstance(location, TrashBin):
            self._go_to_trash(location, **movement)
        else:
            self._run("moveToCoordinates", {**at_coordinates(self._pipette_id, location), **movement})

    def home(self, text, axes) -> None:
        self._journal.note(text)
        self._run("home", {"axes": axes})

    def set_aside(self, command_type: str, **params) -> dict:
        """A command that has no line of its own."""
        return self._in_place(command_type, **params)
