"""Workbooks as offices keep them, and as they are when something is wrong with them: what is read, what is said."""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from checkbranch.engine import CheckbranchError
from checkbranch.engine.ledger import Ledger
from checkbranch.engine.ledger.files import archives
from checkbranch.engine.ledger.files.archives import Archive
from checkbranch.engine.ledger.files.compound import Compound
from checkbranch.engine.ledger.files.merges import fill_down
from checkbranch.engine.ledger.files.sniffing import open_table
from checkbranch.engine.ledger.values.sheets import Refused

from .test_ledger_reading import Files, days, one_branch, read, said, write
from .workbook_parts import HEAD, MAIN, archive, compound, row, workbook

ROW = row(2, "2026-03-05", "党课")
PLAIN = row(1, *HEAD) + ROW
LETTERS = [f"{a}{b}" for a in "ABCDEF" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def book(rows: list[list[object]], *merged: str, title: str = "台账") -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for cells in rows:
        sheet.append(cells)
    for area in merged:
        sheet.merge_cells(area)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def rows_of(ledger: Ledger) -> list[tuple[str, str]]:
    acts = ledger.activities
    return [(f"{day:%m-%d}", types[0]) for day, types in zip(acts.date, acts.types, strict=True) if day]


def refusal(folder: Path, data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(CheckbranchError) as caught:
        one_branch(folder, data, name)
    return "\n".join(fault.say(language) for fault in caught.value.faults for language in ("zh", "en"))


# What it is really, its name, and what is said of it.
HTML = "<html><meta charset=gb2312><table><tr><th>日期<th>类型<tr><td>2026-03-05<td>党课</table>"
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:'
    'spreadsheet"><Worksheet ss:Name="台账"><Table>{rows}</Table></Worksheet></Workbook>'
)
CELL = '<Cell{more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def cell(value: str, kind: str = "String", more: str = "") -> str:
    return CELL.format(value=value, kind=kind, more=more)


XML_HEAD = f"<Row>{cell('日期')}{cell('类型')}{cell('应到')}</Row>"
XML_ROW = f"<Row>{cell('2026-03-05T00:00:00.000', 'DateTime')}{cell('党课')}{cell('9', 'Number')}</Row>"
MHTML = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html; charset=utf-8\n"
    f"Content-Transfer-Encoding: 8bit\n\n{HTML}\n--B--\n"
)


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("a.xls", workbook(PLAIN), []),
        ("a.et", workbook(PLAIN), []),
        ("a.ett", workbook(PLAIN), []),
        ("a.csv", workbook(PLAIN), []),
        ("a.xlsx", "日期,类型\n2026-03-05,党课\n".encode(), ["text_table"]),
        ("a.xls", "日期\t类型\n2026-03-05\t党课\n".encode("gbk"), ["text_table", "encoding_guessed"]),
        ("a.xls", HTML.encode("gbk"), ["html_table"]),
        ("a.xls", HTML.replace("gb2312", "utf-8").encode(), ["html_table"]),
        ("a.xls", HTML.encode(), ["html_table"]),  # it says GB2312 and is UTF-8
        ("a.html", HTML.encode("utf-16"), ["html_table"]),
        ("a.csv", HTML.encode("gbk"), ["html_table"]),
        ("a.xls", MHTML.encode(), ["html_table"]),
        ("a.xls", XML.format(rows=XML_HEAD + XML_ROW).encode(), ["spreadsheet_xml"]),
        ("a.xml", b"\xef\xbb\xbf" + XML.format(rows=XML_HEAD + XML_ROW).encode(), ["spreadsheet_xml"]),
    ],
)
def test_a_file_is_what_its_content_is(tmp_path: Path, name: str, data: bytes, codes: list[str]) -> None:
    ledger = one_branch(tmp_path, data, name)
    assert days(ledger) == ["2026-03-05"]
    assert [code for _, code in said(ledger)] == codes


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.xlsx", b"nothing of the sort", "not a readable spreadsheet"),
        ("a.xlsx", workbook(PLAIN)[:900], "damaged"),
        ("a.xlsx", archive({"word/document.xml": "<x/>"}), "Word document"),
        ("a.xlsx", archive({"a.txt": "x"}), "damaged"),
        ("a.xls", b"%PDF-1.7\n", "PDF"),
        ("a.xls", b"\x89PNG\r\n", "picture"),
        ("a.xlsx", compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "without one"),
        ("a.xls", compound({"WordDocument": b""}), "Word document"),
        ("a.xls", compound({"Workbook": b"\xfd\x00\x0a\x00\xff\xff\xff\xff\0\0\0\0\0\0"}), "column 65535"),
        ("a.xls", compound({"Workbook": b"\xbd\x00\x60\x09" + b"\0" * 2400}), "column 398"),
        ("a.xls", compound({"Workbook": b"\0"})[:700], "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        ("a.xls", b"<html><p>no table</p></html>", "without a table"),
        ("a.xls", XML.format(rows="<Row>").encode(), "broken"),
        ("a.xls", XML.format(rows='<Row ss:Index="99999999"/>').encode(), "broken"),
        ("a.csv", bytes(range(256)) * 9, "text cannot be decoded"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    message = refusal(tmp_path, data, name)
    assert word in message
    assert "请" in message


def test_a_bad_file_does_not_cost_the_others(tmp_path: Path) -> None:
    files: Files = {"bad.xlsx": b"PK\x03\x04 no more", "good.xlsx": workbook(PLAIN)}
    ledger = read(write(tmp_path, "  activities: [bad.xlsx, good.xlsx]\n", files, "unit: {id: B1}\n"))
    assert days(ledger) == ["2026-03-05"]
    assert said(ledger) == [("bad.xlsx", "unreadable_source")]


def test_streams_of_a_compound_file() -> None:
    long = bytes(range(256)) * 40
    found = Compound(compound({"Workbook": long, "_VBA_PROJECT_CUR": b"x"}))
    assert found.names[-1] == "Root Entry" or found.names[0] == "Root Entry"
    assert found.read("Workbook") == long
    assert found.read("_VBA_PROJECT_CUR").rstrip(b"\0") == b"x"


def test_a_small_stream_of_a_compound_file() -> None:
    data = (Path(__file__).parent / "ledgers" / "merged_down_old_format.xls").read_bytes()
    assert Compound(data).read("\x05SummaryInformation").startswith(b"\xfe\xff")


def test_a_parser_that_fails_says_nothing_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = bytearray((Path(__file__).parent / "ledgers" / "merged_down_old_format.xls").read_bytes())
    for at in range(1600, len(data), 37):
        data[at : at + 2] = b"\xfc\0"
    with suppress(CheckbranchError):
        one_branch(tmp_path, bytes(data), "a.xls")
    assert capfd.readouterr().err == ""


def test_a_password_on_the_archive(tmp_path: Path) -> None:
    data = bytearray(workbook(PLAIN))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of an encrypted part
    assert "password" in refusal(tmp_path, bytes(data))


def lying(data: bytes, part: str, size: int) -> bytes:
    """Return an archive that says of a part that it has ``size`` bytes."""
    changed = bytearray(data)
    at = changed.rfind(b"PK\x01\x02", 0, changed.rfind(part.encode()))
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


def test_a_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "SUSPECT_BYTES", 1 << 20)
    bomb = workbook(row(1, *HEAD) + " " * (2 << 20))
    assert len(bomb) < 10_000
    assert "Unpacked, the file would be far too large" in refusal(tmp_path, bomb)
    assert "damaged" in refusal(tmp_path, lying(bomb, "xl/worksheets/sheet1.xml", 1000))


def test_a_part_is_not_longer_than_it_says() -> None:
    data = lying(workbook(PLAIN), "xl/sharedStrings.xml", 3)
    with pytest.raises(Refused, match="damaged"):
        Archive(data).read("xl/sharedStrings.xml")


@pytest.mark.parametrize(
    ("far", "number"),
    [
        ("XFD1048576", 1048576),
        ("A1048576", 1048576),
        ("XFD3", 3),
        ("ZZ19000", 19000),
        ("GA1048576", 3),
        ("xfd1048576", 3),
    ],
)
def test_a_cell_far_away_is_left_out_and_said(tmp_path: Path, far: str, number: int) -> None:
    rows = f'{PLAIN}<row r="{number}"><c r="{far}"><v>1</v></c></row>'
    ledger = one_branch(tmp_path, workbook(rows, before='<dimension ref="A1:XFD1048576"/>'), "a.xlsx")
    assert days(ledger) == ["2026-03-05"]
    assert said(ledger) == [("a.xlsx!台账", "stray_cells")]
    assert far.upper() in ledger.problems[0].message.zh


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_rows_and_cells_without_their_places(tmp_path: Path, prefix: str) -> None:
    cells = [f"<c t='inlineStr'><is><t>{value}</t></is></c>" for value in ("日期", "类型", "2026-03-05", "党课")]
    rows = f"<row>{''.join(cells[:2])}</row><row>{''.join(cells[2:])}</row>"
    xml = re.sub(
        r"<(/?)(?=\w)", rf"<\1{prefix}", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    )
    xml = xml.replace("xmlns=", "xmlns:x=") if prefix else xml
    assert days(one_branch(tmp_path, workbook(xml.encode()), "a.xlsx")) == ["2026-03-05"]


def test_a_sheet_that_is_too_large_is_refused(tmp_path: Path) -> None:
    wide = "".join(f'<c r="{letters}2"><v>1</v></c>' for letters in LETTERS)
    long = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(3, 600_000, 5000))
    rows = f'{row(1, *HEAD)}<row r="2">{wide}</row>{long}'
    assert "too large" in refusal(tmp_path, workbook(rows))


