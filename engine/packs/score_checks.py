"""What can be wrong with a scoring table that was read: duties that nobody knows, a check on a day yet to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from ...calendars.months import add_months
from ..documents.form import in_order
from ..errors import CheckbranchError, Fault
from ..text import Text
from .advice import STALE_MONTHS
from .score_model import ScoreTable


@dataclass(frozen=True, slots=True)
class LintedTable:
    """What was found in a table: how many items and points it has, faults, and advice."""

    items: int
    points: Fraction
    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]


def check_checked(table: ScoreTable, day: date) -> None:
    """Raise CheckbranchError where the document of a table was checked after ``day``, which nobody can have done."""
    faults = _not_yet(table, day)
    if faults:
        raise CheckbranchError(faults)


def lint_score(
    table: ScoreTable, known: Sequence[str] | None, elsewhere: Callable[[], Mapping[str, str]], day: date
) -> LintedTable:
    """Return the faults of a table, and what could be better.

    ``known`` are the duties of the workspace that it is used in, None where it is not known which that is; then duties
    that no shipped pack has may be those of its own packs, and are no fault.
    """
    faults, hints = _not_yet(table, day), list[Fault]()
    try:
        check_score(table, known or (), elsewhere)
    except CheckbranchError as error:
        (hints if known is None and not table.shipped else faults).extend(error.faults)
    checked = table.source.checked_on
    if checked is not None and checked < add_months(day, -STALE_MONTHS):
        hints.append(
            Fault(
                table.source.checked_at,
                Text(
                    f"评分表上次核对在 {checked}，已超过两年。请核对现行办法，并改写 checked_on。",
                    f"The table was last checked on {checked}, more than two years ago. Look it up and renew "
                    "checked_on.",
                ),
            )
        )
    return LintedTable(len(table.items), table.total, tuple(in_order(faults)), tuple(in_order(hints)))


def _not_yet(table: ScoreTable, day: date) -> list[Fault]:
    checked = table.source.checked_on
    # What is shipped is checked before it is; a clock that is slow is no reason to refuse it.
    if table.shipped or checked is None or checked <= day:
        return []
    return [
        Fault(
            table.source.checked_at,
            Text(
                f"“checked_on” {checked} 还没有到（今天按 {day}）。请写实际核对原文的日期。",
                f"“checked_on” {checked} is yet to come (the day is {day}). Write the day on which it was looked up.",
            ),
        )
    ]


def check_score(
    table: ScoreTable, known: Sequence[str], elsewhere: Callable[[], Mapping[str, str]]
) -> Mapping[str, str]:
    """Return the duties of ``table`` that are not in force here, each with the shipped pack that defines it.

    ``known`` are the duties in force or switched off, ``elsewhere`` gives those of all shipped packs, with their pack.
    Raises CheckbranchError, with the nearest ids, for duties that nobody knows.
    """
    absent = [duty for duty in table.duties if duty not in known]
    others = elsewhere() if absent else {}
    faults = [_unknown(table, duty, [*known, *others]) for duty in absent if duty not in others]
    if faults:
        raise CheckbranchError(in_order(faults))
    return {duty: others[duty] for duty in absent}


def _unknown(table: ScoreTable, duty: str, known: Sequence[str]) -> Fault:
    near = get_close_matches(duty, list(dict.fromkeys(known)), 3, 0.5)
    hint_zh = f"是否应为：{'、'.join(near)}？" if near else ""
    hint_en = f" Did you mean: {', '.join(near)}?" if near else ""
    return Fault(
        table.places.get(duty, table.id),
        Text(
            f"评分表引用的事项“{duty}”不存在。{hint_zh}请写事项编号，全部见 checkbranch rules list。",
            f"The table names a duty that does not exist, “{duty}”.{hint_en} Write the id of a duty; checkbranch "
            "rules list shows all.",
        ),
    )
