"""Waivers that do not do what they were written for: unused, expired, partial, too long, on what nobody can waive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ...calendars import Duration, add_days, add_months
from ..ledger.model import Problem, Waiver
from ..packs.model import Duty, RuleBook
from ..period_words import is_period, period_words
from ..text import Text
from ..workspaces.settings import Workspace
from .waivers import Waived, duty_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST = Duration(12, "month")  # where the workspace says nothing
_DAY = timedelta(days=1)
_SHOWN = 3  # periods that a message names
_MONTHS = {"month": 1, "year": 12}

TOUCHED = """
SELECT s.dp, s.sid, v.status, p.key, s.d FROM settled s JOIN verdict v USING (sig) JOIN dpx p ON p.dp = s.dp
WHERE s.shown AND v.status IN (2, 5, 6, 7) AND EXISTS (SELECT 1 FROM touched t WHERE t.dp = s.dp AND t.sid = s.sid)
"""
# The obligation that comes next after a waiver has ended, of each duty and subject that it was for.
NEXT = """
WITH mine AS (
    SELECT w.w, w.d, w.last, b.sid FROM waiver w JOIN below b ON b.top = w.sid),
later AS (
    SELECT m.w, s.d, s.sid, s.day1, s.dp, s.sig FROM mine m JOIN settled s ON s.sid = m.sid
    WHERE s.shown AND NOT s.must AND (m.d IS NULL OR m.d = s.d) AND s.day1 > m.last
    UNION
    SELECT m.w, s.d, s.sid, s.day1, s.dp, s.sig FROM mine m JOIN settled s ON s.unit = m.sid
    WHERE s.shown AND NOT s.must AND (m.d IS NULL OR m.d = s.d) AND s.day1 > m.last
    UNION
    SELECT w.w, s.d, s.sid, s.day1, s.dp, s.sig FROM waiver w JOIN settled s ON (w.d IS NULL OR w.d = s.d)
    WHERE w.sid IS NULL AND s.shown AND NOT s.must AND s.day1 > w.last),
first AS (
    SELECT l.w, l.d, l.sid, arg_min(v.status, (l.day1, l.dp)) AS status
    FROM later l JOIN verdict v USING (sig) GROUP BY l.w, l.d, l.sid)
