"""The Temperature Module."""

from __future__ import annotations

from deckhand_protocol.api_version import requires_version
from deckhand_protocol.module_base import ModuleContext, celsius as in_words, number


class TemperatureModuleContext(ModuleContext):
    """Heats and cools a plate, from 4 to 95 °C."""

    _module_type = "temperatureModuleType"

    @requires_version(2, 0)
    def set_temperature(self, celsius):
        """Sets the target and waits until it is reached."""
        self._do("TEMPDECK_SET_TEMP", self._setting(celsius), self._set(celsius), self._wait())

    @requires_version(2, 3)
    def start_set_temperature(self, celsius):
        """Sets the target and goes on."""
        self._do("TEMPDECK_SET_TEMP", self._setting(celsius), self._set(celsius))

    @requires_version(2, 3)
    def await_temperature(self, celsius):
        """Waits until the plate is as warm, or as cold, as this."""
        text = f"Waiting for Temperature Module to reach temperature {in_words(celsius, 0)} (rounded off to nearest integer)"
        self._do("TEMPDECK_AWAIT_TEMP", text, self._wait(number(celsius, "A temperature")))

    @requires_version(2, 0)
    def deactivate(self):
        self._do("TEMPDECK_DEACTIVATE", "Deactivating Temperature Module", self._step("temperatureModule/deactivate"))

    @property
    @requires_version(2, 0)
    def temperature(self) -> float:
        return self._state("currentTemperature")

    @property
    @requires_version(2, 0)
    def target(self) -> float | None:
        return self._state("targetTemperature")

    @property
    @requires_version(2, 3)
    def status(self) -> str:
        return self._state("status")

    def _setting(self, celsius) -> str:
        number(celsius, "A temperature")
        return f"Setting Temperature Module temperature to {in_words(celsius, 0)} (rounded off to nearest integer)"

    def _set(self, celsius):
        return self._step("temperatureModule/setTargetTemperature", celsius=celsius)

    def _wait(self, celsius=None):
        """For the target, if no other temperature is given."""
        return self._step("temperatureModule/waitForTemperature", celsius=celsius)
