import unittest

from deckhand_protocol.api_version import APIVersion, ENGINE_VERSION
from deckhand_protocol.errors import (
    APIVersionError,
    InvalidMagnetEngageHeightError,
    InvalidTargetSpeedError,
    InvalidTargetTemperatureError,
    UnsupportedAPIError,
)
from deckhand_protocol.modules import (
    HeaterShakerContext,
    MagneticModuleContext,
    TemperatureModuleContext,
    ThermocyclerContext,
    make_module_context,
    resolve_module_name,
)


class StandInJournal:
    """Keeps what it is told."""

    def __init__(self, api_version):
        self.is_engine = api_version >= ENGINE_VERSION
        self.commands = []
        self.entries = []
        self.texts = []

    def command(self, command_type, params):
        assert self.is_engine
        self.commands.append((command_type, params))
        return {}

    def note(self, text):
        self.texts.append(text)

    def custom(self, kind, text, steps):
        assert not self.is_engine
        self.entries.append((kind, text))
        self.commands.extend(steps)
        return [{} for _ in steps]

    def refused(self, kind, text, error):
        assert not self.is_engine
        self.entries.append((kind, text, type(error).__name__))


class StandInLink:
    def __init__(self):
        self.item = {"serialNumber": "S-1", "data": {}}
        self.calls = []

    def call(self, method, params):
        self.calls.append((method, params))
        return self.item


class StandInLabware:
    def __init__(self, place, parent, load_name, engage_height):
        self.place, self.parent, self.load_name, self.magdeck_engage_height = place, parent, load_name, engage_height
        self.loaded = []

    def load_labware(self, name, label=None, namespace=None, version=None):
        self.loaded.append(name)
        return self


class StandInProtocol:
    def __init__(self, minor):
        self._api_version = APIVersion(2, minor)
        self._journal = StandInJournal(self._api_version)
        self._link = StandInLink()
        self.engage_height = None

    def _load_labware_at(self, location, parent, load_name, label=None, namespace=None, version=None):
        return StandInLabware(location, parent, load_name, self.engage_height)

    _load_adapter_at = _load_labware_at

    def _load_definition_at(self, location, parent, definition, label=None):
        return StandInLabware(location, parent, definition["loadName"], self.engage_height)


def make(model, minor):
    protocol = StandInProtocol(minor)
    return make_module_context(protocol, "m", model, 4, {"model": model, "dimensions": {"bareOverallHeight": 84}})


def commands(module):
    return [(kind, {name: value for name, value in params.items() if name != "moduleId"}) for kind, params in _raw(module)]


def _raw(module):
    return module._protocol._journal.commands


def entries(module):
    return module._protocol._journal.entries


class NameTest(unittest.TestCase):
    def test_aliases_in_any_case_and_models_exactly(self):
        for name, model in (
            ("tempdeck", "temperatureModuleV1"),
            ("Temperature Module GEN2", "temperatureModuleV2"),
            ("magdeck", "magneticModuleV1"),
            ("magnetic module gen2", "magneticModuleV2"),
            ("Thermocycler", "thermocyclerModuleV1"),
            ("thermocycler module gen2", "thermocyclerModuleV2"),
            ("heaterShakerModuleV1", "heaterShakerModuleV1"),
        ):
            self.assertEqual(resolve_module_name(name, APIVersion(2, 13)), model)

    def test_unknown_names_are_told_the_valid_ones(self):
        for name in ("heatershakermodulev1", "TemperatureModuleV2", "toaster"):
            with self.assertRaisesRegex(ValueError, "heaterShakerModuleV1.*temperature module gen2"):
                resolve_module_name(name, APIVersion(2, 20))
        with self.assertRaises(TypeError):
            resolve_module_name(3, APIVersion(2, 20))

    def test_the_heater_shaker_came_with_2_13(self):
        with self.assertRaises(APIVersionError):
            resolve_module_name("heaterShakerModuleV1", APIVersion(2, 12))

    def test_each_model_has_its_context(self):
        self.assertIsInstance(make("temperatureModuleV1", 13), TemperatureModuleContext)
        self.assertIsInstance(make("magneticModuleV2", 13), MagneticModuleContext)
        self.assertIsInstance(make("thermocyclerModuleV2", 13), ThermocyclerContext)
        self.assertIsInstance(make("heaterShakerModuleV1", 13), HeaterShakerContext)


