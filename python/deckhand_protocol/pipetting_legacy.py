"""How a pipette's API calls show in the log below 2.14, and the steps that the robot takes for them."""

from __future__ import annotations

from deckhand_protocol.api_version import APIVersion
from deckhand_protocol.journal import NO_POSITION, from_top
from deckhand_protocol.labware_like import labware_id_of, well_of
from deckhand_protocol.pipetting_engine import at_coordinates, at_location, in_well

_STAYS_READY_SINCE = APIVersion(2, 3)


class LegacyPipetting:
    """Each method is one API call. The entries show well tops only; the steps carry where the pipette really goes."""

    def __init__(self, journal, instrument):
        self._journal = journal
        self._instrument = instrument
        self._pipette_id = instrument._pipette_id
        self._told_flow: float | None = None
        self._told_pressing: tuple = (None, None)

    def _tell_flow(self) -> None:
        """The node prepares the plunger by itself, at the file's blow-out flow."""
        flow = self._instrument._flow_rates.blow_out
        if flow != self._told_flow:
            self._journal.call("setBlowOutFlow", {"pipetteId": self._pipette_id, "flowRate": flow}, "flow_rate")
            self._told_flow = flow

    def _tell_pressing(self, presses, increment) -> None:
        if (presses, increment) != self._told_pressing:
            params = {"pipetteId": self._pipette_id, "presses": presses, "increment": increment}
            self._journal.call("setPressing", params, "pressing")
            self._told_pressing = presses, increment

    def _in_place(self, command_type: str, **params):
        return command_type, {"pipetteId": self._pipette_id, **params}

    def _shown_in(self, well, **params) -> dict:
        return {**in_well(self._pipette_id, well), "wellLocation": from_top(), **params}

    def _move(self, location, **movement):
        well = well_of(location)
        if well is not None:
            return "moveToWell", {**at_location(self._pipette_id, well, location), **movement}
        to_point = {**at_coordinates(self._pipette_id, location), **movement}
        labware_id = labware_id_of(location)
        return ("moveToCoordinates", to_point) if labware_id is None else ("moveOverLabware", {**to_point, "labwareId": labware_id})

    def pick_up_tip(self, text, well, location, prepare, presses, increment) -> dict:
        self._tell_flow()
        self._tell_pressing(presses, increment)
        step = ("pickUpTip", at_location(self._pipette_id, well, location))
        entry = ("pickUpTip", self._shown_in(well))
        results = self._journal.legacy("command.PICK_UP_TIP", text, [step], entry, result_patch=NO_POSITION)
        if prepare:
            self._journal.hidden([self._in_place("prepareToAspirate")])
        return results[-1] if results else {}

    def drop_tip(self, text, well, well_location, home_after, is_alternating) -> None:
        params = {**in_well(self._pipette_id, well), "wellLocation": well_location}
        if home_after is not None:
            params["homeAfter"] = home_after
        entry = ("dropTip", {**in_well(self._pipette_id, well), "wellLocation": {**from_top(), "origin": "default"}})
        self._journal.legacy("command.DROP_TIP", text, [("dropTip", params)], entry, result_patch=NO_POSITION)

    def aspirate(self, text, location, volume, flow_rate, is_there) -> None:
        self._tell_flow()
        flow = {"volume": volume, "flowRate": flow_rate}
        well = well_of(location)
        if well is None:
            self._journal.custom("command.ASPIRATE", text, self._aspirate_elsewhere(location, flow, is_there))
            return
        if volume == 0:
            self._visit("command.ASPIRATE", text, well, location)
            return
        if is_there and self._instrument.current_volume > 0:
            step = self._in_place("aspirateInPlace", **flow)
        else:
            step = ("aspirate", {**at_location(self._pipette_id, well, location), **flow})
        entry = ("aspirate", self._shown_in(well, **flow))
        self._journal.legacy("command.ASPIRATE", text, [step], entry, result_patch=NO_POSITION)

    def _aspirate_elsewhere(self, location, flow: dict, is_there: bool) -> list:
        """The plunger is prepared where the pipette is: without a well, nothing is known to be clear of liquid."""
        is_empty, steps = self._instrument.current_volume == 0, []
        if is_empty and (self._instrument._api_version < _STAYS_READY_SINCE or not self._instrument._is_ready):
            steps.append(self._in_place("prepareToAspirate"))
        if is_empty or not is_there:
            steps.append(self._move(location))
        return [*steps, self._in_place("aspirateInPlace", **flow)]

    def _visit(self, kind: str, text, well, location) -> None:
        entry = ("moveToWell", self._shown_in(well, forceDirect=False))
        self._journal.legacy(kind, text, [self._move(location)], entry, result_patch=NO_POSITION)

    def dispense(self, text, location, volume, flow_rate, push_out, is_there, asked_volume) -> None:
        flow = {"volume": volume, "flowRate": flow_rate}
        well = well_of(location)
        if well is None:
            steps = [] if is_there else [self._move(location)]
            self._journal.custom("command.DISPENSE", text, [*steps, self._in_place("dispenseInPlace", **flow)])
            return
        # Without a tip the robot is to refuse this, as it would any other volume.
        if asked_volume == 0 and self._instrument._holds_tip:
            self._visit("command.DISPENSE", text, well, location)
            return
        if is_there:
            step = self._in_place("dispenseInPlace", **flow)
        else:
            step = ("dispense", {**at_location(self._pipette_id, well, location), **flow})
        entry = ("dispense", self._shown_in(well, volume=asked_volume, flowRate=flow_rate))
        patch = {**NO_POSITION, "volume": asked_volume}
        self._journal.legacy("command.DISPENSE", text, [step], entry, result_patch=patch)

    def blow_out(self, text, location, flow_rate, is_there) -> None:
        well = well_of(location)
        in_place = self._in_place("blowOutInPlace", flowRate=flow_rate)
        steps = [in_place] if is_there else [self._move(location), in_place]
        if well is None:
            self._journal.custom("command.BLOW_OUT", text, steps)
            return
        entry = ("blowout", self._shown_in(well, flowRate=flow_rate))
        if not is_there:
            steps = [("blowout", {**at_location(self._pipette_id, well, location), "flowRate": flow_rate})]
        self._journal.legacy("command.BLOW_OUT", text, steps, entry, result=dict(NO_POSITION))

    def touch_tip(self, text, well, offset, radius, speed, is_first_at_top) -> None:
        steps = [self._move(well.top())] if is_first_at_top or well.parent.is_tiprack else []
        if not well.parent.is_tiprack:  # it has no walls, but to go there is no error
            touch = {"radius": radius, "speed": speed, "wellLocation": from_top(offset)}
            steps.append(("touchTip", {**in_well(self._pipette_id, well), **touch}))
        self._journal.custom("command.TOUCH_TIP", text, steps)

    def leave_tip_untouched(self, text) -> None:
        """Where walls are not to be touched nothing is done, but the call has its entry."""
        self._journal.custom("command.TOUCH_TIP", text, [])

    def move_to(self, text, location, force_direct, minimum_z, speed) -> None:
        movement = {"forceDirect": force_direct}
        if minimum_z is not None:
            movement["minimumZHeight"] = minimum_z
        if speed is not None:
            movement["speed"] = speed
        step = self._move(location, **movement)
        if text is None:
            self._journal.hidden([step])
        else:
            self._journal.custom("command.MOVE_TO", text, [step])

    def home(self, text, axes) -> None:
        step = ("home", {"axes": axes})
        if text is None:
            self._journal.hidden([step])
        else:
            self._journal.custom("command.HOME", text, [step])

    def set_aside(self, command_type: str, **params) -> dict:
        """A step that leaves no entry."""
        results = self._journal.hidden([self._in_place(command_type, **params)])
        return results[-1] if results else {}
