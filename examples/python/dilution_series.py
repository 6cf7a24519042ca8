"""Dilutes samples over a plate; what and how far is asked before the run."""

from opentrons.protocol_api import ParameterContext, ProtocolContext

metadata = {"protocolName": "Dilution series", "author": "deckhand"}
requirements = {"robotType": "OT-2", "apiLevel": "2.20"}


def add_parameters(parameters: ParameterContext):
    parameters.add_int("Dilutions", "dilutions", default=5, minimum=1, maximum=11, description="Steps after the first column")
    parameters.add_float("Factor", "factor", default=2.0, minimum=1.5, maximum=10.0)
    parameters.add_bool("Mix slowly", "slowly", default=False)
    parameters.add_str(
        "Pipette",
        "mount",
        default="left",
        choices=[{"display_name": "Left", "value": "left"}, {"display_name": "Right", "value": "right"}],
    )


def run(protocol: ProtocolContext):
    given = protocol.params
    tips = protocol.load_labware("opentrons_96_tiprack_300ul", "C1")
    reservoir = protocol.load_labware("nest_12_reservoir_15ml", "D1")
    plate = protocol.load_labware("corning_96_wellplate_360ul_flat", "D2")
    pipette = protocol.load_instrument("p300_multi_gen2", given.mount, tip_racks=[tips])

    diluent = protocol.define_liquid("diluent")
    reservoir["A1"].load_liquid(diluent, 12000)

    total_ul = 200.0
    sample_ul = total_ul / given.factor
    columns = plate.rows()[0][: given.dilutions + 1]
    pipette.transfer(total_ul - sample_ul, reservoir["A1"], columns[1:], new_tip="once")
    for source, destination in zip(columns, columns[1:]):
        pipette.pick_up_tip()
        pipette.aspirate(sample_ul, source)
        pipette.dispense(sample_ul, destination)
        pipette.mix(3, sample_ul, destination, rate=0.5 if given.slowly else 1.0)
        pipette.blow_out(destination.top())
        pipette.drop_tip()
