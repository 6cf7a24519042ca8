#!/usr/bin/env python3
"""Writes the example protocols in examples/. Run it again after a change here; the files are checked in."""

import json
import pathlib

ROWS = "ABCDEFGH"
COLUMNS = range(1, 13)


def grid_labware(load_name, display_name, category, rows, columns, first, depth, volume_ul, height, shape, parameters, dy=9, length=85.48):
    """A schema-2 definition of one regular grid of wells; `first` is the bottom centre of A1 (mm), and columns are 9 mm apart."""
    names = [[f"{ROWS[r]}{c + 1}" for r in range(rows)] for c in range(columns)]
    wells = {}
    for c, column in enumerate(names):
        for r, name in enumerate(column):
            wells[name] = {
                **shape,
                "depth": depth,
                "totalLiquidVolume": volume_ul,
                "x": round(first[0] + c * 9, 3),
                "y": round(first[1] - r * dy, 3),
                "z": first[2],
            }
    return {
        "schemaVersion": 2,
        "version": 1,
        "namespace": "opentrons",
        "metadata": {"displayName": display_name, "displayCategory": category, "displayVolumeUnits": "µL"},
        "brand": {"brand": "generic"},
        "parameters": {"loadName": load_name, "isMagneticModuleCompatible": False, "quirks": [], **parameters},
        "cornerOffsetFromSlot": {"x": 0, "y": 0, "z": 0},
        "dimensions": {"xDimension": 127.76, "yDimension": length, "zDimension": height},
        "ordering": names,
        "wells": wells,
        "groups": [{"metadata": {}, "wells": [name for column in names for name in column]}],
    }


def circle(diameter):
    return {"shape": "circular", "diameter": diameter}


def tip_rack(load_name, display_name, z, tip_length, overlap, diameter, volume_ul, height):
    parameters = {"format": "96Standard", "isTiprack": True, "tipLength": tip_length, "tipOverlap": overlap}
    return grid_labware(
        load_name, display_name, "tipRack", 8, 12, (14.38, 74.24, z), tip_length, volume_ul, height, circle(diameter), parameters
    )


RACK_300 = tip_rack("opentrons_96_tiprack_300ul", "Rack of 300 µL tips", 5.39, 59.3, 7.47, 5.23, 300, 64.49)
RACK_10 = tip_rack("opentrons_96_tiprack_10ul", "Rack of 10 µL tips", 25.49, 39.2, 3.29, 3.27, 10, 64.69)
PLATE = grid_labware(
    "corning_96_wellplate_360ul_flat",
    "Flat plate, 96 wells of 360 µL",
    "wellPlate",
    8,
    12,
    (14.38, 74.24, 3.55),
    10.67,
    360,
    14.22,
    circle(6.86),
    {"format": "96Standard", "isTiprack": False},
    length=85.47,
)
RESERVOIR = grid_labware(
    "nest_12_reservoir_15ml",
    "Reservoir, 12 troughs of 15 mL",
    "reservoir",
    1,
    12,
    (14.38, 42.78, 4.55),
    26.85,
    15000,
    31.4,
    {"shape": "rectangular", "xDimension": 8.2, "yDimension": 71.2},
    {"format": "trough", "isTiprack": False, "quirks": ["centerMultichannelOnWells", "touchTipDisabled"]},
    dy=0,
)


def uri(definition):
    return f"{definition['namespace']}/{definition['parameters']['loadName']}/{definition['version']}"


def command(command_type, **params):
    return {"commandType": command_type, "params": params}


def load_labware(definition, labware_id, slot):
    """As schemas 7 and 8 have it."""
    return command(
        "loadLabware",
        labwareId=labware_id,
        location={"slotName": slot},
        loadName=definition["parameters"]["loadName"],
        namespace=definition["namespace"],
        version=definition["version"],
    )


