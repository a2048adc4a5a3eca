"""``checkbranch calendar``: required meetings as a calendar, and the working days it goes by."""

from __future__ import annotations

import click

from .calendar_export import export_command
from .calendar_holidays import holidays_command
from .calendar_import import import_command
from .calendar_plan import plan_command
from .usage import Commands


@click.group(cls=Commands)
def calendar_command() -> None:
    """日历：导出应开的会、全年计划、读入日历、放假安排。 Calendars: export, plan of a year, import, holidays."""


calendar_command.add_command(export_command, "export")
calendar_command.add_command(holidays_command, "holidays")
calendar_command.add_command(import_command, "import")
calendar_command.add_command(plan_command, "plan")
