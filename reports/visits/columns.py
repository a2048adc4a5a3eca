"""The columns of the table of visits, and the words in them: the same in every format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ...engine.findings import GAPS, RecordUse
from ...engine.text import Text
from ..short_code import short_code
from ..view import AuditView
from ..words.reasons import record_words, standing_words
from ..words.wording import MARK, STATUS, listed
from .report import VisitCounts, VisitReport
from .rows import VisitRow

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its heading, its width in characters, and its value of a row."""

    key: str
    head: Text
    width: int
    value: Callable[[VisitRow, Words], Value]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of rows in one language, as of one day."""

    audit: AuditView
    language: str

    def say(self, zh: str, en: str) -> str:
        """Return the text of the language."""
        return Text(zh, en).say(self.language)

    def standing(self, row: VisitRow) -> str:
        """Return how a visit stands: its status with its mark, and what that means for the next days."""
        word = f"{MARK[row.status]} {STATUS[row.status].say(self.language)}"
        more = self._more(row)
        return f"{word}{self.say('，', ', ')}{more}" if more else word

    def _more(self, row: VisitRow) -> str:
        if row.overdue_since is not None:
            days = (self.audit.as_of - row.overdue_since).days
            late = self.say(f"已逾期 {days} 天", f"overdue by {days} {'day' if days == 1 else 'days'}")
            makes_up = row.makes_up and row.due is not None
            if row.status == "open" and row.days_left is not None and not makes_up:
                earlier = self.say(f"此前漏访的{late}", f"an earlier one {late}")
                return f"{self._days(row.days_left)}{self.say('；', '; ')}{earlier}"
            return f"{late}{self.say(f'，可补至 {row.due}', f', may be made up by {row.due}')}" if makes_up else late
        if row.status == "unknown" and row.reason:
            return standing_words(row.reason, self.language)
        if row.status == "open" and row.days_left is not None:
            return self._days(row.days_left)
        if row.status in GAPS and row.makes_up and row.due is not None:
            return self.say(f"可补至 {row.due}", f"may be made up by {row.due}")
        return ""

    def _days(self, left: int) -> str:
        if left == 0:
            return self.say("今天到期", "due today")
        return self.say(f"还有 {left} 天", f"{left} {'day' if left == 1 else 'days'} left")

    def attempt(self, use: RecordUse) -> str:
        """Return one attempt that did not count: day, row and why."""
        types = self.audit.rules.activities
        why = (record_words(code, self.language, use.facts, None, types) for code in use.reasons)
        day = str(use.date) if use.date else self.say("日期未记", "no day")
        return f"{day} {use.source}{self.say('：', ': ')}{listed(why, self.language)}"

    def attempts(self, uses: Sequence[RecordUse]) -> str:
        """Return several attempts as one text."""
        return self.say("；", "; ").join(map(self.attempt, uses))

    def helpers(self, row: VisitRow) -> str:
        """Return the helpers; that there are none where it is a household."""
        if row.helpers or row.subject.kind != "household":
            return listed(row.helpers, self.language)
        return self.say("未落实", "none")

    def counts(self, counts: VisitCounts) -> list[tuple[str, int]]:
        """Return the counts with their headings."""
        return [
            (self.say("走访对象", "Subjects"), counts.subjects),
            (self.say("走访事项", "Visits owed"), counts.rows),
            (self.say("已逾期", "Overdue"), counts.overdue),
            (self.say("7 日内到期", "Due within 7 days"), counts.soon),
            (self.say("待核", "Not known"), counts.unknown),
            (self.say("上次走访后有未计入的记录", "Tried since, not counted"), counts.attempted),
            (self.say("未落实帮扶责任人的户", "Households without a helper"), counts.unhelped),
        ]

    def title(self) -> str:
        """Return what the report is called."""
        return self.say("走访台账", "Visits")

    def facts(self, report: VisitReport) -> str:
        """Return whose visits they are, as of which day, and what was asked for."""
        text = self.say(
            f"{self.audit.workspace.name}，截至 {self.audit.as_of}", f"{self.audit.workspace.name}, {self.audit.as_of}"
        )
        if report.within is not None:
            days = f"{report.within} {'day' if report.within == 1 else 'days'}"
            text += self.say(
                f"；只列已逾期和{f' {report.within} 日内' if report.within else '今天'}到期的",
                f"; only what is overdue or due {f'within {days}' if report.within else 'today'}",
            )
        if report.helpers:
            names = listed(report.helpers, self.language)
            text += self.say(f"；帮扶责任人：{names}", f"; helpers: {names}")
        return text

    def code(self) -> str:
        """Return the verification code, by which a report is told from others."""
        code = short_code(self.audit.fingerprint)
        return self.say(f"核验码 {code}", f"verification code {code}")


COLUMNS: tuple[Column, ...] = (
    Column("unit", Text("单位", "Unit"), 22, lambda row, _: row.unit_name or row.unit),
    Column("id", Text("编号", "Id"), 9, lambda row, _: row.subject.id),
    Column("name", Text("户主/姓名", "Name"), 12, lambda row, _: row.subject.name),
    Column("building", Text("楼栋", "Building"), 14, lambda row, _: row.building),
    Column("tier", Text("户类型", "Tier"), 11, lambda row, _: row.tier),
    Column("helpers", Text("帮扶责任人", "Helpers"), 16, lambda row, words: words.helpers(row)),
    Column("duty", Text("事项", "Duty"), 24, lambda row, words: row.title.say(words.language)),
    Column("last", Text("上次走访", "Last visit"), 12, lambda row, _: row.last.date if row.last else None),
    Column("visitors", Text("走访人", "Visitors"), 14, lambda row, words: listed(row.visitors, words.language)),
    Column("source", Text("出处", "Row"), 24, lambda row, _: row.last.source if row.last else None),
    Column("due", Text("最迟走访日", "Visit by"), 12, lambda row, _: row.due),
    Column("days_left", Text("剩余天数", "Days left"), 9, lambda row, _: row.days_left),
    Column("standing", Text("情况", "Status"), 24, lambda row, words: words.standing(row)),
    Column("missed", Text("漏访时段", "Missed"), 9, lambda row, _: row.missed or None),
    Column(
        "attempts", Text("未计入的走访", "Not counted"), 40, lambda row, words: words.attempts(row.attempts) or None
    ),
)


def columns_of(report: VisitReport) -> list[Column]:
    """Return the columns that say anything about these rows; the unit only where there are several."""
    several = len({row.unit for row in report.rows}) > 1
    empty = {"unit"} if not several else set()
    if not any(row.building for row in report.rows):
        empty.add("building")
    if not any(row.tier for row in report.rows):
        empty.add("tier")
    if not any(row.missed for row in report.rows):
        empty.add("missed")
    if not any(row.attempts for row in report.rows):
        empty.add("attempts")
    return [column for column in COLUMNS if column.key not in empty]
