"""What may not stand beside a Heater-Shaker: other modules, and left and right of it what is too high for its latch."""

from __future__ import annotations

from deckhand_protocol.errors import DeckConflictError

_HEATER_SHAKER = "heaterShakerModuleV1"
_HIGHEST_BESIDE_LATCH_MM = 53.0
# These racks are higher, and their tips still fit beside an open latch.
_RACKS_BESIDE_LATCH = frozenset(
    f"opentrons/{name}/1"
    for name in (
        "opentrons_96_filtertiprack_10ul",
        "opentrons_96_filtertiprack_200ul",
        "opentrons_96_filtertiprack_20ul",
        "opentrons_96_tiprack_10ul",
        "opentrons_96_tiprack_20ul",
        "opentrons_96_tiprack_300ul",
    )
)
_SLOT_COUNT = 12


def _beside(slot: int) -> set[int]:
    """Left and right of it."""
    left = {slot - 1} if slot % 3 != 1 else set()
    right = {slot + 1} if slot % 3 != 0 else set()
    return left | right


def _around(slot: int) -> set[int]:
    return _beside(slot) | {each for each in (slot - 3, slot + 3) if 1 <= each <= _SLOT_COUNT}


def _is_too_high(height_mm: float, uri: str) -> bool:
    return height_mm >= _HIGHEST_BESIDE_LATCH_MM and uri not in _RACKS_BESIDE_LATCH


def check_module(model: str, slot: int, models_by_slot: dict[int, str], things_by_slot: dict[int, tuple[float, str]]) -> None:
    """Raises DeckConflictError for a module that stands too near to what is there: modules, and heights and URIs of other things."""
    for other_slot in sorted(_around(slot)):
        other = models_by_slot.get(other_slot)
        if other is not None and _HEATER_SHAKER in (model, other):
            raise DeckConflictError(
                f"{model} in slot {slot} is next to {other} in slot {other_slot}: no module fits beside a Heater-Shaker."
            )
    if model != _HEATER_SHAKER:
        return
    for other_slot in sorted(_beside(slot) & things_by_slot.keys()):
        height_mm, uri = things_by_slot[other_slot]
        if _is_too_high(height_mm, uri):
            raise DeckConflictError(f"What is in slot {other_slot} is too high to be beside the {model} in slot {slot}.")


def check_labware(height_mm: float, uri: str, slot: int, models_by_slot: dict[int, str]) -> None:
    """Raises DeckConflictError for labware that is too high for the Heater-Shaker beside it."""
    for other_slot in sorted(_beside(slot)):
        if models_by_slot.get(other_slot) == _HEATER_SHAKER and _is_too_high(height_mm, uri):
            raise DeckConflictError(f"{uri} in slot {slot} is too high to be beside the {_HEATER_SHAKER} in slot {other_slot}.")
