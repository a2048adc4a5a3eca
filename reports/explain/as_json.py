"""An explanation as JSON for programs: one object, its findings as in the JSON of an audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO

from ...engine.answering.answers import Answer, DutyAnswer, FindingAnswer, FlagAnswer
from ...engine.findings import STATUSES, Finding
from ...engine.slack.provisional import rests_on
from ..json_text import json_value
from ..programs.json_findings import FindingLines
from ..programs.json_report import flag_value
from ..programs.rules_json import duty_value, inference_value
from ..words.verdicts import in_force

FORMAT = "checkbranch.explain/1"


def write_explanation_json(answer: Answer, out: TextIO, language: str = "zh") -> None:
    """Write an answer to ``out``; ``kind`` is ``finding``, ``duty``, ``subject`` or ``flag``."""
    if isinstance(answer, FindingAnswer):
        kind, parts = "finding", _finding(answer, language)
    elif isinstance(answer, FlagAnswer):
        kind, parts = "flag", _flag(answer, language)
    else:
        kind, parts = ("subject" if answer.subject else "duty"), _duty(answer, language)
    audit = answer.audit
    head = {
        "format": FORMAT,
        "as_of": audit.as_of,
        "span": {"from": audit.span.first, "to": audit.span.last},
        "workspace": audit.workspace.name,
        "language": language,
        "engine": audit.engine,
        "kind": kind,
    }
    texts = {key: json_value(value) for key, value in head.items()} | parts
    out.write("{" + ",\n".join(f'"{key}":{text}' for key, text in texts.items()) + "}\n")


def _finding(answer: FindingAnswer, language: str) -> dict[str, str]:
    finding, rules = answer.finding, answer.audit.rules
    duty = in_force(answer.duty, finding.period.start) if finding.period else answer.duty
    numbers = {
        "required": finding.required,
        "counted": finding.counted,
        "made_up": finding.made_up,
        "deadline": answer.deadline,
        "make_up_until": answer.late_last,
        "attributes": answer.attributes,
        "provisional": rests_on(finding, answer.duty, answer.audit.days, answer.audit.as_of),
    }
    return {
        "finding": FindingLines(rules, language).line(finding),
        "duty": json_value({**duty_value(duty, rules, language), "numbers": numbers}),
        "verdict_rows": _rows([json_value(row) for row in _verdict_rows(answer)]),
        "coverage": _rows([json_value(row) for row in _coverage(answer, [finding])]),
        "flags": _rows([json_value(flag_value(flag, language)) for flag in answer.flags]),
    }


def _verdict_rows(answer: FindingAnswer) -> Iterable[Mapping[str, object]]:
    for tried in answer.rows:
        clauses = [
            {"field": clause.field, "op": clause.op, "value": value, "actual": actual, "holds": holds}
            for clause, actual, value, holds in tried.clauses
        ]
        yield {"status": tried.row.status, "reason": tried.row.reason, "clauses": clauses, "holds": tried.holds}


def _duty(answer: DutyAnswer, language: str) -> dict[str, str]:
    rules, subject = answer.audit.rules, answer.subject
    counts: dict[str, object] = {status: answer.counts.get(status, 0) for status in STATUSES}
    whom: dict[str, str] = {}
    if subject:
        whom["subject"] = json_value({"kind": subject.kind, "id": subject.id, "name": subject.name})
    return {
        "duty": json_value(duty_value(answer.duty, rules, language)),
        **whom,
        "period": json_value(answer.period.key if answer.period else None),
        "summary": json_value({"total": sum(answer.counts.values()), **counts}),
        "findings": _findings(answer, answer.findings, language),
        "coverage": _rows([json_value(row) for row in _coverage(answer, answer.findings)]),
        "flags": _rows([json_value(flag_value(flag, language)) for flag in answer.flags]),
    }


def _flag(answer: FlagAnswer, language: str) -> dict[str, str]:
    rules = answer.audit.rules
    return {
        "inference": json_value(inference_value(answer.inference, rules, language)),
        "flags": _rows([json_value(flag_value(flag, language)) for flag in answer.flags]),
        "flags_behind": _rows([json_value(flag_value(flag, language)) for flag in answer.behind.values()]),
        "findings": _findings(answer, answer.findings.values(), language),
    }


def _findings(answer: Answer, findings: Iterable[Finding], language: str) -> str:
    lines = FindingLines(answer.audit.rules, language)
    return _rows([lines.line(finding) for finding in findings])


def _coverage(answer: Answer, findings: Iterable[Finding]) -> Iterable[Mapping[str, object]]:
    parents = {unit: above for unit, _, kind, above in answer.audit.unit_rows() if kind == "group"}
    units = {parents.get(finding.unit) or finding.unit for finding in findings}
    for row in answer.audit.coverage:
        if row.unit in units:
            said = {"unit": row.unit, "from": row.first, "through": row.through, "assumed": row.assumed}
            yield said if row.types is None else {**said, "types": row.types}


def _rows(texts: list[str]) -> str:
    return "[\n" + ",\n".join(texts) + "\n]" if texts else "[]"
