"""The deck of an OT-2: where its slots are, how modules hold labware, and what stands where."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deckhand_protocol.api_version import APIVersion, ENGINE_VERSION, too_young
from deckhand_protocol.types import DeckSlotName, Location, Point

SLOT_PITCH_X_MM = 132.5
SLOT_PITCH_Y_MM = 90.5
_SLOT_SIZE_MM = Point(128.0, 86.0, 0.0)
FIXED_TRASH_SLOT = 12
_LETTERED_SLOTS_SINCE = APIVersion(2, 15)

# From the corner of the slot to the corner of labware on the module.
_MODULE_OFFSETS_MM = {
    "magneticModuleV1": Point(0.125, -0.125, 82.25),
    "magneticModuleV2": Point(-1.175, -0.125, 82.25),
    "temperatureModuleV1": Point(-0.15, -0.15, 80.09),
    "temperatureModuleV2": Point(-1.45, -0.15, 80.09),
    "thermocyclerModuleV1": Point(0.0, 82.56, 97.8),
    "thermocyclerModuleV2": Point(0.0, 68.8, 108.96),
    "heaterShakerModuleV1": Point(-0.125, 1.125, 68.275),
}
# In the right-hand column some modules stand the other way round.
_TURNED_OFFSETS_MM = {
    "magneticModuleV2": Point(1.425, -0.125, 82.25),
    "temperatureModuleV2": Point(1.15, -0.15, 80.09),
    "heaterShakerModuleV1": Point(0.125, -1.125, 68.275),
}
_MODULE_HEIGHTS_MM = {
    "magneticModuleV1": 110.152,
    "magneticModuleV2": 110.152,
    "temperatureModuleV1": 84.0,
    "temperatureModuleV2": 84.0,
    "thermocyclerModuleV1": 98.0,
    "thermocyclerModuleV2": 108.96,
    "heaterShakerModuleV1": 82.0,
}


def slot_origin(slot: int) -> Point:
    return Point((slot - 1) % 3 * SLOT_PITCH_X_MM, (slot - 1) // 3 * SLOT_PITCH_Y_MM, 0.0)


def module_labware_origin(model: str, slot: int) -> Point:
    offsets = _TURNED_OFFSETS_MM if slot in (3, 6, 9) and model in _TURNED_OFFSETS_MM else _MODULE_OFFSETS_MM
    return slot_origin(slot) + offsets.get(model, Point())


def read_slot(location, api_version: APIVersion) -> int:
    """The number of a slot as protocols write it: 1, "1", or "D1" from 2.15 on."""
    if isinstance(location, DeckSlotName):
        return location.as_int()
    if isinstance(location, bool) or not isinstance(location, (int, str)):
        raise TypeError(f"A deck slot is an int or a str, and {location!r} is a {type(location).__name__}.")
    try:
        slot = DeckSlotName.from_primitive(location)
    except ValueError:
        raise ValueError(f"{location!r} is no deck slot of an OT-2.") from None
    if not slot.value.isdigit() and api_version < _LETTERED_SLOTS_SINCE:
        raise too_young(f"The deck slot name {location!r}", _LETTERED_SLOTS_SINCE, api_version)
    return slot.as_int()


class Deck(Mapping):
    """What stands on the deck, by slot. Below 2.14 files may empty a slot, to put something else there: `free` tells the node."""

    def __init__(self, api_version: APIVersion, free: Callable[[object], None] = lambda item: None):
        self._api_version = api_version
        self._free = free
        self._items: dict[int, object] = {slot: None for slot in range(1, FIXED_TRASH_SLOT + 1)}
        self._module_models: dict[int, str] = {}

    def __getitem__(self, slot):
        return self._items[self._slot_of(slot)]

    def __delitem__(self, slot):
        if self._api_version >= ENGINE_VERSION:
            raise TypeError("'Deck' object doesn't support item deletion")
        number = self._slot_of(slot)
        self._free(self._items[number])
        self._items[number] = None

    def __setitem__(self, slot, item):
        if self._api_version >= ENGINE_VERSION:
            raise TypeError("'Deck' object does not support item assignment")
        self._put(slot, item)

    def _put(self, slot, item) -> None:
        self._items[self._slot_of(slot)] = item

    def _forget(self, item) -> None:
        for slot in [slot for slot, each in self._items.items() if each is item]:
            self._items[slot] = None

    def __iter__(self):
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, slot) -> bool:
        try:
            return self._slot_of(slot) in self._items
        except KeyError:
            return False

    def _slot_of(self, slot) -> int:
        try:
            return read_slot(slot, _LETTERED_SLOTS_SINCE)
        except (TypeError, ValueError):
            raise KeyError(slot) from None

    def _put_module(self, slot: int, model: str, module) -> None:
        self._items[slot] = module
        self._module_models[slot] = model

    def position_for(self, slot) -> Location:
        number = self._slot_of(slot)
        return Location(slot_origin(number), str(number))

    def get_slot_center(self, slot) -> Point:
        return slot_origin(self._slot_of(slot)) + _SLOT_SIZE_MM * 0.5

    def get_slot_definition(self, slot) -> dict:
        number = self._slot_of(slot)
        size = {"xDimension": _SLOT_SIZE_MM.x, "yDimension": _SLOT_SIZE_MM.y, "zDimension": 0}
        return {"id": str(number), "position": list(slot_origin(number)), "boundingBox": size, "displayName": f"Slot {number}"}

    @property
    def slots(self) -> list[dict]:
        return [self.get_slot_definition(slot) for slot in self._items]

    def right_of(self, slot):
        number = self._slot_of(slot)
        return None if number % 3 == 0 else self._items[number + 1]

    def left_of(self, slot):
        number = self._slot_of(slot)
        return None if number % 3 == 1 else self._items[number - 1]

    @property
    def highest_z(self) -> float:
        heights = [_MODULE_HEIGHTS_MM.get(model, 0.0) for model in self._module_models.values()]
        for item in self._items.values():
            labware = item if hasattr(item, "highest_z") else getattr(item, "labware", None)
            heights.append(getattr(labware, "highest_z", 0.0))
        return max(heights)
