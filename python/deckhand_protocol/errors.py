"""The exceptions that protocols see, and which of them stands for which refusal of the node."""

from __future__ import annotations


class ProtocolError(Exception):
    """What all of them share: the error code of the run log, and the node's own error where there is one."""

    error_code = "4000"
    command_error: dict | None = None


class ProtocolCommandFailedError(ProtocolError):
    """A command failed; `command_error` is the error as the run log has it."""


class APIVersionError(ProtocolError):
    """The member is younger than the file's API level."""

    error_code = "4011"


class UnsupportedAPIError(ProtocolError):
    """The member is gone at the file's API level."""

    error_code = "4002"


class OutOfTipsError(ProtocolError):
    """No rack has as many tips in a row as the pipette has nozzles."""


class TipSelectionError(ProtocolError):
    """The tracker was asked to do with a tip what it cannot."""


class UnexpectedTipRemovalError(ProtocolError):
    """There should be a tip, and there is none."""

    error_code = "3005"


class UnexpectedTipAttachError(ProtocolError):
    """There is a tip already."""

    error_code = "3012"


class DeckConflictError(ProtocolError):
    """Something else stands there, or too near."""


class AmbiguousLoadLabwareParamsError(ProtocolError):
    """Several custom definitions fit what was asked for."""


class PipetteMountTypeError(TypeError, ProtocolError):
    """A mount is neither text nor a Mount."""


class InvalidTrashBinLocationError(ProtocolError):
    """An OT-2 has its one trash in slot 12."""


class UnsupportedHardwareCommand(ProtocolError):
    """The robot has no such part."""

    error_code = "4003"


class InvalidMagnetEngageHeightError(ProtocolError):
    """The labware has no engage height of its own, and none was given."""


class LocationNotSetError(RuntimeError, ProtocolError):
    """Nothing says where to go: no location was given, and the pipette has not been anywhere."""


# Below 2.14 these are what files catch.
_LEGACY_CLASSES = {"LabwareDefinitionDoesNotExistError": FileNotFoundError, "ModuleNotAttachedError": RuntimeError}
_LEGACY_MESSAGES = {"InvalidAspirateVolumeError": "Cannot aspirate more than pipette max volume"}


def _tip_missing(action: str) -> Exception:
    return UnexpectedTipRemovalError(f"Cannot perform {action} without a tip attached.")


def _tip_present(action: str) -> Exception:
    return UnexpectedTipAttachError(f"Cannot perform {action}: a tip is attached already.")


def _mapped(error_type: str, detail: str, action: str, is_engine: bool) -> Exception:
    if error_type == "TipNotAttachedError":
        return _tip_missing(action)
    if error_type == "TipAttachedError":
        return _tip_present(action)
    if error_type == "LocationIsOccupiedError":
        return DeckConflictError(detail)
    if not is_engine and error_type in _LEGACY_MESSAGES:
        return AssertionError(_LEGACY_MESSAGES[error_type])
    if not is_engine and error_type in _LEGACY_CLASSES:
        return _LEGACY_CLASSES[error_type](detail)
    return ProtocolCommandFailedError(f"{error_type}: {detail}")


def exception_for(failure, action: str, is_engine: bool) -> Exception:
    """The exception that a protocol sees for a failed command. The node's own error goes with it."""
    exception = _mapped(failure.error_type, failure.detail, action, is_engine)
    exception.command_error = {
        "errorType": failure.error_type,
        "errorCode": failure.error_code,
        "detail": failure.detail,
    }
    if type(exception) is ProtocolCommandFailedError:
        exception.error_code = failure.error_code
    return exception


def missing_tip(action: str, pipette_name: str, mount: str) -> UnexpectedTipRemovalError:
    return UnexpectedTipRemovalError(f"Cannot perform {action} without a tip attached to {pipette_name} on the {mount} mount.")
