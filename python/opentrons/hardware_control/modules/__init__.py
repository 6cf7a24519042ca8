"""Names of module hardware."""

from opentrons.hardware_control.modules import types

__all__ = ["types"]
