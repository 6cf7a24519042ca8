"""Cleans up a column of samples with magnetic beads: bind, wash twice, elute."""

from types import MethodType

from opentrons.types import Point

metadata = {"protocolName": "Bead clean-up", "apiLevel": "2.8"}

SAMPLE_COLUMNS = 2
BEADS_UL, WASH_UL, ELUTION_UL = 90, 150, 40


def leave_slowly(self, well):
    """Draws the tip out at 10 mm/s, so that no drop clings to it."""
    self.move_to(well.top(), speed=10)


def run(protocol):
    magnets = protocol.load_module("magnetic module gen2", 1)
    samples = magnets.load_labware("nest_96_wellplate_2ml_deep", "samples")
    cooler = protocol.load_module("temperature module gen2", 3)
    eluates = cooler.load_labware("opentrons_96_aluminumblock_nest_wellplate_100ul", "eluates")
    reagents = protocol.load_labware("nest_12_reservoir_15ml", 2, "reagents")
    waste = protocol.load_labware("nest_1_reservoir_195ml", 5, "waste")["A1"]
    tips = [protocol.load_labware("opentrons_96_tiprack_300ul", slot) for slot in (4, 6, 7)]
    pipette = protocol.load_instrument("p300_multi_gen2", "left", tip_racks=tips)
    pipette.leave_slowly = MethodType(leave_slowly, pipette)

    beads, wash, buffer = reagents["A1"], reagents["A2"], reagents["A3"]
    columns = samples.rows()[0][:SAMPLE_COLUMNS]
    for well in columns:
        well.held_ul = 100

    def remove_liquid(well, side):
        """Away from the beads, which the magnets hold on one side of the well."""
        protocol.max_speeds["Z"] = 50
        pipette.pick_up_tip()
        while well.held_ul > 0:
            volume_ul = min(well.held_ul, 180)
            pipette.aspirate(volume_ul, well.bottom(0.7).move(Point(x=side * well.length / 4)), rate=0.3)
            pipette.air_gap(20)
            pipette.dispense(volume_ul + 20, waste.top())
            well.held_ul -= volume_ul
        pipette.drop_tip()
        del protocol.max_speeds["Z"]

    protocol.set_rail_lights(True)
    cooler.set_temperature(4)
    magnets.disengage()
    for well in columns:
        pipette.pick_up_tip()
        pipette.mix(3, 150, beads)
        pipette.transfer(BEADS_UL, beads, well, new_tip="never", mix_after=(5, 100))
        pipette.leave_slowly(well)
        pipette.drop_tip()
        well.held_ul += BEADS_UL
    protocol.delay(minutes=5, msg="The beads bind")

    for _ in range(2):
        magnets.engage(height_from_base=4)
        protocol.delay(minutes=2, msg="The beads settle")
        for number, well in enumerate(columns):
            remove_liquid(well, side=-1 if number % 2 == 0 else 1)
        magnets.disengage()
        pipette.distribute(WASH_UL, wash, [well.top() for well in columns], disposal_volume=0, air_gap=10)
        for well in columns:
            well.held_ul += WASH_UL
    magnets.engage(height_from_base=4)
    protocol.pause("Is the last wash clear?")
    for number, well in enumerate(columns):
        remove_liquid(well, side=-1 if number % 2 == 0 else 1)

    magnets.disengage()
    for well, eluate in zip(columns, eluates.rows()[0]):
        pipette.transfer(ELUTION_UL, buffer, well, mix_after=(10, 30))
        magnets.engage()
        pipette.transfer(ELUTION_UL, well.bottom(0.7), eluate.bottom(2), blow_out=True, blowout_location="destination well")
        magnets.disengage()
    protocol.set_rail_lights(False)
