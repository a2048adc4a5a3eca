"""Texts in Markdown as any viewer shows them: nothing in them is a mark, and a cell is one line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .layout import safe
from .words.called import clipped

_LONGEST = 300  # of one cell
_MARKS = re.compile(r"[\\`*{}\[\]<>#|&~$!]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])")


def escaped(text: str) -> str:
    """Return ``text`` on one line so that Markdown shows it as it is."""
    return _MARKS.sub(lambda match: "\\" + match[0], safe(" ".join(text.split())))


def cell(text: str) -> str:
    """Return a text for a cell or a line: on one line, nothing in it marked up, linked or addressed to anybody."""
    return escaped(clipped(text, _LONGEST)).replace("@", "&#64;").replace("://", "&#58;//")


def row(values: Iterable[str]) -> str:
    """Return a row of a table; the values are escaped already."""
    return f"| {' | '.join(values)} |\n"
