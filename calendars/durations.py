"""Lengths of time as people write them in rules: ``1 month``, ``15 days``, ``3 workdays``, ``90 minutes``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Unit = Literal["day", "workday", "week", "month", "year", "hour", "minute"]

_UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)}
_TEXT = re.compile(r"([0-9]{1,5}) +([a-z]+?)s?")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: ``number`` (0 or more) of ``unit``."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        """Return it as it is written, ``1 month`` or ``15 days``."""
        return f"{self.number} {self.unit}" + ("" if self.number == 1 else "s")


def parse_duration(text: str) -> Duration:
    """Return the duration that ``text`` names, its unit in the singular or the plural.

    Raises ValueError for anything else, and for a number of more than five digits.
    """
    match = _TEXT.fullmatch(text.strip())
    unit = _UNITS.get(match[2]) if match else None
    if match is None or unit is None:
        raise ValueError(
            f"{text!r} is no length of time; write a number and one of days, workdays, weeks, months, years, "
            "hours or minutes, such as 15 days"
        )
    return Duration(int(match[1]), unit)
