"""Cells as people write them: dates, clock times, counts, periods and types, each good form and each bad one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from checkbranch.calendars import parse_period
from checkbranch.engine.ledger.problems import words as message
from checkbranch.engine.ledger.shape.types import TypeReader
from checkbranch.engine.ledger.values import words
from checkbranch.engine.ledger.values.cells import (
    Bad,
    Headcount,
    Raw,
    absence_of,
    count_of,
    decimal_of,
    headcount_of,
    people,
    plain,
    split,
    text_of,
)
from checkbranch.engine.ledger.values.chinese_numbers import number_of
from checkbranch.engine.ledger.values.dates import When, clock_of, day_of, period_in, when_of
from checkbranch.engine.packs.model import ActivityType
from checkbranch.engine.text import Text

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-05",
        "2026-3-5",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "2026年03月05日",
        "2026 年 3 月 5 日",
        "2026年3月5号",
        "20260305",
        20260305,
        " 2026-03-05 ",
        "２０２６－０３－０５",
        "2026年3月5日（星期四）",
        "2026-03-05 周四",
        "2026年3月5日下午",
        DAY,
        "26.3.5",
        "26-3-5",
    ],
)
def test_a_day_in_each_form(cell: Raw) -> None:
    assert day_of(cell, ZONE) == DAY


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2026-03-05 15:00", (15, 0), None),
        ("2026-03-05T15:00", (15, 0), None),
        ("2026-03-05 15:00:30", (15, 0, 30), None),
        ("2026年3月5日15时30分", (15, 30), None),
        ("2026年3月5日下午3点半", (15, 30), None),
        ("2026年3月5日 下午3:00", (15, 0), None),
        ("2026年3月5日 上午9点", (9, 0), None),
        ("2026-03-05 15:00-16:30", (15, 0), (16, 30)),
        ("2026.3.5 15：00—16：30", (15, 0), (16, 30)),
        ("2026-03-05 15:00至16:30", (15, 0), (16, 30)),
        ("2026年3月5日下午3点到4点", (15, 0), (16, 0)),
        ("2026-03-05T07:00Z", (15, 0), None),
        ("2026-03-05T15:00+08:00", (15, 0), None),
        ("2026-03-05T02:00-0500", (15, 0), None),
        (datetime(2026, 3, 5, 15, 0), (15, 0), None),
        (datetime(2026, 3, 5, 14, 59, 59, 999_700), (15, 0), None),
    ],
)
def test_a_day_with_clock_times(cell: Raw, start: tuple[int, int], end: tuple[int, int] | None) -> None:
    ends = None if end is None else datetime.combine(DAY, time(*end))
    assert when_of(cell, ZONE) == When(DAY, datetime.combine(DAY, time(*start)), ends)


def test_an_offset_can_change_the_day() -> None:
    assert when_of("2026-03-04T20:00Z", ZONE) == When(DAY, datetime(2026, 3, 5, 4, 0))


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30",
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026年3月",
        "3月5日",
        "三月五日",
        "上周五",
        "待定",
        "2026-03-05 25:00",
        "2026-03-05 15:60",
        "2026-03-05 24:00",
        "1026-03-05",
        "2126-03-05",
        "99.3.5",
        "2026-03-055",
        "20261301",
        "202603",
        time(15, 0),
    ],
)
def test_what_is_no_day(cell: Raw) -> None:
    assert day_of(cell, ZONE) == Bad("bad_date", text_of(cell) or "")


@pytest.mark.parametrize("cell", [None, "", "   ", "\u3000", "\ufeff"])
def test_an_empty_cell_is_no_day_and_no_fault(cell: Raw) -> None:
    assert when_of(cell, ZONE) is None
    assert count_of(cell) is None
    assert headcount_of(cell) is None
    assert decimal_of(cell) is None
    assert period_in(cell) is None
    assert clock_of(cell) is None


@pytest.mark.parametrize(("cell", "short"), [("26.3.5", True), ("26年3月5日", True), ("2026.3.5", False)])
def test_a_year_of_two_digits_is_told(cell: str, short: bool) -> None:
    when = when_of(cell, ZONE)
    assert isinstance(when, When)
    assert (when.day, when.short) == (DAY, short)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("15:00", time(15), None),
        ("15：00-16：30", time(15), time(16, 30)),
        ("下午3点", time(15), None),
        ("下午3点-5点", time(15), time(17)),
        ("晚上7:30", time(19, 30), None),
        ("中午12点", time(12), None),
        ("上午9时", time(9), None),
        (time(15, 0), time(15), None),
    ],
)
def test_clock_times_alone(cell: Raw, start: time, end: time | None) -> None:
    assert clock_of(cell) == (start, end)


@pytest.mark.parametrize("cell", ["25:00", "15:75", "下午", "2026-03-05", 15])
def test_what_is_no_clock_time(cell: Raw) -> None:
    assert clock_of(cell) == Bad("bad_time", str(cell))


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        (15, 15),
        (0, 0),
        ("15", 15),
        ("15.0", 15),
        ("15人", 15),
        ("15 人", 15),
        ("15名", 15),
        ("共15人", 15),
        ("３户", 3),
        ("１５人", 15),
        ("1,234", 1234),
        ("120人次", 120),
    ],
)
def test_counts(cell: Raw, count: int) -> None:
    assert count_of(cell) == count


@pytest.mark.parametrize("cell", ["十五", "-3", -3, "15.5", "15天", "1,23", "9999999999", 10**10, "若干"])
def test_what_is_no_count(cell: Raw) -> None:
    assert count_of(cell) == Bad("bad_number", str(cell))


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (12, Headcount(12)),
        ("12人", Headcount(12)),
        ("12/15", Headcount(12, None, 15)),
        ("12人/15人", Headcount(12, None, 15)),
        ("应到15人，实到12人", Headcount(12, None, 15)),
        ("实到12，应到15", Headcount(12, None, 15)),
        ("应到：１５　实到：１２", Headcount(12, None, 15)),
        ("甲一、乙二、丙三", Headcount(3, ("甲一", "乙二", "丙三"))),
        ("甲一 乙二 丙三", Headcount(3, ("甲一", "乙二", "丙三"))),
        ("甲 一、乙二", Headcount(2, ("甲一", "乙二"))),
        ("甲一、乙二等12人", Headcount(12)),
        ("无", None),
        ("——", None),
        ("全体党员", Bad("bad_number", "全体党员")),
        ("很多", Bad("bad_number", "很多")),
        ("？", Bad("bad_number", "？")),
        ("-2", Bad("bad_number", "-2")),
    ],
)
def test_attendance(cell: Raw, found: Headcount | Bad | None) -> None:
    assert headcount_of(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("无", Headcount(0, ())),
        ("-", Headcount(0, ())),
        ("丁四（请假）", Headcount(1, ("丁四（请假）",))),
        (2, Headcount(2)),
    ],
)
def test_absence(cell: Raw, found: Headcount) -> None:
    assert absence_of(cell) == found


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("1.5", "1.5"),
        (2, "2"),
        ("2学时", "2"),
        ("1.5小时", "1.5"),
        ("２个小时", "2"),
        (Decimal("0.5"), "0.5"),
        (timedelta(minutes=90), "1.5"),
        (time(1, 30), "1.5"),
    ],
)
def test_hours(cell: Raw, hours: str) -> None:
    assert decimal_of(cell) == Decimal(hours)


@pytest.mark.parametrize("cell", ["-1", -1, "两小时", "1.5.2", "nan", "1e3"])
def test_what_are_no_hours(cell: Raw) -> None:
    assert decimal_of(cell) == Bad("bad_number", str(cell))


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("2026-09", "2026-09"),
        ("2026/9", "2026-09"),
        ("2026年9月", "2026-09"),
        ("2026年9月份", "2026-09"),
        ("２０２６年９月", "2026-09"),
        (date(2026, 9, 1), "2026-09"),
        (datetime(2026, 9, 1), "2026-09"),
        ("2026-Q3", "2026-Q3"),
        ("2026Q3", "2026-Q3"),
        ("2026年第三季度", "2026-Q3"),
        ("2026年三季度", "2026-Q3"),
        ("2026年3季度", "2026-Q3"),
        ("2026-H2", "2026-H2"),
        ("2026年下半年", "2026-H2"),
        ("2026", "2026"),
        (2026, "2026"),
        ("2026年", "2026"),
        ("2026年度", "2026"),
    ],
)
def test_periods(cell: Raw, key: str) -> None:
    assert period_in(cell) == parse_period(key)


@pytest.mark.parametrize(
    "cell",
    [
        "9月",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-H3",
        "第三季度",
        "1026",
        "2126-01",
        date(2026, 9, 2),
        Decimal("2026.1"),
    ],
)
def test_what_is_no_period(cell: Raw) -> None:
    assert period_in(cell) == Bad("bad_period", str(cell))


def kind(one: str, zh: str, en: str, *aliases: str) -> ActivityType:
    return ActivityType(one, Text(zh, en), aliases)


VOCABULARY = TypeReader(
    {
        one.id: one
        for one in (
            kind("theme_day", "主题党日", "Theme day", "主题党日活动"),
            kind("party_lecture", "党课", "Party lecture", "专题党课"),
            kind("general_meeting", "支部党员大会", "General meeting", "党员大会"),
            kind("criticism", "批评和自我批评", "Criticism and self-criticism"),
            kind("life_meeting", "组织生活会", "Life meeting"),
        )
    }
)


@pytest.mark.parametrize(
    ("cell", "types"),
    [
        ("党课", ["party_lecture"]),
        (" 党 课 ", ["party_lecture"]),
        ("party_lecture", ["party_lecture"]),
        ("Party Lecture", ["party_lecture"]),
        ("PARTY LECTURE", ["party_lecture"]),
        ("主题党日+党课", ["theme_day", "party_lecture"]),
        ("主题党日＋党课", ["theme_day", "party_lecture"]),
        ("党课、主题党日", ["party_lecture", "theme_day"]),
        ("党课;主题党日", ["party_lecture", "theme_day"]),
        ("党课\n主题党日", ["party_lecture", "theme_day"]),
        ("主题党日暨党课", ["theme_day", "party_lecture"]),
        ("主题党日活动及专题党课", ["theme_day", "party_lecture"]),
        ("党员大会 & 党课", ["general_meeting", "party_lecture"]),
        ("党员大会/党课/主题党日", ["general_meeting", "party_lecture", "theme_day"]),
        ("党课、党课", ["party_lecture"]),
        ("党课、", ["party_lecture"]),
        ("批评和自我批评", ["criticism"]),
        ("组织生活会和批评和自我批评", ["life_meeting", "criticism"]),
        ("批评和自我批评和党课", ["criticism", "party_lecture"]),
    ],
)
def test_types(cell: str, types: list[str]) -> None:
    assert VOCABULARY.read(cell) == tuple(types)


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("主题党曰", "主题党日"),
        ("组织生活", "组织生活会"),
        ("党课+开会", "党课"),
        ("Theme dey", "Theme day"),
        ("批评和他我批评", "批评和自我批评"),
        ("联欢", None),
        ("+", None),
        (3, None),
    ],
)
def test_an_unknown_type_comes_with_the_nearest_name(cell: Raw, near: str | None) -> None:
    found = VOCABULARY.read(cell)
    assert found == Bad("unknown_type", str(cell))
    assert VOCABULARY.nearest(str(cell)) == near


@pytest.mark.parametrize(("cell", "known"), [("党课", True), ("党课+主题党日", True), ("联欢", False), ("", False)])
def test_known_tells_types_from_other_words(cell: str, known: bool) -> None:
    assert VOCABULARY.known(cell) is known


def test_a_vocabulary_without_names_knows_nothing() -> None:
    assert TypeReader({}).read("党课") == Bad("unknown_type", "党课")
    assert TypeReader({}).read("") is None


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("a;b；c、d,e，f\ng", "abcdefg"),
        ("a、a、b", "ab"),
        ("、a、、", "a"),
    ],
)
def test_list_cells(cell: str, parts: str) -> None:
    assert split(cell) == tuple(parts)


def test_names_are_cleaned_of_padding() -> None:
    assert people("张 三、李　四光、Ann Lee、王五 赵六") == ("张三", "李四光", "Ann Lee", "王五", "赵六")


def test_a_column_of_ones_own_is_numbers_only_where_all_are() -> None:
    assert plain(["1", 2, None, "3.50"]) == [Decimal(1), Decimal(2), None, Decimal("3.50")]
    assert plain(["1", "x", 2]) == ["1", "x", "2"]
    assert plain(["013800000000", "2"]) == ["013800000000", "2"]


@pytest.mark.parametrize(("cell", "tick"), [("√", True), ("是", True), ("×", False), ("无", False)])
def test_ticks(cell: str, tick: bool) -> None:
    assert words.tick(cell) is tick


def test_evidence_has_chinese_names() -> None:
    assert words.evidence("会议记录、签到表、照片") == ("minutes", "sign_in", "photos")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("二十一", 21),
        ("廿三", 23),
        ("一百零三", 103),
        ("两百", 200),
        ("一百二十", 120),
        ("", None),
        ("十十", None),
        ("二一", None),
        ("零百", None),
        ("第三", None),
    ],
)
def test_numbers_in_chinese(text: str, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    "cell",
    [
        "二〇二六年三月五日",
        "二○二六年三月五日",
        "二零二六年三月五号",
        "2026年三月5日",
        "2026年3月5号",
        "2026年03月05日 星期四",
        "2026、3、5",
        "2026，3，5",
        "2026.3.5日",
        "2026.3.5.",
        "2026年3月5日。",
        "２０２６．３．５",
        "2026-3-5上午",
        "46086",
        46086,
        Decimal("46086.625"),
        datetime(2026, 3, 5),
    ],
)
def test_more_ways_to_write_a_day(cell: Raw) -> None:
    assert day_of(cell, ZONE) == DAY


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2026年3月5日 星期四 下午3:00", "15:00", None),
        ("2026/3/5 15:00-16:30", "15:00", "16:30"),
        ("二〇二六年三月五日下午三点", "15:00", None),
        ("2026年3月5日周四十五点", "15:00", None),
        (Decimal("46086.625"), "15:00", None),
    ],
)
def test_clock_times_beside_the_day(cell: Raw, start: str, end: str | None) -> None:
    when = when_of(cell, ZONE)
    assert isinstance(when, When)
    assert (when.day, when.start and f"{when.start:%H:%M}", when.end and f"{when.end:%H:%M}") == (DAY, start, end)


@pytest.mark.parametrize(
    "cell", ["2026年3月上旬", "3月中旬", "2026年3月", "2026-03", "12345", 32000, 80000, "460865", "5"]
)
def test_what_names_no_day(cell: Raw) -> None:
    assert isinstance(day_of(cell, ZONE, 2026), Bad)


@pytest.mark.parametrize(
    ("cell", "day"), [("5日", 5), ("5号", 5), ("十五日", 15), ("5日下午3点", 5), ("5", None), (5, None)]
)
def test_days_of_a_month_that_is_known(cell: Raw, day: int | None) -> None:
    when = when_of(cell, ZONE, 2026, 3)
    assert (when.day if isinstance(when, When) else None) == (day and date(2026, 3, day))
    assert isinstance(when_of(cell, ZONE, 2026), Bad)


@pytest.mark.parametrize(
    ("code", "shown", "part"),
    [
        ("bad_date", "2026年3月上旬", "哪一天"),
        ("bad_date", "3月", "哪一天"),
        ("bad_date", "5", "5日"),
        ("bad_date", "5日", "年份或月份没有写全"),
        ("bad_date", "三月五日", "年份或月份没有写全"),
        ("bad_date", "2月30日", "没有这一天"),
        ("bad_date", "2026-02-30", "没有这一天"),
        ("bad_date", "待定", "不是可识别的日期。"),
        ("bad_number", "2026-12-15", "12/15"),
        ("bad_number", "许多", "按未填处理。请写数字"),
    ],
)
def test_messages_say_what_has_happened_to_a_cell(code: str, shown: str, part: str) -> None:
    said = message(code, shown=shown)
    assert part in said.zh
    assert shown in said.en


@pytest.mark.parametrize(
    ("cell", "number"),
    [("15（含列席2）", 15), ("15人(其中列席2人)", 15), ("十五人", 15), ("共十二名", 12), ("15 人", 15), ("１５人", 15)],
)
def test_counts_as_people_write_them(cell: str, number: int) -> None:
    assert headcount_of(cell) == Headcount(number)


def test_a_role_is_no_part_of_a_name() -> None:
    assert people("张三（主持）、李 四(记录人)\n王五（书记）") == ("张三", "李四", "王五")
    assert people("张三（小）") == ("张三（小）",)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("正式党员", "full"), ("党员", "full"), ("正 式（转入）", "full"), ("中共预备党员", "probationary"),
        ("入党积极分子", "入党积极分子"), ("群众", "群众"), ("停止党籍", "停止党籍"), ("", None),
        ("正试党员", Bad("unknown_status", "正试党员")), ("离退休", Bad("unknown_status", "离退休")),
    ],
)  # fmt: skip
def test_a_status_that_says_nothing_lets_nobody_off(written: str, read: object) -> None:
    assert words.status(written) == read


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("农村党支部", "branch"), ("党支部（社区）", "branch"), ("机关党总支部", "general_branch"),
        ("街道党工委", "committee"), ("社区", "community"), ("村委会", Bad("unknown_kind", "村委会")), ("", None),
    ],
)  # fmt: skip
def test_a_kind_of_unit_is_what_its_word_ends_with(written: str, kind: object) -> None:
    assert words.unit_kind(written) == kind
    assert not words.is_unit_kind("东岭党支部")
