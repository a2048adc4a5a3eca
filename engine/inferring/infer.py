"""Inferring: the facts of every subject are put to the inferences, wave by wave, and raise its flags."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..findings import Flag, Subject
from ..ledger.model import Ledger
from ..packs.inference_model import FlagRaised, Inference
from ..packs.model import RuleBook
from ..packs.whens import kinds_of
from ..scheduling.roster import Roster
from ..scheduling.schedule import UNIT, Schedule
from .because import Because
from .chain import ChainEngine, Fact, Key, Program, ReferenceChain, Rule, compile_program
from .finding_tests import FindingTests
from .standings import NOTHING, History, standings
from .unit_facts import unit_truths

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def make_chain(engine: str) -> ChainEngine:
    """Return the chain engine that goes with the verdict table ``engine``: ``durable`` or ``reference``."""
    if engine == "reference":
        return ReferenceChain()
    from .guarded_chain import DurableChain

    return DurableChain()


class Inferrer:
    """Raises the flags of one audit, once its obligations are settled."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        rules: RuleBook,
        ledger: Ledger,
        roster: Roster,
        schedule: Schedule,
        past: History,
        as_of: date,
    ) -> None:
        self._con, self._rules, self._ledger, self._roster = con, rules, ledger, roster
        self._schedule, self._past, self._as_of = schedule, past, as_of
        self._program: Program = compile_program(rules.inferences)
        self._duties = {duty.id: d for d, duty in enumerate(rules.duties)}
        self._tests = FindingTests(con, rules, schedule, as_of)
        self._raised: dict[str, set[int]] = defaultdict(set)  # by flag, whom it is raised on
        self._fired: dict[int, list[int]] = defaultdict(list)  # by inference, whom it fired for
        subjects = ledger.subjects
        self._subjects = [Subject(*row) for row in zip(subjects.kind, subjects.id, subjects.name, strict=True)]

    def flags(self, engine: ChainEngine) -> list[Flag]:
        """Return all flags, by inference, unit and subject."""
        if not self._program.waves:
            return []
        self._standings = standings(self._con, self._past)
        self._matches = [self._tests.subjects(test) for test in self._program.findings]
        self._truths = unit_truths(
            self._con, self._roster, [test.condition for test in self._program.units], self._as_of
        )
        self._below: list[dict[int, int]] = [{} for _ in self._program.below]
        for wave in self._program.waves:
            self._run(wave, engine)
        return self._told()

    def _run(self, wave: Sequence[Rule], engine: ChainEngine) -> None:
        """Put one wave to everyone it is about; those with the same facts are asked once."""
        for key in {pattern.key for rule in wave for pattern in rule.patterns if pattern.key[0] == "below"}:
            self._below[int(key[1])] = self._count_below(int(key[1]))
        for kind in sorted(set(self._ledger.subjects.kind)):
            rules = tuple(rule for rule in wave if kind in kinds_of(rule.subject))
            if rules:
                self._run_kind(kind, rules, engine)

    def _run_kind(self, kind: str, rules: tuple[Rule, ...], engine: ChainEngine) -> None:
        keys = list(dict.fromkeys(pattern.key for rule in rules for pattern in rule.patterns))
        memory: dict[tuple[Fact, ...], tuple[int, ...]] = {}
        for sid in self._present(kind):
            facts = tuple(fact for key in keys for fact in self._facts(key, sid))
            if facts not in memory:
                memory[facts] = engine.infer(rules, facts)
            for place in memory[facts]:
                rule = rules[place]
                self._raised[rule.flag].add(sid)
                if rule.index >= 0:
                    self._fired[rule.index].append(sid)

    def _present(self, kind: str) -> Iterable[int]:
        for sid, own in enumerate(self._ledger.subjects.kind):
            if own == kind and self._roster.starts[sid] <= self._as_of < self._roster.ends[sid]:
                yield sid

    def _facts(self, key: Key, sid: int) -> Iterable[Fact]:
        kind, whose = key
        if kind == "duty":
            yield key, self._standings.get((self._duties[whose], sid), NOTHING)
        elif kind == "finding":
            yield key, (("count", int(sid in self._matches[int(whose)])),)
        elif kind == "unit":
            unit = self._unit(sid)
            yield key, (("truth", self._truths[int(whose)].get(unit, 2) if unit is not None else 2),)
        elif kind == "below":
            yield key, (("count", self._below[int(whose)].get(sid, 0)),)
        elif (sid in self._raised[whose]) == (kind == "flag"):
            yield key, ()

    def _unit(self, sid: int) -> int | None:
        if self._ledger.subjects.family[sid] == UNIT:
            return self._roster.home[sid]
        return self._roster.unit_on(sid, self._as_of)

    def _above(self, sid: int) -> Iterable[int]:
        """Yield every unit that the subject is below of."""
        parents, seen = self._ledger.subjects.parent, {sid}
        at = parents[sid] if self._ledger.subjects.family[sid] == UNIT else self._unit(sid)
        while at is not None and at not in seen:
            yield at
            seen.add(at)
            at = parents[at]

    def _count_below(self, number: int) -> dict[int, int]:
        counts: dict[int, int] = defaultdict(int)
        for sid in self._hits(number):
            for unit in self._above(sid):
                counts[unit] += 1
        return counts

    def _hits(self, number: int) -> Iterable[int]:
        """Return the subjects that count for a test of what is below."""
        what = self._program.below[number].what
        if isinstance(what, FlagRaised):
            return self._raised[what.flag]
        starts, ends = self._roster.starts, self._roster.ends
        return [sid for sid in self._tests.subjects(what) if starts[sid] <= self._as_of < ends[sid]]

    def _told(self) -> list[Flag]:
        fired = [(self._rules.inferences[index], sid) for index, sids in self._fired.items() for sid in sids]
        ids: dict[tuple[str, int], list[str]] = defaultdict(list)
        for inference, sid in fired:
            ids[inference.flag, sid].append(flag_id(inference.id, self._subjects[sid]))
        below = {test: self._by_unit(self._hits(number)) for number, test in enumerate(self._program.below)}
        because = Because(self._con, self._rules, self._subjects, self._schedule, self._tests, ids, below)
        because.load(fired, self._past)
        flags = [self._flag(inference, sid, because) for inference, sid in fired]
        return sorted(flags, key=lambda flag: (flag.inference, flag.unit, flag.subject.kind, flag.subject.id))

    def _by_unit(self, sids: Iterable[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for sid in sorted(sids):
            for unit in self._above(sid):
                found[unit].append(sid)
        return found

    def _flag(self, inference: Inference, sid: int, because: Because) -> Flag:
        subject, unit = self._subjects[sid], self._unit(sid)
        return Flag(
            id=flag_id(inference.id, subject),
            inference=inference.id,
            flag=inference.flag,
            subject=subject,
            unit=self._subjects[unit].id if unit is not None else "",
            severity=inference.severity,
            message=inference.message,
            because=tuple(because.of(inference, sid)),
        )


def flag_id(inference: str, subject: Subject) -> str:
    """Return the id of a flag: it does not move with the as-of day or the span."""
    text = f"{inference}\n{subject.kind}\n{subject.id}"
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
