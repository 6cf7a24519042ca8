"""What most tests start from."""

from __future__ import annotations

import unittest

from tests.fake_link import FakeLink  # first, as it may stand in for the link

from deckhand_protocol.api_version import APIVersion
from deckhand_protocol.protocol import ProtocolContext

RACK = "opentrons_96_tiprack_300ul"
PLATE = "corning_96_wellplate_360ul_flat"
PLATE_ON_2 = "Corning 96 Well Plate 360 µL Flat on 2"


def make_context(minor=13, **kwargs):
    return ProtocolContext(FakeLink(), APIVersion(2, minor), **kwargs)


class ProtocolCase(unittest.TestCase):
    """A rack in slot 1, a plate in slot 2, a pipette on the left."""

    def load(self, minor, pipette="p300_single_gen2", **kwargs):
        self.ctx = make_context(minor, **kwargs)
        self.link = self.ctx._link
        self.rack = self.ctx.load_labware(RACK, 1)
        self.plate = self.ctx.load_labware(PLATE, 2)
        self.pipette = self.ctx.load_instrument(pipette, "left", [self.rack])
        return self.pipette

    def entry_types(self):
        return [entry["commandType"] for entry in self.link.entries()]

    def command_types(self):
        return [command_type for command_type, _ in self.link.commands()]
