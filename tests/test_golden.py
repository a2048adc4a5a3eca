"""The example, end to end: what was planted is what is found, and the reports stay as they are.

``pytest tests/test_golden.py --update`` writes the golden reports anew; look at the difference before it is committed.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from checkbranch.cli import main

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "huanghou"
GOLDEN = Path(__file__).parent / "golden"
PLANTED = yaml.safe_load((Path(__file__).parent / "cases" / "huanghou_expected.yaml").read_text("utf-8"))
FLAGS = yaml.safe_load((Path(__file__).parent / "cases" / "huanghou_flags.yaml").read_text("utf-8"))
CALL = ["audit", str(EXAMPLE), "--as-of", "2026-11-23"]


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    done = CliRunner().invoke(main, [*CALL, "--format", "json"])
    assert done.exit_code == 1, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_planted_finding_is_found_and_no_other(report: dict[str, Any]) -> None:
    quiet = ("met", "open", "not_applicable")
    found = {
        (f["duty"], f["subject"]["id"], f["period"]["key"], f["status"], f["reason"])
        for f in report["findings"]
        if f["status"] not in quiet
    }
    planted = {(p["duty"], p["subject"], str(p["period"]), p["status"], p.get("reason")) for p in PLANTED["findings"]}
    assert found == planted


def test_the_counts_add_up_as_planted(report: dict[str, Any]) -> None:
    summary = report["summary"]
    assert summary == PLANTED["summary"]
    assert summary["total"] == sum(n for status, n in summary.items() if status != "total") == len(report["findings"])


def test_every_duty_has_the_planted_counts(report: dict[str, Any]) -> None:
    found: dict[str, Counter[str]] = {}
    for f in report["findings"]:
        found.setdefault(f["duty"], Counter())[f["status"]] += 1
    planted = {
        duty: {s: n for s, n in counts.items() if n and s != "total"} for duty, counts in PLANTED["by_duty"].items()
    }
    assert {duty: dict(counts) for duty, counts in found.items()} == planted


def test_every_planted_problem_is_listed(report: dict[str, Any]) -> None:
    found = {(p["source"], p["code"], p["severity"]) for p in report["problems"] if p["severity"] != "info"}
    planted = {(p["source"], p["code"], p["severity"]) for p in PLANTED["problems"] if p["severity"] != "info"}
    assert found == planted


def test_every_planted_flag_is_raised_on_what_was_planned_and_no_other(report: dict[str, Any]) -> None:
    names = {f["id"]: f"{f['duty']} {f['subject']['id']} {f['period']['key']}" for f in report["findings"]}
    names |= {f["id"]: f"flag: {f['inference']} {f['subject']['id']}" for f in report["flags"]}
    found = [
        {
            "inference": f["inference"],
            "subject": f["subject"]["id"],
            "flag": f["flag"],
            "severity": f["severity"],
            "because": [names[id_] for id_ in f["because"]],
        }
        for f in report["flags"]
    ]
    assert found == FLAGS


def test_the_misprint_of_the_published_account_is_flagged_and_nothing_else_changes(report: dict[str, Any]) -> None:
    done = CliRunner().invoke(
        main, ["audit", str(EXAMPLE / "as-printed.yaml"), "--as-of", "2026-11-23", "--format", "json"]
    )
    assert done.exit_code == 1, done.output
    printed = json.loads(done.stdout)["findings"]
    assert [f["id"] for f in printed] == [f["id"] for f in report["findings"]]
    (other,) = (f for f, own in zip(printed, report["findings"], strict=True) if f["status"] != own["status"])
    assert (other["duty"], other["status"]) == ("tally-people", "invalid")
    assert (other["detail"]["whole"], other["detail"]["sum"], other["detail"]["difference"]) == (1094, 727, -367)


def test_the_example_shows_every_status(report: dict[str, Any]) -> None:
    assert [status for status, n in report["summary"].items() if not n] == []


def test_both_engines_give_the_same_report_but_for_the_name() -> None:
    texts = [
        CliRunner().invoke(main, [*CALL, "--format", "json", "--engine", engine]).stdout
        for engine in ("durable", "reference")
    ]
    assert texts[0].replace('"engine":"durable"', '"engine":"reference"') == texts[1].replace(
        '"engine": "durable"', '"engine": "reference"'
    )


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("huanghou.zh.txt", []),
        ("huanghou.en.txt", ["--lang", "en"]),
        ("huanghou-q3.zh.txt", ["--period", "2026-Q3", "--findings", "all", "--duty", "committee-meeting"]),
        ("huanghou-gaps.json", ["--format", "json", "--findings", "gaps"]),
    ],
)
def test_golden_reports(name: str, options: list[str], update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    done = CliRunner().invoke(main, [*CALL, *options])
    assert done.exit_code == 1, done.output
    printed = _normalised(done.stdout)
    if update:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(printed, "utf-8")
    assert printed == (GOLDEN / name).read_text("utf-8")


def _normalised(text: str) -> str:
    """Leave out what the engine installed here decides."""
    return text.replace("durable", "ENGINE").replace("reference", "ENGINE")
