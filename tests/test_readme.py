"""The commands of both READMEs, run in order as a reader would, on a day of their own."""

from __future__ import annotations

import re
import shlex
from datetime import date, datetime, tzinfo
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from checkbranch.cli import day, main

ROOT = Path(__file__).parent.parent
COMMAND = re.compile(r"^    checkbranch (.*?)(?:  +#.*)?$", re.MULTILINE)
ROWS = [
    ("会议类型", "时间", "应到人数", "实到人数", "主题"),
    ("主题党日", date(2026, 9, 4), 9, 9, "重温入党誓词"),
    ("支部党员大会", date(2026, 9, 18), 9, 8, "讨论发展党员"),
]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_commands_of_the_readme_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(list(row))
    book.save("台账.xlsx")
    calls = COMMAND.findall((ROOT / name).read_text("utf-8"))
    assert len(calls) >= 6
    for call in calls:
        words = shlex.split(call)
        done = CliRunner().invoke(main, words)
        assert done.exit_code in (0, 1), f"{call}: {done.output}"
    assert Path("自查表.html").stat().st_size > 10_000
    assert Path("会议.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command believe that it is 24 November 2026, whatever day it is."""

    class Day(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Day:
            return cls(2026, 11, 24, 9, 0, tzinfo=tz)

    monkeypatch.setattr(day, "datetime", Day)
