"""The API levels that a protocol may ask for."""

from deckhand_protocol.api_version import MAX_SUPPORTED_VERSION, MIN_SUPPORTED_VERSION

__all__ = ["MAX_SUPPORTED_VERSION", "MIN_SUPPORTED_VERSION"]
