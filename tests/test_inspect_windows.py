"""The self-check of duties without periods, and of more units than are told in full."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from checkbranch.cli.main import main
from checkbranch.reports.inspection.build import NAMED
from checkbranch.reports.inspection.model import SHARES
from checkbranch.reports.inspection.overview import IN_FULL

from .often import times

pytestmark = pytest.mark.usefixtures("once")
GAP = "- {id: d, title: {zh: 走访间隔, en: Visits}, subject: household, gap: {do: visit, at_most: 30 days}}\n"
ROLLING = (
    "- {id: d, title: {zh: 近期走访, en: Visits}, subject: household,"
    " rolling: {do: visit, at_least: 2, in_any: 60 days}}\n"
)
OWN = "- {id: d, title: {zh: 例会, en: Meeting}, subject: branch, gap: {do: meeting, at_most: 42 days}}\n"
STEP = ("action", "until", "by", "working_days")


def write(folder: Path, duty: str, *visits: str, households: str = "H1,,\n", more: str = "") -> Path:
    """Write a workspace of one branch whose ledger begins with 2026; a visit is a household and a day."""
    pack = "pack: p\nactivities: {visit: {zh: 走访}, meeting: {zh: 例会}}\nduties:\n  " + duty.replace("\n-", "\n  -")
    (folder / "p.yaml").write_text(pack, encoding="utf-8")
    (folder / "h.csv").write_text("id,moved_in,left\n" + households, encoding="utf-8")
    rows = [
        f"{'meeting' if who == 'B' else 'visit'},{day},{'' if who == 'B' else who}"
        for who, day in map(str.split, visits)
    ]
    ledger = "\n".join(["type,start,subject", "visit,2025-01-01,", "meeting,2025-01-01,", *rows])
    (folder / "a.csv").write_text(ledger + "\n", encoding="utf-8")
    (folder / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 村\nrules: [p.yaml]\nlog_starts: 2026-01-01\nunit: {id: B, name: 支部}\n"
        f"data: {{households: h.csv, activities: a.csv}}\n{more}",
        encoding="utf-8",
    )
    return folder


def call(folder: Path, as_of: str, on: str | None = None, *options: str) -> str:
    days = ["--as-of", as_of, "--on", on or as_of]
    done = CliRunner().invoke(main, ["inspect", str(folder), *days, "--fail-on", "never", *options])
    assert done.exit_code == 0, done.output
    return done.stdout


def told(folder: Path, as_of: str, on: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(folder, as_of, on, "--format", "json"))
    return found


def steps(tasks: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(task[name] for name in STEP) for task in tasks]


# What is owed


def test_each_subject_owes_one_and_the_shares_add_up(tmp_path: Path) -> None:
    households = "".join(f"H{n},,\n" for n in range(1, 6)) + "H6,2026-03-01,\n"
    visits = ("H1 2026-01-20", "H1 2026-02-15", "H2 2026-01-20", "H3 2026-01-05", "H3 2026-03-05")
    duty = told(write(tmp_path, GAP, *visits, households=households), "2026-03-10")["duties"][0]
    assert {share: duty[share] for share in SHARES} == {
        "on_time": 1, "made_up": 0, "waived": 0, "open": 1, "unknown": 0, "lacking": 4,
    }  # fmt: skip
    assert duty["owed"] == 6 == sum(duty[share] for share in SHARES)
    assert (duty["window"], duty["subjects"]) == ({"kind": "gap", "at_most": 30}, {"kind": "household", "number": 6})


def test_of_many_visits_that_are_owed_a_household_is_still_one(tmp_path: Path) -> None:
    report = told(write(tmp_path, ROLLING, "H1 2026-03-01", "H1 2026-03-05"), "2026-03-10")
    duty = report["duties"][0]
    assert (duty["owed"], duty["on_time"], duty["periods"][0]["owed"]) == (1, 1, 1)
    assert duty["window"] == {"kind": "rolling", "at_least": 2, "in_any": 60}


@given(
    moved=st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    held=st.lists(st.dates(date(2026, 1, 1), date(2026, 4, 30)), max_size=5),
    ahead=st.integers(0, 120),
    duty=st.sampled_from([GAP, ROLLING]),
)
@settings(max_examples=times(12), deadline=None)
def test_the_days_of_every_step_lie_before_the_inspection(
    tmp_path_factory: pytest.TempPathFactory, moved: date | None, held: list[date], ahead: int, duty: str
) -> None:
    as_of = date(2026, 4, 1)
    on = as_of + timedelta(days=ahead)
    folder = write(
        tmp_path_factory.mktemp("w"), duty, *(f"H1 {day}" for day in held), households=f"H1,{moved or ''},\nH2,,\n"
    )
    report = told(folder, str(as_of), str(on))
    part = report["duties"][0]
    assert part["owed"] == 2 == sum(part[share] for share in SHARES)
    for task in (*report["todo"], *report["later"], *report["explain"]):
        assert task["for_period"] is None
        if task["action"] != "explain":
            assert str(as_of) <= task["by"] <= str(on)
            assert task["until"] is None or task["until"] >= str(as_of)
    assert all(task["until"] > str(on) for task in report["later"])


@pytest.mark.parametrize(
    ("duty", "zh", "en"),
    [
        (GAP, "应：任何两次之间不超过 30 天，共 1 户；",
         "owed: never more than 30 days between two of them; 1 household in all;"),
        (ROLLING, "应：最近 60 天内至少 2 次，共 1 户；", "owed: at least 2 in the last 60 days; 1 household in all;"),
        (OWN, "应：任何两次之间不超过 42 天，共 1 项；",
         "owed: never more than 42 days between two of them; 1 in all;"),
    ],
)  # fmt: skip
def test_what_is_owed_is_told_without_periods(tmp_path: Path, duty: str, zh: str, en: str) -> None:
    folder = write(tmp_path, duty, "H1 2026-02-20", "B 2026-02-20")
    for language, words in (("zh", zh), ("en", en)):
        printed = call(folder, "2026-03-10", "2026-05-30", "--lang", language)
        assert words in printed
        assert "所属时段" not in printed and "for_period" not in printed and "期共" not in printed


# An interval that is too long


@pytest.mark.parametrize(
    ("as_of", "todo", "explain"),
    [
        ("2026-03-02", [("next", "2026-03-03", "2026-03-03", 2)], []),  # one day before the last good day
        ("2026-03-03", [("next", "2026-03-03", "2026-03-03", 1)], []),  # the last good day
        ("2026-03-04", [("catch_up", None, "2026-03-31", 20)], [("explain", None, None, None)]),  # a day too late
    ],
)
def test_an_interval_that_still_runs_is_to_be_ended_and_explained(
    tmp_path: Path, as_of: str, todo: list[Any], explain: list[Any]
) -> None:
    folder = write(tmp_path, GAP, "H1 2026-01-15", "H1 2026-02-01")
    report = told(folder, as_of, "2026-03-31")
    assert (steps(report["todo"]), steps(report["explain"]), report["later"]) == (todo, explain, [])
    if as_of == "2026-03-04":
        printed = call(folder, as_of, "2026-03-31")
        assert "超过 30 天未见记录、间隔仍在延长的 1 户，H1 已 31 天" in printed
        assert "2026-03-31 前（含当日）尽快开展并如实登记，使间隔不再延长" in printed
        assert "超过 30 天未见记录：2026-02-01 至 2026-03-04（31 天）" in printed


@pytest.mark.parametrize(
    ("on", "todo"),
    [
        ("2026-04-08", []),  # a day before it is due again
        ("2026-04-09", [("next", "2026-04-09", "2026-04-09", 22)]),  # on the day itself
    ],
)
def test_an_interval_of_the_past_is_explained_with_the_next_due_day(tmp_path: Path, on: str, todo: list[Any]) -> None:
    folder = write(tmp_path, GAP, "H1 2026-01-05", "H1 2026-03-10")  # ended on the as-of day itself
    report = told(folder, "2026-03-10", on)
    (task,) = report["explain"]
    assert steps(report["todo"]) == todo and report["later"] == []
    assert task["action"] == "explain" and "不能补开" in task["how"]
    printed = call(folder, "2026-03-10", on).replace("\n        ", "")
    assert "如实登记" in printed and "间隔曾超过 30 天的 1 户，H1 最长 64 天，下次不晚于 2026-04-09\n" in printed
    assert "下次应于 2026-04-09 前（含当日）开展并如实登记" in printed
    assert "使间隔不再延长" not in printed


def test_a_unit_of_its_own_is_told_with_its_days(tmp_path: Path) -> None:
    folder = write(tmp_path, OWN, "B 2026-01-05", "B 2026-02-16")
    printed = " ".join(call(folder, "2026-03-31", "2026-04-10").split())
    assert "已 43 天未见记录，超过 42 天" in printed
    assert "应 1 按期 0 补开 0 超过 42 天未见记录：2026-02-16 至 2026-03-31（43 天）" in printed
    assert "a.csv!5" in printed


def test_who_left_is_told_and_nothing_is_asked(tmp_path: Path) -> None:
    households = "H1,,2026-03-01\nH2,2026-02-20,2026-03-01\nH3,2026-02-20,2026-03-15\nH4,,2026-03-20\n"
    folder = write(tmp_path, GAP, "H4 2026-01-20", "H4 2026-02-18", households=households)
    report = told(folder, "2026-03-10", "2026-04-30")
    assert report["todo"] == report["later"] == []  # H3 and H4 leave before another visit is due
    assert [(task["status"], task["action"]) for task in report["explain"]] == [("missing", "explain")]  # H1
    printed = call(folder, "2026-03-10", "2026-04-30")
    assert "已不在册的 1 户" in printed and "-" not in report["duties"][0]["not_applicable"]
    assert "由谁办：\n" not in printed


def test_papers_help_only_where_they_shorten_the_interval(tmp_path: Path) -> None:
    duty = GAP.replace("}}\n", "}, counts_when: {evidence: {has: photos}}}\n")
    folder = write(tmp_path, duty)
    rows = "visit,2026-01-10,H1,照片\nvisit,2026-01-20,H1,\nvisit,2026-02-20,H1,\nvisit,2026-03-05,H1,照片\n"
    (folder / "a.csv").write_text("type,start,subject,evidence\n" + rows, encoding="utf-8")
    (entry,) = told(folder, "2026-03-10")["duties"][0]["entries"]
    assert [(step["action"], step["places"]) for step in entry["steps"]] == [
        ("complete", ["a.csv!3", "a.csv!4"]), ("explain", []), ("next", []),
    ]  # fmt: skip
    rows = rows.replace("2026-02-20", "2026-03-08")
    (folder / "a.csv").write_text("type,start,subject,evidence\n" + rows, encoding="utf-8")
    (entry,) = told(folder, "2026-03-10")["duties"][0]["entries"]
    assert entry["steps"][0]["places"] == ["a.csv!3"]  # the other lies in no interval that was too long


# So many of late


@pytest.mark.parametrize(
    ("as_of", "action", "until", "need"),
    [
        ("2026-03-01", "hold", "2026-03-02", 1),  # day zero and 60 days, the day before
        ("2026-03-02", "hold", "2026-03-02", 1),
        ("2026-03-03", "catch_up", None, 1),  # past due
    ],
)
def test_what_is_lacking_is_held_by_its_day_or_at_once(
    tmp_path: Path, as_of: str, action: str, until: str | None, need: int
) -> None:
    report = told(write(tmp_path, ROLLING, "H1 2026-02-20"), as_of, "2026-03-10")
    (task,) = report["todo"]
    assert (task["action"], task["until"], task["need"], task["missing"]) == (action, until, need, "还差 1 次的 1 户")
    assert report["explain"] == []


@pytest.mark.parametrize(
    ("on", "need"),
    [
        ("2026-04-20", 1),  # the visit of 20 February is 59 days old
        ("2026-04-21", 1),  # 60 days: it still counts
        ("2026-04-22", 2),  # too old
    ],
)
def test_records_that_grow_too_old_until_the_inspection_are_counted_on(tmp_path: Path, on: str, need: int) -> None:
    folder = write(tmp_path, ROLLING, "H1 2026-02-20")
    (task,) = told(folder, "2026-03-10", on)["todo"]
    assert (task["need"], task["missing"]) == (need, "还差 1 次的 1 户")
    assert ("到检查日最近 60 天内共须再有 2 次" in task["how"]) is (need == 2)


@pytest.mark.parametrize(("on", "listed"), [("2026-04-29", False), ("2026-04-30", True), ("2026-05-01", True)])
def test_what_is_in_order_is_to_do_when_it_falls_due_by_the_inspection(tmp_path: Path, on: str, listed: bool) -> None:
    folder = write(tmp_path, ROLLING, "H1 2026-03-01", "H1 2026-03-05")
    report = told(folder, "2026-03-10", on)
    assert [(task["status"], *steps([task])[0][:2]) for task in report["todo"]] == [
        ("met", "next", "2026-04-30")
    ] * listed
    assert report["later"] == report["explain"] == []
    assert report["duties"][0]["periods"][0]["next_due"] == "2026-04-30"
    assert ("下次应于 2026-04-30 前（含当日）" in call(folder, "2026-03-10", on)) is listed
    assert "最早一项下次应不晚于 2026-04-30\n" in call(folder, "2026-03-10", on)


def test_what_is_not_known_is_looked_up(tmp_path: Path) -> None:
    folder = write(tmp_path, GAP, "H1 2026-01-20", more="complete_through: 2026-02-10\n")
    report = told(folder, "2026-03-10", "2026-03-20")
    assert [(task["action"], task["code"]) for task in report["todo"]] == [("look_up", "after_complete_through")]
    assert report["duties"][0]["unknown"] == 1


def test_the_months_of_the_inspection_judge_nothing_anew(tmp_path: Path) -> None:
    folder = write(tmp_path, GAP + ROLLING.replace("id: d", "id: e"), "H1 2026-03-01")
    near, far = told(folder, "2026-03-05"), told(folder, "2026-03-05", "2026-12-31")
    assert (near["summary"], near["coming"]) == (far["summary"], far["coming"]) and far["coming"] == 0


# Many subjects


def test_households_that_stand_alike_are_one_line_the_first_due_in_front(tmp_path: Path) -> None:
    numbers = range(1, 43)
    visits = [f"H{n:02} 2026-02-{28 - n % 20:02}" for n in numbers]
    folder = write(
        tmp_path, GAP, *(f"H{n:02} 2026-01-29" for n in numbers), *visits,
        households="".join(f"H{n:02},,\n" for n in numbers),
    )  # fmt: skip
    report = told(folder, "2026-03-02", "2026-03-20")
    (entry,) = report["duties"][0]["entries"]
    soon = sorted((28 - n % 20, f"H{n:02}") for n in numbers if 28 - n % 20 <= 18)
    assert (entry["status"], entry["subjects"], len(entry["named"])) == ("met", len(soon), min(len(soon), NAMED))
    assert [one["id"] for one in entry["named"]] == [name for _, name in soon]
    (task,) = report["todo"]
    assert (task["until"], task["subjects"]) == (entry["named"][0]["next_due"], len(soon))
    printed = call(folder, "2026-03-02", "2026-03-20").replace("\n        ", "")
    assert f"将到期的 {len(soon)} 户" in printed and f"最早一项下次应不晚于 {task['until']}\n" in printed
    assert f"{soon[0][1]} 下次不晚于 {task['until']}、" in printed


@pytest.mark.parametrize("form", ["text", "html"])
def test_the_forms_show_what_the_json_says(tmp_path: Path, form: str) -> None:
    folder = write(tmp_path, GAP, "H1 2026-01-20", "H2 2026-02-25", households="H1,,\nH2,2026-02-20,\nH3,2026-03-01,\n")
    for language in ("zh", "en"):
        shown = call(folder, "2026-03-10", "2026-03-27", "--format", form, "--lang", language)
        for words in ("2026-03-27", "H1", "H2", "H3", "49", "2026-03-31"):
            assert words in shown


# Very many units


def county(folder: Path, number: int) -> Path:
    write(folder, OWN)
    units = "".join(f"B{n:03},第{n}支部,branch\n" for n in range(number))
    (folder / "u.csv").write_text("id,name,kind\n" + units, encoding="utf-8")
    rows = [f"meeting,2026-{1 + n % 3:02}-20,B{n:03}" for n in range(number)]
    (folder / "a.csv").write_text("\n".join(["type,start,unit", *rows]) + "\n", encoding="utf-8")
    (folder / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 县\nrules: [p.yaml]\nlog_starts: 2026-01-01\ndata: {units: u.csv, activities: a.csv}\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize("form", ["text", "html"])
def test_more_than_sixty_units_are_a_line_each(tmp_path: Path, form: str) -> None:
    folder = county(tmp_path, IN_FULL + 1)
    shown = call(folder, "2026-03-31", "2026-04-10", "--format", form)
    assert "各单位一览" in shown and "逐项自查" not in shown and "检查前要办的事" not in shown
    assert "--unit 单位" in shown and "checkbranch explain" in shown
    assert all(f"第{n}支部（B{n:03}）" in shown for n in range(IN_FULL + 1))
    (tmp_path / "few").mkdir()
    full = call(county(tmp_path / "few", IN_FULL), "2026-03-31", "2026-04-10", "--format", form)
    assert "各单位一览" not in full and "逐项自查：第0支部（B000）" in full
    alone = call(folder, "2026-03-31", "2026-04-10", "--format", form, "--unit", "B003")
    assert "各单位一览" not in alone and "检查前要办的事" in alone


def test_the_lines_of_the_units_add_up_to_the_whole(tmp_path: Path) -> None:
    folder = county(tmp_path, IN_FULL + 1)
    report = told(folder, "2026-03-31", "2026-04-10")
    assert len(report["units"]) == len(report["duties"]) == IN_FULL + 1  # JSON stays whole
    lines = call(folder, "2026-03-31", "2026-04-10").splitlines()
    cells = [line.replace("·", "0").split() for line in lines if line.startswith("  第") and "、" not in line]
    numbers = [list(map(int, row[1:])) for row in cells]
    assert len(numbers) == IN_FULL + 1
    assert all(owed == sum(rest[:6]) for owed, *rest in numbers)
    summary = report["summary"]
    asked = [summary[name] for name in ("met", "made_up", "waived", "open", "unknown", "missing")]
    assert [sum(column) for column in zip(*numbers, strict=True)] == [summary["total"], *asked, len(report["todo"])]
    assert [row[-2] for row in numbers] == sorted((row[-2] for row in numbers), reverse=True)
    (duty,) = [line.replace("·", "0").split() for line in lines if line.startswith("  例会")]
    assert list(map(int, duty[1:])) == [61, summary["met"], 0, 0, summary["open"], 0, summary["missing"]]
