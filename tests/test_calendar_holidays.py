"""``calendar holidays``: a year announced, a year that is not, and a list that contradicts itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli.main import main

from .calendar_workspace import THEME, workspace


def holidays(*options: str) -> Result:
    result = CliRunner().invoke(main, ["calendar", "holidays", "--as-of", "2026-11-23", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def with_list(folder: Path, text: str) -> str:
    workspace(folder, THEME, settings="holidays: h.yaml\n")
    (folder / "h.yaml").write_text(text, encoding="utf-8")
    return str(folder)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where there is no workspace."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")


def test_an_announced_year_without_a_workspace() -> None:
    text = holidays().stdout
    assert "2026 年放假安排（截至 2026-11-23）" in text
    assert "02-15 周日 至 02-23 周一（9 天）  春节  国务院通知" in text
    assert "02-14 周六  春节  国务院通知" in text
    assert "2026-02  16（其中调休 2）" in text
    assert "2026-12  23（暂定）" in text
    assert "合计 248" in text


def test_in_english() -> None:
    text = holidays("--year", "2025", "--lang", "en").stdout
    assert "10-01 Wed to 10-05 Sun (5 days)  National Day  announced" in text
    assert "provisional" not in text


def test_a_year_not_announced_says_what_to_write() -> None:
    text = holidays("--year", "2027").stdout
    assert "内置日历尚未收录 2027 年放假安排" in text
    assert "holidays: [2027-01-01" in text
    assert "holidays: holidays.yaml" in text
    assert text.count("暂定）") == 12


def test_what_is_shown_to_write_can_be_read(tmp_path: Path) -> None:
    lines = [line.strip() for line in holidays("--year", "2027").stdout.splitlines() if ": [2027" in line]
    text = holidays(with_list(tmp_path, "\n".join(lines) + "\n"), "--year", "2027").stdout
    assert "自己的清单：h.yaml" in text
    assert "10-01 周五 至 10-07 周四（7 天）  自己的清单" in text
    assert "10-09 周六  自己的清单" in text
    assert "尚未收录" not in text


def test_the_own_list_is_on_top_of_the_announced_days(tmp_path: Path) -> None:
    text = holidays(with_list(tmp_path, "holidays: [2026-11-27]\nworkdays: [2026-11-28]\n")).stdout
    assert "11-27 周五  自己的清单" in text
    assert "11-28 周六  自己的清单" in text
    assert "春节  国务院通知" in text


@pytest.mark.parametrize("command", ["holidays", "export"])
def test_a_day_that_is_both_off_and_worked_is_refused_with_its_line(tmp_path: Path, command: str) -> None:
    folder = with_list(tmp_path, "holidays: [2026-11-27]\nworkdays:\n  - 2026-11-27\n")
    more = [] if command == "holidays" else ["-o", str(tmp_path / "plan.ics")]
    result = CliRunner().invoke(main, ["calendar", command, folder, *more])
    assert result.exit_code == 2
    assert result.stderr.startswith("h.yaml:3: 2026-11-27")
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.ics*"))


@pytest.mark.parametrize("options", [["--year", "0"], ["--year", "10000"], ["nowhere"]])
def test_calls_that_cannot_be_used(options: list[str]) -> None:
    result = holidays(*options)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
