import sys
import types
import unittest
from unittest import mock

from tests.support import PLATE_ON_2, ProtocolCase

from deckhand_protocol import errors
from deckhand_protocol.pipettes import pipette_figures
from deckhand_protocol.api_version import APIVersion
from deckhand_protocol.types import Location, Mount, Point


class MovementTests(ProtocolCase):
    def test_move_to(self):
        pipette = self.load(13)
        pipette.move_to(self.plate["A1"].top(3), speed=50, force_direct=True, minimum_z_height=90)
        entry, (kind, params) = self.link.entries()[-1], self.link.steps()[-1]
        text = f"Moving to A1 of {PLATE_ON_2}"
        self.assertEqual(entry["params"], {"legacyCommandType": "command.MOVE_TO", "legacyCommandText": text})
        self.assertEqual((kind, params["speed"], params["forceDirect"], params["minimumZHeight"]), ("moveToWell", 50, True, 90))
        pipette.move_to(Location(Point(1, 2, 3), None))
        self.assertEqual(self.link.steps()[-1][1]["coordinates"], {"x": 1, "y": 2, "z": 3})
        self.assertEqual(self.ctx.commands()[-1], "Moving to Point(x=1, y=2, z=3)")
        with self.assertRaisesRegex(AttributeError, "'Well' object has no attribute 'labware'"):
            pipette.move_to(self.plate["A1"])
        with self.assertRaises(TypeError):
            pipette.move_to(None)

    def test_wrong_arguments_name_the_class_that_protocols_know(self):
        pipette = self.load(13)
        with self.assertRaisesRegex(TypeError, r"InstrumentContext\.drop_tip\(\) got an unexpected keyword"):
            pipette.drop_tip(place=1)
        with self.assertRaisesRegex(TypeError, r"InstrumentContext\.aspirate\(\) takes from 1 to"):
            pipette.aspirate(1, self.plate["A1"], 1, 2, 3)
        with self.assertRaisesRegex(TypeError, r"ProtocolContext\.load_labware\(\) missing 2 required"):
            self.ctx.load_labware()
        with self.assertRaisesRegex(AttributeError, "'InstrumentContext' object has no attribute 'aspirates'"):
            pipette.aspirates(1)

    def test_move_to_the_trash(self):
        pipette = self.load(16)
        pipette.move_to(self.ctx.fixed_trash.top(z=5))
        self.assertEqual(self.link.commands()[-1][1]["offset"], {"x": 0, "y": 0, "z": 5})

    def test_home(self):
        pipette = self.load(13)
        pipette.home()
        self.assertEqual(self.ctx.commands()[-1], "Homing pipette plunger on mount left")
        self.assertEqual(self.link.entries()[-1]["id"], "command.HOME-0")
        self.assertEqual(self.link.steps()[-1], ("home", {"axes": ["leftZ", "leftPlunger"]}))
        pipette = self.load(14)
        pipette.home().home_plunger()
        self.assertEqual([params["axes"] for _, params in self.link.commands()], [["leftZ", "leftPlunger"], ["leftPlunger"]])

    def test_delay_is_the_protocols(self):
        self.assertIs(self.load(13).delay(), self.pipette)
        with self.assertRaises(errors.UnsupportedAPIError):
            self.pipette.delay(1)