class ModuleTest(unittest.TestCase):
    def test_labware_stands_on_the_module(self):
        module = make("temperatureModuleV2", 13)
        labware = module.load_labware("a_plate", "its label")
        self.assertEqual(labware.place, {"moduleId": "m"})
        self.assertIs(labware.parent, module)
        self.assertIs(module.labware, labware)
        self.assertEqual(str(module), "Temperature Module GEN2 on 4")

    def test_adapters_came_with_2_15(self):
        module = make("heaterShakerModuleV1", 15)
        self.assertEqual(module.load_labware("a_plate", adapter="an_adapter").loaded, ["a_plate"])
        self.assertEqual(module.labware.load_name, "an_adapter")
        with self.assertRaises(APIVersionError):
            make("heaterShakerModuleV1", 14).load_labware("a_plate", adapter="an_adapter")
        with self.assertRaises(APIVersionError):
            make("heaterShakerModuleV1", 14).load_adapter("an_adapter")

    def test_geometry_went_when_parent_came(self):
        old, new = make("temperatureModuleV2", 13), make("temperatureModuleV2", 14)
        self.assertEqual(old.geometry.parent, "4")
        self.assertEqual(old.geometry.highest_z, 84)
        self.assertEqual((new.parent, new.serial_number, new.model), ("4", "S-1", "temperatureModuleV2"))
        with self.assertRaises(APIVersionError):
            old.parent
        with self.assertRaises(UnsupportedAPIError):
            new.geometry

    def test_states_are_asked_of_the_node_each_time(self):
        module = make("temperatureModuleV2", 13)
        module._protocol._link.item["data"] = {"currentTemperature": 30.1, "targetTemperature": 43, "status": "heating"}
        self.assertEqual((module.temperature, module.target, module.status), (30.1, 43, "heating"))
        self.assertEqual(module._protocol._link.calls, [("moduleState", {"moduleId": "m"})] * 3)


class TemperatureTest(unittest.TestCase):
    def test_engine_form(self):
        module = make("temperatureModuleV2", 14)
        module.set_temperature(4.4)
        module.await_temperature(4.4)
        module.deactivate()
        self.assertEqual(
            commands(module),
            [
                ("temperatureModule/setTargetTemperature", {"celsius": 4.4}),
                ("temperatureModule/waitForTemperature", {}),
                ("temperatureModule/waitForTemperature", {"celsius": 4.4}),
                ("temperatureModule/deactivate", {}),
            ],
        )

    def test_legacy_form_is_one_entry(self):
        module = make("temperatureModuleV2", 13)
        module.set_temperature(4)
        self.assertEqual(
            entries(module),
            [("command.TEMPDECK_SET_TEMP", "Setting Temperature Module temperature to 4.0 °C (rounded off to nearest integer)")],
        )
        self.assertEqual(len(commands(module)), 2)

    def test_start_and_await_came_with_2_3(self):
        module = make("temperatureModuleV1", 3)
        module.start_set_temperature(50)
        module.await_temperature(50)
        self.assertEqual(len(entries(module)), 2)
        with self.assertRaises(APIVersionError):
            make("temperatureModuleV1", 2).start_set_temperature(50)


