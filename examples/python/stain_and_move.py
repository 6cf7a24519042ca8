"""Stains a plate on the shaker and has it moved to the other side of the deck by hand."""

from opentrons.protocol_api import OFF_DECK

metadata = {"protocolName": "Stain and move"}
requirements = {"robotType": "OT-2", "apiLevel": "2.15"}


def run(protocol):
    shaker = protocol.load_module("heaterShakerModuleV1", "D1")
    adapter = shaker.load_adapter("opentrons_96_flat_bottom_adapter")
    plate = adapter.load_labware("nest_96_wellplate_200ul_flat", "cells")
    reservoir = protocol.load_labware("nest_12_reservoir_15ml", "D3")
    tips = protocol.load_labware("opentrons_96_tiprack_300ul", "C3")
    spare = protocol.load_labware("corning_96_wellplate_360ul_flat", OFF_DECK, "spare")
    pipette = protocol.load_instrument("p300_multi_gen2", "left", tip_racks=[tips])

    stain = protocol.define_liquid("stain", "keep it in the dark", "#6A0DAD")
    reservoir["A1"].load_liquid(stain, 9000)

    shaker.close_labware_latch()
    pipette.transfer(50, reservoir["A1"], plate.rows()[0][:3], new_tip="always", touch_tip=True)
    shaker.set_and_wait_for_shake_speed(300)
    protocol.delay(seconds=30, msg="The stain spreads")
    shaker.deactivate_shaker()
    shaker.open_labware_latch()

    protocol.move_labware(plate, "B2")
    protocol.move_labware(spare, "A1")
    pipette.pick_up_tip()
    pipette.aspirate(100, plate["A1"].center())
    pipette.dispense(100, spare["A1"].top(-2), push_out=5)
    pipette.drop_tip()
    protocol.move_labware(plate, OFF_DECK)
