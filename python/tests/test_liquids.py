import unittest

from tests.support import PLATE_ON_2, ProtocolCase

from deckhand_protocol import errors
from deckhand_protocol.types import Location, Point


class AspirateTests(ProtocolCase):
    def test_legacy_entry_hides_where_it_goes(self):
        pipette = self.load(12).pick_up_tip()
        pipette.aspirate(50, self.plate["A2"], rate=2)
        entry, (kind, params) = self.link.entries()[-1], self.link.steps()[-1]
        self.assertEqual((entry["id"], entry["commandType"]), ("command.ASPIRATE-0", "aspirate"))
        self.assertEqual(entry["params"]["wellLocation"]["offset"], {"x": 0, "y": 0, "z": 0})
        self.assertEqual((entry["params"]["volume"], entry["params"]["flowRate"]), (50, 185.72))
        self.assertEqual((kind, params["wellLocation"]["offset"]["z"]), ("aspirate", round(1 - 10.67, 6)))
        self.assertEqual(self.ctx.commands()[-1], f"Aspirating 50.0 uL from A2 of {PLATE_ON_2} at 185.72 uL/sec")
        self.assertEqual(pipette.current_volume, 50)

    def test_engine_command_carries_the_offset(self):
        pipette = self.load(14).pick_up_tip()
        pipette.aspirate(50, self.plate["A2"].bottom(3).move(Point(x=1)))
        kind, params = self.link.commands()[-1]
        self.assertEqual((kind, params["wellName"]), ("aspirate", "A2"))
        self.assertEqual(params["wellLocation"], {"origin": "top", "offset": {"x": 1, "y": 0, "z": -7.67}})

    def test_volume_left_out_fills_the_tip(self):
        pipette = self.load(13).pick_up_tip().aspirate(100, self.plate["A1"])
        self.assertEqual(pipette.aspirate().current_volume, 300)
        for minor, held in ((15, 300), (16, 0)):
            pipette = self.load(minor).pick_up_tip()
            self.assertEqual(pipette.aspirate(0, self.plate["A1"]).current_volume, held)

    def test_nothing_to_aspirate_is_a_visit(self):
        pipette = self.load(13).pick_up_tip().aspirate(300, self.plate["A1"])
        pipette.aspirate(0, self.plate["A2"])
        entry = self.link.entries()[-1]
        self.assertEqual((entry["id"], entry["commandType"]), ("command.ASPIRATE-1", "moveToWell"))

    def test_place_left_out(self):
        pipette = self.load(14)
        with self.assertRaises(RuntimeError):
            pipette.aspirate(10)
        other = self.ctx.load_instrument("p20_single_gen2", "right")
        pipette.pick_up_tip()
        pipette.move_to(self.plate["C1"].bottom(4))
        with self.assertRaisesRegex(RuntimeError, "explicit location"):
            other.aspirate(10)
        pipette.aspirate(10)
        self.assertEqual(self.link.commands()[-1][1]["wellName"], "C1")

    def test_below_2_14_pipettes_share_the_place(self):
        pipette = self.load(13)
        other = self.ctx.load_instrument("p300_single", "right", [self.rack])
        other.pick_up_tip()
        pipette.move_to(self.plate["C1"].top())
        other.aspirate(30)
        self.assertEqual(self.link.entries()[-1]["params"]["wellName"], "C1")

    def test_in_no_well(self):
        place = Location(Point(10, 20, 30), None)
        pipette = self.load(13).pick_up_tip(prep_after=False)
        pipette.aspirate(10, place).aspirate(10)
        self.assertEqual(self.entry_types()[-2:], ["custom", "custom"])
        expected = ["prepareToAspirate", "moveToCoordinates", "aspirateInPlace", "aspirateInPlace"]
        self.assertEqual([each for each, _ in self.link.steps()][-4:], expected)
        pipette = self.load(14).pick_up_tip()
        pipette.move_to(place)
        self.link.pipettes["left"]["isReadyToAspirate"] = True
        pipette.aspirate(10, place)
        self.assertEqual(self.command_types()[-2:], ["moveToCoordinates", "aspirateInPlace"])

    def test_refused_places(self):
        pipette = self.load(11).pick_up_tip()
        with self.assertRaises(ValueError):
            pipette.aspirate(10, self.rack["A1"])
        with self.assertRaises(TypeError):
            pipette.aspirate(10, "A1")
        self.load(10).pick_up_tip().aspirate(10, self.rack["A1"])
        pipette = self.load(15).pick_up_tip()
        adapter = self.ctx.load_adapter("flat_adapter", 4)
        with self.assertRaises(ValueError):
            pipette.aspirate(10, adapter["A1"])

    def test_refused_volumes_and_missing_tips(self):
        with self.assertRaisesRegex(AssertionError, "Cannot aspirate more than pipette max volume"):
            self.load(13).pick_up_tip().aspirate(301, self.plate["A1"])
        with self.assertRaises(errors.ProtocolCommandFailedError) as raised:
            self.load(14).pick_up_tip().aspirate(301, self.plate["A1"])
        self.assertEqual(raised.exception.command_error["errorType"], "InvalidAspirateVolumeError")
        for minor, expected in ((13, errors.UnexpectedTipRemovalError), (14, errors.ProtocolCommandFailedError)):
            with self.assertRaises(expected) as raised:
                self.load(minor).aspirate(10, self.plate["A1"])
            self.assertEqual(raised.exception.command_error["errorCode"], "3005")
        for minor in (13, 14):  # what is found before the command is sent has one class at every level
            for action in ("mix", "touch_tip", "air_gap"):
                with self.assertRaises(errors.UnexpectedTipRemovalError) as raised:
                    getattr(self.load(minor), action)()
                self.assertEqual(raised.exception.message, f"Cannot perform {action} without a tip attached.")
        with self.assertRaises(errors.UnexpectedTipRemovalError) as raised:
            self.load(13).aspirate(10, self.plate["A1"])
        text = "Error 3005 UNEXPECTED_TIP_REMOVAL (UnexpectedTipRemovalError): Cannot perform PREPARE_ASPIRATE without a tip attached."
        self.assertEqual(str(raised.exception), text)

    def test_no_location(self):
        for minor in (13, 14):
            pipette = self.load(minor).pick_up_tip()
            self.ctx.home()
            for action in (pipette.aspirate, pipette.dispense, pipette.blow_out):
                with self.assertRaises(RuntimeError) as raised:
                    action()
                self.assertIs(type(raised.exception), RuntimeError)
                with self.assertRaises(errors.LocationTypeError):
                    action(location="A1")


