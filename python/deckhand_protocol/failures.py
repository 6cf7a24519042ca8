"""Exceptions of a protocol in the form in which the run log shows them."""

import pathlib
import sys
import traceback

from deckhand_protocol.errors import NumberedError, ProtocolCommandFailedError
from deckhand_protocol.header import MalformedPythonProtocolError
from deckhand_protocol.link import CommandFailed
from deckhand_protocol.parameter_definitions import RuntimeParameterRequired

_GENERAL_CODE = "4000"
_MOST_TRACEBACK_CHARACTERS = 64 * 1024
_MOST_TEXT_CHARACTERS = 8 * 1024


def error_of(exception, file_name, is_engine_level=True, is_loading=False):
    """The error of a run that the exception ended. `is_loading` is for what comes before add_parameters and run."""
    if isinstance(exception, MalformedPythonProtocolError):
        return exception.as_error()
    if isinstance(exception, RuntimeParameterRequired):
        # The node tells this by its type from a protocol that failed.
        return _error("RuntimeParameterRequired", _message(exception))
    line_number = protocol_line(exception, file_name)
    if isinstance(exception, MemoryError):
        # The locals of the frames are what filled the memory.
        traceback.clear_frames(exception.__traceback__)
    name, message = _name_and_message(exception, is_engine_level)
    wrapped = [_wrapped_error(exception, file_name)]
    if is_loading or line_number is None:
        return _error("UnexpectedAnalysisError", message or name, wrapped)
    return _error("ExceptionInProtocolError", f"{name} [line {line_number}]: {message}", wrapped)


def protocol_line(exception, file_name):
    """The line of the innermost frame that is in the protocol's file, or None."""
    line_number = None
    for frame, line in traceback.walk_tb(exception.__traceback__):
        if frame.f_code.co_filename == file_name:
            line_number = line
    return line_number


def _error(error_type, detail, wrapped=(), code=_GENERAL_CODE):
    return {"errorType": error_type, "errorCode": code, "detail": detail, "errorInfo": {}, "wrappedErrors": list(wrapped)}


def _name_and_message(exception, is_engine_level):
    name, message = type(exception).__name__, _message(exception)
    if type(exception) is CommandFailed:
        if is_engine_level:
            return "ProtocolCommandFailedError", str(ProtocolCommandFailedError(f"{exception.error_type}: {message}"))
        return exception.error_type, message
    if message:
        return name, message
    if isinstance(exception, SystemExit):
        return name, "the protocol ended its own process"
    if isinstance(exception, KeyboardInterrupt):
        return name, "the protocol was interrupted"
    if isinstance(exception, MemoryError):
        return name, "the protocol needs more memory than it may have"
    return name, message


def _message(exception):
    return _safely(str, exception)


def _safely(form, value):
    """What a method of the protocol's own classes gives, which may fail as well."""
    try:
        text = form(value)
    except Exception as error:  # whatever it is, the error itself must reach the run log
        return f"<no text: {type(error).__name__}>"
    return text if len(text) <= _MOST_TEXT_CHARACTERS else text[:_MOST_TEXT_CHARACTERS] + "…"


def _wrapped_error(exception, file_name):
    """The exception as the error that the run's error wraps."""
    if isinstance(exception, CommandFailed):
        return {"errorInfo": {}, "wrappedErrors": []} | exception.error
    if isinstance(exception, NumberedError):
        return _error(type(exception).__name__, _safely(lambda error: error.message, exception), _own_errors(exception),
                      exception.error_code)
    python_error = _error("PythonException", f"{type(exception).__name__}: {_message(exception)}", _own_errors(exception.__cause__))
    python_error["errorInfo"] = {
        "class": type(exception).__name__,
        "args": _safely(repr, exception.args),
        "traceback": _traceback_text(exception, file_name),
    }
    return python_error


def _own_errors(exception):
    """The node's own error that it stands for, in a list."""
    error = getattr(exception, "command_error", None)
    if isinstance(exception, CommandFailed):
        error = exception.error
    return [{"errorInfo": {}, "wrappedErrors": []} | error] if isinstance(error, dict) else []


def _traceback_text(exception, file_name):
    """From the protocol's first frame on, where it has one: what called it says nothing about the error."""
    try:
        frames = traceback.extract_tb(exception.__traceback__)
        begin = next((index for index, frame in enumerate(frames) if frame.filename == file_name), 0)
        text = "".join(traceback.StackSummary.from_list([_shown_frame(frame, file_name) for frame in frames[begin:]]).format())
    except Exception as error:
        return f"<no traceback: {type(error).__name__}>"
    if len(text) <= _MOST_TRACEBACK_CHARACTERS:
        return text
    half = _MOST_TRACEBACK_CHARACTERS // 2
    return f"{text[:half]}\n…\n{text[-half:]}"


def _shown_frame(frame, file_name):
    """Clients see the names of files, but not where this computer keeps them."""
    if frame.filename == file_name:
        return frame
    path = pathlib.PurePath(frame.filename)
    shown = next((path.relative_to(root) for root in sys.path if root and path.is_relative_to(root)), path.name)
    return traceback.FrameSummary(str(shown), frame.lineno, frame.name, line=frame.line)
