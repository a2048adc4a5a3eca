"""A small workspace to export calendars from, and what the tests look at in an exported file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from click.testing import CliRunner, Result
from icalendar import Calendar, Component

from checkbranch.cli.main import main

HEAD = "checkbranch: 1\nname: 第一支部\nrules: [p.yaml]\n"
PACK = """\
pack: p
version: "1"
title: {zh: 包, en: Pack}
sources: {s: {title: {zh: 文, en: Text}, issued: 2020-01-01, issuer: 某委, checked_on: 2026-01-01}}
activities:
  theme_day: {zh: 主题党日, en: Theme day}
  party_lecture: {zh: 党课, en: Party lecture}
  life_meeting: {zh: 组织生活会, en: Life meeting}
  household_visit: {zh: 走访, en: Household visit}
  study: {zh: 集中学习, en: Study}
may_combine: [[theme_day, party_lecture]]
duties:
"""
THEME = """\
  - id: theme-day
    title: {zh: 每月主题党日, en: Theme day every month}
    basis: [{source: s, article: "1", modality: shall}]
    subject: branch
    quota: {do: theme_day, at_least: 1, every: month}
    late: {until: 15 days}
    remedy: {zh: 请开展, en: Hold it}
"""
LECTURES = """\
  - id: lectures
    title: {zh: 每半年两次党课, en: Two lectures every half-year}
    basis: [{source: s, article: "2", modality: shall}]
    subject: branch
    quota: {do: party_lecture, at_least: 2, every: half_year}
    late: {until: 1 month}
"""
LIFE = """\
  - id: life
    title: {zh: 每年组织生活会, en: Life meeting every year}
    basis: [{source: s, article: "3", modality: shall}]
    subject: branch
    quota: {do: life_meeting, at_least: 1, every: year}
    late: {until: 3 months, counts_as: met, take: oldest}
"""
WITHIN_60 = """\
  - id: within-60
    title: {zh: 主题党日间隔不超过60天, en: Never 60 days without a theme day}
    basis: [{source: s, article: "5", modality: shall}]
    subject: branch
    gap: {do: theme_day, at_most: 60 days}
"""
ROLLING = """\
  - id: rolling
    title: {zh: 30天内走访两次, en: Two visits in any 30 days}
    basis: [{source: s, article: "6", modality: shall}]
    subject: household
    rolling: {do: household_visit, at_least: 2, in_any: 30 days}
"""
VISITS = """\
  - id: visits
    title: {zh: 每季度走访, en: A visit each quarter}
    basis: [{source: s, article: "4", modality: shall}]
    subject: household
    quota: {do: household_visit, at_least: 1, every: quarter}
"""


UNITS = "编号,名称,类型\n"
EAST, WEST = "B1,东岭支部,branch\n", "B2,西岭支部,branch\n"


def workspace(folder: Path, duties: str, rows: Iterable[str] = (), settings: str = "", **files: str) -> Path:
    """Write a workspace whose rules are only ``duties``; ``rows`` are day, type and for_period; ``h_csv`` is h.csv."""
    data = "".join(f", {'units' if name == 'u_csv' else 'households'}: {name[0]}.csv" for name in files)
    text = f"{HEAD}data: {{activities: a.csv{data}}}\n{settings}"
    (folder / "checkbranch.yaml").write_text(text, encoding="utf-8")
    (folder / "p.yaml").write_text(PACK + duties, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    ledger(folder, rows)
    return folder


def ledger(folder: Path, rows: Iterable[str], head: str = "日期,类型,所属时段") -> None:
    """Write the ledger anew; a study in the last year shows that there is one."""
    lines = [head, "2025-01-02,集中学习", *rows]
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(folder: Path, as_of: str, *options: str, file: str = "plan.ics") -> Result:
    call = ["calendar", "export", str(folder), "--as-of", as_of, "-o", str(folder / file), *options]
    result = CliRunner().invoke(main, call)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@dataclass(frozen=True)
class Seen:
    """One entry of a file, as a client sees it."""

    uid: str
    start: date | datetime
    status: str
    sequence: int
    modified: date
    summary: str
    description: str


def seen(part: Component) -> Seen:
    modified = part.decoded("LAST-MODIFIED")
    assert part.decoded("DTSTAMP") == modified
    assert (modified.hour, modified.minute, modified.utcoffset().total_seconds()) == (0, 0, 0)
    start = part.decoded("DTSTART" if "DTSTART" in part else "DUE")
    text = (str(part["UID"]), start, str(part["STATUS"]), int(part.decoded("SEQUENCE")), modified.date())
    return Seen(*text, str(part["SUMMARY"]), str(part["DESCRIPTION"]))


def parsed(folder: Path, file: str = "plan.ics") -> Calendar:
    calendar = Calendar.from_ical((folder / file).read_bytes())
    assert isinstance(calendar, Calendar)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return calendar


def entries(folder: Path, file: str = "plan.ics") -> list[Seen]:
    calendar = parsed(folder, file)
    return [seen(part) for part in (*calendar.events, *calendar.todos)]


def export(folder: Path, as_of: str, *options: str, file: str = "plan.ics") -> list[Seen]:
    """Export, and return what the file holds."""
    result = run(folder, as_of, *options, file=file)
    assert result.exit_code == 0, result.output
    return entries(folder, file)


def both(folder: Path, file: str = "plan.ics") -> tuple[bytes, bytes]:
    """Return the bytes of the calendar and of its state file."""
    return (folder / file).read_bytes(), (folder / f"{file}.state.json").read_bytes()


# One file for each unit.


def two_units(folder: Path, duties: str = THEME + LIFE, units: str = UNITS + EAST + WEST) -> Path:
    """Write a workspace of two branches, or of ``units``, whose ledger begins in October 2026."""
    return workspace(folder, duties, ["2026-01-06,集中学习,,B1"], "log_starts: 2026-10-01\n", u_csv=units)


def per_unit(folder: Path, as_of: str, *options: str, to: str = "served") -> Result:
    call = ["calendar", "export", str(folder), "--as-of", as_of, "--per-unit", str(folder / to), *options]
    result = CliRunner().invoke(main, call)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def files(folder: Path, to: str = "served") -> list[str]:
    """Return the names of the calendars that were written."""
    return sorted(path.name for path in (folder / to).glob("*.ics"))


def listed(folder: Path) -> list[list[str]]:
    """Return the rows of the list of which file is whose."""
    (path,) = (folder / "served").glob("index*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
