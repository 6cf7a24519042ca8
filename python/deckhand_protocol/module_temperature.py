"""The Temperature Module."""

from __future__ import annotations

from deckhand_protocol.api_version import requires_version
from deckhand_protocol.journal import shows_refusals
from deckhand_protocol.module_base import ModuleContext, celsius as in_words, number


def _setting(celsius) -> str:
    return f"Setting Temperature Module temperature to {in_words(celsius, 0)} (rounded off to nearest integer)"


def _waiting(celsius) -> str:
    return f"Waiting for Temperature Module to reach temperature {in_words(celsius, 0)} (rounded off to nearest integer)"


class TemperatureModuleContext(ModuleContext):
    """Heats and cools a plate, from 4 to 95 °C."""

    _module_type = "temperatureModuleType"

    @shows_refusals("TEMPDECK_SET_TEMP", _setting)
    @requires_version(2, 0)
    def set_temperature(self, celsius):
        """Sets the target and waits until it is reached."""
        self._do("TEMPDECK_SET_TEMP", _setting(celsius), self._set(celsius), self._wait())

    @shows_refusals("TEMPDECK_SET_TEMP", _setting)
    @requires_version(2, 3)
    def start_set_temperature(self, celsius):
        """Sets the target and goes on."""
        self._do("TEMPDECK_SET_TEMP", _setting(celsius), self._set(celsius))

    @shows_refusals("TEMPDECK_AWAIT_TEMP", _waiting)
    @requires_version(2, 3)
    def await_temperature(self, celsius):
        """Waits until the plate is as warm, or as cold, as this."""
        self._do("TEMPDECK_AWAIT_TEMP", _waiting(celsius), self._wait(number(celsius, "A temperature")))

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

    def _set(self, celsius):
        return self._step("temperatureModule/setTargetTemperature", celsius=number(celsius, "A temperature"))

    def _wait(self, celsius=None):
        """For the target, if no other temperature is given."""
        return self._step("temperatureModule/waitForTemperature", celsius=celsius)
