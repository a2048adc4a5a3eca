"""What an answer to a question about an audit holds, and which findings a word names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...calendars import Period
from ..audit import Audit
from ..findings import Finding, Flag, Status, Subject
from ..packs.inference_model import Inference
from ..packs.model import Duty
from ..trace import Tried

_DATED = ("follow_up", "precede", "record", "overlap")


@dataclass(frozen=True, slots=True)
class FindingAnswer:
    """One finding: the rows of the verdict table that were tried, its days, and the flags that rest on it.

    ``deadline`` is its last good day, ``late_last`` the last day on which a make-up was, or is, good. ``attributes``
    are the values of the subject that decide whether, and how much, it owes, as of the day that counts (None: empty).
    ``first`` and ``end`` are the days from which the subject exists, and no more, where they lie in the period.
    """

    audit: Audit
    duty: Duty
    finding: Finding
    rows: Sequence[Tried]
    deadline: date
    late_last: date | None
    attributes: Mapping[str, object]
    first: date | None
    end: date | None
    flags: Sequence[Flag]

    @property
    def window(self) -> tuple[date, date] | None:
        """The first and last good day of what was to follow, or to precede; None for duties that ask neither."""
        window = (self.finding.detail or {}).get("window")
        return (window["from"], window["to"]) if isinstance(window, Mapping) else None


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """One duty, of one subject (``subject``) or of all: the counts by status, and findings.

    ``findings`` are all of them where there is a subject, the gaps otherwise.
    """

    audit: Audit
    duty: Duty
    subject: Subject | None
    period: Period | None
    counts: Mapping[Status, int]
    findings: Sequence[Finding]
    flags: Sequence[Flag]


@dataclass(frozen=True, slots=True)
class FlagAnswer:
    """The flags of one inference, and every finding and flag behind them, by id."""

    audit: Audit
    inference: Inference
    flags: Sequence[Flag]
    findings: Mapping[str, Finding]
    behind: Mapping[str, Flag]


Answer = FindingAnswer | DutyAnswer | FlagAnswer


def named(findings: Sequence[Finding], key: str) -> list[Finding]:
    """Return the findings that ``key`` names: by their key, an id in it, the row of their trigger, or their day."""
    by_key = [f for f in findings if f.period and key in (f.period.key, *f.period.key.split("+"))]
    by_row = [f for f in findings if key in _rows(f)]
    by_day = [f for f in findings if f.period and f.period.start.isoformat() == key and f.kind in _DATED]
    return by_key or by_row or by_day or [f for f in findings if f.period and f.period.key.startswith(key)]


def _rows(finding: Finding) -> set[object]:
    detail = finding.detail or {}
    places = [detail.get(name) for name in ("trigger", "request")]
    rows: set[object] = {place.get("source") for place in places if isinstance(place, Mapping)}
    return rows if finding.kind == "precede" else rows | {use.source for use in finding.records}
