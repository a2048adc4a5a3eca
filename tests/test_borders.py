"""The borders of time and of every verdict, as tables that anybody can read: see ``cases/borders``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from .oracle.cases import Case, case_from, write_workspace
from .oracle.judge import Finding, expected
from .oracle.run import differences, run_engine

FOLDER = Path(__file__).parent / "cases" / "borders"
ROWS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (f"{file.stem}, {case['name']}, {row['as_of']}", case, row)
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
    for row in case["expect"]
]
EVERY_ROW = pytest.mark.parametrize(("case", "row"), [pytest.param(case, row, id=name) for name, case, row in ROWS])
HOW_TO_FIND = ("duty", "subject", "period")


def chosen(case: Case, findings: list[Finding], row: dict[str, Any]) -> Finding | None:
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
    table: dict[str, Any] = {name: _plain(finding.get(name)) for name in row if name not in (*HOW_TO_FIND, "records")}
    if "records" in row:
        table["records"] = {name: " ".join([use, *reasons]) for name, (use, reasons) in finding["records"].items()}
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, set):
        return sorted(f"{code} {source}" for code, source in value)
    return float(value) if hasattr(value, "numerator") else value


def wanted(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in HOW_TO_FIND}


def check(case: Case, findings: list[Finding], rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert said(chosen(case, findings, row), row) == wanted(row), row


@EVERY_ROW
def test_the_oracle_says_what_the_table_says(case: dict[str, Any], row: dict[str, Any]) -> None:
    read = case_from(case, row["as_of"])
    check(read, expected(read), row["findings"])


@EVERY_ROW
def test_the_engine_says_what_the_table_says(case: dict[str, Any], row: dict[str, Any], tmp_path: Path) -> None:
    read = case_from(case, row["as_of"])
    write_workspace(read, tmp_path)
    findings = run_engine(tmp_path, read.as_of, read.span)
    check(read, findings, row["findings"])
    assert differences(findings, expected(read)) == []


def test_every_row_names_its_day() -> None:
    assert [name for name, _, row in ROWS if not isinstance(row["as_of"], date) or not row["findings"]] == []
