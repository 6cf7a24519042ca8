"""Which tips of a rack are still there. A rack of no tips has the same members, as protocols may call them on anything."""

from __future__ import annotations

from deckhand_protocol.api_version import removed_in


def _columns_from(columns: list, starting_tip) -> list:
    """The columns without what is before the starting tip."""
    if starting_tip is None:
        return columns
    for number, column in enumerate(columns):
        for row, tip in enumerate(column):
            if tip._core is starting_tip._core:
                return [column[row:], *columns[number + 1 :]]
    return columns


def _first_run(column: list) -> list:
    """The first tips of a column that stand next to each other."""
    run = []
    for tip in column:
        if tip._has_tip:
            run.append(tip)
        elif run:
            break
    return run


class RackTips:
    """The tip tracking of Labware."""

    def next_tip(self, num_tips: int = 1, starting_tip=None, *, nozzle_map=None):
        """The first tip from which on this many stand in a row of one column, or None."""
        if num_tips <= 0:
            raise ValueError(f"A pipette takes at least one tip, not {num_tips}.")
        for column in _columns_from(self._columns, starting_tip):
            run = _first_run(column)
            if len(run) >= num_tips:
                return run[0]
        return None

    def _next_tip_for_some(self, nozzles):
        begins_at_back = nozzles.behind > 0 or nozzles.primary > 0
        for column in reversed(self._columns):
            starts = range(0, len(column) - nozzles.count + 1, nozzles.count)
            if not begins_at_back:
                starts = range(len(column) - nozzles.count, -1, -nozzles.count)
            for start in starts:
                if all(tip._has_tip for tip in column[start : start + nozzles.count]):
                    return column[start + nozzles.behind]
        return None

    def _tips_from(self, first, num_channels: int, behind: int = 0) -> list:
        for column in self._columns:
            for row, tip in enumerate(column):
                if tip._core is first._core:
                    return column[max(0, row - behind) : row + num_channels]
        return []

    def _take_tips(self, first, num_channels: int, fail_if_used: bool, behind: int = 0) -> None:
        """The tips of a column from the first one on, and this many behind it."""
        taken = self._tips_from(first, num_channels, behind)
        if fail_if_used:
            assert all(tip._has_tip for tip in taken), f"{self!r} is out of tips"
        for tip in taken:
            tip._has_tip = False

    def _put_tips_back(self, first, num_channels: int) -> None:
        returned = self._tips_from(first, num_channels)
        assert not any(tip._has_tip for tip in returned), f"Cannot return tips to {self!r}: there are tips already"
        for tip in returned:
            tip._has_tip = True

    @removed_in(2, 14)
    def use_tips(self, start_well, num_channels: int = 1) -> None:
        self._take_tips(start_well, num_channels, fail_if_used=False)

    @removed_in(2, 14)
    def previous_tip(self, num_tips: int = 1):
        """The last place from which on this many tips are gone, or None."""
        for column in reversed(self._columns):
            run = []
            for tip in reversed(column):
                run = [] if tip._has_tip else [tip, *run]
                if len(run) >= num_tips:
                    return run[0]
        return None

    @removed_in(2, 14)
    def return_tips(self, start_well, num_channels: int = 1) -> None:
        self._put_tips_back(start_well, num_channels)

    def reset(self) -> None:
        """A full rack again."""
        if self.is_tiprack:
            for tip in self._wells:
                tip._has_tip = True
