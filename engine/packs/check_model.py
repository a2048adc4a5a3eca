"""What the duties ask that have no periods and no fixed interval: what follows, precedes, is in order or adds up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ...calendars import Duration
from .condition_model import Condition, Dated, Every
from .documents import Document

ANY = ("*",)  # every type of activity
Of = Literal["households", "members", "units", "posts"]
Sign = Literal[
    "above_roster",
    "alike",
    "before_published",
    "brief",
    "bunched",
    "entered_late",
    "entered_together",
    "last_day",
    "low_attendance",
    "on_holiday",
    "unaccounted",
]


class Asks:
    """What every check tells of itself: the ``types`` of records it looks for and the columns that name ``people``.

    ``fed`` tells whether a record may yet be lacking, so that a ledger that is not complete leaves the answer open.
    """

    __slots__ = ()

    @property
    def types(self) -> tuple[str, ...]:
        """The types of activity of the records that it looks for."""
        return ()

    @property
    def people(self) -> tuple[str, ...]:
        """The columns of a record that must name the member or household."""
        return ("subject",)

    @property
    def triggers(self) -> tuple[str, ...]:
        """The types of the records that give rise to it."""
        return ()

    @property
    def fed(self) -> bool:
        """Whether it waits for records."""
        return bool(self.types)

    @property
    def waivable(self) -> bool:
        """Whether a waiver can dispense from it: an error in the figures stays one."""
        return not isinstance(self, Tally | Overlap | Hint)


class Waits(Asks):
    """What a check tells of itself that waits for records of the types ``do``, named in the columns ``by``."""

    __slots__ = ()
    do: tuple[str, ...]
    by: tuple[str, ...]

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the records that it looks for."""
        return self.do

    @property
    def people(self) -> tuple[str, ...]:
        """The columns of a record that must name the member or household."""
        return self.by


class Looks(Asks):
    """What a check tells of itself that looks at the records of the types ``of`` that are there."""

    __slots__ = ()
    of: tuple[str, ...]

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the records that it looks at."""
        return self.of

    @property
    def fed(self) -> bool:
        """Whether it waits for records."""
        return False


@dataclass(frozen=True, slots=True)
class FollowUp(Waits):
    """Each trigger is followed within ``within``: by a record of the types ``do``, or by the day in its field ``have``.

    The triggers are the records of the types ``after``, or the rows of ``requests`` on the day of their column
    ``opened``; exactly one of ``do`` and ``have`` is there. With ``same`` both records agree in that column.
    """

    after: tuple[str, ...]
    within: Dated[Duration]
    do: tuple[str, ...] = ()
    have: str | None = None
    requests: bool = False
    by: tuple[str, ...] = ("subject",)
    same: str | None = None

    @property
    def triggers(self) -> tuple[str, ...]:
        """The types of the records that give rise to it."""
        return self.after


@dataclass(frozen=True, slots=True)
class Precede(Waits):
    """Each record of the types ``before`` was preceded, within ``within``, by one of the types ``do``.

    With ``cover`` that is asked for every member of the unit; with ``same`` both records agree in that column.
    """

    before: tuple[str, ...]
    do: tuple[str, ...]
    within: Dated[Duration]
    cover: bool = False
    by: tuple[str, ...] = ("subject",)
    same: str | None = None

    @property
    def triggers(self) -> tuple[str, ...]:
        """The types of the records that give rise to it."""
        return self.before


@dataclass(frozen=True, slots=True)
class InOrder(Looks):
    """Each record of the types ``of`` (``ANY``: of every type) fulfils ``must``. The kind is ``record``.

    With ``when`` only the records are looked at of which that is true.
    """

    of: tuple[str, ...]
    must: Dated[Condition | None]
    by: tuple[str, ...] = ("subject",)
    when: Dated[Condition | None] | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """The columns of a record that must name the member or household."""
        return self.by


@dataclass(frozen=True, slots=True)
class State(Asks):
    """The subject itself fulfils ``must`` on the as-of day."""

    must: Dated[Condition | None]


@dataclass(frozen=True, slots=True)
class Cover(Asks):
    """Every value of the column ``each`` among ``of`` stands in the column ``match`` of a row of ``by`` now in force.

    ``where`` chooses the rows of ``by``.
    """

    each: str
    of: Of
    by: Of
    match: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Tally(Asks):
    """The column ``whole`` is the sum of the columns ``parts``, or of the column ``sum`` over all of ``of``."""

    whole: str
    parts: tuple[str, ...] = ()
    sum: str | None = None
    of: Of | None = None


@dataclass(frozen=True, slots=True)
class Overlap(Looks):
    """One person, named in the columns ``who``, is not in two places at one clock time."""

    of: tuple[str, ...]
    who: tuple[str, ...] = ("attendees",)

    @property
    def people(self) -> tuple[str, ...]:
        """The columns of a record that must name the member or household."""
        return self.who


@dataclass(frozen=True, slots=True)
class Hint(Looks):
    """Records of the types ``of`` do not show, in one period ``every``, the sign ``sign`` of a slip of the pen.

    ``at_least`` is the number from which on it is worth a look, ``over`` the share or likeness, ``within`` the days;
    ``documents`` are those whose days ``before_published`` looks at.
    """

    of: tuple[str, ...]
    every: Every
    sign: Sign
    at_least: int = 1
    over: Fraction | None = None
    within: int | None = None
    documents: tuple[Document, ...] = ()


Check = FollowUp | Precede | InOrder | State | Cover | Tally | Overlap | Hint
KEYS = ("follow_up", "precede", "record", "state", "cover", "tally", "overlap", "hint")
