import unittest
from fractions import Fraction

from tests.fake_instrument import FakeInstrument, Location, OutOfTips, Plate

from deckhand_protocol.transfers import plan_transfer


class TransferTest(unittest.TestCase):
    def setUp(self):
        self.source, self.dest = Plate(), Plate()

    def calls(self, kind, volume, source, dest, instrument=None, **kwargs):
        instrument = instrument or FakeInstrument()
        return instrument.run(plan_transfer(kind, instrument, volume, source, dest, kwargs))

    def refused_when_read(self, exception, expected, volume=50, source=None, dest=None, instrument=None, **kwargs):
        """The tip is taken before anybody notices."""
        instrument = instrument or FakeInstrument()
        plan = plan_transfer("transfer", instrument, volume, source or self.source["A1"], dest or self.dest["A1"], kwargs)
        with self.assertRaisesRegex(exception, expected):
            instrument.run(plan)
        self.assertEqual(instrument.calls, [("pick_up_tip",)])

    def names(self, *args, **kwargs):
        return [call[0] for call in self.calls(*args, **kwargs)]

    def refused(self, exception, expected, kind="transfer", volume=50, source=None, dest=None, instrument=None, **kwargs):
        """At the call itself: nothing of the plan is read."""
        with self.assertRaisesRegex(exception, expected):
            plan_transfer(kind, instrument or FakeInstrument(), volume, source or self.source["A1"], dest or self.dest["A1"], kwargs)


