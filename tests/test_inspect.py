"""The self-check before an inspection: its numbers, its days, what it advises, and what it must never say.

``pytest tests/test_inspect.py --update`` writes its golden texts anew; look at the difference before it is committed.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.calendars import WorkCalendar
from checkbranch.cli.main import main
from checkbranch.engine import STATUSES, Audit, Request, Shipped, audit_inputs, read_inputs, read_workspace
from checkbranch.engine.findings import Flag, Status
from checkbranch.engine.text import Text
from checkbranch.reports.inspection.build import NAMED, inspection_of
from checkbranch.reports.inspection.model import SHARES, Inspection, Tally
from checkbranch.reports.inspection.order import box_order
from checkbranch.rules import names, path_of

from . import reports_fake as fake
from .once import Once

pytestmark = pytest.mark.usefixtures("once")
ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "huanghou"
GOLDEN = Path(__file__).parent / "golden"
AS_OF = date(2026, 11, 23)

# Words of an accusation, of which a self-check has none; the packs' own "不得补写" warns before, it blames nobody.
ACCUSING_ZH = (
    "违规", "违纪", "造假", "失职", "弄虚作假", "未落实责任", "渎职", "追责", "问责", "处分", "通报批评", "懒政",
    "虚假", "伪造", "过错", "责任不落实", "敷衍", "应付", "逾期未",
)  # fmt: skip
ACCUSING_EN = ("violat", "fraud", "fake", "guilt", "neglig", "blame", "punish", "misconduct", "forged", "failed to")

PACK = """\
pack: p
version: "1"
title: {zh: 本地规则, en: Local rules}
sources: {s: {title: {zh: 某条例, en: Some rules}, issued: 2020-01-01, issuer: 某委, checked_on: 2026-01-01}}
activities:
  theme_day: {zh: 主题党日, en: Theme day}
  committee_meeting: {zh: 支委会, en: Committee meeting}
  household_visit: {zh: 走访, en: Visit}
  life_meeting: {zh: 组织生活会, en: Life meeting}
duties:
"""
THEME = """\
  - id: theme-day
    title: {zh: 每月主题党日, en: Theme day every month}
    basis: [{source: s, article: "16", modality: shall, quote: 应当每月一次}]
    subject: branch
    quota: {do: theme_day, at_least: 1, every: month}
    late: {until: 15 days}
