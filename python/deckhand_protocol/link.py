"""Frames to and from the node.

Several threads of a protocol may call at once. There is no reader thread: of the threads that wait for an answer, one reads the socket
and hands the others theirs; when it has its own it leaves the reading to one that still waits. A protocol with one thread therefore
pays for a send, a receive and a few uncontended locks.
"""

import json
import operator
import socket
import struct
import sys
from itertools import count
from threading import Lock

MAXIMUM_FRAME_BYTES = 64 * 1024 * 1024
_RECEIVE_BYTES = 256 * 1024
_LENGTH = struct.Struct("!I")


class CommandFailed(Exception):
    """The node refused what was asked, or the robot failed at it."""

    def __init__(self, error):
        self.error = error
        self.error_type = error.get("errorType", "CommandFailed")
        self.error_code = error.get("errorCode", "4000")
        self.detail = error.get("detail", "")
        super().__init__(self.detail)


class ProtocolCancelled(BaseException):
    """The run was stopped. No Exception: a protocol's `except Exception` must not catch it."""

    def __init__(self, message="the run was stopped"):
        super().__init__(message)


def _plain_number(value):
    """Numbers of other libraries, which the encoder does not know."""
    for convert in (operator.index, float):
        try:
            return convert(value)
        except (TypeError, ValueError):
            pass
    raise TypeError(f"{type(value).__name__} cannot be sent to the robot")


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain_number).encode
_decode = json.JSONDecoder().decode


def pack_frame(message):
    # Lone surrogates, as from a file name that is no UTF-8, have no UTF-8 form.
    body = _encode(message).encode("utf-8", "replace")
    if len(body) > MAXIMUM_FRAME_BYTES:
        raise ValueError(f"a message of {len(body)} bytes is above the limit of {MAXIMUM_FRAME_BYTES} bytes")
    return _LENGTH.pack(len(body)) + body


class _Waiter:
    __slots__ = ("answer", "wake")

    def __init__(self):
        self.answer = None
        self.wake = None  # a held lock while the thread sleeps; releasing it wakes the thread


class Link:
    def __init__(self, socket_or_descriptor):
        if isinstance(socket_or_descriptor, int):
            socket_or_descriptor = socket.socket(fileno=socket_or_descriptor)
        self._socket = socket_or_descriptor
        self._socket.setblocking(True)
        # A program that the protocol starts must not keep the node's connection open.
        self._socket.set_inheritable(False)
        self._receive = self._socket.recv
        self._received = bytearray()
        self._unsent = b""
        self._numbers = count(1)
        self._send_lock = Lock()
        self._state_lock = Lock()  # guards all below; never held while the socket blocks
        self._waiters = {}
        self._is_being_read = False
        self.is_cancelled = False
        self.pipettes = {}

    def call(self, method, params):
        if self.is_cancelled:
            raise ProtocolCancelled()
        number = next(self._numbers)
        frame = pack_frame({"id": number, "method": method, "params": params})
        waiter = _Waiter()
        with self._state_lock:
            self._waiters[number] = waiter
        try:
            self._send(frame)
            while waiter.answer is None:
                self._read_or_sleep(waiter)
        finally:
            self._forget(number, waiter)
        answer = waiter.answer
        if "ok" in answer:
            return answer["ok"]
        raise CommandFailed(answer.get("error") or {})

    def receive_first_frame(self):
        """The frame with which the node says what this process is for."""
        return self._read_frame()

    def receive_start(self):
        return self.receive_first_frame()["start"]

    def send_finished(self, error=None, is_cancelled=False):
        outcome = {"error": error} if error else {"cancelled": True} if is_cancelled else {}
        self.send({"finished": outcome})

    def send(self, message):
        """Sends a frame that has no answer."""
        self._send(pack_frame(message))

    def close(self):
        self._socket.close()

    def _send(self, frame):
        with self._send_lock:
            try:
                if self._unsent:
                    frame = self._unsent + frame
                    self._unsent = b""
                sent = self._socket.send(frame)
                if sent != len(frame):
                    self._send_rest(frame[sent:])
            except OSError:
                self._cancel()
                raise ProtocolCancelled("the node closed the connection") from None

    def _send_rest(self, rest):
        # A thread that is interrupted here must not leave half a frame: the next sender goes on with the rest.
        rest = memoryview(rest)
        try:
            while rest:
                rest = rest[self._socket.send(rest):]
        finally:
            self._unsent = bytes(rest)

    def _read_or_sleep(self, waiter):
        """Returns when there may be an answer for the waiter, or the socket no reader."""
        with self._state_lock:
            if waiter.answer is not None:
                return
            if self.is_cancelled:
                raise ProtocolCancelled()
            has_reader = self._is_being_read
            if has_reader:
                wake = waiter.wake = Lock()
                wake.acquire()
            else:
                self._is_being_read = True
        if has_reader:
            wake.acquire()
            return
        try:
            while waiter.answer is None:
                self._deliver(self._read_frame())
        finally:
            with self._state_lock:
                self._is_being_read = False

    def _forget(self, number, waiter):
        """The call is over, by an answer or an exception; if it was or could have been the reader, another is."""
        with self._state_lock:
            self._waiters.pop(number, None)
            if not self._waiters or self._is_being_read:
                return
            for other in self._waiters.values():
                if other.wake is not None:
                    self._wake(other)
                    return

    @staticmethod
    def _wake(waiter):
        waiter.wake.release()
        waiter.wake = None

    def _deliver(self, answer):
        if "cancel" in answer:
            self._cancel()
            raise ProtocolCancelled()
        with self._state_lock:
            if "pipettes" in answer:
                self.pipettes = answer["pipettes"]
            waiter = self._waiters.get(answer.get("id"))
            if waiter is None:  # the call was interrupted
                return
            waiter.answer = answer
            if waiter.wake is not None:
                self._wake(waiter)

    def _cancel(self):
        with self._state_lock:
            self.is_cancelled = True
            for waiter in self._waiters.values():
                if waiter.wake is not None:
                    self._wake(waiter)

    def _read_frame(self):
        # What was received stays in the buffer until the frame is whole, so that an interrupted reader loses nothing.
        received = self._received
        try:
            while len(received) < 4:
                self._receive_more()
            (size,) = _LENGTH.unpack_from(received)
            if size > MAXIMUM_FRAME_BYTES:
                raise ConnectionError(f"a frame of {size} bytes is above the limit")
            end = size + 4
            while len(received) < end:
                self._receive_more()
            answer = _decode(received[4:end].decode("utf-8"))
        except (OSError, ValueError) as error:
            if not isinstance(error, ConnectionResetError):
                print(f"the connection to the node broke: {error}", file=sys.stderr)
            self._cancel()
            raise ProtocolCancelled("the node closed the connection") from None
        del received[:end]
        return answer

    def _receive_more(self):
        chunk = self._receive(_RECEIVE_BYTES)
        if not chunk:
            raise ConnectionResetError
        self._received += chunk
