"""The verdict table in plain Python: the oracle of the tests, and what runs where durable-rules is not installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .verdicts import Clause, Row


class ReferenceTable:
    """A first-hit decision table over small whole numbers."""

    name = "reference"

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = tuple(rows)
        self.calls = 0

    def decide(self, facts: Mapping[str, int]) -> int:
        """Return the index of the first row whose clauses all hold for ``facts``; LookupError if none does."""
        self.calls += 1
        for index, row in enumerate(self._rows):
            if all(_holds(clause, facts) for clause in row.when):
                return index
        raise LookupError("no row of the verdict table holds; its last row must be without a condition")


def _holds(clause: Clause, facts: Mapping[str, int]) -> bool:
    left = facts[clause.field]
    right = facts[clause.value] if isinstance(clause.value, str) else clause.value
    if clause.op == "=":
        return left == right
    return left >= right if clause.op == ">=" else left > right
