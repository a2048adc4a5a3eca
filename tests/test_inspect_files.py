"""The self-check as a workbook and as a Word document, its papers for the box, and its owners and deadlines."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.document import Document
from docx.oxml.ns import qn

from checkbranch.calendars import WorkCalendar
from checkbranch.cli import main
from checkbranch.engine.findings import Subject
from checkbranch.reports.inspection.as_docx import inspection_document
from checkbranch.reports.inspection.as_xlsx import inspection_workbook
from checkbranch.reports.inspection.build import inspection_of
from checkbranch.reports.inspection.paper_words import mark_of
from checkbranch.reports.inspection.papers import Papers

from . import reports_fake as fake
from .office import convert, needs_office

pytestmark = pytest.mark.usefixtures("once")
HOSTILE = '=HYPERLINK("http://x","y")<script>alert(1)</script>]]>&\u202e\u0007😀' + "长" * 10_000

PACK = """\
pack: p
version: "1"
sources: {s: {title: {zh: 某条例, en: Some rules}}}
activities:
  theme_day: {zh: 主题党日, en: Theme day}
  visit: {zh: 走访, en: Visit}
duties:
  - id: theme-day
    title: {zh: 每月主题党日, en: Theme day every month}
    basis: [{source: s, article: "16", modality: shall, quote: 应当每月一次}]
    subject: branch
    quota: {do: theme_day, at_least: 1, every: month}
    late: {until: 15 days}
  - id: visit
    title: {zh: 每季度走访, en: A visit every quarter}
    basis: [{source: s, article: "17", modality: shall}]
    subject: household
    quota: {do: visit, at_least: 1, every: quarter}
  - id: visit-papers
    title: {zh: 走访留有照片, en: A photo of every visit}
    basis: [{source: s, article: "18", modality: shall}]
    subject: household
    record: {of: visit, must: {evidence: {has: [photos]}}}
