"""transfer, distribute and consolidate as plans: the basic calls they stand for, each made up when its turn comes.

Some steps depend on what the pipette holds at that moment, so a plan must be run while it is read.
"""

from dataclasses import dataclass
from typing import Callable

from deckhand_protocol.api_version import APIVersion
from deckhand_protocol.transfer_wells import paired, reachable_targets, split_volumes, the_one_well, volume_list

_BLOWOUT_LOCATION_LEVEL = APIVersion(2, 8)
_SKIPS_ZERO_VOLUMES_LEVEL = APIVersion(2, 8)

# A rest as small as this is rounding, and no volume.
_NO_VOLUME_UL = 1e-9

ONCE, ALWAYS, NEVER = "ONCE", "ALWAYS", "NEVER"
_NEW_TIP_POLICIES = {policy: policy for policy in (ONCE, ALWAYS, NEVER)}
# What neither is a text nor stands for a policy, as True: no step of the plan takes a tip.
_NO_POLICY = ""

_TRASH, _SOURCE, _DESTINATION = "trash", "source well", "destination well"
_BLOWOUT_LOCATIONS = (_TRASH, _SOURCE, _DESTINATION)
_FORBIDDEN_BLOWOUT_LOCATION = {"distribute": _DESTINATION, "consolidate": _SOURCE}


def plan_transfer(kind, instrument, volume, source, dest, kwargs):
    """The calls of a transfer as (method name, arguments, keyword arguments).

    What is wrong with an argument is raised at once; that the arguments do not fit each other shows when the plan is read, after
    the tip that it begins with. `kind` is 'transfer', 'distribute' or 'consolidate'. Unknown keyword arguments are ignored:
    protocols in use misspell some.
    """
    options = _read_options(kind, instrument, kwargs)
    sources = reachable_targets(instrument, source, "source")
    destinations = reachable_targets(instrument, dest, "destination")
    volumes = volume_list(volume, max(len(sources), len(destinations)), options.gradient_function)
    steps = _Steps(instrument, options)
    if kind == "transfer":
        return _whole_plan(steps, _transfer(steps, volumes, sources, destinations))
    wells = destinations if kind == "distribute" else sources
    pieces = _pieces_of_groups(instrument, options, volumes, wells)
    if kind == "distribute":
        return _whole_plan(steps, _distribute(steps, sources, pieces))
    return _whole_plan(steps, _consolidate(steps, pieces, destinations))


def _room_ul(instrument, options):
    """What a volume is split by, and what fits into the tip: the former looks at the pipette only."""
    taken_ul = options.disposal_ul + options.air_gap_ul
    if min(instrument.max_volume, options.tip_capacity_ul) <= taken_ul:
        raise ValueError(
            f"A disposal volume of {options.disposal_ul} uL and an air gap of {options.air_gap_ul} uL leave no room in a tip for "
            f"{options.tip_capacity_ul} uL.")
    return (each - options.disposal_ul - options.air_gap_ul for each in (instrument.max_volume, options.tip_capacity_ul))


def _pieces_of_groups(instrument, options, volumes, wells):
    skips_zero = instrument.api_version >= _SKIPS_ZERO_VOLUMES_LEVEL
    # A group is filled piece by piece, so a piece must fit into the tip, too.
    for piece in split_volumes(volumes, wells, min(_room_ul(instrument, options))):
        if piece[0] > 0 or not skips_zero:
            yield piece


@dataclass(frozen=True)
class _Options:
    new_tip: str
    tip_capacity_ul: float
    disposal_ul: float
    air_gap_ul: float
    mix_before: tuple | None
    mix_after: tuple | None
    touches_tip: bool
    blowout: str | None
    returns_tip: bool
    gradient_function: Callable[[float], float] | None


def _read_options(kind, instrument, kwargs):
    blowout = _read_blowout(kind, instrument, kwargs)
    new_tip = _read_new_tip(kwargs.get("new_tip"))
    capacity_ul = _tip_capacity_ul(instrument, new_tip)
    air_gap_ul = kwargs.get("air_gap", 0)
    if not 0 <= air_gap_ul < capacity_ul:
        raise ValueError(
            f"air_gap must be at least 0 uL and below the {capacity_ul} uL that the pipette can hold, and not {air_gap_ul}.")
    disposal_ul = _read_disposal_ul(kind, instrument, kwargs)
    if blowout is None and disposal_ul > 0:
        blowout = _TRASH
    return _Options(
        new_tip=new_tip,
        tip_capacity_ul=capacity_ul,
        disposal_ul=disposal_ul,
        air_gap_ul=air_gap_ul,
        mix_before=None if kind == "consolidate" else _read_mix(kwargs.get("mix_before")),
        mix_after=None if kind == "distribute" else _read_mix(kwargs.get("mix_after")),
        touches_tip=bool(kwargs.get("touch_tip")),
        blowout=blowout,
        returns_tip=not kwargs.get("trash", True),
        gradient_function=kwargs.get("gradient_function"),
    )


def _read_disposal_ul(kind, instrument, kwargs):
    if kind == "consolidate":
        return 0
    if kind == "distribute":
        return kwargs.get("disposal_volume", instrument.min_volume) or 0
    return kwargs.get("disposal_volume") or 0


def _read_blowout(kind, instrument, kwargs):
    location = kwargs.get("blowout_location")
    if location:
        _check_blowout_location(kind, instrument.api_version, location)
    if not kwargs.get("blow_out"):
        return None
    if location:
        return location
    return _SOURCE if instrument.current_volume else _TRASH


