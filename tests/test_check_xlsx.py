"""``checkbranch check --format xlsx``: each cell where it stands in the ledger, marked where it is to be mended."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from checkbranch.cli.main import main
from checkbranch.engine import CheckbranchError, Shipped, read_inputs, read_workspace
from checkbranch.engine.ledger import Keeper, Ledger
from checkbranch.engine.ledger.values.cells import Raw
from checkbranch.reports.datacheck import as_xlsx as check_xlsx
from checkbranch.reports.datacheck.as_xlsx import check_workbook
from checkbranch.reports.datacheck.copy import FILL, MOST_COMMENTS, ROW_FILL
from checkbranch.reports.office.xlsx_cells import MOST_SIGNS, sheet_name
from checkbranch.rules import names, path_of

from .office import CSV_SHEETS, convert, needs_office
from .test_ledger_corpus import CASES
from .test_ledger_corpus import workspace as corpus_workspace

HEAD = "checkbranch: 1\nname: 示例村党支部\nunit: {name: 示例村党支部, full_members: 9}\nlog_starts: 2026-01-01\n"
RED, AMBER, BLUE = (FILL[level][1:] for level in ("error", "warning", "info"))
NOT_TAKEN, GREY = ROW_FILL[1][1:], ROW_FILL[2][1:]
LIST, ROWS = "问题清单", "行数核对"


def workspace(folder: Path, data: str, **files: str | bytes) -> Path:
    """Lay out a workspace; ``a_csv`` is the file ``a.csv``."""
    (folder / "checkbranch.yaml").write_text(f"{HEAD}data: {data}\n", "utf-8")
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder


class Checked(NamedTuple):
    """The workbook, and what was read."""

    book: Any
    ledger: Ledger
    content: bytes


def checked(folder: Path, language: str = "zh") -> Checked:
    """Return the workbook of a workspace as openpyxl sees it."""
    settings, keeper = read_workspace(folder), Keeper()
    ledger = read_inputs(settings, Shipped(path_of, names()), keeper).ledger
    content = check_workbook(settings, ledger, keeper.sheets, language)
    return Checked(load_workbook(BytesIO(content)), ledger, content)


def call(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, ["check", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def fill(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb[2:] if cell.fill.fill_type == "solid" else None


def listed(book: Any, name: str = LIST) -> list[dict[str, Any]]:
    """Return the list of problems by header, each with the cell that its link leads to."""
    sheet = book[name]
    heads = [cell.value for cell in sheet[1]]
    found = []
    for row in sheet.iter_rows(min_row=2):
        line = dict(zip(heads, (cell.value for cell in row), strict=True))
        if row[7].hyperlink is not None:
            assert row[7].hyperlink.target is None  # nothing leads outside
            target, _, cell = row[7].hyperlink.location.rpartition("!")
            line["cell"] = book[target[1:-1].replace("''", "'")][cell]
        found.append(line)
    return found


def no_formula(book: Any) -> None:
    assert [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or (cell.hyperlink and cell.hyperlink.target)
    ] == []


ODD: list[list[Any]] = [
    ["日期", "活动类型", "主题", "应到人数", "实到人数", "所属时段", "学时"],
    [datetime(2026, 3, 5, 15, 0), "支部党员大会", "年度计划", 15, 14, None, 1.5],
    ["某日", "主题党日", "清明祭扫", 15, 15],
    [None] * 7,
    ["26.5.5", "主题党日", "植树", 15, 18, "某季度", time(1, 30)],
    ["合计", None, None, 45],
    [date(2026, 6, 5), "主题党日", "学习"],
    [date(2026, 6, 5), "主题党日", "学习"],
]


def odd_book(path: Path, top: int, left: int) -> None:
    """Write the odd ledger with its header in the row ``top`` and the column ``left``, below two titles."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2026年"
    sheet.cell(1, left, "三会一课台账（2026年）")
    sheet.cell(2, left, "填报单位：示例村党支部")
    for at, row in enumerate(ODD):
        for column, value in enumerate(row):
            sheet.cell(top + at, left + column).value = value
    book.save(path)


