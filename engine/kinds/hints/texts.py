"""What a record says, ready to be compared: without dates, numbers and punctuation, sentence by sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

LONGEST = 20_000  # characters of a text that are looked at; what follows is left aside, so that time is bounded
# Columns of the user's own in which the minutes go on.
FURTHER = ("决议", "会议决议", "结论与决议", "支部大会意见", "发言", "发言摘要", "讨论情况", "decision", "resolution")

_NUMERALS = frozenset("〇零一二三四五六七八九十百千万两廿")
_ENDS = re.compile(r"[。！？!?；;\n\r]+")


@dataclass(frozen=True, slots=True)
class Told:
    """The texts of one record of a unit.

    ``day`` is its date, or the first day of the period it names, and then it is not ``dated``. ``body`` is its content
    with what was decided; ``id`` puts records of one day in order.
    """

    rid: int
    id: str
    day: date
    dated: bool
    start: datetime | None
    title: str
    body: str


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of ``text`` in order, each without numbers, spaces and punctuation; empty ones left out."""
    found = ("".join(c for c in part if c.isalpha() and c not in _NUMERALS) for part in _parts(text))
    return tuple(each for each in found if each)


def passages(text: str) -> tuple[str, ...]:
    """Return the sentences of ``text`` without spaces and punctuation; numbers are kept, as titles hold some."""
    found = ("".join(c for c in part if c.isalnum()) for part in _parts(text))
    return tuple(each for each in found if each)


def _parts(text: str) -> list[str]:
    return _ENDS.split(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
