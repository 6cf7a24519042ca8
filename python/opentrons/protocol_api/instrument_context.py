"""Pipettes."""

from deckhand_protocol.instrument import InstrumentContext

__all__ = ["InstrumentContext"]
