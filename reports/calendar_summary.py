"""What is said after a calendar was written: what has changed, and what found no day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from ..calendars.revisions import Revision
from ..engine.agenda import Agenda
from ..engine.findings import Span
from .calendar_words import Words, clean
from .periods import period_name


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
    yield from unplaced(agenda, words)


def unplaced(agenda: Agenda, words: Words) -> Iterator[str]:
    """Yield a line for each duty and period of a unit or group that has no free working day left."""
    found: Counter[tuple[str, str, str, str, date]] = Counter()
    for one, number in (*agenda.placed.full, *agenda.visits.full):
        subject = one.finding.subject
        whose = subject.id if subject.kind == "group" else one.finding.unit
        period = period_name(one.period, words.language) if one.period else ""
        found[whose, one.duty.id, one.duty.title.say(words.language), period, max(one.until, one.window.last)] += number
    for (whose, _, title, period, until), number in sorted(found.items()):
        name = clean(words.names.get(whose, whose))
        if words.english:
            what = f"{title}, {period}" if period else title
            yield f"{name}: {what}: no free working day left through {until}; {number} without a day."
        else:
            what = f"{title}（{period}）" if period else title
            yield f"{name}：{what}：到 {until} 为止没有空闲的工作日，{number} 次未提议日期。"


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
