"""A pipette and plates that take the calls of a transfer plan and keep account of liquid and tips."""

from tests import stand_ins  # noqa: F401

from deckhand_protocol.api_version import APIVersion


class OutOfTips(Exception):
    pass


class Well:
    def __init__(self, parent, name, max_volume=200.0):
        self.parent = parent
        self.name = name
        self.max_volume = max_volume

    def __repr__(self):
        return self.name


class Plate:
    def __init__(self, row_count=8, column_count=12, plate_format="96Standard", max_volume=200.0):
        self.parameters = {"format": plate_format}
        self._rows = [[Well(self, f"{chr(65 + row)}{column + 1}", max_volume) for column in range(column_count)]
                      for row in range(row_count)]

    def rows(self):
        return self._rows

    def columns(self):
        return [list(column) for column in zip(*self._rows)]

    def wells(self):
        return [well for column in self.columns() for well in column]

    def __getitem__(self, name):
        return next(well for well in self.wells() if well.name == name)


class LocationOwner:
    is_well = True

    def __init__(self, well):
        self._well = well

    def as_well(self):
        return self._well


class Location:
    def __init__(self, well):
        self.point = (0, 0, 0)
        self.labware = LocationOwner(well)


class FakeInstrument:
    def __init__(self, level=(2, 13), channels=1, min_volume=20.0, max_volume=300.0, tip_volume=300.0, tip_count=100000):
        self.api_version = APIVersion(*level)
        self.channels = channels
        self.active_channels = channels
        self.min_volume = min_volume
        self.max_volume = max_volume
        self.tip_volume = tip_volume
        self.tips_left = tip_count
        self.trash_container = Plate(1, 1)
        self.takes_nothing = False
        self.has_tip = False
        self.current_volume = 0.0
        self.highest_volume = 0.0
        self.tips_used = 0
        self.moved_ul = {}  # by well: what has come in
        self.calls = []

    @property
    def hw_pipette(self):
        return {"working_volume": min(self.tip_volume, self.max_volume) if self.has_tip else self.max_volume}

    def _next_tip(self):
        if self.tips_left == 0:
            raise OutOfTips
        return Well(None, "tip", self.tip_volume)

    def run(self, plan):
        for name, arguments, keyword_arguments in plan:
            self.calls.append((name, *arguments))
            getattr(self, f"do_{name}")(*arguments, **keyword_arguments)
        return self.calls

    def do_pick_up_tip(self):
        assert not self.has_tip
        self._next_tip()
        self.has_tip = True
        self.tips_used += 1
        self.tips_left -= 1

    def do_drop_tip(self):
        assert self.has_tip
        self.has_tip = False
        self.current_volume = 0.0

    do_return_tip = do_drop_tip

    def _change(self, volume, well):
        assert self.has_tip
        self.current_volume += volume
        if abs(self.current_volume) < 1e-6:
            self.current_volume = 0.0
        assert self.current_volume >= 0, self.calls
        self.highest_volume = max(self.highest_volume, self.current_volume)
        self.moved_ul[well] = self.moved_ul.get(well, 0) - volume
        self.last_well = well

    def do_aspirate(self, volume, well):
        assert volume > 0 or (volume == 0 and self.takes_nothing)
        self._change(volume, well)

    def do_dispense(self, volume, well):
        if volume != 0:
            self._change(-volume, well)

    def do_air_gap(self, volume):
        self._change(volume, self.last_well)
        self.moved_ul[self.last_well] += volume  # air
        self.air_ul = getattr(self, "air_ul", 0) + volume

    def do_blow_out(self, well=None):
        assert self.has_tip
        self._change(-self.current_volume, well)

    def do_touch_tip(self):
        assert self.has_tip

    def do_mix(self, repetitions, volume, well):
        assert self.has_tip and self.current_volume == 0 and repetitions > 0 and volume > 0 and well
