import unittest

from tests.fake_definitions import grid_definition
from tests.support import PLATE, RACK, make_context

from deckhand_protocol.errors import DeckConflictError

TALL = grid_definition("tall_rack", height=80)


class HeaterShakerNeighbourTests(unittest.TestCase):
    """Below 2.14 what does not fit leaves nothing in the log; from 2.14 on it is logged as loaded before that is noticed."""

    def loads(self, ctx):
        if ctx._journal.is_engine:
            return [kind for kind, _ in ctx._link.commands(skip_loads=False)]
        return [each["commandType"] for each in ctx._link.entries(skip_loads=False)]

    def refuses(self, ctx, load):
        before = self.loads(ctx)
        with self.assertRaises(DeckConflictError):
            load()
        self.assertEqual(len(self.loads(ctx)) - len(before), 1 if ctx._journal.is_engine else 0)

    def test_modules_beside_it(self):
        for minor in (13, 15):
            for slot in (1, 3, 5):
                ctx = make_context(minor)
                ctx.load_module("heaterShakerModuleV1", 2)
                self.refuses(ctx, lambda: ctx.load_module("temperature module gen2", slot))
                ctx = make_context(minor)
                ctx.load_module("temperature module gen2", slot)
                self.refuses(ctx, lambda: ctx.load_module("heaterShakerModuleV1", 2))
            ctx = make_context(minor)
            ctx.load_module("heaterShakerModuleV1", 3)
            ctx.load_module("temperature module gen2", 4)  # at the other end of the next row
            ctx.load_module("magnetic module gen2", 1)

    def test_high_things_left_and_right_of_it(self):
        for minor in (13, 15):
            ctx = make_context(minor, custom_definitions=[TALL])
            ctx._link.call("addLabwareDefinition", {"definition": TALL})
            ctx.load_module("heaterShakerModuleV1", 5)
            ctx.load_labware("tall_rack", 2)
            ctx.load_labware(RACK, 4)
            self.refuses(ctx, lambda: ctx.load_labware("tall_rack", 6))
            ctx = make_context(minor, custom_definitions=[TALL])
            ctx._link.call("addLabwareDefinition", {"definition": TALL})
            ctx.load_labware("tall_rack", 6)
            self.refuses(ctx, lambda: ctx.load_module("heaterShakerModuleV1", 5))
            ctx.load_labware(PLATE, 1)

    def test_the_trash_is_too_high(self):
        for minor in (13, 15, 16):
            ctx = make_context(minor)
            self.refuses(ctx, lambda: ctx.load_module("heaterShakerModuleV1", 11))


if __name__ == "__main__":
    unittest.main()
