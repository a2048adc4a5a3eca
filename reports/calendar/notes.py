"""Why a proposal is on its day, what it may be held together with, and how many working days are left after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ...engine.planning.agenda import Agenda
from ...engine.planning.habits import Habit
from ...engine.planning.plan import Owed
from ...engine.text import Text
from ..words.reasons import type_names
from .words import Words, clean

_DAY = timedelta(days=1)
_ORDINALS = {
    "first": Text("第一个", "first"), "second": Text("第二个", "second"), "third": Text("第三个", "third"),
    "fourth": Text("第四个", "fourth"), "last": Text("最后一个", "last"),
}  # fmt: skip
_WEEKDAYS = (
    Text("周一", "Monday"), Text("周二", "Tuesday"), Text("周三", "Wednesday"), Text("周四", "Thursday"),
    Text("周五", "Friday"), Text("周六", "Saturday"), Text("周日", "Sunday"),
)  # fmt: skip
_WHOSE = {"branch": Text("本支部", "branch"), "group": Text("本小组", "group")}
_UNIT = Text("本单位", "unit")
_DAY_ONLY = Text(
    "所列日期仅为建议，期限内可改为任何一天；开展之后请如实登记台账。",
    "The day is a suggestion; any day up to the deadline will do. Once it has been held, record it as it was.",
)
_PLANNED = Text(
    "这一天台账或日历中已有安排；开展之后请如实登记台账。",
    "The ledger or a calendar has it planned for this day. Once it has been held, record it as it was.",
)


def habit_words(habit: Habit, language: str) -> str:
    """Return a habit in words: ``每月第二个周五``, ``每月15日``, ``周五``."""
    if habit.on is None:
        return _WEEKDAYS[habit.weekday or 0].say(language) + ("s" if language == "en" else "")
    ordinal, _, name = habit.on.partition(" ")
    if ordinal == "day":
        return f"day {name} of the month" if language == "en" else f"每月{name}日"
    weekday = next(text for text in _WEEKDAYS if text.en.lower() == name)
    place = _ORDINALS[ordinal].say(language)
    return f"the {place} {weekday.en} of the month" if language == "en" else f"每月{place}{weekday.zh}"


class Notes:
    """Says what there is to know of the days of an agenda."""

    def __init__(self, agenda: Agenda, words: Words) -> None:
        self._agenda, self._words = agenda, words
        self._owed: Mapping[str, Owed] = {uid: one for one in agenda.owed for uid in one.uids}

    def of(self, uid: str, one: Owed, day: date) -> list[str]:
        """Return the sentences on the day of one occurrence."""
        placed, language = self._agenda.placed, self._words.language
        found = [*self._habit(uid, one, day), *self._together(uid, day), *self._left(one, day)]
        return [*found, (_PLANNED if uid in placed.planned else _DAY_ONLY).say(language)]

    def beside(self, uid: str, one: Owed) -> str:
        """Return what a summary adds of what it may be held together with: ``与党课同场``."""
        bundle = self._agenda.placed.bundles.get(uid)
        others = tuple(each for each in bundle.types if each not in one.duty.do) if bundle else ()
        if not others:
            return ""
        what = clean(type_names(others[:1], self._words.rules.activities, self._words.language) or "")
        more = len(others) - 1
        if self._words.english:
            return f"with {what}" + (f" and {more} more" if more else "")
        return f"与{what}等{len(others)}项同场" if more else f"与{what}同场"

    def _habit(self, uid: str, one: Owed, day: date) -> Iterator[str]:
        habit = self._agenda.placed.habits.get(uid)
        if habit is None:
            return
        words, english = habit_words(habit, self._words.language), self._words.english
        whose = _WHOSE.get(one.finding.subject.kind, _UNIT).say(self._words.language)
        moved = habit.on is not None and self._agenda.proposer.nominal(habit.on, day.year, day.month) != day
        if english:
            yield f"By the ledger this {whose} mostly meets on {words}" + (
                "; moved from a day off." if moved else ", and so is the day proposed."
            )
        else:
            yield f"按{whose}以往多在{words}开展的习惯提议这一天" + ("，遇休息日已移动。" if moved else "。")

    def _together(self, uid: str, day: date) -> Iterator[str]:
        bundle = self._agenda.placed.bundles.get(uid)
        if bundle is None:
            return
        words, english = self._words, self._words.english
        others = [self._owed[other] for other in bundle.uids if other != uid]
        titles = [words.title(other.duty.do, other.period, day, made_up=other.makes_up) for other in others]
        if len(bundle.types) < 2:
            titles = [clean(other.duty.title.say(words.language)) for other in others]
        told = (", " if english else "、").join(dict.fromkeys(titles))
        types = clean(type_names(bundle.types, words.rules.activities, words.language) or "")
        if len(bundle.types) < 2:
            yield (
                f"One meeting serves this and {told}; enter it once."
                if english
                else f"与“{told}”是同一类活动：开展一次、登记一条，都可计入。"
            )
        else:
            yield (
                f"May be held together with {told}. If so, enter one record with all types: {types}."
                if english
                else f"可与{told}同一天一并开展；合并开展的登记一条，类型写全：{types}，各项都可计入。"
            )

    def _left(self, one: Owed, day: date) -> Iterator[str]:
        """Yield how many working days there are after the proposed one; it stays true whatever the as-of day is."""
        if one.until < day:
            return
        left, english = self._agenda.proposer.free(day + _DAY, one.until, ()), self._words.english
        unsure = bool(self._agenda.days.pending(day, one.until))
        if not left:
            yield (
                f"This is the last working day up to {one.until}."
                if english
                else f"剩余工作日：这一天之后到期限 {one.until} 已无工作日。"
            )
        elif english:
            note = "; provisional, holidays are not all announced" if unsure else ""
            yield f"Working days left after this day, up to {one.until}: {len(left)}, the last is {left[-1]}{note}."
        else:
            note = "；其中有放假安排尚未公布的日子，数字暂定" if unsure else ""
            yield f"剩余工作日：这一天之后到期限 {one.until} 还有 {len(left)} 个，最后一个是 {left[-1]}{note}。"
