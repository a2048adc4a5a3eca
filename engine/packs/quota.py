"""The duty kind ``quota``: n valid records of the types in each period, and the make-up time after it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import get_args

from ...calendars import Duration, period_of
from ..documents.form import Form
from ..documents.nodes import ListNode, MapNode, Node
from ..text import Text
from .condition_model import Dated, Every
from .dated import is_dated, read_dated
from .model import ColumnAmount, Late, Quota
from .vocabulary import Vocabulary

KEYS = ("do", "at_least", "every", "by", "sum", "count")
PEOPLE = ("subject", "attendees", "lecturer", "host", "visitor", "recorder")
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_SHORTEST: dict[Every, int] = {"month": 28, "quarter": 90, "half_year": 181, "year": 365}
_EVERY: dict[str, Every] = {word: word for word in get_args(Every)}
_MOST = 1_000_000
_LONGEST_YEARS = 5


def read_quota(form: Form, node: Node, subject: str | None, words: Vocabulary) -> Quota:
    """Return the quota in ``node`` of a duty of ``subject``; faults are noted in ``form``."""
    fields = form.map(node, "quota", KEYS)
    noted = len(form.faults)
    for key in ("do", "at_least", "every"):
        if isinstance(node, MapNode) and key not in fields.entries:
            form.fault(fields, f"“quota”缺少“{key}”。请补写。", f"“quota” lacks “{key}”. Add it.")
    do, at_least, every = (fields.get(key) for key in ("do", "at_least", "every"))
    summed = read_column(form, fields.get("sum"), "sum")
    quota = Quota(
        do=read_types(form, do, words) if do else (),
        at_least=read_dated(form, at_least, "at_least", lambda each: _amount(form, each, summed))
        if at_least
        else Dated(((None, Fraction(1)),)),
        every=read_dated(form, every, "every", lambda each: _every(form, each)) if every else Dated(((None, "year"),)),
        by=read_by(form, fields.get("by"), subject),
        sum=summed,
        count_each=_each(form, fields.get("count")) or summed is not None,
    )
    if every and len(form.faults) == noted:
        _changes_at_starts(form, every, quota.every)
    return quota


def read_late(form: Form, node: Node) -> Late | None:
    """Return the make-up time in ``node``."""
    fields = form.map(node, "late", ("until", "counts_as", "take"))
    if not isinstance(node, MapNode):
        return None
    until = fields.get("until")
    if until is None:
        form.fault(
            fields, "“late”缺少“until”。请补写，如“until: 1 month”。", "“late” lacks “until”. Write “until: 1 month”."
        )
        return None
    length = form.duration(until, "until", ("day", "workday", "week", "month", "year"))
    if length and (length.number == 0 or _days(length) > 366 * _LONGEST_YEARS):
        form.fault(
            until,
            f"补开期限应大于 0、不超过 {_LONGEST_YEARS} 年。请改写。",
            f"The make-up time must be more than 0 and at most {_LONGEST_YEARS} years. Change it.",
        )
    counts_as, take = fields.get("counts_as"), fields.get("take")
    counts = form.choice(counts_as, "counts_as", ("made_up", "met")) if counts_as else None
    taken = form.choice(take, "take", ("named", "oldest")) if take else None
    if length is None:
        return None
    return Late(length, "met" if counts == "met" else "made_up", "oldest" if taken == "oldest" else "named")


def check_windows(form: Form, node: Node, late: Dated[Late | None], every: Dated[Every]) -> None:
    """Note a make-up time with ``take: oldest`` that is not shorter than the period it follows."""
    days = {day for day, _ in (*late.steps, *every.steps) if day is not None} or {date(2000, 1, 1)}
    for day in sorted({min(days), *days}):
        window, period = late.at(day), every.at(day)
        if window and window.take == "oldest" and not _shorter(window.until, period):
            form.fault(
                node,
                f"补开期限“{window.until}”不短于周期“{period}”，“take: oldest”无法判断记录属于哪一期。"
                "请缩短 until，或改用 take: named。",
                f"The make-up time “{window.until}” is not shorter than the period “{period}”: “take: oldest” cannot "
                "tell which period a record is for. Shorten until, or write take: named.",
            )
            return


def _shorter(window: Duration, period: Every) -> bool:
    months = {"month": 1, "year": 12}.get(window.unit)
    if months:
        return window.number * months < _MONTHS[period]
    return _days(window) < _SHORTEST[period]


def _days(length: Duration) -> int:
    if length.unit == "workday":
        # Weekends, and one long holiday that may fall into the window.
        return length.number * 7 // 5 + 9
    return length.number * {"day": 1, "week": 7, "month": 31, "year": 366}.get(length.unit, 1)


def read_types(form: Form, node: Node, words: Vocabulary, name: str = "do") -> tuple[str, ...]:
    """Return the activity types under ``name``."""
    found = form.texts(node, name)
    for word, at in found:
        words.check_type(form, at, word)
    if isinstance(node, ListNode) and not node.values:
        form.fault(node, f"“{name}”没有写活动类型。请补写。", f"“{name}” names no activity type. Add one.")
    return tuple(dict.fromkeys(word for word, _ in found))


def _amount(form: Form, node: Node, summed: str | None) -> Fraction | ColumnAmount:
    if isinstance(node, MapNode):
        fields = form.map(node, "at_least", ("column", "else"))
        column = fields.get("column")
        if column is None:
            form.fault(
                fields,
                "“at_least”缺少“column”。请写列名或一个数。",
                "“at_least” lacks “column”. Name a column, or write a number.",
            )
        otherwise = fields.get("else")
        return ColumnAmount(
            read_column(form, column, "column") or "",
            _counted(form, otherwise, "else", summed, least=0) if otherwise else None,
        )
    return _counted(form, node, "at_least", summed, least=None)


def _counted(form: Form, node: Node, name: str, summed: str | None, least: int | None) -> Fraction:
    number = form.number(node, name)
    if number is None:
        return Fraction(1)
    if number > _MOST or (number < 0 if least == 0 else number <= 0):
        form.fault(
            node,
            f"“{name}”不能是 {number}。请写大于 0、不超过 {_MOST} 的数；若不要求，请用 off 停用该事项。",
            f"“{name}” cannot be {number}. Write one over 0, up to {_MOST}; to ask for nothing, switch the duty off.",
        )
    elif number.denominator != 1 and summed is None:
        form.fault(node, f"“{name}”是次数，应为整数。请改写。", f"“{name}” counts occasions. Write a whole number.")
    elif (number * 1000).denominator != 1:
        form.fault(node, f"“{name}”最多三位小数。请改写。", f"“{name}” has at most three decimals. Write fewer.")
    return number


def _every(form: Form, node: Node) -> Every:
    return _EVERY.get(form.choice(node, "every", _EVERY) or "", "year")


def _changes_at_starts(form: Form, node: Node, every: Dated[Every]) -> None:
    for (_, before), (day, after) in zip(every.steps, every.steps[1:], strict=False):
        if day and not (period_of(before, day).start == day == period_of(after, day).start):
            at = node.entries[day.isoformat()][0] if is_dated(form, node) and isinstance(node, MapNode) else node
            form.fault(
                at,
                f"周期由“{before}”改为“{after}”，应从两种周期共同的起始日开始。请改为该日，如 1 月 1 日。",
                f"“every” changes from {before} to {after} and may do so only where both begin. "
                "Choose such a day, for instance 1 January.",
            )


def read_by(form: Form, node: Node | None, subject: str | None) -> tuple[str, ...]:
    """Return the columns that must name the member or household."""
    if node is None:
        return ("subject",)
    if subject is not None and subject not in ("member", "household"):
        form.fault(
            node,
            "“by”只用于党员和户的事项。请删去。",
            "“by” belongs to duties of members and households. Leave it out.",
        )
    found = form.texts(node, "by")
    for word, at in found:
        if word not in PEOPLE:
            form.unknown(at, Text("“by”取值", "value of “by”:"), word, PEOPLE)
    return tuple(dict.fromkeys(word for word, _ in found))


def read_column(form: Form, node: Node | None, name: str) -> str | None:
    """Return the name of a column."""
    text = form.text(node, name) if node else None
    if node and text is not None and not text.isidentifier():
        form.fault(
            node,
            f"“{text}”不能作列名。请只用汉字、字母、数字和“_”，且不以数字开头。",
            f"“{text}” cannot be the name of a column. Use letters, digits and _ only, a letter first.",
        )
    return text


def _each(form: Form, node: Node | None) -> bool:
    return node is not None and form.choice(node, "count", ("each",)) == "each"