"""
HEAD = "checkbranch: 1\nname: 第一支部\nrules: [p.yaml]\nunit: {id: B1, name: 第一支部, full_members: 9}\n"


def workspace(folder: Path, duties: str = THEME, ledger: str = "", *, data: str = "", **files: str) -> Path:
    """Write a workspace of one branch; ``h_csv`` stands for the file ``h.csv``."""
    head = ledger.partition("\n")[0] or "日期,类型,对应期间"
    text = ledger or f"{head}\n"
    (folder / "p.yaml").write_text(PACK + duties, encoding="utf-8")
    (folder / "a.csv").write_text(text, encoding="utf-8")
    (folder / "checkbranch.yaml").write_text(
        f"{HEAD}data: {{activities: {{file: a.csv}}{data}}}\n" + files.pop("more", ""), encoding="utf-8"
    )
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return folder


def call(folder: Path, *options: str, as_of: str = "2026-03-10") -> Result:
    """Call the command; the span begins with 2026 unless it is chosen."""
    if "--period" not in options:
        options = ("--from", "2026-01-01", *options)
    done = CliRunner().invoke(main, ["inspect", str(folder), "--as-of", as_of, *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def told(folder: Path, *options: str, as_of: str = "2026-03-10") -> dict[str, Any]:
    done = call(folder, "--format", "json", *options, as_of=as_of)
    assert done.exit_code in (0, 1), done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def tasks(report: dict[str, Any], name: str = "todo") -> list[tuple[str, str, str]]:
    return [(task["duty"], task["period"], task["action"]) for task in report[name]]


@pytest.fixture(scope="module")
def example() -> tuple[Audit, WorkCalendar, Inspection]:
    inputs = read_inputs(read_workspace(EXAMPLE), Shipped(path_of, names()))
    audit = audit_inputs(inputs, Request(AS_OF))
    return audit, inputs.days, inspection_of(audit, date(2026, 12, 4), inputs.days)


# Numbers


def test_the_counts_are_those_of_the_audit_whatever_the_day(example: tuple[Audit, WorkCalendar, Inspection]) -> None:
    audit, _, _ = example
    for on in ("2026-11-23", "2026-12-04", "2027-04-30"):
        report = told(EXAMPLE, "--on", on, as_of="2026-11-23")
        summary = report["summary"]
        assert {status: summary[status] for status in STATUSES} == dict(audit.summary)
        assert summary["total"] == sum(audit.summary.values())
        assert report["fingerprint"] == audit.fingerprint
        assert sum(report["problems"].values()) == len(audit.ledger.problems)


def test_duties_units_and_the_whole_add_up(example: tuple[Audit, WorkCalendar, Inspection]) -> None:
    audit, _, checked = example
    by_duty: Counter[str] = Counter()
    for unit in checked.units:
        assert sum((part.counts for part in unit.parts), Counter()) == unit.counts
        for part in unit.parts:
            by_duty[part.duty.id] += part.counts.total()
            rows = part.rows.values()
            assert part.tally.owed == sum(part.tally.shares.values()) == sum(row.tally.owed for row in rows)
            assert sum((row.counts for row in rows), Counter()) == part.counts
    counted: Counter[str] = Counter()
    for duty, _, n in audit.duty_counts():
        counted[duty] += n
    assert by_duty == counted


def test_every_gap_open_and_unknown_is_in_an_entry(example: tuple[Audit, WorkCalendar, Inspection]) -> None:
    audit, _, checked = example
    entries = [entry for unit in checked.units for part in unit.parts for entry in part.entries]
    found: Counter[Status] = Counter()
    for entry in entries:
        found[entry.first.status] += entry.total
    asked: tuple[Status, ...] = ("open", "unknown", "short", "invalid", "missing")
    assert dict(found) == {status: audit.summary[status] for status in asked}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(STATUSES),
            st.one_of(st.none(), st.integers(0, 9), st.decimals(0, 99, places=3)),
            st.integers(0, 12),
            st.integers(0, 12),
        )
    )
)
def test_shares_add_up_to_what_is_owed(rows: list[tuple[Any, Any, int, int]]) -> None:
    tally, owed = Tally(), Decimal(0)
    for status, required, counted, made_up in rows:
        tally.take(fake.finding("visit", "2026-Q1", status, required=required, counted=counted, made_up=made_up))
        owed += 0 if required is None or status == "not_applicable" else required
    assert tally.owed == owed == sum(tally.shares.values())
    assert all(tally.shares[share] >= 0 for share in SHARES)
    assert tally.numberless == sum(status != "not_applicable" and n is None for status, n, _, _ in rows)


def test_records_beyond_what_is_owed_fill_no_other_period(tmp_path: Path) -> None:
    ledger = "日期,类型\n2026-01-05,主题党日\n2026-01-12,主题党日\n2026-01-20,主题党日\n"
    duty = told(workspace(tmp_path, ledger=ledger), as_of="2026-04-20")["duties"][0]
    assert (duty["owed"], duty["on_time"], duty["made_up"], duty["lacking"], duty["open"]) == (4, 1, 0, 2, 1)


def test_a_make_up_is_never_in_time(example: tuple[Audit, WorkCalendar, Inspection]) -> None:
    report = told(EXAMPLE, as_of="2026-11-23")
    rows = {
        (duty["duty"], row["period"]): row
        for duty in report["duties"]
        for row in duty["periods"]
        if row["counts"].get("made_up")
    }
    assert sorted(rows) == [("general-meeting", "2026-Q2"), ("request-answered", "-"), ("theme-day", "2026-10")]
    assert (rows["request-answered", "-"]["on_time"], rows["request-answered", "-"]["made_up"]) == (9, 1)
    assert {(row["on_time"], row["made_up"]) for key, row in rows.items() if key[1] != "-"} == {(0, 1)}
    printed = call(EXAMPLE, as_of="2026-11-23").stdout
    assert "2026年10月  补 补开  应 1 按期 0 补开 1  2026-11-06 台账2026.xlsx!会议活动!62（补开）" in printed
    assert report["summary"]["made_up"] == 3


# Days


@pytest.mark.parametrize(
    ("on", "where", "days"),
    [
        ("2026-03-10", "later", 1),  # the as-of day itself
        ("2026-03-30", "later", 15),  # one day before the last good day
        ("2026-03-31", "todo", 16),  # the last good day
        ("2026-04-01", "todo", 16),  # the day after
    ],
)
def test_what_is_open_is_to_be_done_from_its_last_day_on(tmp_path: Path, on: str, where: str, days: int) -> None:
    ledger = "日期,类型\n2026-01-05,主题党日\n2026-02-05,主题党日\n"
    report = told(workspace(tmp_path, ledger=ledger), "--on", on)
    found = [task for task in report[where] if task["period"] == "2026-03"]
    assert [(task["action"], task["until"], task["working_days"]) for task in found] == [("hold", "2026-03-31", days)]


@pytest.mark.parametrize(
    ("as_of", "on", "by", "days"),
    [
        ("2026-03-10", "2026-03-10", "2026-03-10", 1),  # the day itself
        ("2026-03-10", "2026-03-14", "2026-03-14", 4),  # one before the last day for making up, a Saturday
        ("2026-03-10", "2026-03-15", "2026-03-15", 4),  # that day
        ("2026-03-10", "2026-03-20", "2026-03-15", 4),  # after it
        ("2026-03-15", "2026-03-20", "2026-03-15", 0),  # a Sunday: no working day is left
    ],
)
def test_making_up_has_its_days(tmp_path: Path, as_of: str, on: str, by: str, days: int) -> None:
    folder = workspace(tmp_path, ledger="日期,类型\n2026-01-05,主题党日\n")
    report = told(folder, "--on", on, as_of=as_of)
    found = [task for task in report["todo"] if task["period"] == "2026-02"]
    assert [(task["action"], task["until"], task["for_period"]) for task in found] == [
        ("make_up", "2026-03-15", "2026-02")
    ]
    assert (found[0]["by"], found[0]["working_days"]) == (by, days)
    assert ("检查之后仍可补开" in found[0]["how"]) is (on < "2026-03-15")
    assert "2026-02" in found[0]["how"]
    assert not any(task["period"] == "2026-02" for task in report["explain"])


def test_after_the_make_up_time_nothing_is_asked_but_the_truth(tmp_path: Path) -> None:
    folder = workspace(tmp_path, ledger="日期,类型\n2026-01-05,主题党日\n")
    report = told(folder, "--on", "2026-03-20", as_of="2026-03-16")
    found = [task for task in report["explain"] if task["period"] == "2026-02"]
    assert [task["action"] for task in found] == ["explain"]
    assert found[0]["how"] == "补开期已过，保留原始材料，如实说明；确已开展而漏登的，凭原始记录补登"
    assert found[0]["working_days"] is None
    assert not any(task["period"] == "2026-02" for task in report["todo"])


@pytest.mark.parametrize(
    ("as_of", "on", "days"),
    [
        ("2026-09-28", "2026-10-10", 6),  # 28 to 30 September, 8 and 9 October, and Saturday the 10th, which is worked
        ("2026-10-01", "2026-10-07", 0),  # National Day
        ("2026-02-13", "2026-02-23", 2),  # Friday, and Saturday the 14th, which is worked; then Spring Festival
        ("2026-02-15", "2026-02-28", 5),  # 24 to 27 February, and Saturday the 28th, which is worked
        ("2026-09-20", "2026-09-20", 1),  # a Sunday that is worked
    ],
)
def test_working_days_know_holidays_and_days_worked_instead(tmp_path: Path, as_of: str, on: str, days: int) -> None:
    report = told(workspace(tmp_path), "--on", on, as_of=as_of)
    assert (report["working_days"], report["provisional"]) == (days, False)


def test_the_last_working_day_is_told_where_the_deadline_is_none(tmp_path: Path) -> None:
    folder = workspace(tmp_path, ledger="日期,类型\n2026-01-05,主题党日\n")
    printed = call(folder, "--on", "2026-02-22", as_of="2026-02-13").stdout
    assert "2026-02-28  工作日 2（至 2026-02-14）" in printed
    assert "没有工作日" not in printed
    holiday = call(folder, "--on", "2026-02-20", as_of="2026-02-16").stdout
    assert "2026-02-28  工作日 已无工作日" in holiday


def test_holidays_that_are_not_announced_are_said_to_be_so() -> None:
    assert "放假安排尚未全部公布" in call(EXAMPLE, "--on", "2027-01-08", as_of="2026-11-23").stdout
    assert "尚未全部公布" not in call(EXAMPLE, "--on", "2026-12-20", as_of="2026-11-23").stdout


def test_periods_that_begin_before_the_inspection_are_told_and_not_counted(tmp_path: Path) -> None:
    folder = workspace(tmp_path, ledger="日期,类型\n2026-01-05,主题党日\n2026-02-05,主题党日\n2026-03-05,主题党日\n")
    report = told(folder, "--on", "2026-04-30")
    assert (report["coming"], report["summary"]["total"]) == (1, 3)
    (task,) = report["todo"]
    assert (task["period"], task["coming"], task["from"], task["until"]) == (
        "2026-04", True, "2026-04-01", "2026-04-30",
    )  # fmt: skip
    assert told(folder, "--on", "2026-03-31")["coming"] == 0
    assert told(folder, "--on", "2026-04-01")["coming"] == 1
    assert told(folder, "--on", "2026-04-30", "--period", "2026-Q1")["coming"] == 0


def test_an_inspection_in_the_past_or_too_far_away_is_refused(tmp_path: Path) -> None:
    folder, out = workspace(tmp_path), tmp_path / "form.html"
    for on, zh, en in (
        ("2026-03-09", "请写 2026-03-10 或以后的日期", "Write 2026-03-10 or later"),
        ("2027-03-12", "请核对年份", "Check the year"),
    ):
        for language, words in (("zh", zh), ("en", en)):
            done = call(folder, "--on", on, "--lang", language, "--format", "html", "-o", str(out))
            assert (done.exit_code, done.stdout, out.exists()) == (2, "", False)
            assert done.stderr.startswith("--on: ") and words in done.stderr and done.stderr.count("\n") == 1
    assert call(folder, "--on", "2026-03-10").exit_code == call(folder, "--on", "2027-03-11").exit_code == 0


def test_without_a_day_the_inspection_is_on_the_as_of_day(tmp_path: Path) -> None:
    report = told(workspace(tmp_path))
    assert (report["as_of"], report["on"], report["working_days"]) == ("2026-03-10", "2026-03-10", 1)
    assert "检查日：2026-03-10（即自查截至日）" in call(tmp_path).stdout


# What is advised


QUORUM = """\
  - id: committee-meeting
    title: {zh: 每月支委会, en: Committee meeting every month}
    basis: [{source: s, article: "12", modality: shall}]
    subject: branch
    quota: {do: committee_meeting, at_least: 1, every: month}
    counts_when: {attendance: {at_least: 1/2}, evidence: {has: sign_in}}
