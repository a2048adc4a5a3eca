"""Columns that hold each value once answer as plain lists do, and large tables are read as small ones are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import pytest

from checkbranch.engine.coded import (
    Coded,
    alike,
    chosen,
    counted,
    distinct,
    each,
    firsts,
    joined,
    merged,
    numbered,
    put_in,
    where,
)
from checkbranch.engine.ledger import Ledger, plain_text, read_ledger
from checkbranch.engine.ledger.files import delimited
from checkbranch.engine.ledger.files.delimited import read_delimited
from checkbranch.engine.ledger.files.separators import dialect_of
from checkbranch.engine.ledger.values import sheets
from checkbranch.engine.ledger.values.sheets import sheet_of
from checkbranch.engine.workspaces.workspace import read_workspace

from .test_ledger_reading import UNITS, VOCABULARY, write

CELLS = ["b", "a", "", "b", "c", "a", "b", ""]
OTHER = [1, 2, 1, 1, 3, 2, 2, 1]


def coded(cells: Sequence[object]) -> Coded[object]:
    order = list(dict.fromkeys(cells))
    codes = b"".join(order.index(cell).to_bytes(4, "little") for cell in cells)
    return Coded(memoryview(codes).cast("i"), order)


def test_a_coded_column_answers_as_a_list_does() -> None:
    column, other = coded(CELLS), coded(OTHER)
    assert list(column) == CELLS and column[2] == "" and column[-4] == "c" and list(column[2:5]) == CELLS[2:5]
    assert distinct(column) == set(CELLS) and firsts(column) == firsts(CELLS) and counted(column) == Counter(CELLS)
    for columns, lists in (
        ((column,), (CELLS,)),
        ((column, other), (CELLS, OTHER)),
        ((column, column, other), (CELLS, CELLS, OTHER)),
        ((column, alike(7, other)), (CELLS, [7] * 8)),
        ((column, OTHER), (CELLS, OTHER)),
    ):
        assert list(each(lambda *row: row, *columns)) == list(zip(*lists, strict=True))
        assert where(lambda *row: row[-1] in ("b", 1), *columns) == where(lambda *row: row[-1] in ("b", 1), *lists)
    for rows in ([6, 1, 1], [], range(8), range(3, 8), range(7, 0, -2)):
        assert list(chosen(column, rows)) == [CELLS[row] for row in rows]
        assert distinct(chosen(column, rows)) == {CELLS[row] for row in rows}
    assert list(joined([column, column[:3], other])) == CELLS + CELLS[:3] + OTHER
    assert list(put_in(column, [0, 7], "x")) == ["x", *CELLS[1:7], "x"] and list(column) == CELLS
    lengths = each(len, column)
    assert list(merged(lengths)) == [1, 1, 0, 1, 1, 1, 1, 0] and isinstance(lengths, Coded)
    assert [*map([*numbered(column)[1]].__getitem__, numbered(column)[0])] == CELLS


@pytest.mark.parametrize("text", [
    "日期,类型\n2026-01-05,党课\n\n2026-02-05,党课\n",  # an empty line
    "日期,类型\n2026-01-05,党课,x\n",  # a cell too many
    "日期,类型\n2026-01-05\n",  # and one too few
    '日期,类型\n"2026-01-05",党课\n',
    "日期,类型\r2026-01-05,党课\r",
    "sep=;\n日期;类型\n2026-01-05;党课\n",
    ",\n日期,类型\n2026-01-05,党课\n",
    "日期\n2026-01-05\n",
    "日期,类型\n",
])  # fmt: skip
def test_what_is_not_plain_is_left_to_the_reader_of_lines(text: str) -> None:
    assert plain_text.read_plain(text, dialect_of(text)) is None


@pytest.mark.parametrize("text", [
    "日期,类型,NULL\n2026-01-05,党课,NA\n2026-01-05, 党课 ,\n",
    "日期,类型\r\n2026-01-05,党课\r\n,\r\n , \r\n",  # blank rows at the end are none
    "日期\t类型\n2026-01-05\t党课\n,\t'",
    "日期,类型\n,\n2026-01-05,日期",
])  # fmt: skip
def test_plain_text_is_read_as_by_lines(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = read_delimited(text.encode())
    monkeypatch.setattr(delimited, "LARGE", 1)
    fast = read_delimited(text.encode())
    assert all(isinstance(column, Coded) for column in fast.columns)
    assert (fast.header, fast.header_row, [*fast.numbers]) == (slow.header, slow.header_row, [*slow.numbers])
    assert [[*column] for column in fast.columns] == [[*column] for column in slow.columns]


def test_cells_of_all_kinds_stay_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: Any = [["a", "b"], [1, 1.0], [True, 1], [0.5, "1"], [None, ""], ["x"], [False, 0]]
    slow = sheet_of(None, rows, range(1, 8))
    monkeypatch.setattr(sheets, "MANY", 1)
    fast = sheet_of(None, rows, range(1, 8))
    assert all(isinstance(column, Coded) for column in fast.columns)
    assert repr([[*column] for column in fast.columns]) == repr([[*column] for column in slow.columns])


ROWS = """编号,类型,单位,时间,应到,实到,参会人员,走访对象,所属时段,备注
1,党课,第一支部,2026-01-05,5,4,张三、李四,,,甲
2,党课+主题党日,B1、B2,2026-01-05 15:00,5,9,张三、王五,,2026-01,乙
2,党课,第一支部,2026-01-05,5,4,张三、李四,,,丙
,走访,第二支部,2026-02-30,,,,H1,,
,走访,第二支部,2026-02-03,,,,H1、无此户,,
,走访,第二支部,2026-02-03,,,,H1,,
,走访,第二支部,2026-02-03,,,,H1,,
,走访,第二支部,2026-02-03,,,,H1,,另
,跳舞,第二支部,2026-02-03,,,,,,
,党课,第三支部,2026-02-03,,,,,,
,党课,,1986-02-03,,,,,,
,党课,第一支部,,,,,,,
,,第一支部,2026-03-01,,,,,,
,党课,第一支部,26.3.5,三,12/15,,,,
,,,,,,,,,
合计,,,12次,,,,,,
备注：内容虚构,,,,,,,,,
"""


def shown(ledger: Ledger) -> list[Any]:
    acts = ledger.activities
    columns = {each.name: getattr(acts, each.name) for each in fields(acts) if each.name not in ("people", "fields")}
    told = [[*column] for column in (*columns.values(), *acts.people.values(), *acts.fields.values())]
    return [told, [*acts.people], [*acts.fields], ledger.problems, [*map(astuple, ledger.unread)], ledger.sources]


def test_a_large_ledger_is_read_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "units.csv": UNITS,
        "members.csv": "姓名,支部\n张三,B1\n李四,B1\n李四,B2\n",
        "households.csv": "id,unit\nH1,B2\nH2,B1\n",
        "a.csv": ROWS,
        "b.csv": ROWS.replace("2026", "2025").replace("B1、B2", "“B1”"),
    }
    data = "".join(f"  {table}: {table}.csv\n" for table in ("units", "members", "households"))
    workspace = read_workspace(write(tmp_path, f"{data}  activities: [a.csv, b.csv]\n", files))
    slow = shown(read_ledger(workspace, VOCABULARY))
    assert len(ledger_problems := {problem.code for problem in slow[3]}) > 8, ledger_problems
    monkeypatch.setattr(delimited, "LARGE", 1)
    monkeypatch.setattr(sheets, "MANY", 1)
    fast = read_ledger(workspace, VOCABULARY)
    assert isinstance(fast.activities.types, Coded)
    assert shown(fast) == slow
