"""Each duty over all units: its shares, how many units lack it, and which of them most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..digest import Units
from ..layout import Page
from ..shares import Shares, Tallies
from ..view import AuditView
from ..words.called import called
from .rules import numbers_of


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty: its number for links, its shares, how many units have gaps in it, and the one that has most."""

    anchor: int
    title: str
    shares: Shares
    lacking: int
    worst: str


def duty_lines(page: Page, audit: AuditView, units: Units, tallies: Tallies) -> list[DutyLine]:
    """Return the duties of which something was owed, the most gaps first, then in the order of the packs."""
    numbers = numbers_of(audit.rules)
    lacking: Counter[str] = Counter()
    worst: dict[str, tuple[int, str]] = {}
    for unit in units.shown:
        for lacked, number in tallies.gaps.get(unit.id, {}).items():
            lacking[lacked] += 1
            if number > worst.get(lacked, (1, ""))[0]:
                worst[lacked] = (number, called(unit, page.language))
    lines = []
    for duty in audit.rules.duties:
        if duty.id in tallies.by_duty:
            number, name = worst.get(duty.id, (0, ""))
            told = page.say(f"{name} {number} 项", f"{name}: {number}") if name else ""
            shares = Shares(tallies.by_duty[duty.id])
            lines.append(DutyLine(numbers[duty.id], duty.title.say(page.language), shares, lacking[duty.id], told))
    return sorted(lines, key=lambda line: (-line.shares.gap, line.anchor))
