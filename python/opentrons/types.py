"""Points, locations, mounts and deck slots."""

from deckhand_protocol.labware_like import LabwareLike
from deckhand_protocol.types import (
    DeckLocation,
    DeckSlotName,
    Location,
    Mount,
    MountType,
    Point,
    StagingSlotName,
    TransferTipPolicy,
)

__all__ = [
    "DeckLocation",
    "DeckSlotName",
    "LabwareLike",
    "Location",
    "Mount",
    "MountType",
    "Point",
    "StagingSlotName",
    "TransferTipPolicy",
]
