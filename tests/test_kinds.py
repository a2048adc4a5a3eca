"""What follows, precedes, is in order, is covered, adds up and overlaps, as tables that anybody can read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from .oracle.cases import Case, case_from, write_workspace
from .oracle.judge import Finding, expected
from .oracle.run import differences, plain, run_engine

FOLDER = Path(__file__).parent / "cases"
KINDS = ("follow_up", "precede", "record", "state", "cover", "tally", "overlap")
CASES = [(kind, case) for kind in KINDS for case in yaml.safe_load((FOLDER / f"{kind}.yaml").read_text("utf-8"))]
ROWS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (f"{kind}, {case['name']}, {row['as_of']}", case, row) for kind, case in CASES for row in case["expect"]
]
EVERY_ROW = pytest.mark.parametrize(("case", "row"), [pytest.param(case, row, id=name) for name, case, row in ROWS])
HOW_TO_FIND = ("duty", "subject", "period")


def chosen(findings: list[Finding], row: dict[str, Any]) -> Finding | None:
    """Return the one finding that a row of ``findings`` is about, named as closely as it needs to be."""
    found = [one for one in findings if all(str(row[name]) == _name(one, name) for name in HOW_TO_FIND if name in row)]
    assert len(found) <= 1, f"{row} fits {len(found)} findings"
    return found[0] if found else None


def _name(finding: Finding, name: str) -> str:
    return str(finding["subject"][1] if name == "subject" else finding[name])


def said(finding: Finding | None, row: dict[str, Any]) -> dict[str, Any]:
    """Return what the finding holds of the fields that the row names, written as the row writes them."""
    if finding is None:
        return {"status": "none"}
    table = {name: finding.get(name) for name in row if name not in HOW_TO_FIND}
    if "records" in row:
        table["records"] = {name: " ".join([use, *reasons]) for name, (use, reasons) in finding["records"].items()}
    if "doubts" in row:
        table["doubts"] = sorted(f"{code} {source}" for code, source in finding["doubts"])
    if "detail" in row:
        table["detail"] = {name: plain((finding["detail"] or {}).get(name, [])) for name in row["detail"]}
    return table


def wanted(row: dict[str, Any]) -> dict[str, Any]:
    table = {name: value for name, value in row.items() if name not in HOW_TO_FIND}
    if "detail" in row:
        table["detail"] = {name: plain(value) for name, value in row["detail"].items()}
    return table


def check(findings: list[Finding], rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert said(chosen(findings, row), row) == wanted(row), row


def read(case: dict[str, Any], row: dict[str, Any]) -> Case:
    return case_from(case, row["as_of"])


@EVERY_ROW
def test_the_oracle_says_what_the_table_says(case: dict[str, Any], row: dict[str, Any]) -> None:
    check(expected(read(case, row)), row["findings"])


@EVERY_ROW
def test_the_engine_says_what_the_table_says(case: dict[str, Any], row: dict[str, Any], tmp_path: Path) -> None:
    given = read(case, row)
    write_workspace(given, tmp_path)
    findings = run_engine(tmp_path, given.as_of, given.span)
    check(findings, row["findings"])
    assert differences(findings, expected(given)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_cases(kind: str) -> None:
    mine = [case for name, case in CASES if name == kind]
    assert len(mine) >= 8
    assert {kind} == {key for case in mine for duty in case["duties"] for key in duty if key in KINDS}
    assert all(isinstance(row["as_of"], date) and row["findings"] for case in mine for row in case["expect"])