class MagneticTest(unittest.TestCase):
    def height(self, model, minor, figure=None, load_name="a_plate", **kwargs):
        module = make(model, minor)
        module._protocol.engage_height = figure
        if figure is not None:
            module.load_labware(load_name)
        module.engage(**kwargs)
        return commands(module)[0][1]["height"]

    def test_height_counts_from_the_lowest_position_in_the_modules_own_units(self):
        self.assertEqual(self.height("magneticModuleV2", 13, height=10), 7.5)
        self.assertEqual(self.height("magneticModuleV1", 13, height=10), 2.5)
        with self.assertRaises(UnsupportedAPIError):
            self.height("magneticModuleV2", 14, height=10)

    def test_height_from_base(self):
        self.assertEqual(self.height("magneticModuleV2", 13, height_from_base=6), 6)
        self.assertEqual(self.height("magneticModuleV1", 13, height_from_base=6), 3)
        self.assertEqual(self.height("magneticModuleV1", 14, height_from_base=6), 6)
        # Too old for it: the labware's own height is taken.
        self.assertEqual(self.height("magneticModuleV2", 1, 6.8, height_from_base=6), 4.3)

    def test_the_labwares_own_height(self):
        half = "biorad_96_wellplate_200ul_pcr"
        self.assertEqual(self.height("magneticModuleV2", 13, 6.8), 4.3)
        self.assertEqual(self.height("magneticModuleV2", 13, 18, half), 6.5)
        self.assertEqual(self.height("magneticModuleV1", 13, 18, half, offset=2), 7.5)
        # From there on the figure counts from the ledge.
        self.assertEqual(self.height("magneticModuleV1", 14, 18, half, offset=2), 11)
        self.assertEqual(self.height("magneticModuleV1", 2, 18, half), 6.5)
        self.assertEqual(self.height("magneticModuleV2", 2, 18, half), 15.5)

    def test_without_any_height(self):
        with self.assertRaises(ValueError):
            self.height("magneticModuleV2", 13)
        with self.assertRaises(InvalidMagnetEngageHeightError):
            self.height("magneticModuleV2", 14)

    def test_texts(self):
        module = make("magneticModuleV2", 13)
        module.engage(height=5)
        module.disengage()
        self.assertEqual(
            entries(module),
            [
                ("command.MAGDECK_ENGAGE", "Engaging Magnetic Module"),
                ("command.MAGDECK_DISENGAGE", "Disengaging Magnetic Module"),
            ],
        )
        with self.assertRaises(UnsupportedAPIError):
            make("magneticModuleV2", 14).calibrate()


