"""The visits as text: the counts first, the table, then what was tried and did not count."""

from __future__ import annotations

from typing import TextIO

from ...engine.text import Text
from ..layout import Page, Style, cut, safe
from ..table import Cell, Table
from .columns import Words, columns_of
from .report import VisitReport, tried_since
from .rows import VisitRow

# In the order in which they stand: where the table has to be folded, what tells the rows apart stays with the days.
_SHOWN = ("duty", "due", "standing", "last", "helpers", "building")
_HEADS = {"due": Text("最迟", "Visit by"), "last": Text("上次", "Last")}
_MOST = 60  # cells that any other may take
_WIDEST = 34  # cells that the first column may take


def write_visits(report: VisitReport, out: TextIO, language: str = "zh", exit_code: int | None = None) -> None:
    """Write the visits to ``out`` for a reader; ``exit_code`` is told in the last line."""
    page, words = Page(out, language), Words(report.audit, language)
    for assumed in report.audit.assumptions:
        page.para("- " + assumed.say(language), 0, 2, "doubt")
    page.line(safe(f"{words.title()}{page.say('：', ': ')}{words.facts(report)}"), "head")
    counts = page.say("；", "; ").join(f"{head} {number}" for head, number in words.counts(report.counts))
    page.para(f"{counts}{page.say('。', '.')}", 0, 2)
    page.para(words.code(), 0, 2, "faint")
    if report.rows:
        _write_rows(page, report, words)
    else:
        page.para(_nothing(report, page), 0, 2)
    _write_attempts(page, report, words)
    page.line()
    page.para(_closing(page, exit_code), 0, 2)


def _write_rows(page: Page, report: VisitReport, words: Words) -> None:
    own = {column.key: column for column in columns_of(report)}
    duties = {row.title for row in report.rows}
    shown = [own[key] for key in _SHOWN if key in own and (key != "duty" or len(duties) > 1)]
    if len(duties) == 1:
        page.para(next(iter(duties)).say(page.language), 0, 2)
    heads = [page.say("对象", "Subject"), *(_HEADS.get(column.key, column.head).say(page.language) for column in shown)]
    several = len({row.unit for row in report.rows}) > 1
    table = Table(heads, _WIDEST)
    for row in report.rows:
        cells = [Cell(_text(column.value(row, words))) for column in shown]
        at = 1 if len(duties) == 1 else 2
        cells[at] = Cell(cells[at].text, _style(row))
        table.add([Cell(_called(row, several=several), _style(row)), *cells])
    page.line()
    table.write(page, indent=0)


def _called(row: VisitRow, *, several: bool) -> str:
    name = row.subject.name if row.subject.name != row.subject.id else None
    unit = f" {row.unit_name or row.unit}" if several else ""
    return f"{row.subject.id} {name or ''}".rstrip() + unit


def _text(value: object) -> str:
    text = "—" if value is None or value == "" else str(value)
    return cut(safe(text), _MOST)


def _style(row: VisitRow) -> Style | None:
    if row.overdue_since is not None:
        return "bad"
    return "doubt" if row.status == "unknown" else "good" if row.status in ("met", "made_up") else None


def _write_attempts(page: Page, report: VisitReport, words: Words) -> None:
    tried = [(row, row.attempts) for row in report.rows if row.attempts]
    if not tried:
        return
    number = sum(len(uses) for _, uses in tried)
    page.head(page.say(f"没有计入的走访（{number} 条）", f"Visits that did not count ({number})"))
    page.para(
        page.say(
            "电话联系、没有见到人等，按规则不算走访，如实保留即可，不得改写成上门。",
            "Calls, nobody met and the like do not count as visits by the rules. Leave them as they are; never "
            "rewrite them.",
        ),
        2,
        0,
        "faint",
    )
    for row, uses in tried:
        since = page.say("（此后未见走访）", " (no visit since)") if tried_since(row) else ""
        what = f"{_called(row, several=False)} {row.title.say(page.language)}{since}"
        page.para(f"{what}{page.say('：', ': ')}{words.attempts(uses)}", 2, 2)


def _nothing(report: VisitReport, page: Page) -> str:
    if report.counts.rows:
        return page.say("没有符合条件的户。", "Nothing of what was asked for.")
    return page.say(
        "没有走访要求：规则中没有针对住户的走访，或没有住户表。"
        "可选用规则包 huanghou-relocation 或 visits-tiered；谈话等请加 --members。",
        "No visits are owed: no rule asks for visits to households, or there is no table of them. See the packs "
        "huanghou-relocation and visits-tiered; for talks with members add --members.",
    )


def _closing(page: Page, exit_code: int | None) -> str:
    rest = page.say(
        "最迟走访日当天仍算；达标的，是下一时段的期限。台账未见走访，不等于没有走访。",
        "The day by which a visit is due is the last good one; of what is met, that of the next period. No visit seen "
        "does not mean that nobody came.",
    )
    if exit_code is None:
        return rest
    told = {
        0: page.say("未见须报告的走访缺口或数据问题。", "Nothing to report at the chosen level."),
        1: page.say("有须处理的走访缺口或数据问题。", "There are gaps or data problems to deal with."),
    }.get(exit_code, page.say("有来源无法使用，结果不完整。", "A source could not be used; this is incomplete."))
    return page.say(f"结论（退出码 {exit_code}）：{told}{rest}", f"In all (exit code {exit_code}): {told} {rest}")
