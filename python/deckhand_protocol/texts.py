"""The line that says what an API call does: in ctx.commands(), and in the log of the legacy form."""

from __future__ import annotations

from deckhand_protocol.types import Location


def place(target) -> str:
    """A location by what it belongs to, or by its point."""
    if isinstance(target, Location):
        return str(target.point) if target.labware.is_empty else repr(target.labware)
    return str(target)


def aspirate(volume_ul: float, target, flow_ul_s: float) -> str:
    return f"Aspirating {float(volume_ul)} uL from {place(target)} at {flow_ul_s} uL/sec"


def dispense(volume_ul: float, target, flow_ul_s: float) -> str:
    return f"Dispensing {float(volume_ul)} uL into {place(target)} at {flow_ul_s} uL/sec"


def pick_up_tip(well) -> str:
    return f"Picking up tip from {place(well)}"


def drop_tip(target) -> str:
    return f"Dropping tip into {place(target)}"


def blow_out(target) -> str:
    return f"Blowing out at {place(target)}"


def move_to(target) -> str:
    return f"Moving to {place(target)}"


def mix(repetitions: int, volume_ul: float) -> str:
    return f"Mixing {repetitions} times with a volume of {float(volume_ul)} ul"


def home_pipette(mount: str) -> str:
    return f"Homing pipette plunger on mount {mount}"


_PLANS = {"transfer": "Transferring", "distribute": "Distributing", "consolidate": "Consolidating"}


def _first(targets):
    """Of nested lists only the very first element shows."""
    while isinstance(targets, (list, tuple)) and targets:
        targets = targets[0]
    return targets


def plan(kind: str, volume, source, destination) -> str:
    volumes = [float(each) for each in volume] if isinstance(volume, list) else volume
    shown = float(volumes) if isinstance(volumes, (int, float)) else volumes
    return f"{_PLANS[kind]} {shown} from {place(_first(source))} to {place(_first(destination))}"


def delay(seconds: float, message: str | None) -> str:
    minutes, rest = divmod(float(seconds), 60)
    text = f"Delaying for {int(minutes)} minutes and {rest} seconds"
    return f"{text}. {message}" if message else text


def pause(message: str | None) -> str:
    text = "Pausing robot operation"
    return f"{text}: {message}" if message else text


TOUCH_TIP = "Touching tip"
AIR_GAP = "Air gap"
RETURN_TIP = "Returning tip"
RESUME = "Resuming robot operation"
HOME = "Homing"
