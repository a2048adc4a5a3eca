"""A list of days off and days worked, as its user wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Form = Literal["list", "announcement", "calendar"]
Faults = list[tuple[int | None, str, str]]


@dataclass(frozen=True, slots=True)
class OwnDay:
    """What a list says of a day: off, or worked; what for, and on which line."""

    off: bool
    name: str | None
    line: int | None


@dataclass(slots=True)
class HolidayList:
    """One file that was read. ``file`` is its name as it is shown.

    ``years`` are those whose arrangement the file gives as a whole. ``left`` counts the events of a calendar that are
    neither off nor worked, such as solar terms; in an ``unmarked`` one nothing is marked, and every whole day is off.
    A fault is its line, or None where it has none, and the message in Chinese and in English.
    """

    file: str
    form: Form = "list"
    days: dict[date, OwnDay] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    left: int = 0
    unmarked: bool = False
    faults: Faults = field(default_factory=list)

    def put(self, day: date, own: OwnDay) -> None:
        """Take a day; one that is both off and worked is a fault."""
        held = self.days.setdefault(day, own)
        if held.off != own.off:
            where = f"（另见第 {held.line} 行）" if held.line else ""
            line = f" (see line {held.line})" if held.line else ""
            self.faults.append(
                (
                    own.line,
                    f"{day} 既写成放假，又写成上班{where}。请只保留一处。",
                    f"{day} is both off and worked{line}. Keep it in one of them.",
                )
            )

    @property
    def off(self) -> set[date]:
        """The days off."""
        return {day for day, own in self.days.items() if own.off}

    @property
    def worked(self) -> set[date]:
        """The days worked."""
        return {day for day, own in self.days.items() if not own.off}
