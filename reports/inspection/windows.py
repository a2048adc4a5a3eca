"""Where a duty without periods stands on the as-of day, and what can be done about it until the inspection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from ...engine.findings import GAPS, Finding
from ...engine.ledger.model import Ledger
from ...engine.packs.model import Duty, Gap
from .model import Action, Role, Stand, Step

Ends = Mapping[tuple[str, str], date]
Papers = Callable[[Finding], Iterator[Step]]
Count = Callable[[date, date], tuple[int, date | None]]


def ends_of(ledger: Ledger) -> Ends:
    """Return, by family and id, the first day on which a subject is there no longer, where it has one."""
    subjects = ledger.subjects
    ends = zip(subjects.family, subjects.id, subjects.ends, strict=True)
    return {(family, name): day for family, name, day in ends if day is not None}


@dataclass(frozen=True, slots=True)
class Limit:
    """What a duty without periods asks: at most ``days`` between records, or ``number`` in the last ``days``."""

    days: int
    number: int | None = None


def limit_of(duty: Duty, as_of: date) -> Limit:
    """Return what a duty without periods asks on ``as_of``; the duty has to be one."""
    window = duty.window
    assert window is not None
    if isinstance(window, Gap):
        return Limit(window.at_most.at(as_of))
    return Limit(window.in_any.at(as_of), window.at_least.at(as_of))


def is_gone(finding: Finding, as_of: date, ends: Ends) -> bool:
    """Return whether the subject of a finding is there no longer."""
    end = _end(finding, ends)
    return end is not None and end <= as_of


def _end(finding: Finding, ends: Ends) -> date | None:
    kind = finding.subject.kind
    return ends.get((kind if kind in ("member", "household") else "unit", finding.subject.id))


def stand_of(finding: Finding, as_of: date, on: date, ends: Ends) -> Stand:
    """Return how a finding of a duty without periods stands, looking ahead to the inspection on ``on``."""
    end, due = _end(finding, ends), finding.due
    if end is not None and end <= as_of:
        return Stand(gone=True)
    if due is None or finding.status not in ("met", "open", *GAPS):
        return Stand()
    need, lack = (_needed(finding, on), _lack(finding)) if finding.kind == "rolling" else (None, None)
    if due < as_of:
        running = finding.status in GAPS
        days = (as_of - due).days + days_of(finding) if running and finding.kind == "gap" else None
        return Stand(running=running, days=days, need=need if running else None, lack=lack)
    if end is not None and end <= due:
        return Stand()  # it ends before another one is due
    if finding.kind == "rolling":
        need = max(need or 0, 1) if due <= on else lack
    return Stand(next_due=due, need=need, lack=lack)


def too_long(finding: Finding) -> Sequence[Mapping[str, object]]:
    """Return the intervals of a ``gap`` that exceed its limit, each with ``from``, ``to`` and ``days``."""
    return cast("Sequence[Mapping[str, object]]", (finding.detail or {}).get("intervals") or ())


def window_steps(
    finding: Finding, stand: Stand, days: tuple[date, date], count: Count, who: Role, papers: Papers
) -> Iterator[Step]:
    """Yield what can be done about a finding without periods, the most helpful first; ``days``: as-of day, inspection.

    A ``gap`` that was too long stays so, whatever is done: it is to be explained. A ``rolling`` is good again once
    enough records are there.
    """
    as_of, on = days

    def step(action: Action, until: date | None) -> Step:
        by = min(until, on) if until else on
        number, last = count(as_of, by)
        return Step(action, who, as_of, until, by, last, number, need=stand.need)

    if finding.status in GAPS:
        if stand.running:
            yield step("catch_up", None)
        yield from (one for one in papers(finding) if _helps(finding, one, as_of))
        if finding.kind == "gap" or stand.gone:
            yield Step("explain", who)
        if stand.next_due:
            yield step("next", stand.next_due)
    elif stand.next_due and (finding.status == "open" or stand.next_due <= on):
        yield step("hold" if finding.status == "open" else "next", stand.next_due)


def _helps(finding: Finding, step: Step, as_of: date) -> bool:
    """Whether completing the papers of a record could shorten what was too long, or end what still runs."""
    if finding.kind != "gap" or step.action != "complete":
        return True
    held = [use.date for use in finding.records if use.source in step.places and use.date]
    spans = [(cast("date", each["from"]), cast("date", each["to"])) for each in too_long(finding)]
    return any(first < day and (day < last or last == as_of) for day in held for first, last in spans)


def _needed(finding: Finding, on: date) -> int:
    """Return how many more records make the window full on the day of the inspection."""
    reach = timedelta(days=days_of(finding))
    fresh = sum(use.use != "rejected" and use.date is not None and on - use.date <= reach for use in finding.records)
    return max(int(finding.required or 0) - fresh, 0)


def _lack(finding: Finding) -> int:
    return max(int(finding.required or 0) - int(finding.counted or 0), 0)


def days_of(finding: Finding) -> int:
    """Return the days of a finding's limit: at most so many between records, or records of so many days."""
    detail = finding.detail or {}
    return int(cast("int", detail.get("at_most", detail.get("in_any", 0))))
