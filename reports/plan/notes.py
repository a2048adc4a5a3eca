"""What is said of a plan as a whole: as of when, for whom, how many, and which days to look at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from ..calendar.words import clean
from .row import STANDING, Plan, Row, Standing
from .wall import provisional_days
from .words import short_day

_ORDER: tuple[Standing, ...] = ("planned", "make_up", "held", "made_up", "own", "unknown", "missed", "gone")


def plan_title(plan: Plan) -> str:
    """Return what the plan is called: ``2027年组织生活计划``."""
    span = plan.agenda.wanted.span
    whole = (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31)
    if plan.words.english:
        shown = str(span.first.year) if span.first.year == span.last.year else f"{span.first.year}–{span.last.year}"
        return f"Meeting plan {shown if whole else f'{span.first} to {span.last}'}"
    years = f"{span.first.year}年" if span.first.year == span.last.year else f"{span.first.year}—{span.last.year}年"
    return f"{years if whole else f'{span.first} 至 {span.last} '}组织生活计划"


def plan_owner(plan: Plan) -> str:
    """Return whose plan it is: the unit where there is one, else the workspace and how many units."""
    units = plan.units
    if len(units) == 1:
        return clean(units[0][1])
    name = clean(plan.agenda.audit.workspace.name)
    if not units:
        return name
    return f"{name} ({len(units)} units)" if plan.words.english else f"{name}（{len(units)} 个单位）"


def counts(rows: Iterable[Row], language: str) -> str:
    """Return how many rows have which standing."""
    found = Counter(row.standing for row in rows)
    shown = [(STANDING[standing].say(language), found[standing]) for standing in _ORDER if found[standing]]
    return (
        ", ".join(f"{n} {word}" for word, n in shown) if language == "en" else "，".join(f"{w} {n}" for w, n in shown)
    )


def provisional_notes(rows: Sequence[Row], language: str) -> list[str]:
    """Return, for each year that is not announced yet, which days are to be looked at again."""
    made = []
    for year, days in provisional_days(rows).items():
        listed = days_by_month(days, language)
        if language == "en":
            made.append(
                f"The holidays of {year} are not announced yet: these days go by the weekday and are to be looked at "
                f"again once they are: {listed}."
            )
        else:
            made.append(
                f"{year} 年放假调休安排尚未公布（或尚未收录），以下日期按星期推算，公布后请逐一再核对：{listed}。"
            )
    return made


def days_by_month(days: Sequence[date], language: str) -> str:
    """Return days as a list by month: ``1月 5、12 日；2月 2 日``."""
    if language == "en":
        return ", ".join(short_day(day, "en") for day in days)
    several = len({day.year for day in days}) > 1
    parts = []
    for (year, month), found in groupby(days, lambda day: (day.year, day.month)):
        parts.append(f"{f'{year}年' if several else ''}{month}月{'、'.join(str(day.day) for day in found)}日")
    return "；".join(parts)
