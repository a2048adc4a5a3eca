"""A duty in words: whom it applies to, how much is owed, what counts, and for how long a gap can be made good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from ...engine.packs.compare import names_people, settled
from ...engine.packs.condition_model import Condition, Dated, Every
from ...engine.packs.model import ActivityType, ColumnAmount, Duty, Gap, Late, Rolling, RuleBook
from ...engine.text import Text
from .checks import check_short, check_words, judged_words, record_types
from .conditions import condition_words, dated_words, duration_words, field_name
from .periods import CADENCE
from .wording import KIND, MODALITY, article, plain_number

T = TypeVar("T")
Types = Mapping[str, ActivityType]

EVERY: Mapping[Every, Text] = {
    "month": Text("每月", "every month"),
    "quarter": Text("每季度", "every quarter"),
    "half_year": Text("每半年", "every half-year"),
    "year": Text("每年", "every year"),
}
_ANY_UNIT = Text("各类单位", "every kind of unit")
_PARTIAL = {
    "waive": Text("不作要求", "nothing is owed"),
    "require": Text("仍须足额完成", "it is owed in full"),
    "prorate": Text("按存在的天数折算，舍去尾数", "it is owed in proportion to the days, rounded down"),
}


def subject_words(subject: str) -> Text:
    """Return the kind of subject that a rule names."""
    return _ANY_UNIT if subject == "unit" else KIND.get(subject) or Text(subject, subject)


def cadence_words(duty: Duty) -> Text:
    """Return how often, as short as a table needs it: ``每月 ≥1``, ``monthly ≥1``, ``间隔 ≤60 天``."""
    if duty.check:
        return check_short(duty.check)
    if isinstance(duty.window, Gap):
        return _short(duty.window.at_most, lambda days: Text(f"间隔 ≤{days} 天", f"gap ≤{days} days"))
    if isinstance(duty.window, Rolling):
        days = _short(duty.window.in_any, lambda days: Text(f"{days} 天内", f"in {days} days"))
        least = _short(duty.window.at_least, lambda number: Text(f"≥{number}", f"≥{number}"))
        return Text(f"{days.zh} {least.zh}", f"{least.en} {days.en}")
    every = _short(duty.quota.every, lambda value: CADENCE[value])
    least = _short(duty.quota.at_least, lambda value: _least(duty, value))
    return Text(f"{every.zh} {least.zh}", f"{every.en} {least.en}")


def _least(duty: Duty, value: Fraction | ColumnAmount) -> Text:
    if isinstance(value, ColumnAmount):
        name = field_name(value.column)
        return Text(f"≥{name.zh}", f"≥{name.en}")
    unit = Text("", "") if duty.quota.sum is None else _unit(duty)
    return Text(f"≥{decimal(value)}{unit.zh}", f"≥{decimal(value)}{unit.en}")


def _short(value: Dated[T], say: Callable[[T], Text]) -> Text:
    (_, first), *later = value.steps
    text = say(first)
    for day, each in later:
        own = say(each)
        text = Text(f"{text.zh}（{day} 起 {own.zh}）", f"{text.en} (from {day} {own.en})")
    return text


def owed_words(duty: Duty, types: Types) -> Text:
    """Return what is owed: ``每月至少 1 次“支部委员会会议”``."""
    if duty.check:
        return check_words(duty.check, types)
    quota, what = duty.quota, record_types(duty.do, types)
    if duty.window:
        return _window(duty.window, what)
    if quota.sum:
        name = field_name(quota.sum)
        what = Text(f"{what.zh}的{name.zh}合计", f"{name.en} of {what.en} added up")
    every = dated_words(quota.every, lambda value: EVERY[value])
    least = dated_words(quota.at_least, lambda value: _number(duty, value))
    if len(quota.every.steps) > 1 or len(quota.at_least.steps) > 1:
        return Text(f"{what.zh}；周期{every.zh}；数量{least.zh}", f"{what.en}; period {every.en}; number {least.en}")
    if quota.sum:
        return Text(f"{every.zh}{what.zh}{least.zh}", f"{every.en} {what.en}: {least.en}")
    return Text(f"{every.zh}{least.zh}{what.zh}", f"{least.en} {what.en} {every.en}")


def demand(duty: Duty, rules: RuleBook, day: date) -> Text:
    """Return what a duty of any kind asks with the values in force on ``day``, as a sentence without a full stop."""
    return owed_words(settled(duty, day), rules.activities)


def _window(window: Gap | Rolling, what: Text) -> Text:
    if isinstance(window, Gap):
        most = dated_words(window.at_most, lambda days: Text(f"{days} 天", f"{days} days"))
        return Text(f"任何两次{what.zh}之间不超过 {most.zh}", f"never more than {most.en} between {what.en}")
    least = dated_words(window.at_least, lambda number: Text(f"至少 {number} 次", f"at least {number}"))
    days = dated_words(window.in_any, lambda days: Text(f"{days} 天", f"{days} days"))
    return Text(f"截至日前 {days.zh}内{least.zh}{what.zh}", f"{least.en} {what.en} in the last {days.en}")


def _number(duty: Duty, value: Fraction | ColumnAmount) -> Text:
    unit = _unit(duty)
    if not isinstance(value, ColumnAmount):
        number = decimal(value)
        return Text(f"至少 {number}{unit.zh}", f"at least {number}{unit.en}")
    name = field_name(value.column)
    other = Text("", "")
    if value.otherwise is not None:
        number = decimal(value.otherwise)
        other = Text(f"（留空的按 {number}{unit.zh}）", f" ({number}{unit.en} where it is empty)")
    return Text(f"至少为{name.zh}一栏所写的数{other.zh}", f"at least the number under {name.en}{other.en}")


def _unit(duty: Duty) -> Text:
    if duty.quota.sum is None:
        return Text(" 次", "")
    return Text(" 学时", " h") if duty.quota.sum == "hours" else Text("", "")


def decimal(number: Fraction) -> str:
    """Return an amount as a decimal where it is one, without trailing zeros: ``32.5``."""
    thousandths = number * 1000
    if thousandths.denominator != 1:
        return plain_number(number)
    return plain_number(Decimal(thousandths.numerator) / 1000)


def where_words(duty: Duty) -> Text:
    """Return to whom a duty applies: the kind of subject, and the conditions on it."""
    whom = subject_words(duty.subject)
    if all(value is None for value in duty.where.values()):
        return Text(f"{whom.zh}，一律适用", f"every {whom.en}" if duty.subject != "unit" else whom.en)
    which = dated_words(duty.where, _condition)
    return Text(f"{whom.zh}，条件：{which.zh}", f"{whom.en}, if: {which.en}")


def _condition(condition: Condition | None) -> Text:
    return Text("一律适用", "no condition") if condition is None else condition_words(condition)


def counting_words(duty: Duty) -> list[Text]:
    """Return what makes a record count, a sentence each without a full stop."""
    said = []
    quota = duty.quota
    if names_people(duty):
        names = [field_name(column) for column in duty.by]
        said.append(
            Text(
                f"记录的{'、'.join(n.zh for n in names)}栏写到其编号或姓名",
                f"the record names it under {' or '.join(n.en for n in names)}",
            )
        )
    if any(value is not None for value in duty.counts_when.values()):
        said.append(dated_words(duty.counts_when, _condition_of_record))
    if duty.check:
        return said
    if quota.count_each:
        said.append(Text("同一天的多次都计", "several of one day all count"))
    else:
        said.append(Text("同一天的只计一次", "of several on one day one counts"))
    return said


def _condition_of_record(condition: Condition | None) -> Text:
    return Text("不另设条件", "no condition") if condition is None else condition_words(condition)


def late_words(duty: Duty) -> Text:
    """Return the make-up time."""
    if not duty.tiled:
        return Text("没有时段，不设补开期", "it has no periods, and no time for making up")
    return dated_words(duty.late, late_step)


def late_step(late: Late | None) -> Text:
    """Return one make-up time in words; of None, that there is none."""
    if late is None:
        return Text("不设补开期", "no time for making up")
    length = duration_words(late.until)
    counts = (
        Text("按期计", "counts as in time")
        if late.counts_as == "met"
        else Text("计为补开，不算按期", "counts as made up, not as in time")
    )
    taken = (
        Text(
            "；未写明所属时段（for_period）的，上一时段缺少时先归上一时段",
            "; one that names no period goes to the period before while that is short",
        )
        if late.take == "oldest"
        else Text("；记录须写明所属时段（for_period）", "; the record must name its period (for_period)")
    )
    return Text(
        f"时段结束后 {length.zh}内补上的，{counts.zh}{taken.zh}",
        f"what is held within {length.en} after the period {counts.en}{taken.en}",
    )


def partial_words(duty: Duty) -> Text:
    """Return what is asked of a subject that exists in part of a period only; without periods, what is judged."""
    if duty.check:
        return judged_words(duty)
    if isinstance(duty.window, Gap):
        return Text(
            "核对审核区间内存在过的对象；从其存在之日或台账起始日（以晚者为准）算起",
            "whoever existed on a day of the span, from that day or the start of the ledger, whichever is later",
        )
    if duty.window:
        return Text("只核对截至日仍存在的对象", "only those that exist on the as-of day")
    how = _PARTIAL[duty.partial]
    return Text(
        f"对象只在时段的一部分日子存在的（新成立、转入、迁出等），{how.zh}",
        f"where the subject exists on some days of the period only (new, joined, moved away), {how.en}",
    )


def rule_lines(duty: Duty, types: Types) -> list[tuple[Text, Text]]:
    """Return what a duty says, a heading and a sentence each."""
    counting = counting_words(duty)
    lines = [
        (Text("应有：", "Owed: "), owed_words(duty, types)),
        (Text("适用：", "Applies to: "), where_words(duty)),
    ]
    if counting:
        said = Text("；".join(text.zh for text in counting), "; ".join(text.en for text in counting))
        lines.append((Text("计入条件：", "Counts if: "), said))
    if not duty.tiled:
        return [*lines, (Text("核对方式：", "Judged: "), partial_words(duty))]
    return [
        *lines,
        (Text("补开：", "Making up: "), late_words(duty)),
        (Text("不满一期：", "Part of a period: "), partial_words(duty)),
    ]


def effective_words(duty: Duty) -> Text:
    """Return the days on which the duty is in force; empty where it has no limits."""
    first, last = duty.effective_from, duty.effective_until
    zh = (f"自 {first} 起" if first else "") + (f"至 {last} 止" if last else "")
    en = " ".join(([f"from {first}"] if first else []) + ([f"through {last}"] if last else []))
    return Text(zh, en)


def basis_short(duty: Duty, rules: RuleBook, language: str) -> tuple[str, str]:
    """Return the article and its modality as short as a table needs them."""
    articles = []
    for basis in duty.basis:
        source = rules.sources.get(basis.source)
        place = article(basis.article, language)
        local = source is None or source.local or not place
        articles.append(f"{basis.source} {place}".strip() if local else place)
    return (", " if language == "en" else "、").join(articles), MODALITY[duty.modality].say(language)
