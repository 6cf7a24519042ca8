"""Putting labware, pipettes and modules on the deck."""

from __future__ import annotations

import functools
import logging

from deckhand_protocol import deck_conflicts
from deckhand_protocol.api_version import APIVersion, gone, requires_version, too_young
from deckhand_protocol.deck import module_labware_origin, read_slot, slot_origin
from deckhand_protocol.definitions import load_name_of, stacked_origin, sunk_into_module, uri_of
from deckhand_protocol.errors import (
    InvalidTrashBinLocationError,
    LabwareDefinitionIsNotAdapterError,
    LabwareDefinitionIsNotLabwareError,
    PipetteMountTypeError,
    UnsupportedHardwareCommand,
)
from deckhand_protocol.instrument import InstrumentContext
from deckhand_protocol.labware import Labware
from deckhand_protocol.labware_like import kind_of
from deckhand_protocol.offdeck import OFF_DECK
from deckhand_protocol.pipettes import pipette_figures, with_flows_of
from deckhand_protocol.tips import check_tip_rack
from deckhand_protocol.types import Mount, Point

logger = logging.getLogger(__name__)

_ADAPTERS_SINCE = APIVersion(2, 15)
_THERMOCYCLER_CONFIGURATIONS = (APIVersion(2, 4), APIVersion(2, 14))
_LIQUID_DETECTION_SINCE = APIVersion(2, 20)
_THERMOCYCLER_SLOT = 7


def _overlap_version(level: APIVersion) -> str:
    if level < APIVersion(2, 19):
        return "v0"
    return "v1" if level < APIVersion(2, 20) else "v3"


def mount_name(mount) -> str:
    if isinstance(mount, Mount):
        name = mount.name.lower()
    elif isinstance(mount, str):
        name = mount.lower()
    else:
        raise PipetteMountTypeError(f"A mount is 'left', 'right' or a Mount, and {mount!r} is a {type(mount).__name__}.")
    if name not in ("left", "right"):
        raise ValueError(f"An OT-2 has the mounts 'left' and 'right', and {mount!r} is neither.")
    return name


