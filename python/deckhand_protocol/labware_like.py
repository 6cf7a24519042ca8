"""What a location belongs to, in a form that answers the same questions whatever it is."""

from __future__ import annotations


def kind_of(target, otherwise: str = "none") -> str:
    """What kind of thing a protocol passed: "well", "labware", "trash" and so on."""
    return getattr(target, "_kind", otherwise)


def well_of(location):
    """The well that a location belongs to, or None."""
    owner = getattr(location, "_owner", None)
    return owner if kind_of(owner) == "well" else None


def labware_id_of(location) -> str | None:
    """Of the labware that a location belongs to without belonging to one of its wells."""
    owner = getattr(location, "_owner", None)
    return owner._labware_id if kind_of(owner) == "labware" else None


def _kind_of_owner(owner) -> str:
    if owner is None:
        return "none"
    return "slot" if isinstance(owner, str) else kind_of(owner, otherwise="module")


class LabwareLike:
    """A well, labware, a module, a slot, or nothing at all."""

    def __init__(self, owner=None):
        self._owner = owner._owner if isinstance(owner, LabwareLike) else owner
        self._kind = _kind_of_owner(self._owner)

    @property
    def object(self):
        return self._owner

    @property
    def object_type(self) -> str:
        return self._kind

    @property
    def is_well(self) -> bool:
        return self._kind == "well"

    @property
    def is_labware(self) -> bool:
        return self._kind == "labware"

    @property
    def is_module(self) -> bool:
        return self._kind == "module"

    @property
    def is_slot(self) -> bool:
        return self._kind == "slot"

    @property
    def is_empty(self) -> bool:
        return self._kind == "none"

    @property
    def is_fixed_trash(self) -> bool:
        labware = self.get_parent_labware_and_well()[0]
        return labware is not None and labware._is_fixed_trash

    @property
    def center_multichannel_on_wells(self) -> bool:
        return "centerMultichannelOnWells" in self.quirks_from_any_parent()

    def quirks_from_any_parent(self) -> set[str]:
        labware = self.get_parent_labware_and_well()[0]
        return set() if labware is None else set(labware.quirks)

    def module_parent(self):
        """The module at the bottom of the stack, or None."""
        below = self
        while not (below.is_module or below.is_slot or below.is_empty):
            below = below.parent
        return below.object if below.is_module else None

    def as_well(self):
        return self._owner

    def as_labware(self):
        return self._owner

    def as_module(self):
        return self._owner

    @property
    def has_tip(self) -> bool:
        return self.is_well and self._owner.has_tip

    @property
    def parent(self) -> "LabwareLike":
        if self._kind in ("none", "slot"):
            return LabwareLike(None)
        # Files are not shown a module's parent at all levels.
        return LabwareLike(self._owner._slot if self._kind == "module" else getattr(self._owner, "parent", None))

    def first_parent(self) -> str | None:
        """The slot at the bottom of the stack."""
        below = self
        while not (below.is_slot or below.is_empty):
            below = below.parent
        return None if below.is_empty else below.object

    def get_parent_labware_and_well(self):
        """The labware and the well, each None where there is none."""
        if self.is_well:
            return self._owner.parent, self._owner
        return (self._owner if self.is_labware else None), None

    def __eq__(self, other):
        return isinstance(other, LabwareLike) and other._owner == self._owner

    def __hash__(self):
        return hash(self._owner)

    def __repr__(self) -> str:
        return "" if self._owner is None else str(self._owner)
