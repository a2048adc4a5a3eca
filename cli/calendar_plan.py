"""``checkbranch calendar plan``: the year's meetings as a workbook to edit, a wall calendar, and a calendar file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ..calendars.entries import Entry
from ..engine import CheckbranchError, Shipped, read_inputs, read_workspace
from ..engine.errors import fail
from ..engine.findings import Span
from ..engine.planning.agenda import Wanted, make_agenda
from ..engine.planning.book import PlanBook, read_plan
from ..engine.planning.edits import Edits, read_edits
from ..engine.planning.memory import Scope
from ..engine.text import Text
from ..engine.workspaces.settings import Workspace
from ..reports.plan.as_html import Paper
from ..reports.plan.row import Plan
from ..reports.plan.rows import make_plan
from ..reports.plan.summary import plan_summary, remark_lines
from ..rules import names, path_of
from .audit import exit_code
from .calendar_export import check_span, words_of
from .calendar_files import read_before
from .day import DAY, today
from .log import current_log, logged
from .options import ENGINE, WORKSPACE
from .output import opened, say, say_engine, write_all
from .plan_files import text_of, written_files
from .plan_targets import Form, Targets, check_targets, targets_of
from .progress import progress
from .redaction import REDACT, redacted_plan

_MOST_MONTHS = 36


@click.command()
@logged
@WORKSPACE
@click.option("--year", type=int, metavar="Y", help="哪一年，默认截至日所在的一年。 The year; default that of --as-of.")
@click.option("--from", "first", type=DAY, help="从哪一天起（与 --year 二选一）。 First day, instead of --year.")
@click.option("--to", "last", type=DAY, help="到哪一天止。 Last day.")
@click.option("--as-of", type=DAY, help="截至哪一天，默认今天。 As of this day; default today.")
@click.option("--unit", "units", multiple=True, help="只要此单位及其下级，可多次。 This unit and all below it only.")
@click.option("--duty", "duties", multiple=True, help="只要此事项，可多次。 This duty only.")
@click.option("--visits", is_flag=True, help="含走访和谈话，按联系人和周合并。 Visits too, bundled, no names.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "html", "ics", "text"]),
    help="格式，默认看后缀。 Default: by suffix.",
)
@click.option(
    "--paper", type=click.Choice(["a4", "a3", "a3-quarter"]), default="a4", show_default=True,
    help="网页的纸张：A4 每月一页；A3 全年一页，或每季度一页。 A4: a page a month; A3: a year, or a quarter.",
)  # fmt: skip
@click.option("--persons", is_flag=True, help="网页和日历也写负责人。 Who is in charge on the page and calendar too.")
@click.option(
    "--edits", "edits_from", type=click.Path(path_type=Path), metavar="FILE.xlsx",
    help="沿用这份计划表中的改动，不改写它。 Take over the edits of this plan, without writing to it.",
)  # fmt: skip
@REDACT
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
@ENGINE
@click.option(
    "-o", "--output", "outputs", type=click.Path(path_type=Path), multiple=True,
    help="写入文件，可多次：.xlsx .html .ics。 The files to write: .xlsx .html .ics, several at once.",
)  # fmt: skip
def plan_command(
    workspace: Path,
    year: int | None,
    first: date | None,
    last: date | None,
    as_of: date | None,
    units: tuple[str, ...],
    duties: tuple[str, ...],
    visits: bool,
    form: Form | None,
    paper: Paper,
    persons: bool,
    edits_from: Path | None,
    redact: bool,
    language: str | None,
    engine: str | None,
    outputs: tuple[Path, ...],
) -> None:
    """全年计划：表格（可改日期，再运行时保留所改）、挂历网页、日历文件。 The plan of a year: workbook, page, calendar.

    表格中改过的日期、时间、地点、负责人、备注，再运行同一命令时都会保留。
    退出码：0 已写；1 已写，但有改动不能照用；2 未写。
    What was edited in the workbook is kept when the same command runs again. Exit code: 0 written; 1 written, but an
    edit cannot be used as it stands; 2 nothing is written.
    """
    speak = language or "zh"
    try:
        targets = targets_of(outputs, form)
        settings = read_workspace(workspace)
        speak = language or settings.language
        day = as_of or today(settings.timezone)
        span = check_plan_span(check_span(day, year, first, last))
        check_targets(targets, settings)
        with progress(speak) as shown:
            scope = Scope(settings.name, span, units, duties, visits)
            book, edits = _edits(targets, edits_from, scope, settings)
            before, mended = _before(targets, settings)
            inputs = read_inputs(settings, Shipped(path_of, names()))
            shown.stage("judge")
            wanted = Wanted(day, span, units, duties, visits, everything=True, engine=engine)
            earlier = {uid: entry for uid, entry in before.items() if uid not in edits.written}
            earlier |= {entry.uid: entry for entry in edits.earlier()}
            agenda = make_agenda(inputs, wanted, earlier, edits.fixed())
            if redact:
                agenda.audit, edits = redacted_plan(inputs, agenda.audit, edits, book, speak)
            plan = make_plan(agenda, words_of(agenda, speak), edits, partial=edits_from is not None)
            shown.stage("write")
            files, revision = written_files(plan, targets, scope, book, before, paper, persons=persons)
            write_all(files)
        say_engine(agenda.audit.engine, engine, speak)
        if mended is not None:
            current_log().say(mended.say(speak))
        _say_remarks(plan, edits, targets, speak)
        with opened(None) as out:
            if targets.shown:
                out.write(text_of(plan, targets.shown, paper, persons=persons))
            else:
                others = len(book.others) if book else 0
                for line in plan_summary(plan, targets.files.items(), revision, others):
                    click.echo(line, file=out)
        code = exit_code(agenda.audit, "never", speak) or int(any(one.wrong for one in plan.remarks))
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(code)


def check_plan_span(span: Span) -> Span:
    """Return the days of a plan; raises CheckbranchError where they are more than a wall calendar is good for."""
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    if months > _MOST_MONTHS:
        raise fail(
            "--from",
            f"{span.first} 至 {span.last} 太长。计划最多 {_MOST_MONTHS} 个月，请缩短，或分几次写。",
            f"{span.first} to {span.last} is too long. A plan has at most {_MOST_MONTHS} months; shorten it, or write "
            "several.",
        )
    return span


def _edits(
    targets: Targets, edits_from: Path | None, scope: Scope, settings: Workspace
) -> tuple[PlanBook | None, Edits]:
    """Return the workbook that is written over, and what was edited in it or in the one that was named."""
    zone = ZoneInfo(settings.timezone)
    if edits_from is not None:
        if "xlsx" in targets.files:
            raise fail(
                "--edits",
                "写 .xlsx 时，改动取自该文件本身。请去掉 --edits，或不写 .xlsx。",
                "When an .xlsx is written, the edits are taken from that file itself. Leave out --edits, or write no "
                ".xlsx.",
            )
        named = read_plan(edits_from)
        if named is None:
            raise fail(str(edits_from), "没有这个文件。请核对路径。", "There is no such file. Check the path.")
        _check_workspace(named, scope)
        return None, read_edits(named, zone)
    path = targets.files.get("xlsx")
    book = read_plan(path) if path is not None else None
    if book is None:
        return None, Edits()
    _check_workspace(book, scope)
    if not scope.holds(book.scope):
        raise fail(book.file, *_other_scope(book.scope))
    return book, read_edits(book, zone)


def _check_workspace(book: PlanBook, scope: Scope) -> None:
    if book.scope.workspace != scope.workspace:
        raise fail(
            book.file,
            f"这是工作区“{book.scope.workspace}”的计划，不是“{scope.workspace}”的。请另取一个文件名。",
            f"This is a plan of the workspace “{book.scope.workspace}”, not of “{scope.workspace}”. Choose another "
            "file name.",
        )


def _other_scope(scope: Scope) -> Text:
    """Return that a workbook holds more, or something else, than was asked for now."""
    parts_zh = [f"{scope.span.first} 至 {scope.span.last}"]
    parts_en = [f"{scope.span.first} to {scope.span.last}"]
    for option, values in (("--unit", scope.units), ("--duty", scope.duties)):
        parts_zh += [f"{option} {value}" for value in values]
        parts_en += [f"{option} {value}" for value in values]
    for parts in (parts_zh, parts_en):
        parts += ["--visits"] if scope.visits else []
    return Text(
        f"这份计划的范围是 {'、'.join(parts_zh)}，不全在这次要写的范围内，所作改动会丢失。请用同样的选项，或另取一个文"
        "件名。",
        f"This plan is of {', '.join(parts_en)}, which is not all part of what was asked for now, so edits would be "
        "lost. Use the same options, or choose another file name.",
    )


def _before(targets: Targets, settings: Workspace) -> tuple[dict[str, Entry], Text | None]:
    path = targets.files.get("ics")
    return read_before(path, settings) if path is not None else ({}, None)


def _say_remarks(plan: Plan, edits: Edits, targets: Targets, language: str) -> None:
    rewritten = "xlsx" in targets.files
    for line in remark_lines(plan, edits, rewritten, language):
        current_log().say(line)
