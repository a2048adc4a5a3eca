"""An audit held against an earlier one: which gaps, flags and data problems are new, old or closed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ...engine.errors import fail
from ...engine.findings import GAPS, Finding, Flag, Status
from ...engine.ledger.model import Problem
from ...engine.text import Text
from ..ledger_places import without_row
from ..view import AuditView
from ..words.packs import pack_changes
from .earlier import Earlier, Value

if TYPE_CHECKING:
    from ...engine.trace import Place

State = Literal["new", "old"]
ProblemKey = tuple[str, str, str, str]
Placed = Callable[[Callable[[str], bool]], "Iterable[Place]"]

_ROWS = re.compile(r"!\d+\b")


@dataclass(frozen=True, slots=True)
class Baseline:
    """What an earlier audit had: the ids of its gaps and flags, and its problems by what makes them the same."""

    earlier: Earlier
    gaps: frozenset[str]
    flags: frozenset[str]
    problems: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An audit held against a baseline.

    ``new`` and ``old`` count gaps, flags and problems. Of the gaps of the baseline that are none now, ``closed`` counts
    the obligations that are no gap any more, ``gone`` those that are asked no longer (the subject left, the duty is
    off), ``aside`` those that this audit does not show (another span, units or duties). ``severities`` are those of
    what is new. ``problem_states`` go with the problems of the ledger, one by one.
    """

    baseline: Baseline
    notes: Sequence[Text]
    new: Counter[str]
    old: Counter[str]
    closed: int
    gone: int
    aside: int
    severities: frozenset[str]
    problem_states: Sequence[State]

    def of(self, finding: Finding) -> State | None:
        """Return whether a gap is new or old; None for what is no gap."""
        if finding.status not in GAPS:
            return None
        return "old" if finding.id in self.baseline.gaps else "new"

    def of_flag(self, flag: Flag) -> State:
        """Return whether a flag is new or old."""
        return "old" if flag.id in self.baseline.flags else "new"


def read_baseline(earlier: Earlier) -> Baseline:
    """Read what is needed of an earlier audit; raises CheckbranchError where it is damaged."""
    gaps = frozenset(str(found["id"]) for found in earlier.findings() if found["status"] in GAPS)
    flags = frozenset(str(flag["id"]) for flag in earlier.rows("flags", "id"))
    return Baseline(earlier, gaps, flags, earlier.rows("problems", "source", "code", "message"))


def check_baseline(earlier: Earlier, name: str, units: Iterable[str], as_of: object) -> None:
    """Raise CheckbranchError where an earlier audit is no baseline for an audit of this workspace as of this day."""
    where, told = str(earlier.path), {str(unit.get("id")) for unit in earlier.rows("units", "id")}
    if earlier.workspace != name or (told and told.isdisjoint(units)):
        raise fail(
            where,
            f"这是“{earlier.workspace}”的核对结果，与“{name}”不是同一个工作区（名称或单位不同）。"
            "请换用本工作区以前的结果，或先重新生成：checkbranch audit --format json -o 基线.json。",
            f"This is an audit of “{earlier.workspace}”, not of “{name}” (another name, or other units). Give an "
            "earlier audit of this workspace, or make one: checkbranch audit --format json -o baseline.json.",
        )
    if str(earlier.as_of) > str(as_of):
        raise fail(
            where,
            f"基线截至 {earlier.as_of}，晚于本次的 {as_of}。请换用较早的结果，或用 --as-of 写明较晚的日期。",
            f"The baseline is as of {earlier.as_of}, later than {as_of}. Give an earlier one, or a later --as-of.",
        )


