"""With ``--unit`` problems of the data of other units are left out, where it is known whose they are, and said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli import main
from checkbranch.engine.ledger.model import Activities, Ledger, Problem, SourceAccount, Subjects, Unread
from checkbranch.engine.problem_units import of_units
from checkbranch.engine.text import Text

pytestmark = pytest.mark.usefixtures("once")

SETTINGS = """\
checkbranch: 1
name: 某乡
rules: [cn-party-branch]
log_starts: 2026-01-01
complete_through: 2026-03-31
data:
  units: units.csv
  members: members.csv
  waivers: w.csv
  activities: [all.csv, {file: one.csv, unit: B1}, {file: two.csv, unit: B2}]
"""
TABLES = {
    "units.csv": "id,name,kind,full_members\nB1,一支部,branch,9\nB2,二支部,branch,9\n",
    "members.csv": "id,name,unit,joined\nM1,张三,B1,2020-01-01\nM2,李四,B2,某日\nM3,王五,B9,2020-01-01\n",
    "w.csv": "事项,对象,起始日期,截止日期,理由,批准人\ncommittee-meeting,B2,2025-02-01,2025-02-28,防汛,乡党委\n",
    "all.csv": "日期,类型,单位\n坏,党课,B1\n坏,党课,B2\n坏,党课,B9\n26.1.6,党课,B2\n26.1.7,党课,B1\n",
    "one.csv": "日期,类型\n坏,主题党日\n",
    "two.csv": "日期,类型\n坏,主题党日\n2026-01-05,主题党日\n",
}
# Of both: rows of a unit that there is none of, and a row of the roster that was not taken.
NOBODY = ["all.csv!4", "members.csv!3", "members.csv!4"]
OWN = {
    "B1": ["all.csv!2", "all.csv!6", "one.csv!2"],
    "B2": ["all.csv!3", "all.csv!5", "two.csv!2", "w.csv!2"],
}


def test_the_problems_of_other_units_are_left_out_and_counted(tmp_path: Path) -> None:
    for name, text in ({"checkbranch.yaml": SETTINGS} | TABLES).items():
        tmp_path.joinpath(name).write_text(text, "utf-8")

    def audit(*options: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(main, ["audit", str(tmp_path), "--as-of", "2026-04-10", *options])
        return done.exit_code, done.stdout, done.stderr

    def told(*options: str) -> list[str]:
        found = json.loads(audit(*options, "--format", "json")[1])["problems"]
        return sorted({problem["source"] for problem in found})

    whole = told()
    assert whole == sorted([*NOBODY, *OWN["B1"], *OWN["B2"]])
    for unit, own in OWN.items():
        assert told("--unit", unit) == sorted([*NOBODY, *own])
    files = [tmp_path / f"o.{form}" for form in ("txt", "md", "html")]
    code, _, err = audit("--unit", "B1", *(f"-o{file}" for file in files))
    says = "另有 4 条数据问题属于未选的单位，未列；不带 --unit 即全部列出。"
    assert code == 1 and says in err.splitlines()
    assert [says in file.read_text("utf-8") for file in files] == [True] * 3
    assert "未选的单位" not in audit()[1]


def problem(source: str) -> Problem:
    return Problem(source, None, "bad_date", Text("错", "wrong"), "error")


def test_what_is_not_known_for_certain_stays() -> None:
    subjects = Subjects(
        family=["unit"] * 3,
        kind=["branch", "branch", "group"],
        id=["A", "B", "A/G"],
        parent=[None, None, 0],
        source=["u.csv!2", "u.csv!3", ""],
    )
    accounts = [
        SourceAccount("book.xlsx!甲", "activities", unit=0),
        SourceAccount("book.xlsx!乙", "activities", unit=1),
        SourceAccount("lost.csv", "activities", unit=1, unreadable=True),
        SourceAccount("joint.csv", "activities"),
    ]
    acts = Activities(units=[(0, 1), (1,)], source=[3, 3], row=[2, 3])
    unread = [
        Unread("joint.csv!4", "bad_date", (1,), None, {}, None, None, None),
        Unread("joint.csv!5", "bad_date", None, None, {}, None, None, None),
        # Of one row a part could be told and a part not.
        Unread("joint.csv!6", "bad_date", (1,), None, {}, None, None, None),
        Unread("joint.csv!6", "bad_date", None, None, {}, None, None, None),
    ]
    ledger = Ledger(accounts, subjects=subjects, activities=acts, unread=unread)
    places = {
        **dict.fromkeys(("book.xlsx", "book.xlsx!甲!3", "lost.csv", "joint.csv", "other.csv!9", "u.csv!2"), True),
        **dict.fromkeys(("joint.csv!2", "joint.csv!5", "joint.csv!6"), True),
        **dict.fromkeys(("book.xlsx!乙!3", "book.xlsx!乙", "u.csv!3", "joint.csv!3", "joint.csv!4"), False),
    }
    kept = of_units(ledger, [problem(place) for place in places], {0, 2})
    assert [one.source for one in kept] == [place for place, stays in places.items() if stays]
