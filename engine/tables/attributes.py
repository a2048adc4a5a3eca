"""What the columns of subjects hold, as far as SQL must know it."""

from __future__ import annotations

from .conditions import Shape

SETS = frozenset({"roles", "helpers"})
NUMBERS = frozenset({"full_members", "members", "groups", "committee_size", "people"})


def shape_of(name: str) -> Shape:
    """Return what a column of a subject is."""
    return "set" if name in SETS else "number" if name in NUMBERS else "text"


def empty_kind(name: str) -> str:
    """Return the SQL type of a column of a subject that holds no value."""
    return "VARCHAR[]" if name in SETS else "BIGINT" if name in NUMBERS else "VARCHAR"