class PropertyTests(ProtocolCase):
    def test_kind(self):
        pipette = self.load(13, "P300_Multi_GEN2")
        self.assertEqual((pipette.name, pipette.type, pipette.channels, pipette.mount), ("p300_multi_gen2", "multi", 8, "left"))
        self.assertEqual((pipette.min_volume, pipette.max_volume, pipette.return_height), (20, 300, 0.4))
        self.assertEqual(str(pipette), "P300 8-Channel GEN2 on left mount")
        self.assertEqual((pipette.model, pipette.get_mount()), ("p300_multi_v2.1", Mount.LEFT))
        pipette.liq_vol = 3

    def test_gates(self):
        with self.assertRaises(errors.APIVersionError):
            self.load(6).has_tip
        with self.assertRaises(errors.APIVersionError):
            self.load(1).return_height
        with self.assertRaises(errors.APIVersionError):
            self.load(14).configure_for_volume(5)

    def test_default_flows_by_level(self):
        flows = (("p20_single_gen2", 3.78, 7.56), ("p1000_single_gen2", 137.35, 274.7), ("p300_multi_gen2", 94, 94))
        for name, before, after in flows:
            for minor, expected in ((5, before), (6, after)):
                self.assertEqual(pipette_figures(name, APIVersion(2, minor)).aspirate_flow_ul_s, expected)

    def test_speeds(self):
        pipette = self.load(13)
        pipette.speed.aspirate = 10
        self.assertAlmostEqual(pipette.flow_rate.aspirate, 93.096)
        self.assertAlmostEqual(pipette.speed.aspirate, 10)
        self.assertEqual(pipette.default_speed, 400)
        pipette.default_speed = 100
        self.assertEqual(self.link.params_of("setMovementSpeed"), [{"pipetteId": "pipette-0", "speed": 100}])
        with self.assertRaises(errors.UnsupportedAPIError):
            self.load(14).speed

    def test_working_volume_follows_the_tip(self):
        pipette = self.load(13)
        small = self.ctx.load_labware("opentrons_96_tiprack_20ul", 5)
        self.assertEqual(pipette.hw_pipette["working_volume"], 300)
        pipette.pick_up_tip(small["A1"])
        self.assertEqual((pipette.hw_pipette["working_volume"], pipette.hw_pipette["has_tip"]), (20, True))

    def test_trash_container(self):
        pipette = self.load(13)
        self.assertIs(pipette.trash_container, self.ctx.fixed_trash)
        pipette.trash_container = self.plate
        pipette.pick_up_tip().drop_tip()
        self.assertEqual(self.link.entries()[-1]["params"]["labwareId"], "labware-1")

    def test_settings_that_are_commands(self):
        pipette = self.load(20).pick_up_tip()
        pipette.configure_for_volume(20)
        pipette.prepare_to_aspirate()
        pipette.configure_nozzle_layout("ALL")
        pipette.configure_nozzle_layout("SINGLE", start="A1")
        expected = ["configureForVolume", "prepareToAspirate", "configureNozzleLayout", "configureNozzleLayout"]
        self.assertEqual(self.command_types()[1:], expected)
        self.assertEqual(self.link.commands()[-1][1]["configurationParams"], {"style": "SINGLE", "primaryNozzle": "A1"})
        with self.assertRaises(ValueError):
            pipette.configure_nozzle_layout("COLUMN")
        pipette.aspirate(20, self.plate["A1"])
        with self.assertRaises(errors.UnsupportedAPIError):
            pipette.prepare_to_aspirate()
        with self.assertRaises(errors.APIVersionError):
            self.load(16).configure_nozzle_layout("SINGLE", start="A1")


class PlanTests(ProtocolCase):
    def test_plans_are_carried_out_as_they_come(self):
        seen = []

        def plan_transfer(kind, instrument, volume, source, dest, kwargs):
            seen.append((kind, volume, kwargs))
            yield "pick_up_tip", (), {}
            seen.append(instrument.has_tip)
            yield "aspirate", (volume, source), {"rate": 1.0}
            seen.append(instrument.current_volume)
            yield "dispense", (volume, dest), {}

        stand_in = types.ModuleType("deckhand_protocol.transfers")
        stand_in.plan_transfer = plan_transfer
        with mock.patch.dict(sys.modules, {"deckhand_protocol.transfers": stand_in}):
            pipette = self.load(13)
            pipette.transfer(30, self.plate["A1"], self.plate["B1"], new_tip="once", disposal_vol=3)
        self.assertEqual(seen, [("transfer", 30, {"trash": True, "new_tip": "once", "disposal_vol": 3}), True, 30])
        self.assertEqual(self.ctx.commands()[0], f"Transferring 30.0 from A1 of {PLATE_ON_2} to B1 of {PLATE_ON_2}")
        self.assertEqual(self.entry_types(), ["pickUpTip", "aspirate", "dispense"])

    def test_lines_of_plans_name_the_first_wells(self):
        pipette = self.load(13)
        pipette.distribute(30, self.plate["A1"], self.plate.rows()[:2], False, disposal_volume=0)
        places = f"A1 of {PLATE_ON_2} to A1 of {PLATE_ON_2}"
        self.assertEqual(self.ctx.commands()[:2], [f"Distributing 30.0 from {places}", f"Transferring 30.0 from {places}"])
        # What follows the three arguments without a name means nothing: the tip goes to the trash all the same.
        self.assertEqual(self.link.entries()[-1]["params"]["labwareId"], "fixedTrash")
        self.ctx.clear_commands()
        pipette.consolidate([20, 30], self.plate.wells()[:2], self.plate["C1"])
        self.assertEqual(self.ctx.commands()[0], f"Consolidating [20.0, 30.0] from A1 of {PLATE_ON_2} to C1 of {PLATE_ON_2}")


if __name__ == "__main__":
    unittest.main()