"""
LEDGER = """\
日期,类型,对象,佐证材料
2026-01-05,主题党日,,会议记录、签到表
2026-02-05,主题党日,,会议记录
2026-03-05,主题党日,,会议记录、签到表、横幅
2026-01-08,走访,H1,
"""


def workspace(folder: Path, ledger: str = LEDGER, name: str = "一支部") -> Path:
    (folder / "p.yaml").write_text(PACK, "utf-8")
    (folder / "a.csv").write_text(ledger, "utf-8")
    (folder / "h.csv").write_text("编号,户主,帮扶责任人\nH1,甲,乙\nH2,丙,\n", "utf-8")
    (folder / "m.csv").write_text("编号,姓名,职务\nM1,丁,支部书记\n", "utf-8")
    quoted = json.dumps(name, ensure_ascii=False)
    (folder / "checkbranch.yaml").write_text(
        f"checkbranch: 1\nname: {quoted}\nrules: [p.yaml]\nunit: {{id: B1, name: {quoted}}}\n"
        "log_starts: 2026-01-01\ncomplete_through: 2026-06-30\ndata:\n"
        "  activities: a.csv\n  households: h.csv\n  members: m.csv\n",
        "utf-8",
    )
    return folder


def call(folder: Path, *options: str, as_of: str = "2026-04-10") -> Any:
    done = CliRunner().invoke(main, ["inspect", str(folder), "--as-of", as_of, "--from", "2026-01-01", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1), done.output
    return done


def told(folder: Path, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(folder, "--format", "json", *options).stdout)
    return found


# Papers for the box


@pytest.mark.parametrize(
    ("records", "told_of", "named", "mark"),
    [(1, 1, 1, "√"), (3, 3, 3, "√"), (1, 1, 0, "○"), (3, 3, 2, "○ 2/3"), (1, 0, 0, "□"), (3, 2, 2, "□ 2/3")],
)
def test_a_mark_says_what_the_ledger_names(records: int, told_of: int, named: int, mark: str) -> None:
    papers = Papers(records, told_of)
    papers.named["photos"] = named
    assert mark_of(papers, "photos") == mark


def test_papers_are_asked_for_by_rule_by_habit_and_as_the_original(tmp_path: Path) -> None:
    rows = {(row["duty"], row["period"]): row for row in told(workspace(tmp_path))["papers"]}
    assert rows["theme-day", "2026-02"]["papers"] == [
        {"kind": "minutes", "why": "original", "named": 1},
        {"kind": "sign_in", "why": "habit", "named": 0},  # two of three records name it; of the banner only one
    ]
    assert rows["visit", "2026-Q1"]["papers"] == [
        {"kind": "minutes", "why": "original", "named": 0},
        {"kind": "photos", "why": "rule", "named": 0},
    ]
    assert (rows["visit", "2026-Q1"]["records"], rows["visit", "2026-Q1"]["told"]) == (1, 1)
    assert not any(duty == "visit-papers" for duty, _ in rows)
    text = call(workspace(tmp_path)).stdout
    assert "每月主题党日：活动记录、签到表（台账惯例）" in text and "○ 未见 签到表：2026年2月" in text
    assert "每季度走访：走访记录、照片（规则要求）" in text


def test_a_ledger_without_the_column_leaves_it_to_the_box(tmp_path: Path) -> None:
    folder = workspace(tmp_path, "日期,类型\n2026-01-05,主题党日\n")
    row = next(row for row in told(folder)["papers"] if row["period"] == "2026-01")
    assert (row["records"], row["told"]) == (1, 0)
    assert "□ 台账没有登记材料的栏，请对照 1 条记录的实物" in call(folder).stdout
    assert "尚无计入的记录" in call(folder).stdout


# Owner and deadline


def test_owner_and_deadline_are_there_where_the_data_say_so(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    report = told(folder, "--on", "2026-04-20")
    owners = {(task["duty"], task["period"]): task["owner"] for task in report["explain"]}
    assert owners["visit", "2026-Q1"] is None  # of two households one has no helper
    book = openpyxl.load_workbook(io.BytesIO(_written(folder, tmp_path / "a.xlsx", "--on", "2026-04-20")))
    sheet = book["自查表"]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    for head in ("整改责任人", "完成时限", "完成情况", "自评分", "复核分"):
        assert head in heads
    open_rows = [row for row in sheet.iter_rows(values_only=True) if "2026年4月" in str(row[2])]
    assert [row[heads["完成时限"] - 1] for row in open_rows] == ["2026-04-30"]


def _written(folder: Path, path: Path, *options: str) -> bytes:
    call(folder, "-o", str(path), *options)
    return path.read_bytes()


# The files


def _documents(folder: Path, place: Path) -> tuple[bytes, bytes]:
    place.mkdir(exist_ok=True)
    score = ("--score", "company-branch")
    call(folder, *score, "-o", str(place / "a.xlsx"), "-o", str(place / "a.docx"))
    return (place / "a.xlsx").read_bytes(), (place / "a.docx").read_bytes()


def test_hostile_texts_stay_texts_in_both(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    folder = workspace(
        tmp_path / "w", LEDGER + f'2026-04-02,主题党日,,"{HOSTILE}"\n', name=HOSTILE[:200].replace("\u0007", "")
    )
    (folder / "h.csv").write_text(f'编号,户主,帮扶责任人\n+1,"{HOSTILE}",-2\n@x,<i>,"=1+1"\n', "utf-8")
    raw, word = _documents(folder, tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    said = "".join(str(cell.value) for cell in cells)
    assert "长" * 400 not in said and "=HYPERLINK" in said and not {"\u202e", "\u0007"} & set(said)
    document = docx.Document(io.BytesIO(word))
    said = "".join(text.text or "" for text in document.element.iter(qn("w:t")))
    assert "=HYPERLINK" in said and "<script>" in said and not {"\u202e", "\u0007"} & set(said)
    assert "hyperlink" not in document.element.xml and "长" * 400 not in said


def test_the_same_self_check_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    workspace(folder)
    assert _documents(folder, tmp_path / "1") == _documents(folder, tmp_path / "2")
    for name in ("a.xlsx", "a.docx"):
        with zipfile.ZipFile(tmp_path / "1" / name) as parts:
            assert {part.date_time[0] for part in parts.infolist()} <= {1980, 2026}
            assert parts.testzip() is None


def test_the_workbook_is_made_to_work_in_and_to_print(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    raw, _ = _documents(workspace(tmp_path / "w"), tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["待办", "之后到期", "须说明", "自查表", "评分", "归档清单", "说明"]
    for name in ("待办", "自查表", "评分", "归档清单"):
        sheet: Any = book[name]
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows and sheet.freeze_panes and sheet.auto_filter.ref
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and "&P" in sheet.oddFooter.center.text
        fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value}
        assert fonts <= {"宋体", "黑体"}
    text = [str(cell.value) for row in book["自查表"].iter_rows() for cell in row if cell.value]
    assert any("支部书记：____" in one and "复核人：____" in one for one in text)
    assert "《某条例》第16条" in "".join(text) and "a.csv" in "".join(text)


def test_the_document_is_made_to_edit_and_to_print(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    _, word = _documents(workspace(tmp_path / "w"), tmp_path)
    document = docx.Document(io.BytesIO(word))
    section: Any = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    xml = section.footer.paragraphs[0]._p.xml
    assert " PAGE " in xml and " NUMPAGES " in xml
    heads = _headings(document)
    assert [head[:2] for head in heads][:2] == ["一、", "二、"]
    assert any("逐项自查" in head for head in heads) and any("归档材料清单" in head for head in heads)
    repeated = [table for table in document.tables if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    assert len(repeated) == len(heads)
    for style in ("Normal", "Title", "Heading 1", "Cell", "Small", "Column", "Body"):
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体", "仿宋") and fonts.get(qn("w:eastAsiaTheme")) is None
    wide = max(repeated, key=lambda table: len(table.columns))
    assert [cell.text for cell in wide.rows[0].cells][-5:] == ["整改责任人", "完成时限", "完成情况", "自评分", "复核分"]
    assert "支部书记：" in document.tables[-1].rows[0].cells[0].text
    assert document.element.xpath("count(.//w:drawing)") == 0
    assert document.core_properties.created.date() == date(2026, 4, 10)


def _headings(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]


def test_english_files_speak_english(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    call(workspace(folder), "--lang", "en", "-o", str(tmp_path / "a.docx"), "-o", str(tmp_path / "a.xlsx"))
    document = docx.Document(str(tmp_path / "a.docx"))
    heads = _headings(document)
    assert heads[0].startswith("1. To do before the inspection")
    assert "Self-check" in openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames


def test_very_many_units_are_an_overview() -> None:
    rows = [(f"B{n:03}", f"支部{n}", "branch", None) for n in range(70)]
    units = [Subject("branch", unit, name) for unit, name, _, _ in rows]
    given = [fake.finding("committee", "2026-03", "missing", unit, unit=unit.id) for unit in units]
    checked = inspection_of(fake.FakeAudit(given, rows), date(2026, 12, 1), WorkCalendar())
    book = openpyxl.load_workbook(io.BytesIO(inspection_workbook(checked)))
    assert book.sheetnames == ["一览", "各单位", "说明"]
    document = docx.Document(io.BytesIO(inspection_document(checked)))
    assert [len(table.rows) for table in document.tables][1:3] == [2, 71]


@needs_office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_both_open_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    folder = workspace(tmp_path / "w")
    for ending in ("xlsx", "docx"):
        call(folder, "--score", "standard-branch", "-o", str(tmp_path / f"{ending}.{ending}"))
    convert([tmp_path / "xlsx.xlsx", tmp_path / "docx.docx"], "pdf", tmp_path / "out")
    for name in ("xlsx", "docx"):
        done = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "out" / f"{name}.pdf", "-"], capture_output=True, text=True, check=True
        )
        said = done.stdout.replace(" ", "")
        for words in ("迎检自查表", "检查前要办的事", "每月主题党日", "归档材料清单", "支部书记：", "自评分"):
            assert words in said, (name, words)
        assert "Err:" not in said and "#NAME" not in said
