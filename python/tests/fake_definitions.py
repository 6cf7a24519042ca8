"""Labware definitions made from a few figures, for tests."""

from __future__ import annotations


def grid_definition(
    load_name,
    rows=8,
    columns=12,
    first=(14.38, 74.24, 3.55),
    pitch=9.0,
    depth=10.67,
    volume_ul=360,
    diameter=6.86,
    size=None,
    height=14.22,
    namespace="opentrons",
    version=1,
    display_name=None,
    tip_length=None,
    **parameters,
):
    ordering = [[f"{chr(65 + row)}{column + 1}" for row in range(rows)] for column in range(columns)]
    wells = {}
    for column, names in enumerate(ordering):
        for row, name in enumerate(names):
            shape = {"shape": "circular", "diameter": diameter}
            if size is not None:
                shape = {"shape": "rectangular", "xDimension": size[0], "yDimension": size[1]}
            x, y = round(first[0] + column * pitch, 2), round(first[1] - row * pitch, 2)
            wells[name] = {"x": x, "y": y, "z": first[2], "depth": depth, "totalLiquidVolume": volume_ul, **shape}
    if tip_length is not None:
        parameters["tipLength"] = tip_length
    return {
        "schemaVersion": 2,
        "version": version,
        "namespace": namespace,
        "metadata": {"displayName": display_name or load_name, "displayCategory": "other", "displayVolumeUnits": "µL"},
        "parameters": {"loadName": load_name, "isTiprack": tip_length is not None, "quirks": [], **parameters},
        "cornerOffsetFromSlot": {"x": 0, "y": 0, "z": 0},
        "dimensions": {"xDimension": 127.76, "yDimension": 85.48, "zDimension": height},
        "ordering": ordering,
        "wells": wells,
        "groups": [],
    }


def tip_rack(load_name, volume_ul, tip_length=59.3, display_name=None):
    return grid_definition(
        load_name, first=(14.38, 74.24, 5.39), depth=59.3, volume_ul=volume_ul, diameter=5.23, height=64.49,
        tip_length=tip_length, display_name=display_name,
    )  # fmt: skip


def trash():
    quirks = ["fixedTrash", "centerMultichannelOnWells", "touchTipDisabled"]
    return grid_definition(
        "opentrons_1_trash_1100ml_fixed", 1, 1, (82.84, 80, 82), depth=0, volume_ul=1100000, size=(107.11, 165.67),
        height=82, display_name="Opentrons Fixed Trash", quirks=quirks,
    )  # fmt: skip


def plate_on_adapter():
    plate = grid_definition("stackable_plate", display_name="Stackable Plate")
    plate["stackingOffsetWithLabware"] = {"flat_adapter": {"x": 1, "y": 2, "z": 4}}
    return plate


def adapter():
    definition = grid_definition("flat_adapter", 1, 1, height=20, display_name="Flat Adapter")
    definition["allowedRoles"] = ["adapter"]
    return definition


def all_definitions():
    plate = "corning_96_wellplate_360ul_flat"
    return [
        trash(),
        tip_rack("opentrons_96_tiprack_300ul", 300, display_name="Opentrons 96 Tip Rack 300 µL"),
        tip_rack("opentrons_96_tiprack_20ul", 20, 39.2, "Opentrons 96 Tip Rack 20 µL"),
        grid_definition(plate, display_name="Corning 96 Well Plate 360 µL Flat"),
        grid_definition(plate, version=2, display_name="Corning 96 Well Plate 360 µL Flat"),
        grid_definition(
            "nest_12_reservoir_15ml", 1, 12, (14.38, 42.78, 4.55), depth=26.85, volume_ul=15000, size=(8.2, 71.2),
            height=31.4, display_name="NEST 12 Well Reservoir 15 mL", quirks=["touchTipDisabled"],
        ),  # fmt: skip
        grid_definition("beta_plate", namespace="custom_beta", display_name="Beta Plate"),
        plate_on_adapter(),
        adapter(),
    ]
