"""The user's own lists of holidays, as ``checkbranch.yaml`` names them, and the working days they make."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...calendars import HolidayList, WorkCalendar, read_holidays, work_calendar
from ..causes import system_cause
from ..errors import CheckbranchError, Fault, fail
from ..text import Text
from .settings import Workspace


@dataclass(frozen=True, slots=True)
class OwnHolidays:
    """The lists in their order (a later one stands over an earlier), their bytes, and the working days they make."""

    lists: tuple[HolidayList, ...]
    content: bytes
    days: WorkCalendar


def read_own_holidays(workspace: Workspace) -> OwnHolidays:
    """Return the lists that a workspace names; raises CheckbranchError with every fault and its line."""
    lists: list[HolidayList] = []
    contents: list[bytes] = []
    faults: list[Fault] = []
    for path in workspace.holidays:
        shown = _shown(path, workspace.root)
        try:
            contents.append(path.read_bytes())
        except OSError as error:
            cause = system_cause(error)
            raise fail(
                shown,
                f"放假安排文件无法读取（{cause.zh}）。请核对 holidays: 的路径。",
                f"The list of holidays cannot be read ({cause.en}). Check the path under holidays:.",
            ) from None
        lists.append(read_holidays(path, shown))
        faults += [
            Fault(f"{shown}:{line}" if line else shown, Text(zh, en))
            for line, zh, en in dict.fromkeys(lists[-1].faults)
        ]
    if faults:
        raise CheckbranchError(faults)
    return OwnHolidays(tuple(lists), b"\0".join(contents), work_calendar(lists))


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
