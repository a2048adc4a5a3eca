"""The visits as one HTML file: the counts, the table, and an A4 page for every helper; no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from .columns import Words, columns_of
from .report import HelperSheet, VisitReport
from .sheets import GIVEN, HEADS, entries, note_of, title_of

_TEMPLATE = "visits.html.j2"


def write_visits_html(report: VisitReport, out: TextIO, language: str = "zh") -> None:
    """Write the visits to ``out``: everything from files is escaped, and the same report gives the same bytes."""
    words = Words(report.audit, language)
    _write(out, words, report=report, sheets=report.sheets())


def write_helper_html(sheet: HelperSheet, report: VisitReport, out: TextIO, language: str = "zh") -> None:
    """Write the sheet of one helper alone."""
    _write(out, Words(report.audit, language), report=None, sheets=[sheet])


def _write(out: TextIO, words: Words, report: VisitReport | None, sheets: list[HelperSheet]) -> None:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "html", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    heads = [head.say(words.language) for head, _ in HEADS]
    environment.globals.update(
        en=words.language == "en",
        title=words.title() if report is not None else title_of(sheets[0], words),
        owner=words.audit.workspace.name,
        as_of=str(words.audit.as_of),
        code=words.code(),
        facts=words.facts(report) if report is not None else "",
        counts=words.counts(report.counts) if report is not None else [],
        table=_table(report, words) if report is not None else None,
        heads=list(zip(heads, (width for _, width in HEADS), strict=True)),
        room=len(HEADS) - GIVEN,
        pages=list(_pages(sheets, words)),
        several=len(sheets) > 1 or report is not None,
    )
    out.writelines(environment.get_template(_TEMPLATE).generate())


def _table(report: VisitReport, words: Words) -> dict[str, object]:
    columns = columns_of(report)
    return {
        "heads": [(column.key, column.head.say(words.language)) for column in columns],
        "rows": [
            (
                "late" if row.overdue_since else row.status,
                [(column.key, column.head.say(words.language), column.value(row, words)) for column in columns],
            )
            for row in report.rows
        ],
    }


def _pages(sheets: list[HelperSheet], words: Words) -> Iterator[dict[str, object]]:
    for number, sheet in enumerate(sheets, 1):
        yield {
            "anchor": f"h{number}",
            "name": sheet.name if sheet.name is not None else words.say("未落实", "no helper"),
            "title": title_of(sheet, words),
            "note": note_of(sheet, words),
            "entries": list(entries(sheet, words)),
        }
