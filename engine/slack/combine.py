"""What one gathering may serve at once: types that may be combined, of different duties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

Pairs = Collection[frozenset[str]]

_MOST = 256  # choices of types that are tried


@dataclass(frozen=True, slots=True)
class Part:
    """One occurrence of a duty: its types (one of them is held), and the period that it must be named for, or "".

    What names no period and what names one cannot be the same record, nor can two that name different ones.
    """

    duty: str
    types: tuple[str, ...]
    named: str = ""


def may_be_one(parts: Sequence[Part], pairs: Pairs) -> bool:
    """Return whether one gathering may be all of ``parts``; of one duty a record counts only once."""
    if len({part.duty for part in parts}) < len(parts) or len({part.named for part in parts}) > 1:
        return False
    return bool(types_of(parts, pairs))


def types_of(parts: Iterable[Part], pairs: Pairs) -> tuple[str, ...]:
    """Return the types that a record of ``parts`` held together is entered with, in their order; none where it cannot.

    Every two of them must be one type, or stand together in ``pairs``.
    """
    options = [part.types for part in parts]
    size = 1
    for types in options:
        size *= max(len(types), 1)
    if size > _MOST:
        options = [types[:1] for types in options]
    for chosen in product(*options):
        found = tuple(dict.fromkeys(chosen))
        if all(frozenset(pair) in pairs for pair in combinations(found, 2)):
            return found
    return ()


def has_partner(part: Part, others: Iterable[Part], pairs: Pairs) -> bool:
    """Return whether anything of ``others`` may be held together with ``part``."""
    return any(may_be_one((part, other), pairs) for other in others)
