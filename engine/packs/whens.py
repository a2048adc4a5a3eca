"""The conditions of an inference as they are written, read and held against the duties that there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...calendars import parse_period
from ..documents.form import Form
from ..documents.nodes import MapNode, Node, Scalar
from ..text import Text
from .basis import GRAVITY
from .conditions import read_condition
from .inference_model import (
    STANDINGS,
    Below,
    Bound,
    Comparison,
    DutyStanding,
    FindingMatch,
    FlagRaised,
    NoneOf,
    UnitFits,
    When,
)
from .model import Duty

KINDS = ("duty", "finding", "unit", "flag", "none", "below")
STATUSES = ("met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing", "not_applicable")
UNITS = frozenset({"committee", "general_branch", "branch", "community"})
OPERATORS: dict[str, Comparison] = {"at_least": ">=", "at_most": "<=", "over": ">", "under": "<", "is_not": "!="}
_MOST = 100_000


def kinds_of(subject: str) -> frozenset[str]:
    """Return the kinds of subjects that ``subject`` of a duty or inference means."""
    return UNITS if subject == "unit" else frozenset({subject})


@dataclass(slots=True)
class WhenReader:
    """Reads the conditions of the inferences of one rule book.

    ``duties`` are those that could be read, ``known`` all that are named; ``whole`` is False where a pack is missing.
    """

    form: Form
    duties: Mapping[str, Duty]
    known: Mapping[str, object]
    whole: bool

    def read(self, node: Node, subject: str | None) -> list[When]:
        """Return what one item of ``when`` asks for; empty where a fault was noted."""
        fields = self.form.map(node, "when")
        kinds = [key for key, _ in fields.items() if key.text in KINDS]
        if len(kinds) != 1:
            if isinstance(node, MapNode):
                self.form.fault(
                    node,
                    f"每个条件应写 {'、'.join(KINDS)} 中的一个。请改写。",
                    f"A condition names one of {', '.join(KINDS)}. Write exactly one.",
                )
            return []
        kind = kinds[0].text
        value = fields.entries[kind][1]
        if kind == "duty":
            return self._standing(fields, subject)
        if kind == "below":
            return self._below(fields, value, subject)
        self.form.map(node, "when", (kind,))
        if kind == "finding":
            found = self._finding(value, subject, "finding", ("duty", "status", "period", "severity", "days_left"))
            return [found] if found else []
        if kind == "unit":
            condition = read_condition(self.form, value, "unit")
            return [UnitFits(condition)] if condition else []
        if kind == "flag":
            flag = self.form.id(value, "flag")
            return [FlagRaised(flag)] if flag else []
        return self._none(value, subject)

    def _none(self, node: Node, subject: str | None) -> list[When]:
        nodes = [node] if isinstance(node, MapNode | Scalar) else node.values
        found: list[When] = []
        for each in nodes:
            if isinstance(each, MapNode) and "none" in each.entries:
                self.form.fault(
                    each,
                    "none 里不能再写 none。请改写条件。",
                    "A none cannot hold another none. Turn the condition round.",
                )
                continue
            found.extend(NoneOf(inner) for inner in self.read(each, subject))
        return found

    def _standing(self, fields: MapNode, subject: str | None) -> list[When]:
        self.form.map(fields, "when", ("duty", *STANDINGS))
        node = fields.entries["duty"][1]
        name = self.form.text(node, "duty")
        given = [(key, value) for key, value in fields.items() if key.text in STANDINGS]
        if not given:
            self.form.fault(
                fields,
                f"没有写事项的状况。请写 {'、'.join(STANDINGS)} 之一，如 run: {{at_least: 2}}。",
                f"Nothing is asked of the duty. Write one of {', '.join(STANDINGS)}, such as run: {{at_least: 2}}.",
            )
        bounds = [bound for key, value in given for bound in self.bounds(value, key.text)]
        if name is None or not self._duty(node, name, subject) or not bounds:
            return []
        if never(bounds):
            self._never(fields, "各项数目互相矛盾", "the numbers contradict one another")
            return []
        return [DutyStanding(name, tuple(bounds))]

    def _finding(self, node: Node, subject: str | None, name: str, keys: tuple[str, ...]) -> FindingMatch | None:
        fields = self.form.map(node, name, keys)
        noted = len(self.form.faults)
        if isinstance(node, MapNode) and not fields.entries:
            self.form.fault(node, f"“{name}”是空的。请写 duty、status 等。", f"“{name}” is empty. Write duty, status …")
        duties = self._words(fields, "duty")
        for word, at in duties:
            self._duty(at, word, subject)
        statuses, severities = self._words(fields, "status"), self._words(fields, "severity")
        for words, allowed, what in (
            (statuses, STATUSES, Text("状态", "status")),
            (severities, GRAVITY, Text("级别", "severity")),
        ):
            for word, at in words:
                if word not in allowed:
                    self.form.unknown(at, what, word, allowed)
        periods = self._words(fields, "period")
        for word, at in periods:
            self._period(at, word, [duty for duty, _ in duties])
        left = fields.get("days_left")
        bounds = self.bounds(left, "days_left") if left else []
        if left and (never(bounds) or (statuses and "open" not in [word for word, _ in statuses])):
            self._never(left, "只有未到期（open）的事项才有剩余天数", "only open findings have days left")
        if len(self.form.faults) > noted or not fields.entries:
            return None
        return FindingMatch(
            duties=_plain(duties),
            statuses=_plain(statuses) or (("open",) if bounds else ()),
            periods=_plain(periods),
            severities=_plain(severities),
            days_left=tuple(bounds),
        )

    def _below(self, fields: MapNode, node: Node, subject: str | None) -> list[When]:
        self.form.map(fields, "when", ("below", "count"))
        if subject is not None and not kinds_of(subject) & UNITS:
            self._never(node, f"“{subject}”之下没有下级", f"there is nothing below a {subject}")
            return []
        count = fields.get("count")
        bounds = self.bounds(count, "count") if count else [Bound("count", ">=", 1)]
        if bounds and never(bounds):
            self._never(fields, "各项数目互相矛盾", "the numbers contradict one another")
        inner = self.form.map(node, "below")
        if "flag" in inner.entries:
            self.form.map(node, "below", ("flag",))
            flag = self.form.id(inner.entries["flag"][1], "flag")
            return [Below(FlagRaised(flag), tuple(bounds))] if flag and bounds else []
        match = self._finding(node, None, "below", ("duty", "status", "period", "severity", "days_left"))
        return [Below(match, tuple(bounds))] if match and bounds else []

    def bounds(self, node: Node, name: str) -> list[Bound]:
        """Return the comparisons in ``node``, a whole number or a map of operators; empty where a fault was noted."""
        if not isinstance(node, MapNode):
            value = self._whole(node, name)
            return [] if value is None else [Bound(name, "=", value)]
        self.form.map(node, name, OPERATORS)
        if not node.entries:
            self.form.fault(
                node,
                f"“{name}”下没有写比较条件。请补写，如 at_least: 2。",
                f"“{name}” compares nothing. Write at_least: 2.",
            )
        values = [(OPERATORS.get(key.text), self._whole(value, key.text)) for key, value in node.items()]
        return [Bound(name, op, value) for op, value in values if op is not None and value is not None]

    def _whole(self, node: Node, name: str) -> int | None:
        number: Fraction | None = self.form.number(node, name)
        if number is None:
            return None
        if number.denominator != 1 or not 0 <= number <= _MOST:
            self.form.fault(
                node,
                f"“{name}”应为 0 至 {_MOST} 的整数。请改写。",
                f"“{name}” is a whole number from 0 to {_MOST}. Change it.",
            )
            return None
        return int(number)

    def _words(self, fields: MapNode, key: str) -> list[tuple[str, Node]]:
        node = fields.get(key)
        if node is None:
            return []
        nodes = [node] if isinstance(node, MapNode | Scalar) else node.values
        if not nodes:
            self.form.fault(
                node, f"“{key}”的列表是空的。请填写或删去。", f"The list “{key}” is empty. Fill it or drop it."
            )
        found = [(self.form.text(each, key), each) for each in nodes]
        return [(text, each) for text, each in found if text is not None]

    def _duty(self, at: Node, name: str, subject: str | None) -> bool:
        """Return whether there is such a duty of such subjects; what is wrong is noted."""
        if name not in self.known:
            if self.whole:
                self.form.unknown(at, Text("事项", "duty"), name, self.known)
            return False
        duty = self.duties.get(name)
        if duty and subject is not None and not kinds_of(duty.subject) & kinds_of(subject):
            self.form.fault(
                at,
                f"事项“{name}”的对象是“{duty.subject}”，本推断的对象是“{subject}”，永远不会成立。"
                "请改 subject，或写在 below 里。",
                f"The duty “{name}” is about a {duty.subject}, the inference about a {subject}: it can never fire. "
                "Change subject, or ask for it under below.",
            )
            return False
        return duty is not None

    def _period(self, at: Node, key: str, duties: list[str]) -> None:
        if key in ("current", "last"):
            return
        try:
            every = parse_period(key).every
        except ValueError:
            self.form.fault(
                at,
                f"“{key}”不是时段。请写 2026-09、2026-Q3、2026-H2、2026，或 current（本期）、last（上期）。",
                f"“{key}” is not a period. Write 2026-09, 2026-Q3, 2026-H2, 2026, or current or last.",
            )
            return
        read = [self.duties[name] for name in duties if name in self.duties]
        if read and not any(every in duty.quota.every.values() for duty in read):
            self._never(at, f"所写事项没有“{key}”这样的时段", f"none of the duties has a period such as {key}")

    def _never(self, at: Node, zh: str, en: str) -> None:
        self.form.fault(at, f"条件永远不会成立：{zh}。请改写。", f"This can never hold: {en}. Change it.")


def never(bounds: list[Bound]) -> bool:
    """Return whether no whole numbers fit all of ``bounds``, given how the standings hang together."""
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    for bound in bounds:
        least = {"=": bound.value, ">=": bound.value, ">": bound.value + 1}.get(bound.op, 0)
        most = {"=": bound.value, "<=": bound.value, "<": bound.value - 1}.get(bound.op, _MOST)
        low[bound.name] = max(low.get(bound.name, 0), least)
        high[bound.name] = min(high.get(bound.name, _MOST), most)
    excluded = {(b.name, b.value) for b in bounds if b.op == "!="}
    if any(low[name] > high[name] or (low[name] == high[name] and (name, low[name]) in excluded) for name in low):
        return True
    smaller = (("run", "longest_run"), ("longest_run", "failed"), ("run", "failed"), ("clean_run", "met"))
    crossed = any(low.get(one, 0) > high.get(other, _MOST) for one, other in smaller)
    return crossed or (low.get("run", 0) > 0 and low.get("clean_run", 0) > 0)


def _plain(words: list[tuple[str, Node]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word, _ in words))
