"""The fingerprint as a short code that people can read out, print and type."""

from __future__ import annotations

import re

_DIGITS = 12
_GROUP = 4
_BETWEEN = re.compile(r"[-–—\s]+")
_CODE = re.compile(rf"[0-9A-F]{{{_DIGITS}}}")


def short_code(fingerprint: str) -> str:
    """Return the first 12 hexadecimal digits in upper case, in groups of four: ``47FE-D84B-0FF9``."""
    digits = fingerprint[:_DIGITS].upper()
    return "-".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def read_code(text: str) -> str | None:
    """Return a code as people type it (lower case, with blanks or without dashes) in its usual form, else None."""
    digits = _BETWEEN.sub("", text).upper()
    return short_code(digits) if _CODE.fullmatch(digits) else None
