"""``checkbranch calendar holidays``: the working days that proposals and deadlines go by."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from ..calendars import WorkCalendar
from ..engine import CheckbranchError, Shipped, read_inputs, read_workspace
from ..engine.planning.agenda import Wanted, make_agenda
from ..engine.workspaces.own_holidays import read_own_holidays
from ..engine.workspaces.settings import Workspace
from ..engine.workspaces.workspace import FILE
from ..reports.calendar.holiday_list import write_holidays
from ..reports.calendar.holiday_review import review_lines
from ..rules import names, path_of
from .calendar_export import check_span, words_of
from .day import DAY, today
from .output import opened, say

_SHOWN = 20  # entries to be looked at again that are named


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path), required=False)
@click.option("--year", type=int, metavar="Y", help="哪一年，默认截至日所在的一年。 The year; default that of --as-of.")
@click.option("--as-of", type=DAY, help="截至哪一天，默认今天。 As of this day; default today.")
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
def holidays_command(workspace: Path | None, year: int | None, as_of: date | None, language: str | None) -> None:
    """列出一年的放假、调休和各月工作日，以及各自的来源。 List a year's holidays and working days, and their origin.

    有暂定的日子时，另列工作区里公布后须再核对的建议日期和期限。
    Where days are provisional, what of the workspace rests on them is listed too.

    不指定工作区、当前文件夹又没有 checkbranch.yaml 的，只列内置日历。
    Without a workspace, here or named, the built-in calendar alone is listed.
    """
    speak = language or "zh"
    try:
        settings = _settings(workspace)
        speak = language or (settings.language if settings else "zh")
        day = as_of or today(settings.timezone if settings else "Asia/Shanghai")
        check_span(day, year, None, None)
        year = day.year if year is None else year
        own = read_own_holidays(settings) if settings else None
        calendar = own.days if own else WorkCalendar()
        with opened(None) as out:
            for line in write_holidays(calendar, year, day, own.lists if own else (), speak):
                click.echo(line, file=out)
            if settings and calendar.pending(date(year, 1, 1), date(year, 12, 31)):
                for line in _review(settings, day, year, speak):
                    click.echo(line, file=out)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)


def _review(settings: Workspace, day: date, year: int, language: str) -> Iterator[str]:
    """Yield what of the workspace is to be looked at again once the days of the year are announced."""
    inputs = read_inputs(settings, Shipped(path_of, names()))
    agenda = make_agenda(inputs, Wanted(day, check_span(day, year, None, None)), {})
    return review_lines(agenda, words_of(agenda, language), _SHOWN)


def _settings(workspace: Path | None) -> Workspace | None:
    """Return the workspace that is named, else the one here, else None."""
    if workspace is None and not Path(FILE).is_file():
        return None
    return read_workspace(workspace or Path())
