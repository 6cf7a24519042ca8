import importlib
import importlib.util
import pathlib
import sys
import types
import unittest
from unittest import mock

import tests.fake_link  # noqa: F401  (may stand in for the link)

_CLASSES = {
    "deckhand_protocol.modules": ("HeaterShakerContext", "MagneticModuleContext", "ModuleContext", "TemperatureModuleContext",
                                  "ThermocyclerContext"),
    "deckhand_protocol.parameters": ("ParameterContext", "Parameters"),
}  # fmt: skip


def _stand_ins():
    """Modules with the names alone, where this tree has no others."""
    made = {}
    for module_name, class_names in _CLASSES.items():
        if importlib.util.find_spec(module_name) is None:
            made[module_name] = types.ModuleType(module_name)
            for class_name in class_names:
                setattr(made[module_name], class_name, type(class_name, (), {}))
    return made


class NameTests(unittest.TestCase):
    def setUp(self):
        for name in [each for each in sys.modules if each.split(".")[0] == "opentrons"]:
            del sys.modules[name]
        patch = mock.patch.dict(sys.modules, _stand_ins())
        patch.start()
        self.addCleanup(patch.stop)

    def test_names_that_protocols_import(self):
        wanted = {
            "opentrons": "APIVersion __version__ protocol_api types",
            "opentrons.protocol_api": "ProtocolContext InstrumentContext Labware Well ModuleContext ParameterContext Parameters"
            " OFF_DECK ALL COLUMN SINGLE ROW PARTIAL_COLUMN Liquid TrashBin WasteChute MAX_SUPPORTED_VERSION"
            " MIN_SUPPORTED_VERSION MagneticModuleContext TemperatureModuleContext ThermocyclerContext HeaterShakerContext"
            " labware CSVParameter RuntimeParameterRequiredError",
            "opentrons.protocol_api.labware": "OutOfTipsError TipSelectionError Labware Well",
            "opentrons.protocol_api.module_contexts": "ThermocyclerContext",
            "opentrons.protocol_api.instrument_context": "InstrumentContext",
            "opentrons.types": "Point Location Mount MountType DeckSlotName",
            "opentrons.protocols.api_support.types": "APIVersion",
            "opentrons.protocols.api_support.util": "APIVersionError UnsupportedAPIError requires_version",
            "opentrons.hardware_control.modules.types": "ThermocyclerStep",
            "opentrons.execute": "get_protocol_api",
            "opentrons.simulate": "get_protocol_api",
        }
        for module_name, names in wanted.items():
            module = importlib.import_module(module_name)
            for name in names.split():
                self.assertTrue(hasattr(module, name), f"{module_name}.{name}")

    def test_a_module_that_is_gone(self):
        """Files that import it fail, here as elsewhere."""
        with self.assertRaises(ModuleNotFoundError):
            importlib.import_module("opentrons.protocol_api.contexts")

    def test_one_import_loads_the_whole_package(self):
        importlib.import_module("opentrons")
        folder = pathlib.Path(sys.modules["opentrons"].__file__).parent
        for file in folder.rglob("*.py"):
            parts = file.relative_to(folder.parent).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            self.assertIn(name, sys.modules)

    def test_errors_are_reached_through_the_package(self):
        import opentrons

        from deckhand_protocol.errors import OutOfTipsError, UnsupportedAPIError

        self.assertIs(opentrons.protocol_api.labware.OutOfTipsError, OutOfTipsError)
        with self.assertRaises(UnsupportedAPIError):
            importlib.import_module("opentrons.execute").get_protocol_api("2.13")


if __name__ == "__main__":
    unittest.main()
