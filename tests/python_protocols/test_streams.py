"""What the robot is sent for a file, code by code, at the levels that differ."""

import json
import pathlib
import subprocess
import tempfile
import textwrap
import unittest

from run_log import PROGRAM

ONE_TIP = """\
    from opentrons import protocol_api
    metadata = {"apiLevel": "LEVEL"}
    def run(ctx):
        rack = ctx.load_labware("opentrons_96_tiprack_300ul", 1)
        plate = ctx.load_labware("corning_96_wellplate_360ul_flat", 2)
        pip = ctx.load_instrument("p20_single_gen2", "right", tip_racks=[rack])
        SETTINGS
        pip.pick_up_tip()
        pip.aspirate(10, plate["A1"].bottom())
        pip.dispense(10, plate["B1"].bottom())
        pip.drop_tip(rack["H12"])
"""

DECK = """\
    from opentrons import types
    metadata = {"apiLevel": "LEVEL"}
    def run(ctx):
        rack = ctx.load_labware("opentrons_96_tiprack_300ul", 1)
        plate = ctx.load_labware("corning_96_wellplate_360ul_flat", 2)
        pip = ctx.load_instrument("p20_single_gen2", "right", tip_racks=[rack])
"""

TO_THE_PLATE = ["G0 X14.38 Y74.24", "G0 A54.24", "G0 F600.0", "G0 A40.24", "G0 F24000.0", "G0 A54.24", "G0 A202.0", "G28.2 A",
                "G0 X146.88"]
ASPIRATE = ["G0 A44.15", "G0 F601.0", "G0 C5.267", "G0 C4.967", "G0 F24000.0"]
DISPENSE = ["G0 A59.82", "G0 Y65.24", "G0 A44.15", "G0 F601.0", "G0 C-8.5", "G0 F24000.0"]
DROP = ["G0 A132.6", "G0 X113.38 Y11.24"]
EJECT = ["G0 F900.0", "G0 C-27.0", "G0 F24000.0", "G0 C0.8", "G0 C0.5", "G28.2 C", "G0 C-8.5"]


