"""``checkbranch calendar export``: what is owed as a calendar file."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from ..calendars.entries import Form
from ..engine import CheckbranchError, Request, Shipped, read_inputs, read_workspace, span_of
from ..engine.errors import fail
from ..engine.findings import Span
from ..engine.planning.agenda import Agenda, Wanted, make_agenda, span_of_calendar
from ..engine.planning.busy import read_busy
from ..engine.workspaces.settings import Workspace
from ..reports.calendar.entries import Entries, Look, unannounced_years
from ..reports.calendar.summary import unannounced_note
from ..reports.calendar.words import Words
from ..rules import names, path_of
from .audit import exit_code
from .calendar_files import OneFile
from .calendar_units import UnitFiles
from .day import DAY, today
from .log import current_log, logged
from .options import ENGINE, WORKSPACE
from .output import opened, say, say_engine
from .progress import progress
from .redaction import REDACT, masker_of, redacted

_ALARM = re.compile(r"([0-9]{1,5})([mhdw])")
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_MOST_ALARMS = 5
_FARTHEST = 4 * _MINUTES["w"]
_LONGEST = 50  # years
_YEARS = (1900, 2999)


@click.command()
@logged
@WORKSPACE
@click.option("--year", type=int, metavar="Y", help="哪一年，默认截至日所在的一年。 The year; default that of --as-of.")
@click.option("--from", "first", type=DAY, help="从哪一天起（与 --year 二选一）。 First day, instead of --year.")
@click.option("--to", "last", type=DAY, help="到哪一天止。 Last day.")
@click.option("--as-of", type=DAY, help="截至哪一天，默认今天。 As of this day; default today.")
@click.option("--all", "everything", is_flag=True, help="已达标的也列出。 What is met already too.")
@click.option(
    "--visits", is_flag=True, help="含走访和谈话，按联系人和周合并，不写姓名。 Visits too, bundled, no names."
)
@click.option("--alarms", default="none", metavar="1d,1h", help="提前多久提醒。 Alarms so long before; default none.")
@click.option("--as", "form", type=click.Choice(["event", "todo"]), default="event", show_default=True)
@click.option("--bundle", is_flag=True, help="可合并的排在同一天。 What may be combined on one day.")
@click.option(
    "--busy",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE.ics",
    help="这些日历里有事的日子不排，可多次。 Days of these calendars are taken.",
)
@click.option("--unit", "units", multiple=True, help="只要此单位及其下级，可多次。 This unit and all below it only.")
@click.option("--duty", "duties", multiple=True, help="只要此事项，可多次。 This duty only.")
@REDACT
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="日历的语言。 Language of the calendar.")
@ENGINE
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写入一个文件。 The file to write.")
@click.option(
    "--per-unit",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="每个单位一个文件，写入此文件夹。 One file for each unit, in this folder.",
)
@click.option(
    "--secret-names", is_flag=True, help="文件名难以猜测（配合 --per-unit）。 File names that nobody can guess."
)
def export_command(
    workspace: Path,
    year: int | None,
    first: date | None,
    last: date | None,
    as_of: date | None,
    everything: bool,
    visits: bool,
    alarms: str,
    form: Form,
    bundle: bool,
    busy: tuple[Path, ...],
    units: tuple[str, ...],
    duties: tuple[str, ...],
    redact: bool,
    language: str | None,
    engine: str | None,
    output: Path | None,
    folder: Path | None,
    secret_names: bool,
) -> None:
    """把尚需开展的会议写成日历文件，日期为建议。 Write what is still owed as a calendar file; days are proposals.

    写入一个文件（-o）或每个单位一个文件（--per-unit），二选一。
    旁边的 FILE.ics.state.json 记住写过什么，请一并保留。退出码：0 已写；2 无法使用。
    Into one file (-o) or one for each unit (--per-unit).
    FILE.ics.state.json beside it remembers what was written; keep it. Exit code: 0 written, 2 it cannot be used.
    """
    speak = language or "zh"
    try:
        look = Look(form, parse_alarms(alarms))
        settings = read_workspace(workspace)
        speak = language or settings.language
        day = as_of or today(settings.timezone)
        span = check_span(day, year, first, last)
        with progress(speak) as shown:
            target = target_of(settings, output, folder, secret_names)
            before = target.read()
            taken, notes = read_busy(busy, settings.timezone)
            inputs = read_inputs(settings, Shipped(path_of, names()))
            shown.stage("judge")
            wanted = Wanted(day, span, units, duties, visits, everything, engine, bundle, taken)
            agenda = make_agenda(inputs, wanted, before)
            agenda.audit = redacted(agenda.audit, masker_of(inputs, speak) if redact else None)
            words = words_of(agenda, speak, together=folder is None)
            shown.stage("write")
            summary = target.write(agenda, words, Entries(agenda, words, look).all())
        say_engine(agenda.audit.engine, engine, speak)
        for text in (*target.notes, *notes):
            current_log().say(text.say(speak))
        if note := unannounced_note(unannounced_years(agenda), speak):
            current_log().say(note)
        with opened(None) as out:
            for line in summary:
                click.echo(line, file=out)
        code = exit_code(agenda.audit, "never", speak)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(code)


def target_of(workspace: Workspace, output: Path | None, folder: Path | None, secret: bool) -> OneFile | UnitFiles:
    """Return where the calendar goes: into one file, or one for each unit; raises CheckbranchError."""
    if folder is not None and output is None:
        return UnitFiles(folder, workspace, secret)
    if output is not None and folder is not None:
        raise fail(
            "--per-unit",
            "不能与 --output（-o）同用：写成一个文件，或每个单位一个文件，请只写一种。",
            "Not together with --output (-o): write one file, or one for each unit. Give one of them.",
        )
    if output is None:
        raise fail(
            "--output",
            "没有写明写到哪里。请写 -o 文件名.ics（一个文件），或 --per-unit 文件夹（每个单位一个文件）。",
            "It does not say where to write. Give -o FILE.ics (one file) or --per-unit DIR (one file for each unit).",
        )
    if secret:
        raise fail(
            "--secret-names",
            "要与 --per-unit 同用：只有每个单位一个文件时才由程序取文件名。",
            "It goes with --per-unit: only there does the program choose the names of files.",
        )
    return OneFile(output, workspace)


def words_of(agenda: Agenda, language: str, *, together: bool = True) -> Words:
    """Return the words for a calendar; with several units together every summary names the unit."""
    titles = {id_: name or id_ for id_, name, _, _ in agenda.audit.unit_rows()}
    return Words(language, agenda.audit.rules, titles, together and len(agenda.units) > 1)


def check_span(as_of: date, year: int | None, first: date | None, last: date | None) -> Span:
    """Return the days that were asked for; raises CheckbranchError for what cannot be used."""
    if year is not None and (first or last):
        raise fail(
            "--year", "不能与 --from/--to 同用。请只写一种。", "Not together with --from/--to. Give one of them."
        )
    oldest, newest = _YEARS
    for asked in [day.year for day in (first, last) if day] if year is None else [year]:
        if not oldest <= asked <= newest:
            raise fail(
                "--year" if year is not None else "--from",
                f"年份 {asked} 超出范围。请写 {oldest} 至 {newest} 之间的年份。",
                f"The year {asked} is out of range. Write one from {oldest} to {newest}.",
            )
    span = span_of_calendar(as_of, year, first, last)
    span_of(Request(as_of, first=span.first, last=span.last))  # says which end is before which
    if span.last.year - span.first.year >= _LONGEST:
        raise fail(
            "--from",
            f"{span.first} 至 {span.last} 太长。一次最多导出 {_LONGEST} 年，请缩短。",
            f"{span.first} to {span.last} is too long. Export at most {_LONGEST} years at a time.",
        )
    return span


def parse_alarms(text: str) -> tuple[int, ...]:
    """Return the minutes that ``1d,1h`` names, the longest first; raises CheckbranchError."""
    if text.strip().lower() in ("", "none"):
        return ()
    found: set[int] = set()
    for part in text.split(","):
        match = _ALARM.fullmatch(part.strip().lower())
        minutes = int(match[1]) * _MINUTES[match[2]] if match else _FARTHEST + 1
        if minutes > _FARTHEST:
            raise fail(
                "--alarms",
                f"“{part.strip()}”不是提醒时间。请写 15m、1h、1d 或 1w，最长四周，多个用逗号隔开。",
                f"“{part.strip()}” is not an alarm time. Write 15m, 1h, 1d or 1w, four weeks at most, several with "
                "commas.",
            )
        found.add(minutes)
    if len(found) > _MOST_ALARMS:
        raise fail(
            "--alarms", f"提醒最多 {_MOST_ALARMS} 个。请减少。", f"At most {_MOST_ALARMS} alarms. Take some away."
        )
    return tuple(sorted(found, reverse=True))
