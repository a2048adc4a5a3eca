"""Bounds that are a part of another column, and days told from the as-of day on: each border, and how it is said."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from checkbranch.calendars import Duration
from checkbranch.engine.packs.condition_model import Nest, Today
from checkbranch.engine.packs.condition_model import Test as Is
from checkbranch.engine.packs.moving import fixed
from checkbranch.engine.prepare import Request, Shipped, run_audit
from checkbranch.engine.workspaces.workspace import read_workspace
from checkbranch.reports.words.conditions import condition_words
from checkbranch.rules import names, path_of

THIRD = "excellent: {at_most: 1/3, of: appraised}"
HALF = "votes_for: {over: 1/2, of: expected}"
OWN = "参评: {at_least: 2, of: 缺评}"
PACK = """\
pack: own
activities: {round: {zh: 评议, en: Round}}
duties:
  - {id: part, subject: branch, record: {of: round, must: {%s}}}
"""

# what the rule asks, the columns and cells of the record, and what comes out
PARTS = [
    (THIRD, {"优秀人数": "3", "参评人数": "9"}, "met", None),
    (THIRD, {"优秀人数": "4", "参评人数": "11"}, "invalid", "condition:excellent"),
    (THIRD, {"优秀人数": "4", "参评人数": "12"}, "met", None),
    (THIRD, {"优秀人数": "0", "参评人数": "0"}, "met", None),
    (THIRD, {"优秀人数": "", "参评人数": "9"}, "invalid", "missing_field:excellent"),
    (THIRD, {"优秀人数": "3", "参评人数": ""}, "invalid", "missing_field:excellent"),
    (THIRD, {"优秀人数": "3"}, "unknown", "attribute_unknown:excellent"),
    (THIRD, {"参评人数": "9"}, "unknown", "attribute_unknown:excellent"),
    (HALF, {"同意票数": "3", "应到": "6"}, "invalid", "condition:votes_for"),
    (HALF, {"同意票数": "4", "应到": "7"}, "met", None),
    (OWN, {"参评": "1.5", "缺评": "0.75"}, "met", None),
    (OWN, {"参评": "1.5", "缺评": "0.76"}, "invalid", "condition:参评"),
]


@pytest.mark.parametrize(("asked", "cells", "status", "reason"), PARTS)
def test_a_part_of_another_column_is_exact(
    tmp_path: Path, asked: str, cells: dict[str, str], status: str, reason: str | None
) -> None:
    header, row = ",".join(["类型", "日期", *cells]), ",".join(["评议", "2026-03-10", *cells.values()])
    (tmp_path / "a.csv").write_text(f"{header}\n{row}\n", "utf-8")
    assert judged(tmp_path, PACK % asked, "{id: B1}", date(2026, 4, 1)) == (status, reason)


def judged(folder: Path, pack: str, unit: str, as_of: date) -> tuple[str, str | None]:
    """Return status and reason of the one finding."""
    (folder / "own.yaml").write_text(pack, "utf-8")
    one, table = (f"unit: {unit}\n", "") if unit else ("", ", units: u.csv")
    settings = f"checkbranch: 1\nrules: [./own.yaml]\n{one}data: {{activities: a.csv{table}}}\n"
    (folder / "checkbranch.yaml").write_text(settings, "utf-8")
    audit = run_audit(read_workspace(folder), Shipped(path_of, names()), Request(as_of, engine="reference"))
    (finding,) = audit.findings()
    return finding.status, finding.reason


# when the term ends, what is asked of it, the as-of day, and what comes out
DAYS = [
    ("2026-11-23", "at_least: today", "2026-11-23", "met"),
    ("2026-11-23", "at_least: today", "2026-11-24", "invalid"),
    ("2026-11-23", "over: today", "2026-11-23", "invalid"),
    ("2027-02-28", "at_least: today + 6 months", "2026-08-31", "met"),  # 31 August and six months is 28 February
    ("2027-02-27", "at_least: today + 6 months", "2026-08-31", "invalid"),
    ("2028-02-29", "at_most: today + 1 year", "2027-03-01", "met"),
    ("2026-08-31", "over: today - 6 months", "2027-02-28", "met"),  # six months before 28 February is 28 August
    ("2026-08-28", "over: today - 6 months", "2027-02-28", "invalid"),
    ("2026-01-15", "under: today - 2 weeks", "2026-01-30", "met"),
    ("2026-01-16", "under: today - 2 weeks", "2026-01-30", "invalid"),
    ("", "at_least: today", "2026-01-30", "unknown"),
]
STATE = """\
pack: own
activities: {round: {zh: 评议, en: Round}}
duties:
  - {id: term, subject: branch, state: {must: {term_ends: {%s}}}}
"""


@pytest.mark.parametrize(("ends", "asked", "as_of", "status"), DAYS)
def test_a_day_is_told_from_the_as_of_day_on(tmp_path: Path, ends: str, asked: str, as_of: str, status: str) -> None:
    (tmp_path / "a.csv").write_text("类型,日期\n评议,2026-01-10\n", "utf-8")
    (tmp_path / "u.csv").write_text(f"编号,类型,届满日期,成立日期\nB1,党支部,{ends},2020-01-01\n", "utf-8")
    found, _ = judged(tmp_path, STATE % asked, "", date.fromisoformat(as_of))
    assert found == status


def test_the_days_of_a_condition_are_fixed_however_deep() -> None:
    soon, plain = Is("a", "over", Today(Duration(2, "day"))), Is("b", "is", "x")
    nest = Nest("any", (Nest("all", (soon, plain)), Is("c", "at_most", Today(Duration(1, "month"), back=True))))
    march = date(2026, 3, 31)
    found = fixed(nest, march)
    day = Is("a", "over", date(2026, 4, 2))
    assert found == Nest("any", (Nest("all", (day, plain)), Is("c", "at_most", date(2026, 2, 28))))
    assert fixed(None, march) is None


# a test, and how it is said
SAID = [
    (
        Is("excellent", "at_most", Fraction(1, 3), "appraised"),
        "优秀人数不超过参评人数的三分之一",
        "number rated excellent at most one third of number appraised (exactly one third counts)",
    ),
    (
        Is("votes_for", "over", Fraction(1, 2), "expected"),
        "同意票数超过应到人数的半数",
        "votes for more than half of number expected (exactly half does not count)",
    ),
    (Is("term_ends", "at_least", Today()), "任期届满日不早于 截至日", "end of term not before the as-of day"),
    (
        Is("term_ends", "over", Today(Duration(6, "month"))),
        "任期届满日晚于 截至日后 6 个月",
        "end of term after the as-of day plus 6 months",
    ),
    (
        Is("last_contact", "over", Today(Duration(1, "year"), back=True)),
        "最近联系日期晚于 截至日前 1 年",
        "day last heard of after the as-of day minus 1 year",
    ),
]


@pytest.mark.parametrize(("test", "zh", "en"), SAID)
def test_it_is_said_in_words(test: Is, zh: str, en: str) -> None:
    words = condition_words(test)
    assert (words.zh, words.en) == (zh, en)
