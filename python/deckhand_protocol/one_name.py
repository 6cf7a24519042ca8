"""A class that is put together from several, and shows as one."""

from __future__ import annotations


def _functions_of(member):
    if isinstance(member, property):
        parts = [member.fget, member.fset, member.fdel]
    else:
        parts = [member if callable(member) else getattr(member, "__func__", None)]
    for part in parts:
        while hasattr(part, "__qualname__"):
            yield part
            part = getattr(part, "__wrapped__", None)


def under_one_name(owner):
    """Class decorator: what Python's own errors call `Base.member() missing 1 required ...` becomes `Owner.member() ...`.

    For owners whose base classes serve nobody else."""
    for base in owner.__mro__[1:-1]:
        for member in vars(base).values():
            for function in _functions_of(member):
                if function.__qualname__.startswith(base.__name__ + "."):
                    function.__qualname__ = f"{owner.__name__}.{function.__name__}"
    return owner
