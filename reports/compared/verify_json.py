"""What came of verifying a report as JSON."""

from __future__ import annotations

from typing import TextIO

from ..json_text import json_value
from .earlier import Earlier, Value
from .recomputed import DIFFERENCES, Difference, Outcome, record_changes
from .verify_text import conclusion

FORMAT = "checkbranch.verify/1"


def write_verified_json(report: Earlier, outcome: Outcome, out: TextIO, language: str) -> None:
    """Write the outcome; ``findings`` holds the first 500 that differ, ``counts`` all of them."""
    value = {
        "format": FORMAT,
        "holds": outcome.holds,
        "conclusion": conclusion(outcome).say(language),
        "as_of": report.as_of,
        "workspace": report.workspace,
        "fingerprint": {"report": report.fingerprint, "now": outcome.fingerprint},
        "compared": outcome.compared,
        "inputs": [text.say(language) for text in outcome.files],
        "packs": [text.say(language) for text in outcome.packs],
        "edited": [text.say(language) for text in outcome.edited],
        "parts": outcome.head,
        "counts": {kind: outcome.counts[kind] for kind in DIFFERENCES},
    }
    out.write("{" + ",\n".join(f'"{key}":{json_value(held)}' for key, held in value.items()))
    rows = ",\n".join(json_value(_row(one, language)) for one in outcome.told)
    out.write(f',\n"findings":[{rows}]}}\n')


def _row(one: Difference, language: str) -> dict[str, object]:
    found = one.was or one.now or {}
    gone, there = record_changes(one)
    return {
        "difference": one.kind,
        "id": found.get("id"),
        "duty": found.get("duty"),
        "unit": found.get("unit"),
        "subject": found.get("subject"),
        "period": found.get("period"),
        "report": _verdict(one.was),
        "now": _verdict(one.now),
        "records_gone": gone,
        "records_now": there,
        "contradicts": one.contradicts.say(language) if one.contradicts else None,
    }


def _verdict(found: Value | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {key: found.get(key) for key in ("status", "required", "counted", "made_up", "severity", "message")}
