"""A small line of numbers over time, as the points of a drawing, with the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..layout import Page

LEAST = 3  # points that make a line


@dataclass(frozen=True, slots=True)
class Chart:
    """A line: its size, the points of the line, each with the number that stands beside it, and all of it in words."""

    width: int
    height: int
    line: str
    dots: tuple[tuple[float, float, str, str], ...]
    base: float
    words: str


def chart_of(page: Page, points: Sequence[tuple[date, int]], width: int, height: int, edge: int) -> Chart | None:
    """Return the line through ``points``, from the oldest on, ``edge`` wide at the sides; None of fewer than three."""
    if len(points) < LEAST:
        return None
    first, last = points[0][0], points[-1][0]
    days, most = (last - first).days, max(number for _, number in points)
    dots = []
    for day, number in points:
        x = edge + (width - 2 * edge) * (day - first).days / days
        y = height - edge - (height - 2 * edge) * (number / most if most else 0)
        dots.append((round(x, 1), round(y, 1), str(number), day.isoformat()))
    told = page.say("，", ", ").join(page.say(f"{day} {number} 项", f"{number} as of {day}") for day, number in points)
    words = page.say(f"缺口：{told}", f"Gaps: {told}")
    line = " ".join(f"{x},{y}" for x, y, _, _ in dots)
    return Chart(width, height, line, tuple(dots), float(height - edge), words)
