"""Slack in words: how much is still to be held, how many working days are left for it, and whether all of it fits."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.packs.model import Duty
from ...engine.slack.slack import Owing, Slack
from .periods import period_name


def slack_line(slack: Slack, duties: Mapping[str, Duty], language: str) -> str:
    """Return what is left to a unit in one sentence, without its name."""
    english = language == "en"
    through, days, least = slack.through, slack.working_days, slack.needed_days
    if english:
        what = [f"{slack.open} not yet due"] if slack.open else []
        what += [f"{slack.make_up} to be made up"] if slack.make_up else []
        lead = f"to be held: {', '.join(what)} (at least {_days(least)}); {_days(days)} left through {through}: "
        return lead + (
            f"all of it fits{_tightest(slack, language)}."
            if slack.fits
            else f"not all of it fits: {_short(slack, duties, language)}"
        )
    what = [f"未到期 {slack.open} 项"] if slack.open else []
    what += [f"可补开 {slack.make_up} 项"] if slack.make_up else []
    lead = f"须召集开展的{'、'.join(what)}（最少 {least} 天），至 {through} 还有 {days} 个工作日，"
    return lead + (
        f"排得下{_tightest(slack, language)}。" if slack.fits else f"排不下：{_short(slack, duties, language)}"
    )


def _tightest(slack: Slack, language: str) -> str:
    """Return by when it is tightest, where that is not the last day of all."""
    tight = slack.tightest
    if tight.due >= slack.through or not tight.needed_days:
        return ""
    if language == "en":
        return f"; tightest up to {tight.due}: {tight.needed_days} of {_days(tight.working_days)}"
    return f"；最紧在 {tight.due} 前：须 {tight.needed_days} 天，有 {tight.working_days} 个工作日"


def _short(slack: Slack, duties: Mapping[str, Duty], language: str) -> str:
    first = slack.first_short
    assert first is not None
    what = owing_words(first, duties, language)
    if language == "en":
        return f"{what}, due by {first.due}, no longer does; {_days(slack.lacking)} lacking."
    return f"从“{what}”（截止 {first.due}）起缺 {slack.lacking} 个工作日。"


def owing_words(owing: Owing, duties: Mapping[str, Duty], language: str) -> str:
    """Return an obligation in a few words: the duty, its period, and which group it is of."""
    title = duties[owing.duty].title.say(language)
    parts = [title, period_name(owing.period, language) if owing.period else ""]
    if owing.subject.kind == "group":
        parts.append(owing.subject.name or owing.subject.id)
    return " ".join(part for part in parts if part)


def _days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"
