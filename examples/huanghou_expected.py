"""What an audit of the Huanghou example must find: counted from what was planted, without the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .huanghou_people import BRANCH, GROUPS, Household, Member
from .huanghou_site import site_outcomes
from .huanghou_visits import (
    AT_HOME,
    BAD_DATE,
    MONITORED_MISSED,
    NO_VISIT,
    PARTLY_WAIVED,
    PHONE_ONLY,
    WAIVED,
    WRONG_NAME,
    Visit,
)

AS_OF = date(2026, 11, 23)
SPAN = (date(2026, 1, 1), AS_OF)
STATUSES = ("met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing", "not_applicable")
SILENT = ("met", "open", "not_applicable")
MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 12))
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")

# The branch's own duties: what is not simply met. Periods that are not named are met.
BRANCH_PLAN: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str | None]]]] = {
    "general-meeting": (QUARTERS, {"2026-Q2": ("made_up", None), "2026-Q4": ("open", None)}),
    "committee-meeting": (MONTHS, {"2026-04": ("invalid", "below_quorum")}),
    "theme-day": (
        MONTHS,
        {
            "2026-02": ("waived", None),
            "2026-06": ("missing", None),
            "2026-08": ("unknown", "unread_rows"),
            "2026-09": ("invalid", "not_combinable"),
            "2026-10": ("made_up", None),
            "2026-11": ("open", None),
        },
    ),
    "party-lecture": (QUARTERS, {"2026-Q1": ("missing", None)}),
    "life-meeting": (("2026",), {"2026": ("open", None)}),
    "appraisal": (("2026",), {"2026": ("open", None)}),
    "honour-prosperity": (("2026",), {"2026": ("open", None)}),
    "honour-morality": (("2026",), {}),
    "honour-family": (("2026",), {}),
    "honour-daughter-in-law": (("2026",), {"2026": ("open", None)}),
    "skills-training": (("2026-H1", "2026-H2"), {"2026-H1": ("short", None), "2026-H2": ("open", None)}),
    "residents-training": (("2026-H1", "2026-H2"), {}),
    "culture-activity": (("2026-H1", "2026-H2"), {}),
    "flag-raising": (("2026-H1", "2026-H2"), {}),
}
GROUP_PLAN = {
    (GROUPS[1], "2026-02"): ("unknown", "unread_rows"),
    (GROUPS[2], "2026-11"): ("open", None),
}
HOUSEHOLD_PLAN: dict[tuple[str, str], tuple[str, str | None]] = {
    NO_VISIT: ("missing", None),
    WRONG_NAME: ("missing", None),
    PARTLY_WAIVED: ("missing", None),
    PHONE_ONLY: ("invalid", "wrong_mode"),
    BAD_DATE: ("unknown", "unread_rows"),
}
NOT_TALKED_WITH = frozenset({"D08", "D15", "D21"})

# the planted row, the code, the severity
PROBLEMS = (
    ("group-bad-date", "bad_date", "error"),
    ("end-before-start", "end_before_start", "warning"),
    ("over-expected", "present_over_expected", "warning"),
    ("theme-unknown-type", "unknown_type", "error"),
    ("visit-wrong-name", "unresolved_subject", "error"),
    ("visit-bad-date", "bad_date", "error"),
    ("visit-twice", "duplicate_row", "info"),
)


class Outcome(NamedTuple):
    """One obligation and the verdict it must get."""

    duty: str
    subject: str
    period: str
    status: str
    reason: str | None


def outcomes(roster: Sequence[Member], homes: Sequence[Household], visits: Sequence[Visit]) -> list[Outcome]:
    """Return every obligation as of 23 November 2026, in order of duty, subject and period."""
    found = [*_of_branch(), *_of_groups(), *_of_members(roster), *_of_households(homes, visits)]
    found += [Outcome(*one) for one in site_outcomes(homes, AS_OF)]
    return sorted(found, key=lambda one: one[:3])


def expected_yaml(found: Sequence[Outcome], places: Mapping[str, str]) -> str:
    """Return the expectation as YAML; ``places`` gives the file!sheet!row of each planted row."""
    lines = [
        "# Made by examples/make_huanghou.py from what is planted in the ledger; the engine has no part in it.",
        "# findings holds every one that is not met, open or not_applicable.",
        f"as_of: {AS_OF}",
        f"span: {{from: {SPAN[0]}, to: {SPAN[1]}}}",
        f"summary: {_counts(found, ('total', *STATUSES))}",
        "by_duty:",
    ]
    for duty in sorted({one.duty for one in found}):
        lines.append(f"  {duty}: {_counts([one for one in found if one.duty == duty], STATUSES, zeros=False)}")
    lines.append("findings:")
    lines += [_line(one) for one in found if one.status not in SILENT]
    lines.append("problems:")
    told = sorted((places[plant], code, severity) for plant, code, severity in PROBLEMS)
    lines += [f'  - {{source: "{place}", code: {code}, severity: {severity}}}' for place, code, severity in told]
    return "\n".join(lines) + "\n"


def _line(one: Outcome) -> str:
    reason = one.reason or "null"
    return (
        f'  - {{duty: {one.duty}, subject: {one.subject}, period: "{one.period}", '
        f"status: {one.status}, reason: {reason}}}"
    )


def _counts(found: Sequence[Outcome], keys: Sequence[str], zeros: bool = True) -> str:
    counts = Counter(one.status for one in found)
    counts["total"] = len(found)
    return "{" + ", ".join(f"{key}: {counts[key]}" for key in keys if zeros or counts[key]) + "}"


def _of_branch() -> Iterator[Outcome]:
    for duty, (periods, plan) in BRANCH_PLAN.items():
        for period in periods:
            yield Outcome(duty, BRANCH, period, *plan.get(period, ("met", None)))


def _of_groups() -> Iterator[Outcome]:
    for group in GROUPS:
        for month in MONTHS:
            yield Outcome("group-meeting", f"{BRANCH}/{group}", month, *GROUP_PLAN.get((group, month), ("met", None)))


def _of_members(roster: Sequence[Member]) -> Iterator[Outcome]:
    for member in roster:
        yield Outcome("committee-secretary-lecture", member.id, "2026", "not_applicable", "where:roles")
        partial = not member.here(date(2026, 1, 1)) or member.left is not None
        if member.exempt or partial:
            reason = "exempt" if member.exempt else "partial_period"
            yield Outcome("talk-yearly", member.id, "2026", "not_applicable", reason)
        else:
            status = "open" if member.id in NOT_TALKED_WITH else "met"
            yield Outcome("talk-yearly", member.id, "2026", status, None)


def _of_households(homes: Sequence[Household], visits: Sequence[Visit]) -> Iterator[Outcome]:
    days: dict[str, list[date]] = {home.id: [] for home in homes}
    for visit in visits:
        if visit.taken and visit.mode == AT_HOME:
            for home in visit.homes:
                days[home.id].append(visit.day)
    for home in homes:
        for number, quarter in enumerate(QUARTERS):
            first, end = _months(number * 3 + 1, 3)
            if _lives_here(home, first, end):
                yield Outcome("household-visit", home.id, quarter, *_visited(home, quarter, first, end, days[home.id]))
        for number, month in enumerate(MONTHS):
            first, end = _months(number + 1, 1)
            if _lives_here(home, first, end):
                yield Outcome("monitored-visit", home.id, month, *_monitored(home, month, first, end, days[home.id]))


def _visited(home: Household, quarter: str, first: date, end: date, days: Sequence[date]) -> tuple[str, str | None]:
    if home.moved_in > first or (home.left is not None and home.left < end):
        return "not_applicable", "partial_period"
    if any(first <= day < end for day in days):
        return "met", None
    if (home.id, quarter) in WAIVED:
        return "waived", None
    return ("open", None) if end > AS_OF else HOUSEHOLD_PLAN[home.id, quarter]


def _monitored(home: Household, month: str, first: date, end: date, days: Sequence[date]) -> tuple[str, str | None]:
    if not home.monitored:
        return "not_applicable", "where:tier"
    if any(first <= day < end for day in days):
        return "met", None
    if end > AS_OF:
        return "open", None
    if (home.id, month) != MONITORED_MISSED:
        raise ValueError(f"unplanned gap: {home.id} {month}")
    return "missing", None


def _lives_here(home: Household, first: date, end: date) -> bool:
    return home.moved_in < end and (home.left is None or home.left > first)


def _months(month: int, count: int) -> tuple[date, date]:
    after = month + count
    return date(2026, month, 1), date(2026, after, 1) if after <= 12 else date(2027, 1, 1)
