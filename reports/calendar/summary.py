"""What is said after a calendar was written: what has changed, and what found no day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from ...calendars.revisions import Revision
from ...engine.findings import Span
from ...engine.planning.agenda import Agenda
from ..words.periods import period_name
from ..words.slack import slack_line
from .holiday_review import named, proposed_again
from .notes import habit_words
from .words import Words, clean

_HABITS = 5  # habits that are named
_SHOWN = 10  # entries to be looked at again that are named


def export_summary(agenda: Agenda, revision: Revision, words: Words, file: str) -> Iterator[str]:
    """Yield the lines for a person who has just exported ``file``."""
    span: Span = agenda.wanted.span
    made = revision
    if words.english:
        yield f"As of {agenda.wanted.as_of}, for {span.first} to {span.last}."
        counts = f"new {made.new}, changed {made.changed}, cancelled {made.cancelled}, unchanged {made.unchanged}"
        yield f"Wrote {file}: {counts}."
        if made.left:
            yield f"Left out, as their time is over: {made.left}."
        if not made.entries:
            yield "Nothing is owed that can still be held: the calendar is empty."
    else:
        yield f"截至 {agenda.wanted.as_of}，{span.first} 至 {span.last}。"
        counts = f"新增 {made.new}，变更 {made.changed}，取消 {made.cancelled}，未变 {made.unchanged}"
        yield f"已写入 {file}：{counts}。"
        if made.left:
            yield f"期限已过、不再列出：{made.left}。"
        if not made.entries:
            yield "没有尚可开展的应办事项，日历为空。"
    yield from _placed(agenda, words)
    yield from unfitting(agenda, words)
    yield from unplaced(agenda, words)
    yield from _unsettled(agenda, words)


def _placed(agenda: Agenda, words: Words) -> Iterator[str]:
    """Yield which habits days were proposed on, and how many gatherings may be held together."""
    owed = {uid: one for one in agenda.owed for uid in one.uids}
    found: Counter[tuple[str, str]] = Counter()
    for uid, habit in agenda.placed.habits.items():
        found[words.what(owed[uid].duty.do), habit_words(habit, words.language)] += 1
    if found:
        told = [
            f"{what} on {habit} ({number})" if words.english else f"{what}多在{habit}（{number} 条）"
            for (what, habit), number in sorted(found.items(), key=lambda item: (-item[1], item[0]))
        ]
        more = len(told) - _HABITS
        shown = (", " if words.english else "、").join(told[:_HABITS])
        if more > 0:
            shown += f", and {more} more" if words.english else f"，另有 {more} 种"
        yield (
            f"Days proposed from the habits that the ledger shows: {shown}."
            if words.english
            else f"按台账所见的以往习惯建议日期：{shown}。"
        )
    bundles = len({bundle.uids for bundle in agenda.placed.bundles.values()})
    if bundles:
        yield (
            f"Placed together, as they may be combined: {bundles} days."
            if words.english
            else f"可合并开展、排在同一天的：{bundles} 组。"
        )


def _unsettled(agenda: Agenda, words: Words) -> Iterator[str]:
    """Yield the entries whose days may yet become days off, to be looked at again once that is announced."""
    for year, days in proposed_again(agenda, words).items():
        shown = named(days)
        told = ("; " if words.english else "；").join(shown[:_SHOWN])
        more = len(shown) - _SHOWN
        if more > 0:
            told += f"; and {more} more" if words.english else f"；另有 {more} 项"
        yield (
            f"Look at these again once the holidays of {year} are announced ({len(days)}): {told}."
            if words.english
            else f"{year} 年放假安排公布后请再核对（{len(days)} 条）：{told}。"
        )


def unfitting(agenda: Agenda, words: Words) -> Iterator[str]:
    """Yield the units whose working days no longer suffice for all that is open, the worst first."""
    duties = {duty.id: duty for duty in agenda.audit.rules.duties}
    short = sorted((one for one in agenda.audit.slack if not one.fits), key=lambda one: (-one.lacking, one.unit))
    for one in short[:_SHOWN]:
        name, told = clean(words.names.get(one.unit, one.unit)), slack_line(one, duties, words.language)
        yield f"{name}: slack: {told}" if words.english else f"{name}：补救余量：{told}"
    if (more := len(short) - _SHOWN) > 0:
        yield (
            f"In {more} more units not everything fits into the working days left."
            if words.english
            else f"另有 {more} 个单位余下的工作日也排不下。"
        )


def unplaced(agenda: Agenda, words: Words) -> Iterator[str]:
    """Yield a line for each duty and period of a unit or group that has no free working day left."""
    found: Counter[tuple[str, str, str, str, date]] = Counter()
    lost: dict[tuple[str, str, str, str, date], date] = {}
    for one, number in (*agenda.placed.full, *agenda.visits.full):
        subject = one.finding.subject
        whose = subject.id if subject.kind == "group" else one.finding.unit
        period = period_name(one.period, words.language) if one.period else ""
        key = (whose, one.duty.id, one.duty.title.say(words.language), period, max(one.until, one.window.last))
        found[key] += number
        if day := agenda.placed.lost.get(one.finding.id) or agenda.visits.lost.get(one.finding.id):
            lost[key] = max(day, lost.get(key, day))
    for key, number in sorted(found.items()):
        whose, _, title, period, until = key
        name, day = clean(words.names.get(whose, whose)), lost.get(key)
        if words.english:
            what = f"{title}, {period}" if period else title
            last = f" The last day on which there was one was {day}." if day else ""
            yield f"{name}: {what}: no free working day left through {until}; {number} without a day.{last}"
        else:
            what = f"{title}（{period}）" if period else title
            last = f"最后一个还排得下的日子是 {day}。" if day else ""
            yield f"{name}：{what}：到 {until} 为止没有空闲的工作日，{number} 次未提议日期。{last}"


def unannounced_note(years: Sequence[int], language: str) -> str | None:
    """Return the one sentence about days that go by the weekday, ``years`` having a year for each; None for none."""
    if not years:
        return None
    shown = sorted(set(years))
    if language == "en":
        which = ", ".join(map(str, shown))
        return (
            f"The holidays of {which} are not known yet: {len(years)} of the days go by the weekday and say so. "
            "Once announced, write them into the list under holidays: in checkbranch.yaml and export again."
        )
    which = "、".join(map(str, shown))
    return (
        f"{which} 年放假安排尚未收录：有 {len(years)} 条建议日期按星期推算，已在说明中注明。"
        "公布后请写入 checkbranch.yaml 中 holidays: 所指的清单，再导出一次。"
    )
