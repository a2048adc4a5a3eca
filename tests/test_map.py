"""``checkbranch map``: what a ledger is, told and written for review; nothing that was written is lost or changed."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.engine import CheckbranchError, Shipped, read_inputs, read_workspace
from checkbranch.engine.ledger import Ledger
from checkbranch.engine.ledger.guess.proposals import Entry
from checkbranch.engine.ledger.shape.type_said import TypeSaid
from checkbranch.engine.workspaces.source_insertion import with_source
from checkbranch.reports.map.as_yaml import EntryYaml, scalar
from checkbranch.rules import names, path_of

from .sheet_books import Rows, book

LEDGERS = Path(__file__).parent / "ledgers"

MEETINGS: Rows = [
    ["序号", "会议时间", "会议类型", "会议主题", "主持人", "应道人数", "实到人数", "备注"],
    [1, "2026-01-08", "支委会", "研究工作", "张示例", 3, 3, None],
    [2, "2026-02-05", "主题党曰", "学习", "张示例", 9, 8, "补记"],
    [3, "2026-03-05", "碰头会", "学习", "李样本", 9, 8, None],
]
GOOD: Rows = [["日期", "类型", "主题"], ["2026-01-08", "支委会", "甲"], ["2026-02-05", "党课、主题党日", "乙"]]
ROSTER: Rows = [["姓名", "党员类别", "职务"], ["张示例", "正式党员", "书记"], ["李样本", "预备党员", None]]


def run(*call: str | Path) -> Result:
    result = CliRunner().invoke(main, ["map", *map(str, call)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def mapped(*call: str | Path) -> dict[str, Any]:
    """Return the JSON of one file."""
    result = run(*call, "--format", "json", "--dry-run")
    (line,) = result.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def read(path: Path) -> Ledger:
    return read_inputs(read_workspace(path), Shipped(path_of, names())).ledger


def rows(ledger: Ledger) -> list[tuple[object, ...]]:
    """Return what was read, without how the workspace names its only unit."""
    acts = ledger.activities
    fields = {name: acts.fields[name] for name in sorted(acts.fields)}
    return [
        (
            *(ledger.where(i), acts.types[i], acts.date[i], acts.start[i], acts.for_period[i]),
            *((name, str(cells[i])) for name, cells in fields.items() if cells[i] is not None),
        )
        for i in range(len(acts.id))
    ]


def settings(folder: Path) -> dict[str, Any]:
    text = (folder / "checkbranch.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return found


def columns(sheet: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    return {one["header"]: (one["field"], one["confidence"]) for one in sheet["columns"]}


def test_every_column_has_its_field_and_how_it_was_told(tmp_path: Path) -> None:
    told = mapped(book(tmp_path / "台账.xlsx", {"2026年": MEETINGS}))
    assert (told["format"], told["file"], told["written"]) == ("checkbranch.map/1", "台账.xlsx", None)
    (sheet,) = told["sheets"]
    assert (sheet["sheet"], sheet["table"], sheet["confidence"]) == ("2026年", "activities", "high")
    assert (sheet["header_row"], sheet["header_depth"], sheet["rows"]) == (1, 1, 3)
    assert (sheet["year"], sheet["year_from"]) == (2026, "sheet")
    assert columns(sheet) == {
        "序号": (None, "none"),
        "会议时间": ("start", "exact"),
        "会议类型": ("type", "exact"),
        "会议主题": ("title", "exact"),
        "主持人": ("host", "exact"),
        "应道人数": ("expected", "near"),
        "实到人数": ("present", "exact"),
        "备注": (None, "none"),
    }
    assert sheet["types"] == [
        {"word": "主题党曰", "type": "theme_day", "confidence": "near", "count": 1},
        {"word": "支委会", "type": "committee_meeting", "confidence": "exact", "count": 1},
        {"word": "碰头会", "type": None, "confidence": "none", "count": 1},
    ]


# rows of a sheet called 台账, then some columns with their fields, and how they were told
COLUMNS: list[tuple[str, Rows, dict[str, tuple[str | None, str]]]] = [
    (
        "loosely",
        [["日 期：", "活动类别", "地点（村部）"], ["2026-03-05", "党课", "村部"]],
        {"地点（村部）": ("place", "alias")},
    ),
    ("by cells", [["日期", "会议名称"], ["2026-03-05", "党课"]], {"会议名称": ("type", "cells")}),
    ("a title", [["日期", "类型", "会议名称"], ["2026-03-05", "党课", "三月学习"]], {"会议名称": ("title", "cells")}),
    ("ticks", [["日期", "类型", "照片"], ["2026-03-05", "党课", "√"]], {"照片": ("evidence", "cells")}),
    ("a clock", [["日期", "时间", "类型"], ["2026-03-05", "15:00", "党课"]], {"时间": ("start", "cells")}),
    ("no header", [["日期", "类型", None], ["2026-03-05", "党课", "某"]], {"（C 列，无表头）": (None, "none")}),
    ("a rate", [["日期", "类型", "实到人数", "实到率"], ["2026-03-05", "党课", 8, "80%"]], {"实到率": (None, "none")}),
    # two that cannot be told apart, and one that would be near if its cells were dates
    ("ambiguous", [["日期", "类型", "应到", "应到人数"], ["2026-03-05", "党课", 9, 8]], {"应到": (None, "none")}),
    (
        "cells that do not fit",
        [["日期", "类型", "结束时闻"], ["2026-03-05", "党课", "很晚"]],
        {"结束时闻": (None, "none")},
    ),
]


@pytest.mark.parametrize(("made", "wanted"), [c[1:] for c in COLUMNS], ids=[c[0] for c in COLUMNS])
def test_how_a_column_is_told(tmp_path: Path, made: Rows, wanted: dict[str, tuple[str | None, str]]) -> None:
    (sheet,) = mapped(book(tmp_path / "a.xlsx", {"台账": made}))["sheets"]
    assert wanted.items() <= columns(sheet).items()


def test_what_is_ambiguous_names_the_candidates(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"台账": [["日期", "类型", "应到", "应到人数"], ["2026-03-05", "党课", 9, 8]]})
    (sheet,) = mapped(path)["sheets"]
    assert [one["candidates"] for one in sheet["columns"]] == [[], [], ["expected"], ["expected"]]
    result = run(path, "--dry-run")
    assert result.exit_code == 1
    assert "列“应到”可能是 expected，无法判断是哪一栏，未读取。请写进 columns。" in result.stdout.replace("\n    ", "")


def test_a_misspelt_header_that_is_needed_is_found_below_titles(tmp_path: Path) -> None:
    made: Rows = [["示例村党支部台账"], ["会议时问", "类型"], ["2026-03-05", "党课"]]
    path = book(tmp_path / "a.xlsx", {"台账": made})
    assert run(path).exit_code == 1
    (source,) = settings(tmp_path)["data"]["activities"]
    assert source == {"file": "a.xlsx", "header": "2", "columns": {"会议时问": "start"}}
    assert [one.taken for one in read(tmp_path).sources] == [1]


def test_a_near_header_or_type_is_never_taken_by_reading_alone(tmp_path: Path) -> None:
    ledger = read(book(tmp_path / "台账.xlsx", {"2026年": MEETINGS}))
    assert "expected" not in ledger.activities.fields
    assert [p.code for p in ledger.problems if p.severity == "error"] == ["unknown_type", "unknown_type"]


def test_what_is_written_is_commented_and_reads_back(tmp_path: Path) -> None:
    path = book(tmp_path / "台账.xlsx", {"2026年": MEETINGS, "党员名册": ROSTER, "说明": [["怎样填写"], ["逐行"]]})
    result = run(path)
    assert result.exit_code == 1
    assert "已写入" in result.stdout and "未能识别为哪种表，不写入：说明" in result.stdout
    text = (tmp_path / "checkbranch.yaml").read_text("utf-8")
    assert "应道人数: expected  # 对应“应到人数”，文字相近，请核对" in text
    assert "主题党曰: theme_day  # 与“主题党日”相近，1 处，请核对" in text
    assert "#  碰头会:   # 未识别，1 处" in text
    assert "#full_members: 1  # 名册中现有正式党员 1 人" in text
    assert "log_starts: 2026-01-01  # 按台账中最早的记录推定" in text
    assert settings(tmp_path)["data"] == {
        "members": [{"file": "台账.xlsx", "sheet": "党员名册"}],
        "activities": [
            {
                "file": "台账.xlsx",
                "sheet": "2026年",
                "columns": {"应道人数": "expected"},
                "types": {"主题党曰": "theme_day"},
            }
        ],
    }
    ledger = read(tmp_path)
    assert ledger.activities.fields["expected"] == [3, 9]
    assert [(one.table, one.read, one.taken, one.problems) for one in ledger.sources] == [
        ("members", 2, 2, 0),
        ("activities", 3, 2, 1),
    ]


def test_a_word_of_a_type_is_taken_once_its_remark_is_filled_in(tmp_path: Path) -> None:
    run(book(tmp_path / "台账.xlsx", {"2026年": MEETINGS}))
    target = tmp_path / "checkbranch.yaml"
    text = target.read_text("utf-8").replace("      #  碰头会: ", "        碰头会: 支委会")
    target.write_text(text, "utf-8")
    assert [one.taken for one in read(tmp_path).sources] == [3]


ROUND = sorted([*LEDGERS.glob("*.xlsx"), *LEDGERS.glob("*.csv")])


@pytest.mark.parametrize("path", ROUND, ids=[path.stem for path in ROUND])
def test_what_is_written_gives_the_rows_of_the_bare_file(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    try:
        bare = read(copy)
    except CheckbranchError:
        bare = None
    result = run(copy)
    if bare is None:
        return  # what cannot be read alone has nothing to be held against
    assert (tmp_path / "checkbranch.yaml").is_file(), result.output
    text = (tmp_path / "checkbranch.yaml").read_text("utf-8")
    own, alone = rows(read(tmp_path)), rows(bare)
    # What is near, or a year of log_starts, may add to what the bare file gives; it never takes anything away.
    assert [row[:5] for row in alone if row[:5] not in [one[:5] for one in own]] == [], text
    assert result.exit_code == 1 or own == alone, text
    again = run(copy)
    assert again.exit_code in (0, 1) and "不再写入" in again.stdout
    assert (tmp_path / "checkbranch.yaml").read_text("utf-8") == text


def test_sheets_alike_are_one_entry_so_that_the_next_one_is_read_too(tmp_path: Path) -> None:
    sheets = {f"{month}月": GOOD for month in range(1, 5)}
    run(book(tmp_path / "a.xlsx", {**sheets, "党员名册": ROSTER}))
    assert settings(tmp_path)["data"] == {
        "members": [{"file": "a.xlsx", "sheet": "党员名册"}],
        "activities": [{"file": "a.xlsx"}],
    }


def test_sheets_with_types_of_their_own_are_entries_of_their_own(tmp_path: Path) -> None:
    made: Rows = [["日期", "主题"], ["2026-03-05", "植树"]]
    path = book(tmp_path / "a.xlsx", {"主题党日": made, "党课": made, "党课计划": made})
    assert run(path).exit_code == 1
    assert settings(tmp_path)["data"]["activities"] == [
        {"file": "a.xlsx", "sheet": "主题党日", "type": "theme_day"},
        {"file": "a.xlsx", "sheet": "党课", "type": "party_lecture"},
    ]
    assert rows(read(tmp_path)) == rows(read(path))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_is_shown_anywhere(tmp_path: Path, language: str) -> None:
    roster: Rows = [["姓名", "电话", "党员类别", "转正日期"], ["钱不显", "13900001111", "正式党员", "2001-07-01"]]
    meetings: Rows = [
        ["日期", "类型", "主持人", "实到", "缺席人员", "内容", "自拟一栏"],
        ["2026-03-05", "党课", "赵隐名", "孙藏名、周未现", "吴缺席", "郑某谈话内容", "王自写"],
    ]
    path = book(tmp_path / "a.xlsx", {"名册": roster, "台账": meetings})
    shown = run(path, "--lang", language).stdout + run(path, "--format", "json", "--dry-run").stdout
    shown += (tmp_path / "checkbranch.yaml").read_text("utf-8")
    for secret in ("钱不显", "1390000", "赵隐名", "孙藏名", "周未现", "吴缺席", "郑某", "王自写"):
        assert secret not in shown
    assert "2001-07-01" in shown and "2026-03-05" in shown  # samples of what can hold no name


def test_english_all_through(tmp_path: Path) -> None:
    result = run(book(tmp_path / "台账.xlsx", {"2026年": MEETINGS}), "--lang", "en")
    text = result.stdout.replace("\n    ", " ")
    assert "activities (sure), header in row 1, 3 rows" in text
    assert "应道人数 → number expected expected [near 应到人数], such as 3, 9" in text
    assert "Type 碰头会 (1): not known" in text
    assert "To be checked (3)" in text
    written = (tmp_path / "checkbranch.yaml").read_text("utf-8")
    assert "# taken for 应到人数, which is spelt nearly so; check it" in written
    assert "language: en" in written and read_workspace(tmp_path).language == "en"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"台账": GOOD})
    result = run(path, "--dry-run")
    assert (result.exit_code, [one.name for one in tmp_path.iterdir()]) == (0, ["a.xlsx"])
    assert "没有写入（--dry-run）。" in result.stdout and "checkbranch: 1" in result.stdout


def test_the_table_and_the_sheet_may_be_said(tmp_path: Path) -> None:
    names_alone: Rows = [["姓名"], ["张示例"]]
    path = book(tmp_path / "a.xlsx", {"台账": GOOD, "人员": names_alone})
    assert [one["table"] for one in mapped(path)["sheets"]] == ["activities", None]
    (sheet,) = mapped(path, "--table", "members", "--sheet", "人员")["sheets"]
    assert (sheet["sheet"], sheet["table"]) == ("人员", "members")
    run(path)
    assert run(path, "--table", "members", "--sheet", "人员").exit_code == 1  # 姓名 alone is little
    assert settings(tmp_path)["data"]["members"] == [{"file": "a.xlsx", "sheet": "人员"}]
    result = run(path, "--sheet", "人圆", "--dry-run")
    assert result.exit_code == 2 and "现有：台账、人员" in result.stderr


def test_a_roster_alone_makes_no_workspace(tmp_path: Path) -> None:
    result = run(book(tmp_path / "a.xlsx", {"名册": ROSTER}))
    assert result.exit_code == 1 and not (tmp_path / "checkbranch.yaml").exists()
    assert "其中没有活动记录" in result.stdout


def test_a_column_that_is_needed_and_not_there_is_told(tmp_path: Path) -> None:
    made: Rows = [["会议时间", "会议主题", "主持人", "实到人数"], ["2026-03-05", "学习", "张示例", 8]]
    result = run(book(tmp_path / "a.xlsx", {"Sheet1": made}))
    assert result.exit_code == 2 and not (tmp_path / "checkbranch.yaml").exists()
    assert "可能是活动台账，还缺的列：type（类型、类别、会议类型）" in result.stdout.replace("\n    ", "")
    (sheet,) = mapped(tmp_path / "a.xlsx")["sheets"]
    assert (sheet["table"], sheet["confidence"], sheet["missing"]) == ("activities", "low", [["type"]])


def test_days_without_any_year_are_told(tmp_path: Path) -> None:
    result = run(book(tmp_path / "a.xlsx", {"台账": [["日期", "类型"], ["3月5日", "党课"]]}))
    assert result.exit_code == 1
    assert "有的日期没有写年份" in result.stdout
    assert "#log_starts: " in (tmp_path / "checkbranch.yaml").read_text("utf-8")


def test_a_far_year_that_few_rows_name_is_not_the_first(tmp_path: Path) -> None:
    made: Rows = [["日期", "类型"], *[["2025-03-05", "党课"] for _ in range(3)], [date(2005, 3, 6), "党课"]]
    assert run(book(tmp_path / "a.xlsx", {"台账": made})).exit_code == 1
    assert read_workspace(tmp_path).log_starts == date(2025, 1, 1)


def test_a_calendar_is_activities(tmp_path: Path) -> None:
    stamp = "DTSTAMP:20260101T000000Z\nDTSTART;VALUE=DATE:2026030"
    events = [
        f"BEGIN:VEVENT\nUID:{n}\n{stamp}{n}\nSUMMARY:{said}\nEND:VEVENT\n" for n, said in ((1, "三月党课"), (2, "买菜"))
    ]
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{''.join(events)}END:VCALENDAR\n"
    (tmp_path / "a.ics").write_text(text.replace("\n", "\r\n"), "utf-8", newline="")
    (sheet,) = mapped(tmp_path / "a.ics")["sheets"]
    assert (sheet["table"], sheet["types"]) == (
        "activities",
        [{"word": "party_lecture", "type": "party_lecture", "confidence": "exact", "count": 1}],
    )
    run(tmp_path / "a.ics")
    assert rows(read(tmp_path)) == rows(read(tmp_path / "a.ics"))


# ---- an existing workspace ----

HEAD = "# 本支部\ncheckbranch: 1\nname: 示例村党支部   # 名称\n"
TAIL = "log_starts: 2026-01-01   # 起\n\n# 尾注\n"

# what stands between head and tail, then what is under data.activities afterwards
B = {"file": "b.csv"}
STANDING: list[tuple[str, str, list[Any]]] = [
    ("no data", "", [B]),
    ("a name", "data:\n  activities: a.csv   # 台账\n", ["a.csv", B]),
    ("a quoted name", 'data:\n    activities: "a.csv"\n', ["a.csv", B]),
    ("another table", "data:\n  members: m.csv  # 名册\n  #households: h.csv\n", [B]),
    (
        "a list",
        "data:\n  activities:\n    - a.csv  # 一\n    - {file: c.csv}\n  members: m.csv\n",
        ["a.csv", {"file": "c.csv"}, B],
    ),
    ("a list at the margin", "data:\n  activities:\n  - a.csv\n\n  # 名册\n  members: m.csv\n", ["a.csv", B]),
    (
        "a list in brackets",
        "data:\n  activities: [a.csv, {file: c.csv}]  # 两份\n",
        ["a.csv", {"file": "c.csv"}, B],
    ),
    ("a list over lines", "data:\n  activities: [\n    a.csv,\n    c.csv\n  ]\n", ["a.csv", "c.csv", B]),
    ("an empty list", "data: {activities: []}\n", [B]),
    ("a map in braces", "data:\n  activities: {file: a.csv, type: 党课}\n", [{"file": "a.csv", "type": "党课"}, B]),
    (
        "a map over lines",
        "data:\n  activities:\n    file: a.csv   # 一\n    type: 党课\n  members: m.csv\n",
        [{"file": "a.csv", "type": "党课"}, B],
    ),
    ("all in braces", "data: {activities: a.csv, members: m.csv}\n", ["a.csv", B]),
    ("braces without the table", "data: {members: m.csv}  # 名册\n", [B]),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("standing", "wanted"), [c[1:] for c in STANDING], ids=[c[0] for c in STANDING])
def test_a_source_is_added_and_all_else_kept(tmp_path: Path, standing: str, wanted: list[Any], ending: str) -> None:
    (tmp_path / "b.csv").write_text("日期,类型\n2026-03-05,党课\n", "utf-8")
    before = (HEAD + standing + TAIL).replace("\n", ending).encode()
    target = tmp_path / "checkbranch.yaml"
    target.write_bytes(before)
    target.chmod(0o640)
    result = run(tmp_path / "b.csv")
    assert result.exit_code == 0, result.output
    after = target.read_bytes()
    assert settings(tmp_path)["data"]["activities"] == wanted
    assert {key: value for key, value in settings(tmp_path).items() if key != "data"} == {
        key: value for key, value in yaml.load(before.decode(), yaml.BaseLoader).items() if key != "data"
    }
    # Every character is still there, in its order, but for two blanks that may have made room for a dash.
    rest = iter(after.decode().replace("- ", "  "))
    assert all(char in rest for char in before.decode().replace("- ", "  "))
    assert after.count(b"\r\n") == (after.count(b"\n") if ending == "\r\n" else 0)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert run(tmp_path / "b.csv").exit_code == 0 and target.read_bytes() == after


@pytest.mark.parametrize(
    ("text", "grown"),
    [
        ("data:   # 还没有\noff: []\n", "data:   # 还没有\n  activities:\n    - b.csv\noff: []\n"),
        (
            "data:\n  activities:  # 待补\n  units: u.csv\n",
            "data:\n  activities:  # 待补\n    - b.csv\n  units: u.csv\n",
        ),
        ("{data: {}, off: []}", "{data: {activities: [b.csv]}, off: []}"),
        ("{off: []}", "{off: [], data: {activities: [b.csv]}}"),
    ],
)
def test_keys_without_a_value_are_filled_in(text: str, grown: str) -> None:
    assert with_source(text, "x", "activities", "- b.csv\n", "b.csv") == grown


@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
def test_settings_without_a_last_line_break_are_gone_on_with(bom: str) -> None:
    text = with_source(f"{bom}checkbranch: 1\ndata:\n  activities: a.csv", "x", "activities", "- b.csv\n", "b.csv")
    assert text == f"{bom}checkbranch: 1\ndata:\n  activities: \n    - a.csv\n    - b.csv\n"


@pytest.mark.parametrize(
    "text",
    [
        "checkbranch: 1\ndata: &a\n  activities: &b [a.csv]\n  members: *b\n",
        "checkbranch: 1\ndata: a.csv\n",
        "- 1\n",
        "checkbranch: 1\ndata:\n  activities: |\n    a.csv\n",
        "checkbranch: 1\ndata: {activities: [a.csv\n",
    ],
)
def test_settings_that_nothing_can_be_added_to_are_left_alone(text: str) -> None:
    with pytest.raises(CheckbranchError) as caught:
        with_source(text, "checkbranch.yaml", "activities", "- b.csv\n", "b.csv")
    assert "没有改动文件" in caught.value.faults[0].say("zh")


def test_a_file_that_a_pattern_names_already_is_told_and_not_doubled(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("日期,类型\n2026-03-05,党课\n", "utf-8")
    text = 'checkbranch: 1\ndata: {activities: {glob: "*.csv"}}\n'
    (tmp_path / "checkbranch.yaml").write_text(text, "utf-8")
    result = run(tmp_path / "b.csv")
    assert result.exit_code == 0
    assert "b.csv 已写在 data.activities 中（checkbranch.yaml:2:20），不再写入。" in result.stdout
    assert (tmp_path / "checkbranch.yaml").read_text("utf-8") == text


def test_the_words_of_the_workspace_are_used(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("pack: p\nversion: '1'\nactivities: {brief: {zh: 碰头会}}\nduties: []\n", "utf-8")
    (tmp_path / "checkbranch.yaml").write_text("checkbranch: 1\nrules: [cn-party-branch, p.yaml]\n", "utf-8")
    (sheet,) = mapped(book(tmp_path / "台账.xlsx", {"2026年": MEETINGS}))["sheets"]
    assert {one["word"]: one["type"] for one in sheet["types"]}["碰头会"] == "brief"


def test_the_units_of_the_workspace_are_used(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text("编号,名称,类别\nB1,甲村党支部,党支部\nB2,乙村党支部,党支部\n", "utf-8")
    (tmp_path / "checkbranch.yaml").write_text("checkbranch: 1\ndata:\n  units: u.csv\n", "utf-8")
    for name in ("甲村党支部2026", "乙村支部台账", "其他"):
        book(tmp_path / f"{name}.xlsx", {"台账": GOOD})
    assert run(tmp_path / "甲村党支部2026.xlsx", tmp_path / "乙村支部台账.xlsx").exit_code == 0
    found = settings(tmp_path)["data"]["activities"]
    assert [(one["file"], one["unit"]) for one in found] == [
        ("甲村党支部2026.xlsx", "甲村党支部"),
        ("乙村支部台账.xlsx", "乙村党支部"),
    ]
    assert [one.problems for one in read(tmp_path).sources] == [0, 0, 0]
    lost = run(tmp_path / "其他.xlsx")
    assert lost.exit_code == 1 and "看不出这里是哪一个" in lost.stdout
    assert "#unit: " in (tmp_path / "checkbranch.yaml").read_text("utf-8")


def test_another_folder_may_hold_the_workspace(tmp_path: Path) -> None:
    path = book(tmp_path / "台账" / "a.xlsx", {"台账": GOOD})
    (tmp_path / "w").mkdir()
    assert run(path, "-w", tmp_path / "w").exit_code == 0
    assert settings(tmp_path / "w")["data"]["activities"] == [{"file": "../台账/a.xlsx"}]
    assert rows(read(tmp_path / "w"))
    none = run(path, "-w", tmp_path / "none")
    assert none.exit_code == 2 and "没有这个文件夹" in none.stderr
    two = run(path, book(tmp_path / "b.xlsx", {"台账": GOOD}))
    assert two.exit_code == 2 and two.stderr.startswith("-w: ")


# ---- hostile input ----

NASTY = [
    *("a: b", "- c", '"引号"', "# 注", "{x}", "null", "是：否", "'单'", "*星", "&锚", "!!x", "行\n二", "%YAML"),
    *("尾 ", "~", "1", "@x", "`y`", "\\u4e00", "\u2028行", "a\tb", "yes", "[1]", "> |", "？", "2026-01-01.5"),
]


@pytest.mark.parametrize("word", NASTY)
def test_yaml_reads_back_what_was_written(word: str) -> None:
    written = f"{scalar(word)}: {scalar(word)}  # x\n"
    assert yaml.load(written, yaml.BaseLoader) == {word: word}
    assert written.count("\n") == 1


@pytest.mark.parametrize("word", NASTY)
def test_an_entry_of_any_words_reads_back(word: str) -> None:
    said = TypeSaid("theme_day", "sheet", word)
    entry = Entry(
        *("activities", f"甲{word}.xlsx", [], word, (3, 4), {word: "expected"}, {word: word}, {word: "theme_day"}),
        type=said,
        unit=word,
    )
    wanted = {
        "file": f"甲{word}.xlsx",
        "sheet": word,
        "header": "3-4",
        "type": "theme_day",
        "unit": word,
        "columns": {word: "expected"},
        "types": {word: "theme_day"},
    }
    made = EntryYaml({}, "zh")
    assert yaml.load(made.block(entry), yaml.BaseLoader) == [wanted]
    assert yaml.load(made.flow(entry), yaml.BaseLoader) == wanted
    text = with_source("checkbranch: 1\n", "x", "activities", made.block(entry), made.flow(entry))
    assert yaml.load(text, yaml.BaseLoader)["data"] == {"activities": [wanted]}


@pytest.mark.parametrize("word", ["a: b", "- c", '"引号"', "# 注", "{x}", "'单'", "%YAML", "是：否 # 否", "[1]"])
def test_names_that_mean_something_in_yaml_come_back(tmp_path: Path, word: str) -> None:
    header = f"应道{word}人数"
    made: Rows = [
        ["日期", "类型", "主持人", "主持入" if word == "- c" else header],
        ["2026-03-05", "主题党曰", "某", 9],
    ]
    file = f"{word.replace('/', '')} 台账.xlsx"
    title = word.translate(str.maketrans("", "", "[]:*?/\\'")) + "表"
    path = book(tmp_path / file, {title: made, f"{title}二": made, "党员名册": ROSTER})
    assert run(path).exit_code == 1
    data = settings(tmp_path)["data"]
    assert {one["file"] for table in data.values() for one in table} == {file}
    assert rows(read(tmp_path))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.xlsx", b"", "未识别出任何一种表"),
        ("空.csv", b"  \n", "未识别出任何一种表"),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)), "无法识别的文件类型“.jpg”"),
        ("照片.xlsx", b"\xff\xd8\xff\xe0" + bytes(range(256)), "文件的内容是图片"),
        ("说明.txt", "这里只有一段话。\n没有表格。\n".encode(), "未识别出任何一种表"),
        ("坏.ics", b"BEGIN:VCALENDAR\r\n", "坏.ics"),
        ("散.csv", b"\x00\x01\x02\x03,\x04\n", "散.csv"),
    ],
)
def test_what_is_no_ledger_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name)
    assert result.exit_code == 2
    assert said in result.output
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert "Traceback" not in result.output


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    folder, nothing = run(tmp_path / "夹"), run(tmp_path / "没有.xlsx")
    assert (folder.exit_code, nothing.exit_code) == (2, 2)
    assert "这是文件夹，不是文件" in folder.stderr and "没有这个文件" in nothing.stderr
    assert run().exit_code == 2


def test_one_file_that_cannot_be_read_does_not_cost_the_other(tmp_path: Path) -> None:
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8")
    result = run(book(tmp_path / "a.xlsx", {"台账": GOOD}), tmp_path / "b.jpg")
    assert result.exit_code == 2 and "b.jpg" in result.stderr
    assert settings(tmp_path)["data"] == {"activities": [{"file": "a.xlsx"}]}


def test_a_hundred_sheets(tmp_path: Path) -> None:
    sheets = {f"第{number}周": GOOD for number in range(1, 101)}
    path = book(tmp_path / "a.xlsx", sheets)
    assert run(path).exit_code == 0
    assert settings(tmp_path)["data"]["activities"] == [{"file": "a.xlsx"}]
    assert len(read(tmp_path).sources) == 100


def test_three_hundred_columns(tmp_path: Path) -> None:
    wide = [f"自拟栏目{number}" for number in range(300)]
    made: Rows = [["日期", "类型", *wide], ["2026-03-05", "党课", *range(300)]]
    result = run(book(tmp_path / "a.xlsx", {"台账": made}))
    assert result.exit_code == 0
    assert "列，见 --format json" in result.stdout
    assert len(mapped(tmp_path / "a.xlsx")["sheets"][0]["columns"]) == 302
    assert max(map(len, (tmp_path / "checkbranch.yaml").read_text("utf-8").splitlines())) < 400
