"""The law of the day: an audit of a period uses what was in force on its first day, whatever day it is made on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkbranch.engine.prepare import Request, Shipped, run_audit
from checkbranch.engine.workspaces.workspace import read_workspace
from checkbranch.rules import names, path_of

from .oracle.cases import case_from, write_workspace
from .oracle.judge import Finding, expected
from .oracle.run import differences, run_engine
from .test_borders import check

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "dated_law.yaml").read_text("utf-8"))
each_day = pytest.mark.parametrize(
    ("case", "as_of"),
    [pytest.param(case, day, id=f"{case['name']}, {day}") for case in CASES for day in case["as_of"]],
)


@each_day
def test_the_engine_uses_the_law_of_the_period(case: dict[str, Any], as_of: date, tmp_path: Path) -> None:
    read = case_from(case, as_of)
    write_workspace(read, tmp_path)
    found = run_engine(tmp_path, as_of, read.span)
    check(read, found, case["findings"])
    assert differences(found, expected(read)) == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_later_day_changes_nothing(case: dict[str, Any], tmp_path: Path) -> None:
    """What a period owed, and what came out, is the same on every day after it is over."""
    told: list[list[tuple[object, ...]]] = []
    for number, as_of in enumerate(case["as_of"]):
        read, folder = case_from(case, as_of), tmp_path / str(number)
        write_workspace(read, folder)
        told.append([_told(each) for each in run_engine(folder, as_of, read.span)])
    assert len(told) > 1
    assert told[1:] == told[:-1]


def _told(finding: Finding) -> tuple[object, ...]:
    return tuple(finding[name] for name in ("duty", "period", "status", "reason", "required", "counted", "made_up"))


# The shipped packs: a duty, the periods or records it judged, and those it did not, on every day from then on.
SHIPPED = [
    ("cn-village-affairs", "villagers-meeting", {"2025-Q4"}, {"2026-Q1"}),
    ("cn-party-structure", "admission-quorum", {"A1"}, {"A2"}),
    ("cn-party-members", "study-hours", {"2025"}, {"2019"}),
]
ROWS = """\
编号,类型,日期,应到,实到,学时,参加人员
A1,接收预备党员大会,2026-04-30,6,4,,
A2,接收预备党员大会,2026-05-01,6,4,,
A3,集中学习,2025-05-01,6,4,32,甲一
"""


@pytest.mark.parametrize("as_of", [date(2026, 6, 1), date(2026, 11, 23), date(2027, 12, 31)])
@pytest.mark.parametrize(("pack", "duty", "judged", "left"), SHIPPED, ids=[row[1] for row in SHIPPED])
def test_a_shipped_duty_ends_on_its_day(
    tmp_path: Path, as_of: date, pack: str, duty: str, judged: set[str], left: set[str]
) -> None:
    (tmp_path / "a.csv").write_text(ROWS, "utf-8")
    (tmp_path / "m.csv").write_text("姓名,党支部\n甲一,B1\n", "utf-8")
    (tmp_path / "checkbranch.yaml").write_text(
        f"checkbranch: 1\nrules: [{pack}]\nunit: {{id: B1, full_members: 9, setting: 村}}\n"
        "data: {activities: a.csv, members: m.csv}\n",
        "utf-8",
    )
    request = Request(as_of, first=date(2019, 1, 1), last=date(2026, 5, 31), engine="reference")
    audit = run_audit(read_workspace(tmp_path), Shipped(path_of, names()), request)
    found = {each.period.key for each in audit.findings() if each.duty == duty and each.period}
    assert judged <= found
    assert not left & found