class TransferPlanTest(TransferTest):
    def test_one_well_to_one_well(self):
        a, b = self.source["A1"], self.dest["B2"]
        self.assertEqual(self.calls("transfer", 50, a, b),
                         [("pick_up_tip",), ("aspirate", 50, a), ("dispense", 50, b), ("drop_tip",)])

    def test_all_options_in_order(self):
        a, b = self.source["A1"], self.dest["B2"]
        calls = self.calls("transfer", 50, a, b, new_tip="always", trash=False, touch_tip=True, blow_out=True,
                           blowout_location="destination well", mix_before=(2, 30), mix_after=(3, 40), air_gap=10,
                           tip_touch=1, rate=4)
        self.assertEqual(calls, [
            ("pick_up_tip",), ("mix", 2, 30, a), ("aspirate", 50, a), ("air_gap", 10), ("touch_tip",),
            ("dispense", 60, b), ("mix", 3, 40, b), ("touch_tip",), ("blow_out", b), ("return_tip",)])

    def test_new_tip(self):
        one, many = self.source["A1"], self.dest.columns()[0][:3]
        self.assertEqual(self.names("transfer", 50, one, many).count("pick_up_tip"), 1)
        self.assertEqual(self.names("transfer", 50, one, many, new_tip="always").count("pick_up_tip"), 3)
        self.assertEqual(self.names("transfer", 50, one, many, new_tip="Once").count("pick_up_tip"), 1)
        instrument = FakeInstrument()
        instrument.has_tip = True
        self.assertEqual(self.names("transfer", 50, one, many, instrument, new_tip="never"), ["aspirate", "dispense"] * 3)
        self.refused(KeyError, "", new_tip="sometimes")
        for nothing in (None, False):
            self.assertEqual(self.names("transfer", 50, one, many, new_tip=nothing).count("pick_up_tip"), 1)
        for no_policy in (True, 4):
            self.assertEqual(next(plan_transfer("transfer", FakeInstrument(), 50, one, many, {"new_tip": no_policy}))[0], "aspirate")

    def test_splitting(self):
        def volumes(volume, **kwargs):
            return [call[1] for call in self.calls("transfer", volume, self.source["A1"], self.dest["A1"], **kwargs)
                    if call[0] == "aspirate"]
        self.assertEqual(volumes(300), [300])
        self.assertEqual(volumes(310), [155, 155])
        self.assertEqual(volumes(600), [300, 300])
        self.assertEqual(volumes(700), [300, 200, 200])
        self.assertEqual(volumes(300, air_gap=20), [150, 150])
        self.assertEqual(volumes(300, disposal_volume=50), [150, 150])
        # The split looks at the pipette; a smaller tip is filled again and again.
        self.assertEqual(volumes(280, instrument=FakeInstrument(tip_volume=200)), [200, 80])
        self.assertEqual(volumes(700, instrument=FakeInstrument(tip_volume=200)), [200, 100, 200, 200])

    def test_each_piece_has_its_tip_with_always(self):
        self.assertEqual(self.names("transfer", 310, self.source["A1"], self.dest["A1"], new_tip="always"),
                         ["pick_up_tip", "aspirate", "dispense", "drop_tip"] * 2)

    def test_zero_volume(self):
        self.assertEqual(self.names("transfer", [0, 20], self.source["A1"], self.dest.wells()[:2]),
                         ["pick_up_tip", "aspirate", "dispense", "drop_tip"])
        self.assertEqual(self.names("transfer", 0, self.source["A1"], self.dest["A1"], new_tip="always"), ["pick_up_tip", "drop_tip"])

    def test_lists_are_matched(self):
        a, b = self.source.wells()[:2]
        c = self.dest.wells()[:4]
        pairs = [(first[2], second[2]) for first, second in self._pairs(self.calls("transfer", 20, [a, b], c))]
        self.assertEqual(pairs, [(a, c[0]), (a, c[1]), (b, c[2]), (b, c[3])])
        pairs = [(first[2], second[2]) for first, second in self._pairs(self.calls("transfer", 20, c, [a, b]))]
        self.assertEqual(pairs, [(c[0], a), (c[1], a), (c[2], b), (c[3], b)])
        self.refused_when_read(ValueError, "2 source wells and 3 destination wells do not divide", source=[a, b], dest=c[:3])

    @staticmethod
    def _pairs(calls):
        liquid = [call for call in calls if call[0] in ("aspirate", "dispense")]
        return zip(liquid[::2], liquid[1::2])

    def test_volumes(self):
        def volumes(volume, count=3, **kwargs):
            return [call[1] for call in self.calls("transfer", volume, self.source["A1"], self.dest.wells()[:count], **kwargs)
                    if call[0] == "aspirate"]
        self.assertEqual(volumes([10, 20, 30]), [10, 20, 30])
        self.assertEqual(volumes((10, 30)), [10, 20, 30])
        self.assertEqual(volumes((30, 10)), [30, 20, 10])
        self.assertEqual(volumes((10, 30), count=1), [10])
        self.assertEqual(volumes((10, 30), gradient_function=lambda share: share ** 2), [10, 15, 30])
        self.refused(RuntimeError, "2 volumes are given for 3", volume=[1, 2], dest=self.dest.wells()[:3])
        self.refused(TypeError, "must be a number", volume="50")
        self.refused(TypeError, "must be a number", volume=None)
        self.refused(TypeError, "must be a number", volume=Fraction(50))

    def test_blow_out(self):
        a, b = self.source["A1"], self.dest["A1"]

        def location(instrument=None, **kwargs):
            instrument = instrument or FakeInstrument()
            instrument.run(plan_transfer("transfer", instrument, 50, a, b, kwargs))
            return [call[1:] for call in instrument.calls if call[0] == "blow_out"], instrument
        found, instrument = location(blow_out=True)
        self.assertEqual(found, [(instrument.trash_container.wells()[0],)])
        holding = FakeInstrument()
        holding.has_tip, holding.current_volume = True, 5
        self.assertEqual(location(holding, blow_out=True, new_tip="never")[0], [(a,)])
        self.assertEqual(location(blow_out=True, blowout_location="source well")[0], [(a,)])
        self.assertEqual(location(blow_out=True, blowout_location="destination well")[0], [(b,)])
        self.assertEqual(location(blowout_location="destination well")[0], [])
        self.assertEqual(len(location(disposal_volume=10)[0]), 1)
        with_bin = FakeInstrument()
        with_bin.trash_container = object()
        self.assertEqual(location(with_bin, blow_out=True)[0], [(with_bin.trash_container,)])

    def test_blow_out_refusals(self):
        self.refused(ValueError, "needs API level 2.8.*has 2.7", instrument=FakeInstrument((2, 7)), blowout_location="trash")
        self.refused(ValueError, "must be one of", blow_out=True, blowout_location="bin")
        self.refused(ValueError, "must be one of", blow_out=True, blowout_location=["trash"])
        self.refused(ValueError, "distribute cannot be", "distribute", blow_out=True, blowout_location="destination well")
        self.refused(ValueError, "consolidate cannot be", "consolidate", blow_out=True, blowout_location="source well")

    def test_mixing_needs_an_empty_tip(self):
        instrument = FakeInstrument()
        instrument.has_tip, instrument.current_volume = True, 5
        names = self.names("transfer", 50, self.source["A1"], self.dest["A1"], instrument, new_tip="never", mix_before=(1, 20),
                           mix_after=(1, 20))
        self.assertEqual(names, ["aspirate", "dispense"])
        for off in (None, (0, 0), [0, 0]):
            self.assertNotIn("mix", self.names("transfer", 50, self.source["A1"], self.dest["A1"], mix_before=off, mix_after=off))

    def test_air_gap_refusals(self):
        for air_gap in (-1, 300, 301):
            self.refused(ValueError, "air_gap must be at least 0 uL and below the 300", air_gap=air_gap)
        self.refused(ValueError, "below the 200", instrument=FakeInstrument(tip_volume=200), air_gap=200)
        self.refused_when_read(ValueError, "leave no room", air_gap=290, disposal_volume=10)
        self.refused(TypeError, "", air_gap=None)

    def test_no_tips_left(self):
        self.refused(OutOfTips, "", instrument=FakeInstrument(tip_count=0))
        plan_transfer("transfer", FakeInstrument(tip_count=0), 50, self.source["A1"], self.dest["A1"], {"new_tip": "never"})

    def test_the_plan_is_lazy(self):
        instrument = FakeInstrument()
        plan = plan_transfer("transfer", instrument, 10, self.source["A1"], self.dest.wells(), {"mix_before": (1, 5)})
        self.assertEqual(next(plan)[0], "pick_up_tip")
        instrument.current_volume = 5
        self.assertEqual(next(plan)[0], "aspirate")


