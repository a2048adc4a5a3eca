"""What has no periods and no interval in a self-check: which findings are told together, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from ...engine.findings import GAPS, Finding
from ...engine.packs.check_model import FollowUp, Hint, Precede
from ...engine.packs.model import Duty
from .model import Action, Role, Step
from .people import role_of

Count = Callable[[date, date], tuple[int, date | None]]

ONCE = ("state", "cover", "tally")  # the kinds that are told of the as-of day; the others of the day of a record
# What the minutes at hand can still settle. When something took place, and who came, cannot be changed afterwards.
_IN_MINUTES = ("attendance_unknown", "missing_field", "missing_evidence", "condition")


@dataclass(frozen=True, slots=True)
class Days:
    """The as-of day, that of the inspection, and how the working days between two days are counted."""

    as_of: date
    on: date
    count: Count


def is_check(finding: Finding) -> bool:
    """Return whether its duty has neither periods nor an interval: each finding is one thing, in order or not."""
    return finding.kind not in ("quota", "gap", "rolling")


def is_hint(duty: Duty) -> bool:
    """Return whether a duty only asks for a second look: a hint, or what is for information and asks for nothing to do.

    What should follow or precede a record is seen to though it is for information only.
    """
    if isinstance(duty.check, Hint):
        return True
    return duty.check is not None and duty.severity == "info" and not isinstance(duty.check, FollowUp | Precede)


def alike(finding: Finding) -> str:
    """Return what findings that are told together have in common, besides duty, status and reason."""
    if finding.kind == "follow_up":
        return str(finding.due) if finding.status == "open" else ""
    if finding.kind == "tally":
        return finding.subject.id
    if finding.kind == "state":
        return ",".join(failed(finding))
    return ",".join(dict.fromkeys(code for use in finding.records for code in reasons(use.reasons)))


def reasons(codes: tuple[str, ...]) -> list[str]:
    """Return why a record does not count; what was not looked at, for want of a column, is no reason."""
    return [code for code in codes if not code.startswith("untested:")]


def failed(finding: Finding) -> list[str]:
    """Return the fields of the subject that are not as asked for."""
    named = cast("list[str]", (finding.detail or {}).get("failed") or [])
    return [name.partition(":")[2] or name for name in named]


def places_of(finding: Finding) -> tuple[str, ...]:
    """Return the rows that a finding is about: its trigger or request, else its records."""
    detail = finding.detail or {}
    for key in ("trigger", "request"):
        about = detail.get(key)
        if isinstance(about, dict) and about.get("source"):
            return (str(about["source"]),)
    return tuple(use.source for use in finding.records)


def check_steps(finding: Finding, duty: Duty, days: Days, *, gone: bool) -> Iterator[Step]:
    """Yield what can be done about a gap, or what is still open, the most helpful first.

    ``gone``: the subject is there no longer, so that there is only to explain.
    """
    if finding.status == "open":
        yield _step(_doing(duty, "hold"), _who(duty, finding), days, finding.due)
        return
    if finding.status not in GAPS:
        return
    if gone:
        yield Step("explain", _who(duty, finding))
    elif finding.kind == "follow_up":
        yield _step(_doing(duty, "catch_up"), _who(duty, finding), days)
        yield from _papers(finding, days)
    elif finding.kind == "precede":
        papers = list(_papers(finding, days))
        yield from papers or [Step("explain", _who(duty, finding))]
    elif finding.kind == "record":
        yield from _record(finding, duty, days)
    else:
        yield _entry(finding, duty, days)


def _doing(duty: Duty, otherwise: Action) -> Action:
    """Return what is to be done of a follow-up: a day is to be entered once it is done, else a record is to follow."""
    return "settle" if isinstance(duty.check, FollowUp) and duty.check.have else otherwise


def _record(finding: Finding, duty: Duty, days: Days) -> Iterator[Step]:
    """Yield what the minutes can still tell of a record that is not in order, and that the rest stays as it is."""
    for use in finding.records:
        codes = reasons(use.reasons)
        mended = [code for code in codes if code.partition(":")[0] in _IN_MINUTES]
        if mended:
            yield _step("complete", "recorder", days, code=",".join(mended), places=(use.source,))
        stays = [code for code in codes if code not in mended]
        if stays:
            yield Step("explain", role_of(duty, finding), code=",".join(stays), places=(use.source,))


def _papers(finding: Finding, days: Days) -> Iterator[Step]:
    """Yield the records in time that lack only what the papers can show."""
    for use in finding.records:
        codes = reasons(use.reasons)
        if use.use == "rejected" and codes and all(code.partition(":")[0] in _IN_MINUTES for code in codes):
            yield _step("complete", "recorder", days, code=",".join(codes), places=(use.source,))


def _entry(finding: Finding, duty: Duty, days: Days) -> Step:
    """Return what is to be done where an entry is lacking, nobody is in office, or two entries do not fit."""
    if finding.kind == "cover":
        return _step("appoint", "officer", days)
    if finding.kind == "state":
        action: Action = "register" if finding.status == "missing" else "reconcile"
        return _step(action, "officer", days, code=",".join(failed(finding)))
    return _step("reconcile", "recorder", days, places=places_of(finding))


def _who(duty: Duty, finding: Finding) -> Role:
    role = role_of(duty, finding)
    return "officer" if role == "self" else role


def _step(
    action: Action, who: Role, days: Days, until: date | None = None, *, code: str = "", places: tuple[str, ...] = ()
) -> Step:
    by = min(until, days.on) if until else days.on
    number, last = days.count(days.as_of, by)
    return Step(action, who, days.as_of, until, by, last, number, None, code or None, places)
