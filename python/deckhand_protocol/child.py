"""The process of one protocol: it takes the start frame, runs the file, and says how it went."""

import base64
import inspect
import linecache
import os
import sys
import threading

from deckhand_protocol import data_folder
from deckhand_protocol.failures import error_of
from deckhand_protocol.header import Header, MalformedPythonProtocolError, describe
from deckhand_protocol.link import Link, ProtocolCancelled

_PARAMETERS_SINCE_LEVEL = (2, 18)
_ENGINE_LEVEL = (2, 14)


def main(descriptor):
    """Does what the first frame asks for and ends the process."""
    _prepare_output()
    link = Link(descriptor)
    try:
        request = link.receive_first_frame()
        if "describe" in request:
            _describe(link, request["describe"])
        else:
            run_protocol(link, request["start"])
    except ProtocolCancelled:
        pass  # the node is gone
    finally:
        # Threads of the protocol that still run, and whatever it has registered for the exit, must not hold the process.
        _flush_output()
        os._exit(0)


def run_protocol(link, start):
    """Runs the protocol and sends the end frame."""
    error = ProtocolRun(link, start).run()
    _flush_output()
    if link.is_cancelled:
        link.send_finished(is_cancelled=True)
    else:
        link.send_finished(error)


def _describe(link, request):
    try:
        description = describe(request["source"], request["fileName"])
    except MalformedPythonProtocolError as error:
        description = {"error": error.as_error()}
    link.send({"described": description})


class ProtocolRun:
    def __init__(self, link, start):
        self._link = link
        self._start = start
        self._file_name = start["fileName"]
        # As in the reference there is no __name__, so that the builtins' shows: a main block does not run.
        self._globals = {}
        self._api_level = _ENGINE_LEVEL
        self._is_loading = True

    def run(self):
        """The error that ended the protocol, or None."""
        try:
            self._run()
            return None
        except ProtocolCancelled:
            return None
        except BaseException as exception:  # SystemExit and KeyboardInterrupt are errors of the protocol too
            if isinstance(exception, MemoryError):
                self._globals.clear()
            return error_of(exception, self._file_name, self._api_level >= _ENGINE_LEVEL, self._is_loading)
        finally:
            self._release_globals()

    def _run(self):
        source = self._start["source"]
        if not (self._start.get("isSimulating") or self._start.get("onlyParameters")):
            data_folder.redirect(os.path.join(os.getcwd(), "data"))
        header = Header(source, self._file_name)
        self._api_level = header.api_level
        # Tracebacks show the lines of a file that is on no disk.
        linecache.cache[self._file_name] = (len(source), None, source.splitlines(keepends=True), self._file_name)
        exec(_compiled(header.tree, self._file_name), self._globals)
        run = checked_run_function(self._globals)
        self._is_loading = False
        parameters = self._read_parameters()
        if self._start.get("onlyParameters"):
            return
        context = self._make_context(parameters)
        run(context)

    def _read_parameters(self):
        """The values for ctx.params, or None for a protocol without parameters."""
        if self._api_level < _PARAMETERS_SINCE_LEVEL:
            return None
        from deckhand_protocol.api_version import APIVersion
        from deckhand_protocol.parameters import ParameterContext
        context = ParameterContext(APIVersion(*self._api_level))
        add_parameters = checked_add_parameters_function(self._globals)
        if add_parameters is not None:
            add_parameters(context)
        context.set_values(self._start.get("parameterValues") or {}, self._start.get("csvFiles") or {})
        if add_parameters is None:
            return None
        self._link.call("setParameters", {"parameters": context.as_report()})
        return context.parameters()

    def _make_context(self, parameters):
        from deckhand_protocol.api_version import APIVersion
        from deckhand_protocol.protocol import ProtocolContext
        bundled_data = self._start.get("bundledData") or {}
        return ProtocolContext(
            self._link,
            api_version=APIVersion(*self._api_level),
            is_simulating=self._start.get("isSimulating", False),
            custom_definitions=self._start.get("labwareDefinitions") or [],
            bundled_data={name: base64.b64decode(content) for name, content in bundled_data.items()},
            parameters=parameters,
        )

    def _release_globals(self):
        # Files that the protocol left open are written out when their last reference goes; the process ends without that.
        if threading.active_count() == 1:
            self._globals.clear()


def _compiled(tree, file_name):
    try:
        return compile(tree, file_name, "exec")
    except SyntaxError as error:
        # What only the compiler finds, as a return outside of a function.
        raise MalformedPythonProtocolError(f"{type(error).__name__}: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise MalformedPythonProtocolError(f"The file cannot be compiled: {type(error).__name__} {error}") from error


def checked_run_function(protocol_globals):
    run = protocol_globals.get("run")
    if run is None:
        raise MalformedPythonProtocolError("The protocol has no function run(protocol).")
    if not _takes_one_argument(run):
        raise MalformedPythonProtocolError("The function run must take one positional argument, the protocol context.",
                                           _line_of(run))
    return run


def checked_add_parameters_function(protocol_globals):
    add_parameters = protocol_globals.get("add_parameters")
    if add_parameters is None:
        return None
    if not _takes_one_argument(add_parameters) or len(inspect.signature(add_parameters).parameters) != 1:
        raise MalformedPythonProtocolError("The function add_parameters must take one argument, the parameter context.",
                                           _line_of(add_parameters))
    return add_parameters


def _takes_one_argument(function):
    try:
        inspect.signature(function).bind(None)
    except (TypeError, ValueError):
        return False
    return True


def _line_of(function):
    code = getattr(function, "__code__", None)
    return code.co_firstlineno if code is not None else None


def _prepare_output():
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            # Each line is a line of the node's log, at once and whatever it holds.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    threading.excepthook = _report_thread_exception


_default_thread_excepthook = threading.excepthook


def _report_thread_exception(arguments):
    # That the run was stopped is no error of a side thread.
    if not issubclass(arguments.exc_type, ProtocolCancelled):
        _default_thread_excepthook(arguments)


def _flush_output():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # closed by the protocol or by the node
