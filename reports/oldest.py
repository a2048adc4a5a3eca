"""The oldest gap of each unit, called the same in every report: its period, or the day where a duty has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .view import AuditView
from .words.periods import period_name


@dataclass(frozen=True, slots=True)
class Oldest:
    """An oldest gap: the day it is dated, and what that is called."""

    day: date
    name: str


def oldest_of(audit: AuditView, home: Mapping[str, str], language: str) -> Mapping[str, Oldest]:
    """Return the oldest gap by unit, hints aside; what a unit of ``home`` lacks is its home's."""
    tiled = {duty.id: duty.tiled for duty in audit.rules.duties if duty.kind != "hint"}
    found: dict[str, Oldest] = {}
    for unit, duty, period in audit.oldest_gaps(groups=True):
        told = found.get(home.get(unit, unit))
        if duty in tiled and (told is None or period.start < told.day):
            name = period_name(period, language) if tiled[duty] else period.start.isoformat()
            found[home.get(unit, unit)] = Oldest(period.start, name)
    return found
