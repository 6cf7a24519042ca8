import pathlib
import tempfile
import unittest

from run_log import ProtocolCase

PARTIAL = """\
from opentrons.protocol_api import ALL, PARTIAL_COLUMN, SINGLE
requirements = {"robotType": "OT-2", "apiLevel": "2.20"}
def run(ctx):
    racks = [ctx.load_labware("opentrons_96_tiprack_300ul", slot) for slot in (1, 4)]
    plate = ctx.load_labware("corning_96_wellplate_360ul_flat", 2)
    pipette = ctx.load_instrument("p300_multi_gen2", "left")
    pipette.configure_nozzle_layout(style=SINGLE, start="H1", tip_racks=racks)
    pipette.transfer(50, plate["A1"], plate.columns()[1][:3], new_tip="always")
    pipette.configure_nozzle_layout(style=PARTIAL_COLUMN, start="H1", end="G1", tip_racks=racks)
    pipette.transfer(50, plate["D1"], plate["D3"])
    pipette.configure_nozzle_layout(style=ALL, tip_racks=racks)
    pipette.transfer(50, plate["A1"], plate["A4"])
"""


class PartialPickupTests(ProtocolCase):
    def test_one_nozzle_some_and_all(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "protocol.py"
            file.write_text(PARTIAL, encoding="utf-8")
            log = self.passed(file)
        self.assertEqual([each["wellName"] for each in log.params("pickUpTip")], ["A12", "B12", "C12", "F12", "A1"])
        self.assertEqual([each["wellName"] for each in log.params("dispense")], ["A2", "B2", "C2", "D3", "A4"])
        # The place of a command is that of the nozzle that starts the layout.
        first = log.of_type("pickUpTip")[0]["result"]["position"]
        self.assertEqual((first["x"], first["y"]), (113.38, 74.24))


if __name__ == "__main__":
    unittest.main()
