"""Names of the hardware that protocols import; the hardware itself is the node's."""

from opentrons.hardware_control import modules

__all__ = ["modules"]
