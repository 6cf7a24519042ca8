"""The exceptions that protocols see, and which of them stands for which refusal of the node."""

from __future__ import annotations

_CODE_NAMES = {
    "3005": "UNEXPECTED_TIP_REMOVAL",
    "3012": "UNEXPECTED_TIP_ATTACH",
    "4000": "GENERAL_ERROR",
    "4002": "API_REMOVED",
    "4003": "NOT_SUPPORTED_ON_ROBOT_TYPE",
    "4004": "COMMAND_PRECONDITION_VIOLATED",
    "4011": "INCORRECT_API_VERSION",
}


class ProtocolError(Exception):
    """What all of them share: the node's own error, where there is one."""

    command_error: dict | None = None


class NumberedError(ProtocolError):
    """An error with a number of its own, which its text begins with; `message` is the text without it."""

    error_code = "4000"

    @property
    def message(self) -> str:
        return Exception.__str__(self)

    def __str__(self) -> str:
        return f"Error {self.error_code} {_CODE_NAMES[self.error_code]} ({type(self).__name__}): {self.message}"


class ProtocolCommandFailedError(NumberedError):
    """A command failed; `command_error` is the error as the run log has it."""


class APIVersionError(NumberedError):
    """The member is younger than the file's API level."""

    error_code = "4011"


class UnsupportedAPIError(NumberedError):
    """The member is gone at the file's API level."""

    error_code = "4002"


class OutOfTipsError(ProtocolError):
    """No rack has as many tips in a row as the pipette has nozzles."""


class TipSelectionError(ProtocolError):
    """The tracker was asked to do with a tip what it cannot."""


class UnexpectedTipRemovalError(NumberedError):
    """There should be a tip, and there is none."""

    error_code = "3005"


class UnexpectedTipAttachError(NumberedError):
    """There is a tip already."""

    error_code = "3012"


class CommandPreconditionViolated(NumberedError):
    """The robot is not in the state that the call needs."""

    error_code = "4004"


class DeckConflictError(ValueError, ProtocolError):
    """Something else stands there, or too near."""


class LabwareHeightError(ProtocolError):
    """The pipette cannot go high enough to pass what is on the deck."""


class PipetteMovementRestrictedByHeaterShakerError(ProtocolError):
    """A Heater-Shaker shakes, or its latch is in the way."""


class AmbiguousLoadLabwareParamsError(RuntimeError, ProtocolError):
    """Several custom definitions fit what was asked for."""


class LabwareDefinitionIsNotLabwareError(NumberedError):
    """It is an adapter, and was loaded as labware."""


class LabwareDefinitionIsNotAdapterError(NumberedError):
    """It is labware, and was loaded as an adapter."""


class PipetteMountTypeError(TypeError, ProtocolError):
    """A mount is neither text nor a Mount."""


class LocationTypeError(TypeError, ProtocolError):
    """What was given as a location is none."""


class ValidationError(ValueError, ProtocolError):
    """A value does not have the form that it must have."""


class InvalidTrashBinLocationError(ValueError, ProtocolError):
    """An OT-2 has its one trash in slot 12."""


class UnsupportedHardwareCommand(NumberedError):
    """The robot has no such part."""

    error_code = "4003"


class InvalidTargetTemperatureError(ValueError, ProtocolError):
    """A Heater-Shaker does not get that warm or cold."""


class InvalidTargetSpeedError(ValueError, ProtocolError):
    """A Heater-Shaker does not shake that fast or slowly."""


class InvalidMagnetEngageHeightError(ValueError, ProtocolError):
    """The labware has no engage height of its own, and none was given."""


# Below 2.14 these are what files catch. The node checks what the reference leaves to the hardware.
_LEGACY_CLASSES = {
    "EngageHeightOutOfRangeError": ValueError,
    "FailedToPlanMoveError": LabwareHeightError,
    "InvalidBlockVolumeError": ValueError,
    "InvalidHoldTimeError": ValueError,
    "InvalidTargetSpeedError": ValueError,
    "InvalidTargetTemperatureError": ValueError,
    "LabwareDefinitionDoesNotExistError": FileNotFoundError,
    "LocationIsOccupiedError": DeckConflictError,
    "ModuleAlreadyPresentError": DeckConflictError,
    "ModuleNotAttachedError": RuntimeError,
    "PipetteMovementRestrictedByHeaterShakerError": PipetteMovementRestrictedByHeaterShakerError,
    "ThermocyclerNotOpenError": RuntimeError,
}
_LEGACY_MESSAGES = {"InvalidAspirateVolumeError": "Cannot aspirate more than pipette max volume"}
# What the hardware calls the action that needs a tip.
_HARDWARE_ACTIONS = {"aspirate": "PREPARE_ASPIRATE", "dispense": "DISPENSE", "blowout": "BLOWOUT", "drop_tip": "DROPTIP"}


def missing_tip(action: str) -> UnexpectedTipRemovalError:
    return UnexpectedTipRemovalError(f"Cannot perform {_HARDWARE_ACTIONS.get(action, action)} without a tip attached.")


def _legacy_exception(error_type: str, detail: str, action: str) -> Exception:
    if error_type == "TipNotAttachedError":
        return missing_tip(action)
    if error_type == "TipAttachedError":
        return UnexpectedTipAttachError(f"Cannot perform {action} with a tip already attached.")
    if error_type in _LEGACY_MESSAGES:
        return AssertionError(_LEGACY_MESSAGES[error_type])
    if error_type in _LEGACY_CLASSES:
        return _LEGACY_CLASSES[error_type](detail)
    return ProtocolCommandFailedError(f"{error_type}: {detail}")


def exception_for(failure, action: str, is_engine: bool) -> Exception:
    """The exception that a protocol sees for a failed command. The node's own error goes with it."""
    if is_engine:
        exception: Exception = ProtocolCommandFailedError(f"{failure.error_type}: {failure.detail}")
    else:
        exception = _legacy_exception(failure.error_type, failure.detail, action)
    exception.command_error = {
        "errorType": failure.error_type,
        "errorCode": failure.error_code,
        "detail": failure.detail,
    }
    return exception
