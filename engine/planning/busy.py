"""Calendars of what else there is to do: their days are taken, whatever it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ...calendars.arrivals import read_arrivals
from ...calendars.lines import Unusable
from ..causes import system_cause
from ..errors import CheckbranchError, Fault, fail
from ..ledger.event_words import unusable
from ..ledger.events import LAST, days_of, takes_days
from ..text import Text


def read_busy(paths: Sequence[Path], timezone: str) -> tuple[frozenset[date], list[Text]]:
    """Return the days on which there is something in one of the calendars, and what is to be said of them.

    Cancelled events take no day, nor do proposals of our own. Raises CheckbranchError for a file that is no calendar.
    """
    days: set[date] = set()
    notes: list[Text] = []
    for path in paths:
        try:
            found = read_arrivals(_bytes(path), timezone, None, date.max, LAST)
        except Unusable as error:
            raise CheckbranchError([Fault(str(path), unusable(error))]) from None
        days.update(day for one in found.records if takes_days(one) for day in days_of(one))
        if found.refused:
            lines = [str(one.line) for one in found.refused[:5]]
            notes.append(
                Text(
                    f"{path}：有 {len(found.refused)} 个活动无法识别，未占用日期（第 {'、'.join(lines)} 行等）。",
                    f"{path}: {len(found.refused)} events cannot be read and take no day (line {', '.join(lines)}).",
                )
            )
    return frozenset(days), notes


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        cause = system_cause(error)
        raise fail(
            str(path),
            f"文件无法读取（{cause.zh}）。请核对 --busy 的路径。",
            f"The file cannot be read ({cause.en}). Check the path under --busy.",
        ) from None
