"""The search for the next tip through the racks of a pipette."""

from __future__ import annotations

import itertools

from deckhand_protocol.errors import OutOfTipsError


def check_tip_rack(labware, pipette_name: str) -> None:
    if not getattr(labware, "is_tiprack", False):
        raise ValueError(f"Labware {labware!r} is no tip rack, so {pipette_name} can take no tips from it.")


def next_available_tip(starting_tip, tip_racks, channels: int):
    """The rack and the tip to take next. Racks before the starting tip's are left out."""
    racks = tip_racks
    if starting_tip is not None:
        racks = itertools.dropwhile(lambda rack: rack is not starting_tip.parent, tip_racks)
    for rack in racks:
        is_first = starting_tip is not None and rack is starting_tip.parent
        tip = rack.next_tip(channels, starting_tip if is_first else None)
        if tip is not None:
            return rack, tip
    raise OutOfTipsError()


def next_tip_for_some(tip_racks, nozzles):
    """The tip that the primary nozzle takes next, where only some of eight are in use.

    The nozzles that stay empty must not come to stand on tips, so the search begins at the end of a column that is on their side:
    at its back for nozzles from the front one on.
    """
    for rack in tip_racks:
        tip = rack._next_tip_for_some(nozzles)
        if tip is not None:
            return tip
    raise OutOfTipsError()
