"""Which wells and volumes a transfer is about: lists made flat, wells that 8 nozzles cannot reach left out, volumes split."""

from deckhand_protocol.api_version import APIVersion

# Below it, 8 nozzles reach only row A, and wells they cannot reach are left out without a word.
_EVERY_SECOND_ROW_LEVEL = APIVersion(2, 2)
_NOZZLE_LAYOUT_LEVEL = APIVersion(2, 16)


def flat_list(targets):
    """Wells and locations in the order in which the nested lists hold them."""
    if not isinstance(targets, (list, tuple)) or _is_location(targets):
        return [targets]
    flat = []
    for target in targets:
        flat.extend(flat_list(target))
    return flat


def _is_location(target):
    # A Location can be unpacked like a tuple, and may be one.
    return hasattr(target, "point") and hasattr(target, "labware")


def reachable_targets(instrument, targets, role):
    """The targets of a plan; `role` is 'source' or 'destination'."""
    wells = flat_list(targets)
    if not wells:
        raise IndexError(f"The list of {role} wells is empty.")
    if not _uses_all_of_many_nozzles(instrument):
        return wells
    rows_by_labware = {}
    reachable = [well for well in wells if _is_reachable(instrument.api_version, well, rows_by_labware)]
    if not reachable and instrument.api_version >= _EVERY_SECOND_ROW_LEVEL:
        raise RuntimeError(
            f"No {role} well can be reached by a multi-channel pipette: none is in the first row. Given were {targets}.")
    return reachable


def _uses_all_of_many_nozzles(instrument):
    if instrument.channels == 1:
        return False
    if instrument.api_version < _NOZZLE_LAYOUT_LEVEL:
        return True
    return getattr(instrument, "active_channels", instrument.channels) == instrument.channels


def _is_reachable(api_version, target, rows_by_labware):
    well = target
    if _is_location(target):
        if not target.labware.is_well:
            return True
        well = target.labware.as_well()
    labware = getattr(well, "parent", None)
    if not hasattr(labware, "rows"):  # a trash bin
        return True
    first_row_wells = rows_by_labware.get(id(labware))
    if first_row_wells is None:
        # 8 nozzles 9 mm apart meet every second row of a plate of 384 wells.
        is_384 = api_version >= _EVERY_SECOND_ROW_LEVEL and labware.parameters.get("format") == "384Standard"
        first_row_wells = [well for row in labware.rows()[: 2 if is_384 else 1] for well in row]
        rows_by_labware[id(labware)] = first_row_wells
    return well in first_row_wells


def paired(sources, destinations):
    """Pairs of source and destination; each element of the shorter list serves several of the longer one."""
    longer, shorter = max(len(sources), len(destinations)), min(len(sources), len(destinations))
    if longer == 0:
        return []
    if shorter == 0 or longer % shorter:
        raise ValueError(f"{len(sources)} source wells and {len(destinations)} destination wells do not divide evenly.")
    return list(zip(_repeated(sources, longer), _repeated(destinations, longer)))


def _repeated(wells, length):
    times = length // len(wells)
    return [well for well in wells for _ in range(times)]


def volume_list(volume, transfer_count, gradient_function=None):
    """One volume for each of the transfers."""
    if isinstance(volume, tuple):
        return _volume_ramp(volume[0], volume[-1], transfer_count, gradient_function)
    if isinstance(volume, list):
        if len(volume) != transfer_count:
            raise RuntimeError(f"{len(volume)} volumes are given for {transfer_count} transfers.")
        return volume
    if isinstance(volume, (int, float)):
        return [volume] * transfer_count
    raise TypeError(f"The volume must be a number, a list or a pair, and not {volume!r}.")


def _volume_ramp(first, last, count, gradient_function):
    def share(index):
        place = index / (count - 1) if count > 1 else 0.0
        return gradient_function(place) if gradient_function else place

    return [share(index) * (last - first) + first for index in range(count)]


def split_volumes(volumes, targets, most_ul):
    """(volume, target) pairs of which no volume is above `most_ul`; the last two pieces of a volume are equal."""
    for volume, target in zip(volumes, targets):
        while volume > most_ul * 2:
            yield most_ul, target
            volume -= most_ul
        if volume > most_ul:
            volume /= 2
            yield volume, target
        yield volume, target


def the_one_well(wells, role):
    """Of the side of a plan that has one well."""
    if not wells:
        raise IndexError(f"No {role} well can be reached by a multi-channel pipette.")
    return wells[0]