class Pipette:
    """Makes the commands of one pipette."""

    def __init__(self, pipette_id, aspirate_flow, dispense_flow):
        self.id = pipette_id
        self.aspirate_flow = aspirate_flow
        self.dispense_flow = dispense_flow

    def at(self, command_type, labware_id, well, z=None, origin="bottom", **params):
        if z is not None:
            params["wellLocation"] = {"origin": origin, "offset": {"x": 0, "y": 0, "z": z}}
        return command(command_type, pipetteId=self.id, labwareId=labware_id, wellName=well, **params)

    def pick_up(self, labware_id, well):
        return self.at("pickUpTip", labware_id, well)

    def aspirate(self, volume, labware_id, well, z=1):
        return self.at("aspirate", labware_id, well, z, volume=volume, flowRate=self.aspirate_flow)

    def dispense(self, volume, labware_id, well, z=1):
        return self.at("dispense", labware_id, well, z, volume=volume, flowRate=self.dispense_flow)

    def mix(self, times, volume, labware_id, well):
        once = [self.aspirate(volume, labware_id, well), self.dispense(volume, labware_id, well)]
        return once * times

    def blow_out(self, labware_id, well):
        return self.at("blowout", labware_id, well, -2, origin="top", flowRate=self.dispense_flow)

    def touch(self, labware_id, well, radius=1.0):
        return self.at("touchTip", labware_id, well, -1, origin="top", radius=radius)

    def to_trash_area(self):
        return command(
            "moveToAddressableAreaForDropTip",
            pipetteId=self.id,
            addressableAreaName="fixedTrash",
            offset={"x": 0, "y": 0, "z": 0},
            alternateDropLocation=True,
        )

    def drop_in_area(self):
        return [self.to_trash_area(), command("dropTipInPlace", pipetteId=self.id)]

    def drop(self):
        return self.at("dropTip", "fixedTrash", "A1")


def protocol(schema_version, name, description, definitions, commands, **more):
    return {
        "$otSharedSchema": f"#/protocol/schemas/{schema_version}",
        "schemaVersion": schema_version,
        "metadata": {"protocolName": name, "author": "deckhand", "description": description},
        "robot": {"model": "OT-2 Standard", "deckId": "ot2_standard"},
        "labwareDefinitions": {uri(definition): definition for definition in definitions},
        **more,
        "commands": commands,
    }


def serial_dilution():
    """Schema 8: two rows, each diluted 1:2 from column 1 to column 12."""
    p300 = Pipette("p300", 150, 300)
    rows = "AB"
    commands = [
        command("loadPipette", pipetteId="p300", pipetteName="p300_single", mount="right"),
        load_labware(RACK_300, "tips", "1"),
        load_labware(RESERVOIR, "reservoir", "2"),
        load_labware(PLATE, "plate", "3"),
        command("loadLiquid", liquidId="diluent", labwareId="reservoir", volumeByWell={"A1": 6000}),
        command("loadLiquid", liquidId="sample", labwareId="plate", volumeByWell={f"{row}1": 200 for row in rows}),
        command("comment", message="Diluent: 100 µL into columns 2 to 12"),
        p300.pick_up("tips", "A1"),
    ]
    targets = [f"{row}{column}" for row in rows for column in COLUMNS if column > 1]
    for pair in zip(targets[::2], targets[1::2]):
        commands.append(p300.aspirate(200, "reservoir", "A1"))
        commands += [p300.dispense(100, "plate", well, z=8) for well in pair]
    commands += p300.drop_in_area()
    for number, row in enumerate(rows):
        commands.append(command("comment", message=f"Row {row}: 100 µL from each column to the next"))
        commands.append(p300.pick_up("tips", f"{ROWS[number + 1]}1"))
        for column in COLUMNS:
            well = f"{row}{column}"
            if column > 1:
                commands.append(p300.dispense(100, "plate", well))
                commands += p300.mix(3, 100, "plate", well)
                commands += [p300.blow_out("plate", well), p300.touch("plate", well)]
            commands.append(p300.aspirate(100, "plate", well))
        commands.append(p300.to_trash_area())
        commands.append(command("dispenseInPlace", pipetteId="p300", volume=100, flowRate=300))
        commands += p300.drop_in_area()
    liquids = {
        "diluent": {"displayName": "Diluent", "description": "Buffer", "displayColor": "#50d5ff"},
        "sample": {"displayName": "Sample", "description": "Undiluted sample", "displayColor": "#ff9900"},
    }
    return protocol(
        8,
        "Serial dilution",
        "Dilutes two samples 1:2 over twelve columns, mixing at every step",
        [RACK_300, RESERVOIR, PLATE],
        commands,
        labwareDefinitionSchemaId="opentronsLabwareSchemaV2",
        commandSchemaId="opentronsCommandSchemaV8",
        commandAnnotationSchemaId="opentronsCommandAnnotationSchemaV1",
        commandAnnotations=[],
        liquidSchemaId="opentronsLiquidSchemaV1",
        liquids=liquids,
    )


