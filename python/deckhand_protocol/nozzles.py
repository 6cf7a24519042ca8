"""The nozzle layouts of 2.16 and later."""

from __future__ import annotations

import enum
from typing import NamedTuple

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
_ROWS = "ABCDEFGH"


class ActiveNozzles(NamedTuple):
    """Which of a column's nozzles take tips, by row from the back, and which of them goes to the well that a command names."""

    first: int
    last: int
    primary: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def behind(self) -> int:
        """How many of them are behind the primary one."""
        return self.primary - self.first

    @property
    def in_front(self) -> int:
        return self.last - self.primary


def all_nozzles(channels: int) -> ActiveNozzles:
    return ActiveNozzles(0, channels - 1, 0)


def active_nozzles(params: dict, channels: int) -> ActiveNozzles:
    """Of a pipette that took these params of configureNozzleLayout."""
    primary = params.get("primaryNozzle", "A1")
    row = _ROWS.index(primary[0])
    if params["style"] == "SINGLE":
        return ActiveNozzles(row, row, row)
    if params["style"] == "QUADRANT":
        return ActiveNozzles(_ROWS.index(params["backLeftNozzle"][0]), _ROWS.index(params["frontRightNozzle"][0]), row)
    return all_nozzles(channels)._replace(primary=min(row, channels - 1))


def configuration_params(style, start, end, front_right, channels: int, api_version: APIVersion) -> dict:
    """The params of configureNozzleLayout."""
    try:
        layout = NozzleLayout(getattr(style, "value", style))
    except ValueError:
        raise ValueError(f"{style!r} is no nozzle layout.") from None
    if layout not in _FROM_THE_START and api_version < _PARTIAL_SINCE:
        raise too_young(f"The nozzle layout {layout.value}", _PARTIAL_SINCE, api_version)
    if layout is NozzleLayout.ALL:
        return {"style": "ALL"}
    if start is None:
        raise ValueError(f"The nozzle layout {layout.value} needs a starting nozzle.")
    if start not in _CORNERS:
        raise ValueError(f"A nozzle layout starts at one of {', '.join(_CORNERS)}, and {start!r} is none of these.")
    if layout is not NozzleLayout.PARTIAL_COLUMN:
        return {"style": layout.value, "primaryNozzle": start}
    return _partial_column(start, end, channels)


def _partial_column(start, end, channels: int) -> dict:
    if channels != 8:
        raise ValueError("Only 8-channel pipettes have the nozzle layout PARTIAL_COLUMN.")
    if end is None:
        raise ValueError("The nozzle layout PARTIAL_COLUMN needs a nozzle to end at.")
    if start[0] == str(end)[:1]:
        raise ValueError("The nozzle layout PARTIAL_COLUMN ends at a nozzle of another row than the one that it starts at.")
    back, front = (end, start) if start == "H1" else (start, end)
    return {"style": "QUADRANT", "primaryNozzle": start, "frontRightNozzle": front, "backLeftNozzle": back}
