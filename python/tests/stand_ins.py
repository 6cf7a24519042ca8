"""What the modules under test import, for a checkout in which it is missing, and the node's side of a link."""

import json
import struct
import sys
import threading
import types
from typing import NamedTuple


def provide_api_version():
    try:
        import deckhand_protocol.api_version  # noqa: F401
        return
    except ModuleNotFoundError:
        pass
    module = types.ModuleType("deckhand_protocol.api_version")

    class APIVersion(NamedTuple):
        major: int
        minor: int

    class APIVersionError(Exception):
        error_code = "4011"

    def requires_version(major, minor):
        def decorate(function):
            def gated(self, *args, **kwargs):
                if self._api_version < (major, minor):
                    raise APIVersionError(function.__name__)
                return function(self, *args, **kwargs)
            return gated
        return decorate

    module.APIVersion = APIVersion
    module.requires_version = requires_version
    module.APIVersionError = APIVersionError
    sys.modules[module.__name__] = module


provide_api_version()


def send_frame(connection, message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    connection.sendall(struct.pack("!I", len(body)) + body)


def receive_frame(connection):
    """The next frame, or None at the end."""
    def receive(size):
        parts = b""
        while len(parts) < size:
            chunk = connection.recv(size - len(parts))
            if not chunk:
                return None
            parts += chunk
        return parts

    head = receive(4)
    if head is None:
        return None
    (size,) = struct.unpack("!I", head)
    return json.loads(receive(size))


class FakeNode(threading.Thread):
    """Reads requests and gives each to `answer(node, request)`, which may send at once, later, or never."""

    def __init__(self, connection, answer):
        super().__init__(daemon=True)
        self.connection = connection
        self.answer = answer
        self.requests = []

    def send(self, message):
        send_frame(self.connection, message)

    def run(self):
        try:
            while (request := receive_frame(self.connection)) is not None:
                self.requests.append(request)
                self.answer(self, request)
        except OSError:
            pass
