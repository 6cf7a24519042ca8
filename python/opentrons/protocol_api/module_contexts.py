"""Modules."""

from deckhand_protocol.modules import (
    HeaterShakerContext,
    MagneticModuleContext,
    ModuleContext,
    TemperatureModuleContext,
    ThermocyclerContext,
)

__all__ = [
    "HeaterShakerContext",
    "MagneticModuleContext",
    "ModuleContext",
    "TemperatureModuleContext",
    "ThermocyclerContext",
]
