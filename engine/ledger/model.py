"""What the files hold once they are read: typed columns, subjects over time, problems and the row account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from ...calendars import Period
from ..text import Text

Severity = Literal["error", "warning", "info"]
Origin = Literal["ledger", "calendar", "form"]
Cell = str | int | Decimal | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the data: ``error`` means the row is not taken, ``warning`` the cell, ``info`` that it is only said.

    ``source`` is ``file!sheet!row`` (``file!line`` for CSV), or the file or sheet alone. ``at`` is the column of the
    file in which the cell stands, 0 being the first; None where that is not known.
    """

    source: str
    column: str | None
    code: str
    message: Text
    severity: Severity
    at: int | None = field(default=None, compare=False)


@dataclass(slots=True)
class SourceAccount:
    """One sheet or file that was read, and what became of its rows: read = taken + problems + blank + skipped.

    ``columns`` are the canonical columns that the sheet has (a column exists though all its cells are empty).
    ``unit`` is the unit (index of the subject) that the source fixes, ``covers`` the types it is said to cover.
    ``origin`` tells what kind of thing it is: a table that is kept, a calendar, or a filled-in record form.
    """

    source: str
    table: str
    read: int = 0
    taken: int = 0
    problems: int = 0
    blank: int = 0
    skipped: int = 0
    sha256: str = ""
    columns: frozenset[str] = frozenset()
    unit: int | None = None
    covers: frozenset[str] = frozenset()
    log_starts: date | None = None
    complete_through: date | None = None
    unreadable: bool = False
    origin: Origin = "ledger"


@dataclass(slots=True)
class Subjects:
    """Every unit, group, member and household; a subject is the index into these equally long columns.

    ``family`` is ``unit`` (groups included), ``member`` or ``household``; ``kind`` a unit kind, ``member`` or
    ``household``. ``id`` is the id shown, ``UNIT/ID`` where two units share one. A subject exists in
    ``[starts, ends)``, None meaning without limit. ``parent`` is the unit above a unit, or the unit of a group.
    """

    family: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    id: list[str] = field(default_factory=list)
    name: list[str | None] = field(default_factory=list)
    starts: list[date | None] = field(default_factory=list)
    ends: list[date | None] = field(default_factory=list)
    parent: list[int | None] = field(default_factory=list)
    source: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Versions:
    """The values of one family of subjects over time.

    Row i says what holds for ``subject[i]`` from ``since[i]`` (None: from the beginning) until its next row. Rows are
    ordered by subject, then day; an empty cell of a later row already holds the earlier value. ``columns`` are typed
    values by canonical name or, for columns of the user's own, by header; for members and households ``unit`` is the
    index of their unit.
    """

    subject: list[int] = field(default_factory=list)
    since: list[date | None] = field(default_factory=list)
    columns: dict[str, list[object]] = field(default_factory=dict)


@dataclass(slots=True)
class Activities:
    """The taken records, a column each, all of one length; a record is the index into them.

    ``units`` and ``group`` are subjects; ``people`` holds, by column name (``subject``, ``attendees``, ``lecturer``,
    ``host``, ``visitor``, ``recorder``), the members and households that the cell names. ``date`` is the local start
    date, None only where ``for_period`` names the period; ``timed`` tells a start with a clock time. ``fields`` are
    the other canonical columns that occur (``present``, ``expected``, ``absent``, ``attendees`` as numbers of people;
    ``evidence`` as a tuple of words; ``hours`` as Decimal; texts as they stand) and columns of the user's own.
    """

    id: Sequence[str] = field(default_factory=list)
    types: Sequence[tuple[str, ...]] = field(default_factory=list)
    units: Sequence[tuple[int, ...]] = field(default_factory=list)
    group: Sequence[int | None] = field(default_factory=list)
    date: Sequence[date | None] = field(default_factory=list)
    start: Sequence[datetime | None] = field(default_factory=list)
    timed: Sequence[bool] = field(default_factory=list)
    for_period: Sequence[Period | None] = field(default_factory=list)
    source: Sequence[int] = field(default_factory=list)
    row: Sequence[int] = field(default_factory=list)
    people: dict[str, Sequence[tuple[int, ...]]] = field(default_factory=dict)
    fields: dict[str, Sequence[object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Copy:
    """What another source, of the kind ``origin``, tells of a gathering whose record is ``record``; it never counts."""

    record: int
    id: str
    source: str
    origin: Origin
    date: date | None
    start: datetime | None
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Engagement:
    """A day on which a unit has something, as a calendar says that is no record: tentative, or of another kind.

    ``types`` are those that its title names.
    """

    unit: int
    day: date
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A row of activities that was not taken, with what of it could be read (None: it could not).

    ``people`` holds, by column, the members and households that the row names, or may name where a name fits several.
    """

    source: str
    code: str
    units: tuple[int, ...] | None
    group: int | None
    people: Mapping[str, tuple[int, ...]]
    types: tuple[str, ...] | None
    date: date | None
    for_period: Period | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A dispensation from a duty (``*``: from all) for a subject (None: for all) on the days ``first`` to ``last``.

    ``headers`` are the columns of its sheet for the duty and the last day, as they are written there.
    """

    duty: str
    subject: int | None
    first: date
    last: date
    reason: str
    approver: str
    document: str | None
    source: str
    headers: tuple[str | None, str | None] = field(default=(None, None), compare=False)


def place_of(source: str, row: int) -> str:
    """Return where a row stands, as it is shown; the row 0 stands for all of its source."""
    return f"{source}!{row}" if row else source


@dataclass(slots=True)
class Ledger:
    """Everything that was read. ``attributes`` is by family: ``unit``, ``member``, ``household``.

    ``problems_elsewhere`` counts the problems that are not among ``problems``, being those of units that are not shown.
    """

    sources: list[SourceAccount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    subjects: Subjects = field(default_factory=Subjects)
    attributes: dict[str, Versions] = field(default_factory=dict)
    activities: Activities = field(default_factory=Activities)
    copies: list[Copy] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    engagements: list[Engagement] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    posts: list[Mapping[str, object]] = field(default_factory=list)
    requests: list[Mapping[str, object]] = field(default_factory=list)
    problems_elsewhere: int = 0

    def where(self, record: int) -> str:
        """Return where a record stands: ``file!sheet!row``."""
        return place_of(self.sources[self.activities.source[record]].source, self.activities.row[record])
