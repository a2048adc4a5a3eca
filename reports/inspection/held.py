"""The records that count of a duty, told together: day and row, those of one sheet of the ledger in one line."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.findings import STATUSES, RecordUse
from ..digest import MANY
from ..words.called import clipped
from ..words.wording import STATUS, listed
from .model import DutyPart

_MOST = 40  # records that are told one by one


def held_words(part: DutyPart, language: str) -> list[str]:
    """Return the records that count, a line for each sheet; of many subjects, and of checks, only how many."""
    english = language == "en"
    if part.duty.check or part.kind in MANY:
        told = [f"{STATUS[one].say(language)} {part.counts[one]}" for one in STATUSES if part.counts[one]]
        number = sum(row.records for row in part.rows.values())
        if not part.duty.check and number:
            told.append(f"{number} records counted" if english else f"计入记录 {number} 条")
        return [listed(told, language)]
    uses = [use for row in part.rows.values() if row.finding for use in row.finding.records if use.use != "rejected"]
    lines = list(_by_sheet(uses[:_MOST], language))
    if len(uses) > _MOST:
        lines.append(f"{len(uses) - _MOST} more records" if english else f"另有 {len(uses) - _MOST} 条")
    return lines


def _by_sheet(uses: list[RecordUse], language: str) -> Iterator[str]:
    english, found = language == "en", dict[str, list[str]]()
    for use in uses:
        sheet, _, row = use.source.rpartition("!")
        day = use.date.isoformat() if use.date else ("no date" if english else "无日期")
        late = (", made up" if english else "，补开") if use.use == "made_up" else ""
        text = f"{day} (row {row}{late})" if english else f"{day}（第{row}行{late}）"
        found.setdefault(sheet, []).append(text)
    for sheet, told in found.items():
        yield f"{clipped(sheet, 160)}{': ' if english else '：'}{listed(told, language)}"
