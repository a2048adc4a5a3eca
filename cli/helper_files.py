"""A file for every helper, in a folder."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..calendars.file_names import plain_names
from ..engine.workspaces.settings import Workspace
from ..reports.visits.as_html import write_helper_html
from ..reports.visits.as_xlsx import visit_workbook
from ..reports.visits.report import HelperSheet, VisitReport, counts_of
from .folders import make_folder
from .originals import check_not_original
from .output import check_target, write_all

_AT_A_TIME = 200  # files that are open together


def write_helpers(report: VisitReport, folder: Path, forms: Sequence[str], workspace: Workspace, language: str) -> int:
    """Write the sheets of all helpers, named after them, and return how many; the folder is made where it is not.

    None takes its place before the contents of all are made. Raises CheckbranchError.
    """
    make_folder(folder)
    sheets = report.sheets()
    nobody = "no-helper" if language == "en" else "未落实帮扶责任人"
    stems = plain_names([sheet.name for sheet in sheets if sheet.name is not None], {})
    files: list[tuple[Path, bytes]] = []
    for sheet in sheets:
        stem = nobody if sheet.name is None else stems[sheet.name]
        for form in forms:
            path = folder / f"{stem}.{form}"
            check_target(path)
            check_not_original(path, workspace)
            files.append((path, _content(report, sheet, form, language)))
    for at in range(0, len(files), _AT_A_TIME):
        write_all(files[at : at + _AT_A_TIME])
    return len(sheets)


def _content(report: VisitReport, sheet: HelperSheet, form: str, language: str) -> bytes:
    if form == "xlsx":
        return visit_workbook(_only(report, sheet), language)
    out = io.StringIO()
    write_helper_html(sheet, report, out, language)
    return out.getvalue().encode()


def _only(report: VisitReport, sheet: HelperSheet) -> VisitReport:
    """Return the report with the rows of one helper."""
    rows = tuple(row for stop in sheet.stops for row in stop.rows)
    own = () if sheet.name is None else (sheet.name,)
    return replace(report, rows=rows, counts=counts_of(rows), helpers=own)