class ThermocyclerTest(unittest.TestCase):
    def test_lid(self):
        module = make("thermocyclerModuleV1", 13)
        self.assertEqual(module.open_lid(), "open")
        self.assertEqual(module.close_lid(), "closed")
        self.assertEqual([text for _, text in entries(module)], ["Opening Thermocycler lid", "Closing Thermocycler lid"])

    def test_block_waits_with_its_hold(self):
        module = make("thermocyclerModuleV1", 13)
        module.set_block_temperature(95, hold_time_minutes=13, block_max_volume=50)
        self.assertEqual(
            entries(module)[0][1],
            "Setting Thermocycler well block temperature to 95.0 °C with a hold time of 13.0 minutes and 0 seconds",
        )
        self.assertEqual(
            commands(module),
            [
                (
                    "thermocycler/setTargetBlockTemperature",
                    {"celsius": 95, "holdTimeSeconds": 780, "blockMaxVolumeUl": 50},
                ),
                ("thermocycler/waitForBlockTemperature", {}),
            ],
        )

    def test_how_holds_and_temperatures_are_spelled(self):
        module = make("thermocyclerModuleV1", 13)
        module.set_block_temperature(94.126, hold_time_seconds=30)
        module.set_block_temperature(4, hold_time_seconds=90.5)
        texts = [text.removeprefix("Setting Thermocycler well block temperature to ") for _, text in entries(module)]
        self.assertEqual(texts[0], "94.13 °C with a hold time of 30 seconds")
        self.assertEqual(texts[1], "4.0 °C with a hold time of 1.0 minutes and 30.5 seconds")
        block = make("temperatureModuleV2", 13)
        block.set_temperature(36.6)
        self.assertEqual(entries(block)[0][1], "Setting Temperature Module temperature to 37.0 °C (rounded off to nearest integer)")

    def test_no_hold_is_one_of_no_time(self):
        module = make("thermocyclerModuleV1", 14)
        module.set_block_temperature(4)
        self.assertEqual(commands(module)[0], ("thermocycler/setTargetBlockTemperature", {"celsius": 4, "holdTimeSeconds": 0}))

    def test_profiles(self):
        steps = [{"temperature": 95, "hold_time_seconds": 10}, {"temperature": 60, "hold_time_minutes": 1}]
        cycle = [{"celsius": 95, "holdSeconds": 10}, {"celsius": 60, "holdSeconds": 60}]
        module = make("thermocyclerModuleV2", 20)
        module.execute_profile(steps, 2, 30)
        self.assertEqual(commands(module), [("thermocycler/runProfile", {"profile": cycle * 2, "blockMaxVolumeUl": 30})])
        newer = make("thermocyclerModuleV2", 21)
        newer.execute_profile(steps, 2)
        elements = [{"steps": cycle, "repetitions": 2}]
        self.assertEqual(commands(newer), [("thermocycler/runExtendedProfile", {"profileElements": elements})])

    def test_profiles_without_what_they_need(self):
        module = make("thermocyclerModuleV2", 13)
        for steps, repetitions in (
            ([{"temperature": 95}], 1),
            ([{"hold_time_seconds": 5}], 1),
            ([{"temperature": 95, "hold_time_seconds": 5}], 0),
        ):
            with self.assertRaises(ValueError):
                module.execute_profile(steps, repetitions)
        self.assertEqual(commands(module), [])
        kind, text, error = entries(module)[-1]
        self.assertEqual((kind, error), ("command.THERMOCYCLER_EXECUTE_PROFILE", "ValueError"))
        self.assertTrue(text.startswith("Thermocycler starting 0 repetitions of cycle "))

    def test_deactivate_is_both_heaters(self):
        module = make("thermocyclerModuleV2", 14)
        module.deactivate()
        self.assertEqual([kind for kind, _ in commands(module)], ["thermocycler/deactivateLid", "thermocycler/deactivateBlock"])
        older = make("thermocyclerModuleV2", 13)
        older.deactivate()
        self.assertEqual([kind for kind, _ in commands(older)], ["thermocycler/deactivate"])


class HeaterShakerTest(unittest.TestCase):
    def test_every_action(self):
        module = make("heaterShakerModuleV1", 14)
        module.close_labware_latch()
        module.set_and_wait_for_temperature(40)
        module.set_and_wait_for_shake_speed(500)
        module.deactivate_shaker()
        module.deactivate_heater()
        module.open_labware_latch()
        self.assertEqual(
            commands(module),
            [
                ("heaterShaker/closeLabwareLatch", {}),
                ("heaterShaker/setTargetTemperature", {"celsius": 40}),
                ("heaterShaker/waitForTemperature", {}),
                ("heaterShaker/setAndWaitForShakeSpeed", {"rpm": 500}),
                ("heaterShaker/deactivateShaker", {}),
                ("heaterShaker/deactivateHeater", {}),
                ("heaterShaker/openLabwareLatch", {}),
            ],
        )

    def test_ranges(self):
        module = make("heaterShakerModuleV1", 13)
        for celsius in (36.9, 95.1):
            with self.assertRaises(InvalidTargetTemperatureError):
                module.set_target_temperature(celsius)
        for rpm in (199, 3001):
            with self.assertRaises(InvalidTargetSpeedError):
                module.set_and_wait_for_shake_speed(rpm)
        module.set_target_temperature(37)
        module.set_and_wait_for_shake_speed(3000)
        self.assertEqual(
            [text for _, text, *error in entries(module) if not error],
            [
                "Setting Target Temperature of Heater-Shaker to 37.0 °C",
                "Setting Heater-Shaker to Shake at 3000 RPM and waiting until reached",
            ],
        )


if __name__ == "__main__":
    unittest.main()
