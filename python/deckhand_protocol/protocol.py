"""The robot, as protocols use it."""

from __future__ import annotations

from deckhand_protocol import texts
from deckhand_protocol.api_version import APIVersion, removed_in, requires_version
from deckhand_protocol.deck import Deck, FIXED_TRASH_SLOT, slot_origin
from deckhand_protocol.definitions import DefinitionFinder, SHIPPED_NAMESPACE
from deckhand_protocol.disposal import TrashBin, ot2_trash_bin
from deckhand_protocol.hardware_aliases import HardwareManagerAlias
from deckhand_protocol.journal import Journal
from deckhand_protocol.labware import Labware
from deckhand_protocol.labware_like import LabwareLike
from deckhand_protocol.liquid import LEFT_OUT, Liquid, checked_colour, optional_from_2_20
from deckhand_protocol.loading import Loading
from deckhand_protocol.moving import Moving
from deckhand_protocol.one_name import under_one_name
from deckhand_protocol.settings import AxisMaxSpeeds

_TRASH_LOAD_NAME = "opentrons_1_trash_1100ml_fixed"
_TRASH_BINS_SINCE = APIVersion(2, 16)
_ONE_LOCATION_A_PIPETTE_SINCE = APIVersion(2, 14)


@under_one_name
class ProtocolContext(Loading, Moving):
    """What `run` of a protocol is called with."""

    def __init__(
        self,
        link,
        api_version: APIVersion,
        is_simulating: bool = True,
        custom_definitions=(),
        bundled_data: dict[str, bytes] | None = None,
        parameters=None,
    ):
        self._link = link
        self._api_version = APIVersion(*api_version)
        self._is_simulating = is_simulating
        self._bundled_data = dict(bundled_data or {})
        self._parameters = parameters
        self._journal = Journal(link, self._api_version)
        self._definitions = DefinitionFinder(link, self._api_version, custom_definitions)
        self._deck = Deck(self._api_version, self._take_off_deck)
        self._all_labware: list[Labware] = []
        self._instruments: dict[str, object] = {}
        self._modules: dict[str, tuple] = {}  # by id: model, slot, context
        self._location = None
        self._location_mount: str | None = None
        self._rail_lights_on = False
        self._max_speeds = AxisMaxSpeeds(lambda axes: link.call("setMaxSpeeds", {"axes": axes}))
        self._hw_manager = HardwareManagerAlias(self)
        self._put_fixed_trash()

    def _put_fixed_trash(self) -> None:
        if self._api_version >= _TRASH_BINS_SINCE:
            self._trash: TrashBin | Labware = ot2_trash_bin()
        else:
            definition = self._definitions.find(_TRASH_LOAD_NAME, SHIPPED_NAMESPACE, 1)
            slot = str(FIXED_TRASH_SLOT)
            self._trash = Labware(definition, "fixedTrash", slot, slot_origin(FIXED_TRASH_SLOT), self)
            self._all_labware.append(self._trash)
        self._deck._put(FIXED_TRASH_SLOT, self._trash)

    # About the run.

    @property
    def api_version(self) -> APIVersion:
        return self._api_version

    @requires_version(2, 0)
    def is_simulating(self) -> bool:
        return self._is_simulating

    @property
    def bundled_data(self) -> dict[str, bytes]:
        return self._bundled_data

    @property
    @requires_version(2, 18)
    def params(self):
        return self._parameters

    @requires_version(2, 0)
    def commands(self) -> list[str]:
        return self._journal.texts

    @requires_version(2, 0)
    def clear_commands(self) -> None:
        self._journal.clear_texts()

    # What is on the deck.

    @property
    def deck(self) -> Deck:
        return self._deck

    @property
    def fixed_trash(self):
        return self._trash

    @property
    def loaded_labwares(self) -> dict[int, Labware]:
        """By slot: what stands there, on a module, or on top of an adapter. In the order of the slots, from 2.14 on of the loads."""
        on_deck = {}
        for labware in self._all_labware:
            slot = LabwareLike(labware).first_parent()
            if slot is not None and slot.isdigit():
                on_deck[int(slot)] = labware
        return on_deck if self._journal.is_engine else dict(sorted(on_deck.items()))

    @property
    def loaded_modules(self) -> dict[int, object]:
        return {slot: module for _, slot, module in self._modules.values() if module is not None}

    @property
    def loaded_instruments(self) -> dict[str, object]:
        return dict(self._instruments)

    # Where pipettes were last.

    @property
    def location_cache(self):
        return self._location

    @location_cache.setter
    def location_cache(self, location) -> None:
        self._location = location

    def _last_location(self, mount: str):
        """Below 2.14 a pipette goes on from where the other one was."""
        is_of_other = self._location_mount not in (mount, None)
        if is_of_other and self._api_version >= _ONE_LOCATION_A_PIPETTE_SINCE:
            return None
        return self._location

    def _remember(self, location, mount: str | None) -> None:
        self._location = location
        self._location_mount = mount

    # Movement and waiting.

    @requires_version(2, 0)
    def home(self) -> None:
        if self._journal.is_engine:
            self._journal.command("home", {})
        else:
            self._journal.hidden([("home", {})])
        self._remember(None, None)

    @requires_version(2, 0)
    def delay(self, seconds=0, minutes=0, msg=None) -> None:
        duration_s = seconds + minutes * 60
        params = {"seconds": max(duration_s, 0)}  # a time that has passed already is no time to wait
        if msg is not None:
            params["message"] = str(msg)
        self._say_and_do("command.DELAY", texts.delay(duration_s, msg), "waitForDuration", params)

    def _say_and_do(self, kind: str, text: str, command_type: str, params: dict) -> None:
        """A command from 2.14 on, a custom entry with this one step below."""
        if self._journal.is_engine:
            self._journal.note(text)
            self._journal.command(command_type, params)
        else:
            self._journal.custom(kind, text, [(command_type, params)])

    @requires_version(2, 0)
    def pause(self, msg=None) -> None:
        text = texts.pause(msg)
        params = {} if msg is None else {"message": str(msg)}
        if self._journal.is_engine:
            self._journal.note(text)
            self._journal.command("waitForResume", params)
        else:
            self._journal.legacy("command.PAUSE", text, [], ("waitForResume", params), result={}, then_pause=True)

    @removed_in(2, 14, "the resume button or the API of the run")
    def resume(self) -> None:
        self._journal.call("resume", {}, "resume")
        self._journal.custom("command.RESUME", texts.RESUME, [])

    @requires_version(2, 0)
    def comment(self, msg) -> None:
        params = {"message": str(msg)}
        if self._journal.is_engine:
            self._journal.note(str(msg))
            self._journal.command("comment", params)
        else:
            self._journal.legacy("command.COMMENT", str(msg), [], ("comment", params), result={})

    # The robot itself.

    @requires_version(2, 5)
    def set_rail_lights(self, on: bool) -> None:
        self._set_rail_lights(on)

    def _set_rail_lights(self, on: bool) -> None:
        if self._journal.is_engine:
            self._journal.command("setRailLights", {"on": bool(on)})
        else:
            self._journal.hidden([("setRailLights", {"on": bool(on)})])
        self._rail_lights_on = bool(on)

    @property
    @requires_version(2, 5)
    def rail_lights_on(self) -> bool:
        return self._rail_lights_on

    @property
    @requires_version(2, 5)
    def door_closed(self) -> bool:
        return not self._journal.call("doorState", {}, "door_closed")["isOpen"]

    @property
    @removed_in(2, 14, "the speed argument of move_to or InstrumentContext.default_speed")
    def max_speeds(self) -> AxisMaxSpeeds:
        return self._max_speeds

    # Liquids.

    @requires_version(2, 14)
    def define_liquid(self, name, description=LEFT_OUT, display_color=LEFT_OUT) -> Liquid:
        known_description = optional_from_2_20(description, "a description", self._api_version)
        colour = checked_colour(optional_from_2_20(display_color, "a display_color", self._api_version))
        params = {"displayName": name, "description": known_description or "", "displayColor": colour}
        answer = self._journal.call("addLiquid", params, "define_liquid")
        return Liquid(answer["liquidId"], name, known_description, colour)

    # Names that files use although they are not public.

    @property
    def _core(self) -> "ProtocolContext":
        return self

    def get_hardware(self):
        return self._hw_manager.hardware

    def cleanup(self) -> None:
        """Nothing is left to do once `run` is over; the node sees to the robot."""

    def __repr__(self) -> str:
        return f"<ProtocolContext: API level {self._api_version}>"
