"""API levels, and the gates that keep a file to the members of its level."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from deckhand_protocol.errors import APIVersionError, UnsupportedAPIError


class APIVersion(NamedTuple):
    major: int
    minor: int

    @classmethod
    def from_string(cls, text: str) -> "APIVersion":
        found = re.fullmatch(r"(\d+)\.(\d+)", text)
        if found is None:
            raise ValueError(f"The API level {text!r} has another form than major.minor, as in 2.13.")
        return cls(major=int(found.group(1)), minor=int(found.group(2)))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


MIN_SUPPORTED_VERSION = APIVersion(2, 0)
MAX_SUPPORTED_VERSION = APIVersion(2, 21)

# From here on each API call is a command of the run log.
ENGINE_VERSION = APIVersion(2, 14)

# Labware and wells have all their members up to this level, whatever the level of the file.
LABWARE_MINIMUM_VERSION = APIVersion(2, 13)


def too_young(member: str, since: APIVersion, level: APIVersion) -> APIVersionError:
    return APIVersionError(f"{member} needs API level {since} or newer, and this protocol asks for {level}.")


def gone(member: str, removed: APIVersion, level: APIVersion, instead: str = "") -> UnsupportedAPIError:
    advice = f" Use {instead}." if instead else ""
    return UnsupportedAPIError(f"{member} is not there from API level {removed} on, and this protocol asks for {level}.{advice}")


def _name_of(instance, function) -> str:
    # Not the function's own qualified name: many members come from base classes that no protocol knows.
    return f"{type(instance).__name__}.{function.__name__}"


def requires_version(major: int, minor: int):
    """Gates a method or the function of a property: below this level it raises APIVersionError."""
    since = APIVersion(major, minor)

    def decorate(function):
        @functools.wraps(function)
        def gated(self, *args, **kwargs):
            level = self._api_version
            if level < since:
                raise too_young(_name_of(self, function), since, level)
            return function(self, *args, **kwargs)

        return gated

    return decorate


def removed_in(major: int, minor: int, instead: str = ""):
    """Gates a method or the function of a property: from this level on it raises UnsupportedAPIError."""
    removed = APIVersion(major, minor)

    def decorate(function):
        @functools.wraps(function)
        def gated(self, *args, **kwargs):
            level = self._api_version
            if level >= removed:
                raise gone(_name_of(self, function), removed, level, instead)
            return function(self, *args, **kwargs)

        return gated

    return decorate