class NormalisationTest(TransferTest):
    def destinations(self, dest, instrument):
        return [call[2] for call in self.calls("transfer", 20, self.source["A1"], dest, instrument) if call[0] == "dispense"]

    def test_nested_lists_are_flattened(self):
        columns = self.dest.columns()[:2]
        self.assertEqual(self.destinations(columns, FakeInstrument()), [*columns[0], *columns[1]])
        self.assertEqual(self.destinations((columns[0][0], [columns[1]]), FakeInstrument()), [columns[0][0], *columns[1]])

    def test_eight_channels_take_the_first_row(self):
        instrument = FakeInstrument(channels=8)
        self.assertEqual(self.destinations(self.dest.columns()[:2], instrument), [self.dest["A1"], self.dest["A2"]])

    def test_eight_channels_and_384_wells(self):
        plate = Plate(16, 24, "384Standard")
        column = plate.columns()[0]
        self.assertEqual(self.destinations(column, FakeInstrument(channels=8)), column[:2])
        self.assertEqual(self.destinations(column, FakeInstrument((2, 1), channels=8)), column[:1])

    def test_eight_channels_and_locations(self):
        in_row_a, in_row_b = Location(self.dest["A3"]), Location(self.dest["B3"])
        self.assertEqual(self.destinations([in_row_a, in_row_b], FakeInstrument(channels=8)), [in_row_a])

    def test_eight_channels_and_a_trash_bin(self):
        trash_bin = object()
        instrument = FakeInstrument((2, 16), channels=8)
        self.assertEqual(self.destinations(trash_bin, instrument), [trash_bin])

    def test_nothing_left(self):
        well = self.dest["B1"]
        self.refused(RuntimeError, "No destination well can be reached", dest=well, instrument=FakeInstrument(channels=8))
        self.refused(RuntimeError, "No source well can be reached", source=[well], instrument=FakeInstrument(channels=8))
        old = FakeInstrument((2, 1), channels=8)
        self.assertEqual([call[0] for call in old.run(plan_transfer("transfer", old, 20, well, well, {}))],
                         ["pick_up_tip", "drop_tip"])
        self.refused_when_read(ValueError, "do not divide", dest=well, instrument=FakeInstrument((2, 1), channels=8))
        for kind, source, dest, side in (("distribute", well, self.dest["A1"], "source"),
                                         ("consolidate", self.source["A1"], well, "destination")):  # fmt: skip
            with self.assertRaisesRegex(IndexError, f"No {side}"):
                self.calls(kind, 50, source, dest, FakeInstrument((2, 1), channels=8))
        with self.assertRaises(IndexError):
            plan_transfer("transfer", FakeInstrument(), 50, [], [], {})

    def test_some_nozzles(self):
        instrument = FakeInstrument((2, 20), channels=8)
        instrument.active_channels = 1
        self.assertEqual(self.destinations(self.dest.columns()[0], instrument), self.dest.columns()[0])


