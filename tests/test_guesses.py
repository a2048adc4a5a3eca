"""What reading guesses of a sheet and says: its type, its table; and what a source says so that nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.engine import CheckbranchError, Shipped, read_inputs, read_workspace
from checkbranch.engine.ledger import Ledger
from checkbranch.engine.ledger.shape.type_said import type_said
from checkbranch.engine.ledger.shape.types import TypeReader
from checkbranch.engine.ledger.values.sheets import Sheet
from checkbranch.engine.packs import load_rules
from checkbranch.rules import names, path_of

from .sheet_books import Rows, book

TYPES = TypeReader(load_rules(["cn-party-branch"], Path(), path_of, names()).activities)


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
    assert ([*ledger.activities.row], said(ledger)) == ([6], [])
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


ROSTER: Rows = [["姓名", "性别", "党员类别", "职务"], *[[f"{n}某", "男", "正式党员", "书记"] for n in "甲乙丙"]]
MEETINGS: Rows = [["日期", "类型", "主持人"], ["2026-03-05", "党课", "甲某"]]


def test_a_bare_file_uses_its_roster_and_says_so(tmp_path: Path) -> None:
    ledger = read(book(tmp_path / "a.xlsx", {"党员名册": ROSTER, "活动": MEETINGS}))
    assert [(one.source, one.table, one.taken) for one in ledger.sources] == [
        ("a.xlsx!活动", "activities", 1),
        ("a.xlsx!党员名册", "members", 3),
    ]
    assert ledger.subjects.family.count("member") == 3
    (problem,) = [one for one in ledger.problems if one.code == "table_guessed"]
    assert (problem.source, problem.severity) == ("a.xlsx!党员名册", "info")
    assert "把该工作表当作党员名册" in problem.message.zh and "table of members" in problem.message.en


# sheets beside the meetings, then the tables that they are
BESIDE: list[tuple[str, Rows, list[str]]] = [
    ("名册", [["姓名", "党员身份"], ["甲某", "正式党员"]], ["members"]),
    (
        "Sheet2",
        [["姓名", "性别", "民族", "入党日期", "转正日期"], ["甲某", "男", "汉", "2001-07-01", "2002-07-01"]],
        ["members"],
    ),
    ("住户", [["户主", "楼栋", "人口"], ["赵举例", "1栋", 4]], ["households"]),
    ("片长楼长", [["岗位", "姓名", "责任区"], ["片长", "甲某", "一片"]], ["posts"]),
    ("诉求", [["提出日期", "诉求内容", "办结日期"], ["2026-03-01", "漏水", None]], ["requests"]),
    # of households that are in no list nothing can be said
    ("诉求二", [["提出日期", "户主", "诉求内容", "办结日期"], ["2026-03-01", "赵举例", "漏水", None]], []),
    (
        "豁免",
        [
            ["事项", "起始日期", "截止日期", "原因", "批准人"],
            ["theme-day", "2026-01-01", "2026-01-31", "春节", "镇党委"],
        ],
        ["waivers"],
    ),
    ("支部", [["名称", "类别", "正式党员数"], ["示例村党支部", "党支部", 9]], ["units"]),
    # a list of payments is no roster, and a list of names alone may be anything
    ("党费", [["姓名", "月工资", "标准", "应缴", "实缴", "收款人"], ["甲某", 3000, "1%", 30, 30, "乙某"]], []),
    ("签到", [["姓名", "上午", "下午"], ["甲某", "√", "√"]], []),
    ("选项", [["类型"], ["党课"]], []),
    ("说明", [["怎样填写"], ["逐行填写"]], []),
]


@pytest.mark.parametrize(("name", "rows", "tables"), BESIDE, ids=[name for name, _, _ in BESIDE])
def test_what_a_sheet_of_a_bare_file_is(tmp_path: Path, name: str, rows: Rows, tables: list[str]) -> None:
    ledger = read(book(tmp_path / "a.xlsx", {"活动": MEETINGS, name: rows}))
    assert [one.table for one in ledger.sources if one.table != "activities"] == tables
    codes = [code for place, code in said(ledger) if place == f"a.xlsx!{name}" and code != "unknown_column"]
    assert codes == (["table_guessed"] if tables else ["sheet_skipped"])
    assert all(one.read == one.taken for one in ledger.sources)


def test_a_bare_file_of_a_roster_alone_is_no_ledger(tmp_path: Path) -> None:
    (told,) = faults(lambda: read(book(tmp_path / "a.xlsx", {"名册": ROSTER, "名册二": ROSTER})))
    assert "不是 activities 表的表头" in told


def test_a_bare_file_whose_sheets_are_of_several_units_is_refused_with_the_way_out(tmp_path: Path) -> None:
    units: Rows = [["名称", "类别"], ["甲村党支部", "党支部"], ["乙村党支部", "党支部"]]
    (listed,) = faults(lambda: read(book(tmp_path / "a.xlsx", {"支部": units, "活动": MEETINGS})))
    assert listed.startswith("a.xlsx!支部: 文件中有 2 个单位（甲村党支部、乙村党支部）")
    assert "checkbranch init DIR --from FILE" in listed
    meetings: Rows = [["日期", "类型", "党支部"], ["2026-03-05", "党课", "甲村党支部"]]
    roster: Rows = [["姓名", "党员类别", "所在党支部"], ["甲某", "正式党员", "乙村党支部"]]
    (named,) = faults(lambda: read(book(tmp_path / "b.xlsx", {"活动": meetings, "名册": roster})))
    assert named.startswith("b.xlsx: 文件中有 2 个单位") and "checkbranch init DIR --from FILE" in named


def test_a_bare_file_may_list_its_branch_with_the_communities_below_it(tmp_path: Path) -> None:
    units: Rows = [
        ["编号", "名称", "类别", "上级"],
        ["B1", "甲村党支部", "党支部", None],
        ["S1", "幸福社区", "社区", "B1"],
    ]
    meetings: Rows = [["日期", "类型", "党支部"], ["2026-03-05", "党课", "B1"], ["2026-04-05", "党课", None]]
    path = book(tmp_path / "a.xlsx", {"支部": units, "活动": meetings})
    ledger = read(path)
    assert (ledger.subjects.id, [one.problems for one in ledger.sources]) == (["B1", "S1"], [0, 0])
    text = CliRunner().invoke(main, ["audit", str(path), "--as-of", "2026-11-24"]).stdout
    assert "把整个文件当作一个党支部（甲村党支部）的台账。" in text


def test_a_branch_that_a_bare_file_calls_otherwise_than_its_table_of_units_is_that_branch(tmp_path: Path) -> None:
    units: Rows = [["名称", "类别"], ["中共甲村支部委员会", "党支部"]]
    meetings: Rows = [["日期", "类型", "党支部"], ["2026-03-05", "党课", "甲村党支部"]]
    ledger = read(book(tmp_path / "a.xlsx", {"支部": units, "活动": meetings}))
    assert [one.problems for one in ledger.sources] == [0, 0]


def test_the_branch_of_a_bare_file_is_known_by_the_name_in_its_tables(tmp_path: Path) -> None:
    meetings: Rows = [["日期", "类型", "党支部"], ["2026-03-05", "党课", "甲村党支部"]]
    roster: Rows = [["姓名", "党员类别", "所在党支部"], ["甲某", "正式党员", "甲村党支部"]]
    houses: Rows = [["户主", "楼栋", "安置社区"], ["赵举例", "1栋", "幸福社区"], ["钱样本", "2栋", "和谐社区"]]
    ledger = read(book(tmp_path / "b.xlsx", {"活动": meetings, "名册": roster, "住户": houses}))
    assert [one.problems for one in ledger.sources] == [0, 0, 0]


def test_an_audit_of_a_bare_file_begins_with_what_was_guessed(tmp_path: Path) -> None:
    meetings: Rows = [["示例村党支部2026年党课台账"], ["日期", "题目"], ["3月5日", "学习党章"]]
    sheets: dict[str, Rows] = {"党员名册": ROSTER, "记录": meetings, "说明": [["怎样填写"], ["逐行"]]}
    path = str(book(tmp_path / "a.xlsx", sheets))
    text = CliRunner().invoke(main, ["audit", path, "--as-of", "2026-11-24"]).stdout
    head = "".join(line.strip() for line in text.partition("\n\n")[0].splitlines())
    assert "工作表：党员名册 作党员名册；记录 作活动台账；未读取：说明。" in head
    assert "记录：以第 2 行为表头" in head
    assert "记录：类型取自标题中的“示例村党支部2026年党课台账”，请核对。" in head
    assert "记录：日期没有写年份的，按标题行中的 2026 年读取" in head
    assert "按文件中的党员名册计" in head
    english = CliRunner().invoke(main, ["audit", path, "--as-of", "2026-11-24", "--lang", "en"]).stdout
    assert "Sheets: 党员名册 as members; 记录 as activities; not read: 说明." in english
    assert "姓名已与文件中的党员名册核对" in CliRunner().invoke(main, ["check", path]).stdout


@pytest.mark.parametrize("name", ["空", "无", "暂无"])
def test_a_file_may_be_called_like_a_word_for_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.csv"
    path.write_text("日期,类型\n2026-03-05,主题党日\n", "utf-8")
    done = CliRunner().invoke(main, ["audit", str(path), "--as-of", "2026-04-02"])
    assert done.exit_code in (0, 1), done.output
    assert f"当作一个党支部（{name}）的台账" in done.output
