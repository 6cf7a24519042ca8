"""The Python Protocol API v2, as deckhand answers it."""

from deckhand_protocol.api_version import MAX_SUPPORTED_VERSION, MIN_SUPPORTED_VERSION, APIVersion
from opentrons import protocol_api, types

__version__ = "8.1.0"

__all__ = ["APIVersion", "MAX_SUPPORTED_VERSION", "MIN_SUPPORTED_VERSION", "__version__", "protocol_api", "types"]
