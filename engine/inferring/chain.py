"""Inferences compiled for an engine: patterns over small whole numbers, in waves of which each rests on those before.

A wave holds inferences that may follow from one another within it; what they ask for under ``none`` or ``below`` is
settled in the waves before. Both engines, durable-rules and plain Python, are given the same waves and the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..packs.inference_model import (
    Below,
    Bound,
    DutyStanding,
    FindingMatch,
    FlagRaised,
    Inference,
    NoneOf,
    UnitFits,
    When,
    flags_in,
)

MOST_RULES = 40  # in a wave: durable-rules takes less than 64 rules that look at one fact

Key = tuple[str, str]  # kind of fact, and whose: a duty, a flag, the number of a test
Fact = tuple[Key, tuple[tuple[str, int], ...]]  # with its values by name


@dataclass(frozen=True, slots=True)
class Pattern:
    """One fact that must be there, with values within bounds."""

    key: Key
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When all patterns are met the flag is raised; ``index`` is the place of the inference, -1 for a step between."""

    index: int
    subject: str
    flag: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """All inferences of a rule book, compiled.

    ``findings``, ``units`` and ``below`` are the tests that facts are made for, in the order of their numbers.
    ``steps`` are the flags that stand for what is inside a ``none``.
    """

    waves: tuple[tuple[Rule, ...], ...]
    findings: tuple[FindingMatch, ...]
    units: tuple[UnitFits, ...]
    below: tuple[Below, ...]


class ChainEngine(Protocol):
    """Runs one wave over the facts of one subject."""

    calls: int

    def infer(self, rules: Sequence[Rule], facts: Sequence[Fact]) -> tuple[int, ...]:
        """Return the places in ``rules`` of those that fire, in order."""
        ...


def compile_program(inferences: Sequence[Inference]) -> Program:
    """Return the program of the inferences that are not switched off; their flags are known to form no circle."""
    compiler = _Compiler()
    for index, inference in enumerate(inferences):
        if not inference.off:
            compiler.add(index, inference)
    return compiler.program()


class ReferenceChain:
    """The waves in plain Python: the oracle of the tests, and what runs where durable-rules is not installed."""

    def __init__(self) -> None:
        self.calls = 0

    def infer(self, rules: Sequence[Rule], facts: Sequence[Fact]) -> tuple[int, ...]:
        """Return the places in ``rules`` of those that fire, in order."""
        self.calls += 1
        known = {key: dict(values) for key, values in facts}
        fired: set[int] = set()
        grown = True
        while grown:
            grown = False
            for i, rule in enumerate(rules):
                if i not in fired and all(_met(pattern, known) for pattern in rule.patterns):
                    fired.add(i)
                    known["flag", rule.flag] = {}
                    grown = True
        return tuple(sorted(fired))


def holds(bound: Bound, value: int) -> bool:
    """Return whether ``value`` is within ``bound``."""
    return {
        "=": value == bound.value,
        "!=": value != bound.value,
        ">=": value >= bound.value,
        ">": value > bound.value,
        "<=": value <= bound.value,
        "<": value < bound.value,
    }[bound.op]


def _met(pattern: Pattern, known: Mapping[Key, Mapping[str, int]]) -> bool:
    values = known.get(pattern.key)
    return values is not None and all(holds(bound, values[bound.name]) for bound in pattern.bounds)


class _Compiler:
    """Gathers rules with the flags that each raises and needs, then sorts them into waves."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._needs: list[tuple[tuple[str, ...], tuple[str, ...]]] = []  # flags that may, that must be settled before
        self._findings: dict[FindingMatch, int] = {}
        self._units: dict[UnitFits, int] = {}
        self._below: dict[Below, int] = {}
        self._steps: dict[tuple[str, When], str] = {}

    def add(self, index: int, inference: Inference) -> None:
        """Add one inference, with a rule of its own for what is inside each ``none`` that is no flag."""
        patterns: dict[Key, list[Bound]] = {}
        soft: list[str] = []
        hard: list[str] = []
        for when in inference.when:
            inner = when.inner if isinstance(when, NoneOf) else when
            if isinstance(when, NoneOf):
                flag = inner.flag if isinstance(inner, FlagRaised) else self._step(inference.subject, inner)
                patterns.setdefault(("absent", flag), [])
                hard.append(flag)
                continue
            key, bounds = self._pattern(when)
            patterns.setdefault(key, []).extend(bounds)
            (hard if isinstance(when, Below) else soft).extend(flags_in(when))
        self._put(index, inference.subject, inference.flag, patterns, soft, hard)

    def program(self) -> Program:
        """Return the rules in waves."""
        levels = self._levels()
        waves: list[list[Rule]] = []
        at = (-1, -1)
        for (level, step), i in sorted((levels[i], i) for i in range(len(self._rules))):
            if level != at[0] or len(waves[-1]) >= MOST_RULES:
                waves.append([])
            at = (level, step)
            waves[-1].append(self._rules[i])
        return Program(
            tuple(tuple(wave) for wave in waves), tuple(self._findings), tuple(self._units), tuple(self._below)
        )

    def _step(self, subject: str, inner: When) -> str:
        """Return the flag that is raised where ``inner`` holds, or is not known to be false."""
        flag = self._steps.get((subject, inner))
        if flag is None:
            flag = self._steps[subject, inner] = f"~{len(self._steps)}"
            key, bounds = self._pattern(inner)
            if isinstance(inner, UnitFits):
                bounds = (Bound("truth", "!=", 0),)
            self._put(-1, subject, flag, {key: list(bounds)}, [], flags_in(inner))
        return flag

    def _pattern(self, when: When) -> tuple[Key, tuple[Bound, ...]]:
        if isinstance(when, DutyStanding):
            return ("duty", when.duty), when.bounds
        if isinstance(when, FindingMatch):
            return ("finding", str(self._findings.setdefault(when, len(self._findings)))), (Bound("count", ">", 0),)
        if isinstance(when, UnitFits):
            return ("unit", str(self._units.setdefault(when, len(self._units)))), (Bound("truth", "=", 1),)
        if isinstance(when, Below):
            return ("below", str(self._below.setdefault(when, len(self._below)))), when.bounds
        assert isinstance(when, FlagRaised)
        return ("flag", when.flag), ()

    def _put(
        self,
        index: int,
        subject: str,
        flag: str,
        patterns: Mapping[Key, Sequence[Bound]],
        soft: Sequence[str],
        hard: Sequence[str],
    ) -> None:
        made = tuple(Pattern(key, tuple(dict.fromkeys(bounds))) for key, bounds in patterns.items())
        self._rules.append(Rule(index, subject, flag, made))
        self._needs.append((tuple(soft), tuple(hard)))

    def _levels(self) -> list[tuple[int, int]]:
        """Return of each rule the stratum that it is settled in, and its place in the chain within it."""
        by_flag: dict[str, list[int]] = {}
        for i, rule in enumerate(self._rules):
            by_flag.setdefault(rule.flag, []).append(i)
        levels = [(0, 0)] * len(self._rules)
        for _ in self._rules:
            before = list(levels)
            for i, (soft, hard) in enumerate(self._needs):
                for flag in soft:
                    for j in by_flag.get(flag, ()):
                        levels[i] = max(levels[i], (levels[j][0], levels[j][1] + 1))
                for flag in hard:
                    for j in by_flag.get(flag, ()):
                        levels[i] = max(levels[i], (levels[j][0] + 1, 0))
            if levels == before:
                break
        return levels
