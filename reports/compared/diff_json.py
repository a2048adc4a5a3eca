"""What changed between two audits as JSON: a stream, a change a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from ..asked import Ask
from ..json_text import json_value, write_rows
from .diff_words import Counts, beside
from .differences import CHANGES, Change, Pair, changes
from .earlier import Earlier

FORMAT = "checkbranch.diff/1"


def write_diff_json(of: Pair, out: TextIO, ask: Ask) -> Counts:
    """Write every change; returns the counts."""
    counts, found = Counts(), beside(of)
    head = {
        "format": FORMAT,
        "workspace": of.new.workspace,
        "from": _told(of.old),
        "to": _told(of.new),
        "compared": "all" if of.whole else "gaps",
        "notes": [note.say(ask.language) for note in of.notes],
    }
    out.write("{" + ",\n".join(f'"{key}":{json_value(value)}' for key, value in head.items()))
    write_rows(out, "changes", (json_value(_change(change)) for change in _counted(of, counts)))
    write_rows(out, "flags_raised", map(json_value, found.raised))
    write_rows(out, "flags_ceased", map(json_value, found.ceased))
    out.write(f',\n"problems":{json_value({"new": found.problems_new, "gone": found.problems_gone})}')
    units = ({"unit": unit, **_numbers(of_unit)} for unit, of_unit in sorted(counts.units.items()))
    write_rows(out, "units", map(json_value, units))
    out.write(f',\n"summary":{json_value(_numbers(counts.total))}}}\n')
    return counts


def _counted(of: Pair, counts: Counts) -> Iterator[Change]:
    for change in changes(of):
        counts.take(change)
        yield change


def _told(report: Earlier) -> dict[str, object]:
    head = report.head
    return {
        "as_of": report.as_of,
        "span": head.get("span"),
        "fingerprint": report.fingerprint,
        "packs": head.get("packs"),
    }


def _change(change: Change) -> dict[str, object]:
    found = change.finding
    return {
        "change": change.kind,
        "id": found["id"],
        "duty": found["duty"],
        "subject": found["subject"],
        "unit": found["unit"],
        "period": found.get("period"),
        "was": change.was,
        "now": change.now,
        "severity": found["severity"],
    }


def _numbers(counts: Counter[str]) -> dict[str, object]:
    return {kind: counts[kind] for kind in CHANGES}