def test_kinds_of_cells(tmp_path: Path) -> None:
    strings = '<si><r><t>学</t></r><r><t>习</t></r><rPh sb="0" eb="1"><t>xue</t></rPh><phoneticPr fontId="1"/></si>'
    cells = [
        '<c r="A2" t="d"><v>2026-03-05T00:00:00</v></c>',
        '<c r="B2" t="str"><v>党课</v></c>',
        '<c r="C2"><v>9</v></c>',
    ]
    rows = row(1, *HEAD) + row(2, *cells, '<c r="D2" t="s"><v>0</v></c>', attributes=' hidden="1"')
    parts: dict[str, str | bytes] = {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": "<x/>"}
    ledger = one_branch(tmp_path, workbook(rows, strings, parts=parts), "a.xlsx")
    assert (days(ledger), ledger.activities.timed) == (["2026-03-05"], [False])
    assert ledger.activities.fields["title"] == ["学习"]
    assert said(ledger) == [
        ("a.xlsx", "macros_ignored"),
        ("a.xlsx", "external_links"),
        ("a.xlsx!台账", "hidden_rows"),
    ]


@pytest.mark.parametrize(("properties", "number"), [("", 46086), ('<workbookPr date1904="1"/>', 44624)])
def test_numbers_of_days(tmp_path: Path, properties: str, number: int) -> None:
    rows = row(1, *HEAD) + row(2, f'<c r="A2"><v>{number}</v></c>', "党课") + row(3, f"{number + 1}", "党课")
    rows += row(4, f'<c r="A4"><v>{number + 2}.625</v></c>', "党课")
    ledger = one_branch(tmp_path, workbook(rows, properties=properties), "a.xlsx")
    assert days(ledger) == ["2026-03-05", "2026-03-06", "2026-03-07"]
    assert ledger.activities.start[2] == datetime(2026, 3, 7, 15)
    assert said(ledger) == [("a.xlsx!台账", "serial_date")]


def test_pictures_in_cells_are_evidence(tmp_path: Path) -> None:
    picture = '<c r="{0}"{1}><f>_xlfn.DISPIMG("ID_1",1)</f>{2}</c>'
    rows = row(1, "日期", "类型", "照片", "签到表") + row(
        2,
        "2026-03-05",
        "党课",
        picture.format("C2", ' t="str"', '<v>=DISPIMG("ID_1",1)</v>'),
        picture.format("D2", ' t="e"', "<v>#NAME?</v>"),
    )
    rows += row(3, "2026-03-06", "党课", picture.format("C3", "", ""))
    ledger = one_branch(tmp_path, workbook(rows), "a.xlsx")
    assert ledger.activities.fields["evidence"] == [("photos", "sign_in"), ("photos",)]
    assert said(ledger) == []


@pytest.mark.parametrize(
    ("ticks", "found"),
    [
        (["√", "×", ""], [1, 0, 0]),
        (["○", "○", ""], [1, 1, 0]),
        (["●", "○", "●"], [1, 0, 1]),
        (["有", "ü", "无"], [1, 1, 0]),
    ],
)
def test_ticks_of_evidence(tmp_path: Path, ticks: list[str], found: list[int]) -> None:
    lines = "".join(f"2026-03-0{at},党课,{tick}\n" for at, tick in enumerate(ticks, 1))
    ledger = one_branch(tmp_path, f"日期,类型,照片\n{lines}")
    assert [len(evidence) for evidence in ledger.activities.fields["evidence"]] == found  # type: ignore[arg-type]


def test_values_of_merged_cells_hold_for_every_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["党支部", "日期", "类型", "出勤", None],
        [None, None, None, "应到", "实到"],
        ["第一支部", date(2026, 3, 5), "党课", 9, 8],
        [None, None, "主题党日", None, 7],
        [None, date(2026, 3, 6), "党课", None, 6],
        [None, None, None, None, None],
        ["合计", None, None, 27, 21],
    ]
    data = book(rows, "A1:A2", "B1:B2", "C1:C2", "D1:E1", "A3:A6", "B3:B4", "D3:D5", "A7:C7")
    ledger = one_branch(tmp_path, data, "a.xlsx")
    assert rows_of(ledger) == [("03-05", "party_lecture"), ("03-05", "theme_day"), ("03-06", "party_lecture")]
    assert ledger.activities.fields["expected"] == [9, 9, 9]
    assert ledger.activities.fields["present"] == [8, 7, 6]
    assert said(ledger) == [("a.xlsx!台账", "merged_cells"), ("a.xlsx!台账", "header_guessed")]
    (account,) = ledger.sources
    assert (account.read, account.taken, account.blank, account.skipped) == (5, 3, 1, 1)


