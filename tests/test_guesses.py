"""What reading guesses of a sheet and says: its type, its table; and what a source says so that nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from checkbranch.engine import CheckbranchError, Shipped, read_inputs, read_workspace
from checkbranch.engine.ledger import Ledger
from checkbranch.engine.ledger.sheets import Sheet
from checkbranch.engine.ledger.type_said import type_said
from checkbranch.engine.ledger.types import TypeReader
from checkbranch.engine.packs import load_rules
from checkbranch.rules import names, path_of

TYPES = TypeReader(load_rules(["cn-party-branch"], Path(), path_of, names()).activities)
Rows = list[list[object]]


def book(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write a workbook of some sheets."""
    made = Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def read(path: Path) -> Ledger:
    return read_inputs(read_workspace(path), Shipped(path_of, names())).ledger


def mapped(tmp_path: Path, source: dict[str, object], **more: object) -> Ledger:
    """Read a workspace of one branch with one source of activities."""
    settings = {"checkbranch": 1, "name": "示例村党支部", "data": {"activities": source}, **more}
    (tmp_path / "checkbranch.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return read(tmp_path)


def faults(call: Callable[[], object]) -> list[str]:
    with pytest.raises(CheckbranchError) as caught:
        call()
    return [fault.say("zh") for fault in caught.value.faults]


def said(ledger: Ledger) -> list[tuple[str, str]]:
    return [(problem.source, problem.code) for problem in ledger.problems]


# name of the sheet, titles, file, then the type and the place that says it
SAID: list[tuple[str | None, tuple[str, ...], str, tuple[str, str] | None]] = [
    ("主题党日", (), "a.xlsx", ("theme_day", "sheet")),
    ("2026年主题党日", (), "党课.xlsx", ("theme_day", "sheet")),
    ("Sheet1", ("2026年党课记录",), "主题党日.xlsx", ("party_lecture", "title")),
    ("Sheet1", ("示例村党支部", "党课登记"), "a.xlsx", ("party_lecture", "title")),
    (None, (), "ledgers/2026/党课记录.csv", ("party_lecture", "file")),
    (None, (), "theme_day.csv", ("theme_day", "file")),
    ("支委会、党课", (), "党课.xlsx", None),  # the nearest place names two
    ("Sheet1", ("党课", "主题党日"), "党课.xlsx", None),
    ("台账", (), "2026.xlsx", None),
    ("台账", (), "党课/2026.xlsx", None),  # a folder says nothing
    ("组织生活会议", (), "a.xlsx", None),
    ("组织生活会", (), "a.xlsx", ("life_meeting", "sheet")),
    ("台账", ("中共示例村支部委员会2026年台账",), "a.xlsx", None),
    ("支部委员会", (), "a.xlsx", ("committee_meeting", "sheet")),
    ("台账", ("示例村支部委员会会议记录",), "a.xlsx", ("committee_meeting", "title")),
    ("主题党日计划", (), "a.xlsx", None),
    ("主题党日", ("2026年主题党日活动安排",), "a.xlsx", None),
    ("主题党日", (), "填写模板.xlsx", None),
]


@pytest.mark.parametrize(("name", "titles", "file", "wanted"), SAID)
def test_the_nearest_place_that_names_a_type_says_it(
    name: str | None, titles: tuple[str, ...], file: str, wanted: tuple[str, str] | None
) -> None:
    found = type_said(Sheet(name, titles=titles), file, TYPES)
    assert (found and (found.type, found.place)) == wanted


def test_a_guess_of_the_type_is_said_once_in_both_languages(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", {"主题党日": [["日期", "主题"], ["2026-03-05", "植树"], ["2026-04-05", "祭扫"]]})
    (problem,) = read(tmp_path / "a.xlsx").problems
    assert (problem.source, problem.code, problem.severity) == ("a.xlsx!主题党日", "type_guessed", "info")
    assert problem.message.zh == "类型取自工作表名中的“主题党日”，请核对。"
    assert problem.message.en == "The type was taken from '主题党日' in the name of the sheet; check it."


def test_what_the_source_or_a_column_says_is_not_guessed(tmp_path: Path) -> None:
    rows: Rows = [["日期", "主题"], ["2026-03-05", "植树"]]
    book(tmp_path / "a.xlsx", {"主题党日": rows})
    typed = mapped(tmp_path, {"file": "a.xlsx", "type": "党课"})
    assert (typed.activities.types, said(typed)) == ([("party_lecture",)], [])
    book(tmp_path / "a.xlsx", {"主题党日": [["日期", "类型"], ["2026-03-05", "党课"], ["2026-03-06", "碰头会"]]})
    own = mapped(tmp_path, {"file": "a.xlsx"})
    assert (own.activities.types, said(own)) == ([("party_lecture",)], [("a.xlsx!主题党日!3", "unknown_type")])


def test_a_sheet_that_names_no_type_is_refused_as_before(tmp_path: Path) -> None:
    (tmp_path / "党课和主题党日.csv").write_text("日期,主题\n2026-03-05,植树\n", "utf-8")
    (told,) = faults(lambda: read(tmp_path / "党课和主题党日.csv"))
    assert "还缺的列：type" in told


def test_header_rows_are_counted_as_spreadsheets_show_them(tmp_path: Path) -> None:
    rows: Rows = [[], ["日期", "类型"], ["2020-01-01", "党课"], [], ["日期", "类型"], ["2026-03-05", "党课"]]
    book(tmp_path / "a.xlsx", {"台账": rows})
    ledger = mapped(tmp_path, {"file": "a.xlsx", "header": 5})
    assert (ledger.activities.row, said(ledger)) == ([6], [])
    assert [one.read for one in ledger.sources] == [1]


def test_a_header_of_a_csv_file_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"说明\n两行"\n日期,类型\n2026-03-05,党课\n', "utf-8")
    assert mapped(tmp_path, {"file": "a.csv", "header": 3}).activities.row == [4]


@pytest.mark.parametrize("header", [4, 9, "4-5"])
def test_a_header_that_is_none_is_refused_with_its_row(tmp_path: Path, header: object) -> None:
    book(tmp_path / "a.xlsx", {"台账": [["日期", "类型"], ["2026-03-05", "党课"]]})
    (told,) = faults(lambda: mapped(tmp_path, {"file": "a.xlsx", "header": header}))
    assert f"第 {str(header)[0]} 行不是 activities 表的表头" in told


@pytest.mark.parametrize("header", ["0", "3-5", "4-3", "-1", "三", "3-", "1-2-3", "３", "9" * 5000, [3], ""])
def test_a_header_that_is_no_row_is_a_fault(tmp_path: Path, header: object) -> None:
    (tmp_path / "a.csv").write_text("日期,类型\n2026-03-05,党课\n", "utf-8")
    (told,) = faults(lambda: mapped(tmp_path, {"file": "a.csv", "header": header}))
    assert told.startswith("checkbranch.yaml:") and "header" in told


def test_words_of_types_go_before_the_names_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("日期,类型\n2026-03-05,党课\n2026-03-06,班子 会\n", "utf-8")
    words = {"党课": "主题党日", "班子会": "committee_meeting"}
    ledger = mapped(tmp_path, {"file": "a.csv", "types": words})
    assert ledger.activities.types == [("theme_day",), ("committee_meeting",)]


def test_words_of_types_hold_for_their_source_alone(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("日期,类型\n2026-03-05,班子会\n", "utf-8")
    sources = [{"file": "a.csv", "types": {"班子会": "支委会"}}, "b.csv"]
    settings = {"checkbranch": 1, "name": "示例村党支部", "data": {"activities": sources}}
    (tmp_path / "checkbranch.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    ledger = read(tmp_path)
    assert (ledger.activities.types, said(ledger)) == ([("committee_meeting",)], [("b.csv!2", "unknown_type")])


def test_words_of_types_hold_for_the_titles_of_a_calendar(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nDTSTART;VALUE=DATE:20260305\nSUMMARY:三月班子会\nEND:VEVENT"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}\nEND:VCALENDAR\n"
    (tmp_path / "a.ics").write_text(text.replace("\n", "\r\n"), "utf-8")
    ledger = mapped(tmp_path, {"file": "a.ics", "types": {"班子会": "支委会"}})
    assert ledger.activities.types == [("committee_meeting",)]


def test_a_word_for_a_type_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("日期,类型\n2026-03-05,班子会\n", "utf-8")
    (told,) = faults(lambda: mapped(tmp_path, {"file": "a.csv", "types": {"班子会": "committee_meting"}}))
    assert "types 把“班子会”对应到“committee_meting”" in told and "是否应为“committee_meeting”" in told


def test_types_belong_to_activities(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("日期,类型\n2026-03-05,党课\n", "utf-8")
    data = {"activities": "a.csv", "members": {"file": "m.csv", "types": {"甲": "乙"}}}
    text = yaml.safe_dump({"checkbranch": 1, "data": data}, allow_unicode=True)
    (tmp_path / "checkbranch.yaml").write_text(text, "utf-8")
    (told,) = faults(lambda: read(tmp_path))
    assert "“types”只用于 activities" in told


def test_blanks_around_the_name_of_a_sheet_do_not_matter(tmp_path: Path) -> None:
    rows: Rows = [["日期", "类型"], ["2026-03-05", "党课"]]
    book(tmp_path / "a.xlsx", {" 台账 ": rows, "其他": rows})
    assert [one.source for one in mapped(tmp_path, {"file": "a.xlsx", "sheet": "台账"}).sources] == ["a.xlsx! 台账 "]
