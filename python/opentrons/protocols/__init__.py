"""What stands behind protocols."""

from opentrons.protocols import api_support

__all__ = ["api_support"]
