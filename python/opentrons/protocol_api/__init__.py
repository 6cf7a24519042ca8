"""What protocols import by name, most of it to say what their arguments are."""

from deckhand_protocol.api_version import MAX_SUPPORTED_VERSION, MIN_SUPPORTED_VERSION
from deckhand_protocol.disposal import TrashBin, WasteChute
from deckhand_protocol.instrument import InstrumentContext
from deckhand_protocol.labware import Labware, Well
from deckhand_protocol.liquid import Liquid
from deckhand_protocol.modules import (
    HeaterShakerContext,
    MagneticModuleContext,
    ModuleContext,
    TemperatureModuleContext,
    ThermocyclerContext,
)
from deckhand_protocol.nozzles import ALL, COLUMN, PARTIAL_COLUMN, ROW, SINGLE
from deckhand_protocol.offdeck import OFF_DECK
from deckhand_protocol.parameters import CSVParameter, ParameterContext, Parameters
from deckhand_protocol.parameters import RuntimeParameterRequired as RuntimeParameterRequiredError
from deckhand_protocol.protocol import ProtocolContext

# Files reach these through the package, without importing them.
from opentrons.protocol_api import instrument_context, labware, module_contexts, protocol_context

__all__ = [
    "ALL",
    "COLUMN",
    "CSVParameter",
    "HeaterShakerContext",
    "InstrumentContext",
    "Labware",
    "Liquid",
    "MAX_SUPPORTED_VERSION",
    "MIN_SUPPORTED_VERSION",
    "MagneticModuleContext",
    "ModuleContext",
    "OFF_DECK",
    "PARTIAL_COLUMN",
    "ParameterContext",
    "Parameters",
    "ProtocolContext",
    "ROW",
    "RuntimeParameterRequiredError",
    "SINGLE",
    "TemperatureModuleContext",
    "ThermocyclerContext",
    "TrashBin",
    "WasteChute",
    "Well",
    "instrument_context",
    "labware",
    "module_contexts",
    "protocol_context",
]
