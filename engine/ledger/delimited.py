"""CSV and TSV files: their encoding, their separator, and the physical line on which each record begins."""

from __future__ import annotations

import csv
import io
import re

from .sheets import Refused, Sheet, sheet_of

SEPARATORS = ",\t;"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(data: bytes) -> Sheet:
    """Return the only sheet of a CSV or TSV file; raise Refused where it is no such text."""
    text = decode(data)
    named = _SEP_LINE.match(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=named[1] if named else separator(text), strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    line = 0
    try:
        for row in reader:
            rows.append(row)
            numbers.append(line + 1)
            line = reader.line_num
    except csv.Error as error:
        raise Refused(
            f"第 {line + 1} 行起的记录引号或内容不规范（{error}）。请核对双引号是否成对，或用表格软件另存为 CSV。",
            f"The record that begins on line {line + 1} is malformed ({error}). "
            "Check that its double quotes are paired, or save it as CSV from a spreadsheet.",
        ) from None
    if named:
        rows[0] = []
    return sheet_of(None, rows, numbers)


def decode(data: bytes) -> str:
    """Return the text of a file: by its byte order mark, else as UTF-8, else as GB18030."""
    names = next(([name] for bom, name in _BOMS if data.startswith(bom)), ["utf-8", "gb18030"])
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(
        "不是可识别的文本（既非 UTF-8 也非 GB18030）。请用表格软件另存为“CSV UTF-8”或 XLSX。",
        "This is no text that can be decoded (neither UTF-8 nor GB18030). Save it as CSV UTF-8 or as XLSX.",
    )


def separator(text: str) -> str:
    """Return the separator that cuts the first line with a value into most cells; a comma where none does."""
    header = ((match := re.search(r"\S[^\r\n]*", text)) and match[0]) or ""
    return max(SEPARATORS, key=lambda sign: len(next(csv.reader([header], delimiter=sign), [])))
