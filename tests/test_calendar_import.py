"""Calendar files as activity: what is taken, refused alone or whole, and guessed; in the command and in a workspace."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli import main

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//ZH\n"
ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0900\n"
    "TZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def event(*lines: str, uid: str | None = "a", title: str = "党课") -> str:
    named = [f"UID:{uid}"] if uid else []
    return "\n".join(["BEGIN:VEVENT", *named, *lines, f"SUMMARY:{title}", "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> str:
    return HEAD + head + "".join(events) + "END:VCALENDAR\n"


def run(tmp_path: Path, data: str | bytes, *options: str) -> Result:
    file = tmp_path / "in.ics"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return CliRunner().invoke(main, ["calendar", "import", str(file), *options])


def taken(tmp_path: Path, data: str | bytes, *options: str) -> dict[str, Any]:
    result = run(tmp_path, data, "--format", "json", "--lang", "en", *options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def when(found: dict[str, Any]) -> list[tuple[str, str | None, bool]]:
    return [(one["start"], one["end"], one["all_day"]) for one in found["records"]]


# what the event says, and when it is in Asia/Shanghai
TIMES: list[tuple[str, tuple[str, ...], tuple[str, str | None, bool]]] = [
    ("floating", ("DTSTART:20260305T090000",), ("2026-03-05T09:00", None, False)),
    ("utc across midnight", ("DTSTART:20260930T163000Z",), ("2026-10-01T00:30", None, False)),
    (
        "windows name",
        ("DTSTART;TZID=China Standard Time:20260305T090000", "DURATION:PT90M"),
        ("2026-03-05T09:00", "2026-03-05T10:30", False),
    ),
    ("old link name", ("DTSTART;TZID=PRC:20260305T090000",), ("2026-03-05T09:00", None, False)),
    ("tokyo", ("DTSTART;TZID=Asia/Tokyo:20260305T003000",), ("2026-03-04T23:30", None, False)),
    (
        "behind a prefix",
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Asia/Tokyo:20260305T090000",),
        ("2026-03-05T08:00", None, False),
    ),
    ("offset, not quoted", ("DTSTART;TZID=GMT+09:00:20260305T090000",), ("2026-03-05T08:00", None, False)),
    ("offset, quoted", ('DTSTART;TZID="GMT+09:00":20260305T090000',), ("2026-03-05T08:00", None, False)),
    ("of the file's own", ("DTSTART;TZID=Customized Time Zone:20260305T090000",), ("2026-03-05T08:00", None, False)),
    ("all day", ("DTSTART;VALUE=DATE:20261001",), ("2026-10-01", "2026-10-01", True)),
    (
        "three days",
        ("DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261004"),
        ("2026-10-01", "2026-10-03", True),
    ),
    ("end on the first day", ("DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261001"),
     ("2026-10-01", "2026-10-01", True)),
    ("past midnight", ("DTSTART:20260305T230000", "DTEND:20260306T010000"),
     ("2026-03-05T23:00", "2026-03-06T01:00", False)),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in TIMES], ids=[row[0] for row in TIMES])
def test_when_an_event_is(tmp_path: Path, lines: tuple[str, ...], expected: tuple[str, str | None, bool]) -> None:
    found = taken(tmp_path, calendar(event(*lines), head=ZONE))
    assert when(found) == [expected]
    assert found["warnings"] == found["refused"] == []


REFUSED = [
    ("no start", (), "missing_start"),
    ("no date", ("DTSTART:soon",), "bad_start"),
    ("30 February", ("DTSTART;VALUE=DATE:20260230",), "bad_start"),
    ("before 1900", ("DTSTART:16010101T000000",), "bad_start"),
    ("end before start", ("DTSTART:20260305T090000", "DTEND:20260305T080000"), "end_before_start"),
    ("a day and a time", ("DTSTART;VALUE=DATE:20260305", "DTEND:20260305T080000"), "mixed_start_and_end"),
    ("absurd duration", ("DTSTART:20260305T090000", "DURATION:P9999D"), "too_long"),
    ("32 days", ("DTSTART;VALUE=DATE:20260301", "DTEND;VALUE=DATE:20260403"), "too_long"),
    ("no duration", ("DTSTART:20260305T090000", "DURATION:long"), "bad_duration"),
    ("every second", ("DTSTART:19700101T000000", "RRULE:FREQ=SECONDLY"), "rule_refused"),
    ("interval 0", ("DTSTART:20260101T090000", "RRULE:FREQ=DAILY;INTERVAL=0"), "rule_refused"),
    ("never", ("DTSTART:20260101T090000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"), "rule_refused"),
    ("many times a day", ("DTSTART:20260101T090000", f"RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}"),
     "rule_refused"),
    ("no rule", ("DTSTART:20260101T090000", "RRULE:often"), "rule_refused"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_one_bad_event_never_costs_the_file(tmp_path: Path, lines: tuple[str, ...], code: str) -> None:
    good = event("DTSTART:20260305T090000", uid="good")
    found = taken(tmp_path, calendar(event(*lines, uid="bad"), good))
    assert [one["uid"] for one in found["records"]] == ["good"]
    (refused,) = found["refused"]
    assert (refused["uid"], refused["code"]) == ("bad", code)
    assert refused["message"]


def test_a_refused_event_without_uid_is_told_by_its_line(tmp_path: Path) -> None:
    found = taken(tmp_path, calendar(event(uid=None)))
    assert found["refused"][0]["uid"] is None
    assert "line 4" in found["refused"][0]["message"]


WHOLE = [
    ("empty", b"", "not a calendar file"),
    ("a table", "日期,类型\n2026-03-05,党课\n".encode(), "not a calendar file"),
    ("truncated", calendar(event("DTSTART:20260305T090000")).encode()[:-20], "cut short"),
    ("crossed", (HEAD + "BEGIN:VEVENT\nEND:VCALENDAR\n").encode(), "broken"),
    ("deep", (HEAD + "BEGIN:X\n" * 60 + "END:X\n" * 60 + "END:VCALENDAR\n").encode(), "too deeply"),
    ("long", (HEAD + f"X:{'党' * 1_000_001}\nEND:VCALENDAR\n").encode(), "too long"),
]


@pytest.mark.parametrize(("data", "words"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_a_file_that_is_refused_as_a_whole_ends_with_2_and_writes_nothing(
    tmp_path: Path, data: bytes, words: str
) -> None:
    result = run(tmp_path, data, "--lang", "en", "-o", str(tmp_path / "out.csv"))
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_recurrence_with_exceptions_and_a_moved_and_a_cancelled_one(tmp_path: Path) -> None:
    data = calendar(
        event("DTSTART;TZID=China Standard Time:20260105T150000", "DTEND;TZID=China Standard Time:20260105T160000",
              "RRULE:FREQ=MONTHLY;COUNT=6", "EXDATE;TZID=China Standard Time:20260305T150000"),
        event("RECURRENCE-ID;TZID=China Standard Time:20260405T150000",
              "DTSTART;TZID=China Standard Time:20260407T150000"),
        event("RECURRENCE-ID:20260505T070000Z", "DTSTART;TZID=China Standard Time:20260505T150000", "STATUS:CANCELLED"),
    )  # fmt: skip
    found = taken(tmp_path, data)
    assert [(one["start"], one["status"]) for one in found["records"]] == [
        ("2026-01-05T15:00", "confirmed"),
        ("2026-02-05T15:00", "confirmed"),
        ("2026-04-07T15:00", "confirmed"),
        ("2026-05-05T15:00", "cancelled"),
        ("2026-06-05T15:00", "confirmed"),
    ]
    assert found["records"][0]["end"] == "2026-01-05T16:00"


@pytest.mark.parametrize(("until", "days"), [("20260302T000000Z", ["01", "02"]), ("20260303", ["01", "02", "03"])])
def test_the_end_of_a_rule_counts(tmp_path: Path, until: str, days: list[str]) -> None:
    lines = ("DTSTART;TZID=Asia/Shanghai:20260301T080000", f"RRULE:FREQ=DAILY;UNTIL={until}")
    assert [one["start"][8:10] for one in taken(tmp_path, calendar(event(*lines)))["records"]] == days


def test_a_rule_without_end_is_followed_to_the_last_day_asked_for(tmp_path: Path) -> None:
    data = calendar(event("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=WEEKLY"))
    found = taken(tmp_path, data, "--from", "2026-03-05", "--to", "2026-03-19")
    assert [one["start"] for one in found["records"]] == ["2026-03-05", "2026-03-12", "2026-03-19"]
    assert [one["code"] for one in found["warnings"]] == ["endless_rule"]


def test_too_many_occurrences_are_cut_and_said(tmp_path: Path) -> None:
    data = calendar(event("DTSTART:19500101T090000", "RRULE:FREQ=DAILY"))
    found = taken(tmp_path, data, "--to", "2026-12-31")
    assert len(found["records"]) == 5000
    assert [one["code"] for one in found["warnings"]] == ["rule_cut"]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_one_uid_the_highest_sequence_is_taken(tmp_path: Path, order: tuple[int, int]) -> None:
    events = [event(f"DTSTART:2026030{n}T090000", f"SEQUENCE:{n}") for n in order]
    found = taken(tmp_path, calendar(*events))
    assert [one["start"] for one in found["records"]] == ["2026-03-02T09:00"]
    assert [one["code"] for one in found["warnings"]] == ["duplicate_uid"]


def test_tentative_and_cancelled_are_listed_and_never_written(tmp_path: Path) -> None:
    data = calendar(
        event("DTSTART:20260301T090000", uid="1"),
        event("DTSTART:20260302T090000", "STATUS:TENTATIVE", uid="2"),
        event("DTSTART:20260303T090000", "STATUS:CANCELLED", uid="3"),
        event("DTSTART:20260304T090000", uid="4", title="=HYPERLINK(1) 聚餐"),
        "BEGIN:VTODO\nUID:t\nEND:VTODO\nBEGIN:VTODO\nUID:u\nEND:VTODO\n",
    )
    found = taken(tmp_path, data)
    assert [one["status"] for one in found["records"]] == ["confirmed", "tentative", "cancelled", "confirmed"]
    assert [one["type"] for one in found["records"]] == ["party_lecture"] * 3 + [None]
    assert found["skipped"] == {"VTODO": 2}
    result = run(tmp_path, data, "--unit", "B1", "-o", str(tmp_path / "out.csv"))
    assert result.exit_code == 0
    assert rows(tmp_path / "out.csv") == [
        ["编号", "类型", "党支部", "开始时间", "结束时间", "主题", "地点"],
        ["1", "党课", "B1", "2026-03-01 09:00", "", "党课", ""],
    ]
    run(tmp_path, data, "--type", "主题党日", "-o", str(tmp_path / "out.csv"))
    assert [row[1:5] for row in rows(tmp_path / "out.csv")[1:]] == [
        ["主题党日", "2026-03-01 09:00", "", "党课"],
        ["主题党日", "2026-03-04 09:00", "", " =HYPERLINK(1) 聚餐"],
    ]


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))


def test_a_cancelled_calendar_holds_no_evidence(tmp_path: Path) -> None:
    found = taken(tmp_path, calendar(event("DTSTART:20260301T090000"), head="METHOD:CANCEL\n"))
    assert [one["status"] for one in found["records"]] == ["cancelled"]


@pytest.mark.parametrize(
    ("encoding", "codes"), [("utf-8", []), ("utf-8-sig", []), ("gb18030", ["gb18030"]), ("utf-16", [])]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, codes: list[str], ends: str) -> None:
    text = calendar(event("DTSTART:20260301T090000", title="第三季度党课")).replace("\n", ends)
    found = taken(tmp_path, text.encode(encoding))
    assert [one["title"] for one in found["records"]] == ["第三季度党课"]
    assert [one["code"] for one in found["warnings"]] == codes


def test_a_character_divided_by_a_fold_is_whole_again(tmp_path: Path) -> None:
    raw = calendar(event("DTSTART:20260301T090000", title="党课")).encode()
    at = raw.index("党".encode()) + 1
    found = taken(tmp_path, raw[:at] + b"\r\n " + raw[at:])
    assert [one["title"] for one in found["records"]] == ["党课"]


def test_a_line_broken_without_the_blank_is_joined_and_said(tmp_path: Path) -> None:
    found = taken(tmp_path, calendar(event("DTSTART:20260301T090000", title="主题党日\n下半句")))
    assert [one["title"] for one in found["records"]] == ["主题党日\n下半句"]
    assert [one["code"] for one in found["warnings"]] == ["broken_folding"]


def test_an_unknown_zone_is_taken_as_local_and_said(tmp_path: Path) -> None:
    found = taken(tmp_path, calendar(event("DTSTART;TZID=Mars/Phobos:20260301T090000")))
    assert when(found) == [("2026-03-01T09:00", None, False)]
    assert "Mars/Phobos" in found["warnings"][0]["message"]


@pytest.mark.parametrize(("first", "last", "count"), [("2026-03-01", "2026-03-01", 1), ("2026-03-02", "2026-03-09", 0)])
def test_both_ends_of_the_days_count(tmp_path: Path, first: str, last: str, count: int) -> None:
    found = taken(tmp_path, calendar(event("DTSTART:20260228T160000Z")), "--from", first, "--to", last)
    assert len(found["records"]) == count


def test_a_misspelt_type_is_refused_with_the_nearest(tmp_path: Path) -> None:
    result = run(tmp_path, calendar(event("DTSTART:20260301T090000")), "--type", "主题党曰")
    assert result.exit_code == 2
    assert "主题党日" in result.stderr


WORKSPACE = """\
checkbranch: 1
name: 试
rules: [cn-party-branch]
unit: {id: B1, name: 一支部, full_members: 9, committee_size: 3}
log_starts: 2026-01-01
complete_through: 2026-06-30
data:
  activities: [%s]
