"""The Huanghou example: the published totals, the planted rows, and that the script makes the committed files."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples" / "huanghou"
BOOK = FOLDER / "台账2026.xlsx"
PRINTED = FOLDER / "as-printed.csv"
EXPECTED = ROOT / "tests" / "cases" / "huanghou_expected.yaml"

Row = dict[str, Any]
Cells = dict[str, list[tuple[Any, ...]]]

BY_YEAR = [(2016, 114, 491), (2017, 50, 196), (2018, 108, 407)]
COMMUNITIES = {"北召店河西社区", "北召店河东社区", "玉兰社区", "阳光社区"}
STATUSES = {"met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing", "not_applicable"}


def cells(source: Path | BytesIO) -> Cells:
    book = load_workbook(source)
    return {page.title: [tuple(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}


@pytest.fixture(scope="module")
def book() -> Cells:
    return cells(BOOK)


@pytest.fixture(scope="module")
def expected() -> Row:
    found: Row = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script, loaded under a package name of its own: another package may be called examples."""
    package = ModuleType("example_script")
    package.__path__ = [str(ROOT / "examples")]
    monkeypatch.setitem(sys.modules, "example_script", package)
    yield importlib.import_module("example_script.make_huanghou")
    for name in [name for name in sys.modules if name.startswith("example_script.")]:
        monkeypatch.delitem(sys.modules, name)


def rows(book: Cells, sheet: str) -> list[Row]:
    header, *below = book[sheet]
    return [dict(zip(map(str, header), row, strict=True)) for row in below]


def test_the_households_have_the_published_totals(book: Cells) -> None:
    homes = rows(book, "住户")
    assert len(homes) == 272
    assert sum(home["人口"] for home in homes) == 1094
    assert len({home["原村"] for home in homes}) == 13
    assert {home["居住社区"] for home in homes} == COMMUNITIES
    assert all(1 <= home["人口"] <= 8 for home in homes)


@pytest.mark.parametrize(("year", "households", "people"), BY_YEAR)
def test_the_households_of_a_year_have_the_published_totals(
    book: Cells, year: int, households: int, people: int
) -> None:
    homes = [home for home in rows(book, "住户") if home["搬迁年度"] == year]
    assert (len(homes), sum(home["人口"] for home in homes)) == (households, people)


def test_the_communities_are_units_below_the_branch(book: Cells) -> None:
    units = rows(book, "支部")
    assert [unit["编号"] for unit in units if unit["类别"] == "联合党支部"] == ["JB"]
    assert {unit["名称"] for unit in units if unit["类别"] == "社区" and unit["上级"] == "JB"} == COMMUNITIES


def test_names_and_ids_are_unique(book: Cells) -> None:
    homes, members = rows(book, "住户"), rows(book, "党员名册")
    names = [home["户主"] for home in homes] + [member["姓名"] for member in members]
    ids = [home["户号"] for home in homes] + [member["党员编号"] for member in members]
    assert len(set(names)) == len(names) == len(set(ids))


def test_every_household_has_helpers_from_the_roster(book: Cells) -> None:
    members = {member["姓名"] for member in rows(book, "党员名册") if not member["转出日期"]}
    homes = rows(book, "住户")
    assert [home["户号"] for home in homes if not home["帮扶人"]] == ["H230"]  # planted
    for home in homes:
        if not home["帮扶人"]:
            continue
        helpers = home["帮扶人"].split("、")
        assert set(helpers) <= members
        assert len(helpers) == (2 if home["户类别"] == "监测户" else 1)


def test_the_roster_has_three_groups_and_one_of_each_special_case(book: Cells) -> None:
    members = rows(book, "党员名册")
    assert Counter(member["党小组"] for member in members) == {"第一党小组": 8, "第二党小组": 8, "第三党小组": 8}
    assert Counter(member["党员类别"] for member in members) == {"正式党员": 23, "预备党员": 1}
    assert sum(member["免于参加原因"] is not None for member in members) == 1
    assert sum(member["转出日期"] is not None for member in members) == 1
    assert [member["姓名"] for member in members if member["转正日期"] and member["转正日期"].year == 2026] == [
        "程晓禾"
    ]


def test_meetings_name_people_of_the_roster(book: Cells) -> None:
    members = {member["姓名"] for member in rows(book, "党员名册")}
    for row in rows(book, "会议活动"):
        assert {row["主持人"], row["记录人"], row["主讲人"] or row["主持人"]} <= members
    for row in rows(book, "谈心谈话"):
        assert {row["谈话人"], row["谈话对象"]} <= members


def test_only_one_visit_names_nobody_known(book: Cells) -> None:
    heads = {home["户主"] for home in rows(book, "住户")}
    strangers = [name for row in rows(book, "走访") for name in row["走访对象"].split("、") if name not in heads]
    assert len(strangers) == 1


