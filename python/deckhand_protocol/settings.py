"""What protocols set for good: flows, plunger speeds, clearances, the speeds of axes."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable

_AXES = ("X", "Y", "Z", "A", "B", "C")


def positive(value, what: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise AssertionError(f"{what} is a number, and {value!r} is none") from None
    assert number > 0, f"{what} is greater than 0, and {value} is not"
    return number


def _flow_of(action: str) -> property:
    def get(self) -> float:
        return self._flows[action]

    def change(self, flow: float) -> None:
        self._flows[action] = positive(flow, "A flow rate in uL/s")

    return property(get, change)


class FlowRates:
    """uL/s of each plunger movement."""

    def __init__(self, aspirate: float, dispense: float, blow_out: float):
        self._flows = {"aspirate": float(aspirate), "dispense": float(dispense), "blow_out": float(blow_out)}

    aspirate = _flow_of("aspirate")
    dispense = _flow_of("dispense")
    blow_out = _flow_of("blow_out")


def _speed_of(action: str) -> property:
    def get(self) -> float:
        return getattr(self._flow_rates, action) / self._ul_mm[action]

    def change(self, speed: float) -> None:
        setattr(self._flow_rates, action, positive(speed, "A plunger speed in mm/s") * self._ul_mm[action])

    return property(get, change)


class PlungerSpeeds:
    """The same as the flow rates, in mm/s of the plunger."""

    def __init__(self, flow_rates: FlowRates, aspirate_ul_mm: float, dispense_ul_mm: float):
        self._flow_rates = flow_rates
        self._ul_mm = {"aspirate": aspirate_ul_mm, "dispense": dispense_ul_mm, "blow_out": dispense_ul_mm}

    aspirate = _speed_of("aspirate")
    dispense = _speed_of("dispense")
    blow_out = _speed_of("blow_out")


def _clearance_of(action: str) -> property:
    def get(self) -> float:
        return self._clearances[action]

    def change(self, clearance: float) -> None:
        assert isinstance(clearance, (int, float)), f"A clearance is a number, and {clearance!r} is none"
        self._clearances[action] = clearance

    return property(get, change)


class Clearances:
    """Millimetres above the bottom of a well where liquid goes in and out."""

    def __init__(self, default_aspirate: float = 1.0, default_dispense: float = 1.0):
        self._clearances = {"aspirate": default_aspirate, "dispense": default_dispense}

    aspirate = _clearance_of("aspirate")
    dispense = _clearance_of("dispense")


class AxisMaxSpeeds(UserDict):
    """mm/s at most, by axis. An axis that is not here moves as fast as it can."""

    def __init__(self, tell: Callable[[dict], None]):
        self._tell = tell
        super().__init__()

    def _axis(self, key) -> str:
        name = getattr(key, "name", key)
        if not isinstance(name, str) or name.upper() not in _AXES:
            raise KeyError(key)
        return name.upper()

    def __getitem__(self, key):
        return self.data[self._axis(key)]

    def __contains__(self, key) -> bool:
        return str(getattr(key, "name", key)).upper() in self.data

    def __setitem__(self, key, speed) -> None:
        axis = self._axis(key)
        if speed is None or speed is False:
            self.data.pop(axis, None)
        else:
            self.data[axis] = positive(speed, "The speed of an axis in mm/s")
        self._send()

    def __delitem__(self, key) -> None:
        del self.data[self._axis(key)]
        self._send()

    def _send(self) -> None:
        self._tell({axis.lower(): speed for axis, speed in self.data.items()})
