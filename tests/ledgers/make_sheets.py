"""Makes the spreadsheets and text files of this folder that have something odd in them: run it to make them anew.

python -m tests.ledgers.make_sheets

Those of the old format (XLS) and of LibreOffice (ODS) are made from the XLSX ones, where soffice is installed.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..workbook_parts import row, workbook

FOLDER = Path(__file__).parent
HEAD = ["日期", "类型", "应到", "实到"]
TEXT = "日期,类型,应到,主题\n2026-03-05,党课,9,学习讨论\n2026-03-12,主题党日,9,参观\n"
PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type
content="text/html; charset=gb2312"></head><body><table border=1>
<tr><td colspan=4>示例村党支部2026年组织生活台账</td></tr>
<tr><th rowspan=2>日期</th><th rowspan=2>类型</th><th colspan=2>出勤</th></tr><tr><td>应到</td><td>实到</td></tr>
<tr><td rowspan=2>3月5日</td><td>党课</td><td>9</td><td>8</td></tr>
<tr><td>主题<br>党日</td><td>9</td><td>&nbsp;7</td></tr></table></body></html>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="台账"><Table>
<Row><Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">类型</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">应到</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="DateTime">2026-03-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="String">党课</Data></Cell><Cell ss:Index="4"><Data ss:Type="Number">9</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">主题党日</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def book(
    name: str, sheets: dict[str, Sequence[Sequence[Any]]], more: Callable[[Worksheet], None] | None = None
) -> None:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for cells in rows:
            sheet.append(cells)
        if more is not None:
            more(sheet)
    out = io.BytesIO()
    made.save(out)
    _write(name, out.getvalue())


def _write(name: str, data: str | bytes) -> None:
    (FOLDER / name).write_bytes(data.encode() if isinstance(data, str) else data)


def workbooks() -> None:
    rows: list[list[Any]] = [
        ["党支部", "日期", "类型", "出勤", None],
        [None, None, None, "应到", "实到"],
        ["示例村党支部", date(2026, 3, 5), "党课", 9, 8],
        [None, None, "主题党日", None, 7],
        [None, date(2026, 4, 9), "支委会", 3, 3],
        ["合计", None, None, 21, 18],
    ]

    def merge(sheet: Worksheet) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "A3:A5", "B3:B4", "D3:D4", "A6:C6"):
            sheet.merge_cells(area)

    book("merged_down.xlsx", {"台账": rows}, merge)
    january: list[list[object]] = [
        ["示例村党支部2026年台账"],
        ["日期", "类型"],
        ["5日", "支委会"],
        ["9号下午3点", "党课"],
    ]
    march: list[list[object]] = [["日期", "类型"], ["6日", "支委会"], [12, "党课"], ["2026-04-02", "主题党日"]]
    book("sheet_per_month.xlsx", {"1月": january, "2026年三月": march})
    book("sheet_per_branch.xlsx", {
        "第一支部": [HEAD, ["2026-03-05", "党课", 9, 8]],
        "第二支部": [HEAD, ["2026-03-06", "党课", 7, 7]],
        "汇总": [HEAD, ["2026-03-05", "党课", 16, 15]],
        "说明": [["本表由各支部填写"]],
    })  # fmt: skip
    _write("sheet_per_branch_units.csv", "编号,名称,类型\nB1,第一支部,党支部\nB2,第二支部,党支部\n")
    book("totals_notes_signatures.xlsx", {"台账": [
        ["序号", *HEAD, "备注"],
        [1, "2026-03-05", "党课", 9, 8, "合计：学习两次"],
        [2],
        ["  ", None, "　"],
        [None, "3月小计", None, 9, 8],
        ["序号", *HEAD, "备注"],
        [3, "2026-04-02", "主题党日", "十五人", "15（含列席2）"],
        [None, "共计", None, "2次"],
        ["说明："],
        ["1. 每月5日前填报。"],
        ["填表人：张三", None, None, "审核人：李四"],
        ["单位（盖章）", None, None, None, None, "填报日期：2026-11-20"],
    ]})  # fmt: skip
    book("dates_of_every_kind.xlsx", {"2026年": [
        ["日期", "类型"],
        ["二〇二六年一月六日", "支委会"],
        ["2026、2、3", "支委会"],
        ["２０２６．３．３。", "支委会"],
        ["2026年4月7号 星期二 下午3:00", "支委会"],
        ["2026/5/5 15:00-16:30", "支委会"],
        [46175, "支委会"],
        ["2026年7月上旬", "支委会"],
        ["2026-02-30", "支委会"],
        ["8", "支委会"],
        ["2062-09-01", "支委会"],
    ]})  # fmt: skip
    book("fraction_turned_into_date.xlsx", {"台账": [HEAD, ["2026-03-05", "党课", 15, datetime(2026, 12, 15)]]})
    march_days = [[f"2026-03-{day:02d}", "党课"] for day in range(2, 8)]
    book("far_future_year.xlsx", {"台账": [["日期", "类型"], *march_days, ["2062-03-12", "党课"]]})


def by_hand() -> None:
    """Write workbooks that no program writes so, or none that is at hand."""
    head, good = row(1, *HEAD), row(2, "2026-03-05", "党课")
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    _write("cell_at_the_end_of_the_world.xlsx", workbook(head + good + far, before='<dimension ref="A1:XFD1048576"/>'))
    _write("bomb.xlsx", workbook(head + " " * (110 << 20)))
    third = row(3, '<c r="A3"><v>44632</v></c>', "主题党日")
    days = head + row(2, '<c r="A2"><v>44624</v></c>', "党课") + third
    _write("days_counted_from_1904.xlsx", workbook(days, properties='<workbookPr date1904="1"/>'))
    picture = '<c r="C2" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    lost = '<c r="D2" t="e"><f>_xlfn.DISPIMG("ID_2",1)</f><v>#NAME?</v></c>'
    _write("pictures_in_cells.xlsx", workbook(
        row(1, "日期", "类型", "照片", "签到表") + row(2, "2026-03-05", "党课", picture, lost)
    ))  # fmt: skip
    error = '<c r="A3" t="e"><f>Sheet9!A1</f><v>#REF!</v></c>'
    _write("macros_links_errors_hidden_rows.xlsm", workbook(
        head + row(2, "2026-03-05", "党课", attributes=' hidden="1"') + row(3, error, "党课"),
        parts={"xl/vbaProject.bin": b"none", "xl/externalLinks/externalLink1.xml": "<externalLink/>"},
    ))  # fmt: skip
    phonetic = '<si><r><t>党</t></r><r><t>课</t></r><rPh sb="0" eb="1"><t>dang</t></rPh></si>'
    _write("phonetics_and_text_in_runs.xlsx", workbook(
        head + row(2, "2026-03-05", '<c r="B2" t="s"><v>0</v></c>'), phonetic
    ))  # fmt: skip
    _write("cut_short.xlsx", workbook(head + good)[:700])
    locked = bytearray(workbook(head + good))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    _write("locked.xlsx", bytes(locked))
    _write("word_named_as_workbook.xlsx", _archive({"word/document.xml": "<x/>"}))


def _archive(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def marked_up() -> None:
    _write("web_page.xls", PAGE.encode("gb18030"))
    _write("spreadsheet_xml.xls", XML)
    _write("web_archive.xls", (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n"
        "--B\nContent-Type: text/html; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{PAGE.replace('gb2312', 'utf-8')}\n--B--\n"
    ))  # fmt: skip
    _write("page_without_a_table.xls", "<html><p>请登录</p></html>")


def texts() -> None:
    _write("text_named_as_workbook.xlsx", TEXT)
    _write("gbk.csv", TEXT.encode("gbk"))
    _write("utf16_without_mark.csv", TEXT.encode("utf-16-le"))
    other = "2026-03-19,党课,9,学习《中国共产党章程》\n".encode("gbk")
    _write("one_line_in_gbk.csv", TEXT.encode() + other)
    _write("wide_commas.txt", TEXT.replace(",", "，"))
    _write("ends_of_lines_of_old_macs.csv", TEXT.replace("\n", "\r"))
    _write("quotation_mark_not_closed.csv", TEXT + '2026-03-19,党课,9,"大会议室\n2026-03-26,党课,9,会议室"小"\n')
    _write("comma_in_a_cell.csv", TEXT + "2026-03-19,党课,9,学习,讨论\n")
    _write(
        "titles_and_semicolons.csv",
        "示例村党支部2026年台账;;;\n\n日期;类型;参会人员\n3月5日;党课;张三,李 四\n;合计;1次\n",
    )
    _write("zero_bytes.csv", TEXT.replace("参观", "参\0观"))
    _write("no_text_at_all.csv", bytes(range(256)) * 8)


def converted() -> None:
    """Let LibreOffice make the old formats."""
    if shutil.which("soffice") is None:
        return
    for kind, name in (("ods", "merged_down_opendocument.ods"), ("xls", "merged_down_old_format.xls")):
        with TemporaryDirectory() as folder:
            home = f"-env:UserInstallation=file://{folder}/home"
            call = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", folder]
            subprocess.run([*call, str(FOLDER / "merged_down.xlsx")], check=True, capture_output=True)
            _write(name, (Path(folder) / f"merged_down.{kind}").read_bytes())
    _write("old_format_named_as_new.xlsx", (FOLDER / "merged_down_old_format.xls").read_bytes())
    _write("new_format_of_wps.et", (FOLDER / "merged_down.xlsx").read_bytes())


if __name__ == "__main__":
    workbooks()
    by_hand()
    marked_up()
    texts()
    converted()