class StreamTests(unittest.TestCase):
    def stream(self, level: str, settings: str = "pass", source: str = ONE_TIP, robot: dict | None = None, options=()) -> list[str]:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            text = textwrap.dedent(source).replace("LEVEL", level).replace("SETTINGS", settings)
            (folder / "protocol.py").write_text(text, encoding="utf-8")
            text = json.dumps(robot or {"pipettes": {"right": "p20_single_v2.0"}})
            (folder / "robot.json").write_text(text, encoding="utf-8")
            files = ["--robot-config", folder / "robot.json", "--gcode-log", folder / "codes.txt"]
            subprocess.run([PROGRAM, "analyze", folder / "protocol.py", *files, *options], check=True, capture_output=True, timeout=120)
            return (folder / "codes.txt").read_text(encoding="utf-8").splitlines()

    def motions(self, level: str, settings: str = "pass") -> list[str]:
        """From the first move after the loads to the end of the drop."""
        codes = self.stream(level, settings)
        begin = codes.index("G0 X14.38 Y74.24")
        end = len(codes) - codes[::-1].index("M999")  # of the run's end
        moves = [code for code in codes[begin:end] if code.startswith(("G0 ", "G28.2"))]
        return moves[: moves.index("G28.2 C") + 2]

    def test_level_2_13(self):
        # The rack's tips of 300 uL stand for the tip class of 20.
        drop_depth = ["G0 A75.64"]
        self.assertEqual(self.motions("2.13"), TO_THE_PLATE + ASPIRATE + DISPENSE + DROP + drop_depth + EJECT)

    def test_level_2_12_prepares_above_the_well(self):
        self.assertEqual(self.motions("2.12")[: len(TO_THE_PLATE) + 6], TO_THE_PLATE + ["G0 A54.82"] + ASPIRATE)

    def test_level_2_15_goes_by_the_newer_rules(self):
        motions = self.motions("2.15")
        self.assertEqual(motions[: len(TO_THE_PLATE) + 5], TO_THE_PLATE + ASPIRATE)

    def test_lower_speeds_of_axes_go_around_each_waypoint(self):
        codes = self.stream("2.13", 'ctx.max_speeds["X"] = 50')
        begin = codes.index("M203.1 X50.0")
        around = [code for code in codes[begin : begin + 40] if not code.startswith(("M907", "G4", "M400"))]
        every_axis = "M203.1 A125.0 B40.0 C40.0 X600.0 Y400.0 Z125.0"
        # High above everything there is no way up: the limit comes and goes for nothing.
        self.assertEqual(around[:6], ["M203.1 X50.0", every_axis, "M203.1 X50.0", "G0 X14.38 Y74.24", every_axis, "M203.1 X50.0"])

    def test_a_slower_pipette_is_slower_at_every_waypoint(self):
        motions = self.motions("2.13", "pip.default_speed = 200")
        self.assertIn("G0 F12000.0", motions)

    def test_a_run_begins_and_ends_with_the_robot_at_home(self):
        codes = self.stream("2.13")
        self.assertEqual(codes[0], "M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.8")
        self.assertEqual(codes[2], "G28.2 A Z")
        resets = [place for place, code in enumerate(codes) if code == "G28.6"]
        self.assertEqual(len(resets), 4)  # two resets, each before and within the set-up
        self.assertEqual(codes.count("M371 L"), 2)  # the load, and the end

    def calls(self, level: str, *lines: str, robot: dict | None = None) -> list[str]:
        """What these calls of a P20 on the right are sent, waits and currents left out, up to the end's reset."""
        codes = self.stream(level, source=DECK + "".join(f"        {line}\n" for line in lines), robot=robot)
        begin = codes.index("M369 R") + 1
        end = codes.index("M999")
        return [code for code in codes[begin:end] if not code.startswith(("M907", "G4", "M400"))]

    def test_a_file_below_2_14_says_how_a_tip_is_pressed_on(self):
        pick_up = ["G0 F600.0", "G0 A40.24", "G0 F24000.0", "G0 A54.24", "G0 F600.0", "G0 A38.24", "G0 F24000.0", "G0 A54.24"]
        codes = self.calls("2.11", "pip.pick_up_tip(presses=2, increment=2)")
        self.assertEqual(codes[2:], [*pick_up, "G0 A198.0", "G28.2 A", "M114.2"])
        # None at all is not even one; and no increment is the pipette's own.
        codes = self.calls("2.11", "pip.pick_up_tip(presses=0, increment=0)")
        self.assertEqual(codes[2:], ["G0 A202.0", "G28.2 A", "M114.2"])
        codes = self.calls("2.11", "pip.pick_up_tip(presses=2)", "pip.drop_tip()", "pip.pick_up_tip()")
        self.assertEqual(codes.count("G0 F600.0"), 3)

    def test_a_plunger_that_was_homed_goes_close_to_its_home_after_a_drop(self):
        for call in ("pip.home()", "pip.home_plunger()"):
            codes = self.calls("2.13", call, "pip.pick_up_tip()", "pip.drop_tip()")
            self.assertEqual(codes[codes.index("G0 C-27.0") + 2 :], ["G0 C0.8", "G0 C0.5", "G28.2 C", "M114.2", "G0 C-8.5"])

    def test_a_home_prepares_no_plunger(self):
        for call in ("pip.home()", "ctx.home()"):
            codes = self.calls("2.12", "pip.pick_up_tip()", call, "pip.aspirate(10, plate['A1'].bottom())")
            self.assertIn("G0 A54.82", codes)

    def test_under_an_older_name_the_speeds_are_those_at_its_largest_volume(self):
        robot = {"pipettes": {"right": "p20_single_v2.1"}}
        for name, feed in (("p20_single_gen2", "G0 F595.0"), ("p10_single", "G0 F604.0")):
            codes = self.stream("2.13", source=ONE_TIP.replace("p20_single_gen2", name).replace("(10, plate", "(5, plate"), robot=robot)
            self.assertEqual(codes.count(feed), 2)

    def test_calls_in_place_do_not_move_at_all(self):
        limited = ['pip.pick_up_tip()', 'pip.aspirate(10, plate["A1"])', 'ctx.max_speeds["X"] = 50']
        self.assertNotIn("M203.1 X50.0", self.calls("2.13", *limited, "pip.dispense(5)", "pip.aspirate(5)"))
        # An empty pipette goes there once more, and so does one that is told where: no axis moves.
        around = ["M203.1 X50.0", "M203.1 A125.0 B40.0 C40.0 X600.0 Y400.0 Z125.0"]
        for call in ('pip.aspirate(5, plate["A1"])', 'pip.dispense(5, plate["A1"])'):
            codes = self.calls("2.13", *limited, call)
            self.assertEqual(codes[codes.index("M203.1 X50.0") :][:2], around)
        self.assertEqual(self.calls("2.13", *limited, "pip.dispense()", "pip.aspirate(5)").count("M203.1 X50.0"), 1)

    def test_away_from_wells_the_plunger_is_prepared_before_the_way(self):
        for level in ("2.1", "2.12"):
            away = ["pip.aspirate(10, types.Location(types.Point(150, 150, 120), None))"]
            codes = self.calls(level, "pip.pick_up_tip()", "pip.aspirate(5, plate['A1'])", "pip.blow_out()", *away)
            # From the blow-out's place up to the bottom, then on the way.
            blown_out = codes.index("G0 C-13.0") + 2
            self.assertEqual(codes[blown_out + 1 : blown_out + 3], ["G0 C-8.2", "G0 C-8.5"])
            self.assertIn("G0 X150.0 Y150.0", codes[blown_out + 3 :])

    def test_a_lid_moves_after_a_way_at_the_pipettes_own_speed(self):
        robot = {"pipettes": {"right": "p20_single_v2.0"}, "modules": ["thermocyclerModuleV1"]}
        calls = ["pip.default_speed = 100", "cycler = ctx.load_module('thermocycler')", "cycler.open_lid()"]
        codes = self.calls("2.13", *calls, robot=robot)
        self.assertEqual(codes[-4:], ["G0 F6000.0", "G0 X347.84 Y351.5", "G0 F24000.0", "M126"])

    def test_lines_that_only_files_below_2_14_have_modules_told(self):
        robot = {"pipettes": {"right": "p20_single_v2.0"}, "modules": ["thermocyclerModuleV1", "magneticModuleV1"]}
        calls = ["cycler = ctx.load_module('thermocycler')", "cycler.set_lid_temperature(100)", "cycler.deactivate()"]
        self.assertEqual(self.calls("2.13", "ctx.load_module('magnetic module', 4).calibrate()", robot=robot)[-1], "G38.2")
        for level, told in (("2.13", ["M18"]), ("2.14", ["M108", "M14"])):
            codes = self.calls(level, *calls, robot=robot)
            self.assertEqual(codes[codes.index("M140 S100.0") + 1 :], told)

    def test_a_location_in_labware_but_in_no_well_is_reached_within_the_labware_below_2_14(self):
        over = "pip.move_to(types.Location(types.Point({}, 60, {}), plate))"
        calls = ["pip.pick_up_tip()", "pip.move_to(plate['A1'].top())", over.format(150, 10), over.format(160, 12)]
        ways = {
            # Above the labware's top first, then straight: neither place is in a well.
            "2.13": ["G0 A59.82", "G0 X150.0 Y60.0", "G0 A50.6", "G0 A52.6 X160.0"],
            "2.14": ["G0 A132.6", "G0 X150.0 Y60.0", "G0 A50.6", "G0 A132.6", "G0 X160.0", "G0 A52.6"],
        }
        for level, way in ways.items():
            codes = self.calls(level, *calls)
            self.assertEqual(codes[codes.index("G0 X146.88") + 2 :], way)

    def test_magnets_rise_to_the_labwares_height_above_the_ledge_from_2_14_on(self):
        robot = {"pipettes": {"right": "p20_single_v2.0"}, "modules": ["magneticModuleV2"]}
        calls = ["magnet = ctx.load_module('magnetic module gen2', 4)", "magnet.load_labware('nest_96_wellplate_2ml_deep')"]
        for level, engaged in (("2.13", "G0 Z6.8"), ("2.14", "G0 Z9.3")):
            self.assertIn(engaged, self.calls(level, *calls, "magnet.engage()", robot=robot))

    def test_at_the_end_tips_fall_in_the_order_in_which_their_pipettes_were_loaded(self):
        robot = {"pipettes": {"left": "p300_single_v2.1", "right": "p20_single_v2.0"}}
        calls = [
            "left = ctx.load_instrument('p300_single_gen2', 'left')",
            "left.pick_up_tip(rack['A2'])",
            "pip.pick_up_tip(rack['A1'])",
        ]
        codes = self.stream("2.13", source=DECK + "".join(f"        {line}\n" for line in calls), robot=robot)
        codes = codes[codes.index("M999") :]
        self.assertLess(codes.index("G0 C-27.0"), codes.index("G0 B-37.0"))

    def test_a_protocol_alone_is_its_own_home_and_what_follows(self):
        robot = {"pipettes": {"left": "p300_multi_v2.1", "right": "p20_single_v2.0"}}
        source = DECK.replace("    def run(ctx):\n", "    def run(ctx):\n        ctx.home()\n") + "        pip.pick_up_tip()\n"
        codes = self.stream("2.12", source=source, robot=robot, options=["--alone"])
        self.assertEqual((codes[2], codes.count("G28.2 A Z"), codes.count("M371 L")), ("G28.2 A Z", 1, 1))
        # Its home is the plunger's first motion since it was configured.
        self.assertEqual(codes.count("M53"), 1)
        self.assertEqual(codes[-5:], ["M907 A0.1 B0.3 C0.05 X0.3 Y0.3 Z0.1", "G4 P0.005", "M400", "M114.2", "M400"])
        with self.assertRaises(subprocess.CalledProcessError):
            self.stream("2.12", options=["--alone"])

    def test_a_motion_that_came_last_leaves_no_current_behind(self):
        codes = self.stream("2.13", source=DECK + "        pip.move_to(plate['A1'].top(100), force_direct=True)\n")
        self.assertIn("M907 A0.8 B0.05 C0.05 X0.3 Y0.3 Z0.8", codes[codes.index("M999") :])


if __name__ == "__main__":
    unittest.main()