def test_every_cell_stands_where_it_stands_in_the_ledger_and_is_what_it_was(tmp_path: Path) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    copy = checked(workspace(tmp_path, "{activities: 台账.xlsx}")).book["2026年"]
    source = load_workbook(tmp_path / "台账.xlsx")["2026年"]
    for row in source.iter_rows():
        for cell in row:
            assert copy[cell.coordinate].value == cell.value, cell.coordinate
    assert all(cell.value is None for row in copy["A1:B11"] for cell in row)
    assert (copy["C5"].number_format, copy["C10"].number_format) == ("yyyy-mm-dd hh:mm", "yyyy-mm-dd")
    assert copy.freeze_panes == "A5"
    assert copy.print_title_rows == "$1:$4"


def test_cells_are_marked_by_how_grave_the_problem_is_and_comments_say_the_mend(tmp_path: Path) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    copy = checked(workspace(tmp_path, "{activities: 台账.xlsx}")).book["2026年"]
    assert {name: fill(copy[name]) for name in ("C6", "G8", "C8", "H8", "C11")} == {
        "C6": RED,
        "G8": AMBER,
        "C8": AMBER,
        "H8": AMBER,
        "C11": BLUE,
    }
    assert [fill(copy.cell(6, column)) for column in range(4, 10)] == [NOT_TAKEN] * 6
    assert [fill(copy.cell(row, 4)) for row in (5, 7, 8, 9, 10)] == [None, GREY, None, GREY, None]
    assert copy["C6"].comment.text == "须改正：“某日”不是可识别的日期。请写成 2026-03-05 或 2026年3月5日。"
    assert "内容完全相同，只计一条。重复登记的，请删去多余的行。" in copy["C11"].comment.text
    marked = {cell.coordinate for row in copy.iter_rows() for cell in row if cell.comment}
    assert marked == {"C4", "C6", "C8", "G8", "H8", "C11"}


def test_the_list_has_each_problem_with_a_link_to_its_cell(tmp_path: Path) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    book, ledger, _ = checked(workspace(tmp_path, "{activities: 台账.xlsx}"))
    found = listed(book)
    assert [line["级别"] for line in found] == ["须改正", *["请核对"] * 3, *["提示"] * 2]
    assert len(found) == len(ledger.problems)
    first = found[0]
    assert first.pop("cell").coordinate == "C6"
    assert first == {
        "级别": "须改正",
        "问题": "日期无法识别",
        "来源": "台账.xlsx!2026年",
        "行": 6,
        "列": "日期",
        "原文": "某日",
        "说明和改法": "“某日”不是可识别的日期。请写成 2026-03-05 或 2026年3月5日。",
        "位置": "2026年!C6",
        "处理情况": None,
    }
    assert {(line["列"], line["cell"].value) for line in found if line["行"] == 8} == {
        ("实到人数", 18),
        ("所属时段", "某季度"),
        ("日期", "26.5.5"),
    }
    sheet = book[LIST]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:I{len(found) + 1}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        *("landscape", 9, "$1:$1"),
    )
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert len(sheet.conditional_formatting) >= 2


def test_the_rows_are_accounted_for_as_in_the_json(tmp_path: Path) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    folder = workspace(tmp_path, "{activities: [台账.xlsx, b.csv]}", b_csv="日期,类型\n2026-03-05,党课\n")
    sheet = checked(folder).book[ROWS]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    inputs = json.loads(call(folder, "--format", "json").stdout)["inputs"]
    for one in inputs:
        counts = [one[key] for key in ("read", "taken", "problems", "blank", "skipped")]
        assert counts[0] == sum(counts[1:])
        assert [one["source"], "活动", *counts] in [line[:7] for line in lines]
    assert ["合计", None, 8, 5, 1, 1, 1] in [line[:7] for line in lines]
    texts = [str(line[0]) for line in lines if line[0]]
    assert texts[0] == "数据核对 · 示例村党支部"
    assert any("这是台账的副本" in text and "原文件没有改动" in text for text in texts)
    assert {fill(row[0]) for row in sheet.iter_rows()} >= {RED, AMBER, BLUE, NOT_TAKEN, GREY}


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    rows = "活动情况,,出席人数,\n日期,活动类型,应到,实到\n某日,党课,9,8\n2026-03-05,党课,9,十\n"
    book, ledger, _ = checked(workspace(tmp_path, "{activities: a.csv}", a_csv=rows))
    copy = book["a"]
    assert [cell.value for cell in copy[1]] == ["活动情况", None, "出席人数", None]
    assert all(cell.font.bold for cell in (*copy[1], *copy[2]))
    assert copy.freeze_panes == "A3"
    assert [(line["列"], line["cell"].coordinate) for line in listed(book) if line["行"]] == [
        *(("日期", "A3"), ("实到", "D4")),
    ]
    assert {problem.code for problem in ledger.problems} >= {"bad_date", "bad_number"}


