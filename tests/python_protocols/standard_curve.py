import numpy as np

metadata = {"protocolName": "Standard curve", "apiLevel": "2.11"}


def run(ctx):
    tips = ctx.load_labware("opentrons_96_tiprack_300ul", 1)
    plate = ctx.load_labware("nest_96_wellplate_200ul_flat", 2)
    buffers = ctx.load_labware("nest_12_reservoir_15ml", 3)
    pipette = ctx.load_instrument("p300_single_gen2", "right", tip_racks=[tips])
    pipette.flow_rate.aspirate = np.float32(50)
    volumes = np.linspace(20, 160, 8)
    for stock, total in zip(buffers.wells(), (volumes, volumes[::-1])):
        pipette.pick_up_tip()
        for volume, well in zip(total, plate.columns()[0]):
            pipette.transfer(volume, stock, well, new_tip="never")
        pipette.drop_tip()
    pipette.pick_up_tip()
    pipette.mix(2, np.int64(100), plate["A1"])
    pipette.drop_tip()
    ctx.delay(seconds=np.int64(5))

    ctx.pause("Put the next plate into slot 2.")
    del ctx.deck["2"]
    next_plate = ctx.load_labware("corning_96_wellplate_360ul_flat", 2)
    pipette.transfer(30, buffers["A3"], next_plate["A1"])
