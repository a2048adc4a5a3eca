"""How a period is called: in a sentence, above a column, and the kind of period above a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ...engine.findings import Finding, PeriodRef
from ...engine.period_words import HALVES, MONTHS, QUARTERS, is_period, period_words
from ...engine.text import Text

Cadence = Literal["month", "quarter", "half_year", "year", "none"]

CADENCE: Mapping[Cadence, Text] = {
    "month": Text("每月", "monthly"),
    "quarter": Text("每季度", "quarterly"),
    "half_year": Text("每半年", "half-yearly"),
    "year": Text("每年", "yearly"),
    "none": Text("截至日状况", "as of the day"),
}

_OF_A_DAY = ("follow_up", "precede", "record", "overlap")


def cadence_key(key: str) -> Cadence:
    """Return the kind of period that ``key`` names; ``none`` for ``-`` and for ids of records."""
    if not is_period(key):
        return "none"
    mark = key[5:6]
    return "year" if not mark else "quarter" if mark == "Q" else "half_year" if mark == "H" else "month"


def cadence_of(period: PeriodRef | None) -> Cadence:
    """Return the kind of a period; ``none`` for kinds of duty without periods."""
    return "none" if period is None else cadence_key(period.key)


def period_name(period: PeriodRef | None, language: str) -> str:
    """Return the period as it is written in a sentence: ``2026年第三季度``, ``September 2026``."""
    cadence = cadence_of(period)
    if period is None or cadence == "none":
        return CADENCE["none"].say(language)
    return period_words(period.key).say(language)


def has_period(finding: Finding) -> bool:
    """Return whether a finding is about a period of the calendar; the ids of records may look like one."""
    return finding.kind in ("quota", "hint") and cadence_of(finding.period) != "none"


def finding_period(finding: Finding, language: str) -> str:
    """Return the period of a finding, the day of what gave rise to it, or that it is as of the as-of day."""
    if finding.kind in _OF_A_DAY and finding.period:
        return finding.period.start.isoformat()
    return period_name(finding.period if has_period(finding) else None, language)


def column_heads(cadence: Cadence, year: str, language: str) -> list[tuple[str, str]]:
    """Return (period key, heading) of every period of one year, in order; of ``none`` a single nameless one."""
    english = language == "en"
    if cadence == "month":
        return [(f"{year}-{n:02}", MONTHS[n - 1][:3] if english else f"{n}月") for n in range(1, 13)]
    if cadence == "quarter":
        return [(f"{year}-Q{n}", f"Q{n}" if english else f"{QUARTERS[n - 1]}季度") for n in range(1, 5)]
    if cadence == "half_year":
        return [(f"{year}-H{n}", f"H{n}" if english else HALVES[n - 1].zh) for n in (1, 2)]
    return [(year, year if english else f"{year}年")] if cadence == "year" else [("-", "")]
