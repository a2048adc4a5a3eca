"""No command writes over a ledger, the settings or a file of rules, whatever it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main

PACK = """\
pack: local
version: "1"
title: 本乡
duties:
  - id: study
    title: 每月集中学习
    basis: [{source: own, article: "1", modality: generally}]
    subject: branch
    quota: {do: study, at_least: 1, every: month}
sources: {own: {title: 本乡规定}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    tmp_path.joinpath("checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 测试\nrules: [cn-party-branch, local.yaml]\nholidays: days.yaml\n"
        "unit: {id: B1, name: 一支部}\n"
        "data: {activities: [a.csv, {glob: 'more/*.csv'}]}\n",
        encoding="utf-8",
    )
    tmp_path.joinpath("local.yaml").write_text(PACK, encoding="utf-8")
    tmp_path.joinpath("days.yaml").write_text("holidays: [2026-05-06]\n", encoding="utf-8")
    tmp_path.joinpath("notes.txt").write_text("自己的笔记", encoding="utf-8")
    tmp_path.joinpath("a.csv").write_text("日期,类型\n2026-03-02,支部党员大会\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


COMMANDS = {
    "audit": ("a.csv", "checkbranch.yaml", "more/new.csv"),
    "audit --format text": ("local.yaml", "days.yaml", "extended.yaml", "more/own/study.yml"),
    "inspect": ("a.csv", "checkbranch.yaml", "local.yaml"),
    "visits": ("local.yaml",),
    "check": ("a.csv", "checkbranch.yaml", "local.yaml", "days.yaml"),
    "calendar export": ("a.csv", "checkbranch.yaml", "notes.txt", "local.yaml"),
    "calendar plan --format ics": ("a.csv", "checkbranch.yaml"),
    "rules handbook": ("checkbranch.yaml", "local.yaml"),
    "rules schema": ("checkbranch.yaml", "local.yaml"),
}


@pytest.mark.parametrize(("command", "target"), [(one, each) for one, targets in COMMANDS.items() for each in targets])
def test_it_is_refused_and_nothing_changes(folder: Path, command: str, target: str) -> None:
    folder.joinpath("more").mkdir()
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    words = [*command.split(), *([] if command == "rules schema" else ["."]), "-o", target]
    if command not in ("check", "rules schema"):
        words += ["--as-of", "2026-04-20"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2, result.output
    assert target in result.stderr and "请" in result.stderr
    assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
