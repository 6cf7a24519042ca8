"""Spreads samples from tubes over a plate, as a list of volumes says."""

import csv

metadata = {
    "protocolName": "Tubes to plate",
    "description": "Volumes from a list; small ones with the P10, large ones with the P50",
    "apiLevel": "2.0",
}

PLAN = """tube,well,volume_ul
A1,A1,5
A1,B1,12.5
B1,A2,8
B1,B2,40
C1,A3,2.5
C1,B3,30
"""


def run(protocol):
    small_tips = protocol.load_labware("opentrons_96_tiprack_10ul", 1)
    large_tips = protocol.load_labware("opentrons_96_tiprack_300ul", 2)
    tubes = protocol.load_labware("opentrons_24_tuberack_eppendorf_1.5ml_safelock_snapcap", 4, "samples")
    plate = protocol.load_labware("corning_96_wellplate_360ul_flat", 5)
    p10 = protocol.load_instrument("p10_single", "left", tip_racks=[small_tips])
    p50 = protocol.load_instrument("p50_single", "right", tip_racks=[large_tips])

    for line in csv.DictReader(PLAN.splitlines()):
        volume_ul = float(line["volume_ul"])
        pipette = p10 if volume_ul <= 10 else p50
        pipette.pick_up_tip()
        pipette.aspirate(volume_ul, tubes[line["tube"]].bottom(2))
        pipette.touch_tip(v_offset=-3)
        pipette.dispense(volume_ul, plate[line["well"]])
        pipette.blow_out(plate[line["well"]].top(-1))
        pipette.drop_tip()

    protocol.comment(f"{len(protocol.commands())} steps so far")
    protocol.pause("Seal the plate")
    protocol.delay(seconds=10)
    protocol.home()
