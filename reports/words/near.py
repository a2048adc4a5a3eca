"""What came near, in words: what a record, a term or a figure lacked to be what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...engine.findings import NearMiss
from ...engine.packs.model import ActivityType
from ...engine.text import Text
from .fields import column
from .reasons import type_names

Types = Mapping[str, ActivityType]
Values = Mapping[str, object]


def near_miss_message(near: NearMiss, types: Types, language: str) -> str:
    """Return what the record lacked to count."""
    if near.code == "not_combinable":
        return _not_combinable(near.values, types, language)
    maker = _MAKERS.get(near.code)
    return near.code if maker is None else maker(near.values).say(language)


def _not_combinable(values: Values, types: Types, language: str) -> str:
    english = language == "en"
    names = type_names(values.get("types"), types, language)
    which = (f" ({names})" if english else f"（{names}）") if names else ""
    return (
        f"also held for this duty, but its types{which} may not be combined in one gathering"
        if english
        else f"该次活动同时登记了本项，但几类活动{which}不能合并计算；确为分别开展的，请分行登记"
    )


def _quorum(values: Values) -> Text:
    lacking = values.get("lacking")
    return Text(f"再有 {lacking} 人到会即达到规定", f"{lacking} more present would have been enough")


def _unnamed(values: Values) -> Text:
    period = values.get("period")
    return Text(
        f"在补开期内开展；如确为补开，请在“所属时段”（for_period）填写 {period}",
        f"held in the make-up time; if it was meant to make this good, write {period} in its for_period column",
    )


def _late(values: Values) -> Text:
    return Text(f"仅晚 {values['days']} 天", f"only {_days(values)} late")


def _early(values: Values) -> Text:
    return Text(f"仅早 {values['days']} 天", f"only {_days(values)} too early")


def _after(values: Values) -> Text:
    if not values["days"]:
        return Text("与该次活动同一天，但开始时间更晚", "on the same day, but it began later")
    return Text(f"在该次活动之后 {values['days']} 天", f"{_days(values)} after it instead of before")


def _days(values: Values) -> str:
    return f"{values['days']} day{'' if values['days'] == 1 else 's'}"


def _column(values: Values) -> Text:
    name = str(values["column"])
    zh, en = column(name, "zh"), column(name, "en")
    return Text(
        f"在{zh}一栏提到了该对象，而本项不看这一栏；如确属本项，请据实登记到相应栏",
        f"names it under {en}, a column that this duty does not look at; if it belongs here, enter it in the right "
        "column",
    )


def _ended(values: Values) -> Text:
    until = values["until"]
    return Text(
        f"登记的任期至 {until}；如已连任，请据实登记新的任期",
        f"the term entered ended on {until}; if it goes on, enter the new term",
    )


def _begins(values: Values) -> Text:
    return Text(f"登记的任期自 {values['from']} 起，尚未开始", f"the term entered begins on {values['from']}")


def _dropped(values: Values) -> Text:
    text = _figures(values)
    return Text(f"{text.zh}，可能漏写一位数字，请核对原件", f"{text.en}; a digit may be lacking, check the original")


def _swapped(values: Values) -> Text:
    text = _figures(values)
    return Text(
        f"{text.zh}，可能有两位数字颠倒，请核对原件",
        f"{text.en}; two digits may have changed places, check the original",
    )


def _figures(values: Values) -> Text:
    name, written, fits = str(values["column"]), values["written"], values["fits"]
    zh, en = column(name, "zh"), column(name, "en")
    return Text(f"{zh}写作 {written}，若为 {fits} 则合计相符", f"{en} says {written}; with {fits} it would add up")


_MAKERS: Mapping[str, Callable[[Values], Text]] = {
    "below_quorum": _quorum,
    "unnamed_make_up": _unnamed,
    "just_late": _late,
    "just_early": _early,
    "just_after": _after,
    "other_column": _column,
    "term_ended": _ended,
    "term_begins": _begins,
    "digit_dropped": _dropped,
    "digits_swapped": _swapped,
}
