"""Days on the command line, and the one place where the clock is read."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import click


class DayType(click.ParamType[date]):
    """A day written as 2026-11-23."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that ``value`` names, or fail with what to write."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}” 不是日期，请写成 2026-11-23。 It is not a date; write 2026-11-23.", param, ctx)


DAY = DayType()


def today(timezone: str) -> date:
    """Return the day it is now in ``timezone``."""
    return datetime.now(ZoneInfo(timezone)).date()
