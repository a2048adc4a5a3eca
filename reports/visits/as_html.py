"""The visits as one HTML file: the counts, the table, and an A4 page for every helper; no script, nothing loaded.

What has more than ``MOST`` rows, no browser shows and nobody prints: the most urgent of them are listed, how many more
there are is said, and the sheets of the helpers are left to ``--per-helper``. The counts are always of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from .columns import Words, columns_of
from .report import HelperSheet, VisitReport
from .sheets import GIVEN, HEADS, entries, note_of, title_of

MOST = 3000  # rows of one page
_TEMPLATE = "visits.html.j2"


def write_visits_html(report: VisitReport, out: TextIO, language: str = "zh") -> None:
    """Write the visits to ``out``: everything from files is escaped, and the same report gives the same bytes."""
    words = Words(report.audit, language)
    _write(out, words, report=report, sheets=report.sheets() if len(report.rows) <= MOST else [])


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
        more=_more(report, words) if report is not None else "",
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
            for row in report.rows[:MOST]
        ],
    }


def _more(report: VisitReport, words: Words) -> str:
    """Return how many rows are not listed, how many of them are overdue, and where they are; empty where all are."""
    left = report.rows[MOST:]
    if not left:
        return ""
    late = sum(row.overdue_since is not None for row in left)
    return words.say(
        f"共 {len(report.rows)} 行，此页只列最急的 {MOST} 行；其余 {len(left)} 行（其中已逾期 {late} 行）见工作簿"
        "（-o 走访.xlsx），某一单位的用 --unit 单位。上面各数包括全部。"
        "每位帮扶责任人的走访单用 --per-helper 文件夹 另写。",
        f"Of {len(report.rows)} rows the {MOST} most urgent are listed here; the other {len(left)} ({late} of them "
        "overdue) are in the workbook (-o visits.xlsx), those of one unit with --unit UNIT. The numbers above are "
        "of all. For the sheet of each helper use --per-helper FOLDER.",
    )


def _pages(sheets: list[HelperSheet], words: Words) -> Iterator[dict[str, object]]:
    for number, sheet in enumerate(sheets, 1):
        yield {
            "anchor": f"h{number}",
            "name": sheet.name if sheet.name is not None else words.say("未落实", "no helper"),
            "title": title_of(sheet, words),
            "note": note_of(sheet, words),
            "entries": list(entries(sheet, words)),
        }
