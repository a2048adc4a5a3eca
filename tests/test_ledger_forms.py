"""Any table comes back the same from any form of file, and what is done to its bytes never breaks the account."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape as xml_escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine import CheckbranchError
from checkbranch.engine.ledger.files.sniffing import open_table
from checkbranch.engine.ledger.values.cells import is_blank

from .test_ledger_reading import one_branch
from .test_ledger_workbooks import XML, book

Grid = Sequence[Sequence[str]]
HEAD = ["日期", "类型", "主题", "应到"]
# What a cell may hold in any form; lines and edges are those of CSV and XLSX only.
CELL = st.text(st.sampled_from("党课会日0159-/.年月,;:、，()\"'= ab<&>"), max_size=8).map(str.strip)
GRIDS = st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=6).map(lambda rows: [HEAD, *rows])
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def as_csv(rows: Grid, sign: str = ",", encoding: str = "utf-8", end: str = "\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Grid) -> bytes:
    return book([[cell if cell and cell[0] != "=" else None for cell in row] for row in rows])


def as_html(rows: Grid) -> bytes:
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>".encode()


def as_xml(rows: Grid) -> bytes:
    cell = '<Cell><Data ss:Type="String">{}</Data></Cell>'
    lines = ("".join(cell.format(xml_escape(one)) for one in row) for row in rows)
    return XML.format(rows="".join(f"<Row>{line}</Row>" for line in lines)).encode()


def came_back(data: bytes, spreadsheet: bool) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, by number, with their cells to the last one with a value."""
    names, read, _ = open_table(data, spreadsheet)
    sheet = read(names[0])
    rows = [[str(cell or "") for cell in row] for row in zip(*sheet.columns, strict=True)]
    return held([[str(cell or "") for cell in sheet.header], *rows], [sheet.header_row, *sheet.numbers])


def held(rows: Grid, numbers: Sequence[int]) -> list[tuple[int, list[str]]]:
    found = []
    for number, row in zip(numbers, rows, strict=True):
        last = max((at + 1 for at, cell in enumerate(row) if not is_blank(cell)), default=0)
        if last:
            found.append((number, [cell.strip() for cell in row[:last]]))
    return found


def numbered(rows: Grid) -> list[tuple[int, list[str]]]:
    return held(rows, range(1, len(rows) + 1))


@given(GRIDS, st.sampled_from(ENCODINGS), st.sampled_from(",\t;|"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_table_comes_back_from_delimited_text(rows: Grid, encoding: str, sign: str, end: str) -> None:
    rows = [[cell if not cell.startswith('="') else "" for cell in row] for row in rows]
    assert came_back(as_csv(rows, sign, encoding, end), False) == numbered(rows)


@given(st.lists(st.lists(st.text(st.sampled_from('一二"\n,'), max_size=6), min_size=4, max_size=4), max_size=4))
def test_lines_and_marks_in_cells_come_back(rows: Grid) -> None:
    rows = [HEAD, *([cell.strip() for cell in row] for row in rows)]
    _, read, _ = open_table(as_csv(rows), False)
    sheet = read(None)
    cells = [list(row) for row in zip(*sheet.columns, strict=True) if any(row)]
    if not sheet.notes:  # a cell whose lines look like records is taken apart, and said
        assert cells == [row for row in rows[1:] if any(row)]


@given(GRIDS)
def test_any_table_comes_back_from_a_workbook(rows: Grid) -> None:
    rows = [[cell if not cell.startswith("=") else "" for cell in row] for row in rows]
    assert came_back(as_xlsx(rows), True) == numbered(rows)


@given(GRIDS)
def test_any_table_comes_back_from_a_page_and_from_xml(rows: Grid) -> None:
    assert came_back(as_html(rows), True) == numbered([[" ".join(cell.split()) for cell in row] for row in rows])
    assert came_back(as_xml(rows), True) == numbered(rows)


TABLE = [HEAD, ["2026-03-05", "党课", "学习", "9"], ["2026-03-06", "主题党日", "参观", "8"], ["合计", "", "", "17"]]
FORMS: dict[str, Callable[[], bytes]] = {
    "a.csv": lambda: as_csv(TABLE),
    "b.csv": lambda: as_csv(TABLE, "\t", "gb18030"),
    "c.csv": lambda: as_csv(TABLE, ";", "utf-16-le"),
    "a.xlsx": lambda: as_xlsx(TABLE),
    "a.html": lambda: as_html(TABLE),
    "a.xml": lambda: as_xml(TABLE),
    "old.xls": lambda: (Path(__file__).parent / "ledgers" / "merged_down_old_format.xls").read_bytes(),
    "a.ods": lambda: (Path(__file__).parent / "ledgers" / "merged_down_opendocument.ods").read_bytes(),
}


@cache
def form(name: str) -> bytes:
    return FORMS[name]()


@pytest.mark.parametrize("name", FORMS)
@given(st.data())
def test_the_account_holds_whatever_is_done_to_the_bytes(name: str, data: st.DataObject) -> None:
    changed = bytearray(form(name))
    for _ in range(data.draw(st.integers(1, 6), "how many")):
        at = data.draw(st.integers(0, len(changed)), "where")
        what = data.draw(st.sampled_from(["put", "cut", "twice", "end"]), "what")
        if what == "put":
            changed[at : at + 1] = data.draw(st.binary(min_size=0, max_size=4), "bytes")
        elif what == "cut":
            del changed[at : at + data.draw(st.integers(1, 40), "length")]
        elif what == "twice":
            changed[at:at] = changed[at : at + data.draw(st.integers(1, 200), "length")]
        else:
            del changed[max(at, len(changed) // 2) :]
    with TemporaryDirectory() as folder:
        try:
            ledger = one_branch(Path(folder), bytes(changed), name)
        except CheckbranchError as error:
            assert all(fault.say("zh") and fault.say("en") for fault in error.faults)
            return
    for source in ledger.sources:
        assert source.read == source.taken + source.problems + source.blank + source.skipped
        assert source.taken >= 0
