"""The words of a calendar: what an entry is called and what it says, in which nobody is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ...calendars.entries import Content, Entry, Matter
from ...engine.findings import Finding, Number, PeriodRef
from ...engine.packs.model import Duty, RuleBook
from ...engine.planning.plan import Owed
from ...engine.planning.visits import Bundle, Circle
from ...engine.slack.follow_ups import follow_up_of
from ...engine.text import Text
from ..words.periods import cadence_of, period_name
from ..words.reasons import type_names
from ..words.wording import amount, cite, plain_number
from .follow import follow_after, follow_category, follow_deadline, follow_title

NOTED = {
    "missing": Text("台账未见记录", "no record seen"),
    "invalid": Text("有记录但不规范", "recorded, not in order"),
    "short": Text("台账所见次数不足", "fewer seen than owed"),
    "unknown": Text("待核", "not known"),
}
_NO_LONGER = Text(
    "这一条建议已不需要：应有的次数已经满足，或者本项不再适用。",
    "This proposal is no longer needed: what was owed has been held, or the duty no longer applies.",
)


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks one language of one rule book. ``names`` are those of units and groups by id.

    ``many``: there is more than one unit in the file, and every summary begins with the unit's name.
    """

    language: str
    rules: RuleBook
    names: Mapping[str, str]
    many: bool

    @property
    def english(self) -> bool:
        """Whether it speaks English, not Chinese."""
        return self.language == "en"

    def category(self, duty: Duty) -> str:
        """Return what a duty asks for in a word: types of activity, or what is to be seen to."""
        check = follow_up_of(duty)
        return clean(follow_category(check, self.rules.activities, self.language)) if check else self.what(duty.do)

    def matter(self, one: Owed, day: date) -> str:
        """Return what is owed without how much of it is lacking, for what becomes of it later."""
        if one.trigger is None:
            return self.title(one.duty.do, one.period, day)
        return clean(follow_title(one, day, self.rules.activities, self.language, until=False))

    def what(self, types: tuple[str, ...]) -> str:
        """Return the types of activity in words."""
        return clean(type_names(types, self.rules.activities, self.language) or "")

    def summary(self, matter: Matter, text: str) -> str:
        """Return the summary: ``text`` after the name of the unit, where it must be told from others, and the group."""
        parts = [self.names.get(matter.unit, matter.unit)] if self.many else []
        if matter.subject_kind == "group":
            parts.append(self.names.get(matter.subject, matter.subject))
        label = clean(("·" if not self.english else ", ").join(parts))
        return f"{label}{': ' if self.english else '：'}{text}" if label else text

    def title(self, types: tuple[str, ...], period: PeriodRef | None, day: date, *, made_up: bool = False) -> str:
        """Return what is held and for which period: ``党课（第三季度）``, ``党课（补开第三季度）``."""
        return self._bracket(self.what(types), self._period(period, day, made_up))

    def owed(self, one: Owed, day: date, beside: str = "") -> str:
        """Return the same with how much is lacking: ``党课（第三季度，还差1次）``, and what it may be held with."""
        if one.trigger is not None:
            return clean(follow_title(one, day, self.rules.activities, self.language, until=True))
        period = self._period(one.period, day, one.makes_up)
        return self._bracket(self.what(one.duty.do), period, self._lack(one.finding, one.duty), beside)

    def visits(self, bundle: Bundle) -> str:
        """Return what a bundle is called: ``入户走访（本周 5 户）``."""
        number, family = bundle.number, bundle.circle.family
        what = self.circle(bundle.circle)
        if self.english:
            nouns = ("household", "households") if family == "household" else ("member", "members")
            return self._bracket(what, f"{number} {nouns[number != 1]} this week")
        return self._bracket(what, f"本周 {number} {'户' if family == 'household' else '人'}")

    def circle(self, circle: Circle) -> str:
        """Return what a circle is visited for: types of activity, or the duty that asks for a day to be entered."""
        if not circle.duty:
            return self.what(circle.types)
        return clean(next(duty.title.say(self.language) for duty in self.rules.duties if duty.id == circle.duty))

    def noted(self, finding: Finding, duty: Duty, day: date) -> str:
        """Return what stands for an occurrence that is not seen and can be held no longer."""
        assert finding.period is not None
        word = NOTED.get(finding.status, NOTED["missing"])
        period = self._period(finding.period, day, False)
        return self._bracket(self.what(duty.do), period, word.say(self.language))

    def describe(self, one: Owed, notes: Sequence[str], *, time: str | None, provisional: int | None) -> str:
        """Return what to know of an occurrence that is owed, with ``notes`` on its day.

        ``provisional`` is the year not announced yet.
        """
        if one.trigger is not None:
            lines = [follow_after(one, one.duty, self.language), follow_deadline(one, self.language)]
        else:
            lines = [self._counts(one.finding, one.duty, one.period), self._deadline(one)]
        lines += self._basis(one.duty)
        if one.duty.remedy:
            lines.append(("What to do: " if self.english else "办理：") + one.duty.remedy.say(self.language))
        if time:
            lines.append(f"Suggested time: {time}" if self.english else f"建议时间：{time}")
        return self._lines([*lines, *notes], provisional)

    def describe_held(self, finding: Finding, duty: Duty) -> str:
        """Return what to know of an occurrence that the ledger holds."""
        assert finding.period is not None
        said = "It is in the ledger." if self.english else "台账已有记录。"
        return self._lines([self._counts(finding, duty, finding.period), said, *self._basis(duty)], None)

    def describe_noted(self, finding: Finding, duty: Duty) -> str:
        """Return what to know of an occurrence that is not seen and can be held no longer."""
        assert finding.period is not None
        over = Text(
            "期限已过，不再建议日期；没有开展的，不得补写。",
            "The time for it is over; no day is proposed. Never enter what was not held.",
        )
        unsure = Text("台账情况待核，暂不建议日期。", "It is not known yet whether it was held; no day is proposed.")
        said = (unsure if finding.status == "unknown" else over).say(self.language)
        return self._lines([self._counts(finding, duty, finding.period), said, *self._basis(duty)], None)

    def describe_visits(self, bundle: Bundle, provisional: int | None) -> str:
        """Return what to know of a bundle of visits: how many for which duty, and in which buildings."""
        duties = {duty.id: duty for duty in self.rules.duties}
        colon, unit = (": ", "") if self.english else ("：", " 户" if bundle.circle.family == "household" else " 人")
        lines = [f"{duties[id_].title.say(self.language)}{colon}{n}{unit}" for id_, n in sorted(bundle.duties.items())]
        if bundle.buildings:
            shown = [f"{name} {n}{unit}" for name, n in sorted(bundle.buildings.items())]
            lines.append(("Buildings: " if self.english else "楼栋：") + (", " if self.english else "、").join(shown))
        lines += dict.fromkeys(line for id_ in sorted(bundle.duties) for line in self._basis(duties[id_]))
        lines.append(
            "Whom to see is in the household table, the roster and the ledger; no names are written here."
            if self.english
            else "具体对象见住户表、党员名册和台账，日历中不写姓名。"
        )
        return self._lines(lines, provisional)

    def cancelled(self, entry: Entry) -> Content:
        """Return the content of an entry that is no longer needed."""
        content, matter = entry.content, entry.matter
        return Content(
            form=content.form,
            start=content.start,
            end=content.end,
            status="CANCELLED",
            summary=self.summary(matter, matter.title) if matter.title else content.summary,
            description=_NO_LONGER.say(self.language),
            categories=content.categories,
        )

    def _bracket(self, text: str, *parts: str) -> str:
        parts = tuple(part for part in parts if part)
        if not parts:
            return text
        return f"{text} ({', '.join(parts)})" if self.english else f"{text}（{'，'.join(parts)}）"

    def _period(self, period: PeriodRef | None, day: date, made_up: bool) -> str:
        if period is None:
            return ""
        shown = short_period(period, day, self.language)
        return shown if not made_up else f"make-up for {shown}" if self.english else f"补开{shown}"

    def _amount(self, number: Number | None, duty: Duty) -> str:
        shown = plain_number(number or 0)
        if duty.quota.sum == "hours":
            return f"{shown} h" if self.english else f"{shown}学时"
        return shown if self.english or duty.quota.sum else f"{shown}次"

    def _lack(self, finding: Finding, duty: Duty) -> str:
        if finding.kind == "gap":
            return ""
        if finding.required is None:
            return "number not known" if self.english else "次数待核"
        lack = max(finding.required - (finding.counted or 0) - (finding.made_up or 0), 0)
        shown = self._amount(lack, duty)
        return f"{shown} to go" if self.english else f"还差{shown}"

    def _counts(self, finding: Finding, duty: Duty, period: PeriodRef | None) -> str:
        title = duty.title.say(self.language)
        name = period_name(period, self.language) if period else ""
        if finding.required is None:
            return self._bracket(title, name)
        have, unit = (finding.counted or 0) + (finding.made_up or 0), duty.quota.sum
        owed, has = (amount(number, unit, self.language) for number in (finding.required, have))
        if self.english:
            return f"{title}. {name}{': r' if name else 'R'}equired {owed}, in the ledger {has}."
        return f"{title}。{name}应 {owed}，台账已有 {has}。"

    def _deadline(self, one: Owed) -> str:
        if one.period is None:
            return self._due(one)
        key, last, until = one.period.key, one.period.end, one.until
        if one.makes_up:
            return (
                f"Can be made good through {until}; write {key} in the for_period column of the ledger."
                if self.english
                else f"补开期限：{until}。补开后请在台账“所属时段”（for_period）填写 {key}。"
            )
        if one.after:
            return (
                f"Due by {until}, by custom still in time; write {key} in the for_period column of the ledger."
                if self.english
                else f"期限：{until}，按惯例仍算按期。请在台账“所属时段”（for_period）填写 {key}。"
            )
        if until >= last:
            return (
                f"Due by {until} by custom; held after the period, write {key} in the for_period column of the ledger."
                if self.english
                else f"期限：按惯例可至 {until}；期满之后开展的，请在台账“所属时段”（for_period）填写 {key}。"
            )
        return f"Due by {until}." if self.english else f"期限：{until}。"

    def _due(self, one: Owed) -> str:
        """Return by when it is to be held, of a duty without periods."""
        if one.until < one.window.first:
            return f"Was due by {one.until}; hold it soon." if self.english else f"应不迟于 {one.until}，请尽快开展。"
        return f"Due by {one.until}." if self.english else f"期限：{one.until}。"

    def _basis(self, duty: Duty) -> list[str]:
        lead = "Basis: " if self.english else "依据："
        return [lead + cite(basis, self.rules, self.language) for basis in duty.basis]

    def _lines(self, lines: list[str], provisional: int | None) -> str:
        if provisional:
            lines.append(
                f"The holidays of {provisional} are not known yet, so the day was chosen by weekday. Check it once "
                "they are."
                if self.english
                else f"{provisional} 年放假安排尚未收录，这一天按星期推算，公布后请再核对。"
            )
        return "\n".join(clean(line) for line in lines)


def short_period(period: PeriodRef, day: date | datetime, language: str) -> str:
    """Return a period as briefly as the day beside it allows: without its year where that is the day's own."""
    whole = period_name(period, language)
    if cadence_of(period) == "year":
        return whole if language == "en" else f"{period.key}年度"
    if period.start.year != day.year:
        return whole
    return (
        whole.removesuffix(f" {period.key[:4]}").removesuffix(" of")
        if language == "en"
        else whole.removeprefix(f"{period.key[:4]}年")
    )


def clean(text: str) -> str:
    """Return a text on one line, without characters that cannot be printed."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())
