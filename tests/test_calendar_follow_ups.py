"""What should follow a record or a request, in a calendar: one event each, on its days, and nobody is named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from checkbranch.calendars.ics import read_calendar

from .calendar_workspace import Seen, both, entries, export, run

PACK = """\
pack: p
activities:
  life_meeting: {zh: 组织生活会, en: Life meeting}
  publish: {zh: 公布, en: Publication}
  talk: {zh: 谈心, en: Talk}
duties:
"""
PUBLISH = """\
  - id: publish
    title: {zh: 会后公布, en: Publish it}
    subject: branch
    follow_up: {after: life_meeting, do: publish, within: 3 workdays}
"""
SETTLE = """\
  - id: settle
    title: {zh: 诉求按时办结, en: Requests are settled}
    subject: branch
    follow_up: {of: requests, after: opened, have: resolved, within: 3 workdays}
"""
CALL = """\
  - id: call
    title: {zh: 诉求后上门, en: A talk after a request}
    subject: household
    follow_up: {of: requests, after: opened, do: talk, within: 3 workdays}
"""
ANSWER = SETTLE.replace("settle\n", "answer\n").replace("branch", "household")
# Kinds of which nothing can be put on a day.
OTHERS = """\
  - {id: rec, subject: branch, record: {of: life_meeting, must: {recorder: {filled: true}}}}
  - {id: pre, subject: branch, precede: {before: life_meeting, do: talk, within: 60 days}}
  - {id: sta, subject: household, state: {must: {helpers: {filled: true}}}}
  - {id: cov, subject: branch, cover: {each: building, of: households, by: posts, match: area}}
  - {id: tal, subject: branch, tally: {whole: people, sum: people, of: households}}
  - {id: ove, subject: branch, overlap: {of: any, who: attendees, within: clock}}
  - {id: hin, subject: branch, hint: {of: any, every: year, sign: on_holiday}}
