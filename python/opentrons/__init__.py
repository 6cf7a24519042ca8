"""The Python Protocol API v2, as deckhand answers it."""

from deckhand_protocol.api_version import MAX_SUPPORTED_VERSION, MIN_SUPPORTED_VERSION, APIVersion

# All of it is loaded at once: a protocol's process may not read our files any more when the protocol runs.
from opentrons import execute, hardware_control, protocol_api, protocols, simulate, types

__version__ = "8.1.0"

__all__ = ["APIVersion", "MAX_SUPPORTED_VERSION", "MIN_SUPPORTED_VERSION", "__version__", "execute", "hardware_control",
           "protocol_api", "protocols", "simulate", "types"]  # fmt: skip
