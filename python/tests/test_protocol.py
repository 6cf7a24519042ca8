import sys
import types
import unittest
from unittest import mock

from tests.fake_definitions import grid_definition, plate_on_adapter
from tests.support import PLATE, ProtocolCase, make_context

from deckhand_protocol import errors
from deckhand_protocol.api_version import APIVersion
from deckhand_protocol.labware import Well
from deckhand_protocol.offdeck import OFF_DECK
from deckhand_protocol.types import Point


class LoadLabwareTests(unittest.TestCase):
    def test_legacy_entry(self):
        ctx = make_context(13)
        ctx.load_labware(PLATE.upper(), "2", label="samples")
        entry = ctx._link.entries(skip_loads=False)[0]
        identity = {"loadName": PLATE, "namespace": "opentrons", "version": 1}
        params = {"location": {"slotName": "2"}, **identity, "displayName": "samples"}
        self.assertEqual((entry["id"], entry["params"]), ("commands.LOAD_LABWARE-0", params))
        self.assertEqual(ctx._link.calls[-1][1]["steps"][0]["params"]["labwareId"], "labware-0")

    def test_a_load_that_fails_uses_up_no_id(self):
        ctx = make_context(13)
        ctx.load_labware(PLATE, 1)
        for name, slot in (("no_such_plate", 2), (PLATE, 1)):
            with self.assertRaises((FileNotFoundError, errors.DeckConflictError)):
                ctx.load_labware(name, slot)
        ctx.load_labware(PLATE, 2)
        sent = ctx._link.calls[-1][1]
        self.assertEqual((sent["entry"]["id"], sent["steps"][0]["params"]["labwareId"]), ("commands.LOAD_LABWARE-1", "labware-1"))

    def test_versions_by_level(self):
        self.assertEqual(make_context(13).load_labware(PLATE, 1).uri, f"opentrons/{PLATE}/1")
        self.assertEqual(make_context(14).load_labware(PLATE, 1).uri, f"opentrons/{PLATE}/2")
        self.assertEqual(make_context(14).load_labware(PLATE, 1, version=1).uri, f"opentrons/{PLATE}/1")
        self.assertEqual(make_context(14).load_labware_by_name(PLATE, 1).uri, f"opentrons/{PLATE}/1")

    def test_other_namespaces(self):
        self.assertEqual(make_context(13).load_labware("beta_plate", 1).uri, "custom_beta/beta_plate/1")
        with self.assertRaises(FileNotFoundError):
            make_context(13).load_labware("no_such_plate", 1)
        with self.assertRaises(errors.ProtocolCommandFailedError):
            make_context(14).load_labware("no_such_plate", 1)

    def test_custom_definitions_come_first(self):
        own = grid_definition("own_plate", namespace="lab", version=3)
        ctx = make_context(13, custom_definitions=[own])
        ctx._link.definitions[("lab", "own_plate", 3)] = own
        self.assertEqual(ctx.load_labware("own_plate", 1).uri, "lab/own_plate/3")
        other = grid_definition("own_plate", namespace="lab", version=4)
        ctx = make_context(14, custom_definitions=[own, other])
        with self.assertRaises(errors.AmbiguousLoadLabwareParamsError):
            ctx.load_labware("own_plate", 1)

    def test_from_a_definition(self):
        ctx = make_context(13)
        plate = ctx.load_labware_from_definition(grid_definition("new_plate", namespace="lab"), 1, "mine")
        self.assertEqual((plate.uri, repr(plate)), ("lab/new_plate/1", "mine on 1"))
        self.assertEqual(ctx.load_labware("new_plate", 2).uri, "lab/new_plate/1")

    def test_places(self):
        ctx = make_context(13)
        with self.assertRaises(TypeError):
            ctx.load_labware(PLATE, None)
        with self.assertRaises(TypeError):
            ctx.load_labware(5, 1)
        for bad in (0, 13, "x"):
            with self.assertRaises(ValueError):
                ctx.load_labware(PLATE, bad)
        for gated in ("D1", OFF_DECK):
            with self.assertRaises(errors.APIVersionError):
                ctx.load_labware(PLATE, gated)
        ctx.load_labware(PLATE, 1)
        with self.assertRaises(errors.DeckConflictError):
            ctx.load_labware(PLATE, 1)
        ctx = make_context(15)
        self.assertEqual(ctx.load_labware(PLATE, "D2").parent, "2")
        self.assertEqual(ctx.load_labware(PLATE, OFF_DECK).parent, "off-deck")
        self.assertEqual(ctx._link.commands(skip_loads=False)[-1][1]["location"], "offDeck")

    def test_labware_and_adapters_are_told_apart_from_2_14_on(self):
        make_context(13).load_labware("flat_adapter", 1)
        ctx = make_context(15)
        for load, error in ((lambda: ctx.load_labware("flat_adapter", 1), errors.LabwareDefinitionIsNotLabwareError),
                            (lambda: ctx.load_adapter(PLATE, 2), errors.LabwareDefinitionIsNotAdapterError)):  # fmt: skip
            with self.assertRaises(error):
                load()
        self.assertEqual(len(ctx._link.commands(skip_loads=False)), 2)

    def test_definitions_are_asked_for_once(self):
        ctx = make_context(13)
        for slot in (1, 2, 3):
            ctx.load_labware(PLATE, slot)
        self.assertEqual(len([each for each in ctx._link.params_of("findLabware") if each["loadName"] == PLATE]), 1)


