import unittest

from tests.support import PLATE, RACK, make_context

from deckhand_protocol.definitions import sunk_into_module
from deckhand_protocol.types import DeckSlotName, Location, Mount, MountType, Point


class PointTests(unittest.TestCase):
    def test_arithmetic_and_approximate_equality(self):
        self.assertEqual(Point(1, 2, 3) + Point(1, 1, 1), Point(2, 3, 4))
        self.assertEqual(Point(1, 2, 3) - Point(1, 1, 1), Point(0, 1, 2))
        self.assertEqual(2 * Point(1, 2, 3) * 0.5, Point(1, 2, 3))
        self.assertEqual(Point(0.1 + 0.2), Point(0.3))
        self.assertNotEqual(Point(1), Point(1.1))
        self.assertNotEqual(Point(), (0, 0, 0))

    def test_location_moves_and_unpacks(self):
        location = Location(Point(1, 2, 3), "4")
        moved = location.move(Point(z=1))
        point, owner = moved
        self.assertEqual(point, Point(1, 2, 4))
        self.assertTrue(owner.is_slot)
        self.assertNotEqual(location, moved)
        self.assertEqual(location, moved.move(Point(z=-1)))

    def test_mounts_and_slots(self):
        self.assertIs(Mount.string_to_mount("LEFT"), Mount.LEFT)
        self.assertIs(MountType.RIGHT.to_hw_mount(), Mount.RIGHT)
        self.assertEqual(DeckSlotName.from_primitive("d1").to_ot2_equivalent(), DeckSlotName.SLOT_1)
        self.assertEqual(DeckSlotName.FIXED_TRASH.to_ot3_equivalent(), DeckSlotName.SLOT_A3)


class WellTests(unittest.TestCase):
    def setUp(self):
        self.ctx = make_context(2)
        self.plate = self.ctx.load_labware(PLATE, 5)

    def test_places(self):
        well = self.plate["B2"]
        self.assertEqual(well.bottom().point, Point(132.5 + 23.38, 90.5 + 65.24, 3.55))
        self.assertEqual(well.top(-2).point, Point(132.5 + 23.38, 90.5 + 65.24, 12.22))
        self.assertEqual(well.center().point.z, 3.55 + 10.67 / 2)
        self.assertIs(well.top().labware.as_well(), well)
        self.assertEqual(well.from_center_cartesian(1, 0, -1), well.bottom().point + Point(3.43))

    def test_one_object_for_each_well(self):
        well = self.plate["A1"]
        for same in (self.plate.wells()[0], self.plate.rows()[0][0], self.plate.columns()[0][0], self.plate.well("A1"),
                     self.plate.wells_by_name()["A1"], self.plate.well(0), self.plate.wells("A1")[0]):  # fmt: skip
            self.assertIs(same, well)
        well.liq_vol = 12
        self.assertEqual(self.plate.rows_by_name()["A"][0].liq_vol, 12)

    def test_equality_is_by_the_top(self):
        self.assertEqual(self.plate["A1"], self.plate["A1"])
        self.assertNotEqual(self.plate["A1"], self.plate["A2"])
        self.assertNotEqual(self.plate["A1"], "A1")
        self.assertEqual(len({self.plate["A1"], self.plate.wells()[0], self.plate["B1"]}), 2)

    def test_names_and_sizes(self):
        well = self.plate["A1"]
        text = "A1 of Corning 96 Well Plate 360 µL Flat on 5"
        self.assertEqual((repr(well), well.display_name, well.well_name), (text, text, "A1"))
        self.assertEqual((well.diameter, well.length, well.width, well.depth, well.max_volume), (6.86, None, None, 10.67, 360))
        self.assertEqual(well.geometry._depth, 10.67)
        self.assertIs(well.parent, self.plate)

    def test_orders(self):
        plate = self.plate
        self.assertEqual([len(plate.wells()), len(plate.rows()), len(plate.columns())], [96, 8, 12])
        self.assertEqual([well.well_name for well in plate.columns_by_name()["3"]][:2], ["A3", "B3"])
        self.assertEqual(plate.rows("B", "C")[1][0].well_name, "C1")
        self.assertEqual(plate.columns(1)[0][0].well_name, "A2")
        with self.assertRaises(TypeError):
            plate.wells(0, "A1")
        with self.assertRaises(TypeError):
            plate.well(1.5)
        with self.assertRaises(KeyError):
            plate["Z1"]


class ModulePlaceTests(unittest.TestCase):
    def test_a_plate_sinks_into_the_second_thermocycler(self):
        for model, z_mm in (("thermocycler", 97.8), ("thermocycler module gen2", 98.26)):
            plate = make_context(13).load_module(model).load_labware(PLATE)
            self.assertAlmostEqual(plate["A1"].bottom().point.z, z_mm + 3.55)

    def test_the_plate_says_how_deep(self):
        module_origin = Point(0, 68.8, 108.96)
        plate = {"stackingOffsetWithModule": {"thermocyclerModuleV2": {"x": 0, "y": 0, "z": 10.8}}}
        self.assertEqual(sunk_into_module(plate, "thermocyclerModuleV2", module_origin).z, 98.16)
        self.assertEqual(sunk_into_module({}, "temperatureModuleV2", module_origin), module_origin)

    def test_a_shifted_adapter_does_not_shift_the_plate(self):
        context = make_context(15)
        adapter_definition = context._definitions.find("flat_adapter", "opentrons", 1)
        adapter_definition["cornerOffsetFromSlot"] = {"x": 8.5, "y": 5.5, "z": 0}
        adapter = context.load_adapter("flat_adapter", 1)
        plate = adapter.load_labware("stackable_plate")
        self.assertEqual(plate._origin, Point(1, 2, 16))


class LabwareTests(unittest.TestCase):
    def test_descriptions(self):
        ctx = make_context(13)
        plate = ctx.load_labware(PLATE, "3", label="samples")
        rack = ctx.load_labware(RACK, 1)
        self.assertEqual((plate.name, plate.load_name, plate.uri), ("samples", PLATE, f"opentrons/{PLATE}/1"))
        self.assertEqual(repr(plate), "samples on 3")
        self.assertEqual((rack.is_tiprack, rack.tip_length, plate.is_tiprack), (True, 59.3, False))
        self.assertAlmostEqual(plate.highest_z, 14.22)
        self.assertEqual((plate.parent, plate.quirks, plate.magdeck_engage_height), ("3", [], None))
        plate.name = "others"
        self.assertEqual(plate.name, "others")

    def test_offsets_move_wells(self):
        ctx = make_context(12)
        plate = ctx.load_labware(PLATE, 1)
        before = plate["A1"].top().point
        plate.set_offset(1, 2, 3)
        self.assertEqual(plate["A1"].top().point - before, Point(1, 2, 3))
        self.assertEqual(ctx._link.params_of("setLabwareOffset")[0]["vector"], {"x": 1, "y": 2, "z": 3})

    def test_stacking_reaches_into_the_adapter(self):
        ctx = make_context(15)
        plate = ctx.load_labware("stackable_plate", 1, adapter="flat_adapter")
        self.assertEqual(plate["A1"].bottom().point, Point(15.38, 76.24, 3.55 + 16))
        self.assertEqual(repr(plate), "Stackable Plate on Flat Adapter on 1")
        self.assertIs(plate.parent, ctx.deck["1"])
        ctx.move_labware(plate.parent, 4)
        self.assertEqual(plate["A1"].bottom().point, Point(15.38, 90.5 + 76.24, 3.55 + 16))


if __name__ == "__main__":
    unittest.main()
