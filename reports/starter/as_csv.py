"""The templates as CSV files that Excel opens as UTF-8: a header, and the rows given."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from .template import Template, Value

BOM = "\ufeff"
_STARTS_FORMULA = ("=", "+", "-", "@")


def template_csv(table: Template, rows: Sequence[Mapping[str, Value]]) -> bytes:
    """Return one table; a text that a spreadsheet would compute is kept from it by a blank, which is trimmed again."""
    headers = [column.header for column in table.columns]
    return csv_of(headers, [[row.get(header) for header in headers] for row in rows])


def csv_of(headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Return a table as it is opened by Excel; rows may be shorter than the header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([*map(_cell, row), *[""] * (len(headers) - len(row))] for row in rows)
    return (BOM + out.getvalue()).encode("utf-8")


def _cell(value: Value) -> str:
    return kept_from_computing("" if value is None else str(value))


def kept_from_computing(text: str) -> str:
    """Return a text that no spreadsheet computes: a blank goes before what looks like a formula."""
    return f" {text}" if text.startswith(_STARTS_FORMULA) else text