class LoadOtherTests(ProtocolCase):
    def test_instruments(self):
        self.load(13)
        entry = [each for each in self.link.entries(skip_loads=False) if each["commandType"] == "loadPipette"][0]
        self.assertEqual(entry["id"], "commands.LOAD_PIPETTE-0")
        self.assertEqual(entry["params"], {"pipetteName": "p300_single_gen2", "mount": "left"})
        with self.assertRaisesRegex(RuntimeError, "Instrument already present on left"):
            self.ctx.load_instrument("p300_single", "LEFT")
        replaced = self.ctx.load_instrument("p300_single", "LEFT", replace=True)
        self.assertEqual(self.ctx.loaded_instruments, {"left": replaced})
        for name, mount, racks, error in (("p7", "right", [], ValueError), ("p10_single", "top", [], ValueError),
                                          ("p10_single", 3, [], TypeError),
                                          ("p10_single", "right", [self.plate], ValueError)):  # fmt: skip
            with self.assertRaises(error):
                self.ctx.load_instrument(name, mount, racks)
        # That its rack is none shows only once the pipette is there.
        self.assertEqual(self.link.entries(skip_loads=False)[-1]["params"], {"pipetteName": "p10_single", "mount": "right"})

    def test_engine_pipette_params(self):
        for minor, overlaps in ((14, "v0"), (19, "v1"), (20, "v3")):
            self.load(minor)
            params = self.link.commands(skip_loads=False)[-1][1]
            self.assertEqual((params["tipOverlapNotAfterVersion"], params["liquidPresenceDetection"]), (overlaps, False))

    def test_modules(self):
        made = []
        stand_in = types.ModuleType("deckhand_protocol.modules")
        models = {"thermocycler": "thermocyclerModuleV1", "temperature module gen2": "temperatureModuleV2"}
        stand_in.resolve_module_name = lambda name, version: models[name]
        stand_in.make_module_context = lambda *args: made.append(args) or types.SimpleNamespace(_slot=str(args[3]))
        with mock.patch.dict(sys.modules, {"deckhand_protocol.modules": stand_in}):
            ctx = make_context(13)
            thermocycler = ctx.load_module("thermocycler")
            module = ctx.load_module("temperature module gen2", 3)
            for place, level, expected in ((None, 13, AssertionError), (None, 14, ValueError)):
                with self.assertRaises(expected):
                    make_context(level).load_module("temperature module gen2", place)
            with self.assertRaises(AssertionError):
                ctx.load_module("thermocycler", 3)
            with self.assertRaises(errors.APIVersionError):
                make_context(3).load_module("thermocycler", configuration="semi")
            with self.assertRaises(errors.UnsupportedAPIError):
                make_context(14).load_module("thermocycler", configuration="semi")
        asked = [args[1:4] for args in made]
        self.assertEqual(asked, [("module-0", "thermocyclerModuleV1", 7), ("module-1", "temperatureModuleV2", 3)])
        self.assertEqual(ctx.loaded_modules, {7: thermocycler, 3: module})
        plate = ctx._load_labware_at({"moduleId": "module-1"}, module, PLATE)
        self.assertEqual(plate["A1"].bottom().point, Point(265 + 14.38 + 1.15, 74.24 - 0.15, 3.55 + 80.09))
        self.assertIs(ctx.loaded_labwares[3], plate)
        self.assertIs(ctx.deck[3], module)
        self.assertEqual(ctx._link.entries(skip_loads=False)[0]["params"]["moduleId"], "module-0")

    def test_what_an_ot2_has_not(self):
        self.load(16)
        with self.assertRaises(errors.InvalidTrashBinLocationError):
            self.ctx.load_trash_bin("A1")
        with self.assertRaises(errors.UnsupportedHardwareCommand):
            self.ctx.load_waste_chute()
        with self.assertRaises(errors.APIVersionError):
            make_context(15).load_trash_bin("A1")


