import unittest

from tests.support import PLATE_ON_2, RACK, ProtocolCase

from deckhand_protocol import errors
from deckhand_protocol.types import Location, Point

RACK_ON_1 = "Opentrons 96 Tip Rack 300 µL on 1"


class TipSearchTests(ProtocolCase):
    def test_tips_go_column_by_column(self):
        pipette = self.load(13)
        taken = []
        for _ in range(10):
            pipette.pick_up_tip()
            taken.append(pipette._last_tip_picked_up_from.well_name)
            pipette.drop_tip()
        self.assertEqual(taken, ["A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1", "A2", "B2"])
        self.assertEqual(self.rack.next_tip().well_name, "C2")
        self.assertFalse(self.rack["A1"].has_tip)

    def test_eight_channels_take_whole_columns(self):
        pipette = self.load(13, "p300_multi_gen2")
        self.rack["A1"].has_tip = False
        self.rack["D2"].has_tip = False
        pipette.pick_up_tip()
        self.assertEqual(pipette._last_tip_picked_up_from.well_name, "A3")
        self.assertFalse(any(well.has_tip for well in self.rack.columns()[2]))

    def test_runs_shorter_than_asked_for_are_skipped(self):
        self.load(13)
        self.rack["C1"].has_tip = False
        self.assertEqual(self.rack.next_tip(3).well_name, "A2")
        self.assertEqual(self.rack.next_tip(2).well_name, "A1")
        self.assertEqual(self.rack.next_tip(1, self.rack["C1"]).well_name, "D1")
        self.rack.use_tips(self.rack["A1"], 2)
        self.assertEqual(self.rack.previous_tip().well_name, "C1")
        self.rack.reset()
        self.assertEqual(self.rack.next_tip().well_name, "A1")

    def test_starting_tip_and_its_rack(self):
        pipette = self.load(13)
        second = self.ctx.load_labware(RACK, 3)
        pipette.tip_racks = [self.rack, second]
        pipette.starting_tip = second["H12"]
        pipette.pick_up_tip().drop_tip()
        self.assertFalse(second["H12"].has_tip)
        with self.assertRaises(errors.OutOfTipsError):
            pipette.pick_up_tip()
        pipette.reset_tipracks()
        self.assertIsNone(pipette.starting_tip)
        self.assertEqual(pipette._next_tip().well_name, "A1")
        other = self.ctx.load_labware(RACK, 4)
        pipette.starting_tip = other["A1"]
        with self.assertRaises(errors.OutOfTipsError):
            pipette.pick_up_tip()

    def test_out_of_tips_without_racks(self):
        pipette = self.load(13)
        pipette.tip_racks = []
        with self.assertRaises(errors.OutOfTipsError) as raised:
            pipette.pick_up_tip()
        self.assertEqual(str(raised.exception), "")


