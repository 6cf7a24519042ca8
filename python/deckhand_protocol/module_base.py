"""What all modules share: labware on them, what they say of themselves, and how their actions come into the run log."""

from __future__ import annotations

import logging

from deckhand_protocol.api_version import APIVersion, removed_in, requires_version, too_young

logger = logging.getLogger(__name__)

_ADAPTERS_SINCE = APIVersion(2, 15)
_LABELS_SINCE = APIVersion(2, 1)

_DISPLAY_NAMES = {
    "temperatureModuleV1": "Temperature Module GEN1",
    "temperatureModuleV2": "Temperature Module GEN2",
    "magneticModuleV1": "Magnetic Module GEN1",
    "magneticModuleV2": "Magnetic Module GEN2",
    "thermocyclerModuleV1": "Thermocycler Module GEN1",
    "thermocyclerModuleV2": "Thermocycler Module GEN2",
    "heaterShakerModuleV1": "Heater-Shaker Module GEN1",
}


def celsius(value, digits: int | None = None) -> str:
    """A temperature as the lines of the run log spell it: rounded, where its module rounds it."""
    return f"{float(value) if digits is None else round(float(value), digits)} °C"


def number(value, what: str) -> float:
    if isinstance(value, str) or not hasattr(value, "__float__"):
        raise TypeError(f"{what} is a number, and {value!r} is a {type(value).__name__}.")
    return value


class ModuleGeometry:
    """The module as a thing on the deck; files below 2.14 look at it."""

    def __init__(self, module: "ModuleContext"):
        self._module = module

    @property
    def model(self) -> str:
        return self._module._attached_model

    @property
    def module_type(self) -> str:
        return self._module._module_type

    @property
    def load_name(self) -> str:
        return self._module._requested_model

    @property
    def parent(self) -> str:
        return self._module._slot

    @property
    def labware(self):
        return self._module._labware

    @property
    def highest_z(self) -> float:
        return self._module._definition.get("dimensions", {}).get("bareOverallHeight", 0.0)

    def __repr__(self) -> str:
        return str(self._module)


class ModuleContext:
    """A module on the deck."""

    _kind = "module"
    _module_type = ""

    def __init__(self, protocol, module_id: str, model: str, slot: str, definition: dict):
        self._protocol = protocol
        self._api_version = protocol._api_version
        self._module_id = module_id
        self._requested_model = model
        self._attached_model = definition.get("model", model)
        self._slot = slot
        self._definition = definition
        self._labware = None

    @property
    def _journal(self):
        return self._protocol._journal

    # What it is.

    @property
    @requires_version(2, 0)
    def api_version(self) -> APIVersion:
        return self._api_version

    @property
    @requires_version(2, 14)
    def model(self) -> str:
        return self._attached_model

    @property
    @requires_version(2, 14)
    def type(self) -> str:
        return self._module_type

    @property
    @requires_version(2, 14)
    def parent(self) -> str:
        return self._slot

    @property
    @requires_version(2, 14)
    def serial_number(self) -> str:
        return self._answer()["serialNumber"]

    @property
    @removed_in(2, 14)
    def geometry(self) -> ModuleGeometry:
        return ModuleGeometry(self)

    @property
    @requires_version(2, 0)
    def labware(self):
        return self._labware

    def __repr__(self) -> str:
        return f"{_DISPLAY_NAMES[self._attached_model]} on {self._slot}"

    # Labware on it.

    @requires_version(2, 0)
    def load_labware(self, name, label=None, namespace=None, version=None, adapter=None, lid=None):
        if (label or namespace or version) and self._api_version < _LABELS_SINCE:
            logger.warning("The arguments label, namespace and version are newer than API level %s.", self._api_version)
        if not isinstance(name, str):
            raise TypeError(f"A labware load name is a str, and {name!r} is a {type(name).__name__}.")
        if adapter is not None:
            if self._api_version < _ADAPTERS_SINCE:
                raise too_young("The argument adapter of load_labware", _ADAPTERS_SINCE, self._api_version)
            return self.load_adapter(adapter, namespace).load_labware(name, label, namespace, version)
        self._labware = self._protocol._load_labware_at(self._place, self, name, label, namespace, version)
        return self._labware

    @requires_version(2, 1)
    def load_labware_by_name(self, name, label=None, namespace=None, version=None):
        return self.load_labware(name, label, namespace, version)

    @requires_version(2, 0)
    def load_labware_from_definition(self, definition, label=None):
        self._labware = self._protocol._load_definition_at(self._place, self, definition, label)
        return self._labware

    @requires_version(2, 15)
    def load_adapter(self, name, namespace=None, version=None):
        self._labware = self._protocol._load_adapter_at(self._place, self, name, namespace, version)
        return self._labware

    @requires_version(2, 15)
    def load_adapter_from_definition(self, definition):
        return self.load_labware_from_definition(definition)

    @removed_in(2, 14, instead="load_labware")
    def load_labware_object(self, labware):
        self._labware = labware
        return labware

    @property
    def _place(self) -> dict:
        return {"moduleId": self._module_id}

    # What it does, and what is true of it.

    def _step(self, command_type: str, **params) -> tuple[str, dict]:
        given = {name: value for name, value in params.items() if value is not None}
        return command_type, {"moduleId": self._module_id, **given}

    def _do(self, kind: str, text: str, *steps: tuple[str, dict]) -> None:
        """In the engine form every step is a command; in the legacy form all of them are one entry that shows the text."""
        journal = self._journal
        if not journal.is_engine:
            journal.custom(f"command.{kind}", text, list(steps))
            return
        journal.note(text)
        for command_type, params in steps:
            journal.command(command_type, params)

    def _answer(self) -> dict:
        return self._protocol._link.call("moduleState", {"moduleId": self._module_id})

    def _state(self, name: str):
        """A figure of what the driver says is true now."""
        return self._answer()["data"].get(name)
