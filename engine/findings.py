"""What comes out of an audit: a finding for every obligation, with its records, and the counts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .packs.condition_model import Severity
from .text import Text

Status = Literal["met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing", "not_applicable"]
STATUSES: tuple[Status, ...] = (
    "met",
    "made_up",
    "waived",
    "open",
    "unknown",
    "short",
    "invalid",
    "missing",
    "not_applicable",
)
GAPS: tuple[Status, ...] = ("short", "invalid", "missing")
Number = int | Decimal
UnitCounts = Mapping[str, Mapping[str, int]]  # by unit id and status


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a finding is about: the id shown, the name, and the kind (a unit kind, ``member`` or ``household``)."""

    kind: str
    id: str
    name: str | None


def finding_id(duty: str, subject: Subject, key: str) -> str:
    """Return the id of a finding; ``key`` is that of its period. It moves neither with the as-of day nor the span."""
    text = f"{duty}\n{subject.kind}\n{subject.id}\n{key}"
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Span:
    """The days ``first`` to ``last``, both counted."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class PeriodRef:
    """The period of a finding; ``end`` is the first day after it."""

    key: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class RecordUse:
    """One record held against one obligation: whether it counted, and if not, every reason in the closed order.

    ``facts`` holds the numbers behind the reasons: ``present``, ``expected``, ``start``, ``title``, ``types``.
    """

    id: str
    source: str
    date: date | None
    use: Literal["counted", "made_up", "rejected"]
    reasons: tuple[str, ...]
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A record that would have counted but for one thing.

    ``code`` is ``not_combinable`` (the record would have met the duty, had its types been allowed together),
    ``unnamed_make_up`` (held in the make-up time but not named for the period ``values["period"]``), or
    ``below_quorum`` (``values["lacking"]`` more people present would have been enough).
    """

    code: str
    record: str
    source: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """The waiver that covers a finding: its file and row, its days, its reason and who approved it."""

    source: str
    first: date
    last: date
    reason: str
    approver: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a finding may be wrong: ``unread_rows`` (a row at ``source`` could not be read), ``waiver_partial``."""

    code: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One obligation with its verdict. ``unit`` is the id of the subject's unit on the day it was looked at.

    ``due`` is the last day that is good of an open obligation, ``close_by`` the last working day up to it that is
    not past, ``days_left`` the days from the as-of day to ``due``. ``detail`` holds what the kind adds; of a quota
    ``attributed: inferred`` where a record was taken into the preceding period.
    """

    id: str
    duty: str
    kind: str
    subject: Subject
    unit: str
    period: PeriodRef | None
    status: Status
    required: Number | None
    counted: Number | None
    made_up: Number | None
    records: tuple[RecordUse, ...]
    severity: Severity
    reason: str | None = None
    due: date | None = None
    close_by: date | None = None
    days_left: int | None = None
    can_make_up_until: date | None = None
    waiver: WaiverUse | None = None
    doubts: tuple[Doubt, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    detail: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """What an inference concluded of one subject, and the ids of the findings and flags that it rests on.

    ``unit`` is the id of the subject's unit on the as-of day. ``flag`` is the name that the inference raises.
    """

    id: str
    inference: str
    flag: str
    subject: Subject
    unit: str
    severity: Severity
    message: Text
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """From when and through which day the ledger of a unit is known; ``types`` where only some types are meant."""

    unit: str
    first: date | None
    through: date
    assumed: bool
    types: tuple[str, ...] | None = None
