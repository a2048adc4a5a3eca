"""What changed since the last audit as the page shows it: in all, and over time."""

from __future__ import annotations

from dataclasses import dataclass

from ..compared.trend import Change, Trend
from ..layout import Page
from .chart import Chart, chart_of

_SIZE = (640, 150, 30)


@dataclass(frozen=True, slots=True)
class TrendPart:
    """The trend of all units, or of one: the day and file of the last audit, the change, the line, and remarks."""

    day: str
    file: str
    span: str
    change: Change
    points: tuple[tuple[str, int], ...]
    chart: Chart | None
    notes: tuple[str, ...]


def trend_part(page: Page, trend: Trend | None, unit: str | None = None) -> TrendPart | None:
    """Return the trend of a unit, or of all together; None where there is none."""
    if trend is None:
        return None
    points = trend.points if unit is None else trend.series[unit]
    last = trend.last
    return TrendPart(
        last.as_of.isoformat(),
        last.name,
        page.say(f"{last.first} 至 {last.last}", f"{last.first} to {last.last}"),
        trend.whole if unit is None else trend.units[unit],
        tuple((day.isoformat(), number) for day, number in points),
        chart_of(page, points, *_SIZE),
        tuple(note.say(page.language) for note in trend.notes) if unit is None else (),
    )
