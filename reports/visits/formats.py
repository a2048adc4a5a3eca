"""The formats of the visits, and of the sheets of helpers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, TextIO

from ..asked import Ask, Format, by_name
from .report import VisitReport


def _text(report: VisitReport, out: TextIO, ask: Ask) -> None:
    from .as_text import write_visits

    write_visits(report, out, ask.language, ask.exit_code)


def _csv(report: VisitReport, out: TextIO, ask: Ask) -> None:
    from .as_json import write_visits_csv

    write_visits_csv(report, out, ask.language)


def _xlsx(report: VisitReport, out: BinaryIO, ask: Ask) -> None:
    from .as_xlsx import visit_workbook

    out.write(visit_workbook(report, ask.language))


def _html(report: VisitReport, out: TextIO, ask: Ask) -> None:
    from .as_html import write_visits_html

    write_visits_html(report, out, ask.language)


def _json(report: VisitReport, out: TextIO, ask: Ask) -> None:
    from .as_json import write_visits_json

    write_visits_json(report, out, ask.language)


VISITS: Mapping[str, Format[VisitReport]] = by_name(
    Format("text", (".txt",), text=_text),
    Format("csv", (".csv",), text=_csv),
    Format("xlsx", (".xlsx",), data=_xlsx),
    Format("html", (".html", ".htm"), text=_html),
    Format("json", (".json",), text=_json),
)
SHEETS = ("html", "xlsx")  # the formats of which a sheet for one helper can be
