"""The Thermocycler."""

from __future__ import annotations

from deckhand_protocol.api_version import APIVersion, requires_version
from deckhand_protocol.journal import shows_refusals
from deckhand_protocol.module_base import ModuleContext, celsius, number

_CYCLES_IN_ONE_COMMAND_SINCE = APIVersion(2, 21)


def _hold_s(seconds, minutes) -> float:
    return number(seconds or 0, "A hold") + 60 * number(minutes or 0, "A hold")


def _hold_in_words(hold_s: float) -> str:
    minutes, seconds = divmod(hold_s, 60)
    whole_minutes = f"{float(minutes)} minutes and " if minutes else ""
    return f"{whole_minutes}{seconds} seconds"


def _read_step(step: dict) -> dict:
    if step.get("temperature") is None:
        raise ValueError(f"A step of a profile needs a temperature: {step}")
    seconds, minutes = step.get("hold_time_seconds"), step.get("hold_time_minutes")
    if seconds is None and minutes is None:
        raise ValueError(f"A step of a profile needs hold_time_seconds or hold_time_minutes: {step}")
    return {"celsius": step["temperature"], "holdSeconds": _hold_s(seconds, minutes)}


def _heating_block(temperature, hold_time_seconds=None, hold_time_minutes=None, ramp_rate=None, block_max_volume=None) -> str:
    text = f"Setting Thermocycler well block temperature to {celsius(temperature, 2)}"
    hold_s = _hold_s(hold_time_seconds, hold_time_minutes)
    return f"{text} with a hold time of {_hold_in_words(hold_s)}" if hold_s else text


def _heating_lid(temperature) -> str:
    return f"Setting Thermocycler lid temperature to {celsius(temperature, 2)}"


def _cycling(steps, repetitions, block_max_volume=None) -> str:
    return f"Thermocycler starting {repetitions} repetitions of cycle composed of the following steps: {steps}"


class ThermocyclerContext(ModuleContext):
    """A block and a lid, each with a heater."""

    _module_type = "thermocyclerModuleType"

    @requires_version(2, 0)
    def open_lid(self) -> str:
        self._do("THERMOCYCLER_OPEN", "Opening Thermocycler lid", self._step("thermocycler/openLid"))
        return "open"

    @requires_version(2, 0)
    def close_lid(self) -> str:
        self._do("THERMOCYCLER_CLOSE", "Closing Thermocycler lid", self._step("thermocycler/closeLid"))
        return "closed"

    @shows_refusals("THERMOCYCLER_SET_BLOCK_TEMP", _heating_block)
    @requires_version(2, 0)
    def set_block_temperature(
        self, temperature, hold_time_seconds=None, hold_time_minutes=None, ramp_rate=None, block_max_volume=None
    ):
        """Waits until the block is there and the hold is over. The block chooses its own ramp."""
        hold_s = _hold_s(hold_time_seconds, hold_time_minutes)
        text = _heating_block(temperature, hold_time_seconds, hold_time_minutes)
        target = self._step(
            "thermocycler/setTargetBlockTemperature",
            celsius=number(temperature, "A temperature"),
            holdTimeSeconds=hold_s,
            blockMaxVolumeUl=block_max_volume,
        )
        self._do("THERMOCYCLER_SET_BLOCK_TEMP", text, target, self._step("thermocycler/waitForBlockTemperature"))

    @shows_refusals("THERMOCYCLER_SET_LID_TEMP", _heating_lid)
    @requires_version(2, 0)
    def set_lid_temperature(self, temperature):
        """Waits until the lid is there."""
        target = self._step("thermocycler/setTargetLidTemperature", celsius=number(temperature, "A temperature"))
        self._do("THERMOCYCLER_SET_LID_TEMP", _heating_lid(temperature), target, self._step("thermocycler/waitForLidTemperature"))

    @shows_refusals("THERMOCYCLER_EXECUTE_PROFILE", _cycling)
    @requires_version(2, 0)
    def execute_profile(self, steps, repetitions, block_max_volume=None):
        if repetitions <= 0:
            raise ValueError(f"A profile is repeated at least once, not {repetitions} times.")
        cycle = [_read_step(step) for step in steps]
        text = _cycling(steps, repetitions)
        self._do("THERMOCYCLER_EXECUTE_PROFILE", text, self._profile(cycle, repetitions, block_max_volume))

    def _profile(self, cycle: list[dict], repetitions: int, block_max_volume):
        if self._api_version >= _CYCLES_IN_ONE_COMMAND_SINCE:
            elements = [{"steps": cycle, "repetitions": repetitions}]
            return self._step("thermocycler/runExtendedProfile", profileElements=elements, blockMaxVolumeUl=block_max_volume)
        return self._step("thermocycler/runProfile", profile=cycle * repetitions, blockMaxVolumeUl=block_max_volume)

    @requires_version(2, 0)
    def deactivate_lid(self):
        text = "Deactivating Thermocycler lid heating"
        self._do("THERMOCYCLER_DEACTIVATE_LID", text, self._step("thermocycler/deactivateLid"))

    @requires_version(2, 0)
    def deactivate_block(self):
        text = "Deactivating Thermocycler well block heating"
        self._do("THERMOCYCLER_DEACTIVATE_BLOCK", text, self._step("thermocycler/deactivateBlock"))

    @requires_version(2, 0)
    def deactivate(self):
        parts = ["thermocycler/deactivateLid", "thermocycler/deactivateBlock"]
        whole = ["thermocycler/deactivate"]  # one line of the module's own: newer levels lack it
        steps = [self._step(command_type) for command_type in (parts if self._journal.is_engine else whole)]
        self._do("THERMOCYCLER_DEACTIVATE", "Deactivating Thermocycler", *steps)

    # What is true now.

    @property
    @requires_version(2, 0)
    def lid_position(self) -> str | None:
        return self._state("lidStatus")

    @property
    @requires_version(2, 0)
    def block_temperature_status(self) -> str:
        return self._state("status")

    @property
    @requires_version(2, 0)
    def lid_temperature_status(self) -> str | None:
        return self._state("lidTemperatureStatus")

    @property
    @requires_version(2, 0)
    def block_temperature(self) -> float | None:
        return self._state("currentTemperature")

    @property
    @requires_version(2, 0)
    def block_target_temperature(self) -> float | None:
        return self._state("targetTemperature")

    @property
    @requires_version(2, 0)
    def lid_temperature(self) -> float | None:
        return self._state("lidTemperature")

    @property
    @requires_version(2, 0)
    def lid_target_temperature(self) -> float | None:
        return self._state("lidTargetTemperature")

    @property
    @requires_version(2, 0)
    def ramp_rate(self) -> float | None:
        return self._state("rampRate")

    @property
    @requires_version(2, 0)
    def hold_time(self) -> float | None:
        return self._state("holdTime")

    @property
    @requires_version(2, 0)
    def total_cycle_count(self) -> int | None:
        return self._state("totalCycleCount")

    @property
    @requires_version(2, 0)
    def current_cycle_index(self) -> int | None:
        return self._state("currentCycleIndex")

    @property
    @requires_version(2, 0)
    def total_step_count(self) -> int | None:
        return self._state("totalStepCount")

    @property
    @requires_version(2, 0)
    def current_step_index(self) -> int | None:
        return self._state("currentStepIndex")
