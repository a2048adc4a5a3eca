"""Why a cell could not be read, where what stands in it shows what has happened to it."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping

from ...text import Text
from .chinese_numbers import with_digits

NOTHING = Text("", "")

_PART = re.compile(
    r"(?:\d{2,4}年度?)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?(?:[上中下]旬|初|中|底|末)?|\d{4}[-./]\d{1,2}|[上中下]旬"
)
_DAY_ALONE = re.compile(r"\d{1,2}")
_FULL = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?.*")
_YEARLESS = re.compile(r"(?:(\d{1,2})[月./])?(\d{1,2})(?:[日号].*)?")
_NO_DAY = Text("（没有这一天或这个时间）", ": there is no such day or time")
_NO_YEAR = Text(
    "（年份或月份没有写全，工作表名、标题和文件名中也没有写明）",
    ": its year or month is not written, nor told by the name of the sheet, the titles or the name of the file",
)
_ISO = re.compile(r"\d{4}-(\d{2})-(\d{2})(?: 00:00)?")


def why_bad(code: str, shown: str) -> Text:
    """Return what is to be added to the message of a bad cell, nothing where there is nothing to add."""
    said = _REASONS.get(code)
    return said(unicodedata.normalize("NFKC", shown).strip()) if said else NOTHING


def _date(text: str) -> Text:
    if _PART.fullmatch(text):
        return Text("（没有写是哪一天）", ": the day of the month is not written")
    if _DAY_ALONE.fullmatch(text):
        return Text(
            f"（只有一个数，可能是日，也可能是次数；是日的请写“{text}日”）",
            f": a number alone may be a day or a count; if it is the day, write {text}日",
        )
    yearless = _YEARLESS.fullmatch(with_digits(text))
    if yearless is not None:
        return _NO_YEAR if _exists(int(yearless[1] or 1), int(yearless[2])) else _NO_DAY
    if _FULL.fullmatch(text):
        return _NO_DAY
    return NOTHING


def _exists(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]


def _number(text: str) -> Text:
    match = _ISO.fullmatch(text)
    if match is None:
        return NOTHING
    fraction = f"{int(match[1])}/{int(match[2])}"
    return Text(
        f"很可能填的是“{fraction}”，被表格软件改成了日期；请先把单元格设为文本，再填 {fraction}。",
        f"It probably was {fraction}, which the spreadsheet turned into a date: format the cell as text first, "
        f"then write {fraction}. ",
    )


_REASONS: Mapping[str, Callable[[str], Text]] = {"bad_date": _date, "bad_number": _number}
