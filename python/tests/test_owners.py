import unittest

from tests.support import PLATE, ProtocolCase

from deckhand_protocol.labware_like import LabwareLike
from deckhand_protocol.types import Location, Point


class OwnerTests(ProtocolCase):
    def test_a_well(self):
        self.load(13)
        owner = self.rack["A1"].top().labware
        self.assertTrue(owner.is_well and owner.has_tip)
        self.assertFalse(owner.is_labware or owner.is_slot or owner.is_empty or owner.is_fixed_trash)
        self.assertEqual(owner.get_parent_labware_and_well(), (self.rack, self.rack["A1"]))
        self.assertEqual(owner.parent, LabwareLike(self.rack))
        self.assertEqual(owner.first_parent(), "1")
        self.assertEqual(repr(owner), repr(self.rack["A1"]))

    def test_a_stack(self):
        self.load(15)
        plate = self.ctx.load_labware("stackable_plate", 4, adapter="flat_adapter")
        self.assertEqual(LabwareLike(plate).first_parent(), "4")
        self.assertIs(plate.parent.child, plate)
        self.assertIsNone(self.plate.child)
        other = self.ctx.load_adapter("flat_adapter", 5)
        self.assertEqual(repr(other.load_labware("stackable_plate", "upper")), "upper on Flat Adapter on 5")
        # Upon labware or a module these load by themselves.
        for level in (14, 15):
            self.load(level)
            for load in (self.ctx.load_labware, lambda name, place: self.ctx.load_labware_from_definition(self.plate._definition, place)):
                with self.assertRaises(TypeError):
                    load(PLATE, self.plate)

    def test_what_stands_below(self):
        self.load(13)
        module = self.ctx.load_module("tempdeck", 4)
        on_module = module.load_labware(PLATE)
        self.assertIs(LabwareLike(on_module["A1"]).module_parent(), module)
        self.assertIsNone(LabwareLike(self.plate["A1"]).module_parent())
        trash = LabwareLike(self.ctx.fixed_trash["A1"])
        self.assertIn("fixedTrash", trash.quirks_from_any_parent())
        self.assertTrue(trash.center_multichannel_on_wells)
        self.assertFalse(LabwareLike(self.plate).center_multichannel_on_wells or LabwareLike("4").center_multichannel_on_wells)

    def test_nothing_and_the_trash(self):
        self.load(13)
        empty = Location(Point(), None).labware
        self.assertTrue(empty.is_empty)
        self.assertIsNone(empty.first_parent())
        self.assertEqual(repr(empty), "")
        self.assertTrue(self.ctx.fixed_trash["A1"].top().labware.is_fixed_trash)

    def test_a_location_made_from_the_owner_of_another(self):
        self.load(13)
        location = Location(Point(1, 2, 3), self.plate["B1"].top().labware)
        self.pipette.move_to(location)
        self.assertEqual(self.link.steps()[-1][1]["wellName"], "B1")


if __name__ == "__main__":
    unittest.main()
