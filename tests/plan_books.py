"""What the tests of plans share: the command as it is called, and a workbook as a person reads and edits it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from checkbranch.cli.main import main

AS_OF = "2026-11-02"
Line = dict[str, Any]


def plan(folder: Path, *options: str, as_of: str = AS_OF, code: int = 0, file: str = "plan.xlsx") -> Result:
    """Write the plan of a workspace to ``file`` (none where it is empty) and return what was printed."""
    call = ["calendar", "plan", str(folder), "--as-of", as_of, *options]
    result = CliRunner().invoke(main, [*call, "-o", str(folder / file)] if file else call)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def lines(path: Path, sheet: str = "计划") -> list[Line]:
    """Return the rows of a plan, each by its headers, with its number under ``row``."""
    book = load_workbook(path)
    found = list(book[sheet].iter_rows(values_only=True))
    heads = [str(head) for head in found[0]]
    rows = [{"row": at, **dict(zip(heads, row, strict=True))} for at, row in enumerate(found[1:], 2)]
    return [row for row in rows if any(value is not None for key, value in row.items() if key != "row")]


def of(path: Path, matter: str, period: str = "") -> Line:
    """Return the only row of a plan that is of a matter and a period."""
    (line,) = [one for one in lines(path) if one["事项"] == matter and (not period or one["所属时段"] == period)]
    return line


def day(line: Line) -> date | None:
    """Return the day on which a row stands."""
    value = line["建议日期"]
    return value.date() if isinstance(value, datetime) else value


def edit(path: Path, change: Callable[[Worksheet], object], sheet: str = "计划") -> None:
    """Change a workbook as a person would, and save it."""
    book = load_workbook(path)
    change(book[sheet])
    book.save(path)


def put(path: Path, matter: str, period: str = "", /, **cells: object) -> None:
    """Write into cells of one row, by their headers."""
    line = of(path, matter, period)
    heads = list(line)[1:]

    def change(sheet: Worksheet) -> None:
        for head, value in cells.items():
            sheet.cell(line["row"], heads.index(head) + 1).value = value  # type: ignore[assignment]

    edit(path, change)


def add(path: Path, **cells: object) -> None:
    """Add a row by hand at the end, by headers."""
    heads = list(lines(path)[0])[1:]
    last = lines(path)[-1]["row"]

    def change(sheet: Worksheet) -> None:
        for head, value in cells.items():
            sheet.cell(last + 1, heads.index(head) + 1).value = value  # type: ignore[assignment]

    edit(path, change)