class DeckTests(ProtocolCase):
    def test_what_is_where(self):
        self.load(13)
        self.assertEqual(self.ctx.loaded_labwares, {1: self.rack, 2: self.plate, 12: self.ctx.fixed_trash})
        self.assertIs(self.ctx.deck["2"], self.plate)
        self.assertIs(self.ctx.deck[1], self.rack)
        self.assertIsNone(self.ctx.deck[3])
        self.assertEqual(list(self.ctx.deck), list(range(1, 13)))
        self.assertEqual(self.ctx.deck.position_for(4).point, Point(0, 90.5, 0))
        self.assertEqual(self.ctx.deck.highest_z, 82)
        self.assertIs(self.ctx.deck.right_of(1), self.plate)
        with self.assertRaises(KeyError):
            self.ctx.deck["13"]

    def test_an_emptied_slot(self):
        self.load(13)
        del self.ctx.deck["2"]
        self.assertIsNone(self.ctx.deck[2])
        self.assertNotIn(2, self.ctx.loaded_labwares)
        (command_type, params) = self.link.steps()[-1]
        self.assertEqual((command_type, params["newLocation"]), ("moveLabware", "offDeck"))
        self.assertEqual(self.link.entries(), [])
        self.load(14)
        with self.assertRaises(TypeError):
            del self.ctx.deck["2"]
        with self.assertRaises(TypeError):
            self.ctx.deck["3"] = self.plate

    def test_what_is_on_top_of_a_slot(self):
        for minor, order in ((13, [1, 2, 3, 12]), (15, [12, 1, 2, 3])):
            self.load(minor)
            module = self.ctx.load_module("temperature module gen2", 3)
            below = module.load_labware(PLATE)
            self.assertEqual(list(self.ctx.loaded_labwares), order)
            self.assertIs(self.ctx.loaded_labwares[3], below)
            self.assertEqual(below["A1"].top().labware.first_parent(), "3")
        adapter = self.ctx.load_adapter("flat_adapter", 4)
        self.ctx._link.call("addLabwareDefinition", {"definition": plate_on_adapter()})
        upper = adapter.load_labware("stackable_plate")
        self.assertIs(self.ctx.loaded_labwares[4], upper)

    def test_moving_labware(self):
        self.load(15)
        self.ctx.move_labware(self.plate, 5)
        self.assertEqual(self.link.commands()[-1][1]["strategy"], "manualMoveWithPause")
        self.assertIs(self.ctx.deck[5], self.plate)
        self.assertIsNone(self.ctx.deck[2])
        self.assertEqual(self.plate["A1"].bottom().point, Point(132.5 + 14.38, 90.5 + 74.24, 3.55))
        self.ctx.move_labware(self.plate, OFF_DECK)
        self.assertEqual(self.ctx.loaded_labwares, {1: self.rack, 12: self.ctx.fixed_trash})
        with self.assertRaises(errors.APIVersionError):
            make_context(14).move_labware(self.plate, 5)

    def test_offset_by_level(self):
        self.load(18)
        self.plate.set_offset(1, 0, 0)
        self.assertEqual(self.command_types(), ["reloadLabware"])
        self.load(17)
        with self.assertRaises(errors.UnsupportedAPIError):
            self.plate.set_offset(1, 0, 0)
        with self.assertRaises(errors.UnsupportedAPIError):
            self.plate.set_calibration(Point())


