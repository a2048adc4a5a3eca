"""Conditions of the rules as SQL: three-valued, with every value bound and every column from a list of our own.

SQL's NULL is the third value, so Kleene's AND, OR and NOT are SQL's own. What a source has no column for is *untested*:
it is left out where it stands, and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from ..packs.condition_model import Condition, Nest, Test, Value

Shape = Literal["number", "text", "set", "date", "truth"]
TRUTHS = ("是", "有", "√", "✓", "yes", "true", "1", "y")


@dataclass(frozen=True, slots=True)
class Field:
    """A field as SQL: its expression, what it is, and the SQL that says whether its unit's sources can have it.

    A fraction (attendance) gives its two halves in ``ratio``; ``sql`` is then not NULL where both are known.
    """

    sql: str
    shape: Shape
    tested: str = "TRUE"
    ratio: tuple[str, str] | None = None


class Binder:
    """Collects the values of a statement and hands out their placeholders."""

    def __init__(self) -> None:
        self._values: list[object] = []

    def bind(self, value: object) -> str:
        """Return the placeholder of ``value``."""
        self._values.append(value)
        return f"$v{len(self._values)}"

    def values(self, sql: str) -> dict[str, object]:
        """Return the values that ``sql`` has a placeholder for, by name."""
        return {f"v{n}": self._values[n - 1] for n in {int(n) for n in re.findall(r"\$v(\d+)", sql)}}


Resolver = Callable[[Test], Field]


class Compiler:
    """Turns conditions into SQL over the fields that ``resolve`` knows."""

    def __init__(self, resolve: Resolver, binder: Binder) -> None:
        self._resolve, self._binder = resolve, binder

    def truth(self, condition: Condition | None) -> str:
        """Return a BOOLEAN expression: TRUE, FALSE, or NULL for not known; what is untested is left out."""
        if condition is None:
            return "TRUE"
        tested, holds = self._node(condition)
        return holds if tested == "TRUE" else f"(NOT {tested} OR {holds})"

    def faults(self, condition: Condition | None) -> str:
        """Return a VARCHAR[] expression: the reason of each part of ``condition`` that does not hold."""
        return _listed([reason for part in parts_of(condition) for reason in self._reasons(part)])

    def untested(self, condition: Condition | None) -> str:
        """Return a VARCHAR[] expression: ``untested:F`` for every part that the unit's sources have no column for.

        Of a nest only ``untested:any`` or ``untested:none`` is said, where nothing of it is left.
        """
        found = {}
        for part in parts_of(condition):
            tested, name = self._node(part)[0], name_of(part)
            if tested != "TRUE":
                found[name] = f"CASE WHEN {tested} THEN NULL ELSE {self._binder.bind('untested:' + name)} END"
        return _listed(list(found.values()))

    def first(self, condition: Condition | None, wanted: Literal["false", "unknown"]) -> str:
        """Return a VARCHAR expression: the name of the first part that is false (or not known), else NULL."""
        check = "IS FALSE" if wanted == "false" else "IS NULL"
        whens = [
            f"WHEN ({self._node(part)[1]}) {check} THEN {self._binder.bind(name_of(part))}"
            for part in parts_of(condition)
        ]
        return f"CASE {' '.join(whens)} ELSE NULL END" if whens else "NULL::VARCHAR"

    def _node(self, condition: Condition) -> tuple[str, str]:
        """Return whether ``condition`` is tested at all, and whether it holds where it is."""
        if isinstance(condition, Test):
            return self._field(condition).tested, self._test(condition)
        parts = [self._node(part) for part in condition.parts]
        joint, neutral = ("AND", "TRUE") if condition.kind == "all" else ("OR", "FALSE")
        held = [
            holds if tested == "TRUE" else f"(CASE WHEN {tested} THEN {holds} ELSE {neutral} END)"
            for tested, holds in parts
        ]
        joined = f"({f' {joint} '.join(held)})" if held else neutral
        tested = "TRUE" if any(t == "TRUE" for t, _ in parts) or not parts else f"({' OR '.join(t for t, _ in parts)})"
        return tested, f"(NOT {joined})" if condition.kind == "none" else joined

    def _field(self, test: Test) -> Field:
        """Return the field that is tested; held against another column, it is tested only where both are."""
        if test.of is None or test.field == "attendance":
            return self._resolve(test)
        part, whole = self._resolve(replace(test, of=None)), self._resolve(Test(test.of, test.op, test.value))
        tested = dict.fromkeys(one.tested for one in (part, whole) if one.tested != "TRUE")
        both = f"({' AND '.join(tested)})" if tested else "TRUE"
        return Field(part.sql, "number", both, (_number(part), _number(whole)))

    def _test(self, test: Test) -> str:
        field = self._field(test)
        if test.op == "filled":
            return f"({field.sql} IS {'NOT ' if test.value else ''}NULL)"
        if test.op in ("at_least", "at_most", "over", "under"):
            return self._compare(field, test)
        values = test.value if isinstance(test.value, tuple) else (test.value,)
        if test.op == "has":
            return "(" + " AND ".join(self._equals(field, value) for value in values) + ")"
        some = "(" + " OR ".join(self._equals(field, value) for value in values) + ")"
        return f"(NOT {some})" if test.op in ("is_not", "none_of") else some

    def _compare(self, field: Field, test: Test) -> str:
        sign = {"at_least": ">=", "at_most": "<=", "over": ">", "under": "<"}[test.op]
        if isinstance(test.value, date):
            return f"(TRY_CAST({field.sql} AS DATE) {sign} {self._binder.bind(test.value)}::DATE)"
        assert isinstance(test.value, Fraction)
        top, bottom = self._binder.bind(test.value.numerator), self._binder.bind(test.value.denominator)
        if field.ratio:
            part, whole = field.ratio
            return f"({part} * {bottom}::BIGINT {sign} {whole} * {top}::BIGINT)"
        return f"({_number(field)} * {bottom}::BIGINT {sign} {top}::BIGINT)"

    def _equals(self, field: Field, value: Value) -> str:
        if isinstance(value, bool):
            truth = f"(lower({field.sql}::VARCHAR) IN ({', '.join(self._binder.bind(word) for word in TRUTHS)}))"
            return truth if value else f"(NOT {truth})"
        if field.shape == "set":
            return f"list_contains({field.sql}, {self._binder.bind(_text(value))}::VARCHAR)"
        if isinstance(value, Fraction):
            top, bottom = self._binder.bind(value.numerator), self._binder.bind(value.denominator)
            return f"({_number(field)} * {bottom}::BIGINT = {top}::BIGINT)"
        if isinstance(value, date):
            return f"(TRY_CAST({field.sql} AS DATE) = {self._binder.bind(value)}::DATE)"
        return f"({field.sql}::VARCHAR = {self._binder.bind(value)}::VARCHAR)"

    def _reasons(self, part: Condition) -> list[str]:
        """Return SQL for the reasons of one part of a top-level condition, NULL where it holds or is untested."""
        tested, holds = self._node(part)
        if isinstance(part, Nest):
            return [self._unless(tested, holds, f"condition:{part.kind}", f"condition:{part.kind}")]
        if part.field == "evidence" and part.op in ("has", "is"):
            field, values = self._resolve(part), part.value if isinstance(part.value, tuple) else (part.value,)
            return [
                self._unless(tested, self._equals(field, value), *[f"missing_evidence:{_text(value)}"] * 2)
                for value in values
            ]
        if part.field == "attendance":
            return [self._unless(tested, holds, "below_quorum", "attendance_unknown")]
        missing = f"missing_field:{part.field}"
        if part.op == "filled" and part.value:
            return [self._unless(tested, holds, missing, missing)]
        false = "wrong_mode" if part.field == "mode" else f"condition:{part.field}"
        return [self._unless(tested, holds, false, missing)]

    def _unless(self, tested: str, holds: str, false: str, unknown: str) -> str:
        no, unclear = self._binder.bind(false), self._binder.bind(unknown)
        whens = f"WHEN {holds} THEN NULL WHEN NOT {holds} THEN {no} ELSE {unclear}"
        return f"CASE {whens} END" if tested == "TRUE" else f"CASE WHEN NOT {tested} THEN NULL {whens} END"


def parts_of(condition: Condition | None) -> Sequence[Condition]:
    """Return the parts that must all hold."""
    if condition is None:
        return ()
    return condition.parts if isinstance(condition, Nest) and condition.kind == "all" else (condition,)


def tests_of(condition: Condition | None) -> list[Test]:
    """Return every test of ``condition``, however deep; of a column that bounds are a part of, one that names it."""
    if isinstance(condition, Test):
        whole = condition.of if condition.field != "attendance" else None
        return [condition, *([Test(whole, condition.op, condition.value)] if whole else [])]
    return [test for part in (condition.parts if condition else ()) for test in tests_of(part)]


def name_of(part: Condition) -> str:
    """Return the name under which a part stands in a reason: its field, or ``any``, ``none``."""
    return part.field if isinstance(part, Test) else part.kind


def _number(field: Field) -> str:
    return field.sql if field.shape == "number" else f"TRY_CAST({field.sql} AS DECIMAL(18,6))"


def _text(value: Value) -> str:
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else str(float(value))
    return str(value)


def _listed(items: list[str]) -> str:
    if not items:
        return "[]::VARCHAR[]"
    return f"list_filter([{', '.join(items)}]::VARCHAR[], lambda reason: reason IS NOT NULL)"
