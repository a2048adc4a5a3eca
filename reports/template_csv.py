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
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    headers = [column.header for column in table.columns]
    writer.writerow(headers)
    writer.writerows([_cell(row.get(header)) for header in headers] for row in rows)
    return (BOM + out.getvalue()).encode("utf-8")


def _cell(value: Value) -> str:
    return kept_from_computing("" if value is None else str(value))


def kept_from_computing(text: str) -> str:
    """Return a text that no spreadsheet computes: a blank goes before what looks like a formula."""
    return f" {text}" if text.startswith(_STARTS_FORMULA) else text
