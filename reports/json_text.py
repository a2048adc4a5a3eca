"""Values as JSON text: deterministic, without needless escapes, every line break and lone surrogate escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from json.encoder import encode_basestring
from typing import TextIO

from .words.wording import plain_number

FORMAT = "checkbranch.audit/1"

# What some programs take for the end of a line, and what cannot be written as UTF-8.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def quoted(text: str) -> str:
    """Return a string as JSON that stands on one line and can be written as UTF-8."""
    encoded = encode_basestring(text)
    if text.isprintable():
        return encoded
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", encoded)


def json_value(value: object) -> str:
    """Return any value of a report as compact JSON, keys in their order.

    Decimals are written without an exponent, fractions as ``"1/2"``, days as ``"2026-09-01"``. Raises TypeError for
    a kind of value that no report holds.
    """
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return _nested(value)


def _nested(value: object) -> str:
    if isinstance(value, Fraction):
        return plain_number(value) if value.denominator == 1 else f'"{value}"'
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{quoted(str(key))}:{json_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, frozenset | set):
        return json_value(sorted(value, key=str))
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(json_value, value)) + "]"
    raise TypeError(f"{type(value).__name__} has no form in a report")


def write_rows(out: TextIO, key: str, rows: Iterable[str]) -> None:
    """Write one list of the report, an item a line; ``rows`` are JSON already."""
    out.write(f',\n"{key}":[')
    before = "\n"
    for row in rows:
        out.write(before + row)
        before = ",\n"
    out.write("\n]" if before == ",\n" else "]")
