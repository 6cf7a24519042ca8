"""The place of labware that stands beside the robot."""

from __future__ import annotations

import enum


class OffDeckType(enum.Enum):
    OFF_DECK = "off-deck"


OFF_DECK = OffDeckType.OFF_DECK