def test_nothing_is_filled_where_nothing_is_merged(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, book([["日期", "类型"], [date(2026, 3, 5), "党课"], [None, "主题党日"]]), "a.xlsx")
    assert said(ledger) == [("a.xlsx!台账!3", "missing_date")]


def test_a_merged_error_costs_every_row_of_it(tmp_path: Path) -> None:
    rows = row(1, *HEAD) + row(2, '<c r="A2" t="e"><v>#REF!</v></c>', "党课") + row(3, '<c r="A3"/>', "党课")
    data = workbook(rows, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')
    files: Files = {"a.xlsx": data, "b.csv": "日期,类型\n2026-03-05,党课\n"}
    ledger = read(write(tmp_path, "  activities: [a.xlsx, b.csv]\n", files, "unit: {id: B1}\n"))
    assert said(ledger) == [("a.xlsx!台账!2", "uncached_formula"), ("a.xlsx!台账!3", "uncached_formula")]


def test_a_merge_larger_than_the_sheet(tmp_path: Path) -> None:
    data = workbook(PLAIN, after='<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')
    assert days(one_branch(tmp_path, data, "a.xlsx")) == ["2026-03-05"]


def test_merges_fill_down_and_not_across() -> None:
    rows: list[list[object]] = [["a", None], [None, "x"], [None, None], [None, "y"]]
    filled, broken = fill_down(rows, 5, 2, [((5, 2), (8, 3))], [])  # type: ignore[arg-type]
    assert rows == [["a", None], ["a", "x"], [None, None], ["a", "y"]]
    assert (filled, broken) == ({(1, 0), (3, 0)}, [])


def test_html_with_spans_titles_and_several_tables() -> None:
    page = """<html><head><meta charset="utf-8"></head><body><table><tr><td><table>
    <tr><td colspan=3>2026年台账</td></tr>
    <tr><td rowspan="2">日期</td><td rowspan=2>类型<td>出勤</td></tr><tr><td>应到</tr>
    <tr><td rowspan=2>3月5日</td><td>党&nbsp;课</td><td>9</td></tr><tr><td>主题<br>党日</td><td><img src=x></td></tr>
    </table></td></tr></table><table><tr><td>说明</td></tr></table></body></html>"""
    names, read_sheet, notes = open_table(page.encode(), True)
    assert names == ["表1", "表2"]
    sheet = read_sheet("表1")
    assert sheet.header[0] == "2026年台账"
    assert list(sheet.numbers) == [2, 3, 4, 5]
    assert [list(column) for column in sheet.columns] == [
        ["日期", "日期", "3月5日", "3月5日"],
        ["类型", "类型", "党\u00a0课", "主题\n党日"],
        ["出勤", "应到", "9", "[图片]"],
    ]
    assert [note.code for note in notes] == ["html_table"]


def test_absurd_spans_are_bounded() -> None:
    page = "<table>" + '<tr><td colspan="999999999" rowspan="999999999">x</td></tr>' * 3 + "</table>"
    _, read_sheet, _ = open_table(page.encode(), True)
    assert len(read_sheet(None).header) <= 3000


def test_an_xml_spreadsheet_with_gaps_merges_and_faults() -> None:
    day = cell("2026-03-05T15:00:00.000", "DateTime", ' ss:MergeDown="1"')
    second = cell("主题党日", more=' ss:Index="2"') + cell("#REF!", "Error")
    rows = f'<Row ss:Index="4">{day}{cell("党课")}<Cell ss:Formula="=1"/></Row><Row>{second}</Row>'
    names, read_sheet, _ = open_table(XML.format(rows=XML_HEAD + rows).encode(), True)
    sheet = read_sheet(names[0])
    assert list(sheet.numbers) == [2, 3, 4, 5]
    assert list(sheet.columns[0]) == [None, None, datetime(2026, 3, 5, 15), datetime(2026, 3, 5, 15)]
    assert sheet.broken == {(2, 2): "=…", (3, 2): "#REF!"}


def test_entities_are_not_followed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    rows = f"{XML_HEAD}<Row>{cell('&b;')}</Row>"
    data = XML.format(rows=rows).replace("?><Workbook", f"?>{bomb}<Workbook").encode()
    _, read_sheet, _ = open_table(data, True)
    assert all("aaaa" not in str(value) for column in read_sheet("台账").columns for value in column)


@pytest.mark.parametrize(
    ("name", "title", "shown"),
    [
        ("3月", "2026年台账", ["month_from_sheet", "year_from_title"]),
        ("三月", "2026年台账", ["month_from_sheet", "year_from_title"]),
        ("2026年3月", "台账", ["month_from_sheet", "year_from_sheet"]),
        ("2026-03", "台账", ["month_from_sheet", "year_from_sheet"]),
        ("2026年3月份组织生活", "台账", ["month_from_sheet", "year_from_sheet"]),
    ],
)
def test_a_sheet_for_a_month(tmp_path: Path, name: str, title: str, shown: list[str]) -> None:
    rows: list[list[object]] = [[title], ["日期", "类型"], ["5日", "党课"], ["6号下午3点", "党课"], [7, "党课"]]
    rows.append(["2026-04-02", "党课"])
    ledger = one_branch(tmp_path, {name: rows}, "a.xlsx")
    assert days(ledger) == ["2026-03-05", "2026-03-06", "2026-04-02"]
    places = [(f"a.xlsx!{name}!5", "bad_date"), (f"a.xlsx!{name}!6", "month_conflict")]
    assert said(ledger, "header_guessed") == [*((f"a.xlsx!{name}", code) for code in shown), *places]
    assert "7日" in next(p.message.zh for p in ledger.problems if p.code == "bad_date")


@pytest.mark.parametrize("name", ["1月至3月", "台账", "13月", "五月花行动队", "3.5"])
def test_a_sheet_that_is_for_no_month(tmp_path: Path, name: str) -> None:
    ledger = one_branch(tmp_path, {name: [["2026年"], ["日期", "类型"], ["5日", "党课"]]}, "a.xlsx")
    assert [code for _, code in said(ledger, "header_guessed")] == ["bad_date"]


YEARS = [f"2026-03-{day:02d}" for day in range(1, 7)]


@pytest.mark.parametrize(
    ("name", "above", "dates", "bad", "word"),
    [
        ("台账", ["2026年台账"], ["2062-03-05"], ["2062-03-05"], "标题"),
        ("2026年", [], ["2062-03-05"], ["2062-03-05"], "工作表名"),
        ("台账", ["成立于2016年"], YEARS, [], ""),
        ("台账", [], [*YEARS, "2062-03-05"], ["2062-03-05"], "2026-03-06"),
        ("台账", [], [*YEARS[:4], "2062-03-05"], [], ""),
        ("台账", [], [*YEARS, "2028-03-05"], [], ""),
        ("台账", [], ["2019-01-01", *YEARS], [], ""),
        ("台账", [], [*YEARS, "2029-01-01", "2029-02-01"], [], ""),
    ],
)
def test_years_that_can_hardly_be_meant(
    tmp_path: Path, name: str, above: list[str], dates: list[str], bad: list[str], word: str
) -> None:
    rows: list[list[object]] = [[one] for one in above]
    rows.append(["日期", "类型"])
    rows.extend([day, "党课"] for day in dates)
    ledger = one_branch(tmp_path, {name: rows}, "a.xlsx")
    found = [p for p in ledger.problems if p.code == "unlikely_year"]
    assert len(found) == len(bad)
    assert sorted(days(ledger)) == sorted(set(dates) - set(bad))
    assert all(word in p.message.zh and bad[0] in p.message.en for p in found)


def test_a_fraction_that_became_a_date_is_explained(tmp_path: Path) -> None:
    rows: list[list[object]] = [["日期", "类型", "实到"], ["2026-03-05", "党课", date(2026, 12, 15)]]
    ledger = one_branch(tmp_path, {"台账": rows}, "a.xlsx")
    assert ledger.activities.fields["present"] == [None]
    (problem,) = ledger.problems
    assert problem.code == "bad_number"
    assert "12/15" in problem.message.zh
    assert "12/15" in problem.message.en
