"""A finding of an earlier report, as JSON has it, in a line of words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...engine.findings import PeriodRef, Status
from ..words.called import clipped
from ..words.periods import cadence_key, period_name
from ..words.wording import MARK, STATUS
from .earlier import Earlier, Value

_TITLE_MOST = 80


class EarlierWords:
    """Says whom a finding of a report is about, for which period, under which duty."""

    def __init__(self, *reports: Earlier, language: str) -> None:
        self._language = language
        self._titles = {
            str(row["id"]): str(row["title"]) for one in reports for row in one.rows("duties", "id", "title")
        }
        self._units = {str(row["id"]): row.get("name") for one in reports for row in one.rows("units", "id")}

    def unit(self, unit: str) -> str:
        """Return a unit by name, with its id where that is another."""
        name = self._units.get(unit)
        return clipped(f"{name} ({unit})" if name and name != unit else unit)

    def title(self, duty: str) -> str:
        """Return the title of a duty as the report has it."""
        return clipped(self._titles.get(duty, duty), _TITLE_MOST)

    def line(self, found: Value) -> str:
        """Return the finding without its verdict: duty, period, and the subject where it is not the unit."""
        parts = [self.title(str(found["duty"])), self.period(found), self.subject(found)]
        return "  ".join(part for part in parts if part)

    def subject(self, found: Value) -> str:
        """Return the subject, nothing where it is the unit itself."""
        subject = found["subject"]
        if not isinstance(subject, Mapping) or subject.get("id") == found["unit"]:
            return ""
        name, code = subject.get("name"), str(subject.get("id"))
        return clipped(f"{name} ({code})" if name and name != code else code)

    def period(self, found: Value) -> str:
        """Return the period as it is written in a sentence; of what has none the day of it, or nothing."""
        period = found.get("period")
        if not isinstance(period, Mapping):
            return ""
        key, start = str(period.get("key")), str(period.get("start"))
        if found.get("kind") in ("quota", "hint") and cadence_key(key) != "none":
            try:
                ref = PeriodRef(key, date.fromisoformat(start), date.fromisoformat(str(period.get("end"))))
            except ValueError:
                return clipped(key)
            return period_name(ref, self._language)
        return clipped(start)


def verdict(status: str | None, language: str) -> str:
    """Return a status with its mark; a dash for an obligation that is not there."""
    known: dict[str, Status] = {name: name for name in STATUS}
    if status not in known:
        return "—"
    return f"{MARK[known[status]]} {STATUS[known[status]].say(language)}"