class DistributeTest(TransferTest):
    def test_groups_and_disposal(self):
        source, dests = self.source["A1"], self.dest.wells()[:4]
        instrument = FakeInstrument()
        trash = instrument.trash_container.wells()[0]
        self.assertEqual(self.calls("distribute", 100, source, dests, instrument), [
            ("pick_up_tip",),
            ("aspirate", 220, source), ("dispense", 100, dests[0]), ("dispense", 100, dests[1]), ("blow_out", trash),
            ("aspirate", 220, source), ("dispense", 100, dests[2]), ("dispense", 100, dests[3]), ("blow_out", trash),
            ("drop_tip",)])

    def test_without_disposal(self):
        source, dests = self.source["A1"], self.dest.wells()[:4]
        for nothing in (0, None):
            calls = self.calls("distribute", 100, source, dests, disposal_volume=nothing)
            self.assertEqual([call[:2] for call in calls if call[0] == "aspirate"], [("aspirate", 300), ("aspirate", 100)])
            self.assertNotIn("blow_out", [call[0] for call in calls])

    def test_air_gap_touch_and_mix(self):
        source, dests = self.source["A1"], self.dest.wells()[:2]
        calls = self.calls("distribute", 50, source, dests, air_gap=10, touch_tip=True, mix_before=(2, 30), mix_after=(2, 30),
                           blow_out=True, blowout_location="source well", new_tip="always", trash=False)
        self.assertEqual(calls, [
            ("pick_up_tip",), ("mix", 2, 30, source), ("aspirate", 120, source), ("air_gap", 10), ("touch_tip",),
            ("dispense", 60, dests[0]), ("air_gap", 10), ("touch_tip",),
            ("dispense", 60, dests[1]), ("touch_tip",), ("blow_out", source), ("return_tip",)])

    def test_zero_volumes(self):
        source, dests = self.source["A1"], self.dest.wells()[:3]
        volumes = [0, 20, 0]
        calls = self.calls("distribute", volumes, source, dests, disposal_volume=0)
        self.assertEqual(calls[1:-1], [("aspirate", 20, source), ("dispense", 20, dests[1])])
        calls = self.calls("distribute", volumes, source, dests, FakeInstrument((2, 7)), disposal_volume=0)
        self.assertEqual([call[1] for call in calls if call[0] == "dispense"], [0, 20, 0])
        self.assertEqual(self.names("distribute", 0, source, dests), ["pick_up_tip", "drop_tip"])

    def test_large_volumes_are_split(self):
        aspirated = [call[1] for call in self.calls("distribute", 500, self.source["A1"], self.dest["A1"], disposal_volume=0)
                     if call[0] == "aspirate"]
        self.assertEqual(aspirated, [250, 250])
        instrument = FakeInstrument(tip_volume=200)
        self.calls("distribute", 250, self.source["A1"], self.dest["A1"], instrument, disposal_volume=0)
        self.assertEqual(instrument.moved_ul[self.dest["A1"]], 250)


class ConsolidateTest(TransferTest):
    def test_groups(self):
        sources, dest = self.source.wells()[:3], self.dest["A1"]
        self.assertEqual(self.calls("consolidate", 120, sources, dest, mix_before=(1, 20), mix_after=(3, 50), disposal_volume=30), [
            ("pick_up_tip",), ("aspirate", 120, sources[0]), ("aspirate", 120, sources[1]), ("dispense", 240, dest),
            ("mix", 3, 50, dest), ("aspirate", 120, sources[2]), ("dispense", 120, dest), ("mix", 3, 50, dest), ("drop_tip",)])

    def test_air_gaps(self):
        sources, dest = self.source.wells()[:2], self.dest["A1"]
        self.assertEqual(self.calls("consolidate", 50, sources, dest, air_gap=10, touch_tip=True, blow_out=True,
                                    blowout_location="destination well", new_tip="always"), [
            ("pick_up_tip",), ("aspirate", 50, sources[0]), ("air_gap", 10), ("touch_tip",),
            ("aspirate", 50, sources[1]), ("air_gap", 10), ("touch_tip",),
            ("dispense", 120, dest), ("touch_tip",), ("blow_out", dest), ("drop_tip",)])

    def test_the_last_air_gap_is_not_counted(self):
        instrument = FakeInstrument()
        self.calls("consolidate", 145, self.source.wells()[:2], self.dest["A1"], instrument, air_gap=10)
        self.assertEqual(instrument.highest_volume, 310)

    def test_blow_out_with_liquid_held_stays_in_place(self):
        instrument = FakeInstrument()
        instrument.has_tip, instrument.current_volume = True, 5
        calls = self.calls("consolidate", 50, self.source.wells()[:2], self.dest["A1"], instrument, new_tip="never", blow_out=True)
        self.assertEqual(calls[-1], ("blow_out",))