"""


@pytest.mark.parametrize(
    ("row", "actions"),
    [
        ("2026-01-12,支委会,5,5,会议记录", ["complete", "explain"]),  # no sign-in sheet: it may lie in the box
        ("2026-01-12,支委会,,5,签到表", ["complete", "explain"]),  # nobody wrote how many were present
        ("2026-01-12,支委会,2,5,签到表", ["explain"]),  # a quorum is what it was
        ("2026-01-12,支委会,2,5,会议记录", ["explain"]),  # nor does a sheet make it one
    ],
)
def test_papers_can_be_completed_and_a_quorum_cannot_be_changed(tmp_path: Path, row: str, actions: list[str]) -> None:
    ledger = f"日期,类型,实到,应到,材料\n{row}\n2026-02-09,支委会,5,5,签到表\n"
    folder = workspace(tmp_path, QUORUM, ledger)
    (folder / "checkbranch.yaml").write_text(
        HEAD + "data: {activities: [{file: a.csv, columns: {材料: evidence}}]}\n", encoding="utf-8"
    )
    report = told(folder)
    (entry,) = [entry for entry in report["duties"][0]["entries"] if entry["period"] == "2026-01"]
    assert entry["status"] == "invalid"
    assert [step["action"] for step in entry["steps"]] == actions


def test_what_is_not_known_says_where_to_look_and_who(tmp_path: Path) -> None:
    folder = workspace(tmp_path, ledger="日期,类型\n2026-01-05,主题党日\n2026-2-30,主题党日\n")
    (task,) = [task for task in told(folder)["todo"] if task["action"] == "look_up"]
    assert (task["period"], task["places"], task["role"], task["code"]) == (
        "2026-02",
        ["a.csv!3"],
        "recorder",
        "unread_rows",
    )
    duty = THEME.replace("    subject: branch", "    where: {committee_size: {at_least: 3}}\n    subject: branch")
    other = told(workspace(tmp_path, duty, "日期,类型\n2026-01-05,主题党日\n"))
    assert {task["role"] for task in other["todo"] if task["action"] == "look_up"} == {"organiser"}


def test_many_subjects_are_summed_up_and_at_most_thirty_named(tmp_path: Path) -> None:
    duty = """\
  - id: visit
    title: {zh: 每季度走访, en: Visits}
    basis: [{source: s, article: "1", modality: shall}]
    subject: household
    quota: {do: household_visit, at_least: 1, every: quarter}