"""
REMEMBERED = ("李四家", "王五", "漏水", "诉-张三", "张三")  # a household, its helper, a topic, an id, a member


def write(folder: Path, duties: str, meetings: str = "", requests: str = "") -> Path:
    """Write a branch; ``meetings`` are types with a day, ``requests`` a day opened and one resolved, or only opened."""
    (folder / "p.yaml").write_text(PACK + duties, encoding="utf-8")
    (folder / "checkbranch.yaml").write_text(
        "checkbranch: 1\nname: 村\nrules: [p.yaml]\nunit: {id: B, name: 支部, people: 9}\n"
        "data: {activities: a.csv, members: m.csv, households: h.csv, posts: o.csv, requests: r.csv}\n",
        encoding="utf-8",
    )
    (folder / "m.csv").write_text("id,name\nM1,张三\n", encoding="utf-8")
    (folder / "h.csv").write_text("id,name,building,people,helpers\nH1,李四家,1号楼,4,王五\n", encoding="utf-8")
    (folder / "o.csv").write_text("kind,area,holder\nbuilding_lead,2号楼,张三\n", encoding="utf-8")
    change(folder, meetings, requests)
    return folder


def change(folder: Path, meetings: str = "", requests: str = "") -> None:
    held = [line.split(" ", 1) for line in meetings.split(", ") if line]
    rows = [("type", "id", "start", "attendees"), ("谈心", "T", "2024-01-01", "张三")]
    _write(folder / "a.csv", [*rows, *((kind, f"会-张三-{n}", day, "张三") for n, (kind, day) in enumerate(held))])
    asked = [[*line.split(), ""][:2] for line in requests.split(", ") if line]
    lines = [(f"诉-张三-{n}", opened, done, "H1", "漏水") for n, (opened, done) in enumerate(asked)]
    _write(folder / "r.csv", [("id", "opened", "resolved", "household", "topic"), *lines])


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def brief(found: list[Seen]) -> list[tuple[str, str, str]]:
    return [(str(one.start), one.status, one.summary) for one in found]


# Friday 20 November 2026 and three working days: Monday, Tuesday, and Wednesday the 25th is the last good day.
@pytest.mark.parametrize(
    ("as_of", "done", "shown", "days"),
    [
        ("2026-11-20", "", "11月25日前", ("2026-11-20", "2026-11-25")),  # the day itself
        ("2026-11-24", "", "11月25日前", ("2026-11-24", "2026-11-25")),  # due tomorrow
        ("2026-11-25", "", "11月25日前", ("2026-11-25", "2026-11-25")),  # due today
        ("2026-11-26", "", "已逾期", ("2026-11-26", "2026-12-09")),  # due yesterday: two weeks, and not as in time
        ("2026-11-26", "2026-11-25", None, None),
        ("2026-11-26", "2026-11-26", None, None),  # late, but done
    ],
)
@pytest.mark.parametrize("kind", ["record", "request"])
def test_an_event_for_what_is_still_to_follow(
    tmp_path: Path, kind: str, as_of: str, done: str, shown: str | None, days: tuple[str, str] | None
) -> None:
    if kind == "record":
        write(tmp_path, PUBLISH, "组织生活会 2026-11-20" + (f", 公布 {done}" if done else ""))
        what = "公布（11月20日组织生活会之后，{}）"
    else:
        write(tmp_path, SETTLE, requests=f"2026-11-20 {done}")
        what = "诉求按时办结（11月20日提出的诉求，{}）"
    found = export(tmp_path, as_of)
    if days is None:
        assert found == []
        return
    (one,) = found
    assert (one.status, one.summary) == ("TENTATIVE", what.format(shown))
    assert days[0] <= str(one.start) <= days[1]
    assert ("不计作按期" in one.description) is (shown == "已逾期")
    assert "2026-11-25" in one.description


def test_it_is_told_in_english_too(tmp_path: Path) -> None:
    write(tmp_path, PUBLISH + SETTLE, "组织生活会 2026-11-02", "2026-11-20")
    late, settle = sorted(one.summary for one in export(tmp_path, "2026-11-23", "--lang", "en"))
    assert late == "Publication (after Life meeting of 2026-11-02, late)"
    assert settle == "Requests are settled (request of 2026-11-20, by 2026-11-25)"


def test_the_same_entry_stays_through_the_days_and_goes_when_it_is_done(tmp_path: Path) -> None:
    write(tmp_path, PUBLISH + SETTLE, "组织生活会 2026-11-20", "2026-11-20")
    first = export(tmp_path, "2026-11-20")
    before = both(tmp_path)
    assert len({one.uid for one in first}) == 2
    day = min(str(one.start) for one in first)
    assert export(tmp_path, "2026-11-20") == first and both(tmp_path) == before
    assert export(tmp_path, day) == first and both(tmp_path) == before  # a later day alone changes nothing
    late = export(tmp_path, "2026-11-30")
    assert {one.uid for one in late} == {one.uid for one in first}
    assert [one.sequence for one in late] == [1, 1]
    change(tmp_path, "组织生活会 2026-11-20, 公布 2026-11-30", "2026-11-20 2026-11-30")
    gone = export(tmp_path, "2026-11-30")
    assert [(one.status, one.sequence) for one in gone] == [("CANCELLED", 2)] * 2
    assert export(tmp_path, "2026-12-31") == []


def test_what_is_not_known_any_more_is_kept(tmp_path: Path) -> None:
    write(tmp_path, PUBLISH, "组织生活会 2026-11-20")
    first = export(tmp_path, "2026-11-25")
    settings = tmp_path / "checkbranch.yaml"
    settings.write_text(settings.read_text("utf-8") + "complete_through: 2026-11-24\n", encoding="utf-8")
    assert export(tmp_path, "2026-11-25") == first


def test_each_record_has_an_entry_of_its_own_and_none_is_double(tmp_path: Path) -> None:
    write(tmp_path, PUBLISH + SETTLE, "组织生活会 2026-11-19, 组织生活会 2026-11-20", ", ".join(["2026-11-20"] * 12))
    found = export(tmp_path, "2026-11-23")
    assert len(found) == len({one.uid for one in found}) == 2 + 12  # three days for twelve requests
    assert {str(one.start) for one in found} <= {"2026-11-23", "2026-11-24", "2026-11-25"}
    meetings = [one for one in found if one.summary.startswith("公布")]
    assert len({one.start for one in meetings}) == 2


def test_one_to_follow_finds_a_day_though_every_day_is_taken(tmp_path: Path) -> None:
    write(tmp_path, PUBLISH, ", ".join(["组织生活会 2026-11-20"] + [f"谈心 2026-11-{n}" for n in (23, 24, 25)]))
    (one,) = export(tmp_path, "2026-11-20")
    assert str(one.start) in {"2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25"}
    (later,) = export(tmp_path, "2026-11-25")
    assert (later.uid, str(later.start)) == (one.uid, "2026-11-25")


@pytest.mark.parametrize(
    ("as_of", "options", "number"),
    [
        ("2027-01-04", [], 1),  # last year's, as far back as an audit looks
        ("2027-03-31", [], 1),
        ("2027-04-01", [], 0),  # the audit is of this year only
        ("2027-01-04", ["--from", "2026-01-01", "--to", "2027-12-31"], 1),
        ("2026-12-30", ["--year", "2027"], 0),  # over before that year
    ],
)
def test_what_is_late_is_told_as_far_back_as_an_audit_looks(
    tmp_path: Path, as_of: str, options: list[str], number: int
) -> None:
    write(tmp_path, PUBLISH, "组织生活会 2026-11-20")
    assert len(export(tmp_path, as_of, *options)) == number


def test_what_runs_into_the_next_year_is_in_both_calendars(tmp_path: Path) -> None:
    write(tmp_path, SETTLE, requests="2026-12-30")
    here, there = export(tmp_path, "2026-12-30"), export(tmp_path, "2026-12-30", "--year", "2027", file="next.ics")
    assert [one.uid for one in here] == [one.uid for one in there] != []


def test_a_household_is_visited_by_its_helper_once_for_all_its_requests(tmp_path: Path) -> None:
    write(tmp_path, CALL + ANSWER, "谈心 2026-11-02", "2026-10-20, 2026-11-19, 2026-11-20")
    assert export(tmp_path, "2026-11-23") == []  # only with --visits
    found = export(tmp_path, "2026-11-23", "--visits", file="visits.ics")
    assert sorted(one.summary for one in found) == ["诉求按时办结（本周 1 户）", "谈心（本周 1 户）"]
    assert all(str(one.start) <= "2026-11-25" for one in found)
    assert len({one.uid for one in found}) == 2
    change(tmp_path, "谈心 2026-11-02", "2026-10-20 2026-11-23, 2026-11-19 2026-11-23, 2026-11-20 2026-11-23")
    later = export(tmp_path, "2026-11-23", "--visits", file="visits.ics")
    assert sorted((one.status, one.summary) for one in later) == [
        ("CANCELLED", "诉求按时办结"), ("TENTATIVE", "谈心（本周 1 户）"),
    ]  # fmt: skip


def test_nobody_is_named_in_either_file_nor_on_the_screen(tmp_path: Path) -> None:
    write(tmp_path, PUBLISH + SETTLE + CALL + ANSWER + OTHERS, "组织生活会 2026-11-20", "2026-11-19, 2026-10-20")
    for language in ("zh", "en"):
        for _ in range(2):
            done = run(tmp_path, "2026-11-23", "--visits", "--all", "--lang", language)
            assert done.exit_code == 0, done.output
            calendar, state = both(tmp_path)
            found = read_calendar(calendar)
            assert found is not None
            read = found[1]
            assert len(read) == 5  # a publication, two requests, and the two visits
            told = "\n".join([calendar.decode().replace("\r\n ", ""), state.decode(), done.output, repr(read)])
            assert [name for name in REMEMBERED if name in told] == []
            assert "\\u5f20" not in told and "%E5%BC%A0" not in told


def test_what_cannot_be_put_on_a_day_is_in_no_calendar(tmp_path: Path) -> None:
    write(tmp_path, OTHERS, "组织生活会 2026-10-01")
    for options in ([], ["--visits"], ["--all"]):
        result = run(tmp_path, "2026-11-23", *options)
        assert result.exit_code == 0 and entries(tmp_path) == []
