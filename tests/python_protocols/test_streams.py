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

TO_THE_PLATE = ["G0 X14.38 Y74.24", "G0 A54.24", "G0 F600.0", "G0 A40.24", "G0 F24000.0", "G0 A54.24", "G0 A202.0", "G28.2 A",
                "G0 X146.88"]
ASPIRATE = ["G0 A44.15", "G0 F601.0", "G0 C5.267", "G0 C4.967", "G0 F24000.0"]
DISPENSE = ["G0 A59.82", "G0 Y65.24", "G0 A44.15", "G0 F601.0", "G0 C-8.5", "G0 F24000.0"]
DROP = ["G0 A132.6", "G0 X113.38 Y11.24"]
EJECT = ["G0 F900.0", "G0 C-27.0", "G0 F24000.0", "G0 C0.8", "G0 C0.5", "G28.2 C", "G0 C-8.5"]


class StreamTests(unittest.TestCase):
    def stream(self, level: str, settings: str = "pass", source: str = ONE_TIP) -> list[str]:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            text = textwrap.dedent(source).replace("LEVEL", level).replace("SETTINGS", settings)
            (folder / "protocol.py").write_text(text, encoding="utf-8")
            robot = {"pipettes": {"right": "p20_single_v2.0"}}
            (folder / "robot.json").write_text(json.dumps(robot), encoding="utf-8")
            files = ["--robot-config", folder / "robot.json", "--gcode-log", folder / "codes.txt"]
            subprocess.run([PROGRAM, "analyze", folder / "protocol.py", *files], check=True, capture_output=True, timeout=120)
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


if __name__ == "__main__":
    unittest.main()
