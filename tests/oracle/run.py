"""The engine as a user runs it, and its JSON in the words of the oracle."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from .point import Finding

_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
FIELDS = (
    "id",
    "unit",
    "start",
    "end",
    "status",
    "reason",
    "required",
    "counted",
    "made_up",
    "records",
    "due",
    "close_by",
    "days_left",
    "can_make_up_until",
    "doubts",
)


def run_report(
    folder: Path, as_of: date, span: tuple[date, date] | None = None, engine: str | None = None
) -> tuple[str, dict[str, Any]]:
    """Audit a workspace; return the JSON as it was written, and as values."""
    from click.testing import CliRunner

    from checkbranch.cli import main

    out = folder / "report.json"
    call = ["audit", str(folder), "--as-of", as_of.isoformat(), "--format", "json", "-o", str(out)]
    if span:
        call += ["--from", span[0].isoformat(), "--to", span[1].isoformat()]
    if engine:
        call += ["--engine", engine]
    done = CliRunner().invoke(main, call)
    if done.exit_code not in (0, 1) or not out.exists():
        raise AssertionError(f"exit {done.exit_code}: {done.output}") from done.exception
    text = out.read_text("utf-8")
    out.unlink()
    report: dict[str, Any] = json.loads(text, parse_float=str)
    return text, report


def run_engine(
    folder: Path, as_of: date, span: tuple[date, date] | None = None, engine: str | None = None
) -> list[Finding]:
    """Audit a workspace; return the findings as the oracle writes them."""
    return [_finding(said) for said in run_report(folder, as_of, span, engine)[1]["findings"]]


def _finding(said: dict[str, Any]) -> Finding:
    gone = said["status"] in ("open", "unknown", "short", "invalid", "missing")
    doubts = {(doubt["code"], doubt["source"]) for doubt in said["doubts"]}
    return {
        "id": said["id"],
        "duty": said["duty"],
        "subject": (said["subject"]["kind"], said["subject"]["id"]),
        "unit": said["unit"],
        "period": said["period"]["key"],
        "start": _date(said["period"]["start"]),
        "end": _date(said["period"]["end"]),
        "status": said["status"],
        "reason": said["reason"],
        "required": _number(said["required"]),
        "counted": _number(said["counted"]),
        "made_up": _number(said["made_up"]),
        "records": {record["id"]: (record["use"], record["reasons"]) for record in said["records"]},
        "due": _date(said["due"]),
        "close_by": _date(said["close_by"]),
        "days_left": said["days_left"],
        "can_make_up_until": _date(said["can_make_up_until"]),
        "detail": said["detail"],
        "doubts": {
            (code, source)
            for code, source in doubts
            if (code == "waiver_partial" and gone) or (code == "unread_rows" and said["reason"] == code)
        },
    }


def _number(said: object) -> Fraction | None:
    return None if said is None else Fraction(str(said))


def _date(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def by_obligation(findings: list[Finding]) -> dict[tuple[str, str, str], Finding]:
    """Return the findings by duty, subject and period; each may occur once."""
    table = {(found["duty"], "/".join(found["subject"]), found["period"]): found for found in findings}
    assert len(table) == len(findings), "an obligation occurs twice"
    return table


def differences(engine: list[Finding], oracle: list[Finding]) -> list[str]:
    """Return a line for every field in which the two disagree."""
    ours, theirs = by_obligation(engine), by_obligation(oracle)
    lines = [f"{key}: only the engine" for key in ours if key not in theirs]
    lines += [f"{key}: only the oracle" for key in theirs if key not in ours]
    for key in [key for key in theirs if key in ours]:
        for name in FIELDS:
            if ours[key][name] != theirs[key][name]:
                lines.append(f"{key} {name}: engine {ours[key][name]}, oracle {theirs[key][name]}")
        for name, wanted in theirs[key].get("detail", {}).items():
            if plain((ours[key]["detail"] or {}).get(name, [])) != plain(wanted):
                lines.append(f"{key} detail.{name}: engine {ours[key]['detail']}, oracle {wanted}")
    return lines


def plain(value: object) -> object:
    """Return an entry of ``detail`` as it is compared: numbers as fractions, clock times to the minute."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    text = str(value)
    if _CLOCK.fullmatch(text):
        return text.replace("T", " ")[:16]
    try:
        return Fraction(text)
    except ValueError:
        return text
