"""A node of lists and dictionaries: it answers what the Python side asks and keeps all of it."""

from __future__ import annotations

import sys
import types

from tests.fake_definitions import all_definitions

try:
    from deckhand_protocol.link import CommandFailed
except ImportError:

    class CommandFailed(Exception):
        def __init__(self, error):
            super().__init__(error["detail"])
            self.error_type = error["errorType"]
            self.error_code = error["errorCode"]
            self.detail = error["detail"]

    stand_in = types.ModuleType("deckhand_protocol.link")
    stand_in.CommandFailed = CommandFailed
    sys.modules["deckhand_protocol.link"] = stand_in


def failure(error_type, detail, code="4000"):
    return CommandFailed({"errorType": error_type, "errorCode": code, "detail": detail})


_MAX_VOLUMES_UL = {"p20": 20, "p300": 300, "p10": 10, "p50": 50, "p1000": 1000}
_IN_PLACE = ("aspirateInPlace", "dispenseInPlace", "blowOutInPlace")
_NEEDS_TIP = ("aspirate", "dispense", "blowout", "touchTip", "dropTip", *_IN_PLACE)


class FakeLink:
    def __init__(self):
        self.definitions = {self._key(each): each for each in all_definitions()}
        self.pipettes = {}
        self.calls = []
        self._mounts = {}
        self._max_volumes = {}
        self._labware = {"fixedTrash": self.definitions[("opentrons", "opentrons_1_trash_1100ml_fixed", 1)]}
        self._places = {'{"slotName": "12"}'}
        self._made = 0
        self.door_is_open = False

    @staticmethod
    def _key(definition):
        return definition["namespace"], definition["parameters"]["loadName"], definition["version"]

    def call(self, method, params):
        self.calls.append((method, params))
        return getattr(self, "_" + method, lambda params: {})(params)

    # What tests look at.

    def commands(self, skip_loads=True):
        sent = [params for method, params in self.calls if method == "command"]
        shown = [each for each in sent if not (skip_loads and each["commandType"].startswith("load"))]
        return [(each["commandType"], each["params"]) for each in shown]

    def entries(self, skip_loads=True):
        sent = [params["entry"] for method, params in self.calls if method == "legacyCommand" and params["entry"]]
        return [each for each in sent if not (skip_loads and each["commandType"].startswith("load"))]

    def steps(self):
        sent = [params["steps"] for method, params in self.calls if method == "legacyCommand"]
        flat = [(step["commandType"], step["params"]) for steps in sent for step in steps]
        return [step for step in flat if not step[0].startswith("load")]

    def params_of(self, method):
        return [params for name, params in self.calls if name == method]

    # What the node does.

    def _findLabware(self, params):
        fitting = [
            each
            for (namespace, load_name, version), each in self.definitions.items()
            if load_name == params["loadName"]
            and params.get("namespace") in (None, namespace)
            and params.get("version") in (None, version)
        ]
        return {"definition": fitting[0] if fitting else None}

    def _addLabwareDefinition(self, params):
        self.definitions[self._key(params["definition"])] = params["definition"]
        return {}

    def _doorState(self, params):
        return {"isOpen": self.door_is_open}

    def _addLiquid(self, params):
        return {"liquidId": "liquid-id"}

    def _command(self, params):
        return {"commandId": "id", "result": self._do(params["commandType"], params["params"])}

    def _legacyCommand(self, params):
        return {"results": [self._do(step["commandType"], step["params"]) for step in params["steps"]]}

    def _new_id(self):
        self._made += 1
        return f"made-{self._made}"

    def _do(self, command_type, params):
        if command_type == "loadLabware":
            return self._load_labware(params)
        if command_type == "loadPipette":
            return self._load_pipette(params)
        if command_type == "loadModule":
            return {"moduleId": params.get("moduleId") or self._new_id(), "definition": {}}
        pipette = self.pipettes.get(self._mounts.get(params.get("pipetteId")))
        return self._pipette_command(command_type, params, pipette) if pipette is not None else {}

    def _load_labware(self, params):
        key = (params["namespace"], params["loadName"], params["version"])
        if key not in self.definitions:
            raise failure("LabwareDefinitionDoesNotExistError", f"no {key}")
        place = str(params["location"]).replace("'", '"')
        if place in self._places:
            raise failure("LocationIsOccupiedError", f"{place} is taken")
        self._places.add(place)
        labware_id = params.get("labwareId") or self._new_id()
        self._labware[labware_id] = self.definitions[key]
        return {"labwareId": labware_id, "definition": self.definitions[key]}

    def _load_pipette(self, params):
        pipette_id = params.get("pipetteId") or self._new_id()
        self._mounts[pipette_id] = params["mount"]
        self._max_volumes[params["mount"]] = _MAX_VOLUMES_UL[params["pipetteName"].split("_")[0]]
        self.pipettes = {**self.pipettes, params["mount"]: {"hasTip": False, "volume": 0.0, "isReadyToAspirate": False}}
        return {"pipetteId": pipette_id}

    def _pipette_command(self, command_type, params, pipette):
        if command_type in _NEEDS_TIP and not pipette["hasTip"]:
            raise failure("TipNotAttachedError", "Pipette should have a tip attached, but does not.", "3005")
        if command_type == "pickUpTip":
            return self._pick_up(params, pipette)
        if command_type in ("dropTip", "dropTipInPlace"):
            pipette.update(hasTip=False, volume=0.0, isReadyToAspirate=False)
        elif command_type in ("aspirate", "aspirateInPlace"):
            self._aspirate(command_type, params, pipette)
        elif command_type in ("dispense", "dispenseInPlace"):
            if params["volume"] > pipette["volume"]:
                raise failure("InvalidDispenseVolumeError", "too much")
            pipette["volume"] -= params["volume"]
        elif command_type == "prepareToAspirate":
            pipette["isReadyToAspirate"] = True
        elif command_type in ("blowout", "blowOutInPlace"):
            pipette.update(volume=0.0, isReadyToAspirate=False)
        return {"volume": params["volume"]} if "volume" in params else {}

    def _pick_up(self, params, pipette):
        if pipette["hasTip"]:
            raise failure("TipAttachedError", "Pipette should not have a tip attached, but does.", "3012")
        pipette["hasTip"] = True
        return {"tipLength": 51.1, "tipVolume": 300}

    def _aspirate(self, command_type, params, pipette):
        mount = self._mounts[params["pipetteId"]]
        if pipette["volume"] + params["volume"] > self._max_volumes[mount]:
            raise failure("InvalidAspirateVolumeError", "too much")
        if command_type == "aspirateInPlace" and not (pipette["isReadyToAspirate"] or pipette["volume"]):
            raise failure("PipetteNotReadyToAspirateError", "not ready")
        pipette.update(volume=pipette["volume"] + params["volume"], isReadyToAspirate=True)
