"""The gates of API levels, and what goes by them."""

from deckhand_protocol.api_version import requires_version
from deckhand_protocol.errors import APIVersionError, UnsupportedAPIError
from deckhand_protocol.labware_like import LabwareLike
from deckhand_protocol.settings import AxisMaxSpeeds, Clearances, FlowRates, PlungerSpeeds

__all__ = [
    "APIVersionError",
    "AxisMaxSpeeds",
    "Clearances",
    "FlowRates",
    "LabwareLike",
    "PlungerSpeeds",
    "UnsupportedAPIError",
    "requires_version",
]
