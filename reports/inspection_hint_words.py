"""The last page of a self-check in words: what is worth a second look, in which rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..engine.findings import Finding
from .inspection_hints import HintPart
from .inspection_sheet import HintLine
from .inspection_words import called, clipped
from .periods import period_name
from .text_digest import MANY
from .wording import listed

_ON_A_PAGE = 30  # lines of all hints together
_ROWS = 4


def hint_lines(parts: Sequence[HintPart], several: bool, language: str) -> Iterator[HintLine]:
    """Yield the hints by duty, one page at most; the last line says how many are not listed."""
    room = _ON_A_PAGE
    left = 0
    for duty in dict.fromkeys(part.duty.id for part in parts):
        own = [part for part in parts if part.duty.id == duty and part.total]
        told = [text for part in own for text in _lines(part, several, language)]
        shown = told[: max(room, 0)]
        room -= len(shown) + 1
        left += sum(part.total for part in own) - len(shown)
        if shown:
            first = own[0].duty
            how = clipped(first.remedy.say(language), 200) if first.remedy else ""
            yield HintLine(clipped(first.title.say(language), 120), how, shown)
    if left:
        yield HintLine(
            f"{left} more are in audit" if language == "en" else f"另有 {left} 条，见 checkbranch audit", "", []
        )


def _lines(part: HintPart, several: bool, language: str) -> Iterator[str]:
    for finding in part.shown:
        who = called(finding.subject, language) if finding.subject.kind in MANY or several else ""
        rows = [clipped(use.source, 80) for use in finding.records if not _only_seen(use.reasons)]
        text = listed(rows[:_ROWS], language)
        if len(rows) > _ROWS:
            text += f", … ({len(rows)} rows)" if language == "en" else f"等 {len(rows)} 条"
        yield " ".join(part for part in (who, _when(finding, language), text) if part)


def _when(finding: Finding, language: str) -> str:
    period = finding.period
    if period is None or finding.kind in ("state", "cover", "tally"):
        return ""
    if finding.kind == "hint":
        return period_name(period, language)
    day: date = period.start
    return day.isoformat()


def _only_seen(codes: Sequence[str]) -> bool:
    return "future" in codes
