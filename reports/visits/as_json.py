"""The visits for programs: JSON with a row a line, and CSV as a spreadsheet opens it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict
from typing import TextIO

from ...engine.findings import RecordUse
from ..json_text import json_value, write_rows
from ..starter.as_csv import BOM, kept_from_computing
from .columns import COLUMNS, Value, Words
from .report import VisitReport
from .rows import VisitRow

FORMAT = "checkbranch.visits/1"


def write_visits_json(report: VisitReport, out: TextIO, language: str = "zh") -> None:
    """Write the visits to ``out``, the most urgent first."""
    audit = report.audit
    head: Mapping[str, object] = {
        "format": FORMAT,
        "as_of": audit.as_of,
        "span": {"from": audit.span.first, "to": audit.span.last},
        "workspace": audit.workspace.name,
        "language": language,
        "fingerprint": audit.fingerprint,
        "within": report.within,
        "helpers": report.helpers,
        "counts": asdict(report.counts),
    }
    out.write("{" + ",\n".join(f'"{key}":{json_value(value)}' for key, value in head.items()))
    words = Words(audit, language)
    write_rows(out, "visits", (json_value(_row(row, words)) for row in report.rows))
    out.write("}\n")


def write_visits_csv(report: VisitReport, out: TextIO, language: str = "zh") -> None:
    """Write the table to ``out``; a text that a spreadsheet would compute is kept from it."""
    words = Words(report.audit, language)
    out.write("" if out.isatty() else BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.head.say(language) for column in COLUMNS)
    for row in report.rows:
        writer.writerow(map(_cell, (column.value(row, words) for column in COLUMNS)))


def _cell(value: Value) -> str:
    return kept_from_computing(value) if isinstance(value, str) else "" if value is None else str(value)


def _row(row: VisitRow, words: Words) -> dict[str, object]:
    return {
        "unit": row.unit,
        "unit_name": row.unit_name,
        "subject": {"kind": row.subject.kind, "id": row.subject.id, "name": row.subject.name},
        "building": row.building,
        "tier": row.tier,
        "helpers": row.helpers,
        "duty": row.duty,
        "title": row.title.say(words.language),
        "finding": row.finding,
        "period": row.period.key if row.period else None,
        "status": row.status,
        "reason": row.reason,
        "required": row.required,
        "counted": row.counted,
        "last": _use(row.last, words) if row.last else None,
        "visitors": row.visitors,
        "due": row.due,
        "days_left": row.days_left,
        "makes_up": row.makes_up,
        "overdue_since": row.overdue_since,
        "missed": row.missed,
        "unclear": row.unclear,
        "attempts": [_use(use, words) for use in row.attempts],
    }


def _use(use: RecordUse, words: Words) -> dict[str, object]:
    said: dict[str, object] = {"id": use.id, "source": use.source, "date": use.date, "mode": use.facts.get("mode")}
    if use.use == "rejected":
        said |= {"reasons": use.reasons, "message": words.attempt(use)}
    return said
