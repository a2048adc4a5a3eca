"""What a calendar file holds: the content of an entry, what it is about, and how often it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
Form = Literal["event", "todo"]
Role = Literal["proposal", "visits", "held", "note", "own"]  # own: an event that a person put into a plan


@dataclass(frozen=True, slots=True)
class Content:
    """All that a client shows of an entry; a change of any of it is a new revision.

    ``start`` and ``end`` are dates (``end`` is the first day after), or local date-times without a zone. Of a to-do
    both are dates, ``end`` being the last day on which it is due. ``alarms`` are minutes before the start.
    Raises ValueError where the end is before the start, or one of them has a time and the other has none.
    """

    form: Form
    start: date | datetime
    end: date | datetime
    status: Status
    summary: str
    description: str
    categories: tuple[str, ...] = ()
    alarms: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an end that does not end it."""
        timed = [isinstance(moment, datetime) for moment in (self.start, self.end)]
        if timed[0] != timed[1] or self.end < self.start:
            raise ValueError(f"{self.end} does not end what begins {self.start}")


@dataclass(frozen=True, slots=True)
class Matter:
    """What an entry is about.

    ``unit`` is the id of the unit it is under, ``period`` the key of the period, ``opens`` to ``closes`` the days from
    the start of that period to the end of its make-up time. ``wish`` is the rule's wish for the day, as written: when
    it changes, the day is looked for anew. ``title`` is the summary without unit and numbers. ``items`` are hashes of
    the single obligations in a bundle of visits.
    """

    role: Role
    duty: str
    subject_kind: str
    subject: str
    unit: str
    period: str
    opens: date
    closes: date
    wish: str = ""
    title: str = ""
    items: tuple[str, ...] = ()

    @property
    def obligation(self) -> tuple[str, str, str, str]:
        """The obligation it belongs to: duty, kind and id of the subject, key of the period."""
        return self.duty, self.subject_kind, self.subject, self.period


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry as it should be now."""

    uid: str
    content: Content
    matter: Matter


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it was written: ``sequence`` counts its changes, ``modified`` is the as-of day of the last one."""

    uid: str
    content: Content
    matter: Matter
    sequence: int
    modified: date

    @property
    def day(self) -> date:
        """The day it begins on."""
        return day_of(self.content.start)


def day_of(moment: date | datetime) -> date:
    """Return the day of a date or a date-time."""
    return moment.date() if isinstance(moment, datetime) else moment