"""
    households = "编号,户主,帮扶责任人\n" + "".join(f"H{n:02},住户{n:02},张三\n" for n in range(1, 43))
    ledger = "日期,类型,走访对象\n" + "".join(f"2026-01-05,走访,H{n:02}\n" for n in range(1, 6))
    folder = workspace(tmp_path, duty, ledger, data=", households: h.csv", h_csv=households)
    report = told(folder, as_of="2026-04-10")
    entry = next(entry for entry in report["duties"][0]["entries"] if entry["period"] == "2026-Q1")
    assert (entry["subjects"], len(entry["named"])) == (37, NAMED)
    row = report["duties"][0]["periods"][0]
    assert (row["owed"], row["on_time"], row["counted"], row["records"]) == (42, 5, 5, None)
    printed = call(folder, as_of="2026-04-10").stdout.replace("\n        ", "")
    assert "住户06（H06，帮扶 张三）" in printed
    assert "另有 7 户" in printed
    assert "住户36" not in printed


def test_the_order_is_that_of_the_box(example: tuple[Audit, WorkCalendar, Inspection]) -> None:
    _, _, checked = example
    ids = [duty.id for duty in box_order(checked.rules.duties)]
    assert ids[:9] == [
        "general-meeting", "committee-meeting", "group-meeting", "party-lecture", "committee-secretary-lecture",
        "theme-day", "life-meeting", "appraisal", "talk-yearly",
    ]  # fmt: skip
    assert ids[9:11] == ["household-visit", "monitored-visit"]
    assert sorted(ids) == sorted(duty.id for duty in checked.rules.duties)


def test_the_first_list_is_in_the_order_of_its_days() -> None:
    report = told(EXAMPLE, "--on", "2026-12-31", as_of="2026-11-23")
    for name, key in (("todo", "by"), ("later", "until")):
        days = [task[key] for task in report[name]]
        assert days == sorted(days) and days


def test_waived_off_and_not_applicable_are_told_with_their_reasons(tmp_path: Path) -> None:
    more = "off: [other-day]\n"
    other = THEME.replace("theme-day", "other-day").replace("每月主题党日", "停用事项")
    small = THEME.replace("theme-day", "small-day").replace("每月主题党日", "大支部事项")
    small = small.replace("    subject: branch", "    where: {full_members: {at_least: 20}}\n    subject: branch")
    waivers = "duty,from,until,reason,approver,document\ntheme-day,2026-02-01,2026-02-28,防汛,某镇党委,某组1号\n"
    folder = workspace(
        tmp_path, THEME + other + small, "日期,类型\n2026-01-05,主题党日\n", data=", waivers: w.csv", more=more,
        w_csv=waivers,
    )  # fmt: skip
    printed = call(folder).stdout
    assert "豁免：2026年2月：已豁免（2026-02-01 至 2026-02-28）：防汛，某镇党委批准（某组1号）" in printed
    assert "已停用、未查的事项\n  停用事项 (other-day)" in printed
    assert "不适用的事项：大支部事项：按“正式党员数”不在适用范围（3 项）" in printed
    without = told(folder, "--no-waivers")
    assert (without["waivers"], without["summary"]["waived"]) == (False, 0)
    assert "本表未计豁免" in call(folder, "--no-waivers").stdout


def test_columns_that_do_not_exist_are_told_once(tmp_path: Path) -> None:
    report = told(workspace(tmp_path, QUORUM, "日期,类型\n2026-01-12,支委会\n2026-02-09,支委会\n"))
    assert [(row["field"], row["duties"]) for row in report["untested"]] == [
        ("attendance", ["committee-meeting"]),
        ("evidence", ["committee-meeting"]),
    ]


def test_flags_are_told_as_hints() -> None:
    flag = Flag("f1", "i", "red", fake.BRANCH, "B1", "warning", Text("连续两月未见记录", "None for two months"), ())
    made = fake.FakeAudit([fake.finding("committee", "2026-09", "met")], flags=[flag])
    checked = inspection_of(made, made.as_of, WorkCalendar())
    assert list(checked.flags) == [flag]


def test_several_units_are_told_apart(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    units = "编号,名称,类别\nB1,第一支部,支部\nB2,第二支部,支部\n"
    (folder / "u.csv").write_text(units, encoding="utf-8")
    (folder / "a.csv").write_text("日期,类型,支部\n2026-01-05,主题党日,B1\n2026-01-05,主题党日,B2\n", encoding="utf-8")
    (folder / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 某镇\nrules: [p.yaml]\ndata: {units: u.csv, activities: a.csv}\n", encoding="utf-8"
    )
    report = told(folder)
    assert [unit["id"] for unit in report["units"]] == ["B1", "B2"]
    assert {task["unit"] for task in report["todo"]} == {"B1", "B2"}
    assert {task["unit"] for task in told(folder, "--unit", "B2")["todo"]} == {"B2"}
    assert "第二支部（B2）" in call(folder).stdout


# Exit codes, files, bytes


def test_exit_codes_are_those_of_the_audit(tmp_path: Path) -> None:
    folder = workspace(tmp_path, ledger="日期,类型\n2026-01-05,主题党日\n2026-02-05,主题党日\n")
    assert call(folder).exit_code == 0
    (folder / "a.csv").write_text("日期,类型\n2026-01-05,主题党日\n", encoding="utf-8")
    assert call(folder).exit_code == 1
    assert call(folder, "--fail-on", "never").exit_code == 0
    assert call(folder, "--unit", "B9").exit_code == 2
    assert call(tmp_path / "nowhere").exit_code == 2


@pytest.mark.parametrize("form", ["text", "html", "json"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_bytes_each_time_and_in_a_file(tmp_path: Path, form: str, language: str, once: Once) -> None:
    options = ["--on", "2026-12-04", "--format", form, "--lang", language]
    out = tmp_path / "form"
    first = call(EXAMPLE, *options, as_of="2026-11-23").stdout
    again = call(EXAMPLE, *options, "--engine", "reference", as_of="2026-11-23").stdout
    if (form, language) == ("text", "zh"):  # in every other form what was judged is the same
        once.forget()
    done = call(EXAMPLE, *options, "-o", str(out), as_of="2026-11-23")
    assert done.stdout == ""
    assert out.read_bytes().decode("utf-8") == first
    assert _normalised(first) == _normalised(again)


def test_golden_self_checks(update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for name, language in (("huanghou-inspect.zh.txt", "zh"), ("huanghou-inspect.en.txt", "en")):
        done = call(EXAMPLE, "--on", "2026-12-04", "--lang", language, as_of="2026-11-23")
        assert done.exit_code == 1, done.output
        if update:
            (GOLDEN / name).write_text(done.stdout, "utf-8")
        assert done.stdout == (GOLDEN / name).read_text("utf-8")


def _normalised(text: str) -> str:
    return text.replace('"engine":"durable"', '"engine":"reference"')


# What must never be there


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_nothing_can_be_read_as_an_accusation(form: str) -> None:
    for on in ("2026-11-23", "2026-12-31"):
        zh = call(EXAMPLE, "--on", on, "--format", form, as_of="2026-11-23").stdout
        en = call(EXAMPLE, "--on", on, "--format", form, "--lang", "en", as_of="2026-11-23").stdout
        assert [word for word in ACCUSING_ZH if word in zh] == []
        assert [word for word in ACCUSING_EN if word in en.lower()] == []


class Page(HTMLParser):
    """Gathers the tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.lang: str | None = None
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update(name for name, _ in attrs)
        self.lang = dict(attrs).get("lang") if tag == "html" else self.lang

    def handle_data(self, data: str) -> None:
        self.said.append(data)