SELECT w, COUNT(*) FROM first WHERE status IN (5, 6, 7) GROUP BY w
"""

_UNUSED = Text(
    "该豁免未起作用：所涉事项已达标或尚未到期，或在审核区间内没有完整覆盖任何一期。如不再需要，请删除或调整起止日期。",
    "This waiver was not used: what it touches is met or still open, or no whole period in the span is covered. Remove "
    "it or mend its days if it is no longer needed.",
)
_EXPIRED = Text(
    "该豁免已于 {last} 到期，其后紧接的时段仍有 {n} 项缺口，不再豁免。情况仍然存在的，请重新报批后另写一行，起始日期"
    "写 {next}；情况已结束的，请按期开展。",
    "This waiver ended on {last}; right after it there are {n} gaps, which it does not waive. If the cause is still "
    "there, have it approved again and write another row from {next}; if not, hold what is owed.",
)
_PARTIAL = Text(
    "该豁免只覆盖时段的一部分，不能据以豁免，仍计为缺口：{periods}。批准豁免整个时段的，请按批准文件改写起止日期，覆"
    "盖整个时段。",
    "This waiver covers only part of a period, so it waives nothing there; still gaps: {periods}. If the whole period"
    " was waived, write its days as they were approved, from its first day to its last.",
)
_LONG = Text(
    "该豁免自 {first} 至 {last}，超过最长期限 {longest}。请分期报批，把截止日期改写为 {until} 或更早；"
    "当地另有规定的，在 checkbranch.yaml 中写 waivers: {{longest: …}}。",
    "This waiver runs from {first} to {last}, longer than {longest}. Have it approved for shorter times, one after "
    "another, and write {until} or earlier as its end; where local rules differ write waivers: {{longest: …}} in "
    "checkbranch.yaml.",
)
_MUST = Text(
    "“{title}”是“必须”做到的事项，不能豁免，这一行不起作用。请删除这一行，按期开展；确有困难的，报上级党组织研究。",
    '"{title}" is a duty with "must", which nobody can waive: this row does nothing. Remove it and hold what is owed; '
    "where that is hard, take it to the Party organisation above.",
)
_UNKNOWN = Text(
    "规则中没有“{duty}”这一事项，这一行不起作用。{near}"
    "请改写为事项编号或名称（见 checkbranch rules list），全部事项写 *。",
    'No rule is called "{duty}": this row does nothing. {near_en}Write the id or title of a duty (see checkbranch '
    "rules list), or * for all.",
)


_THE_DAY = Text("截至日", "the as-of day")


@dataclass(slots=True)
class _Seen:
    """What became of each waiver, by its place in the table: those that waived something, and periods only touched."""

    used: set[int] = field(default_factory=set)
    partial: Mapping[int, list[str]] = field(default_factory=dict)
    expired: Mapping[int, int] = field(default_factory=dict)


def check_waivers(
    con: DuckDBPyConnection,
    waivers: Sequence[Waiver],
    waived: Waived,
    rules: RuleBook,
    workspace: Workspace,
    as_of: date,
) -> list[Problem]:
    """Return what is to be said of the waivers, in their order; of the obligations those of the span are looked at."""
    if not waivers:
        return []
    seen = _look(con, waived)
    longest = workspace.longest_waiver or LONGEST
    duties = {duty.id: duty for duty in rules.duties}
    return [problem for w, waiver in enumerate(waivers) for problem in _said(w, waiver, seen, duties, longest, as_of)]


def _look(con: DuckDBPyConnection, waived: Waived) -> _Seen:
    from ..tables.database import put

    put(con, "touched", {
        "dp": ("INTEGER", [dp for dp, _ in waived.by]),
        "sid": ("INTEGER", [sid for _, sid in waived.by]),
    })  # fmt: skip
    seen, partial = _Seen(), defaultdict[int, list[str]](list)
    for dp, sid, status, key, _ in sorted(con.execute(TOUCHED).fetchall(), key=lambda row: (row[3], row[4], row[1])):
        numbers = waived.by[dp, sid]
        if status == _WAIVED:
            seen.used.update(numbers)
        elif (dp, sid) in waived.touching:
            for w in numbers:
                partial[w].append(key)
    seen.partial = partial
    seen.expired = dict(con.execute(NEXT).fetchall())
    return seen


_WAIVED = 2


def _said(
    w: int, waiver: Waiver, seen: _Seen, duties: Mapping[str, Duty], longest: Duration, as_of: date
) -> Iterator[Problem]:
    source, until = waiver.source, longest_until(waiver.first, longest)
    of_duty, of_until = waiver.headers
    if waiver.last > until:
        text = _fill(_LONG, first=waiver.first, last=waiver.last, until=until, longest=_length(longest))
        yield Problem(source, of_until, "waiver_long", text, "warning")
    duty = duty_of(waiver.duty, duties.values())
    if duty is None and waiver.duty != "*":
        yield Problem(source, of_duty, "waiver_unknown_duty", _unknown(waiver.duty, duties.values()), "warning")
    elif duty is not None and duty.modality == "must":
        yield Problem(source, of_duty, "waiver_must", _fill(_MUST, title=duty.title), "warning")
    else:
        yield from _used(w, waiver, seen, as_of)


def _used(w: int, waiver: Waiver, seen: _Seen, as_of: date) -> Iterator[Problem]:
    """Yield what is to be said of the days; nothing fails for it, as the gaps that remain are told as such."""
    source, periods, after = waiver.source, seen.partial.get(w, []), seen.expired.get(w, 0)
    expired = after > 0 and waiver.last < as_of
    if periods:
        yield Problem(source, None, "waiver_partial", _fill(_PARTIAL, periods=_periods(periods)), "info")
    if expired:
        text = _fill(_EXPIRED, last=waiver.last, next=waiver.last + _DAY, n=after)
        yield Problem(source, waiver.headers[1], "waiver_expired", text, "info")
    if w not in seen.used and not periods and not expired:
        yield Problem(source, None, "waiver_unused", _UNUSED, "info")


def longest_until(first: date, longest: Duration) -> date:
    """Return the last day of the longest waiver that begins on ``first``: 12 months from 1 March end on 28 February."""
    if longest.unit in _MONTHS:
        return add_months(first, longest.number * _MONTHS[longest.unit]) - _DAY
    return add_days(first, longest.number * (7 if longest.unit == "week" else 1)) - _DAY


def _length(longest: Duration) -> Text:
    units = {"day": ("天", "days"), "week": ("周", "weeks"), "month": ("个月", "months"), "year": ("年", "years")}
    zh, en = units[longest.unit]
    return Text(f"{longest.number} {zh}", f"{longest.number} {en if longest.number != 1 else en[:-1]}")


def _periods(keys: Iterable[str]) -> Text:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    named = [(period_words(key) if is_period(key) else _THE_DAY, number) for key, number in counts.items()]
    total = sum(counts.values())
    zh = "、".join(f"{name.zh} {number} 项" for name, number in named[:_SHOWN])
    en = ", ".join(f"{number} of {name.en}" for name, number in named[:_SHOWN])
    if len(named) > _SHOWN:
        return Text(f"{zh} 等共 {total} 项", f"{en}, … {total} in all")
    return Text(zh, en)


def _unknown(name: str, duties: Iterable[Duty]) -> Text:
    own = list(duties)
    words = [*(duty.id for duty in own), *(duty.title.zh for duty in own)]
    near = get_close_matches(name, words, 1, 0.5)
    return Text(
        _UNKNOWN.zh.format(duty=name, near=f"是否应为“{near[0]}”？" if near else ""),
        _UNKNOWN.en.format(duty=name, near_en=f'Did you mean "{near[0]}"? ' if near else ""),
    )


def _fill(text: Text, **values: object) -> Text:
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in values.items()}
    en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
    return Text(text.zh.format(**zh), text.en.format(**en))