class CommandTests(ProtocolCase):
    def test_waits_and_comments_below_2_14(self):
        self.load(13)
        self.ctx.comment("one")
        self.ctx.delay(seconds=5, minutes=1, msg="wait")
        self.ctx.pause("now")
        self.ctx.pause()
        self.ctx.resume()
        ids = ["command.COMMENT-0", "command.DELAY-0", "command.PAUSE-0", "command.PAUSE-1", "command.RESUME-0"]
        self.assertEqual([entry["id"] for entry in self.link.entries()], ids)
        self.assertEqual(self.entry_types(), ["comment", "custom", "waitForResume", "waitForResume", "custom"])
        texts = ["one", "Delaying for 1 minutes and 5.0 seconds. wait", "Pausing robot operation: now", "Pausing robot operation",
                 "Resuming robot operation"]  # fmt: skip
        self.assertEqual(self.ctx.commands(), texts)
        self.assertEqual(self.link.steps(), [("waitForDuration", {"seconds": 65, "message": "wait"})])
        self.assertTrue(self.link.calls[-4][1]["thenPause"])
        self.assertEqual(self.link.entries()[0]["result"], {})

    def test_waits_and_comments_from_2_14(self):
        self.load(14)
        self.ctx.comment("one")
        self.ctx.delay(minutes=1)
        self.ctx.delay(seconds=30, minutes=-1)
        self.ctx.pause("now")
        self.ctx.home()
        self.ctx.set_rail_lights(True)
        expected = [("comment", {"message": "one"}), ("waitForDuration", {"seconds": 60}),
                    ("waitForDuration", {"seconds": 0}), ("waitForResume", {"message": "now"}), ("home", {}),
                    ("setRailLights", {"on": True})]  # fmt: skip
        self.assertEqual(self.link.commands(), expected)
        self.assertEqual(self.ctx.commands()[0], "one")
        with self.assertRaises(errors.UnsupportedAPIError):
            self.ctx.resume()

    def test_what_leaves_no_entry_below_2_14(self):
        self.load(13)
        self.ctx.home()
        self.ctx.set_rail_lights(True)
        self.assertEqual((self.link.entries(), self.ctx.commands()), ([], []))
        self.assertEqual(self.link.steps(), [("home", {}), ("setRailLights", {"on": True})])
        self.assertTrue(self.ctx.rail_lights_on)
        with self.assertRaises(errors.APIVersionError):
            make_context(4).set_rail_lights(True)

    def test_max_speeds(self):
        self.load(13)
        speeds = self.ctx.max_speeds
        speeds["x"], speeds["A"] = 100, 50
        speeds["X"] = None
        del speeds["A"]
        sent = [params["axes"] for params in self.link.params_of("setMaxSpeeds")]
        self.assertEqual(sent, [{"x": 100}, {"x": 100, "a": 50}, {"a": 50}, {}])
        for bad in (0, -1, "fast"):
            with self.assertRaises(AssertionError):
                speeds["Z"] = bad
        with self.assertRaises(errors.UnsupportedAPIError):
            make_context(14).max_speeds

    def test_no_sensor_for_liquid(self):
        pipette = self.load(20)
        pipette.liquid_presence_detection = False
        self.assertFalse(pipette.liquid_presence_detection)
        with self.assertRaises(errors.UnsupportedHardwareCommand):
            pipette.liquid_presence_detection = True
        with self.assertRaises(errors.APIVersionError):
            self.load(19).liquid_presence_detection = False

    def test_liquids(self):
        self.load(14)
        water = self.ctx.define_liquid("water", "for tests", "#0af")
        self.plate["A1"].load_liquid(water, 20)
        params = {"liquidId": "liquid-id", "labwareId": self.plate._labware_id, "volumeByWell": {"A1": 20}}
        self.assertEqual(self.link.commands(skip_loads=False)[-1], ("loadLiquid", params))
        with self.assertRaises(errors.ValidationError):
            self.ctx.define_liquid("water", "", "blue")
        with self.assertRaises(errors.APIVersionError):
            self.ctx.define_liquid("water")
        with self.assertRaises(errors.APIVersionError):
            make_context(13).define_liquid("water", "", "#000000")
        self.assertIsNone(make_context(20).define_liquid("water").display_color)

    def test_state(self):
        ctx = make_context(13, is_simulating=False, bundled_data={"a.csv": b"1,2"})
        self.assertFalse(ctx.is_simulating())
        self.assertEqual(ctx.bundled_data["a.csv"], b"1,2")
        self.assertEqual(str(ctx.api_version), "2.13")
        with self.assertRaises(errors.APIVersionError):
            ctx.params
        self.assertTrue(ctx.door_closed)
        ctx._link.door_is_open = True
        self.assertFalse(ctx.door_closed)

    def test_private_names(self):
        pipette = self.load(13, is_simulating=True)
        hardware = self.ctx._hw_manager.hardware
        self.assertTrue(hardware.is_simulator)
        hardware.set_lights(rails=True)
        self.assertTrue(self.ctx.rail_lights_on)
        self.assertEqual(hardware.attached_instruments[pipette._core.get_mount()]["name"], pipette.name)
        hardware.hardware_instruments[pipette._core.get_mount()].update_config_item({"pick_up_current": 0.1})
        self.assertIs(self.ctx._core, self.ctx)
        self.assertEqual(self.plate["A1"]._core.get_geometry()._diameter, 6.86)

    def test_wells_of_a_class_of_the_files_own(self):
        pipette = self.load(13).pick_up_tip()

        class TallWell(Well):
            def __init__(self, well, height):
                super().__init__(well.parent, well._core, APIVersion(2, 13))
                self.height = height

        tall = TallWell(self.plate["B1"], 4)
        pipette.aspirate(20, tall).dispense(20, tall.bottom(tall.height))
        self.assertEqual([each["params"]["wellName"] for each in self.link.entries()[1:]], ["B1", "B1"])
        self.assertEqual((tall, tall.top(), str(tall)), (self.plate["B1"], self.plate["B1"].top(), str(self.plate["B1"])))
        pipette.drop_tip()
        pipette.starting_tip = TallWell(self.rack["C1"], 0)
        pipette.pick_up_tip(TallWell(self.rack["D1"], 0))
        self.assertFalse(self.rack["D1"].has_tip)
        self.assertEqual(pipette._next_tip().well_name, "C1")

    def test_private_names_of_earlier_releases_are_gone(self):
        """Files that use them fail at their line, here as elsewhere."""
        pipette = self.load(13)
        for owner, name in ((pipette, "_implementation"), (self.ctx, "_implementation"), (self.plate, "_implementation"),
                            (self.plate["A1"], "_impl"), (self.ctx._hw_manager.hardware, "_attached_instruments")):  # fmt: skip
            with self.assertRaises(AttributeError):
                getattr(owner, name)


if __name__ == "__main__":
    unittest.main()