HOSTILE = "<script>alert(1)</script>]]>&{{ 7*7 }}\u202e\u0007\u2028" + "长" * 10_000


def test_hostile_names_are_escaped_cut_and_harmless(tmp_path: Path) -> None:
    duty = """\
  - id: visit
    title: {zh: '<img src=x onerror=alert(1)>', en: "</style><script>x</script>"}
    basis: [{source: s, article: "<b>", modality: shall, quote: "{% raw %}"}]
    subject: household
    quota: {do: household_visit, at_least: 1, every: quarter}
"""
    households = f'编号,户主,帮扶责任人\nH1,"{HOSTILE}","<script>y</script>"\n"<i>","\u202eabc",x\n'
    folder = workspace(
        tmp_path, THEME + duty, "日期,类型\n2026-01-05,主题党日\n2026-01-05,走访\n", data=", households: h.csv",
        h_csv=households,
    )  # fmt: skip
    settings = (folder / "checkbranch.yaml").read_text("utf-8")
    name = json.dumps("<script>name</script>" + "\u202e")
    (folder / "checkbranch.yaml").write_text(settings.replace("name: 第一支部\nrules", f"name: {name}\nrules"), "utf-8")
    for language in ("zh", "en"):
        html = call(folder, "--format", "html", "--lang", language, as_of="2026-05-10").stdout
        page = Page(html)
        assert page.tags["script"] == page.tags["img"] == page.tags["i"] == page.tags["link"] == page.tags["a"] == 0
        assert not {name for name in page.attributes if name.startswith("on")} and "src" not in page.attributes
        assert page.tags["style"] == 1
        assert not {"\u202e", "\u0007", "\u2028"} & set(html)
        assert "长" * 200 not in html and "{{ 7*7 }}" in "".join(page.said)
        assert "<script>name</script>\\u202e" in "".join(page.said)
        text = call(folder, "--lang", language, as_of="2026-05-10").stdout
        assert not {"\u202e", "\u0007", "\u2028"} & set(text) and "长" * 200 not in text
        json.loads(call(folder, "--format", "json", "--lang", language, as_of="2026-05-10").stdout)


