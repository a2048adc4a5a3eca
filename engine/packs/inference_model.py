"""What an inference says once it is read: conditions on the standings of one subject, and the flag it raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..text import Text
from .condition_model import Condition, Severity

Standing = Literal["failed", "run", "longest_run", "clean_run", "met", "open"]
STANDINGS: tuple[Standing, ...] = ("failed", "run", "longest_run", "clean_run", "met", "open")
Comparison = Literal["=", "!=", ">=", ">", "<=", "<"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A whole number (``name`` says which) held against ``value``."""

    name: str
    op: Comparison
    value: int


@dataclass(frozen=True, slots=True)
class DutyStanding:
    """How the subject stands with one duty, over all obligations so far; all bounds must hold."""

    duty: str
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class FindingMatch:
    """Some finding of the span fits; an empty tuple asks for nothing.

    ``periods`` holds keys such as ``2026-Q3``, or ``current`` (holds the as-of day) and ``last`` (the one before it).
    ``days_left`` bounds the days left of an open finding.
    """

    duties: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    days_left: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFits:
    """The unit of the subject is so, by its attributes on the as-of day."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """The subject has the flag."""

    flag: str


@dataclass(frozen=True, slots=True)
class NoneOf:
    """What is inside does not hold; of something not known it is not known either, and so does not hold."""

    inner: When


@dataclass(frozen=True, slots=True)
class Below:
    """So many subjects below the unit, at any depth, have the flag, or a finding of the span that fits."""

    what: FlagRaised | FindingMatch
    bounds: tuple[Bound, ...]


When = DutyStanding | FindingMatch | UnitFits | FlagRaised | NoneOf | Below


@dataclass(frozen=True, slots=True)
class Inference:
    """One rule over the standings of a subject, after all overlays and the workspace's own changes.

    It raises ``flag`` on every subject of the kind ``subject`` for which all of ``when`` holds.
    """

    id: str
    pack: str
    title: Text
    subject: str
    when: tuple[When, ...]
    flag: str
    severity: Severity
    message: Text
    off: bool = False
    chain: tuple[str, ...] = ()
    where_written: str = ""


def flags_in(when: When) -> list[str]:
    """Return the flags that a condition looks at, through ``none`` and ``below`` too."""
    if isinstance(when, FlagRaised):
        return [when.flag]
    if isinstance(when, NoneOf):
        return flags_in(when.inner)
    return flags_in(when.what) if isinstance(when, Below) and isinstance(when.what, FlagRaised) else []


def duties_in(when: When) -> tuple[str, ...]:
    """Return the duties that a condition looks at, through ``none`` and ``below`` too."""
    if isinstance(when, DutyStanding):
        return (when.duty,)
    if isinstance(when, FindingMatch):
        return when.duties
    if isinstance(when, NoneOf):
        return duties_in(when.inner)
    return duties_in(when.what) if isinstance(when, Below) else ()
