"""One wording of the program: the Chinese and the English that stand side by side at one place of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_KEY = re.compile(r"[a-z0-9]+(?:[_.-][a-z0-9]+)+")
# Lists of headings and pieces of YAML: Chinese is what is read or filled in there, not what is said.
_READ = re.compile(r"\s*(?:- )?[a-z_]+(?: [a-z]+)?: ")
_QUOTED = re.compile(r"“[^”]*”|`[^`]*`|\([^()]*\)|\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text stands in its file, as offsets in bytes, and in what form: the key of a writer in ``apply``."""

    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese and an English text; what is filled in stands in braces, as it is written in the code."""

    file: str
    zh: str
    en: str
    zh_at: Span
    en_at: Span


def is_pair(zh: str, en: str) -> bool:
    """Return whether these two texts say the same in Chinese and in English, and are no header with its key."""
    if not _HAN.search(zh) or not _LATIN.search(en) or _KEY.fullmatch(en) or _READ.match(zh):
        return False
    return not _HAN.search(_QUOTED.sub("", en))