@pytest.mark.parametrize(("sheet", "column", "few", "many"), [
    ("会议活动", "会议时间", 60, 70),
    ("走访", "走访时间", 500, 900),
])  # fmt: skip
def test_the_ledger_runs_through_the_year_and_one_date_is_none(
    book: Cells, sheet: str, column: str, few: int, many: int
) -> None:
    found = [row[column] for row in rows(book, sheet)]
    days = [one for one in found if isinstance(one, datetime)]
    assert few <= len(found) <= many
    assert len(found) - len(days) == 1
    assert days == sorted(days)
    assert date(2026, 1, 1) <= days[0].date() <= days[-1].date() <= date(2026, 11, 20)
    assert all(day.weekday() < 5 for day in days)


def test_every_planted_problem_stands_where_it_is_said_to(book: Cells, expected: Row) -> None:
    for problem in expected["problems"]:
        file, sheet, row = problem["source"].split("!")
        assert file == BOOK.name
        header, line = book[sheet][0], book[sheet][int(row) - 1]
        cell = dict(zip(map(str, header), line, strict=True))
        match problem["code"]:
            case "bad_date":
                assert isinstance(line[0], str)
            case "unknown_type":
                assert cell["会议类型"] == "主题党曰"
            case "present_over_expected":
                assert cell["实到人数"] > cell["应到人数"]
            case "end_before_start":
                assert cell["结束时间"] < cell["会议时间"]
            case "unresolved_subject":
                assert cell["走访对象"] not in {home["户主"] for home in rows(book, "住户")}
            case code:
                assert code == "duplicate_row"
                assert line == book[sheet][int(row) - 2]


def test_the_branch_tells_the_published_totals_and_its_residents(book: Cells) -> None:
    (branch,) = (unit for unit in rows(book, "支部") if unit["编号"] == "JB")
    assert (branch["搬迁户数"], branch["搬迁人数"], branch["入住户数"]) == (272, 1094, 272)
    assert [(branch[f"{year}年户数"], branch[f"{year}年人数"]) for year, *_ in BY_YEAR] == [row[1:] for row in BY_YEAR]
    left = [home["人口"] for home in rows(book, "住户") if home["搬离日期"]]
    assert branch["现住人口"] == 1094 - sum(left)
    assert [branch[name] for name in ("活动室", "服务大厅", "卫生室", "志愿服务队")] == [2, 2, 2, 3]


def test_the_figures_as_printed_differ_in_the_misprint_alone(book: Cells) -> None:
    header, branch, *_ = (line.split(",") for line in PRINTED.read_text(encoding="utf-8").splitlines())
    printed = dict(zip(header, branch, strict=True))
    (ledger,) = (unit for unit in rows(book, "支部") if unit["编号"] == "JB")
    told = {name: "" if value is None else str(value).removesuffix(" 00:00:00") for name, value in ledger.items()}
    assert {name for name in told if told[name] != printed[name]} == {"2018年人数"}
    assert printed["2018年人数"] == "40"


def test_posts_stand_for_the_parts_of_the_site(book: Cells) -> None:
    homes, posts = rows(book, "住户"), rows(book, "岗位")
    for kind, column in (("片长", "片区"), ("包片干部", "片区"), ("楼长", "楼栋"), ("保洁员", "保洁区")):
        assert sorted(post["责任区"] for post in posts if post["岗位"] == kind) == sorted(
            {home[column] for home in homes}
        )


def test_requests_come_from_households_and_are_not_resolved_before(book: Cells) -> None:
    heads = {home["户主"] for home in rows(book, "住户")}
    asked = rows(book, "诉求")
    assert {row["户主"] for row in asked} <= heads
    assert all(row["办结日期"] is None or row["办结日期"] >= row["提出日期"] for row in asked)
    assert [row["提出日期"] for row in asked] == sorted(row["提出日期"] for row in asked)


def test_every_status_is_expected_at_least_once(expected: Row) -> None:
    summary = dict(expected["summary"])
    total = summary.pop("total")
    assert set(summary) == STATUSES
    assert all(summary.values())
    assert sum(summary.values()) == total == sum(sum(counts.values()) for counts in expected["by_duty"].values())


def test_the_counts_agree_with_the_findings(expected: Row) -> None:
    listed = Counter(finding["status"] for finding in expected["findings"])
    silent = {"met", "open", "not_applicable"}
    assert listed == {status: expected["summary"][status] for status in STATUSES - silent}


def test_the_script_makes_the_committed_files(script: ModuleType) -> None:
    note = (FOLDER / "NOTE.md").read_text(encoding="utf-8")
    example = script.make(note)
    first, second = script.workbook_bytes(example.sheets), script.workbook_bytes(example.sheets)
    assert first == second
    assert cells(BytesIO(first)) == cells(BOOK)
    assert example.note == note
    assert example.expected == EXPECTED.read_text(encoding="utf-8")
    assert example.printed == PRINTED.read_text(encoding="utf-8")


def test_the_workbook_says_nothing_of_the_machine_that_made_it() -> None:
    properties = load_workbook(BOOK).properties
    assert properties.creator == "联合党支部"
    assert properties.created == properties.modified == datetime(2026, 11, 20, 18, 0)
