"""What a period of the calendar is called in a sentence."""

from __future__ import annotations

import re

from .text import Text

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
QUARTERS = "一二三四"
HALVES = (Text("上半年", "first half"), Text("下半年", "second half"))
_KEY = re.compile(r"[0-9]{4}(-([0-9]{2}|Q[1-4]|H[12]))?")


def is_period(key: str) -> bool:
    """Return whether ``key`` names a period of the calendar, and is no ``-`` or the id of a record."""
    return bool(_KEY.fullmatch(key))


def period_words(key: str) -> Text:
    """Return a period, by its key, as it stands in a sentence: ``2026年第三季度``, ``Q3 2026``, ``September 2026``."""
    year, part = key[:4], key[5:]
    if not part:
        return Text(f"{year}年", year)
    number = int(part.lstrip("QH"))
    if part[0] == "Q":
        return Text(f"{year}年第{QUARTERS[number - 1]}季度", f"{part} {year}")
    if part[0] == "H":
        half = HALVES[number - 1]
        return Text(f"{year}年{half.zh}", f"{half.en} of {year}")
    return Text(f"{year}年{number}月", f"{MONTHS[number - 1]} {year}")
