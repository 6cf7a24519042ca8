"""What a pipette is, holds and is set to."""

from __future__ import annotations

from deckhand_protocol.api_version import ENGINE_VERSION, APIVersion, removed_in, requires_version
from deckhand_protocol.errors import CommandPreconditionViolated, UnsupportedHardwareCommand
from deckhand_protocol.nozzles import all_nozzles
from deckhand_protocol.pipettes import PipetteFigures
from deckhand_protocol.settings import Clearances, FlowRates, PlungerSpeeds, positive
from deckhand_protocol.tips import next_available_tip, next_tip_for_some
from deckhand_protocol.types import Mount

_DEFAULT_SPEED_MM_S = 400.0


class InstrumentState:
    """The properties of an InstrumentContext."""

    _kind = "instrument"

    def __init__(self, protocol, figures: PipetteFigures, mount: str, pipette_id: str, tip_racks):
        self._protocol = protocol
        self._journal = protocol._journal
        self._link = protocol._link
        self._api_version: APIVersion = protocol._api_version
        self._figures = figures
        self._mount = mount
        self._pipette_id = pipette_id
        self._tip_racks = list(tip_racks)
        self._nozzles = all_nozzles(figures.channels)
        self._starting_tip = None
        self._trash = None
        self._last_tip_picked_up_from = None
        self._tip_well = None
        self._tip_length = 0.0
        self._default_speed = _DEFAULT_SPEED_MM_S
        self._flow_rates = FlowRates(figures.aspirate_flow_ul_s, figures.dispense_flow_ul_s, figures.blow_out_flow_ul_s)
        self._well_bottom_clearances = Clearances()

    @property
    def api_version(self) -> APIVersion:
        return self._api_version

    @property
    def _is_engine(self) -> bool:
        return self._api_version >= ENGINE_VERSION

    # What the node says of it.

    @property
    def _facts(self) -> dict:
        return self._link.pipettes.get(self._mount) or {}

    @property
    def _holds_tip(self) -> bool:
        return bool(self._facts.get("hasTip"))

    @property
    def _is_ready(self) -> bool:
        return bool(self._facts.get("isReadyToAspirate")) or self.current_volume > 0

    @property
    @requires_version(2, 7)
    def has_tip(self) -> bool:
        return self._holds_tip

    @property
    def _has_tip(self) -> bool:
        return self._holds_tip

    @property
    def current_volume(self) -> float:
        return self._facts.get("volume") or 0.0

    # What kind it is.

    @property
    def name(self) -> str:
        return self._figures.name

    @property
    def model(self) -> str:
        return self._figures.model

    @property
    def type(self) -> str:
        return "single" if self._figures.channels == 1 else "multi"

    @property
    def channels(self) -> int:
        return self._figures.channels

    @property
    @requires_version(2, 16)
    def active_channels(self) -> int:
        return self._nozzles.count

    @property
    def mount(self) -> str:
        return self._mount

    @property
    def min_volume(self) -> float:
        return self._figures.min_volume_ul

    @property
    def max_volume(self) -> float:
        return self._figures.max_volume_ul

    @property
    @requires_version(2, 2)
    def return_height(self) -> float:
        return self._figures.return_height

    @property
    def _working_volume(self) -> float:
        if self._holds_tip and self._tip_well is not None:
            return min(self._figures.max_volume_ul, self._tip_well.max_volume)
        return self._figures.max_volume_ul

    @property
    def _free_volume(self) -> float:
        return max(0.0, self._working_volume - self.current_volume)

    @property
    def hw_pipette(self) -> dict:
        figures, flows = self._figures, self._flow_rates
        return {
            "name": figures.name,
            "model": figures.model,
            "display_name": figures.display_name,
            "pipette_id": self._pipette_id,
            "mount": self._mount,
            "channels": figures.channels,
            "min_volume": figures.min_volume_ul,
            "max_volume": figures.max_volume_ul,
            "working_volume": self._working_volume,
            "current_volume": self.current_volume,
            "available_volume": self._free_volume,
            "has_tip": self._holds_tip,
            "tip_length": self._tip_length if self._holds_tip else 0.0,
            "ready_to_aspirate": self._is_ready,
            "return_tip_height": figures.return_height,
            "tip_overlap": {"default": figures.tip_overlap_mm},
            "back_compat_names": [figures.back_compatible_name] if figures.back_compatible_name else [],
            "aspirate_flow_rate": flows.aspirate,
            "dispense_flow_rate": flows.dispense,
            "blow_out_flow_rate": flows.blow_out,
            "default_aspirate_flow_rates": {str(self._api_version): figures.aspirate_flow_ul_s},
            "default_dispense_flow_rates": {str(self._api_version): figures.dispense_flow_ul_s},
            "default_blow_out_flow_rates": {str(self._api_version): figures.blow_out_flow_ul_s},
        }

    # What protocols set.

    @property
    def flow_rate(self) -> FlowRates:
        return self._flow_rates

    @property
    @removed_in(2, 14, "InstrumentContext.flow_rate")
    def speed(self) -> PlungerSpeeds:
        return PlungerSpeeds(self._flow_rates, self._figures.aspirate_ul_mm, self._figures.dispense_ul_mm)

    @property
    def default_speed(self) -> float:
        return self._default_speed

    @default_speed.setter
    def default_speed(self, speed: float) -> None:
        self._default_speed = positive(speed, "A movement speed in mm/s")
        self._journal.call("setMovementSpeed", {"pipetteId": self._pipette_id, "speed": speed}, "default_speed")

    @property
    def well_bottom_clearance(self) -> Clearances:
        return self._well_bottom_clearances

    @property
    def starting_tip(self):
        return self._starting_tip

    @starting_tip.setter
    def starting_tip(self, tip) -> None:
        self._starting_tip = tip

    @property
    def tip_racks(self) -> list:
        return self._tip_racks

    @tip_racks.setter
    def tip_racks(self, racks) -> None:
        self._tip_racks = list(racks)

    @property
    def trash_container(self):
        return self._protocol.fixed_trash if self._trash is None else self._trash

    @trash_container.setter
    def trash_container(self, trash) -> None:
        self._trash = trash

    @property
    @requires_version(2, 20)
    def liquid_presence_detection(self) -> bool:
        return False

    @liquid_presence_detection.setter
    @requires_version(2, 20)
    def liquid_presence_detection(self, on: bool) -> None:
        if on:
            raise UnsupportedHardwareCommand("An OT-2 has no sensor that finds liquid.")

    def reset_tipracks(self) -> None:
        for rack in self._tip_racks:
            rack.reset()
        self._starting_tip = None

    def _next_tip(self):
        """The tip to take next. Raises OutOfTipsError if there is none."""
        return self._next_tip_in(self._tip_racks, self._starting_tip)

    def _next_tip_in(self, racks, starting_tip=None):
        if self._nozzles.count == self._figures.channels:
            return next_available_tip(starting_tip, racks, self._figures.channels)[1]
        if starting_tip is not None:
            raise CommandPreconditionViolated("Tips cannot be counted from a starting tip while not all nozzles are in use.")
        return next_tip_for_some(racks, self._nozzles)

    # Names that files use although they are not public.

    @property
    def _core(self):
        return self

    def get_mount(self) -> Mount:
        return Mount.string_to_mount(self._mount)

    def get_pipette_name(self) -> str:
        return self._figures.name

    def get_current_volume(self) -> float:
        return self.current_volume

    def get_hardware_state(self) -> dict:
        return self.hw_pipette

    def update_config_item(self, elements: dict) -> None:
        """Currents and the like belong to the node; what files set here changes nothing."""

    def __repr__(self) -> str:
        return f"<InstrumentContext: {self._figures.model} in {self._mount.upper()}>"

    def __str__(self) -> str:
        return f"{self._figures.display_name} on {self._mount} mount"