"""


def audit(tmp_path: Path, source: str, data: str) -> dict[str, Any]:
    (tmp_path / "a.ics").write_text(data, encoding="utf-8")
    (tmp_path / "checkbranch.yaml").write_text(WORKSPACE % source, encoding="utf-8")
    options = ["audit", str(tmp_path), "--as-of", "2026-06-30", "--format", "json", "--duty", "theme-day"]
    result = CliRunner().invoke(main, options)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_events_are_records_of_a_workspace_with_the_line_they_begin_on(tmp_path: Path) -> None:
    data = calendar(
        event("DTSTART:20260110T090000", "RRULE:FREQ=MONTHLY;COUNT=3", uid="1", title="主题党日：义务植树"),
        event("DTSTART:20260410T090000", "STATUS:TENTATIVE", uid="2", title="主题党日"),
        event("DTSTART:20260510T090000", uid="3", title="朋友聚会"),
        event("DTSTART:sometime", uid="4", title="看电影"),
    )
    found = audit(tmp_path, "a.ics", data)
    months = {one["period"]["key"]: one for one in found["findings"]}
    assert [months[f"2026-0{n}"]["status"] for n in range(1, 6)] == ["met", "met", "met", "missing", "missing"]
    assert [one["source"] for one in months["2026-02"]["records"]] == ["a.ics!4"]
    assert {one["code"] for one in found["problems"]} == {"events_left_out", "event_bad_start"}
    account = next(one for one in found["inputs"] if one["source"] == "a.ics")
    assert (account["read"], account["taken"]) == (3, 3)


def test_an_event_of_the_type_that_cannot_be_read_leaves_the_months_open(tmp_path: Path) -> None:
    found = audit(tmp_path, "a.ics", calendar(event("DTSTART:sometime", uid="4", title="主题党日")))
    assert {one["status"] for one in found["findings"]} <= {"unknown", "open"}
    assert {one["code"] for one in found["problems"]} == {"bad_date", "event_bad_start"}


def test_a_source_may_fix_the_type(tmp_path: Path) -> None:
    source = "{file: a.ics, type: theme_day, unit: B1}"
    found = audit(tmp_path, source, calendar(event("DTSTART;VALUE=DATE:20260110", title="植树")))
    assert found["findings"][0]["status"] == "met"


def test_a_truncated_calendar_is_a_source_that_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("日期,类型\n2026-01-10,主题党日\n", encoding="utf-8")
    found = audit(tmp_path, "b.csv, a.ics", calendar(event("DTSTART:20260210T090000"))[:-30])
    assert "unreadable_source" in {one["code"] for one in found["problems"]}
    assert {one["status"] for one in found["findings"]} <= {"met", "unknown", "open"}
