"""Labware definitions: which one a load name stands for, and where labware stands on what is below."""

from __future__ import annotations

from deckhand_protocol.api_version import APIVersion, ENGINE_VERSION
from deckhand_protocol.errors import AmbiguousLoadLabwareParamsError
from deckhand_protocol.types import Point

SHIPPED_NAMESPACE = "opentrons"
FALLBACK_NAMESPACES = (SHIPPED_NAMESPACE, "custom_beta")

# Of these, files from 2.14 on get the second version.
_SECOND_VERSIONS = frozenset(
    (
        "armadillo_96_wellplate_200ul_pcr_full_skirt",
        "biorad_384_wellplate_50ul",
        "biorad_96_wellplate_200ul_pcr",
        "corning_12_wellplate_6.9ml_flat",
        "corning_24_wellplate_3.4ml_flat",
        "corning_384_wellplate_112ul_flat",
        "corning_48_wellplate_1.6ml_flat",
        "corning_6_wellplate_16.8ml_flat",
        "corning_96_wellplate_360ul_flat",
        "nest_1_reservoir_195ml",
        "nest_96_wellplate_100ul_pcr_full_skirt",
        "nest_96_wellplate_200ul_flat",
        "nest_96_wellplate_2ml_deep",
        "opentrons_24_aluminumblock_generic_2ml_screwcap",
        "opentrons_96_aluminumblock_generic_pcr_strip_200ul",
        "opentrons_96_wellplate_200ul_pcr_full_skirt",
    )
)


# How deep a plate sinks into a module if its definition does not say so.
_SINKS_BY_MM = {"thermocyclerModuleV2": 10.7}


def load_name_of(definition: dict) -> str:
    return definition["parameters"]["loadName"]


def uri_of(definition: dict) -> str:
    return f"{definition['namespace']}/{load_name_of(definition)}/{definition['version']}"


def default_version(load_name: str, api_version: APIVersion) -> int:
    return 2 if api_version >= ENGINE_VERSION and load_name in _SECOND_VERSIONS else 1


def point_of(vector: dict | None) -> Point:
    return Point(vector["x"], vector["y"], vector["z"]) if vector else Point()


def _overlap(upper: dict, table: str, below: str) -> dict | None:
    offsets = upper.get(table) or {}
    return offsets.get(below) or offsets.get("default")


def stacked_origin(upper: dict, lower: dict, lower_origin: Point) -> Point:
    """Where labware stands on other labware, which it may reach into."""
    overlap = point_of(_overlap(upper, "stackingOffsetWithLabware", load_name_of(lower)))
    height = lower["dimensions"]["zDimension"]
    return lower_origin + Point(overlap.x, overlap.y, height - overlap.z)


def sunk_into_module(upper: dict, model: str, module_origin: Point) -> Point:
    """Where labware stands on a module, which may take it in."""
    overlap = _overlap(upper, "stackingOffsetWithModule", model)
    sunk = Point(0, 0, _SINKS_BY_MM.get(model, 0.0)) if overlap is None else point_of(overlap)
    return module_origin + Point(sunk.x, sunk.y, -sunk.z)


class DefinitionFinder:
    """Finds definitions, the custom ones first, and asks the node only once for each."""

    def __init__(self, link, api_version: APIVersion, custom_definitions):
        self._link = link
        self._api_version = api_version
        self._custom = list(custom_definitions)
        self._answers: dict[tuple, dict | None] = {}

    def add(self, definition: dict) -> None:
        self._link.call("addLabwareDefinition", {"definition": definition})
        if definition not in self._custom:
            self._custom.append(definition)

    def resolve(self, load_name: str, namespace: str | None, version: int | None) -> tuple[str, int]:
        """The namespace and the version that a protocol means by what it leaves out."""
        fitting = self._fitting_custom(load_name, namespace, version)
        if len(fitting) > 1:
            names = ", ".join(sorted(fitting))
            raise AmbiguousLoadLabwareParamsError(
                f"Several custom definitions are named {load_name}: {names}. Say which namespace and version."
            )
        if fitting:
            definition = next(iter(fitting.values()))
            return definition["namespace"], definition["version"]
        wanted_version = default_version(load_name, self._api_version) if version is None else version
        return namespace or self._namespace_with(load_name, wanted_version), wanted_version

    def _fitting_custom(self, load_name: str, namespace: str | None, version: int | None) -> dict[str, dict]:
        return {
            uri_of(each): each
            for each in self._custom
            if load_name_of(each) == load_name
            and namespace in (None, each["namespace"])
            and version in (None, each["version"])
        }

    def _namespace_with(self, load_name: str, version: int) -> str:
        for namespace in FALLBACK_NAMESPACES:
            if self.find(load_name, namespace, version) is not None:
                return namespace
        return SHIPPED_NAMESPACE

    def find(self, load_name: str, namespace: str | None = None, version: int | None = None) -> dict | None:
        key = (load_name, namespace, version)
        for each in self._fitting_custom(*key).values():
            return each
        if key not in self._answers:
            given = {"namespace": namespace, "version": version}
            params = {"loadName": load_name, **{name: value for name, value in given.items() if value is not None}}
            self._answers[key] = self._link.call("findLabware", params).get("definition")
        return self._answers[key]
