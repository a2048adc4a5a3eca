"""The names of announced holidays, in Chinese and in English."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


def holiday_name(day: date) -> tuple[str, str] | None:
    """Return the holiday that a day is off for, or worked to make up for; None where nothing was announced."""
    return _names().get(day)


@lru_cache(maxsize=1)
def _names() -> dict[date, tuple[str, str]]:
    try:
        from chinese_calendar import constants

        chinese = {holiday.value: str(holiday.chinese) for holiday in constants.Holiday}
        days = {**constants.holidays, **constants.workdays}
        return {day: (chinese.get(name, name), name) for day, name in days.items()}
    except (ImportError, AttributeError, SyntaxError, TypeError, ValueError):
        # Names are an ornament: without the package the days are listed without them.
        return {}