class DispenseTests(ProtocolCase):
    def filled(self, minor, volume=100):
        return self.load(minor).pick_up_tip().aspirate(volume, self.plate["A1"])

    def test_legacy_text_and_entry(self):
        self.filled(12).dispense(40, self.plate["B1"])
        self.assertEqual(self.ctx.commands()[-1], f"Dispensing 40.0 uL into B1 of {PLATE_ON_2} at 92.86 uL/sec")
        self.assertEqual(self.link.entries()[-1]["resultPatch"]["volume"], 40)

    def test_all_of_it(self):
        self.assertEqual(self.filled(13).dispense(location=self.plate["B1"]).current_volume, 0)
        self.assertEqual(self.filled(15).dispense(0, self.plate["B1"]).current_volume, 0)
        self.assertEqual(self.filled(16).dispense(0, self.plate["B1"]).current_volume, 100)

    def test_more_than_held(self):
        self.filled(13).dispense(150, self.plate["B1"])
        self.assertEqual((self.link.steps()[-1][1]["volume"], self.link.entries()[-1]["params"]["volume"]), (100, 150))
        self.filled(16).dispense(150, self.plate["B1"])
        self.assertEqual(self.link.commands()[-1][1]["volume"], 100)
        with self.assertRaises(errors.ProtocolCommandFailedError):
            self.filled(17).dispense(150, self.plate["B1"])

    def test_nothing_held_is_a_visit(self):
        self.load(13).pick_up_tip().dispense(location=self.plate["B1"])
        self.assertEqual(self.entry_types()[-1], "moveToWell")

    def test_nothing_held_and_no_tip(self):
        for minor, expected in ((13, errors.UnexpectedTipRemovalError), (14, errors.ProtocolCommandFailedError)):
            with self.assertRaises(expected):
                self.load(minor).dispense(location=self.plate["B1"])

    def test_trash(self):
        self.filled(13).dispense(10, self.ctx.fixed_trash["A1"])
        self.assertEqual(self.link.steps()[-1][1]["wellLocation"]["offset"]["z"], 0)
        self.filled(16).dispense(10, self.ctx.fixed_trash)
        self.assertEqual(self.command_types()[-2:], ["moveToAddressableAreaForDropTip", "dispenseInPlace"])

    def test_push_out(self):
        self.filled(15).dispense(10, self.plate["B1"], push_out=2)
        self.assertEqual(self.link.commands()[-1][1]["pushOut"], 2)
        with self.assertRaises(errors.APIVersionError):
            self.filled(14).dispense(10, self.plate["B1"], push_out=2)

    def test_clearances_and_flows(self):
        pipette = self.filled(14)
        pipette.well_bottom_clearance.dispense = 3
        pipette.flow_rate.dispense = 50
        pipette.dispense(10, self.plate["B1"])
        params = self.link.commands()[-1][1]
        self.assertEqual((params["wellLocation"]["offset"]["z"], params["flowRate"]), (-7.67, 50))
        with self.assertRaises(AssertionError):
            pipette.flow_rate.aspirate = 0


