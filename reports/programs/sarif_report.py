"""The audit as SARIF 2.1.0: duties are its rules; gaps, flags and problems of the data its results, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from ...engine.findings import GAPS, Finding
from ...engine.packs.condition_model import Severity
from ..asked import Ask
from ..json_text import json_value, write_rows
from ..short_code import short_code
from ..teller import Teller
from ..view import AuditView
from ..words.problems import RANK
from .json_baseline import asked_rows
from .sarif_results import BASE, Results
from .sarif_rules import rules_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write_sarif(audit: AuditView, out: TextIO, ask: Ask) -> None:
    """Write the findings asked for, by itself the gaps and what is waived, with all flags and problems, as a stream."""
    rules = list(rules_of(audit.rules, _kinds(audit), ask.language))
    numbers = {str(rule["id"]): number for number, rule in enumerate(rules)}
    results = Results(Teller(audit, ask), ask, numbers)
    out.write(f'{{"$schema":{json_value(SCHEMA)},"version":"2.1.0","runs":[{{\n')
    out.write('"tool":{"driver":{"name":"checkbranch","rules":[')
    out.write(",\n".join(map(json_value, rules)))
    out.write("]}}")
    for key, value in _head(audit, ask).items():
        out.write(f",\n{json_value(key)}:{json_value(value)}")
    write_rows(out, "results", _results(audit, ask, results))
    out.write("}]}\n")


def _kinds(audit: AuditView) -> list[tuple[str, Severity]]:
    """Return the kinds of data problems that occur, with the gravest severity of each."""
    found: dict[str, Severity] = {}
    for problem in audit.ledger.problems:
        known = found.get(problem.code, problem.severity)
        found[problem.code] = min(known, problem.severity, key=lambda severity: RANK[severity])
    return sorted(found.items())


def _head(audit: AuditView, ask: Ask) -> dict[str, object]:
    lost = any(source.unreadable for source in audit.ledger.sources)
    run: dict[str, object] = {"executionSuccessful": not lost}
    if ask.exit_code is not None:
        run["exitCode"] = ask.exit_code
    properties: dict[str, object] = {
        "workspace": audit.workspace.name,
        "as_of": audit.as_of,
        "span": {"from": audit.span.first, "to": audit.span.last},
        "packs": [f"{pack.id} {pack.version}" for pack in audit.rules.packs],
        "fingerprint": audit.fingerprint,
        "code": short_code(audit.fingerprint),
        "summary": dict(audit.summary),
        **asked_rows(ask),
    }
    if ask.compared is not None:
        from .json_baseline import baseline_value

        properties["baseline"] = baseline_value(ask.compared, ask.language)
    return {
        "language": "en" if ask.language == "en" else "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "the folder of the workspace"}}},
        "invocations": [run],
        "properties": properties,
    }


def _results(audit: AuditView, ask: Ask, results: Results) -> Iterator[str]:
    for finding in _wanted(audit, ask):
        yield json_value(results.finding(finding))
    for flag in audit.flags:
        yield json_value(results.flag(flag))
    states = ask.compared.problem_states if ask.compared else [None] * len(audit.ledger.problems)
    for problem, state in zip(audit.ledger.problems, states, strict=True):
        yield json_value(results.problem(problem, state))


def _wanted(audit: AuditView, ask: Ask) -> Iterator[Finding]:
    if ask.which is not None or not audit.summary.get("waived"):
        yield from audit.findings(ask.which or "gaps")
        return
    for finding in audit.findings("all"):
        if finding.status in GAPS or finding.status == "waived":
            yield finding