class Loading:
    """The loading members of ProtocolContext."""

    # Labware.

    @requires_version(2, 0)
    def load_labware(self, load_name, location, label=None, namespace=None, version=None, adapter=None, lid=None):
        if not isinstance(load_name, str):
            raise TypeError(f"A labware load name is a str, and {load_name!r} is a {type(load_name).__name__}.")
        place, parent = self._deck_place(location)
        if adapter is not None:
            if self._api_version < _ADAPTERS_SINCE:
                raise too_young("The argument adapter of load_labware", _ADAPTERS_SINCE, self._api_version)
            below = self._load_adapter_at(place, parent, adapter, namespace, None)
            place, parent = {"labwareId": below._labware_id}, below
        return self._load_labware_at(place, parent, load_name, label, namespace, version)

    @requires_version(2, 0)
    def load_labware_by_name(self, load_name, location, label=None, namespace=None, version=1):
        return self.load_labware(load_name, location, label, namespace, version)

    @requires_version(2, 0)
    def load_labware_from_definition(self, labware_def, location, label=None):
        place, parent = self._deck_place(location)
        return self._load_definition_at(place, parent, labware_def, label)

    @requires_version(2, 15)
    def load_adapter(self, load_name, location, namespace=None, version=None):
        place, parent = self._deck_place(location)
        return self._load_adapter_at(place, parent, load_name, namespace, version)

    @requires_version(2, 15)
    def load_adapter_from_definition(self, adapter_def, location):
        return self.load_labware_from_definition(adapter_def, location)

    def _deck_place(self, location):
        """A place as the node knows it, and what the labware stands on there. Modules and labware load what stands on them themselves."""
        if location is OFF_DECK:
            if self._api_version < _ADAPTERS_SINCE:
                raise too_young("OFF_DECK", _ADAPTERS_SINCE, self._api_version)
            return "offDeck", "off-deck"
        slot = str(read_slot(location, self._api_version))
        return {"slotName": slot}, slot

    def _load_labware_at(self, location, parent, load_name, label=None, namespace=None, version=None):
        """Loads by name onto a place as the node knows it; modules use this too."""
        labware = self._load_named(location, parent, load_name, label, namespace, version)
        if self._journal.is_engine and not labware._may_be_labware:
            raise LabwareDefinitionIsNotLabwareError(f"{load_name} is an adapter.")
        return labware

    def _load_adapter_at(self, location, parent, load_name, namespace=None, version=None):
        labware = self._load_named(location, parent, load_name, None, namespace, version)
        if not labware._is_adapter:
            raise LabwareDefinitionIsNotAdapterError(f"{load_name} is no adapter.")
        return labware

    def _load_named(self, location, parent, load_name, label, namespace, version) -> Labware:
        name = load_name.lower()
        found_namespace, found_version = self._definitions.resolve(name, namespace, version)
        identity = {"loadName": name, "namespace": found_namespace, "version": found_version}
        return self._load_identified(location, parent, identity, label)

    def _load_definition_at(self, location, parent, definition, label=None):
        self._definitions.add(definition)
        identity = {
            "loadName": load_name_of(definition),
            "namespace": definition["namespace"],
            "version": definition["version"],
        }
        return self._load_identified(location, parent, identity, label)

    def _load_identified(self, location, parent, identity: dict, label) -> Labware:
        params = {"location": location, **identity}
        if label is not None:
            params["displayName"] = label
        check = functools.partial(self._check_labware_beside_modules, location, identity)
        result = self._run_load("loadLabware", "LABWARE", "labware", params, check)
        definition = result.get("definition") or self._definitions.find(*identity.values())
        origin = self._labware_origin(location, definition)
        labware = Labware(definition, result["labwareId"], parent, origin, self, label)
        self._all_labware.append(labware)
        self._settle(labware)
        return labware

    def _run_load(self, command_type: str, kind: str, prefix: str, params: dict, check_conflicts=None) -> dict:
        """Whatever it is too near to, the engine form logs it as loaded before that is noticed, and the legacy form not at all."""
        if self._journal.is_engine:
            result = self._journal.command(command_type, params)
            if check_conflicts:
                check_conflicts()
            return result
        if check_conflicts:
            check_conflicts()
        return self._journal.legacy_load(kind, prefix, command_type, params, is_id_shown=prefix == "module")

    def _check_labware_beside_modules(self, location, identity: dict) -> None:
        models = self._deck._module_models
        if not models or not isinstance(location, dict) or "slotName" not in location:
            return
        definition = self._definitions.find(*identity.values())
        if definition is not None:
            height_mm = definition["dimensions"]["zDimension"]
            deck_conflicts.check_labware(height_mm, uri_of(definition), int(location["slotName"]), models)

    def _check_module_beside_others(self, model: str, slot: int) -> None:
        things = {
            number: (item.height, "") if kind_of(item) == "trash" else (item.highest_z, item.uri)
            for number, item in self._deck.items()
            if kind_of(item) in ("trash", "labware")
        }
        deck_conflicts.check_module(model, slot, self._deck._module_models, things)

    def _labware_origin(self, location, definition: dict) -> Point:
        """Where the slot, the module or the labware below puts the corner of this labware."""
        if not isinstance(location, dict):
            return Point()
        if "moduleId" in location:
            model, slot, _ = self._modules[location["moduleId"]]
            return sunk_into_module(definition, model, module_labware_origin(model, slot))
        if "labwareId" in location:
            below = self._labware_with_id(location["labwareId"])
            return stacked_origin(definition, below._definition, below._slot_origin)
        return slot_origin(int(location["slotName"]))

    def _labware_with_id(self, labware_id: str) -> Labware:
        return next(each for each in self._all_labware if each._labware_id == labware_id)

    def _settle(self, labware: Labware) -> None:
        """Labware that stands on the deck itself shows in ctx.deck."""
        if isinstance(labware._parent, str) and labware._parent.isdigit():
            self._deck._put(labware._parent, labware)

    # Pipettes.

    @requires_version(2, 0)
    def load_instrument(self, instrument_name, mount=None, tip_racks=None, replace=False, liquid_presence_detection=None):
        figures = pipette_figures(instrument_name, self._api_version)
        on = mount_name(mount)
        if liquid_presence_detection is not None and self._api_version < _LIQUID_DETECTION_SINCE:
            argument = "The argument liquid_presence_detection of load_instrument"
            raise too_young(argument, _LIQUID_DETECTION_SINCE, self._api_version)
        present = self._instruments.get(on)
        if present is not None and not replace:
            raise RuntimeError(f"Instrument already present on {on}: {present.name}")
        params = {"pipetteName": figures.name, "mount": on, **self._engine_pipette_params()}
        result = self._run_load("loadPipette", "PIPETTE", "pipette", params)
        racks = list(tip_racks or [])
        for rack in racks:
            check_tip_rack(rack, figures.name)
        found = self._link.pipettes.get(on) or {}
        figures = with_flows_of(figures, found.get("model"), self._api_version)
        instrument = InstrumentContext(self, figures, on, result["pipetteId"], racks)
        self._warn_of_wrong_tips(instrument)
        self._instruments[on] = instrument
        return instrument

    def _engine_pipette_params(self) -> dict:
        if not self._journal.is_engine:
            return {}
        return {"tipOverlapNotAfterVersion": _overlap_version(self._api_version), "liquidPresenceDetection": False}

    def _warn_of_wrong_tips(self, instrument) -> None:
        for rack in instrument._tip_racks:
            if rack.wells()[0].max_volume < instrument.min_volume:
                logger.warning("The tips of %r are too small for %s.", rack, instrument.name)

    # Modules.

    @requires_version(2, 0)
    def load_module(self, module_name, location=None, configuration=None):
        from deckhand_protocol.modules import make_module_context, resolve_module_name

        self._check_configuration(configuration)
        model = resolve_module_name(module_name, self._api_version)
        slot = self._module_slot(model, location)
        params = {"model": model, "location": {"slotName": str(slot)}}
        check = functools.partial(self._check_module_beside_others, model, slot)
        result = self._run_load("loadModule", "MODULE", "module", params, check)
        module_id = result["moduleId"]
        self._modules[module_id] = (model, slot, None)
        module = make_module_context(self, module_id, model, slot, result.get("definition"))
        self._modules[module_id] = (model, slot, module)
        self._deck._put_module(slot, model, module)
        return module

    def _check_configuration(self, configuration) -> None:
        first, end = _THERMOCYCLER_CONFIGURATIONS
        if not configuration:
            return
        argument = "The argument configuration of load_module"
        if self._api_version < first:
            raise too_young(argument, first, self._api_version)
        if self._api_version >= end:
            raise gone(argument, end, self._api_version)

    def _module_slot(self, model: str, location) -> int:
        is_thermocycler = model.startswith("thermocycler")
        if location is None:
            if not is_thermocycler:
                raise self._misplaced(f"A {model} needs a location: only a thermocycler has a place of its own.")
            return _THERMOCYCLER_SLOT
        slot = read_slot(location, self._api_version)
        if is_thermocycler and slot != _THERMOCYCLER_SLOT:
            if slot not in (8, 10, 11):
                raise self._misplaced(f"A thermocycler stands in slot {_THERMOCYCLER_SLOT}, and not in {location!r}.")
            return _THERMOCYCLER_SLOT
        return slot

    def _misplaced(self, message: str) -> Exception:
        return ValueError(message) if self._journal.is_engine else AssertionError(message)

    # The trash of the other robot.

    @requires_version(2, 16)
    def load_trash_bin(self, location):
        raise InvalidTrashBinLocationError("An OT-2 has its one trash bin in slot 12, and no other can be loaded.")

    @requires_version(2, 16)
    def load_waste_chute(self):
        raise UnsupportedHardwareCommand("An OT-2 has no waste chute.")
