"""API levels."""

from deckhand_protocol.api_version import APIVersion

__all__ = ["APIVersion"]
