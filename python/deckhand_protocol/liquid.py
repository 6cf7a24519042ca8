"""Liquids that a protocol declares, for whoever draws the deck."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deckhand_protocol.api_version import APIVersion, too_young
from deckhand_protocol.errors import ValidationError

_OPTIONAL_SINCE = APIVersion(2, 20)
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}")

# What stands for an argument that was left out, where None means something else.
LEFT_OUT = object()


@dataclass(frozen=True)
class Liquid:
    _id: str
    name: str
    description: str | None
    display_color: str | None


def checked_colour(colour):
    if colour is not None and not _COLOUR.fullmatch(colour):
        raise ValidationError(f"{colour!r} is no colour. A colour is written as #rgb, #rgba, #rrggbb or #rrggbbaa.")
    return colour


def optional_from_2_20(value, argument: str, api_version: APIVersion):
    if value is not LEFT_OUT:
        return value
    if api_version < _OPTIONAL_SINCE:
        raise too_young(f"define_liquid without {argument}", _OPTIONAL_SINCE, api_version)
    return None
