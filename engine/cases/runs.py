"""One case run through the whole engine: its tables are written to a folder of its own, read, and judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from ...calendars import WorkCalendar
from ..audit import Audit
from ..documents.nodes import ListNode, MapNode, Node, Scalar
from ..findings import Finding
from ..ledger import Problem, read_ledger
from ..packs.model import RuleBook
from ..prepare import Inputs, Request, audit_inputs, vocabulary_of
from ..text import Text
from ..workspaces.workspace import FILE, read_workspace
from .coverage import observe
from .model import Case, CaseResult, Difference, Exercised, Expected, ExpectedFlag

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


class CaseRunner:
    """Runs cases against one rule book and remembers, by duty, what they have exercised."""

    def __init__(self, book: RuleBook, engine: str | None = None) -> None:
        self._book, self._engine = book, engine
        self._duties = {duty.id: duty for duty in book.duties}
        self.exercised: dict[str, Exercised] = {duty.id: Exercised() for duty in book.duties}
        self.raised: set[str] = set()
        self.quiet: set[str] = set()

    def run(self, case: Case) -> CaseResult:
        """Run one case; raises CheckbranchError, told of the case's own line, where its settings cannot be used."""
        with TemporaryDirectory(prefix="checkbranch-case-") as folder:
            audit = self._audit(case, Path(folder))
        findings = list(audit.findings())
        observe(self.exercised, self._book, findings)
        differences = [
            *(each for expected in case.expect for each in self._held(expected, findings)),
            *(each for flag in case.flags for each in self._flagged(flag, audit)),
        ]
        problems = tuple(_problems(case, audit.ledger.problems))
        codes = {problem.code for problem in audit.ledger.problems}
        differences += [
            Difference(
                case.where, code, Text("应报此问题", "this problem is reported"), Text("未报", "it is not reported")
            )
            for code in sorted(case.problems - codes)
        ]
        differences += [_as_difference(problem) for problem in problems]
        return CaseResult(case, tuple(differences), problems, tuple(audit.flags))

    def _audit(self, case: Case, folder: Path) -> Audit:
        names = {}
        for table, rows in case.tables.items():
            names[table] = f"{table}.json"
            lines = ",\n".join(json.dumps(cells, ensure_ascii=False) for _, cells in rows)
            (folder / f"{table}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        settings = {"checkbranch": "1", "name": case.name, **_plain(case.settings), "data": names}
        settings["name"] = settings.get("name") or case.name
        (folder / FILE).write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
        workspace = read_workspace(folder)
        ledger = read_ledger(workspace, vocabulary_of(self._book))
        inputs = Inputs(workspace, self._book, ledger, WorkCalendar(), b"")
        request = Request(case.as_of, case.period, case.first, case.last, engine=self._engine)
        return audit_inputs(inputs, request)

    def _held(self, expected: Expected, findings: list[Finding]) -> Iterator[Difference]:
        ours = [finding for finding in findings if finding.duty == expected.duty]
        fitting = [finding for finding in ours if _fits(finding, expected)]
        if expected.status is None:
            for finding in fitting:
                yield Difference(expected.where, _about(finding), Text("不要求", "not asked for"), _status(finding))
            if not fitting and self._duties[expected.duty].kind == "overlap":
                self.exercised[expected.duty].passing = True  # where nobody is in two places nothing is found
            return
        if not fitting:
            yield Difference(expected.where, _asked(expected), _say(expected.status), _there_are(ours))
        for finding in fitting:
            found = list(self._compared(expected, finding))
            yield from found
            if not found:
                seen = self.exercised[expected.duty]
                seen.passing |= expected.status in ("met", "made_up")
                seen.failing |= expected.status in ("short", "invalid", "missing")

    def _compared(self, expected: Expected, finding: Finding) -> Iterator[Difference]:
        assert expected.status is not None
        if finding.status != expected.status:
            verdict = finding, self._duties[finding.duty]
            yield Difference(expected.where, _about(finding), _say(expected.status), _status(finding), None, verdict)
        for key, wanted in expected.values.items():
            told = _told(finding, key, wanted)
            if told != wanted:
                yield Difference(
                    expected.where,
                    _about(finding),
                    Text(f"{key} = {wanted}", f"{key} = {wanted}"),
                    Text(f"{key} = {told}", f"{key} = {told}"),
                )

    def _flagged(self, expected: ExpectedFlag, audit: Audit) -> Iterator[Difference]:
        ours = [flag for flag in audit.flags if flag.inference == expected.inference]
        fitting = [f for f in ours if expected.subject in (None, f.subject.id, f.subject.name)]
        if bool(fitting) == expected.raised:
            (self.raised if expected.raised else self.quiet).add(expected.inference)
            return
        who = expected.subject or "、".join(flag.subject.name or flag.subject.id for flag in ours)
        yes, no = Text("亮起", "raised"), Text("不亮", "not raised")
        about = f"{expected.inference} {who}".rstrip()
        yield Difference(expected.where, about, yes if expected.raised else no, yes if fitting else no)


def _fits(finding: Finding, expected: Expected) -> bool:
    if expected.subject not in (None, finding.subject.id, finding.subject.name):
        return False
    return expected.period is None or (finding.period is not None and finding.period.key == expected.period)


def _told(finding: Finding, key: str, wanted: str) -> str:
    """Return what a finding holds under ``key``, written as it is ``wanted`` where that means the same.

    The reason of a verdict that has none of its own may be any reason of its records.
    """
    held = getattr(finding, key)
    if held is None and key == "reason":
        reasons = [reason for use in finding.records for reason in use.reasons]
        return wanted if wanted in reasons else next(iter(reasons), "-")
    if isinstance(held, int | Decimal) and _NUMBER.fullmatch(wanted) and Decimal(wanted) == held:
        return wanted
    return "-" if held is None else str(held)


def _about(finding: Finding) -> str:
    period = finding.period.key if finding.period else ""
    return " ".join(part for part in (finding.duty, finding.subject.name or finding.subject.id, period) if part)


def _asked(expected: Expected) -> str:
    return " ".join(part for part in (expected.duty, expected.subject, expected.period) if part)


def _say(status: str) -> Text:
    return Text(status, status)


def _status(finding: Finding) -> Text:
    told = f"{finding.status} ({finding.reason})" if finding.reason else finding.status
    return Text(told, told)


def _there_are(findings: list[Finding]) -> Text:
    keys = [_about(finding).partition(" ")[2] for finding in findings]
    if not keys:
        return Text("审核区间内没有这一事项的应办项", "nothing is owed under this duty in the span")
    listed = keys if len(keys) <= 8 else [*keys[:8], "…"]
    return Text(f"没有这一项；现有：{'、'.join(listed)}", f"there is none; there are: {', '.join(listed)}")


def _problems(case: Case, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the faults of rows that the case does not mean, each with the line of the row in the file of cases."""
    file = case.where.rpartition(":")[0]
    for problem in problems:
        if problem.severity != "error" or problem.code in case.problems:
            continue
        table, _, row = problem.source.partition("!")
        lines = [line for line, _ in case.tables.get(table.removesuffix(".json"), ())]
        number = int(row) - 2 if row.isdigit() else -1  # the rows begin in the second line
        line = lines[number] if 0 <= number < len(lines) else int(case.where.rpartition(":")[2])
        yield Problem(f"{file}:{line}", problem.column, problem.code, problem.message, problem.severity)


def _as_difference(problem: Problem) -> Difference:
    said = Text("读取此行", "the row is taken"), Text(f"未读取（{problem.code}）", f"not taken ({problem.code})")
    return Difference(problem.source, problem.column or "-", *said, problem.message)


def _plain(node: Node) -> dict[str, object]:
    """Return a map as plain values, every scalar as the text that was written."""
    return {key.text: _value(value) for key, value in node.items()} if isinstance(node, MapNode) else {}


def _value(node: Node) -> object:
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    if isinstance(node, ListNode):
        return [_value(each) for each in node.values]
    return _plain(node)
