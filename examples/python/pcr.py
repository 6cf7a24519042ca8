"""Sets up a PCR in the thermocycler and runs it, with primers kept on a shaking incubator."""

metadata = {"protocolName": "PCR", "apiLevel": "2.13"}

CYCLES = 3
STEPS = [
    {"temperature": 95, "hold_time_seconds": 15},
    {"temperature": 58, "hold_time_seconds": 30},
    {"temperature": 72, "hold_time_minutes": 1},
]


def run(protocol):
    cycler = protocol.load_module("thermocycler module")
    reactions = cycler.load_labware("nest_96_wellplate_100ul_pcr_full_skirt")
    shaker = protocol.load_module("heaterShakerModuleV1", 1)
    templates = shaker.load_labware("opentrons_96_pcr_adapter_nest_wellplate_100ul_pcr_full_skirt")
    reservoir = protocol.load_labware("nest_12_reservoir_15ml", 6)
    tips = [protocol.load_labware("opentrons_96_filtertiprack_20ul", slot) for slot in (5, 9)]
    pipette = protocol.load_instrument("p20_multi_gen2", "right", tip_racks=tips)
    pipette.flow_rate.aspirate = 5

    shaker.close_labware_latch()
    shaker.set_target_temperature(37)
    if cycler.lid_position != "open":
        cycler.open_lid()
    cycler.set_lid_temperature(105)
    cycler.set_block_temperature(4)
    shaker.wait_for_temperature()
    shaker.set_and_wait_for_shake_speed(500)
    protocol.delay(minutes=1)
    shaker.deactivate_shaker()

    pipette.distribute(8, reservoir["A1"], reactions.rows()[0][:4], blow_out=True, blowout_location="source well")
    for template, reaction in zip(templates.rows()[0], reactions.rows()[0][:4]):
        pipette.pick_up_tip()
        pipette.aspirate(2, template)
        pipette.dispense(2, reaction)
        pipette.mix(3, 8, reaction, rate=1.5)
        pipette.blow_out()
        pipette.touch_tip(v_offset=-2)
        pipette.drop_tip()
    shaker.deactivate_heater()

    cycler.close_lid()
    cycler.set_block_temperature(95, hold_time_minutes=2, block_max_volume=10)
    cycler.execute_profile(steps=STEPS, repetitions=CYCLES, block_max_volume=10)
    cycler.set_block_temperature(72, hold_time_minutes=5, block_max_volume=10)
    cycler.set_block_temperature(4)
    cycler.deactivate_lid()
    cycler.open_lid()
