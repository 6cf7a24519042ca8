"""The contexts under the module name of earlier releases."""

from deckhand_protocol.instrument import InstrumentContext
from deckhand_protocol.protocol import ProtocolContext
from opentrons.protocol_api.module_contexts import (
    HeaterShakerContext,
    MagneticModuleContext,
    ModuleContext,
    TemperatureModuleContext,
    ThermocyclerContext,
)

__all__ = [
    "HeaterShakerContext",
    "InstrumentContext",
    "MagneticModuleContext",
    "ModuleContext",
    "ProtocolContext",
    "TemperatureModuleContext",
    "ThermocyclerContext",
]
