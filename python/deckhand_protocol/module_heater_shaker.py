"""The Heater-Shaker."""

from __future__ import annotations

from deckhand_protocol.api_version import requires_version
from deckhand_protocol.errors import InvalidTargetSpeedError, InvalidTargetTemperatureError
from deckhand_protocol.journal import shows_refusals
from deckhand_protocol.module_base import ModuleContext, celsius as in_words, number

_LEAST_CELSIUS, _MOST_CELSIUS = 37, 95
_LEAST_RPM, _MOST_RPM = 200, 3000


def _heating(celsius) -> str:
    return f"Setting Target Temperature of Heater-Shaker to {in_words(celsius)}"


def _shaking(rpm) -> str:
    return f"Setting Heater-Shaker to Shake at {rpm} RPM and waiting until reached"


class HeaterShakerContext(ModuleContext):
    """Heats and shakes a plate that a latch holds."""

    _module_type = "heaterShakerModuleType"

    @requires_version(2, 13)
    def set_and_wait_for_temperature(self, celsius):
        self.set_target_temperature(celsius)
        self.wait_for_temperature()

    @requires_version(2, 13)
    @shows_refusals("HEATER_SHAKER_SET_TARGET_TEMPERATURE", _heating)
    def set_target_temperature(self, celsius):
        """Sets the target and goes on."""
        if not _LEAST_CELSIUS <= number(celsius, "A temperature") <= _MOST_CELSIUS:
            raise InvalidTargetTemperatureError(f"A Heater-Shaker heats to {_LEAST_CELSIUS} to {_MOST_CELSIUS} °C, not {celsius}.")
        step = self._step("heaterShaker/setTargetTemperature", celsius=celsius)
        self._do("HEATER_SHAKER_SET_TARGET_TEMPERATURE", _heating(celsius), step)

    @requires_version(2, 13)
    def wait_for_temperature(self):
        text = "Waiting for Heater-Shaker to reach target temperature"
        self._do("HEATER_SHAKER_WAIT_FOR_TEMPERATURE", text, self._step("heaterShaker/waitForTemperature"))

    @requires_version(2, 13)
    @shows_refusals("HEATER_SHAKER_SET_AND_WAIT_FOR_SHAKE_SPEED", _shaking)
    def set_and_wait_for_shake_speed(self, rpm):
        """Waits until the plate shakes at that speed, which goes on until it is deactivated."""
        if not _LEAST_RPM <= number(rpm, "A speed") <= _MOST_RPM:
            raise InvalidTargetSpeedError(f"A Heater-Shaker shakes at {_LEAST_RPM} to {_MOST_RPM} rpm, not {rpm}.")
        step = self._step("heaterShaker/setAndWaitForShakeSpeed", rpm=rpm)
        self._do("HEATER_SHAKER_SET_AND_WAIT_FOR_SHAKE_SPEED", _shaking(rpm), step)

    @requires_version(2, 13)
    def open_labware_latch(self):
        text = "Unlatching labware on Heater-Shaker"
        self._do("HEATER_SHAKER_OPEN_LABWARE_LATCH", text, self._step("heaterShaker/openLabwareLatch"))

    @requires_version(2, 13)
    def close_labware_latch(self):
        text = "Latching labware on Heater-Shaker"
        self._do("HEATER_SHAKER_CLOSE_LABWARE_LATCH", text, self._step("heaterShaker/closeLabwareLatch"))

    @requires_version(2, 13)
    def deactivate_shaker(self):
        text = "Deactivating Shaker"
        self._do("HEATER_SHAKER_DEACTIVATE_SHAKER", text, self._step("heaterShaker/deactivateShaker"))

    @requires_version(2, 13)
    def deactivate_heater(self):
        text = "Deactivating Heater"
        self._do("HEATER_SHAKER_DEACTIVATE_HEATER", text, self._step("heaterShaker/deactivateHeater"))

    # What is true now.

    @property
    @requires_version(2, 13)
    def target_temperature(self) -> float | None:
        return self._state("targetTemperature")

    @property
    @requires_version(2, 13)
    def current_temperature(self) -> float:
        return self._state("currentTemperature")

    @property
    @requires_version(2, 13)
    def current_speed(self) -> int:
        return self._state("currentSpeed")

    @property
    @requires_version(2, 13)
    def target_speed(self) -> int | None:
        return self._state("targetSpeed")

    @property
    @requires_version(2, 13)
    def temperature_status(self) -> str:
        return self._state("temperatureStatus")

    @property
    @requires_version(2, 13)
    def speed_status(self) -> str:
        return self._state("speedStatus")

    @property
    @requires_version(2, 13)
    def labware_latch_status(self) -> str:
        return self._state("labwareLatchStatus")
