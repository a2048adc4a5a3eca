"""The self-check of what follows, precedes, is in order, adds up and overlaps; hints stand apart."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkbranch.reports.inspection.build import NAMED
from checkbranch.reports.inspection.model import SHARES

from .test_inspect_windows import call, told

pytestmark = pytest.mark.usefixtures("once")
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "inspect_checks.yaml").read_text(encoding="utf-8")
)
TABLES = ("activities", "members", "households", "posts", "requests", "waivers")
SUMMARY = ("met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing", "not_applicable")
TYPES = "activities: {meeting: {zh: 例会, en: Meeting}, publish: {zh: 公布, en: Publish}, talk: {zh: 谈心, en: Talk}}\n"


def write(folder: Path, *duties: dict[str, Any], **tables: list[dict[str, Any]]) -> Path:
    """Write a workspace of one branch with nine people; a talk long ago shows that there is a ledger."""
    listed = "".join(
        f"  - {json.dumps({'id': 'd' if number == 0 else f'd{number}', **duty}, ensure_ascii=False)}\n"
        for number, duty in enumerate(duties)
    )
    (folder / "p.yaml").write_text(f"pack: p\n{TYPES}duties:\n{listed}", encoding="utf-8")
    old = {"type": "谈心", "start": "2024-01-01"}
    tables["activities"] = [*tables.get("activities", []), old]
    for name, rows in tables.items():
        heads = list(dict.fromkeys(key for row in rows for key in row))
        with (folder / f"{name[0]}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads, *([row.get(head, "") for head in heads] for row in rows)])
    data = ", ".join(f"{name}: {name[0]}.csv" for name in tables)
    (folder / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 村\nrules: [p.yaml]\nunit: {id: B, name: 支部, people: 9}\n" + f"data: {{{data}}}\n",
        encoding="utf-8",
    )
    return folder


def lines(tasks: list[dict[str, Any]]) -> list[list[Any]]:
    return [[task["action"], task["until"], task["working_days"], task["missing"]] for task in tasks]


def plain(printed: str) -> str:
    """Return what is printed without its lines and spaces, which move with the width of the page."""
    return "".join(printed.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_the_self_check_says(tmp_path: Path, case: dict[str, Any]) -> None:
    write(tmp_path, case["duty"], **{name: case[name] for name in TABLES if name in case})
    as_of, on = str(case["as_of"]), str(case["inspection"])
    report = told(tmp_path, as_of, on)
    for key in ("todo", "later", "explain"):
        wanted = [[row[0], row[1] and str(row[1]), *row[2:]] for row in case.get(key, [])]
        assert lines(report[key]) == wanted, key
    shares = [sum(int(duty[share]) for duty in report["duties"]) for share in ("owed", *SHARES)]
    assert shares == case.get("shares", [0] * 7)
    hints = report["hint_summary"]
    counted = {name: sum(duty["counts"][name] for duty in report["duties"]) for name in SUMMARY}
    assert {name: counted[name] + hints[name] for name in SUMMARY} == {
        name: report["summary"][name] for name in SUMMARY
    }
    printed = plain(call(tmp_path, as_of, on))
    assert plain(case.get("how", "")) in printed
    for line in case.get("hints", []):
        assert plain(line) in printed.partition("核对提示（只供再次核对，不是缺口）")[2]
    assert bool(case.get("hints")) is ("核对提示（只供再次核对，不是缺口）" in printed)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_nobody_is_blamed_and_nothing_is_to_be_written_up(tmp_path: Path, case: dict[str, Any]) -> None:
    write(tmp_path, case["duty"], **{name: case[name] for name in TABLES if name in case})
    as_of, on = str(case["as_of"]), str(case["inspection"])
    for form in ("text", "html"):
        chinese = call(tmp_path, as_of, on, "--format", form)
        assert not [word for word in ("造假", "违规", "编造", "补写", "补记", "追责", "None", "-1 ") if word in chinese]
        english = call(tmp_path, as_of, on, "--format", form, "--lang", "en")
        assert not [word for word in ("fake", "forged", "violation", "None", "made up a") if word in english]
        assert not [char for char in "；。，：" if char in english.replace("村", "")]


RECORD = {
    "title": {"zh": "记录齐全"},
    "subject": "branch",
    "record": {"of": "meeting", "must": {"recorder": {"filled": True}}},
}


def test_of_very_many_records_only_those_are_listed_that_need_something(tmp_path: Path) -> None:
    rows = [
        {"type": "例会", "start": f"2026-{1 + n // 28:02}-{1 + n % 28:02}", "recorder": "" if n % 7 == 3 else "甲"}
        for n in range(280)
    ]
    report = told(write(tmp_path, RECORD, activities=rows), "2026-11-23", "2026-11-27")
    (duty,) = report["duties"]
    assert [(row["period"], row["owed"], row["on_time"], row["counted"]) for row in duty["periods"]] == [
        ("-", 280, 240, 240)
    ]
    (entry,) = duty["entries"]
    assert (entry["subjects"], len(entry["named"]), entry["period"]) == (40, NAMED, "-")
    assert entry["named"][0]["places"] == ["a.csv!5"] and entry["named"][0]["key"] != entry["named"][1]["key"]
    printed = plain(call(tmp_path, "2026-11-23", "2026-11-27"))
    assert "达标240、不规范40" in printed and "40条记录：未填“记录人”" in printed
    assert "另有10条" in printed and "等40处" in printed
    assert printed.count("a.csv!") < 3 * NAMED and "2026-01-01a.csv!2" not in printed  # of those in order none


def test_hints_have_one_page_and_are_no_gaps(tmp_path: Path) -> None:
    rows = [
        {
            "type": "例会",
            "start": f"2026-{1 + n // 28:02}-{1 + n % 28:02}",
            "recorder": "",
            "host": "",
            "attendees": f"M{n}",
        }
        for n in range(280)
    ]
    members = [{"id": f"M{n}"} for n in range(280)]
    duties = [
        {**RECORD, "title": {"zh": f"核对{n}"}, "subject": "member", "severity": "info",
         "record": {"of": "meeting", "by": "attendees", "must": {field: {"filled": True}}}}
        for n, field in enumerate(["recorder", "host"])
    ]  # fmt: skip
    folder = write(tmp_path, *duties, activities=rows, members=members)
    report = told(folder, "2026-11-23", "2026-11-27")
    assert report["duties"] == report["todo"] == report["explain"] == report["units"] == []
    assert report["hint_summary"] == report["summary"] and report["summary"]["invalid"] == 560
    assert [(row["duty"], row["counts"]["invalid"], len(row["shown"])) for row in report["hints"]] == [
        ("d", 280, NAMED), ("d1", 280, NAMED),
    ]  # fmt: skip
    shown = call(folder, "2026-11-23", "2026-11-27")
    page = shown.partition("核对提示（只供再次核对，不是缺口）")[2].splitlines()
    assert len(page) < 60 and any("另有 5" in line for line in page)
    assert "560项是核对提示（560项宜再次核对）" in plain(shown)


def test_a_record_id_that_looks_like_a_month_is_no_month(tmp_path: Path) -> None:
    duty = {
        "subject": "branch",
        "follow_up": {"of": "requests", "after": "opened", "have": "resolved", "within": "3 days"},
    }
    rows = [{"id": "2026-05", "opened": "2026-03-02", "unit": "B"}, {"id": "2026", "opened": "2026-03-03", "unit": "B"}]
    shown = call(write(tmp_path, duty, requests=rows), "2026-11-23", "2026-11-27")
    assert "2026年5月" not in shown and "2026-03-02" in shown


def test_the_inspection_changes_no_verdict(tmp_path: Path) -> None:
    for case in CASES[:1]:
        write(tmp_path, case["duty"], requests=case["requests"])
    near, far = told(tmp_path, "2026-11-20"), told(tmp_path, "2026-11-20", "2027-03-31")
    assert near["summary"] == far["summary"] and far["coming"] == 0
    assert near["duties"][0]["counts"] == far["duties"][0]["counts"]


def test_every_hint_has_its_share_of_the_page(tmp_path: Path) -> None:
    rows = [{"type": "例会", "start": f"2026-03-{n:02}", "recorder": "", "attendees": f"M{n}"} for n in range(1, 29)]
    members = [{"id": f"M{n}"} for n in range(1, 29)]
    record = {"of": "meeting", "by": "attendees", "must": {"recorder": {"filled": True}}}
    duty = {"subject": "member", "severity": "info", "record": record}
    for number in (2, 4, 40):
        folder = tmp_path / str(number)
        folder.mkdir()
        duties = [{**duty, "title": {"zh": f"核对之{n}"}} for n in range(number)]
        shown = call(write(folder, *duties, activities=rows, members=members), "2026-11-23")
        page = shown.partition("核对提示（只供再次核对，不是缺口）")[2]
        named = [line for line in page.splitlines() if "核对之" in line]
        assert len(named) == (number if number < 40 else 15)  # of very many the first have a line each
        told = page.count("：未填“记录人”")
        assert f"另有 {number * 28 - told} 条" in page
