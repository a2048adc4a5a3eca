"""What the tests of the workbook share: a small workspace, the command as it is called, and the sheets as read."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from checkbranch.cli.main import main
from checkbranch.reports.asked import Ask
from checkbranch.reports.book.report import write_book
from checkbranch.reports.view import AuditView

AS_OF = "2026-04-20"
Line = dict[str, Any]
_SETTINGS = (
    "checkbranch: 1\nname: {name}\nrules: [cn-party-branch]\n"
    "unit: {{id: B1, name: 一支部, full_members: 9, committee_size: 5}}\n"
    "log_starts: 2026-01-01\ndata: {{activities: [a.csv]}}\n"
)
MEETINGS = "日期,类型,应到,实到\n2026-01-09,支委会,5,5\n2026-02-06,支委会,5,2\n2026-03-02,支部党员大会,9,9\n"


def workspace(folder: Path, meetings: str = MEETINGS, name: str = "测试") -> Path:
    """Lay out a workspace of one branch."""
    folder.mkdir(exist_ok=True)
    folder.joinpath("checkbranch.yaml").write_text(_SETTINGS.format(name=name), "utf-8")
    folder.joinpath("a.csv").write_text(meetings, "utf-8")
    return folder


def audit(folder: Path, path: Path, *options: str, code: int = 1, as_of: str = AS_OF) -> Result:
    """Write the workbook of a workspace to ``path`` and return what was printed."""
    call = ["audit", str(folder), "--as-of", as_of, *options, "-o", str(path)]
    result = CliRunner().invoke(main, call)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def written(view: AuditView, most: int | None = None, **asked: Any) -> bytes:
    """Return the workbook of an audit made by hand."""
    out = BytesIO()
    write_book(view, out, Ask(**asked), **({} if most is None else {"most": most}))
    return out.getvalue()


def opened(content: bytes | Path) -> Any:
    """Open a workbook as openpyxl sees it."""
    return load_workbook(BytesIO(content) if isinstance(content, bytes) else content)


def lines(content: bytes | Path, sheet: str) -> list[Line]:
    """Return the rows of a sheet, each by its headers."""
    found = list(opened(content)[sheet].iter_rows(values_only=True))
    heads = [str(head) for head in found[0]]
    return [dict(zip(heads, row, strict=True)) for row in found[1:] if any(cell is not None for cell in row)]


def edit(path: Path, change: Callable[[Worksheet], object], sheet: str = "缺口与整改") -> None:
    """Change a workbook as a person would, and save it."""
    book = load_workbook(path)
    change(book[sheet])
    book.save(path)


def put(path: Path, duty: str, period: str, /, **cells: Any) -> None:
    """Write into cells of one gap, by their headers; a header that is not there is added."""

    def change(sheet: Worksheet) -> None:
        heads = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            found = {str(head): cell for head, cell in zip(heads, row, strict=True)}
            if duty in str(found["事项"].value) and found["时段"].value == period:
                for head, value in cells.items():
                    if head not in heads:
                        heads.append(head)
                        sheet.cell(1, len(heads), head)
                    sheet[f"{get_column_letter(heads.index(head) + 1)}{row[0].row}"] = value
                return
        raise AssertionError((duty, period))

    edit(path, change)
