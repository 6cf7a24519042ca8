"""The robot."""

from deckhand_protocol.protocol import ProtocolContext

__all__ = ["ProtocolContext"]