def plate_fill():
    """Schema 6: eight channels fill the plate with buffer, one channel adds a reagent to the first column."""
    multi, single = Pipette("multi", 150, 300), Pipette("single", 5, 10)
    placed = {"tips300": (RACK_300, "1"), "tips10": (RACK_10, "4"), "reservoir": (RESERVOIR, "2"), "plate": (PLATE, "3")}
    commands = [
        command("loadPipette", pipetteId="multi", mount="left"),
        command("loadPipette", pipetteId="single", mount="right"),
    ]
    commands += [command("loadLabware", labwareId=name, location={"slotName": slot}) for name, (_, slot) in placed.items()]
    commands.append(multi.pick_up("tips300", "A1"))
    for first, second in zip(COLUMNS[::2], COLUMNS[1::2]):
        commands.append(multi.aspirate(200, "reservoir", "A1", z=2))
        commands += [multi.dispense(100, "plate", f"A{column}", z=8) for column in (first, second)]
    commands += [multi.blow_out("reservoir", "A1"), multi.drop()]
    commands.append(command("delay", seconds=2, message="Let the plate settle"))
    for row in ROWS:
        commands += [
            single.pick_up("tips10", f"{row}1"),
            single.aspirate(5, "reservoir", "A2", z=2),
            single.dispense(5, "plate", f"{row}1"),
            *single.mix(2, 8, "plate", f"{row}1"),
            single.touch("plate", f"{row}1"),
            single.drop(),
        ]
    return protocol(
        6,
        "Plate fill",
        "Fills a 96-well plate with 100 µL of buffer, eight wells at a time, and adds 5 µL of a reagent to the first column",
        [RACK_300, RACK_10, RESERVOIR, PLATE],
        commands,
        pipettes={"multi": {"name": "p300_multi"}, "single": {"name": "p10_single"}},
        labware={
            name: {"definitionId": uri(definition), "displayName": definition["metadata"]["displayName"]}
            for name, (definition, _) in placed.items()
        },
        liquids={},
    )


def touch_tip_500():
    """Schema 7: many short commands, for watching the gaps between them."""
    p300 = Pipette("p300", 150, 300)
    wells = [f"{row}{column}" for row in ROWS for column in COLUMNS]
    commands = [
        command("loadPipette", pipetteId="p300", pipetteName="p300_single", mount="right"),
        load_labware(RACK_300, "tips", "1"),
        load_labware(PLATE, "plate", "2"),
        p300.pick_up("tips", "A1"),
        *(p300.touch("plate", wells[i % len(wells)]) for i in range(500)),
        p300.drop(),
    ]
    return protocol(7, "500 touches", "Touches the walls of a plate's wells 500 times", [RACK_300, PLATE], commands, liquids={})


def render(value, indent=0):
    """JSON with one line for whatever fits into one, and no longer."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or len(line) + indent <= 240:
        return line
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        items = [f"{pad}{json.dumps(key, ensure_ascii=False)}: {render(item, indent + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + render(item, indent + 1) for item in value) + "\n" + " " * indent + "]"


def main():
    folder = pathlib.Path(__file__).resolve().parent.parent / "examples"
    folder.mkdir(exist_ok=True)
    for make in (serial_dilution, plate_fill, touch_tip_500):
        (folder / f"{make.__name__}.json").write_text(render(make()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
