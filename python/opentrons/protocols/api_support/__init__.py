"""API levels and what depends on them."""

from opentrons.protocols.api_support import definitions, types, util

__all__ = ["definitions", "types", "util"]
