"""Protocols that are started by hand import this. A protocol that the node runs has its context already."""

from deckhand_protocol.errors import UnsupportedAPIError


def get_protocol_api(*args, **kwargs):
    raise UnsupportedAPIError("A protocol gets its context as the argument of run(), and cannot make one.")
