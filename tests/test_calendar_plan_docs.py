"""The page on plans, run as it stands: its files are written, its edits made, its commands give the output shown."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main

from .plan_books import add, put

PAGE = Path(__file__).parent.parent / "docs" / "calendar-plan.md"
BLOCK = re.compile(r"^```(file \S+|edit \S+|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_runs_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text("utf-8")
    shown = BLOCK.sub(lambda block: _run(block, tmp_path), text)
    if update:
        PAGE.write_text(shown, "utf-8")
    assert shown == PAGE.read_text("utf-8"), "run pytest tests/test_calendar_plan_docs.py --update"
    assert {path.name for path in tmp_path.iterdir()} >= {"计划.xlsx", "挂历.html", "计划.ics", "计划.ics.state.json"}


def _run(block: re.Match[str], folder: Path) -> str:
    kind, text = block.groups()
    name = kind.split(" ")[-1]
    if kind.startswith("file "):
        (folder / name).write_text(text, "utf-8")
    elif kind.startswith("edit "):
        for line in text.splitlines():
            _edit(folder / name, [part.strip() for part in line.split("|")])
    else:
        call = text.splitlines()[0].removeprefix("$ checkbranch ")
        done = CliRunner().invoke(main, shlex.split(call))
        assert done.exit_code in (0, 1), done.output
        printed = "\n".join(line.rstrip() for line in done.output.splitlines())
        return f"```console\n$ checkbranch {call}\n{printed}\n```"
    return block.group(0)


def _edit(path: Path, parts: list[str]) -> None:
    """Make one edit: a row of one's own (``+``), or what stands in a cell of a row."""
    if parts[0] == "+":
        add(path, 事项=parts[1], 建议日期=date.fromisoformat(parts[2]))
        return
    matter, period, head, value = parts
    put(path, matter, period, **{head: date.fromisoformat(value) if head == "建议日期" else value})
