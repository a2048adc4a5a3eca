"""The self-check as JSON: the same facts, one task and one duty a line, the same bytes for the same audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TextIO

from ...engine.findings import STATUSES, Finding, Number, Status, Subject
from ..json_text import json_value
from ..programs.json_slack import slack_rows
from .advice import step_words, who_words
from .build import NAMED
from .check_words import missing_of
from .checks import is_check, places_of
from .hints import HintPart
from .json_parts import paper_rows, score_head, score_rows
from .model import SHARES, DutyPart, Entry, Inspection, PeriodRow, Step, Task
from .owner import owner_words
from .windows import limit_of, too_long
from .words import basis_words

FORMAT = "checkbranch.inspect/1"


def write_inspection_json(inspection: Inspection, out: TextIO, language: str = "zh") -> None:
    """Write the self-check to ``out``; languages change titles and words only."""
    head = _head(inspection, language)
    out.write("{" + ",\n".join(f'"{key}":{json_value(value)}' for key, value in head.items()))
    for key, tasks in (("todo", inspection.todo), ("later", inspection.later), ("explain", inspection.explain)):
        _write_rows(out, key, (_task(inspection, task, language) for task in tasks))
    _write_rows(out, "duties", _duties(inspection, language))
    _write_rows(out, "papers", paper_rows(inspection))
    _write_rows(out, "hints", (_hint(part, language) for part in inspection.hints))
    _write_rows(out, "off", ({"id": d.id, "title": d.title.say(language)} for d in inspection.off))
    _write_rows(
        out, "untested", ({"field": name, "duties": list(duties)} for name, duties in inspection.untested.items())
    )
    _write_rows(
        out,
        "flags",
        (
            {
                "id": flag.id,
                "flag": flag.flag,
                "subject": _subject(flag.subject),
                "severity": flag.severity,
                "message": flag.message.say(language),
            }
            for flag in inspection.flags
        ),
    )
    _write_rows(out, "slack", slack_rows(inspection.slack))
    _write_rows(
        out,
        "unannounced",
        ({"year": year, "findings": [one.id for one in those]} for year, those in inspection.pending.items()),
    )
    score = inspection.score
    out.write(',\n"score":' + ("null" if score is None else json_value(score_head(score, language))))
    _write_rows(out, "scores", score_rows(score, language) if score else ())
    out.write("}\n")


def _write_rows(out: TextIO, key: str, rows: Iterable[Mapping[str, object]]) -> None:
    out.write(f',\n"{key}":[')
    before = "\n"
    for row in rows:
        out.write(before + json_value(row))
        before = ",\n"
    out.write("\n]" if before == ",\n" else "]")


def _head(inspection: Inspection, language: str) -> dict[str, object]:
    cover = inspection.cover
    return {
        "format": FORMAT,
        "as_of": cover.as_of,
        "on": cover.on,
        "working_days": cover.working_days,
        "provisional": cover.provisional,
        "span": {"from": cover.span.first, "to": cover.span.last},
        "workspace": cover.workspace,
        "language": language,
        "engine": cover.engine,
        "waivers": cover.waivers,
        "packs": [{"id": name, "version": version} for name, version in cover.packs],
        "fingerprint": cover.fingerprint,
        "coverage": [
            {"unit": row.unit, "from": row.first, "through": row.through, "assumed": row.assumed}
            | ({} if row.types is None else {"types": row.types})
            for row in cover.coverage
        ],
        "assumptions": [text.say(language) for text in cover.assumptions],
        "rows": cover.rows,
        "problems": {name: cover.problems.get(name, 0) for name in ("error", "warning", "info")},
        "unreadable": cover.lost,
        "summary": _counts(cover.counts),
        "coming": cover.coming,
        "hint_summary": _counts(cover.hints),
        "units": [_subject(part.unit) for part in inspection.units],
    }


def _counts(counts: Mapping[Status, int]) -> dict[str, int]:
    return {"total": sum(counts.values())} | {status: counts.get(status, 0) for status in STATUSES}


def _subject(subject: Subject) -> dict[str, object]:
    return {"kind": subject.kind, "id": subject.id, "name": subject.name}


def _task(inspection: Inspection, task: Task, language: str) -> dict[str, object]:
    first = task.entry.first
    return {
        "unit": task.unit.id,
        "duty": task.part.duty.id,
        "period": "-" if is_check(first) else first.period.key if first.period else None,
        "status": first.status,
        "subjects": task.entry.total,
        "coming": task.entry.coming,
        "missing": missing_of(task.entry, task.part.duty, inspection.rules.activities, language),
        **_step(inspection, task.unit, task.part, task.entry, task.step, language),
    }


def _step(
    inspection: Inspection, unit: Subject, part: DutyPart, entry: Entry, step: Step, language: str
) -> dict[str, object]:
    return {
        "action": step.action,
        "from": step.first,
        "until": step.until,
        "by": step.by,
        "last_working": step.last_working,
        "working_days": step.working_days,
        "for_period": step.for_period,
        "code": step.code,
        "places": step.places,
        "role": step.who,
        "need": step.need,
        "who": who_words(step.who, unit, entry, inspection.people, language),
        "owner": owner_words([step], unit, entry, inspection.people, language) or None,
        "how": step_words(step, entry, part.duty, inspection.rules.activities, inspection.cover.on, language),
    }


def _duties(inspection: Inspection, language: str) -> Iterable[dict[str, object]]:
    for unit in inspection.units:
        for part in unit.parts:
            duty = part.duty
            yield {
                "unit": unit.unit.id,
                "duty": duty.id,
                "kind": duty.kind,
                "title": duty.title.say(language),
                "section": part.section,
                "severity": duty.severity,
                "basis": [basis_words(basis, inspection.rules, language) for basis in duty.basis],
                "subjects": {"kind": part.kind, "number": part.subjects},
                "window": _window(part, inspection.cover.as_of),
                "counts": _counts(part.counts),
                "owed": part.tally.owed,
                **_shares(part),
                "periods": [_row(row) for row in part.rows.values()],
                "entries": [_entry(inspection, unit.unit, part, entry, language) for entry in part.entries],
                "waivers": [_waived(finding) for finding in part.waived],
                "not_applicable": dict(sorted(part.not_applicable.items())),
            }


def _shares(part: DutyPart) -> dict[str, Number]:
    return {share: part.tally.shares[share] for share in SHARES}


def _row(row: PeriodRow) -> dict[str, object]:
    return {
        "period": row.period.key if row.period else "-",
        "counts": {status: number for status in STATUSES if (number := row.counts[status])},
        "owed": row.tally.owed,
        "on_time": row.tally.shares["on_time"],
        "made_up": row.tally.shares["made_up"],
        "counted": row.records,
        "next_due": row.next_due,
        "records": _records(row.finding) if row.finding else None,
    }


def _records(finding: Finding) -> Sequence[Mapping[str, object]]:
    return [{"source": use.source, "date": use.date, "use": use.use, "reasons": use.reasons} for use in finding.records]


def _entry(inspection: Inspection, unit: Subject, part: DutyPart, entry: Entry, language: str) -> dict[str, object]:
    first = entry.first
    return {
        "period": "-" if is_check(first) else first.period.key if first.period else None,
        "status": first.status,
        "reason": first.reason,
        "coming": entry.coming,
        "subjects": entry.total,
        "named": [_named(entry, number) for number in range(len(entry.findings))],
        "missing": missing_of(entry, part.duty, inspection.rules.activities, language),
        "steps": [_step(inspection, unit, part, entry, step, language) for step in entry.steps],
    }


def _named(entry: Entry, number: int) -> dict[str, object]:
    """Return one subject of an entry; of a duty without periods with how it stands."""
    finding = entry.findings[number]
    if is_check(finding):
        return _checked(finding)
    if not entry.stands:
        return _subject(finding.subject)
    stand = entry.stands[number]
    return _subject(finding.subject) | {
        "due": finding.due,
        "next_due": stand.next_due,
        "running": stand.running,
        "gone": stand.gone,
        "required": finding.required,
        "counted": finding.counted,
        "intervals": list(too_long(finding)) if finding.kind == "gap" else None,
    }


def _checked(finding: Finding) -> dict[str, object]:
    """Return a finding of a duty without periods and without an interval: which one it is, and what it rests on."""
    return _subject(finding.subject) | {
        "finding": finding.id,
        "key": finding.period.key if finding.period else "-",
        "date": finding.period.start if finding.period else None,
        "due": finding.due,
        "status": finding.status,
        "places": places_of(finding),
        "records": _records(finding),
        "detail": finding.detail,
    }


def _hint(part: HintPart, language: str) -> dict[str, object]:
    return {
        "unit": part.unit.id,
        "duty": part.duty.id,
        "title": part.duty.title.say(language),
        "counts": _counts(part.counts),
        "shown": [_checked(finding) for finding in part.shown[:NAMED]],
    }


def _window(part: DutyPart, as_of: date) -> dict[str, object] | None:
    """Return what a duty without periods asks; None for one that has periods."""
    if part.duty.window is None:
        return None
    limit = limit_of(part.duty, as_of)
    if limit.number is None:
        return {"kind": "gap", "at_most": limit.days}
    return {"kind": "rolling", "at_least": limit.number, "in_any": limit.days}


def _waived(finding: Finding) -> dict[str, object]:
    waiver = finding.waiver
    return {
        "subject": _subject(finding.subject),
        "period": finding.period.key if finding.period else None,
        "reason": waiver.reason if waiver else None,
        "approver": waiver.approver if waiver else None,
        "document": waiver.document if waiver else None,
    }
