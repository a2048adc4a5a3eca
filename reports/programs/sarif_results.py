"""Findings, flags and data problems as results of a SARIF run, each with where it is to be looked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from ...engine.findings import GAPS, Finding, Flag, Status, Subject
from ...engine.ledger.model import Problem
from ..asked import Ask
from ..compared.baseline import State, problem_key
from ..layout import safe
from ..ledger_places import place
from ..teller import Teller
from .sarif_rules import LEVEL, inference_rule, problem_rule

BASE = "WORKSPACE"
# What SARIF calls the verdicts: "open" is what could not be decided, unlike ours, which is not yet due.
_KIND: Mapping[Status, str] = {
    "met": "pass",
    "made_up": "pass",
    "open": "informational",
    "unknown": "open",
    "not_applicable": "notApplicable",
}
_STATE: Mapping[State, str] = {"new": "new", "old": "unchanged"}
_PLACES_SHOWN = 50
Result = dict[str, object]


class Results:
    """Makes results in one language; ``numbers`` are the places of the rules in their list."""

    def __init__(self, teller: Teller, ask: Ask, numbers: Mapping[str, int]) -> None:
        self._teller, self._ask, self._numbers = teller, ask, numbers

    def finding(self, finding: Finding) -> Result:
        """Return a finding; a waived one is suppressed, with the reason and who approved it."""
        teller = self._teller
        kind = _KIND.get(finding.status, "fail")
        said = (
            f"{teller.title(finding.duty)} {teller.period(finding)} {teller.status(finding)}: {teller.message(finding)}"
        )
        if remedy := teller.remedy(finding) if finding.status in GAPS else "":
            said = f"{said} {remedy}"
        result = self._result(finding.duty, said, {"findingId/v1": finding.id})
        result["kind"] = kind
        result["level"] = LEVEL[finding.severity] if kind == "fail" else "none"
        sources = [use.source for use in finding.records] + [doubt.source for doubt in finding.doubts]
        result["locations"] = self._locations(sources, finding.unit, finding.subject)
        if finding.status == "waived":
            result["suppressions"] = [self._suppression(finding)]
        state = self._ask.compared.of(finding) if self._ask.compared else None
        if self._ask.compared:
            was_gap = finding.id in self._ask.compared.baseline.gaps
            result["baselineState"] = _STATE[state] if state else "updated" if was_gap else "unchanged"
        result["properties"] = {
            "status": finding.status,
            "period": finding.period.key if finding.period else None,
            "required": finding.required,
            "counted": finding.counted,
            "made_up": finding.made_up,
            "can_make_up_until": finding.can_make_up_until,
            "due": finding.due,
        }
        return result

    def _suppression(self, finding: Finding) -> Mapping[str, object]:
        waiver = finding.waiver
        if waiver is None:
            return {"kind": "external"}
        said = f"{waiver.reason} ({waiver.approver}; {waiver.first}/{waiver.last})"
        held: dict[str, object] = {"kind": "external", "status": "accepted", "justification": safe(said)}
        return {**held, "location": _physical(waiver.source)} if waiver.source and ";" not in waiver.source else held

    def flag(self, flag: Flag) -> Result:
        """Return what an inference concluded."""
        rule = inference_rule(flag.inference)
        result = self._result(rule, flag.message.say(self._ask.language), {"flagId/v1": flag.id})
        result["level"] = LEVEL[flag.severity]
        result["locations"] = self._locations((), flag.unit, flag.subject)
        if self._ask.compared:
            result["baselineState"] = _STATE[self._ask.compared.of_flag(flag)]
        result["properties"] = {"flag": flag.flag, "because": flag.because}
        return result

    def problem(self, problem: Problem, state: State | None) -> Result:
        """Return a problem of the data at its row."""
        said = problem.message.say(self._ask.language)
        key = hashlib.sha256("\n".join(problem_key(problem, "zh")).encode(errors="surrogatepass")).hexdigest()
        result = self._result(problem_rule(problem.code), said, {"problemId/v1": key[:16]})
        result["level"] = LEVEL[problem.severity]
        result["locations"] = [_physical(problem.source)]
        if state is not None:
            result["baselineState"] = _STATE[state]
        if problem.column is not None:
            result["properties"] = {"column": problem.column}
        return result

    def _result(self, rule: str, said: str, prints: Mapping[str, str]) -> Result:
        found: Result = {"ruleId": rule}
        if rule in self._numbers:
            found["ruleIndex"] = self._numbers[rule]
        return {**found, "message": {"text": safe(said)}, "partialFingerprints": prints}

    def _locations(self, sources: Sequence[str], unit: str, subject: Subject) -> list[Mapping[str, object]]:
        """Return the rows looked at, each with the unit and the subject, or these alone where there is no row."""
        whom: list[Mapping[str, object]] = [
            {"name": safe(self._teller.unit_name(unit)), "fullyQualifiedName": safe(unit), "kind": "unit"}
        ]
        if subject.id != unit:
            named = safe(self._teller.subject_name(subject))
            whom.append({"name": named, "fullyQualifiedName": safe(f"{unit}/{subject.id}"), "kind": subject.kind})
        found = [{**_physical(source), "logicalLocations": whom} for source in _distinct(sources)[:_PLACES_SHOWN]]
        return [*found] or [{"logicalLocations": whom}]


def _distinct(sources: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sources))


def _physical(source: str) -> dict[str, object]:
    """Return a row of a ledger as SARIF has it: its row is the line, its sheet stands among the properties."""
    where = place(source)
    uri = quote(where.file.encode(errors="replace"), safe="/")
    physical: dict[str, object] = {"artifactLocation": {"uri": uri, "uriBaseId": BASE}}
    if where.row is not None:
        physical["region"] = {"startLine": where.row}
    found: dict[str, object] = {"physicalLocation": physical, "message": {"text": safe(source)}}
    return {**found, "properties": {"sheet": where.sheet}} if where.sheet else found
