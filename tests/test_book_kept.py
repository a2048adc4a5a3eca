"""A workbook that is written again keeps what people have filled in, and what cannot be read again is not replaced."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checkbranch.engine import CheckbranchError

from .books import MEETINGS, audit, edit, lines, opened, put, workspace, written
from .office import CSV_SHEETS, convert, needs_office
from .reports_fake import FakeAudit, finding

GAPS = "缺口与整改"
COMMITTEE = "支部委员会会议"


def of(path: Path, period: str, duty: str = COMMITTEE) -> dict[str, object]:
    (found,) = [row for row in lines(path, GAPS) if duty in row["事项"] and row["时段"] == period]
    return found


@dataclass
class Made:
    """Workspaces: as it was when the workbook was filled in, a meeting entered later, and one of somebody else."""

    now: Path
    later: Path
    other: Path
    filled: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, once: None) -> Made:
    """Return the workspaces, and a workbook in which two gaps are dealt with."""
    folder = tmp_path_factory.mktemp("made")
    now, path = workspace(folder / "now"), folder / "book.xlsx"
    audit(now, path)
    put(path, COMMITTEE, "2026年2月", 责任人="张三", 整改时限=date(2026, 4, 28), 完成情况="进行中", 备注="007")
    put(path, COMMITTEE, "2026年3月", 责任人="李四", 完成情况="已完成")
    later = workspace(folder / "later", MEETINGS + "2026-03-06,支委会,5,5\n")
    return Made(now, later, workspace(folder / "other", name="别的支部"), path)


@pytest.fixture
def book(made: Made, tmp_path: Path) -> Path:
    """Return a copy of that workbook."""
    return Path(shutil.copy(made.filled, tmp_path / "book.xlsx"))


def test_what_was_filled_in_is_kept_and_said(made: Made, book: Path) -> None:
    said = audit(made.now, book).stderr
    assert "“缺口与整改”：沿用了原表 2 项所填的内容。" in said
    row = of(book, "2026年2月")
    assert (row["责任人"], row["整改时限"], row["完成情况"], row["备注"]) == (
        "张三", datetime(2026, 4, 28), "进行中", "007",
    )  # fmt: skip
    before = book.read_bytes()
    audit(made.now, book)
    assert book.read_bytes() == before


def test_what_is_no_longer_a_gap_is_moved_to_the_end_and_says_so(made: Made, book: Path) -> None:
    said = audit(made.later, book).stderr
    assert "沿用了原表 1 项" in said and "已填写的 1 项缺口已消除，移到末尾并注明。" in said
    last = lines(book, GAPS)[-1]
    assert (last["时段"], last["状态"], last["责任人"]) == ("2026年3月", "已消除（现为✓ 达标）", "李四")
    assert "2 项" in audit(made.now, book).stderr
    assert of(book, "2026年3月")["状态"] == "✗ 无记录" and of(book, "2026年3月")["责任人"] == "李四"


def test_what_is_not_in_the_report_now_stays(made: Made, book: Path) -> None:
    said = audit(made.now, book, "--period", "2026-02").stderr
    assert "已填写的 1 项不在本次范围，留在末尾。" in said
    assert lines(book, GAPS)[-1]["状态"] == "不在本次范围"
    assert "沿用了原表 2 项" in audit(made.now, book).stderr


def test_gaps_that_are_gone_are_looked_up_where_only_gaps_are_gone_through(
    made: Made, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkbranch.reports.book.sheets.Sheets._everything", False)
    assert "已填写的 1 项缺口已消除" in audit(made.later, book, "--findings", "gaps").stderr


def test_the_language_may_change(made: Made, book: Path) -> None:
    audit(made.now, book, "--lang", "en")
    (row,) = [row for row in lines(book, "Gaps") if row["Owner"] == "张三"]
    assert (row["Done"], row["Deadline"]) == ("in progress", datetime(2026, 4, 28))
    audit(made.now, book)
    assert of(book, "2026年2月")["完成情况"] == "进行中"


def test_columns_rows_and_sheets_of_the_readers_own_stay(made: Made, book: Path) -> None:
    put(book, COMMITTEE, "2026年2月", 督办人="王五", 核实人="孙八")
    edit(book, lambda sheet: sheet.append([None, None, "慰问老党员", *[None] * 8, "赵六"]))
    mine = load_workbook(book)
    mine.create_sheet("我的表")["B3"] = "=不是公式"
    mine["我的表"]["B3"].data_type = "s"
    mine.save(book)
    said = audit(made.now, book).stderr
    assert "保留了自行增加的 1 行。" in said
    assert of(book, "2026年2月")["督办人"] == "王五"
    last = lines(book, GAPS)[-1]
    assert (last["事项"], last["责任人"], last["督办人"]) == ("慰问老党员", "赵六", None)
    sheet = opened(book)["我的表"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=不是公式", "s")
    before = book.read_bytes()
    audit(made.now, book)
    assert book.read_bytes() == before


def test_a_renamed_sheet_is_found_by_its_header(made: Made, book: Path) -> None:
    mine = load_workbook(book)
    mine[GAPS].title = "整改台账"
    mine.save(book)
    assert "沿用了原表 2 项" in audit(made.now, book).stderr


def _header_gone(path: Path) -> None:
    edit(path, lambda sheet: sheet.cell(1, 1, "号"))


def _title_above(path: Path) -> None:
    edit(path, lambda sheet: sheet.insert_rows(1))
    edit(path, lambda sheet: sheet.cell(1, 2, "某乡整改台账"))


def _sheet_gone(path: Path) -> None:
    mine = load_workbook(path)
    del mine[GAPS]
    mine.save(path)


def _row_twice(path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        filled = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[11])
        sheet.append(filled)

    edit(path, change)


def _head_twice(path: Path) -> None:
    edit(path, lambda sheet: sheet.cell(1, sheet.max_column + 1, "备注"))


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4000])


def _with_password(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_header_gone, "不是原来的表头"),
        (_title_above, "不是原来的表头"),
        (_sheet_gone, "找不到工作表“缺口与整改”"),
        (_row_twice, "有两行都填了内容"),
        (_head_twice, "表头“备注”出现了两次"),
        (_cut_short, "已损坏"),
        (_with_password, "book.xlsx"),
    ],
)
def test_what_cannot_be_read_again_is_not_replaced(made: Made, book: Path, spoil: object, said: str) -> None:
    spoil(book)  # type: ignore[operator]
    before = book.read_bytes()
    assert said in audit(made.now, book, code=2).stderr
    assert book.read_bytes() == before


def test_a_workbook_of_another_workspace_is_replaced_only_while_nothing_is_filled_in(made: Made, book: Path) -> None:
    assert "这是工作区“测试”的工作簿，其中填有内容" in audit(made.other, book, code=2).stderr
    empty = book.with_name("empty.xlsx")
    audit(made.other, empty)
    assert audit(made.now, empty).stderr.startswith("checkbranch audit: ")


@pytest.mark.parametrize("content", [b"", b"plain text", None])
def test_what_is_none_of_ours_is_replaced(made: Made, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "book.xlsx"
    if content is None:
        Workbook().save(path)
    else:
        path.write_bytes(content)
    audit(made.now, path)
    assert opened(path).sheetnames[0] == "总表"


def test_where_names_are_masked_nothing_is_taken_over_and_nothing_lost(made: Made, book: Path) -> None:
    view = FakeAudit([finding("assembly", "2026-Q1", "missing")])
    view.workspace = replace(view.workspace, name="测试")
    with pytest.raises(CheckbranchError, match="holds entries that people made"):
        written(view, path=book, redacted=True)
    assert "张三" not in str(lines(written(view, path=book.with_name("no.xlsx"), redacted=True), GAPS))


@needs_office
def test_libreoffice_opens_it_and_what_it_saves_keeps_what_was_filled_in(made: Made, book: Path) -> None:
    out = book.parent / "out"
    convert([book], CSV_SHEETS, out)
    text = out.joinpath(f"book-{GAPS}.csv").read_text("utf-8")
    assert "2026-04-28" in text and "△ 不规范" in text
    assert "一支部（B1）,党支部" in out.joinpath("book-总表.csv").read_text("utf-8")
    audit(made.now, book)
    before = book.read_bytes()
    convert([book], "pdf", out)
    assert out.joinpath("book.pdf").read_bytes().startswith(b"%PDF")
    convert([book], "xlsx", out)
    shutil.copy(out / "book.xlsx", book)
    assert "沿用了原表 2 项" in audit(made.now, book).stderr
    assert book.read_bytes() == before