def compare(audit: AuditView, baseline: Baseline, placed: Placed | None = None) -> Comparison:
    """Hold the findings shown against the baseline.

    ``placed`` finds obligations by their ids, whether they are shown or not; without it only those shown are known.
    """
    new, old = Counter[str](), Counter[str]()
    left, severities = set(baseline.gaps), set[str]()
    for finding in audit.findings("gaps"):
        if finding.id in left:
            left.discard(finding.id)
            old["gaps"] += 1
        else:
            new["gaps"] += 1
            severities.add(finding.severity)
    now = _statuses(audit, left, placed)
    for flag in audit.flags:
        known = flag.id in baseline.flags
        (old if known else new)["flags"] += 1
        severities |= set() if known else {flag.severity}
    head = baseline.earlier.head
    words = None if head.get("redacted") is True else str(head.get("language", "zh"))
    states = problem_states(audit.ledger.problems, baseline.problems, words)
    for problem, state in zip(audit.ledger.problems, states, strict=True):
        (old if state == "old" else new)["problems"] += 1
        severities |= {problem.severity} if state == "new" else set()
    aside = sum(status in GAPS for status in now.values())
    return Comparison(
        baseline, tuple(_notes(audit, baseline.earlier)), new, old, len(now) - aside, len(left) - len(now), aside,
        frozenset(severities), states,
    )  # fmt: skip


def _statuses(audit: AuditView, wanted: set[str], placed: Placed | None) -> dict[str, Status]:
    """Return the present status of the obligations wanted that there are."""
    if not wanted:
        return {}
    if placed is not None:
        return {place.id: place.status for place in placed(wanted.__contains__)}
    return {finding.id: finding.status for finding in audit.findings("all") if finding.id in wanted}


def problem_states(problems: Sequence[Problem], before: Sequence[Value], language: str | None) -> list[State]:
    """Return which problems are old: those of the same code, sheet, column and words, so many as there were before.

    Rows move when others are added above them, so the row is no part of what makes a problem the same; where there
    are more of the same kind than before, those that stand where one stood are the old ones. ``language`` is that of
    the earlier audit; None leaves the words aside, where names in them were masked.
    """
    spoken = language is not None
    counts = Counter(_key_of(row, spoken=spoken) for row in before)
    exact = Counter((_key_of(row, spoken=spoken), str(row["source"])) for row in before)
    keys = [problem_key(one, language) for one in problems]
    states: list[State] = ["new"] * len(keys)
    for at, (key, problem) in enumerate(zip(keys, problems, strict=True)):
        if exact[key, problem.source] > 0:
            exact[key, problem.source] -= 1
            counts[key] -= 1
            states[at] = "old"
    for at, key in enumerate(keys):
        if states[at] == "new" and counts[key] > 0:
            counts[key] -= 1
            states[at] = "old"
    return states


def problem_key(problem: Problem, language: str | None) -> ProblemKey:
    """Return what makes a problem the same wherever its row has moved to; None leaves the words aside."""
    words = "" if language is None else _ROWS.sub("!", problem.message.say(language))
    return problem.code, without_row(problem.source), problem.column or "", words


def _key_of(row: Value, *, spoken: bool) -> ProblemKey:
    words = _ROWS.sub("!", str(row["message"])) if spoken else ""
    return str(row["code"]), without_row(str(row["source"])), str(row.get("column") or ""), words


def _notes(audit: AuditView, earlier: Earlier) -> Iterable[Text]:
    """Yield what may make gaps new that were not looked for before."""
    yield from pack_changes(earlier.head.get("packs"), [(p.id, p.version, p.sha256) for p in audit.rules.packs])
    span = earlier.head.get("span")
    first = str(span.get("from")) if isinstance(span, dict) else str(audit.span.first)
    if first > str(audit.span.first):
        yield Text(
            f"基线只核对 {first} 以后的时段，更早的缺口会算作新增",
            f"the baseline begins on {first}; gaps of earlier periods count as new",
        )
    if "selection" in earlier.head:
        yield Text(
            "基线只列出部分单位或事项，其余的缺口会算作新增",
            "the baseline lists some units or duties only; gaps of others count as new",
        )
