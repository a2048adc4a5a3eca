"""durable-rules behind a guard: the verdict table as a rule set, fed with checked facts only.

Unguarded, durable-rules 2.0.28 ends the interpreter or answers wrongly on ordinary input. What is done about it here:

- one private host whose background threads never start, so that no consequent runs elsewhere or twice;
- an event holds exactly the declared fields, each a whole number below 2**31: no None, float, text, list, no id;
- conditions are built as ``$and`` of comparisons within one event: no joins, no ``$or``, ``$not``, ``$div``, ``$mt``;
- events are posted one by one, never as a batch, and the last row always matches, so none is left unhandled;
- consequents only note which row fired; exactly one must have, else the answer is refused.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .verdicts import FIELDS, Clause, Row

LIMIT = 2**31
MOST_ROWS = 60  # 65 rows that match one event at a time are beyond the library

_OPERATORS = {">=": "$gte", ">": "$gt"}
_names = itertools.count()


class GuardError(Exception):
    """durable-rules did not do what it was asked to; its answer must not be used."""


class DurableTable:
    """A first-hit decision table in durable-rules; the same interface as the reference.

    Raises ImportError where durable-rules is not installed, ValueError for a table or facts that it must not be given.
    """

    name = "durable"

    def __init__(self, rows: Sequence[Row]) -> None:
        if not rows or rows[-1].when:
            raise ValueError("the last row of the table must be without a condition")
        if len(rows) > MOST_ROWS:
            raise ValueError(f"a table of {len(rows)} rows; at most {MOST_ROWS}")
        self._fired: list[int] = []
        self._ruleset = f"verdicts{next(_names)}"
        self._host = quiet_host()({self._ruleset: {f"row{i:02}": self._rule(i, row) for i, row in enumerate(rows)}})
        self.calls = 0

    def decide(self, facts: Mapping[str, int]) -> int:
        """Return the index of the first row that holds for ``facts``.

        Raises ValueError for facts that are not exactly the declared fields, GuardError if not exactly one row fired.
        """
        event = clean(facts)
        self._fired.clear()
        self.calls += 1
        self._host.post(self._ruleset, event)
        if len(self._fired) != 1:
            raise GuardError(f"{len(self._fired)} rows fired for {dict(facts)}")
        return self._fired[0]

    def _rule(self, index: int, row: Row) -> dict[str, object]:
        clauses: list[dict[str, object]] = [{"table": 1}, *(_clause(clause) for clause in row.when)]
        if len(clauses) == 1:
            clauses.append({"one": 1})
        return {"all": [{"m": {"$and": clauses}}], "pri": index, "run": self._consequent(index)}

    def _consequent(self, index: int) -> Callable[[Any], None]:
        def run(c: Any) -> None:
            self._fired.append(index)

        return run


def clean(facts: Mapping[str, int]) -> dict[str, int]:
    """Return ``facts`` as an event that is safe to post: exactly the declared fields, each a small whole number."""
    if set(facts) != set(FIELDS):
        raise ValueError(f"fields {sorted(set(facts) ^ set(FIELDS))} are missing or not declared")
    for field, value in facts.items():
        if type(value) is not int or not 0 <= value < LIMIT:
            raise ValueError(f"{field}={value!r} is not a whole number from 0 to {LIMIT - 1}")
    return {"table": 1, "one": 1, **facts}


def _clause(clause: Clause) -> dict[str, object]:
    value: object = {"$m": clause.value} if isinstance(clause.value, str) else clause.value
    return {clause.field: value} if clause.op == "=" else {_OPERATORS[clause.op]: {clause.field: value}}


def quiet_host() -> Any:
    """Return the class of hosts that start no threads; ImportError where durable-rules is not installed."""
    from durable.engine import Host

    class QuietHost(Host):  # type: ignore[misc]
        """A host that starts no timer threads: they would run consequents at a time of their own."""

        def _run(self) -> None:
            return

    return QuietHost
