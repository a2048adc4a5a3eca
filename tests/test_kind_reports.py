"""Every kind of duty in the reports: what is said of each status, the text of a small workspace, and its explanation.

``pytest tests/test_kind_reports.py --update`` writes the golden files anew; look at the difference first.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.reports import schema_path

pytestmark = pytest.mark.usefixtures("once")
FOLDER = Path(__file__).parent / "golden" / "kinds"
DAY = ["--as-of", "2026-11-23"]
MESSAGES = yaml.safe_load((Path(__file__).parent / "cases" / "kind_messages.yaml").read_text("utf-8"))
QUESTIONS = yaml.safe_load((Path(__file__).parent / "cases" / "kind_questions.yaml").read_text("utf-8"))
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def run(*words: str) -> Result:
    done = CliRunner().invoke(main, [*words, *DAY], terminal_width=100)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture(scope="module")
def reports() -> dict[str, dict[str, Any]]:
    return {
        language: json.loads(run("audit", str(FOLDER), "--format", "json", "--lang", language).stdout)
        for language in ("zh", "en")
    }


def found(report: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    own: list[dict[str, Any]] = [
        f
        for f in report["findings"]
        if (f["duty"], f["subject"]["id"], f["period"]["key"]) == (row["duty"], row["subject"], str(row["key"]))
    ]
    assert len(own) == 1, f"{row} fits {len(own)} findings"
    return own[0]


@pytest.mark.parametrize("row", MESSAGES, ids=lambda row: f"{row['duty']} {row['subject']} {row['key']}")
def test_each_kind_and_status_is_told_in_both_languages(
    reports: dict[str, dict[str, Any]], row: dict[str, Any]
) -> None:
    for language in ("zh", "en"):
        finding = found(reports[language], row)
        near = [one["message"] for one in finding["near_misses"]]
        assert (finding["status"], finding["message"]) == (row["status"], row[language])
        assert near == row.get(f"near_{language}", [])


@LANGUAGES
def test_the_report_holds_to_its_schema(reports: dict[str, dict[str, Any]], language: str) -> None:
    schema = json.loads(schema_path().read_text("utf-8"))
    report = reports[language]
    jsonschema.Draft202012Validator(schema).validate(report)
    kinds = {"follow_up", "precede", "record", "state", "cover", "tally", "overlap", "hint"}
    assert {finding["kind"] for finding in report["findings"]} == kinds


def test_no_message_names_a_member_or_a_household(reports: dict[str, dict[str, Any]]) -> None:
    names = ("张一", "李二", "王三", "户一", "户二", "户三")
    said = [f"{f['message']} {f['remedy']}" for report in reports.values() for f in report["findings"]]
    assert [text for text in said if any(name in text for name in names)] == []


@LANGUAGES
def test_the_text_report_stays_as_it_is(language: str, request: pytest.FixtureRequest) -> None:
    text = run("audit", str(FOLDER), "--lang", language).stdout
    golden = FOLDER / f"audit.{language}.txt"
    if request.config.getoption("--update"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8")


def test_hints_come_last_and_are_no_gaps() -> None:
    text = run("audit", str(FOLDER)).stdout
    gaps, hints = text.index("\n缺口"), text.index("\n核对提示")
    assert gaps < hints
    assert "hint-late" not in text[:hints] and "hint-late" in text[hints:] and "请再核对一下" in text[hints:]


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: " ".join(row["ask"]))
@LANGUAGES
def test_each_kind_is_explained(row: dict[str, Any], language: str) -> None:
    done = run("explain", "-w", str(FOLDER), *row["ask"], "--lang", language)
    assert done.exit_code == 0, done.output
    text = re.sub("\n +", "" if language == "zh" else " ", done.stdout)
    for words in row[language]:
        assert words in text, words


def test_every_finding_is_explained_by_its_id(reports: dict[str, dict[str, Any]]) -> None:
    for finding in reports["zh"]["findings"]:
        done = run("explain", "-w", str(FOLDER), finding["id"], "--format", "json")
        told = json.loads(done.stdout)
        assert told["finding"]["id"] == finding["id"] and told["finding"]["message"] == finding["message"]
        assert told["verdict_rows"][-1]["status"] == finding["status"] and told["verdict_rows"][-1]["holds"]


@LANGUAGES
def test_what_is_not_there_is_refused_with_what_is(language: str) -> None:
    done = run("explain", "-w", str(FOLDER), "rq", "R9", "--lang", language)
    assert done.exit_code == 2 and "R4" in done.stderr and "R9" in done.stderr


def test_three_hundred_records_are_counted_and_not_a_column_each(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(
        "pack: p\nversion: '1'\nactivities: {talk: {zh: 谈心}}\nduties:\n"
        "  - {id: rec, subject: branch, record: {of: talk, must: {recorder: {filled: true}}}}\n",
        encoding="utf-8",
    )
    rows = [f"{n},talk,2026-{1 + n % 10:02}-{1 + n % 28:02},{'' if n % 3 else '甲'}" for n in range(300)]
    (tmp_path / "a.csv").write_text("id,type,start,recorder\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 试\nrules: [p.yaml]\nunit: {id: B1, name: 一支部}\ndata: {activities: a.csv}\n",
        encoding="utf-8",
    )
    text = run("audit", str(tmp_path)).stdout
    assert "100✓ 200△" in text and "共 200 项：不规范 200 项" in text and "另有 188 项从略" in text
    assert len(text.splitlines()) < 60
