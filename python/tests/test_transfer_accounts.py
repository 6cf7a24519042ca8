import random
import unittest

from tests.fake_instrument import FakeInstrument, Plate

from deckhand_protocol.transfers import plan_transfer


class RandomPlanTest(unittest.TestCase):
    """What holds for every plan, whatever its arguments."""

    def setUp(self):
        self.source, self.dest = Plate(), Plate()

    def random_arguments(self, chance, kind, is_wide):
        count = chance.randint(1, 12)
        wells = (self.dest.rows()[0] if is_wide else self.dest.wells())[:count]
        volume = chance.choice([
            chance.uniform(0.5, 900), [chance.choice([0, chance.uniform(0.5, 400)]) for _ in wells],
            (chance.uniform(0.5, 300), chance.uniform(0.5, 300))])
        options = {"new_tip": chance.choice(["once", "always", "never"]), "trash": chance.random() < 0.5,
                   "touch_tip": chance.random() < 0.3, "blow_out": chance.random() < 0.5}
        if kind != "consolidate":
            options["disposal_volume"] = chance.choice([0, chance.uniform(1, 30)])
            options["mix_before"] = chance.choice([None, (2, 10)])
        if kind != "distribute":
            options["mix_after"] = chance.choice([None, (2, 10)])
        if kind != "consolidate" or chance.random() < 0.3:
            options["air_gap"] = chance.choice([0, 0, chance.uniform(1, 20)])
        return volume, count, wells, options

    @staticmethod
    def wanted_ul(volume, count):
        if isinstance(volume, list):
            return sum(volume)
        if isinstance(volume, tuple):
            return sum(volume) / 2 * count if count > 1 else volume[0]
        return volume * count

    def test_accounts(self):
        chance = random.Random(1)
        for number in range(1500):
            kind = chance.choice(["transfer", "distribute", "consolidate"])
            channels, level = chance.choice([1, 8]), (2, chance.randint(0, 21))
            volume, count, wells, options = self.random_arguments(chance, kind, channels == 8)
            instrument = FakeInstrument(level, channels, tip_volume=chance.choice([200.0, 300.0, 1000.0]))
            instrument.has_tip = options["new_tip"] == "never"
            instrument.takes_nothing = level < (2, 8)  # without a word, where a volume is 0
            source, dest = (wells, self.source["A1"]) if kind == "consolidate" else (self.source["A1"], wells)
            with self.subTest(number=number, kind=kind, volume=volume, count=count, options=options):
                instrument.run(plan_transfer(kind, instrument, volume, source, dest, options))
                self.check(instrument, kind, volume, count, wells, options)

    def check(self, instrument, kind, volume, count, wells, options):
        keeps_tip = options["new_tip"] == "never"
        self.assertEqual(instrument.has_tip, keeps_tip)
        # Of consolidate the last air gap of a group may be too much.
        spare_ul = options.get("air_gap", 0) if kind == "consolidate" else 0
        self.assertLessEqual(instrument.highest_volume, min(instrument.tip_volume, 300.0) + spare_ul + 1e-6)
        names = [call[0] for call in instrument.calls]
        self.assertEqual(instrument.tips_used, names.count("drop_tip") + names.count("return_tip"))
        self.assertEqual(names.count("drop_tip" if not options["trash"] else "return_tip"), 0)
        if keeps_tip:
            self.assertEqual(instrument.tips_used, 0)
        elif options["new_tip"] == "once" or kind != "transfer":
            self.assertEqual(instrument.tips_used, 1)
        else:
            self.assertGreaterEqual(instrument.tips_used, count)
        air_ul = sum(call[1] for call in instrument.calls if call[0] == "air_gap")
        received_ul = sum(call[1] for call in instrument.calls if call[0] == "dispense") - air_ul
        self.assertAlmostEqual(received_ul, self.wanted_ul(volume, count), places=4)
        if kind == "consolidate":
            taken = {call[2] for call in instrument.calls if call[0] == "aspirate"}
            self.assertLessEqual(taken, set(wells))