def _check_blowout_location(kind, api_version, location):
    if api_version < _BLOWOUT_LOCATION_LEVEL:
        raise ValueError(
            f"blowout_location needs API level {_text(_BLOWOUT_LOCATION_LEVEL)}, and the protocol has {_text(api_version)}.")
    if location not in _BLOWOUT_LOCATIONS:
        raise ValueError(f"blowout_location must be one of {', '.join(map(repr, _BLOWOUT_LOCATIONS))}, and not {location!r}.")
    if location == _FORBIDDEN_BLOWOUT_LOCATION.get(kind):
        raise ValueError(f"The blowout_location of {kind} cannot be {location!r}.")


def _text(api_version):
    return f"{api_version.major}.{api_version.minor}"


def _read_new_tip(new_tip):
    if isinstance(new_tip, str):
        return _NEW_TIP_POLICIES[new_tip.upper()]
    if not new_tip:
        return ONCE
    return _NEW_TIP_POLICIES.get(getattr(new_tip, "name", None), _NO_POLICY)


def _tip_capacity_ul(instrument, new_tip):
    if new_tip == NEVER:
        return instrument.hw_pipette["working_volume"]
    # The search comes before anything moves: without a tip left, nothing begins.
    return min(instrument._next_tip().max_volume, instrument.max_volume)


def _read_mix(mix):
    """(repetitions, volume), or None for no mixing."""
    if not mix or tuple(mix) == (0, 0):
        return None
    return tuple(mix[:2])


class _Steps:
    """The parts that the plans have in common, as calls."""

    def __init__(self, instrument, options):
        self.instrument = instrument
        self.options = options

    def pick_up_tip(self):
        yield "pick_up_tip", (), {}

    def leave_tip(self):
        yield "return_tip" if self.options.returns_tip else "drop_tip", (), {}

    def aspirate(self, volume_ul, source):
        options = self.options
        if options.mix_before and self.instrument.current_volume == 0:
            yield "mix", (*options.mix_before, source), {}
        yield "aspirate", (volume_ul, source), {}
        yield from self.air_gap_and_touch()

    def air_gap_and_touch(self):
        if self.options.air_gap_ul:
            yield "air_gap", (self.options.air_gap_ul,), {}
        if self.options.touches_tip:
            yield "touch_tip", (), {}

    def dispense_and_finish(self, volume_ul, source, destination):
        """The dispense after which the pipette should be empty."""
        options = self.options
        yield "dispense", (volume_ul, destination), {}
        if options.mix_after and self.instrument.current_volume == 0:
            yield "mix", (*options.mix_after, destination), {}
        if options.touches_tip:
            yield "touch_tip", (), {}
        if options.blowout:
            yield "blow_out", self._blowout_arguments(source, destination), {}

    def _blowout_arguments(self, source, destination):
        if self.options.blowout == _DESTINATION:
            return (destination,)
        if self.options.blowout == _SOURCE:
            # Consolidate has no one source; the pipette stays where it is.
            return () if source is None else (source,)
        trash = self.instrument.trash_container
        return (trash.wells()[0] if hasattr(trash, "wells") else trash,)


def _whole_plan(steps, liquid_steps):
    if steps.options.new_tip == ONCE:
        yield from steps.pick_up_tip()
    yield from liquid_steps
    if steps.options.new_tip == ONCE:
        yield from steps.leave_tip()


def _transfer(steps, volumes, sources, destinations):
    options = steps.options
    takes_tip_each_time = options.new_tip == ALWAYS
    pairs = paired(sources, destinations)
    most_ul, room_ul = _room_ul(steps.instrument, options)
    for piece_ul, (source, destination) in split_volumes(volumes, pairs, most_ul):
        if takes_tip_each_time:
            yield from steps.pick_up_tip()
        rest_ul = piece_ul
        while rest_ul > _NO_VOLUME_UL:
            volume_ul = min(room_ul, rest_ul)
            yield from steps.aspirate(volume_ul, source)
            yield from steps.dispense_and_finish(volume_ul + options.air_gap_ul, source, destination)
            rest_ul -= volume_ul
        if takes_tip_each_time:
            yield from steps.leave_tip()


def _distribute(steps, sources, pieces):
    options = steps.options
    if options.new_tip == ALWAYS:
        yield from steps.pick_up_tip()
    for group in _groups(pieces, options, is_one_gap=True):
        source = the_one_well(sources, "source")
        yield from steps.aspirate(sum(volume_ul for volume_ul, _ in group) + options.disposal_ul, source)
        for volume_ul, destination in group[:-1]:
            yield "dispense", (volume_ul + options.air_gap_ul, destination), {}
            yield from steps.air_gap_and_touch()
        volume_ul, destination = group[-1]
        yield from steps.dispense_and_finish(volume_ul + options.air_gap_ul, source, destination)
    if options.new_tip == ALWAYS:
        yield from steps.leave_tip()


def _consolidate(steps, pieces, destinations):
    options = steps.options
    if options.new_tip == ALWAYS:
        yield from steps.pick_up_tip()
    for group in _groups(pieces, options, is_one_gap=False):
        for volume_ul, source in group:
            yield from steps.aspirate(volume_ul, source)
        volume_ul = sum(volume_ul + options.air_gap_ul for volume_ul, _ in group)
        destination = the_one_well(destinations, "destination")
        yield from steps.dispense_and_finish(volume_ul, None, destination)
    if options.new_tip == ALWAYS:
        yield from steps.leave_tip()


def _groups(pieces, options, is_one_gap):
    """Lists of pieces that one filling of the tip serves, with one air gap or one for each piece but the last."""
    group, group_ul = [], 0
    for piece in pieces:
        gaps_ul = options.air_gap_ul * (1 if is_one_gap else len(group))
        if group and group_ul + options.disposal_ul + gaps_ul + piece[0] > options.tip_capacity_ul:
            yield group
            group, group_ul = [], 0
        group.append(piece)
        group_ul += piece[0]
    if group:
        yield group
