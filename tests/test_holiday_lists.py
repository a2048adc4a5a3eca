"""Lists of holidays in several files: announcements, calendars, which of them is on top, and what is still to come."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.calendars import DayKind, HolidayList, WorkCalendar, read_holidays, work_calendar
from checkbranch.calendars.holidays import merge
from checkbranch.cli.main import main

from .calendar_workspace import LIFE, THEME, run, workspace


def d(text: str) -> date:
    return date.fromisoformat(text)


def calendar(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:节假日", *events, "END:VCALENDAR", ""])


def event(title: str, first: str, last: str = "", *lines: str) -> str:
    """Return an event; ``last`` is the day after it ends, as such files have it."""
    start = f"DTSTART:{first}" if "T" in first else f"DTSTART;VALUE=DATE:{first}"
    end = [f"DTEND:{last}" if "T" in last else f"DTEND;VALUE=DATE:{last}"] if last else []
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{title}{first}", start, *end, f"SUMMARY:{title}", *lines, "END:VEVENT"])


def read(folder: Path, text: str | bytes, name: str = "h.ics") -> HolidayList:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_holidays(path)


def days(found: HolidayList) -> tuple[str, str]:
    """Return the days off and the days worked, without their year."""
    off, worked = (" ".join(f"{day:%m-%d}" for day in sorted(each)) for each in (found.off, found.worked))
    return off, worked


# As the calendars that are in use write them, each told by the one who publishes it.
FORMS = {
    "apple": calendar(
        event("春节（休）", "20270205", "20270208", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"),
        event("春节（班）", "20270220", "", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
        event("立春", "20270204"),
        event("元宵节", "20270220"),
        event("妇女节", "20100308", "", "RRULE:FREQ=YEARLY"),
    ),
    "holiday-cn": calendar(
        event("春节假期", "20270205", "20270208"), event("上班(补春节假期)", "20270220", "20270221")
    ),
    "shuyz": calendar(
        *(
            event(f"春节 假期 第{n}天/共3天", f"2027020{4 + n}", f"2027020{4 + n}", "STATUS:CONFIRMED")
            for n in (1, 2, 3)
        ),
        event("春节 补班 第1天/共1天", "20270220T090000", "20270220T180000", "STATUS:TENTATIVE"),
    ),
    "ailcc": calendar(
        event("春节(休)", "20270205", "20270208"), event("春节(班)", "20270220", "20270220"), event("雨水", "20270218")
    ),
    "hospital": calendar(event("春节（休）", "20270205", "20270208"), event("春节（补）", "20270220", "20270221")),
    "marks in front": calendar(event("休｜春节", "20270205", "20270208"), event("班｜春节", "20270220", "20270221")),
    "swapped": calendar(event("春节放假调休", "20270205", "20270208"), event("春节调休", "20270220", "20270221")),
    "english": calendar(event("Spring Festival (day off)", "20270205", "20270208"), event("Working day", "20270220")),
}


@pytest.mark.parametrize("form", FORMS)
def test_calendars_of_holidays_are_read_as_their_publishers_write_them(form: str, tmp_path: Path) -> None:
    found = read(tmp_path, FORMS[form])
    assert (found.form, found.faults, found.unmarked) == ("calendar", [], False)
    assert days(found) == ("02-05 02-06 02-07", "02-20")


def test_what_is_neither_off_nor_worked_is_counted_and_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, FORMS["apple"]).left == 3
    found = read(tmp_path, calendar(event("春节", "20270205", "20270208"), event("春节调休 上班", "20270220")))
    # A name alone says nothing beside events that are marked.
    assert (days(found), found.left) == (("", "02-20"), 1)


def test_the_mark_of_apple_decides_and_names_are_kept(tmp_path: Path) -> None:
    worked = event("国庆节", "20271009", "", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY")
    found = read(tmp_path, calendar(worked, event("国庆节（休）", "20271001")))
    assert days(found) == ("10-01", "10-09")
    assert {own.name for own in found.days.values()} == {"国庆节"}
    assert read(tmp_path, FORMS["shuyz"]).days[d("2027-02-20")].name == "春节"


def test_where_nothing_is_marked_every_whole_day_is_off(tmp_path: Path) -> None:
    found = read(tmp_path, calendar(event("厂庆", "20270315"), event("例会", "20270316T090000", "20270316T100000")))
    assert (days(found), found.unmarked, found.left) == (("03-15", ""), True, 1)


@pytest.mark.parametrize(
    ("title", "day", "off"),
    [
        ("中秋节 休", "20270915", True),
        ("调休", "20270918", False),  # a Saturday: it is worked
        ("调休", "20270917", True),  # a Friday: it is not
        ("值班安排", "20270917", None),
        ("班会", "20270917", None),
        ("国庆节（调休上班）", "20271009", False),
        ("放假", "20271001", True),
    ],
)
def test_what_a_title_says(title: str, day: str, off: bool | None, tmp_path: Path) -> None:
    found = read(tmp_path, calendar(event(title, day), event("元旦（休）", "20270101")))
    own = found.days.get(date(int(day[:4]), int(day[4:6]), int(day[6:])))
    assert (own.off if own else None) == off


def test_days_that_share_a_uid_are_all_taken(tmp_path: Path) -> None:
    text = calendar(event("国庆节调休 上班", "20270926"), event("国庆节调休 上班", "20271009"))
    shared = text.replace("UID:国庆节调休 上班20271009", "UID:国庆节调休 上班20270926")
    assert days(read(tmp_path, shared)) == ("", "09-26 10-09")


def test_a_cancelled_event_is_no_holiday(tmp_path: Path) -> None:
    cancelled = event("元旦（休）", "20270101", "", "STATUS:CANCELLED")
    assert days(read(tmp_path, calendar(cancelled, event("春节（休）", "20270205")))) == ("02-05", "")


def test_gb18030_is_read(tmp_path: Path) -> None:
    assert days(read(tmp_path, FORMS["ailcc"].encode("gb18030"))) == ("02-05 02-06 02-07", "02-20")


BOTH = calendar(event("元旦（休）", "20270101"), event("元旦（班）", "20270101"))


@pytest.mark.parametrize(
    ("data", "line", "told"),
    [
        (BOTH, 9, "both off and worked (see line 4)"),
        (calendar(event("春节（休）", "sometime")), 4, "cannot be read (sometime)"),
        (calendar(event("春节（休）", "20270205"))[:-20], 4, "cut short here"),
        (b"\x1f\x8b\x08\x00", None, "compressed (gzip)"),
        ("BEGIN:VCALENDAR", 1, ""),
    ],
)
def test_faults_of_a_calendar_have_their_line(data: str | bytes, line: int | None, told: str, tmp_path: Path) -> None:
    (fault,) = read(tmp_path, data).faults
    assert fault[0] == line
    assert told in fault[2]


def test_an_event_that_cannot_be_read_and_says_nothing_of_holidays_does_not_matter(tmp_path: Path) -> None:
    found = read(tmp_path, calendar(event("元旦（休）", "20270101"), event("立春", "sometime")))
    assert (days(found), found.faults, found.left) == (("01-01", ""), [], 1)


ANNOUNCED = """{"$schema": "x", "$id": "y", "year": 2027, "papers": ["https://www.gov.cn/"], "days": [
{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
{"name": "春节", "date": "2027-02-05", "isOffDay": true},
{"name": "春节", "date": "2026-12-26", "isOffDay": false}]}
"""


def test_an_announcement_settles_its_whole_year_and_the_end_of_the_one_before(tmp_path: Path) -> None:
    found = read(tmp_path, ANNOUNCED, "2027.json")
    assert (found.form, found.years) == ("announcement", {2027})
    with_it = work_calendar([found])
    assert not with_it.day(d("2027-06-01")).provisional
    assert with_it.day(d("2027-02-05")).kind is DayKind.HOLIDAY
    assert with_it.day(d("2026-12-26")).kind is DayKind.MAKEUP_WORKDAY
    assert not with_it.day(d("2026-12-31")).provisional
    assert with_it.pending(d("2026-12-01"), d("2027-12-24")) == ()
    assert with_it.pending(d("2027-12-01"), d("2027-12-31")) == (2028,)


def test_one_that_is_empty_settles_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, '{"year": 2027, "papers": [], "days": []}', "2027.json")
    assert (found.days, found.years) == ({}, set())
    assert work_calendar([found]).day(d("2027-06-01")).provisional


def test_what_is_still_to_be_announced() -> None:
    plain = WorkCalendar()
    assert plain.pending(d("2026-11-23"), d("2026-12-24")) == ()
    assert plain.pending(d("2026-11-23"), d("2026-12-25")) == (2027,)
    assert plain.pending(d("2026-12-31"), d("2028-01-05")) == (2027, 2028)
    assert plain.pending(d("2026-12-31"), d("2026-12-30")) == ()
    assert plain.unannounced(d("2026-12-26")) == 2027  # a Saturday may be worked
    whole = WorkCalendar(years={2027})
    assert whole.unannounced(d("2027-12-24")) is None
    assert whole.unannounced(d("2027-12-25")) == 2028


def test_a_later_list_is_on_top_of_an_earlier_one(tmp_path: Path) -> None:
    found = [read(tmp_path, f"{kind}:\n- 2027-02-13\n", f"{n}.yaml") for n, kind in enumerate(("workdays", "holidays"))]
    assert work_calendar(found).day(d("2027-02-13")).kind is DayKind.HOLIDAY
    assert work_calendar(reversed(found)).day(d("2027-02-13")).kind is DayKind.MAKEUP_WORKDAY
    place = merge(found)[d("2027-02-13")]
    assert (place.file, place.over) == ("1.yaml", ("0.yaml:2",))
    assert merge(found[:1])[d("2027-02-13")].over == ()


def holidays(folder: Path, *options: str) -> Result:
    result = CliRunner().invoke(main, ["calendar", "holidays", str(folder), "--as-of", "2026-11-23", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def with_lists(folder: Path, duties: str = THEME, **files: str) -> Path:
    names = [name.replace("_", ".") for name in files]
    workspace(folder, duties, settings=f"holidays: [{', '.join(names)}]\n")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def test_the_command_says_what_each_list_was_taken_as(tmp_path: Path) -> None:
    local = "holidays: [2027-03-15]\nworkdays: [2027-02-05]\n"
    folder = with_lists(tmp_path, n_json=ANNOUNCED, c_ics=FORMS["apple"], own_yaml=local)
    text = holidays(folder, "--year", "2027").stdout
    assert "自己的清单：n.json（2027 年放假 2 天、上班 0 天，holiday-cn 格式）" in text
    assert "自己的清单：c.ics（2027 年放假 3 天、上班 1 天，日历文件）" in text
    assert "  另有 3 条既没写“休”“假”也没写“班”（节气、纪念日等），未采用。" in text
    assert "自己的清单：own.yaml（2027 年放假 1 天、上班 1 天）" in text
    assert "  2027-02-05：以 own.yaml 为准（上班），与 c.ics:4 所写不同" in text
    assert "02-06 周六 至 02-07 周日（2 天）  春节  自己的清单 c.ics" in text
    assert "03-15 周一  自己的清单 own.yaml" in text
    assert "01-01 周五  元旦  自己的清单 n.json" in text
    assert "尚未收录" not in text
    english = holidays(folder, "--year", "2027", "--lang", "en").stdout
    assert "Own list: c.ics (3 days off, 1 worked in 2027, a calendar)" in english
    assert "2027-02-05: worked by own.yaml, which takes precedence over c.ics:4" in english


def test_an_empty_announcement_and_a_calendar_without_marks_are_said(tmp_path: Path) -> None:
    empty = '{"year": 2027, "papers": [], "days": []}'
    folder = with_lists(tmp_path, n_json=empty, c_ics=calendar(event("厂庆", "20270315")))
    text = holidays(folder, "--year", "2027").stdout
    assert "清单是空的：制作时尚未公布。" in text
    assert "各条都没有写“休”或“班”，整天的都按放假处理。" in text
    assert "内置日历尚未收录 2027 年放假安排" in text


def test_what_rests_on_provisional_days_is_listed(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + LIFE, (), "log_starts: 2026-11-01\n")
    text = holidays(folder, "--year", "2027").stdout
    assert "\n2027 年放假安排公布后请再核对\n  建议日期（" in text
    assert "    2027-01-31  每月主题党日 2027年1月" in text
    assert "主题党日（1月）" in text
    last_week = holidays(folder, "--year", "2026").stdout
    assert "12 月 25 日至 31 日为暂定" in last_week
    due = "期限和最后工作日（2 项）\n    2026-12-31  每月主题党日 2026年12月\n    2027-03-31  每年组织生活会 2026年"
    assert due in last_week
    english = holidays(folder, "--year", "2026", "--lang", "en").stdout
    assert "To be looked at again once the holidays of 2027 are announced" in english


def test_nothing_is_to_be_looked_at_again_in_a_year_that_is_settled(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME, (), "log_starts: 2026-11-01\nholidays: n.json\n")
    (folder / "n.json").write_text(ANNOUNCED, encoding="utf-8")
    assert "请再核对" not in holidays(folder, "--year", "2026").stdout


def test_a_ledger_that_cannot_be_read_does_not_hide_the_holidays(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME)
    (folder / "a.csv").unlink()
    result = holidays(folder, "--year", "2026")
    assert result.exit_code == 2
    assert "国庆节  国务院通知" in result.stdout
    assert "a.csv" in result.stderr


def test_an_export_lists_the_days_to_look_at_again(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME, settings="log_starts: 2026-11-01\n")
    text = run(folder, "2026-11-23", "--year", "2027").stdout
    assert "2027 年放假安排公布后请再核对（12 条）：2027-01-" in text
    assert "；另有 2 项。" in text
    english = run(folder, "2026-11-23", "--year", "2027", "--lang", "en", file="en.ics").stdout
    assert "Look at these again once the holidays of 2027 are announced (12): 2027-01-" in english
    (folder / "n.json").write_text(ANNOUNCED, encoding="utf-8")
    settings = (folder / "checkbranch.yaml").read_text("utf-8") + "holidays: n.json\n"
    (folder / "checkbranch.yaml").write_text(settings, encoding="utf-8")
    assert "请再核对" not in run(folder, "2026-11-23", "--year", "2027").stdout


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("holidays: [h.yaml, nowhere.yaml]", "checkbranch.yaml:5:20"),
        ("holidays: [h.yaml, h.yaml]", "written twice"),
        ("holidays: []", None),
    ],
)
def test_which_files_are_named(tmp_path: Path, settings: str, told: str | None) -> None:
    folder = workspace(tmp_path, THEME, settings=settings + "\n")
    (folder / "h.yaml").write_text("holidays: [2027-01-01]\n", encoding="utf-8")
    result = holidays(folder, "--lang", "en")
    assert result.exit_code == (0 if told is None else 2)
    assert told is None or told in result.stderr, result.stderr


def test_every_fault_of_every_list_is_said_with_its_line(tmp_path: Path) -> None:
    folder = with_lists(tmp_path, a_yaml="holidays:\n- x\n- y\n", b_ics=calendar(event("春节（休）", "sometime")))
    for call in (("calendar", "holidays"), ("audit",), ("inspect",)):
        result = CliRunner().invoke(main, [*call, str(folder)])
        assert result.exit_code == 2
        assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["a.yaml:2", "a.yaml:3", "b.ics:4"]


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 1))


@given(st.lists(st.tuples(DAYS, st.booleans(), st.integers(1, 9)), max_size=8))
def test_a_calendar_is_read_as_it_was_written(rows: list[tuple[date, bool, int]]) -> None:
    from tempfile import TemporaryDirectory

    written: dict[date, bool] = {}
    events = [event("元旦（休）", "20290101")]
    for first, off, length in rows:
        span = [first + timedelta(days=step) for step in range(length)]
        if all(written.get(day, off) == off for day in span):
            written |= dict.fromkeys(span, off)
            last = span[-1] + timedelta(days=1)
            events.append(event("节（休）" if off else "节（班）", f"{first:%Y%m%d}", f"{last:%Y%m%d}"))
    with TemporaryDirectory() as folder:
        found = read(Path(folder), calendar(*events))
    assert found.faults == []
    assert {day: own.off for day, own in found.days.items()} == {**written, date(2029, 1, 1): True}


@given(st.text(alphabet="BEGIN:VCALENDARTSUMY;=0123休班假\r\n ", max_size=120))
def test_no_calendar_makes_it_stumble(text: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        found = read(Path(folder), "BEGIN:VCALENDAR\r\n" + text)
        assert all(zh.endswith("。") and en.endswith(".") for _, zh, en in found.faults)
