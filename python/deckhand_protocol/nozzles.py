"""The nozzle layouts of 2.16 and later."""

from __future__ import annotations

import enum

from deckhand_protocol.api_version import APIVersion, too_young

_PARTIAL_SINCE = APIVersion(2, 20)
_CORNERS = ("A1", "A12", "H1", "H12")


class NozzleLayout(enum.Enum):
    COLUMN = "COLUMN"
    PARTIAL_COLUMN = "PARTIAL_COLUMN"
    SINGLE = "SINGLE"
    ROW = "ROW"
    QUADRANT = "QUADRANT"
    ALL = "ALL"


COLUMN = NozzleLayout.COLUMN
PARTIAL_COLUMN = NozzleLayout.PARTIAL_COLUMN
SINGLE = NozzleLayout.SINGLE
ROW = NozzleLayout.ROW
ALL = NozzleLayout.ALL

_FROM_THE_START = (NozzleLayout.COLUMN, NozzleLayout.ALL)


def configuration_params(style, start, end, front_right, channels: int, api_version: APIVersion) -> dict:
    """The params of configureNozzleLayout."""
    try:
        layout = NozzleLayout(getattr(style, "value", style))
    except ValueError:
        raise ValueError(f"{style!r} is no nozzle layout.") from None
    if layout not in _FROM_THE_START and api_version < _PARTIAL_SINCE:
        raise too_young(f"The nozzle layout {layout.value}", _PARTIAL_SINCE, api_version)
    if layout is NozzleLayout.ALL:
        if start is not None:
            raise ValueError("The nozzle layout ALL has no starting nozzle.")
        return {"style": "ALL"}
    if start is None:
        raise ValueError(f"The nozzle layout {layout.value} needs a starting nozzle.")
    if start not in _CORNERS:
        raise ValueError(f"A nozzle layout starts at one of {', '.join(_CORNERS)}, and {start!r} is none of these.")
    if layout is not NozzleLayout.PARTIAL_COLUMN:
        return {"style": layout.value, "primaryNozzle": start}
    return _partial_column(start, end, front_right, channels)


def _partial_column(start, end, front_right, channels: int) -> dict:
    if channels != 8:
        raise ValueError("Only 8-channel pipettes have the nozzle layout PARTIAL_COLUMN.")
    if end is None:
        raise ValueError("The nozzle layout PARTIAL_COLUMN needs a nozzle to end at.")
    return {"style": "QUADRANT", "primaryNozzle": start, "frontRightNozzle": front_right or end, "backLeftNozzle": end}
