"""One step of a thermocycler's profile, as protocols write it."""

from __future__ import annotations

from typing import TypedDict


class ThermocyclerStep(TypedDict, total=False):
    temperature: float
    hold_time_seconds: float
    hold_time_minutes: float
    ramp_rate: float
