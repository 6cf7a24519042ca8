"""Labware, wells, and what goes wrong with tips."""

from deckhand_protocol.errors import OutOfTipsError, TipSelectionError
from deckhand_protocol.labware import Labware, Well
from deckhand_protocol.tips import next_available_tip

__all__ = ["Labware", "OutOfTipsError", "TipSelectionError", "Well", "next_available_tip"]
