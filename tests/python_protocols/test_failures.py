import pathlib
import tempfile
import textwrap
import unittest

from run_log import ProtocolCase

START = """\
from opentrons import protocol_api, types
metadata = {"apiLevel": "LEVEL"}
def run(ctx):
    rack = ctx.load_labware("opentrons_96_tiprack_300ul", 1)
    plate = ctx.load_labware("corning_96_wellplate_360ul_flat", 2)
    pip = ctx.load_instrument("p300_single_gen2", "left", tip_racks=[rack])
"""
FIRST_LINE = START.count("\n") + 1


class FailureTests(ProtocolCase):
    """Which error a file ends with, and at which of its lines."""

    def fails(self, level: str, body: str, detail: str):
        source = START.replace("LEVEL", level) + textwrap.indent(textwrap.dedent(body), "    ")
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "protocol.py"
            file.write_text(source, encoding="utf-8")
            log, error = self.failed(file)
        self.assertEqual(error["errorType"], "ExceptionInProtocolError")
        self.assertRegex(error["detail"], "^" + detail.replace("LINE", str(FIRST_LINE)).replace("[", r"\[").replace("]", r"\]"))
        return log, error

    def test_more_than_the_pipette_holds(self):
        take_too_much = 'pip.pick_up_tip().aspirate(301, plate["A1"])'
        log, error = self.fails("2.12", take_too_much, "AssertionError [line LINE]: Cannot aspirate more than pipette max volume")
        self.assertEqual(log.of_type("aspirate")[0]["status"], "failed")
        self.assertEqual(error["wrappedErrors"][0]["errorType"], "InvalidAspirateVolumeError")
        self.fails("2.14", take_too_much, "ProtocolCommandFailedError [line LINE]: InvalidAspirateVolumeError: ")

    def test_no_tip(self):
        for level in ("2.0", "2.13", "2.16"):
            log, error = self.fails(level, 'pip.aspirate(30, plate["A1"])', "UnexpectedTipRemovalError [line LINE]: ")
            self.assertEqual(error["wrappedErrors"][0]["errorCode"], "3005")
        self.fails("2.13", 'pip.mix(2, 30, plate["A1"])', "UnexpectedTipRemovalError [line LINE]: ")

    def test_no_tips_left(self):
        log, error = self.fails("2.11", "for _ in range(97): pip.pick_up_tip(); pip.drop_tip()", "OutOfTipsError [line LINE]: $")
        self.assertEqual(log.counts["pickUpTip"], 96)
        self.assertEqual(error["wrappedErrors"][0]["errorInfo"]["class"], "OutOfTipsError")

    def test_second_tip(self):
        self.fails("2.13", "pip.pick_up_tip(); pip.pick_up_tip()", "UnexpectedTipAttachError [line LINE]: ")

    def test_unknown_labware(self):
        self.fails("2.13", 'ctx.load_labware("no_such_plate", 3)', "FileNotFoundError [line LINE]: ")
        self.fails("2.14", 'ctx.load_labware("no_such_plate", 3)', "ProtocolCommandFailedError [line LINE]: ")

    def test_taken_slot(self):
        for level in ("2.8", "2.15"):
            self.fails(level, 'ctx.load_labware("nest_12_reservoir_15ml", 2)', "DeckConflictError [line LINE]: ")

    def test_levels(self):
        self.fails("2.6", "pip.has_tip", "APIVersionError [line LINE]: InstrumentContext.has_tip ")
        self.fails("2.14", 'ctx.max_speeds["X"] = 10', "UnsupportedAPIError [line LINE]: ProtocolContext.max_speeds ")
        self.fails("2.13", "ctx.define_liquid('water', 'a', '#00f')", "APIVersionError [line LINE]: ")

    def test_errors_of_the_file_itself(self):
        self.fails("2.13", 'plate["Z1"]', "KeyError [line LINE]: 'Z1'")
        self.fails("2.13", "raise RuntimeError('the lid is open')", "RuntimeError [line LINE]: the lid is open$")
        self.fails("2.13", "pip.transfer([1, 2], plate.wells()[:3], plate.wells()[3:6])", "RuntimeError [line LINE]: ")

    def test_line_of_a_helper(self):
        body = """\
            def helper():
                pip.blow_out(plate)
            pip.pick_up_tip()
            helper()
        """
        self.fails("2.13", body, f"TypeError [line {FIRST_LINE + 1}]: ")


if __name__ == "__main__":
    unittest.main()
