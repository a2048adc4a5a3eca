"""What the rules lend to the reading of ledgers: the names of activities, and whose names duties ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..packs.model import ActivityType


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the rule book.

    ``activities`` are the types by id. ``member_by`` and ``household_by`` say, by type id, in which columns (``by``)
    duties of members and of households look for their subject; a type that no such duty counts is not in them.
    """

    activities: Mapping[str, ActivityType]
    member_by: Mapping[str, frozenset[str]] = field(default_factory=dict)
    household_by: Mapping[str, frozenset[str]] = field(default_factory=dict)