def test_a_sheet_with_a_column_for_each_month_keeps_its_form(tmp_path: Path) -> None:
    rows = "序号,事项,1月,2月,3月,4月\n1,支部委员会会议,√,2.5,八月,5日\n2,主题党日,√,√,√,\n"
    book, ledger, _ = checked(workspace(tmp_path, "{activities: a.csv}", a_csv=rows))
    copy = book["a"]
    assert [cell.value for cell in copy[2]] == ["1", "支部委员会会议", "√", "2.5", "八月", "5日"]
    (line,) = (line for line in listed(book) if line["级别"] == "须改正")
    assert (line["行"], line["列"], line["原文"], line["cell"].coordinate) == (2, "3月", "八月", "E2")
    assert fill(copy["E2"]) == RED
    assert fill(copy["D2"]) is None  # the other gatherings of the row are taken
    assert len(ledger.activities.id) == 6


def test_the_months_of_a_sheet_that_does_not_begin_at_its_edge(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate((["2026年一览"], ["事项", "1月", "2月", "3月"], ["党课", "√", "八月", "3月2日"])):
        for column, value in enumerate(row):
            sheet.cell(3 + at, 4 + column, value)
    book.save(tmp_path / "a.xlsx")
    made = checked(workspace(tmp_path, "{activities: a.xlsx}")).book
    (line,) = (line for line in listed(made) if line["级别"] == "须改正")
    assert (line["行"], line["列"], line["cell"].coordinate, line["cell"].value) == (5, "2月", "F5", "八月")


def test_what_a_sheet_cannot_hold_is_left_out_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("copy", "places", "rows"):
        monkeypatch.setattr(f"checkbranch.reports.datacheck.{module}.LAST_ROW", 2)
    monkeypatch.setattr("checkbranch.reports.datacheck.places.LAST_COLUMN", 1)
    rows = "日期,类型,内容\n2026-03-05,党课,a\n某日,党课,b\n某日,党课,c\n"
    book = checked(workspace(tmp_path, "{activities: a.csv}", a_csv=rows)).book
    assert [[cell.value for cell in row] for row in book["a"].iter_rows()] == [
        *(["日期", "类型"], ["2026-03-05", "党课"], ["某日", "党课"]),
    ]
    assert [line.get("cell") and line["cell"].coordinate for line in listed(book)] == ["A3", None]
    assert "超过工作表的行数上限，其后各行未列出；超过工作表的列数上限，其后各列未列出" in notes_of(book, "a.csv")


def test_a_csv_in_gbk_has_the_lines_of_the_file(tmp_path: Path) -> None:
    text = '\n日期,类型,内容\n2026-03-05,党课,"第一行\n第二行"\n某日,党课,\n'
    book = checked(workspace(tmp_path, "{activities: 台账.csv}", 台账_csv=text.encode("gbk"))).book
    copy = book["台账"]
    assert [copy.cell(row, 1).value for row in range(1, 6)] == [None, "日期", "2026-03-05", None, "某日"]
    assert copy["C3"].value == "第一行\n第二行"
    (line,) = (line for line in listed(book) if line["级别"] == "须改正")
    assert (line["行"], line["cell"].coordinate) == (5, "A5")


def test_rows_that_share_a_number_stand_one_below_another_and_that_is_said(tmp_path: Path) -> None:
    text = '[{"日期": "2026-03-05", "类型": "党课"}, {"日期": "某日", "类型": "党课"}]'
    book = checked(workspace(tmp_path, "{activities: a.json}", a_json=text)).book
    assert [[cell.value for cell in row] for row in book["a"].iter_rows()] == [
        *(["日期", "类型"], ["2026-03-05", "党课"], ["某日", "党课"]),
    ]
    assert any("行号有重复" in str(cell.value) for row in book[ROWS].iter_rows() for cell in row)


def test_a_calendar_is_shown_as_the_table_that_was_made_of_it(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART;VALUE=DATE:{}\r\nSUMMARY:主题党日\r\nEND:VEVENT\r\n"
    events = event.format("a", "20260305") + event.format("b", "20260230")
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"
    book = checked(workspace(tmp_path, "{activities: a.ics}", a_ics=text)).book
    assert "主题党日" in [cell.value for row in book["a"].iter_rows() for cell in row]
    assert any(line["级别"] == "须改正" and line["cell"].value == "20260230" for line in listed(book))


HOSTILE = [
    *('=HYPERLINK("http://x")', "@SUM(A1:A9)", "+1+1", "-2+3", "=cmd|' /C calc'!A0", "<script>alert(1)</script>"),
    *("http://example.org/", "mailto:a@example.org", "internal:Sheet1!A1", "{=A1}", "001", "1e5", "_x0041_", "a\tb"),
    *("'quoted", "&amp; <b>", "\U0001f600 表情", "TRUE", "#REF!", "2026-03-05"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_anything_else(tmp_path: Path, text: str) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    rows = f"日期,类型,内容,{cell}\n某日,{cell},{cell},{cell}\n"
    book = checked(workspace(tmp_path, "{activities: a.csv}", a_csv=rows)).book
    no_formula(book)
    assert [one.value for one in book["a"][2]] == ["某日", text, text, text]
    assert book["a"]["D1"].value == text


def test_a_text_that_no_cell_can_hold_is_cut_and_that_is_said(tmp_path: Path) -> None:
    long = "长" * 40_000
    most = "\U0001f600" * (MOST_SIGNS // 2)  # one that just fits: each counts as two
    rows = f"日期,类型,内容\n2026-03-05,党课,{long}\n2026-03-06,党课,{most}\n"
    copy = checked(workspace(tmp_path, "{activities: a.csv}", a_csv=rows)).book["a"]
    assert len(copy["C2"].value) == MOST_SIGNS
    assert copy["C2"].value.endswith("长…")
    assert "此处只有开头" in copy["C2"].comment.text
    assert copy["C3"].value == most
    assert copy["C3"].comment is None


def test_what_xml_cannot_hold_does_not_break_the_file(tmp_path: Path) -> None:
    text = json.dumps([{"日期": "某日", "类型": "\ud800 \ufffe \x01"}])
    copy = checked(workspace(tmp_path, "{activities: a.json}", a_json=text)).book["a"]
    assert str(copy["B2"].value).startswith("\ufffd \ufffd ")


@pytest.mark.parametrize(
    ("value", "shown", "form"),
    [
        (15, 15, "General"),
        (Decimal("0.1"), 0.1, "General"),
        (10**15 + 1, str(10**15 + 1), "@"),
        (Decimal("0.12345678901234567890"), "0.12345678901234567890", "@"),
        (Decimal("NaN"), "NaN", "@"),
        (date(2026, 3, 5), datetime(2026, 3, 5), "yyyy-mm-dd"),
        (datetime(2026, 3, 5, 15, 30), datetime(2026, 3, 5, 15, 30), "yyyy-mm-dd hh:mm"),
        (datetime(2026, 3, 5, 15, 30, 7), datetime(2026, 3, 5, 15, 30, 7), "yyyy-mm-dd hh:mm:ss"),
        (date(1898, 7, 1), "1898-07-01", "@"),
        (time(15, 30), time(15, 30), "hh:mm"),
        (timedelta(hours=30), timedelta(hours=30), "[h]:mm:ss"),
        (timedelta(days=-1), "-1 day, 0:00:00", "@"),
        ("001", "001", "@"),
    ],
    ids=str,
)
def test_values_are_written_as_what_they_are(value: Raw, shown: object, form: str) -> None:
    from xlsxwriter import Workbook as Written

    from checkbranch.reports.office.xlsx_cells import INERT, Looks, write_value

    out = BytesIO()
    book = Written(out, INERT)
    write_value(book.add_worksheet(), 0, 0, value, Looks(book).kinds({}))
    book.close()
    sheet = load_workbook(BytesIO(out.getvalue())).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["A1"].number_format) == (shown, form)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("2026年", "2026年"),
        ("a[b]:c*d?e/f\\g", "a_b__c_d_e_f_g"),
        ("'引号'", "引号"),
        ("党" * 40, "党" * 31),
        ("\U0001f600" * 20, "\U0001f600" * 15),
        ("", "Sheet"),
        ("'''", "Sheet"),
        ("History", "History (2)"),
        ("台账", "台账 (3)"),
        ("ABC", "ABC (2)"),
        ("长" * 31, "长" * 27 + " (2)"),
    ],
    ids=ascii,
)
def test_names_of_sheets_are_legal_and_each_its_own(wanted: str, name: str) -> None:
    assert sheet_name(wanted, {"台账", "台账 (2)", "abc", "长" * 31}) == name


def test_sheets_of_one_name_are_told_apart_by_their_file(tmp_path: Path) -> None:
    for name in ("一", "二", "三"):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "台账" if name != "三" else LIST
        for row in (["日期", "类型"], [f"某日{name}", "党课"]):
            sheet.append(row)
        book.save(tmp_path / f"{name}支部's.xlsx")
    folder = workspace(
        tmp_path, '{activities: [{glob: "*.xlsx"}, "台账.csv", "sub/台账.csv"]}', 台账_csv="日期,类型\n某日,党课\n"
    )
    (folder / "sub").mkdir()
    (folder / "sub" / "台账.csv").write_text("日期,类型\n某日,党课\n", "utf-8")
    book = checked(folder).book
    # In the order in which files of a pattern are read: by code point.
    assert set(book.sheetnames[2:]) == {"一支部's-台账", "二支部's-台账", "问题清单 (2)", "台账", "台账 (2)"}
    assert {line["cell"].value for line in listed(book)} == {"某日一", "某日二", "某日三", "某日"}


def test_two_hundred_sheets(tmp_path: Path) -> None:
    for number in range(200):
        day = "某日" if number % 50 == 7 else f"2026-03-{number % 28 + 1:02d}"
        (tmp_path / f"第{number:03d}支部.csv").write_text(f"日期,类型\n{day},党课\n", "utf-8")
    folder = workspace(tmp_path, '{activities: {glob: "*.csv"}}')
    assert call(folder, "--format", "xlsx", "-o", tmp_path / "核对.xlsx").exit_code == 1
    made = CalamineWorkbook.from_path(tmp_path / "核对.xlsx")
    assert made.sheet_names[2:] == [f"第{number:03d}支部" for number in range(200)]
    places = [line[7] for line in made.get_sheet_by_name(LIST).to_python() if line[0] == "须改正"]
    assert places == [f"第{number:03d}支部!A2" for number in (7, 57, 107, 157)]


def test_three_thousand_problems_are_listed_and_the_comments_bounded(tmp_path: Path) -> None:
    rows = "日期,类型\n" + "".join(f"2026年{n % 12 + 13}月,党课\n" for n in range(3_000))
    folder = workspace(tmp_path, "{activities: a.csv}", a_csv=rows)
    result = call(folder, "--format", "xlsx", "-o", tmp_path / "核对.xlsx")
    assert result.exit_code == 1
    book = CalamineWorkbook.from_path(tmp_path / "核对.xlsx")
    assert [len(book.get_sheet_by_name(name).to_python()) for name in (LIST, "a")] == [3_001, 3_001]
    assert f"批注只写 {MOST_COMMENTS} 处，另有 2000 处只涂色" in str(book.get_sheet_by_name(ROWS).to_python())
    with zipfile.ZipFile(tmp_path / "核对.xlsx") as archive:
        assert archive.read("xl/comments1.xml").count(b"<comment ") == MOST_COMMENTS
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<hyperlink ") == 3_000
        assert b"location=\"'a'!A3001\"" in archive.read("xl/worksheets/sheet1.xml")


def test_more_problems_than_are_listed_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkbranch.reports.datacheck.listing.MOST_LISTED", 5)
    book = checked(workspace(tmp_path, "{activities: a.csv}", a_csv="日期,类型\n" + "某日,党课\n" * 9)).book
    assert [row[0].value for row in book[LIST].iter_rows(min_row=6)] == ["须改正", "另有 4 条，见 --format json。"]


def test_a_ledger_without_a_problem(tmp_path: Path) -> None:
    book = checked(workspace(tmp_path, "{activities: a.csv}", a_csv="日期,类型\n2026-03-05,党课\n")).book
    assert book[LIST]["A2"].value == "没有发现数据问题。"
    assert [[cell.value for cell in row] for row in book["a"].iter_rows()] == [["日期", "类型"], ["2026-03-05", "党课"]]
    assert all(fill(cell) is None and cell.comment is None for cell in book["a"][2])


def test_a_sheet_that_is_no_table_is_shown_too_and_a_lost_file_listed(tmp_path: Path) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    book = load_workbook(tmp_path / "台账.xlsx")
    book.create_sheet("说明").append(["联系电话", "010"])
    book.save(tmp_path / "台账.xlsx")
    made = checked(workspace(tmp_path, "{activities: [台账.xlsx, none.csv]}")).book
    assert made["说明"]["A1"].value == "联系电话"
    found = {line["问题"]: line for line in listed(made)}
    assert found["工作表未读"]["cell"].parent.title == "说明"
    assert (found["文件无法读取"]["来源"], "cell" in found["文件无法读取"]) == ("none.csv", False)
    lines = [[cell.value for cell in row] for row in made[ROWS].iter_rows()]
    assert any(line[0] == "台账.xlsx!说明" and line[8] == "不是台账，未读取" for line in lines)
    assert any(line[0] == "none.csv" and line[2:7] == ["—"] * 5 for line in lines)


def test_a_sheet_that_is_read_for_two_tables_is_shown_once(tmp_path: Path) -> None:
    rows = "姓名,日期,类型\n张示例,某日,党课\n,2026-03-05,党课\n"
    made = checked(workspace(tmp_path, "{members: a.csv, activities: a.csv}", a_csv=rows)).book
    assert made.sheetnames == [LIST, ROWS, "a"]
    assert [fill(made["a"].cell(row, 3)) for row in (2, 3)] == [NOT_TAKEN, NOT_TAKEN]


def test_english_all_through(tmp_path: Path) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    book = checked(workspace(tmp_path, "{activities: 台账.xlsx}"), "en").book
    assert book.sheetnames == ["Problems", "Rows", "2026年"]
    words = [
        str(cell.value) for name in ("Problems", "Rows") for row in book[name].iter_rows() for cell in row if cell.value
    ]
    own = {"台账.xlsx!2026年", "2026年", "示例村党支部", "某日", "某季度", "活动类型", "日期", "实到人数", "所属时段"}
    text = "\n".join(words)
    for word in sorted(own, key=len, reverse=True):
        text = text.replace(word, "")
    assert not re.search("[\u4e00-\u9fff]", text), text
    assert book["2026年"]["C6"].comment.text.startswith("To be put right: '某日' is not a date.")


def seen(book: Any) -> dict[tuple[str, str], object]:
    """Return all that is to be seen of a workbook, by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): (
            cell.value,
            fill(cell),
            cell.number_format,
            cell.comment and cell.comment.text,
            cell.hyperlink and cell.hyperlink.location,
        )
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    }


def test_a_large_workbook_is_written_row_by_row_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    long = f"日期,类型,内容\n某日,党课,{'长' * 40_000}\n"
    folder = workspace(tmp_path, "{activities: [台账.xlsx, b.csv]}", b_csv=long)
    small = checked(folder)
    monkeypatch.setattr(check_xlsx, "_MANY", 0)
    large = checked(folder)
    assert seen(large.book) == seen(small.book)
    assert large.book[LIST].auto_filter.ref == small.book[LIST].auto_filter.ref
    assert large.content == checked(folder).content != small.content


def test_the_same_call_gives_the_same_bytes_and_touches_no_ledger(tmp_path: Path) -> None:
    odd_book(tmp_path / "台账.xlsx", 4, 3)
    folder = workspace(tmp_path, "{activities: 台账.xlsx}")
    before = (tmp_path / "台账.xlsx").read_bytes()
    assert checked(folder).content == checked(folder).content
    assert (tmp_path / "台账.xlsx").read_bytes() == before


def test_the_command_writes_the_file_and_exits_as_the_text_does(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    folder = workspace(tmp_path / "w", "{activities: a.csv}", a_csv="日期,类型\n某日,党课\n")
    target = tmp_path / "核对.xlsx"
    result = call(folder, "--format", "xlsx", "-o", target)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("checkbranch check: ") and len(result.stderr.splitlines()) == 1
    assert target.read_bytes() == checked(folder).content
    assert call(folder, "--format", "xlsx", "-o", target, "--fail-on", "never").exit_code == 0
    assert call(tmp_path / "w" / "a.csv", "--format", "xlsx", "-o", target).exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w", "核对.xlsx"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_a_file_to_write_to(tmp_path: Path, language: str) -> None:
    folder = workspace(tmp_path, "{activities: a.csv}", a_csv="日期,类型\n")
    result = call(folder, "--format", "xlsx", "--lang", language)
    assert (result.exit_code, result.stdout) == (2, "")
    said = {"zh": "请用 -o 写出文件名", "en": "Name it with -o"}[language]
    assert said in result.stderr


@pytest.mark.parametrize(
    ("data", "output", "refused"),
    [
        ("{activities: a.csv}", "a.csv", True),
        ("{activities: a.csv}", "sub/../a.csv", True),
        ("{activities: a.csv}", "checkbranch.yaml", True),
        ('{activities: [a.csv, {glob: "*.xlsx"}]}', "核对.xlsx", True),
        ('{activities: [a.csv, {glob: "*.xlsx"}]}', "sub/核对.xlsx", False),
        ('{activities: [a.csv, {glob: "**/*.xlsx"}]}', "sub/核对.xlsx", True),
        ('{activities: [a.csv, {glob: "**/*.xlsx"}]}', "核对.xlsx", True),
        ('{activities: [a.csv, {glob: "sub/*"}]}', "核对.xlsx", False),
        ("{activities: a.csv}", "核对.xlsx", False),
    ],
)
@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_no_report_takes_the_place_of_a_ledger(
    tmp_path: Path, data: str, output: str, refused: bool, form: str
) -> None:
    folder = workspace(tmp_path, data, a_csv="日期,类型\n2026-03-05,党课\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "x.csv").write_text("日期,类型\n2026-03-05,党课\n", "utf-8")
    (folder / "x.xlsx").write_bytes(b"")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = call(folder, "--format", form, "-o", folder / output)
    assert (result.exit_code == 2 and "请换一个文件名" in result.stderr) == refused, result.output
    assert {path: path.read_bytes() for path in before} == before
    new = [path for path in folder.rglob("*") if path.is_file() and path not in before]
    assert new == ([] if refused else [folder / output])


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_every_odd_ledger_of_the_corpus_can_be_shown(path: Path, tmp_path: Path) -> None:
    folder = corpus_workspace(tmp_path, yaml.safe_load(path.read_text("utf-8")))
    try:
        book, ledger, _ = checked(folder)
    except CheckbranchError:
        return  # nothing of it is read
    no_formula(book)
    found = listed(book) if ledger.problems else []
    assert len(found) == len(ledger.problems)
    for line in found:
        if "cell" in line:
            assert line["cell"].comment is not None
            assert line["说明和改法"][:20] in line["cell"].comment.text
        if line["行"] is not None and "行号有重复" not in notes_of(book, line["来源"]):
            assert line["cell"].row == line["行"]


def notes_of(book: Any, source: str) -> str:
    return "".join(str(row[8].value) for row in book[ROWS].iter_rows() if row[0].value == source)


@needs_office
def test_libreoffice_opens_it_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    odd_book(tmp_path / "w" / "台账.xlsx", 4, 3)
    hostile = "日期,类型,内容\n" + "".join(f'某日,党课,"{text.replace(chr(34), chr(34) * 2)}"\n' for text in HOSTILE)
    folder = workspace(tmp_path / "w", "{activities: [台账.xlsx, b.csv]}", b_csv=hostile)
    book, _, content = checked(folder)
    (tmp_path / "核对.xlsx").write_bytes(content)
    convert([tmp_path / "核对.xlsx"], "xlsx", tmp_path / "again")
    again = load_workbook(tmp_path / "again" / "核对.xlsx")
    assert again.sheetnames == book.sheetnames
    no_formula(again)
    for sheet in book:
        other = again[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                there = other[cell.coordinate]
                assert there.value == cell.value, (sheet.title, cell.coordinate)
                assert (there.comment is None) == (cell.comment is None)
                if cell.comment:
                    assert there.comment.text.strip() == cell.comment.text
                    assert fill(there) == fill(cell)
    assert [line["cell"].coordinate for line in listed(again)] == [line["cell"].coordinate for line in listed(book)]
    convert([tmp_path / "核对.xlsx"], CSV_SHEETS, tmp_path / "csv")
    with (tmp_path / "csv" / f"核对-{LIST}.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[6] for line in lines] == ["说明和改法", *(line["说明和改法"] for line in listed(book))]