class CompoundTests(ProtocolCase):
    def test_mix(self):
        pipette = self.load(13).pick_up_tip()
        pipette.mix(3, 20, self.plate["A1"])
        self.assertEqual(self.entry_types()[1:], ["aspirate", "dispense"] * 3)
        self.assertIn("Mixing 3 times with a volume of 20.0 ul", self.ctx.commands())
        pipette = self.load(16).pick_up_tip()
        pipette.mix(2, 20, self.plate["A1"])
        push_outs = [params.get("pushOut") for kind, params in self.link.commands() if kind == "dispense"]
        self.assertEqual(push_outs, [0.0, None])
        with self.assertRaises(errors.UnexpectedTipRemovalError):
            self.load(13).mix(1, 20, self.plate["A1"])

    def test_mix_without_a_volume_empties_the_tip_in_between(self):
        pipette = self.load(13).pick_up_tip().aspirate(50, self.plate["A1"])
        pipette.mix(2, location=self.plate["A1"])
        shown = [(each["commandType"], each["params"]["volume"]) for each in self.link.entries()[2:]]
        self.assertEqual(shown, [("aspirate", 250), ("dispense", 300), ("aspirate", 300), ("dispense", 300)])
        pipette.mix(1.5, 20)
        self.assertEqual(self.entry_types()[-4:], ["aspirate", "dispense"] * 2)

    def test_blow_out_into_a_rack_is_allowed(self):
        for minor in (13, 14):
            self.load(minor).pick_up_tip().aspirate(20, self.plate["A1"]).blow_out(self.rack["A1"])

    def test_air_gap(self):
        pipette = self.load(13).pick_up_tip().aspirate(20, self.plate["A1"])
        pipette.air_gap(10)
        self.assertEqual(self.entry_types()[1:], ["aspirate", "aspirate"])
        (move, params), (kind, _) = self.link.steps()[-2:]
        self.assertEqual((move, params["wellLocation"]["offset"]["z"], kind), ("moveToWell", 5, "aspirateInPlace"))
        self.assertEqual(self.ctx.commands()[-2], "Air gap")
        pipette = self.load(14).pick_up_tip().aspirate(20, self.plate["A1"])
        pipette.air_gap(10, height=2)
        self.assertEqual(self.command_types()[-2:], ["moveToWell", "aspirate"])
        self.assertEqual(self.link.commands()[-1][1]["wellLocation"]["offset"]["z"], 2)

    def test_air_gap_needs_a_tip_and_a_well(self):
        pipette = self.load(13)
        with self.assertRaises(errors.UnexpectedTipRemovalError):
            pipette.air_gap(10)
        pipette.pick_up_tip()
        self.ctx.home()
        with self.assertRaises(RuntimeError):
            pipette.air_gap(10)

    def test_blow_out(self):
        pipette = self.load(13).pick_up_tip().aspirate(20, self.plate["A1"])
        pipette.blow_out(self.plate["B1"])
        entry = self.link.entries()[-1]
        shown = (entry["commandType"], entry["params"]["wellName"], entry["params"]["flowRate"])
        self.assertEqual(shown, ("blowout", "B1", 92.86))
        self.assertEqual(self.ctx.commands()[-1], f"Blowing out at B1 of {PLATE_ON_2}")
        pipette.blow_out()
        self.assertEqual((self.entry_types()[-1], self.link.steps()[-1][0]), ("blowout", "blowOutInPlace"))
        pipette = self.load(16).pick_up_tip().aspirate(20, self.plate["A1"])
        pipette.blow_out(self.plate["A1"]).blow_out().blow_out(self.ctx.fixed_trash)
        expected = ["blowout", "blowout", "moveToAddressableAreaForDropTip", "blowOutInPlace"]
        self.assertEqual(self.command_types()[-4:], expected)

    def test_touch_tip(self):
        pipette = self.load(13).pick_up_tip()
        pipette.touch_tip(self.plate["B1"], radius=0.5, v_offset=-2, speed=200)
        self.assertEqual(self.link.entries()[-1]["params"]["legacyCommandText"], "Touching tip")
        params = self.link.steps()[-1][1]
        self.assertEqual((params["radius"], params["speed"], params["wellLocation"]["offset"]["z"]), (0.5, 80, -2))
        pipette.touch_tip(speed=0.5)
        self.assertEqual((self.link.steps()[-1][1]["speed"], self.link.steps()[-1][1]["wellName"]), (1, "B1"))
        self.load(3).pick_up_tip().touch_tip(self.plate["B1"], speed=2)
        self.assertEqual([kind for kind, _ in self.link.steps()][-2:], ["moveToWell", "touchTip"])
        self.assertEqual(self.link.steps()[-1][1]["speed"], 20)

    def test_touch_tip_refusals(self):
        pipette = self.load(13)
        with self.assertRaises(errors.UnexpectedTipRemovalError):
            pipette.touch_tip(self.plate["A1"])
        pipette.pick_up_tip()
        with self.assertRaises(TypeError):
            pipette.touch_tip(self.plate["A1"].top())
        reservoir = self.ctx.load_labware("nest_12_reservoir_15ml", 3)
        steps = len(self.link.steps())
        pipette.touch_tip(reservoir["A1"])
        self.assertEqual(self.link.entries()[-1]["params"]["legacyCommandText"], "Touching tip")
        self.assertEqual(len(self.link.steps()), steps)
        pipette.touch_tip(self.rack["A1"])
        self.assertEqual([kind for kind, _ in self.link.steps()[steps:]], ["moveToWell"])
        pipette = self.load(14).pick_up_tip()
        reservoir = self.ctx.load_labware("nest_12_reservoir_15ml", 3)
        commands = len(self.link.commands())
        pipette.touch_tip(reservoir["A1"])
        self.assertEqual(len(self.link.commands()), commands)


if __name__ == "__main__":
    unittest.main()
