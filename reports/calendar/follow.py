"""What should follow a record, in a calendar: what it is called and until when, in which no record is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...engine.packs.check_model import FollowUp
from ...engine.packs.model import ActivityType, Duty
from ...engine.planning.plan import Owed
from ...engine.slack.follow_ups import follow_up_of
from ...engine.text import Text
from ..words.reasons import type_names

_REQUESTS = Text("诉求办理", "Requests")


def follow_category(check: FollowUp, types: Mapping[str, ActivityType], language: str) -> str:
    """Return the category of an entry: what is to be held, else what it is about."""
    if check.do:
        return type_names(check.do, types, language)
    return _REQUESTS.say(language) if check.requests else type_names(check.after, types, language)


def follow_title(one: Owed, day: date, types: Mapping[str, ActivityType], language: str, *, until: bool) -> str:
    """Return what is to be done after what: ``公布（8月10日组织生活会之后，8月13日前）``.

    ``until`` adds the last good day, or that it is late. A record is told by its day alone, so that nobody is named.
    """
    check = follow_up_of(one.duty)
    assert check is not None and one.trigger is not None
    english = language == "en"
    what = type_names(check.do, types, language) if check.do else one.duty.title.say(language)
    parts = [_after(check, one.trigger, day, types, english)]
    if until and one.makes_up:
        parts.append("late" if english else "已逾期")
    elif until:
        parts.append(f"by {one.until}" if english else f"{_day(one.until, day)}前")
    return f"{what} ({', '.join(parts)})" if english else f"{what}（{'，'.join(parts)}）"


def follow_deadline(one: Owed, language: str) -> str:
    """Return by when it is to be done; of what is late that it counts as made up and never as in time."""
    if one.makes_up:
        return Text(
            f"应不迟于 {one.until}，已逾期，请尽快办理；现在办理的列为补开，不计作按期。"
            "已按期办理而漏登的，凭原始材料据实补登。",
            f"Was due by {one.until} and is late: see to it soon; what is done now counts as made up, not as in time. "
            "What was done in time but not entered can be entered from its original papers.",
        ).say(language)
    return f"Due by {one.until} (that day included)." if language == "en" else f"期限：{one.until}（含当日）。"


def follow_after(one: Owed, duty: Duty, language: str) -> str:
    """Return which duty it is, and what is to be entered where."""
    check, title = follow_up_of(duty), duty.title.say(language)
    if check is None or not check.have:
        return title + (". The record is in the ledger." if language == "en" else "。所对应的记录见台账。")
    if language == "en":
        return f"{title}. Once it is done, enter the day ({check.have}); what it is about is in the ledger."
    return f"{title}。办结后在台账填写日期（{check.have}）；具体事由见台账，日历中不写。"


def _after(check: FollowUp, trigger: date, day: date, types: Mapping[str, ActivityType], english: bool) -> str:
    if check.requests:
        return f"request of {trigger}" if english else f"{_day(trigger, day)}提出的诉求"
    what = type_names(check.after, types, "en" if english else "zh") if len(check.after) == 1 else ""
    return f"after {what or 'the record'} of {trigger}" if english else f"{_day(trigger, day)}{what or '活动'}之后"


def _day(day: date, beside: date) -> str:
    """Return a day in Chinese, with its year where that is not the year of the day beside it."""
    year = "" if day.year == beside.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
