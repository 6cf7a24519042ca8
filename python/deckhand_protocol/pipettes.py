"""The figures of the twelve pipettes of an OT-2, by name and API level."""

from __future__ import annotations

from typing import NamedTuple

from deckhand_protocol.api_version import APIVersion


class PipetteFigures(NamedTuple):
    name: str
    model: str
    display_name: str
    channels: int
    min_volume_ul: float
    max_volume_ul: float
    aspirate_flow_ul_s: float
    dispense_flow_ul_s: float
    blow_out_flow_ul_s: float
    aspirate_ul_mm: float  # of plunger travel, with a full pipette
    dispense_ul_mm: float
    tip_overlap_mm: float
    return_height: float  # the part of a tip's length that it goes back into its rack
    raised_flow_ul_s: float | None = None  # all three flows from 2.6 on
    back_compatible_name: str | None = None


_RAISED_SINCE = APIVersion(2, 6)

# fmt: off
_PIPETTES = (
    PipetteFigures("p10_single", "p10_single_v1.5", "P10 Single-Channel GEN1", 1, 1, 10, 5, 10, 1000, 0.771, 0.7945, 3.29, 0.5),
    PipetteFigures("p10_multi", "p10_multi_v1.6", "P10 8-Channel GEN1", 8, 1, 10, 5, 10, 1000, 0.7668, 0.8058688085, 3.29, 0.5),
    PipetteFigures("p50_single", "p50_single_v1.5", "P50 Single-Channel GEN1", 1, 5, 50, 25, 50, 1000, 3.0141, 2.931601299, 7.47, 0.5),
    PipetteFigures("p50_multi", "p50_multi_v1.5", "P50 8-Channel GEN1", 8, 5, 50, 25, 50, 1000, 3.0612, 3.06368702, 7.47, 0.5),
    PipetteFigures("p300_single", "p300_single_v1.5", "P300 Single-Channel GEN1", 1, 30, 300, 150, 300, 1000, 18.8142, 18.83156277, 7.47, 0.5),
    PipetteFigures("p300_multi", "p300_multi_v1.5", "P300 8-Channel GEN1", 8, 30, 300, 150, 300, 1000, 19.33, 19.29389273, 7.47, 0.5),
    PipetteFigures("p1000_single", "p1000_single_v1.5", "P1000 Single-Channel GEN1", 1, 100, 1000, 500, 1000, 1000, 61.8209, 61.3275, 7.95, 0.5),
    PipetteFigures("p20_single_gen2", "p20_single_v2.2", "P20 Single-Channel GEN2", 1, 1, 20, 3.78, 3.78, 3.78, 0.7615, 0.7615, 8.25, 0.5, 7.56, "p10_single"),
    PipetteFigures("p20_multi_gen2", "p20_multi_v2.1", "P20 8-Channel GEN2", 8, 1, 20, 7.6, 7.6, 7.6, 0.7507, 0.7507, 8.25, 0.5, None, "p10_multi"),
    PipetteFigures("p300_single_gen2", "p300_single_v2.1", "P300 Single-Channel GEN2", 1, 20, 300, 46.43, 46.43, 46.43, 9.3096, 9.3096, 8.2, 0.5, 92.86, "p300_single"),
    PipetteFigures("p300_multi_gen2", "p300_multi_v2.1", "P300 8-Channel GEN2", 8, 20, 300, 94, 94, 94, 9.2787, 9.2787, 8.2, 0.4, None, "p300_multi"),
    PipetteFigures("p1000_single_gen2", "p1000_single_v2.2", "P1000 Single-Channel GEN2", 1, 100, 1000, 137.35, 137.35, 137.35, 27.3644, 27.3644, 9.7, 0.83, 274.7, "p1000_single"),
)
# fmt: on
_BY_NAME = {each.name: each for each in _PIPETTES}


def pipette_figures(name: str, api_version: APIVersion) -> PipetteFigures:
    """The figures of a pipette with the flows of the file's level."""
    figures = _BY_NAME.get(str(name).lower())
    if figures is None:
        raise ValueError(f"There is no pipette {name!r} on an OT-2. Its pipettes are: {', '.join(_BY_NAME)}.")
    flow = figures.raised_flow_ul_s
    if flow is None or api_version < _RAISED_SINCE:
        return figures
    return figures._replace(aspirate_flow_ul_s=flow, dispense_flow_ul_s=flow, blow_out_flow_ul_s=flow)


def _generation_of(model: str) -> str:
    """p300_multi_v2, of p300_multi_v2.1."""
    return model.partition(".")[0]


def with_flows_of(figures: PipetteFigures, found_model: str | None, api_version: APIVersion) -> PipetteFigures:
    """A newer pipette that stands in for an older one has that one's range, and flows of its own."""
    for each in _PIPETTES:
        if found_model and _generation_of(each.model) == _generation_of(found_model) and each.name != figures.name:
            found = pipette_figures(each.name, api_version)
            return figures._replace(
                aspirate_flow_ul_s=found.aspirate_flow_ul_s,
                dispense_flow_ul_s=found.dispense_flow_ul_s,
                blow_out_flow_ul_s=found.blow_out_flow_ul_s,
            )
    return figures
