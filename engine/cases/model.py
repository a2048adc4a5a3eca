"""A case: a small made-up ledger, and what the rules are expected to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ..documents.nodes import MapNode
from ..findings import Finding, Flag, Status
from ..ledger import Problem
from ..packs.model import Duty
from ..text import Text

Row = tuple[int, Mapping[str, str | list[str]]]  # the line in the file, and the cells as written


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of every obligation of ``duty`` that fits; None means that it is not looked at.

    ``status`` None says that there is no such obligation. ``values`` holds numbers and days by the key of a finding,
    as text.
    """

    where: str
    duty: str
    subject: str | None
    period: str | None
    status: Status | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExpectedFlag:
    """An inference that is expected to raise its flag on ``subject`` (None: on someone), or on nobody."""

    where: str
    inference: str
    subject: str | None
    raised: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it was written; ``settings`` are keys of a workspace, ``problems`` the codes that are meant."""

    name: str
    where: str
    as_of: date
    period: str | None
    first: date | None
    last: date | None
    settings: MapNode
    tables: Mapping[str, tuple[Row, ...]]
    expect: tuple[Expected, ...]
    flags: tuple[ExpectedFlag, ...]
    problems: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file, whether they can be run or not."""

    path: Path
    shown: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise: where it was expected, what it is about, expected, found, and why.

    ``finding`` is the verdict that differs, with its duty, where it is one.
    """

    where: str
    about: str
    expected: Text
    found: Text
    why: Text | None = None
    finding: tuple[Finding, Duty] | None = None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case went."""

    case: Case
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(slots=True)
class Exercised:
    """What the cases have shown of one duty: verdicts asked for and right, and which conditions ever decided."""

    passing: bool = False
    failing: bool = False
    applied: bool = False
    excluded: bool = False
    counted: bool = False
    excluded_by: set[str] = field(default_factory=set)
    rejected_by: set[str] = field(default_factory=set)
