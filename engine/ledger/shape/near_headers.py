"""Words that are misspelt, headers above all: which known one they may have been meant to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from ..headers import TABLES, plain_header

_CLOSE = 0.74  # one character of four may differ
_CLOSE_LONGER = 0.8  # where the lengths differ too
_LONGEST = 24
# A header that ends so is about something else than the field that it begins with: 出勤率, 主持人工号.
_ABOUT = re.compile("(率|比例|工号|职务|电话|原因|说明|备注|图片|附件|编号|单位|地址|时长)$")


def near_fields(table: str, header: str, taken: Collection[str]) -> dict[str, str]:
    """Return the fields that a header may have been meant for, each with the known header that is nearest.

    ``taken`` are fields that other columns hold already. Of several fields all are equally near.
    """
    plain = plain_header(header)
    if not 3 <= len(plain) <= _LONGEST:
        return {}
    best, found = 0.0, dict[str, str]()
    for field, known in _known(table):
        if field in taken:
            continue
        ratio = _about_alike(plain, plain_header(known))
        if ratio > best:
            best, found = ratio, {}
        if ratio and ratio == best:
            found.setdefault(field, known)
    return found


def _known(table: str) -> Iterable[tuple[str, str]]:
    return ((name, known) for name, column in TABLES[table].items() for known in (*column.headers, *column.weak))


def _about_alike(header: str, known: str) -> float:
    about, of = _ABOUT.search(header), _ABOUT.search(known)
    return alike(header, known) if (about and about[0]) == (of and of[0]) else 0


def alike(word: str, known: str) -> float:
    """Return how alike two words are, 0 where they are not alike enough for one to be the other misspelt."""
    if min(len(word), len(known)) < 3 or abs(len(word) - len(known)) > 2:
        return 0
    same = sum(one == other for one, other in zip(word, known, strict=False))
    if len(word) == len(known) and same == len(known) - 1:
        return same / len(known)
    if 2 * len(set(word) & set(known)) < len(set(known)):
        return 0
    ratio = SequenceMatcher(None, word, known, autojunk=False).ratio()
    return ratio if ratio >= (_CLOSE if len(word) == len(known) else _CLOSE_LONGER) else 0