def test_the_page_stands_alone_and_says_its_language() -> None:
    for language, lang in (("zh", "zh-CN"), ("en", "en")):
        html = call(EXAMPLE, "--format", "html", "--lang", language, as_of="2026-11-23").stdout
        page = Page(html)
        assert page.lang == lang
        assert page.tags["script"] == page.tags["link"] == page.tags["img"] == 0
        assert "http" not in html.replace("http-equiv", "") and "url(" not in html and "@import" not in html
        assert "size: A4" in html and "table-header-group" in html and "break-inside: avoid" in html
    said = "".join(Page(call(EXAMPLE, "--format", "html", as_of="2026-11-23").stdout).said)
    for words in ("整改责任人", "完成时限", "完成情况", "填表人：", "复核人：", "支部书记：", "日期："):
        assert words in said


def test_every_status_has_a_word_beside_its_mark(example: tuple[Audit, WorkCalendar, Inspection]) -> None:
    html = call(EXAMPLE, "--format", "html", as_of="2026-11-23").stdout
    said = " ".join("".join(Page(html).said).split())
    for words in ("✓ 达标", "补 补开", "免 豁免", "· 未到期", "? 待核", "缺 不足", "△ 不规范", "✗ 无记录", "– 不适用"):
        assert words in said


def test_an_audit_without_findings_still_makes_a_form(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    printed = call(folder, "--duty", "theme-day", "--period", "2030", as_of="2026-03-10")
    assert printed.exit_code == 0
    assert "所选范围内没有须自查的事项" in printed.stdout
    assert "迎检自查表" in call(folder, "--format", "html", "--period", "2030").stdout


def test_ledgers_assumed_complete_are_said_to_be() -> None:
    printed = call(EXAMPLE / "台账2026.xlsx", as_of="2026-11-23").stdout
    assert "台账范围：推定完整至 2026-11-23" in printed
    assert "推定：把整个文件当作一个党支部" in printed


def test_plan_days_never_leave_the_time_left(example: tuple[Audit, WorkCalendar, Inspection]) -> None:
    audit, days, _ = example
    for distance in (0, 1, 7, 30, 120):
        on = AS_OF + timedelta(days=distance)
        checked = inspection_of(audit, on, days)
        steps = [task.step for task in (*checked.todo, *checked.later)]
        assert all(step.by is not None and step.by <= on for step in steps)
        assert all(step.working_days is not None and step.working_days <= checked.cover.working_days for step in steps)
        assert all(task.step.until is not None and task.step.until > on for task in checked.later)