class PickUpTests(ProtocolCase):
    def test_entry_and_text(self):
        pipette = self.load(12)
        self.assertIs(pipette.pick_up_tip(), pipette)
        entry = self.link.entries()[-1]
        self.assertEqual((entry["id"], entry["commandType"]), ("command.PICK_UP_TIP-0", "pickUpTip"))
        self.assertEqual(entry["params"]["wellLocation"], {"origin": "top", "offset": {"x": 0, "y": 0, "z": 0}})
        self.assertEqual(entry["resultPatch"], {"position": {"x": 0, "y": 0, "z": 0}})
        self.assertEqual(self.ctx.commands()[-1], f"Picking up tip from A1 of {RACK_ON_1}")
        self.assertTrue(pipette.has_tip)
        self.assertEqual(pipette.hw_pipette["tip_length"], 51.1)

    def test_plunger_is_prepared_from_2_13_on(self):
        for minor, expected in ((12, ["pickUpTip"]), (13, ["pickUpTip", "prepareToAspirate"])):
            pipette = self.load(minor)
            pipette.pick_up_tip()
            self.assertEqual([each for each, _ in self.link.steps()], expected)
        pipette = self.load(13)
        pipette.pick_up_tip(prep_after=False)
        self.assertEqual([each for each, _ in self.link.steps()], ["pickUpTip"])

    def test_arguments_by_level(self):
        self.load(13).pick_up_tip(presses=1, increment=1)
        with self.assertRaises(errors.UnsupportedAPIError):
            self.load(14).pick_up_tip(presses=1)
        with self.assertRaises(errors.APIVersionError):
            self.load(12).pick_up_tip(prep_after=True)

    def test_places_to_take_from(self):
        pipette = self.load(14)
        pipette.pick_up_tip(self.rack["B3"].top(-1)).drop_tip()
        self.assertEqual(self.link.commands()[0][1]["wellLocation"]["offset"]["z"], -1)
        self.assertEqual(self.link.commands()[0][1]["wellName"], "B3")
        pipette.pick_up_tip(self.rack)
        self.assertEqual(self.link.commands()[-1][1]["wellName"], "A1")
        for bad, error in ((self.plate, ValueError), (self.plate["A1"], ValueError), ("A1", TypeError),
                           (Location(Point(), None), TypeError)):  # fmt: skip
            with self.assertRaises(error):
                pipette.pick_up_tip(bad)

    def test_second_tip_is_refused(self):
        for minor, expected in ((13, errors.UnexpectedTipAttachError), (14, errors.ProtocolCommandFailedError)):
            pipette = self.load(minor).pick_up_tip()
            with self.assertRaises(expected) as raised:
                pipette.pick_up_tip()
            self.assertEqual(raised.exception.command_error["errorType"], "TipAttachedError")
            self.assertTrue(self.rack["B1"].has_tip)

    def test_used_tip_below_2_2(self):
        pipette = self.load(1)
        pipette.pick_up_tip(self.rack["A1"])
        self.rack["B1"].has_tip = False
        pipette.drop_tip()
        with self.assertRaisesRegex(AssertionError, "out of tips"):
            pipette.pick_up_tip(self.rack["B1"])
        self.load(2).pick_up_tip(self.rack["A1"]).drop_tip().pick_up_tip(self.rack["A1"])


class SomeNozzlesTests(ProtocolCase):
    """Tips are taken so that the nozzles that stay empty never come to stand on tips."""

    def eight(self, **layout):
        pipette = self.load(20, "p300_multi_gen2")
        pipette.configure_nozzle_layout(tip_racks=[self.rack], **layout)
        return pipette

    def taken(self, pipette, count):
        names = []
        for _ in range(count):
            names.append(pipette.pick_up_tip()._last_tip_picked_up_from.well_name)
            pipette.drop_tip()
        return names

    def used(self):
        return [well.well_name for well in self.rack.wells() if not well.has_tip]

    def test_the_front_nozzle_alone(self):
        pipette = self.eight(style="SINGLE", start="H1")
        self.assertEqual((pipette.active_channels, pipette.channels), (1, 8))
        names = self.taken(pipette, 9)
        self.assertEqual(names, ["A12", "B12", "C12", "D12", "E12", "F12", "G12", "H12", "A11"])
        self.assertEqual(sorted(self.used()), sorted(names))

    def test_the_back_nozzle_alone(self):
        self.assertEqual(self.taken(self.eight(style="SINGLE", start="A1"), 3), ["H12", "G12", "F12"])

    def test_part_of_a_column(self):
        pipette = self.eight(style="PARTIAL_COLUMN", start="H1", end="F1")
        params = self.link.commands()[-1][1]["configurationParams"]
        expected = {"style": "QUADRANT", "primaryNozzle": "H1", "frontRightNozzle": "H1", "backLeftNozzle": "F1"}
        self.assertEqual((params, pipette.active_channels), (expected, 3))
        self.assertEqual(self.taken(pipette, 3), ["C12", "F12", "C11"])
        self.assertEqual(self.used(), ["A11", "B11", "C11", "A12", "B12", "C12", "D12", "E12", "F12"])
        pipette = self.eight(style="PARTIAL_COLUMN", start="A1", end="C1")
        self.assertEqual(self.link.commands()[-1][1]["configurationParams"]["frontRightNozzle"], "C1")
        self.assertEqual(self.taken(pipette, 3), ["F12", "C12", "F11"])
        pipette.pick_up_tip(self.rack["G1"])
        self.assertEqual(self.used()[:2], ["G1", "H1"])

    def test_all_of_them_again(self):
        pipette = self.eight(style="SINGLE", start="H1")
        pipette.configure_nozzle_layout("ALL")
        self.assertEqual(pipette.tip_racks, [])  # racks go with their layout
        pipette.tip_racks = [self.rack]
        self.assertEqual(self.taken(pipette, 1), ["A1"])

    def test_what_does_not_go_with_it(self):
        pipette = self.eight(style="SINGLE", start="H1")
        pipette.starting_tip = self.rack["C1"]
        with self.assertRaises(errors.CommandPreconditionViolated):
            pipette.pick_up_tip()
        pipette.starting_tip = None
        self.taken(pipette, 96)
        with self.assertRaises(errors.OutOfTipsError):
            pipette.pick_up_tip()
        for wrong in ({"start": "H1"}, {"start": "H1", "end": "H1"}, {"end": "D1"}, {"start": "B1", "end": "D1"}):
            with self.assertRaises(ValueError):
                pipette.configure_nozzle_layout("PARTIAL_COLUMN", **wrong)

    def test_transfers_reach_every_row(self):
        pipette = self.eight(style="SINGLE", start="H1")
        pipette.transfer(30, self.plate["A1"], self.plate.columns()[1])
        wells = [params["wellName"] for kind, params in self.link.commands() if kind == "dispense"]
        self.assertEqual(wells, ["A2", "B2", "C2", "D2", "E2", "F2", "G2", "H2"])


