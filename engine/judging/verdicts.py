"""The verdict table: the rows that are tried in order, of which the first that holds is the status of an obligation.

It exists once, as data. The durable-rules rule set and the plain-Python reference are both made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..findings import Status

# What is known of an obligation when it is judged; each a small whole number.
#   where       1 the duty applies, 0 it does not, 2 not known
#   partial     1 if the subject exists only in part of the period and the part is waived (or prorated to nothing)
#   exempt      1 if the member is exempt and the duty is no `must`
#   n, v, vm    records required; valid in time; valid in time or as a make-up (each cut off at n)
#   x           1 if a record was rejected that might have counted
#   waived      1 if waivers cover the whole period and the duty is no `must`
#   open        1 as long as the deadline is not over
#   after, grace, before_log, no_ledger, number, unread, unreadable   1 for each reason not to know
FIELDS = (
    "where", "partial", "exempt", "n", "v", "vm", "x", "waived", "open",
    "after", "grace", "before_log", "no_ledger", "number", "unread", "unreadable",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison of a field with a number or with another field."""

    field: str
    op: Literal["=", ">=", ">"]
    value: int | str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the status it gives, the reason that goes with it, and all that must hold."""

    status: Status
    reason: str | None
    when: tuple[Clause, ...] = ()


def _is(field: str, value: int = 1) -> tuple[Clause, ...]:
    return (Clause(field, "=", value),)


VERDICTS: tuple[Row, ...] = (
    Row("not_applicable", "where", _is("where", 0)),
    Row("not_applicable", "partial_period", _is("partial")),
    Row("not_applicable", "exempt", _is("exempt")),
    Row("met", None, (Clause("v", ">=", "n"),)),
    Row("made_up", None, (Clause("vm", ">=", "n"),)),
    Row("waived", None, _is("waived")),
    Row("open", None, _is("open")),
    Row("unknown", "after_complete_through", _is("after")),
    Row("unknown", "entry_grace", _is("grace")),
    Row("unknown", "before_log", _is("before_log")),
    Row("unknown", "no_ledger", _is("no_ledger")),
    Row("unknown", "attribute_unknown", _is("where", 2)),
    Row("unknown", "attribute_unknown", _is("number")),
    Row("unknown", "unread_rows", _is("unread")),
    Row("unknown", "source_unreadable", _is("unreadable")),
    Row("short", None, (Clause("vm", ">", 0),)),
    Row("invalid", None, _is("x")),
    Row("missing", None),
)
