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
        wanted = detail.replace("LINE", str(FIRST_LINE)).removesuffix("$")
        (self.assertEqual if detail.endswith("$") else self.assertStartsWith)(error["detail"], wanted)
        return log, error

    def assertStartsWith(self, text, start):
        self.assertEqual(text[: len(start)], start)

    def test_more_than_the_pipette_holds(self):
        take_too_much = 'pip.pick_up_tip().aspirate(301, plate["A1"])'
        log, error = self.fails("2.12", take_too_much, "AssertionError [line LINE]: Cannot aspirate more than pipette max volume")
        self.assertEqual(log.of_type("aspirate")[0]["status"], "failed")
        (wrapped,) = error["wrappedErrors"]
        self.assertEqual((wrapped["errorType"], wrapped["errorInfo"]["class"]), ("PythonException", "AssertionError"))
        number = "Error 4000 GENERAL_ERROR (ProtocolCommandFailedError): "
        detail = f"ProtocolCommandFailedError [line LINE]: {number}InvalidAspirateVolumeError: "
        log, error = self.fails("2.14", take_too_much, detail)
        (wrapped,) = error["wrappedErrors"]
        self.assertEqual(wrapped["errorType"], "ProtocolCommandFailedError")
        (own,) = wrapped["wrappedErrors"]
        self.assertEqual(own["errorType"], "InvalidAspirateVolumeError")

    def test_no_tip(self):
        number = "Error 3005 UNEXPECTED_TIP_REMOVAL (UnexpectedTipRemovalError): "
        for level in ("2.0", "2.13"):
            text = f"{number}Cannot perform PREPARE_ASPIRATE without a tip attached."
            log, error = self.fails(level, 'pip.aspirate(30, plate["A1"])', f"UnexpectedTipRemovalError [line LINE]: {text}$")
            (wrapped,) = error["wrappedErrors"]
            self.assertEqual((wrapped["errorType"], wrapped["errorCode"]), ("UnexpectedTipRemovalError", "3005"))
            self.assertEqual(log.commands[-1]["error"]["errorType"], "LegacyContextCommandError")
        self.fails("2.16", 'pip.aspirate(30, plate["A1"])', "ProtocolCommandFailedError [line LINE]: ")
        for level in ("2.13", "2.16"):
            self.fails(level, 'pip.mix(2, 30, plate["A1"])', f"UnexpectedTipRemovalError [line LINE]: {number}Cannot perform mix ")

    def test_no_tips_left(self):
        log, error = self.fails("2.11", "for _ in range(97): pip.pick_up_tip(); pip.drop_tip()", "OutOfTipsError [line LINE]: $")
        self.assertEqual(log.counts["pickUpTip"], 96)
        self.assertEqual(error["wrappedErrors"][0]["errorInfo"]["class"], "OutOfTipsError")

    def test_second_tip(self):
        twice = "pip.pick_up_tip(); pip.pick_up_tip()"
        self.fails("2.13", twice, "UnexpectedTipAttachError [line LINE]: Error 3012 UNEXPECTED_TIP_ATTACH ")
        self.fails("2.14", twice, "ProtocolCommandFailedError [line LINE]: ")

    def test_unknown_labware(self):
        self.fails("2.13", 'ctx.load_labware("no_such_plate", 3)', "FileNotFoundError [line LINE]: ")
        self.fails("2.14", 'ctx.load_labware("no_such_plate", 3)', "ProtocolCommandFailedError [line LINE]: ")

    def test_taken_slot(self):
        load = 'ctx.load_labware("nest_12_reservoir_15ml", 2)'
        log, _ = self.fails("2.8", load, "DeckConflictError [line LINE]: ")
        self.assertEqual(log.counts["loadLabware"], 2)
        log, _ = self.fails("2.15", load, "ProtocolCommandFailedError [line LINE]: ")
        self.assertEqual([each["status"] for each in log.of_type("loadLabware")], ["succeeded", "succeeded", "failed"])

    def test_levels(self):
        number = "Error 4011 INCORRECT_API_VERSION (APIVersionError): "
        self.fails("2.6", "pip.has_tip", f"APIVersionError [line LINE]: {number}InstrumentContext.has_tip ")
        number = "Error 4002 API_REMOVED (UnsupportedAPIError): "
        self.fails("2.14", 'ctx.max_speeds["X"] = 10', f"UnsupportedAPIError [line LINE]: {number}ProtocolContext.max_speeds ")
        self.fails("2.13", "ctx.define_liquid('water', 'a', '#00f')", "APIVersionError [line LINE]: ")

    def test_errors_of_the_file_itself(self):
        self.fails("2.13", 'plate["Z1"]', "KeyError [line LINE]: 'Z1'")
        self.fails("2.13", "raise RuntimeError('the lid is open')", "RuntimeError [line LINE]: the lid is open$")
        self.fails("2.13", "pip.transfer([1, 2], plate.wells()[:3], plate.wells()[3:6])", "RuntimeError [line LINE]: ")
        self.fails("2.13", "pip.blow_out()", "RuntimeError [line LINE]: ")
        self.fails("2.13", 'pip.move_to(plate["A1"])', "AttributeError [line LINE]: 'Well' object has no attribute 'labware'$")
        self.fails("2.9", "pip._implementation.get_mount()", "AttributeError [line LINE]: ")

    def test_what_came_to_nothing_before_the_robot_was_asked(self):
        """Some calls have a failed entry all the same, below 2.14."""
        take_tip, magnets = "pip.pick_up_tip(); ", 'magnet = ctx.load_module("magdeck", 4); magnet.load_labware("corning_24_wellplate_3.4ml_flat"); '
        cases = (
            ('pip.touch_tip(plate["A1"])', "TOUCH_TIP", "Touching tip", "3005"),
            (take_tip + "pip.touch_tip(5)", "TOUCH_TIP", "Touching tip", "4000"),
            ('pip.move_to(plate["A1"])', "MOVE_TO", "Moving to A1 of Corning 96 Well Plate 360 µL Flat on 2", "4000"),
            (magnets + "magnet.engage()", "MAGDECK_ENGAGE", "Engaging Magnetic Module", "4000"),
        )
        for body, kind, text, code in cases:
            log, error = self.fails("2.11", body, "")
            (entry,) = log.of_type(kind)
            self.assertEqual((entry["id"], entry["status"]), (f"command.{kind}-0", "failed"))
            self.assertEqual(entry["params"], {"legacyCommandType": f"command.{kind}", "legacyCommandText": text})
            self.assertEqual((entry["error"]["errorType"], entry["error"]["errorCode"]), ("LegacyContextCommandError", code))
            self.assertIn(entry["error"]["detail"], error["detail"])
            log, _ = self.fails("2.14", body, "")
            self.assertEqual({each["status"] for each in log.commands}, {"succeeded"})

    def test_wells_that_do_not_fit_each_other(self):
        """The plan begins before that is noticed."""
        for level in ("2.5", "2.16"):
            log, _ = self.fails(level, "pip.transfer(50, plate.wells()[:2], plate.wells()[2:5])", "ValueError [line LINE]: ")
            self.assertEqual(log.types[-1], "pickUpTip")

    def test_a_module_of_earlier_releases(self):
        source = "from opentrons.protocol_api.contexts import InstrumentContext\n" + START.replace("LEVEL", "2.5")
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "protocol.py"
            file.write_text(source, encoding="utf-8")
            _, error = self.failed(file)
        self.assertEqual(error["detail"], "No module named 'opentrons.protocol_api.contexts'")

    def test_line_of_a_helper(self):
        body = """\
            def helper():
                pip.blow_out(plate)
            pip.pick_up_tip()
            helper()
        """
        self.fails("2.13", body, f"LocationTypeError [line {FIRST_LINE + 1}]: ")


if __name__ == "__main__":
    unittest.main()
