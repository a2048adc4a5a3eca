"""A gathering in several sources is one record; what none, only the calendar, or no form tells of is kept apart."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from checkbranch.cli import main
from checkbranch.engine.ledger.model import Activities
from checkbranch.engine.ledger.rows import meetings

SCHEMA = json.loads((Path(__file__).parent.parent / "reports" / "audit.schema.json").read_text(encoding="utf-8"))
Rows = list[str]
_DAY = date(2026, 1, 5)


def _at(hour: int) -> datetime:
    return datetime(2026, 1, 5, hour)


def event(uid: str, day: str, title: str, more: str = "") -> str:
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:{title}\r\n{more}END:VEVENT\r\n"


def run(tmp_path: Path, rows: Rows, events: list[str], *, rules: str = "cn-party-branch", as_of: str = "2026-05-31",
        data: Any = None) -> Any:  # fmt: skip
    (tmp_path / "a.csv").write_text("\n".join(["日期,类型,应到,实到,主题", *rows]) + "\n", encoding="utf-8")
    calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n"
    (tmp_path / "c.ics").write_text(calendar, encoding="utf-8")
    settings = {
        "checkbranch": 1, "name": "示例村党支部", "rules": [rules], "log_starts": "2026-01-01",
        "unit": {"id": "B1", "name": "示例村党支部", "full_members": 9, "committee_size": 3},
        "data": {"activities": data or ["a.csv", {"file": "c.ics", "unit": "B1"}]},
    }  # fmt: skip
    (tmp_path / "checkbranch.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    result = CliRunner().invoke(main, ["audit", str(tmp_path), "--as-of", as_of, "--format", "json"])
    assert result.stdout, result.stderr
    found = json.loads(result.stdout)
    Draft202012Validator(SCHEMA).validate(found)
    return found


def month(found: Any, key: str, duty: str = "theme-day") -> Any:
    return next(one for one in found["findings"] if one["duty"] == duty and one["period"]["key"] == key)


def told(found: Any, *codes: str) -> list[tuple[str, str]]:
    return [(one["code"], one["source"]) for one in found["problems"] if one["code"] in codes]


def uses(finding: Any) -> list[tuple[str, str, list[str]]]:
    return [(one["source"], one["use"], one["reasons"]) for one in finding["records"]]


LEDGER = ["2026-01-05,主题党日,9,8,学习", "2026-03-06,主题党日,9,9,植树"]


def test_the_fuller_record_is_kept_and_the_other_is_listed(tmp_path: Path) -> None:
    found = run(tmp_path, LEDGER, [event("e1", "20260105", "主题党日")])
    own = month(found, "2026-01")
    assert own["status"] == "met"
    assert own["counted"] == 1
    assert uses(own) == [("a.csv!2", "counted", []), ("c.ics!3", "rejected", ["same_day_duplicate"])]
    assert told(found, "same_meeting") == [("same_meeting", "c.ics!3")]
    assert [(one["source"], one["read"], one["taken"]) for one in found["inputs"] if one["read"]] == [
        ("a.csv", 2, 2), ("c.ics", 1, 1),
    ]  # fmt: skip


def test_the_event_is_kept_where_it_tells_more(tmp_path: Path) -> None:
    more = "LOCATION:会议室\r\nDESCRIPTION:学习和讨论\r\n"
    rows = ["2026-01-05,主题党日,,,", "2026-03-06,主题党日,9,9,植树"]
    own = month(run(tmp_path, rows, [event("e1", "20260105", "主题党日", more)]), "2026-01")
    assert uses(own) == [("c.ics!3", "counted", []), ("a.csv!2", "rejected", ["same_day_duplicate"])]


def test_it_counts_once_where_each_record_counts_too(tmp_path: Path) -> None:
    pack = {
        "pack": "own", "version": "1", "title": {"zh": "试", "en": "Own"}, "extends": ["cn-party-branch"],
        "duties": [{
            "id": "three-a-year", "title": {"zh": "三次", "en": "Three"}, "subject": "branch", "severity": "warning",
            "quota": {"do": "theme_day", "at_least": 3, "every": "year", "count": "each"},
        }],
    }  # fmt: skip
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(pack, allow_unicode=True), encoding="utf-8")
    events = [event("e1", "20260105", "主题党日"), event("e2", "20260306", "主题党日")]
    own = month(run(tmp_path, LEDGER, events, rules="own.yaml"), "2026", "three-a-year")
    assert (own["counted"], len(own["records"])) == (2, 4)


# what stands in the ledger, what in the calendar of the same day, and how many of the two are one
PAIRS = [
    ("主题党日", "主题党日", 1),
    ("主题党日+党课", "主题党日", 1),
    ("主题党日", "主题党日、党课", 1),
    ("主题党日", "党课", 0),
    ("主题党日+党课", "主题党日、支委会", 0),
]


@pytest.mark.parametrize(("ledger", "title", "same"), PAIRS)
def test_what_names_a_type_that_the_other_does_not_is_kept(tmp_path: Path, ledger: str, title: str, same: int) -> None:
    found = run(tmp_path, [f"2026-01-05,{ledger},9,8,学习"], [event("e1", "20260105", title)])
    assert len(told(found, "same_meeting")) == same


@pytest.mark.parametrize("status", ["TENTATIVE", "CANCELLED"])
def test_what_is_not_confirmed_is_neither_the_same_nor_lacking(tmp_path: Path, status: str) -> None:
    events = [event("e1", "20260105", "主题党日", f"STATUS:{status}\r\n"),
              event("e2", "20260205", "主题党日", f"STATUS:{status}\r\n")]  # fmt: skip
    found = run(tmp_path, LEDGER, events)
    assert told(found, "same_meeting", "not_entered") == []
    assert month(found, "2026-02")["status"] == "missing"


def test_not_held_and_not_entered_are_kept_apart(tmp_path: Path) -> None:
    events = [event("e1", "20260105", "主题党日"), event("e2", "20260205", "主题党日"),
              event("e4", "20260610", "主题党日")]  # fmt: skip
    found = run(tmp_path, LEDGER, events)
    assert told(found, "not_entered") == [("not_entered", "c.ics!8")]
    entered, missing, plain = month(found, "2026-02"), month(found, "2026-04"), month(found, "2026-01")
    assert entered["status"] == "met"
    assert entered["detail"] == {"not_entered": [entered["records"][0]["id"]]}
    assert "没记" in entered["message"]
    assert missing["status"] == "missing"
    assert missing["detail"] == {"looked_in": ["ledger", "calendar"]}
    assert "台账、日历均无记载，列为“没开”" in missing["message"]
    assert plain["detail"] is None


def test_what_the_ledger_never_enters_is_not_lacking_in_it(tmp_path: Path) -> None:
    found = run(tmp_path, ["2026-01-05,支委会,3,3,研究"], [event("e2", "20260205", "主题党日")])
    assert told(found, "not_entered") == []
    assert month(found, "2026-02")["status"] == "met"
    assert month(found, "2026-03")["detail"] is None


def test_what_lies_beyond_the_known_days_is_not_lacking(tmp_path: Path) -> None:
    data = [{"file": "a.csv", "complete_through": "2026-01-31"}, {"file": "c.ics", "unit": "B1"}]
    found = run(tmp_path, LEDGER, [event("e2", "20260205", "主题党日")], data=data)
    assert told(found, "not_entered") == []


def test_one_kind_of_source_says_nothing_of_it(tmp_path: Path) -> None:
    found = run(tmp_path, LEDGER, [], data=["a.csv"])
    assert {json.dumps(one["detail"]) for one in found["findings"] if one["kind"] == "quota"} == {"null"}


def test_two_gatherings_of_a_day_are_two(tmp_path: Path) -> None:
    acts = Activities(
        id=["a", "b", "c", "d"], types=[("talk",)] * 4, units=[(0,)] * 4, group=[None] * 4,
        date=[_DAY] * 4, start=[_at(9), _at(15), _at(15), _at(9)], timed=[True] * 4, for_period=[None] * 4,
        source=[0, 0, 1, 1], row=[2, 3, 2, 3], fields={"place": ["室", "室", None, None]},
    )  # fmt: skip
    assert meetings.one_meeting(acts, ["ledger", "calendar"]) == {2: 1, 3: 0}
    assert meetings.one_meeting(acts, ["ledger", "ledger"]) == {}
