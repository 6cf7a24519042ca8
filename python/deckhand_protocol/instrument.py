"""A pipette, as protocols use it."""

from __future__ import annotations

from deckhand_protocol import texts
from deckhand_protocol.api_version import APIVersion, requires_version, too_young
from deckhand_protocol.disposal import TrashBin
from deckhand_protocol.errors import UnsupportedAPIError, UnsupportedHardwareCommand
from deckhand_protocol.instrument_liquids import LiquidHandling
from deckhand_protocol.instrument_state import InstrumentState
from deckhand_protocol.instrument_tips import TipHandling
from deckhand_protocol.labware_like import kind_of
from deckhand_protocol.nozzles import active_nozzles, configuration_params
from deckhand_protocol.one_name import under_one_name
from deckhand_protocol.pipettes import PipetteFigures
from deckhand_protocol.pipetting_engine import EnginePipetting
from deckhand_protocol.pipetting_legacy import LegacyPipetting
from deckhand_protocol.settings import positive
from deckhand_protocol.types import Location

_TRASH_BINS_SINCE = APIVersion(2, 16)


@under_one_name
class InstrumentContext(InstrumentState, TipHandling, LiquidHandling):
    """Every command returns the pipette, so that they can be chained."""

    def __init__(self, protocol, figures: PipetteFigures, mount: str, pipette_id: str, tip_racks=()):
        super().__init__(protocol, figures, mount, pipette_id, tip_racks)
        if self._is_engine:
            self._form = EnginePipetting(self._journal, pipette_id)
        else:
            self._form = LegacyPipetting(self._journal, self)

    # Movement.

    @requires_version(2, 0)
    def move_to(self, location, force_direct=False, minimum_z_height=None, speed=None, publish=True):
        if isinstance(location, TrashBin) and self._api_version < _TRASH_BINS_SINCE:
            raise too_young("A trash bin as a location", _TRASH_BINS_SINCE, self._api_version)
        if kind_of(location) == "well":
            self._refuse_well(location, publish)
        if not isinstance(location, (Location, TrashBin)):
            raise TypeError(f"move_to takes a Location, such as well.top(), and {location!r} is none.")
        if speed is not None:
            positive(speed, "A movement speed in mm/s")
        text = texts.move_to(location) if publish else None
        self._go(location, text, force_direct, minimum_z_height, speed)
        return self

    def _refuse_well(self, well, publish: bool) -> None:
        try:
            well.labware  # what files with this mistake have always been told: a well has no labware
        except AttributeError as error:
            if publish and not self._is_engine:
                self._journal.refused("command.MOVE_TO", texts.move_to(well), error)
            raise

    def _go(self, location, text, force_direct=False, minimum_z_height=None, speed=None) -> None:
        self._form.move_to(text, location, force_direct, minimum_z_height, speed)
        self._remember(location)

    @requires_version(2, 0)
    def home(self):
        self._home(texts.home_pipette(self._mount), [f"{self._mount}Z", f"{self._mount}Plunger"])
        return self

    @requires_version(2, 0)
    def home_plunger(self):
        self._form.home(None, [f"{self._mount}Plunger"])
        return self

    def _home(self, text, axes) -> None:
        self._form.home(text, axes)
        self._protocol._remember(None, None)

    @requires_version(2, 0)
    def delay(self, *args, **kwargs):
        if args or kwargs:
            raise UnsupportedAPIError("A pipette has no delay of its own. Use ProtocolContext.delay.")
        return self

    # Plans of many commands.

    @requires_version(2, 0)
    def transfer(self, volume, source, dest, trash=True, **kwargs):
        return self._carry_out("transfer", volume, source, dest, {"trash": trash, **kwargs})

    @requires_version(2, 0)
    def distribute(self, volume, source, dest, *args, **kwargs):
        return self._carry_out("distribute", volume, source, dest, kwargs)

    @requires_version(2, 0)
    def consolidate(self, volume, source, dest, *args, **kwargs):
        return self._carry_out("consolidate", volume, source, dest, kwargs)

    def _carry_out(self, kind: str, volume, source, dest, kwargs: dict):
        from deckhand_protocol.transfers import plan_transfer

        plan = plan_transfer(kind, self, volume, source, dest, kwargs)
        if kind != "transfer":
            self._journal.note(texts.plan(kind, volume, source, dest))
        # Whatever it is made of, it is a transfer too: files that count the lines count this one.
        self._journal.note(texts.plan("transfer", volume, source, dest))
        for method_name, method_args, method_kwargs in plan:
            getattr(self, method_name)(*method_args, **method_kwargs)
        return self

    # Nozzles and sensors.

    @requires_version(2, 16)
    def configure_nozzle_layout(self, style, start=None, end=None, front_right=None, tip_racks=None) -> None:
        params = configuration_params(style, start, end, front_right, self.channels, self._api_version)
        self._form.set_aside("configureNozzleLayout", configurationParams=params)
        self._nozzles = active_nozzles(params, self.channels)
        # Racks that do not go with the layout must not be taken from by mistake.
        self._tip_racks = list(tip_racks or [])

    @requires_version(2, 20)
    def detect_liquid_presence(self, well) -> bool:
        raise UnsupportedHardwareCommand("An OT-2 has no sensor that finds liquid.")

    @requires_version(2, 20)
    def require_liquid_presence(self, well) -> None:
        raise UnsupportedHardwareCommand("An OT-2 has no sensor that finds liquid.")

    @requires_version(2, 21)
    def measure_liquid_height(self, well) -> float:
        raise UnsupportedHardwareCommand("An OT-2 has no sensor that finds liquid.")
