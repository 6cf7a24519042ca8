"""Steps of thermocycler profiles."""

from deckhand_protocol.profile_step import ThermocyclerStep

__all__ = ["ThermocyclerStep"]