class DropTests(ProtocolCase):
    def test_default_place_by_level(self):
        pipette = self.load(14).pick_up_tip().drop_tip()
        kind, params = self.link.commands()[-1]
        self.assertEqual((kind, params["labwareId"], params["wellName"]), ("dropTip", "fixedTrash", "A1"))
        self.assertEqual((params["wellLocation"]["origin"], params["alternateDropLocation"]), ("default", False))
        pipette = self.load(15).pick_up_tip().drop_tip(home_after=False)
        self.assertTrue(self.link.commands()[-1][1]["alternateDropLocation"])
        self.assertFalse(self.link.commands()[-1][1]["homeAfter"])
        pipette = self.load(16).pick_up_tip().drop_tip()
        (move, move_params), (drop, _) = self.link.commands()[-2:]
        self.assertEqual((move, drop), ("moveToAddressableAreaForDropTip", "dropTipInPlace"))
        self.assertEqual((move_params["addressableAreaName"], move_params["alternateDropLocation"]), ("fixedTrash", True))
        pipette.pick_up_tip().drop_tip(self.ctx.fixed_trash)
        self.assertTrue(self.link.commands()[-2][1]["alternateDropLocation"])
        pipette = self.load(18).pick_up_tip().drop_tip(self.ctx.fixed_trash)
        self.assertFalse(self.link.commands()[-2][1]["alternateDropLocation"])

    def test_legacy_entry(self):
        self.load(12).pick_up_tip().drop_tip()
        entry = self.link.entries()[-1]
        self.assertEqual((entry["id"], entry["params"]["labwareId"]), ("command.DROP_TIP-0", "fixedTrash"))
        self.assertEqual(self.ctx.commands()[-1], "Dropping tip into A1 of Opentrons Fixed Trash on 12")

    def test_back_into_the_rack(self):
        pipette = self.load(12).pick_up_tip()
        pipette.return_tip()
        kind, params = self.link.steps()[-1]
        self.assertEqual((kind, params["wellName"], params["wellLocation"]["origin"]), ("dropTip", "A1", "default"))
        self.assertFalse(self.rack["A1"].has_tip)
        self.assertEqual(self.ctx.commands()[-2], "Returning tip")
        pipette = self.load(1).pick_up_tip()
        pipette.return_tip()
        self.assertEqual(self.link.steps()[-1][1]["wellLocation"], {"origin": "bottom", "offset": {"x": 0, "y": 0, "z": 10}})
        self.assertTrue(self.rack["A1"].has_tip)

    def test_refusals(self):
        pipette = self.load(13)
        with self.assertRaises(TypeError):
            pipette.return_tip()
        with self.assertRaises(errors.UnexpectedTipRemovalError):
            pipette.drop_tip()
        pipette.pick_up_tip()
        trash = self.ctx.fixed_trash
        for bad in (Location(Point(1, 2, 3), None), Location(Point(340, 350, 80), trash), trash, self.plate):
            with self.assertRaises(TypeError):
                pipette.drop_tip(bad)
        pipette.drop_tip(self.plate["A1"].top(5))
        self.assertEqual(self.link.steps()[-1][1]["wellLocation"]["offset"]["z"], 5)
        self.assertEqual(self.ctx.commands()[-1], f"Dropping tip into A1 of {PLATE_ON_2}")


if __name__ == "__main__":
    unittest.main()
