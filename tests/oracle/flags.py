"""Flags worked out by hand from a report and the inferences as written: one subject, one condition at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

Row = dict[str, Any]
GAPS = ("short", "invalid", "missing")
KINDS = {"unit": ("committee", "general_branch", "branch", "community")}


class Flags:
    """Answers for one report; ``units`` are the rows of the units table, ``inferences`` those of the pack."""

    def __init__(self, report: Row, units: list[Row], inferences: list[Row], as_of: date) -> None:
        self.report, self.inferences, self.as_of = report, inferences, as_of
        self.units = {unit["id"]: unit for unit in units}

    def all(self) -> set[tuple[str, str]]:
        """Return (inference, subject) of every flag; every subject is a unit here."""
        return {
            (inference["id"], unit)
            for inference in self.inferences
            for unit in self.units
            if self._about(inference, unit) and self.fires(inference, unit)
        }

    def _about(self, inference: Row, unit: str) -> bool:
        return self.units[unit]["kind"] in KINDS.get(inference["subject"], (inference["subject"],)) and self._exists(
            unit
        )

    def _exists(self, unit: str) -> bool:
        founded = self.units[unit].get("founded")
        return not founded or date.fromisoformat(founded) <= self.as_of

    def fires(self, inference: Row, unit: str) -> bool:
        return all(self.truth(when, unit) is True for when in inference["when"])

    def truth(self, when: Row, unit: str) -> bool | None:
        if "none" in when:
            inner = self.truth(when["none"], unit)
            return None if inner is None else not inner
        if "flag" in when:
            return self._flagged(when["flag"], unit)
        if "unit" in when:
            return self._unit(when["unit"], unit)
        if "below" in when:
            below = [
                other for other in self.units if other != unit and self._below(other, unit) and self._exists(other)
            ]
            if "flag" in when["below"]:
                number = sum(self._flagged(when["below"]["flag"], other) for other in below)
            else:
                number = sum(self._found(when["below"], other) for other in below)
            return fits(when.get("count", {"at_least": 1}), number)
        if "finding" in when:
            return self._found(when["finding"], unit)
        standing = self.standings(when["duty"], unit)
        return all(fits(test, standing[name]) for name, test in when.items() if name != "duty")

    def _flagged(self, flag: str, unit: str) -> bool:
        return any(
            self._about(other, unit) and self.fires(other, unit)
            for other in self.inferences
            if other["then"]["flag"] == flag
        )

    def _below(self, unit: str, top: str) -> bool:
        parent = self.units[unit].get("parent")
        return parent is not None and (parent == top or self._below(str(parent), top))

    def _unit(self, tests: Row, unit: str) -> bool | None:
        told = []
        for field, test in tests.items():
            value = self.units[unit].get(field)
            told.append(None if value in (None, "") else fits(test, value))
        return False if False in told else None if None in told else True

    def _of(self, duty: str | None, unit: str) -> list[Row]:
        found = [f for f in self.report["findings"] if f["subject"]["id"] == unit and duty in (None, f["duty"])]
        return sorted(found, key=lambda f: f["period"]["start"])

    def _found(self, test: Row, unit: str) -> bool:
        return any(self._fits(test, finding) for finding in self._of(test.get("duty"), unit))

    def _fits(self, test: Row, finding: Row) -> bool:
        if "status" in test and finding["status"] not in listed(test["status"]):
            return False
        if "severity" in test and finding["severity"] not in listed(test["severity"]):
            return False
        if "days_left" in test and not (finding["status"] == "open" and fits(test["days_left"], finding["days_left"])):
            return False
        start, end = (date.fromisoformat(finding["period"][side]) for side in ("start", "end"))
        words = {finding["period"]["key"]}
        if start <= self.as_of < end:
            words.add("current")
        if end <= self.as_of and self.as_of < _end_of_next(start, end):
            words.add("last")
        return "period" not in test or bool(words & set(listed(test["period"])))

    def standings(self, duty: str, unit: str) -> dict[str, int]:
        """Count one obligation after another."""
        run = longest = clean = failed = met = waiting = 0
        for finding in self._of(duty, unit):
            status = finding["status"]
            if status in GAPS:
                failed, run, clean = failed + 1, run + 1, 0
                longest = max(longest, run)
            elif status in ("met", "made_up"):
                met, clean, run = met + 1, clean + 1, 0
            elif status == "unknown":
                run = clean = 0
            elif status == "open":
                waiting += 1
        return {
            "failed": failed, "run": run, "longest_run": longest, "clean_run": clean, "met": met, "open": waiting,
        }  # fmt: skip


def _end_of_next(start: date, end: date) -> date:
    months = (end.year - start.year) * 12 + end.month - start.month
    year, month = divmod(end.year * 12 + end.month - 1 + months, 12)
    return date(year, month + 1, 1)


def listed(value: Any) -> list[Any]:
    return list(map(str, value)) if isinstance(value, list) else [str(value)]


def fits(test: Any, value: Any) -> bool:
    """Return whether a number (or a day, as text) passes a test."""
    if not isinstance(test, dict):
        return str(value) == str(test)
    if isinstance(value, str) and not value.isdigit():
        pairs = [(value, str(bound)) for bound in test.values()]
    else:
        pairs = [(int(value), int(bound)) for bound in test.values()]  # type: ignore[misc]
    signs = {
        "at_least": lambda a, b: a >= b,
        "at_most": lambda a, b: a <= b,
        "over": lambda a, b: a > b,
        "under": lambda a, b: a < b,
        "is_not": lambda a, b: a != b,
    }
    return all(signs[sign](*pair) for sign, pair in zip(test, pairs, strict=True))
