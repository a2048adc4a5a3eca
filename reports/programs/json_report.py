"""The audit as JSON for programs: a stream, one finding a line, the same bytes for the same audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TextIO

from ...engine.findings import STATUSES, Coverage, Flag
from ...engine.ledger.model import Ledger
from ...engine.packs.model import Basis, Duty
from ..asked import Ask
from ..json_text import FORMAT, json_value, write_rows
from ..view import AuditView, Which
from .json_baseline import States, asked_rows, baseline_value
from .json_findings import FindingLines
from .json_slack import Pending, slack_rows

__all__ = ["FORMAT", "flag_value", "input_rows", "problem_rows", "schema_path", "write_json", "write_rows"]

_BARE = tuple(status for status in STATUSES if status != "waived")


def schema_path() -> Path:
    """Return where the JSON Schema (draft 2020-12) of the format lies."""
    return Path(__file__).parents[1] / "audit.schema.json"


def write_json(
    audit: AuditView, out: TextIO, language: str = "zh", which: Which = "all", ask: Ask | None = None
) -> None:
    """Write the audit to ``out``; ``which`` chooses the findings listed, the summary always counts all.

    Languages change titles, messages and remedies only. ``ask`` tells what was asked for besides: the units and duties
    that were chosen, waivers left aside, a baseline.
    """
    ask = ask or Ask()
    head = {**_head(audit, language), **asked_rows(ask)}
    out.write("{" + ",\n".join(f'"{key}":{json_value(value)}' for key, value in head.items()))
    for key, rows in _tables(audit, language):
        if key == "units":
            out.write(f',\n"fingerprint":{json_value(audit.fingerprint)}')
        write_rows(out, key, map(json_value, rows))
    out.write(f',\n"summary":{json_value(_summary(audit))}')
    lines, pending = FindingLines(audit.rules, language), Pending(audit)
    states = States(ask.compared)
    found = pending.noted(audit.findings(which))
    write_rows(out, "findings", (states.finding(lines.line(finding), finding) for finding in found))
    write_rows(out, "flags", (json_value(states.flag(flag_value(flag, language), flag)) for flag in audit.flags))
    write_rows(out, "problems", map(json_value, states.problems(problem_rows(audit.ledger, language))))
    write_rows(out, "slack", map(json_value, slack_rows(audit.slack)))
    write_rows(out, "unannounced", map(json_value, pending.rows()))
    out.write(f',\n"without_waivers":{json_value(_without_waivers(audit))}')
    if ask.compared is not None:
        out.write(f',\n"baseline":{json_value(baseline_value(ask.compared, language))}')
    out.write("}\n")


def _head(audit: AuditView, language: str) -> dict[str, object]:
    return {
        "format": FORMAT,
        "as_of": audit.as_of,
        "span": {"from": audit.span.first, "to": audit.span.last},
        "workspace": audit.workspace.name,
        "language": language,
        "engine": audit.engine,
    }


def _tables(audit: AuditView, language: str) -> Iterable[tuple[str, Iterable[object]]]:
    """Yield every list but the findings, flags and problems, in the order of the contract."""
    yield "packs", ({"id": pack.id, "version": pack.version, "sha256": pack.sha256} for pack in audit.rules.packs)
    yield "inputs", input_rows(audit.ledger)
    yield "coverage", map(_coverage, audit.coverage)
    yield (
        "units",
        ({"id": unit, "name": name, "kind": kind, "parent": parent} for unit, name, kind, parent in audit.unit_rows()),
    )
    yield "duties", (_duty(duty, language) for duty in audit.rules.duties)


def input_rows(ledger: Ledger) -> Iterable[dict[str, object]]:
    """Yield what was read and its row account, a source each."""
    for source in ledger.sources:
        yield {
            "source": source.source,
            "table": source.table,
            "read": source.read,
            "taken": source.taken,
            "problems": source.problems,
            "blank": source.blank,
            "skipped": source.skipped,
            "sha256": source.sha256,
        }


def _coverage(row: Coverage) -> dict[str, object]:
    said: dict[str, object] = {"unit": row.unit, "from": row.first, "through": row.through, "assumed": row.assumed}
    return said if row.types is None else {**said, "types": row.types}


def _duty(duty: Duty, language: str) -> dict[str, object]:
    return {
        "id": duty.id,
        "pack": duty.pack,
        "kind": duty.kind,
        "title": duty.title.say(language),
        "subject": duty.subject,
        "modality": duty.modality,
        "severity": duty.severity,
        "basis": [_basis(basis) for basis in duty.basis],
        "off": duty.off,
    }


def _basis(basis: Basis) -> Mapping[str, object]:
    said: dict[str, object] = {"source": basis.source, "article": basis.article, "modality": basis.modality}
    if basis.quote is not None:
        said["quote"] = basis.quote
    if basis.inferred:
        said["inferred"] = True
    return said


def _summary(audit: AuditView) -> dict[str, object]:
    counts: dict[str, object] = {status: audit.summary.get(status, 0) for status in STATUSES}
    return {"total": sum(audit.summary.get(status, 0) for status in STATUSES), **counts}


def _without_waivers(audit: AuditView) -> dict[str, object]:
    """Return the counts as they would be without waivers, and by unit what is waived now."""
    bare = {unit: counts for unit, counts in audit.unwaived().items() if any(counts.values())}
    counts: dict[str, int] = {status: audit.summary.get(status, 0) for status in STATUSES}
    waived = sum(sum(own.values()) for own in bare.values())
    counts["waived"] -= waived
    for own in bare.values():
        for status, number in own.items():
            counts[status] += number
    units: list[dict[str, object]] = [
        {"unit": unit, "waived": sum(bare[unit].values()), **{status: bare[unit].get(status, 0) for status in _BARE}}
        for unit in sorted(bare)
    ]
    return {"total": sum(counts.values()), **counts, "units": units}


def flag_value(flag: Flag, language: str) -> dict[str, object]:
    """Return a flag as the contract has it."""
    subject = flag.subject
    return {
        "id": flag.id,
        "inference": flag.inference,
        "flag": flag.flag,
        "subject": {"kind": subject.kind, "id": subject.id, "name": subject.name},
        "severity": flag.severity,
        "message": flag.message.say(language),
        "because": flag.because,
    }


def problem_rows(ledger: Ledger, language: str) -> Iterable[dict[str, object]]:
    """Yield the problems of the data, by source and row."""
    for problem in ledger.problems:
        yield {
            "source": problem.source,
            "column": problem.column,
            "code": problem.code,
            "message": problem.message.say(language),
            "severity": problem.severity,
        }
