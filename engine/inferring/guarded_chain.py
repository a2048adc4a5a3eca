"""Inferences as forward chaining in durable-rules, behind the same guards as the verdict table.

What is done about durable-rules 2.0.28 here, besides the guards named in ``guarded``:

- each subject has a state of its own, opened by a fact on which a rule always fires and deleted at the end;
- every fact has exactly its declared values, each a small whole number, and an id in sequence; none is ever doubled;
- every kind of fact has a rule that always matches, as a fact that nothing matches is an error;
- patterns compare values of one fact with constants; facts are joined by nothing but their state;
- ``none`` never reaches the library: what is absent is settled in an earlier wave and is a fact of its own;
- a consequent notes the rule, then asserts the flag, once; what goes wrong in it is raised after the call.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from ..judging.guarded import LIMIT, GuardError, quiet_host
from .chain import MOST_RULES, Fact, Key, Pattern, Rule

KINDS = {"begin": 0, "duty": 1, "finding": 2, "unit": 3, "below": 4, "flag": 5, "absent": 6}
MOST_PATTERNS = 14  # 16 facts can be joined
_OPERATORS = {"!=": "$neq", ">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt"}
_names = itertools.count()


class DurableChain:
    """Runs waves of inferences in durable-rules; the same interface as the reference.

    Raises ImportError where durable-rules is not installed.
    """

    def __init__(self) -> None:
        self._host_class = quiet_host()
        self._waves: dict[tuple[Rule, ...], _Wave] = {}
        self.calls = 0

    def infer(self, rules: Sequence[Rule], facts: Sequence[Fact]) -> tuple[int, ...]:
        """Return the places in ``rules`` of those that fire, in order.

        Raises ValueError for rules or facts beyond what the library may be given, GuardError where it failed.
        """
        self.calls += 1
        key = tuple(rules)
        if key not in self._waves:
            self._waves[key] = _Wave(self._host_class, key)
        return self._waves[key].run(facts)


class _Wave:
    """One wave as a rule set."""

    def __init__(self, host_class: Any, rules: tuple[Rule, ...]) -> None:
        if len(rules) > MOST_RULES or any(len(rule.patterns) > MOST_PATTERNS for rule in rules):
            raise ValueError(f"a wave has at most {MOST_RULES} rules of {MOST_PATTERNS} patterns")
        self._rules = rules
        self._numbers: dict[Key, int] = {}
        self._fired: set[int] = set()
        self._there: set[Key] = set()
        self._errors: list[Exception] = []
        self._ids = itertools.count()
        self._sids = itertools.count()
        self._sid = ""
        self._name = f"wave{next(_names)}"
        definition = {f"rule{i:02}": self._rule(i, rule) for i, rule in enumerate(rules)}
        for kind, code in KINDS.items():
            definition[f"any_{kind}"] = {
                "all": [{"m": {"$and": [{"kind": code}, {"one": 1}]}}],
                "pri": len(rules) + code,
                "run": _nothing,
            }
        self._host = host_class({self._name: definition})

    def run(self, facts: Sequence[Fact]) -> tuple[int, ...]:
        self._fired, self._there, self._errors = set(), set(), []
        self._ids, self._sid = itertools.count(), f"s{next(self._sids)}"
        try:
            self._host.assert_fact(self._name, self._fact(("begin", ""), ()))
            for key, values in facts:
                if key not in self._there:
                    self._host.assert_fact(self._name, self._fact(key, values))
        finally:
            self._host.delete_state(self._name, self._sid)
        if self._errors:
            raise GuardError(str(self._errors[0])) from self._errors[0]
        return tuple(sorted(self._fired))

    def _fact(self, key: Key, values: Sequence[tuple[str, int]]) -> dict[str, object]:
        self._there.add(key)
        made: dict[str, object] = {"sid": self._sid, "id": f"{next(self._ids):06}", "one": 1}
        made |= {"kind": KINDS[key[0]], "whose": self._number(key)}
        for name, value in values:
            if type(value) is not int or not 0 <= value < LIMIT or not name.isidentifier():
                raise ValueError(f"{name}={value!r} is not a whole number from 0 to {LIMIT - 1}")
            made[f"v_{name}"] = value
        return made

    def _number(self, key: Key) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def _rule(self, index: int, rule: Rule) -> dict[str, object]:
        patterns = [{f"m{n}": self._pattern(pattern)} for n, pattern in enumerate(rule.patterns)]
        return {"all": patterns, "pri": index, "run": self._consequent(index, rule)}

    def _pattern(self, pattern: Pattern) -> dict[str, object]:
        clauses: list[dict[str, object]] = [{"kind": KINDS[pattern.key[0]]}, {"whose": self._number(pattern.key)}]
        for bound in pattern.bounds:
            field: dict[str, object] = {f"v_{bound.name}": bound.value}
            clauses.append(field if bound.op == "=" else {_OPERATORS[bound.op]: field})
        return {"$and": clauses}

    def _consequent(self, index: int, rule: Rule) -> Callable[[Any], None]:
        key: Key = ("flag", rule.flag)

        def run(c: Any) -> None:
            try:
                self._fired.add(index)
                if key not in self._there:
                    c.assert_fact({name: value for name, value in self._fact(key, ()).items() if name != "sid"})
            except Exception as error:  # noqa: BLE001 - the library would swallow it; it is raised after the call
                self._errors.append(error)

        return run


def _nothing(c: Any) -> None:
    return
