"""Modules: their names, and the contexts that load_module gives."""

from __future__ import annotations

from deckhand_protocol.api_version import APIVersion, too_young
from deckhand_protocol.module_base import ModuleContext
from deckhand_protocol.module_heater_shaker import HeaterShakerContext
from deckhand_protocol.module_magnetic import MagneticModuleContext
from deckhand_protocol.module_temperature import TemperatureModuleContext
from deckhand_protocol.module_thermocycler import ThermocyclerContext

__all__ = [
    "HeaterShakerContext",
    "MagneticModuleContext",
    "ModuleContext",
    "TemperatureModuleContext",
    "ThermocyclerContext",
    "make_module_context",
    "resolve_module_name",
]

_CONTEXTS = {
    "temperatureModuleV1": TemperatureModuleContext,
    "temperatureModuleV2": TemperatureModuleContext,
    "magneticModuleV1": MagneticModuleContext,
    "magneticModuleV2": MagneticModuleContext,
    "thermocyclerModuleV1": ThermocyclerContext,
    "thermocyclerModuleV2": ThermocyclerContext,
    "heaterShakerModuleV1": HeaterShakerContext,
}

# Spelled in any case. The models themselves are spelled exactly.
_ALIASES = {
    "tempdeck": "temperatureModuleV1",
    "temperature module": "temperatureModuleV1",
    "temperature module gen2": "temperatureModuleV2",
    "magdeck": "magneticModuleV1",
    "magnetic module": "magneticModuleV1",
    "magnetic module gen2": "magneticModuleV2",
    "thermocycler": "thermocyclerModuleV1",
    "thermocycler module": "thermocyclerModuleV1",
    "thermocycler module gen2": "thermocyclerModuleV2",
}

_HEATER_SHAKER_SINCE = APIVersion(2, 13)


def resolve_module_name(name: str, api_version: APIVersion) -> str:
    """The model that a protocol means by a name."""
    if not isinstance(name, str):
        raise TypeError(f"The name of a module is a str, and {name!r} is a {type(name).__name__}.")
    model = name if name in _CONTEXTS else _ALIASES.get(name.lower())
    if model is None:
        valid = ", ".join(sorted([*_ALIASES, *_CONTEXTS]))
        raise ValueError(f"There is no module {name!r}. The valid names are: {valid}.")
    if _CONTEXTS[model] is HeaterShakerContext and api_version < _HEATER_SHAKER_SINCE:
        raise too_young(f"The module {name!r}", _HEATER_SHAKER_SINCE, api_version)
    return model


def make_module_context(protocol, module_id: str, model: str, slot, definition: dict | None) -> ModuleContext:
    """`model` is what was asked for; the definition is of what stands there, which may be a model that stands in for it."""
    return _CONTEXTS[model](protocol, module_id, model, str(slot), definition or {})
