"""The few private names of the robot's inside that protocols reach for, in front of what they mean by them."""

from __future__ import annotations

from deckhand_protocol.types import Mount


class HardwareAlias:
    def __init__(self, protocol):
        self._protocol = protocol

    @property
    def is_simulator(self) -> bool:
        return self._protocol.is_simulating()

    @property
    def hardware_instruments(self) -> dict:
        by_mount = self._protocol.loaded_instruments
        return {mount: by_mount.get(mount.name.lower()) for mount in (Mount.LEFT, Mount.RIGHT)}

    hardware_pipettes = hardware_instruments

    @property
    def attached_instruments(self) -> dict:
        return {mount: pipette.hw_pipette if pipette else {} for mount, pipette in self.hardware_instruments.items()}

    attached_pipettes = attached_instruments

    def set_lights(self, button=None, rails=None) -> None:
        if rails is not None:
            self._protocol._set_rail_lights(bool(rails))

    def get_lights(self) -> dict:
        return {"button": True, "rails": self._protocol._rail_lights_on}

    def pause(self, *args) -> None:
        self._protocol.pause()

    def resume(self, *args) -> None:
        self._protocol.resume()

    def home(self) -> None:
        self._protocol.home()


class HardwareManagerAlias:
    def __init__(self, protocol):
        self.hardware = HardwareAlias(protocol)
