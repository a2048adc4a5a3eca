"""``checkbranch.yaml`` as it is read, what is made up for a single file, and every fault at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checkbranch.calendars import Duration
from checkbranch.engine.errors import CheckbranchError, Fault
from checkbranch.engine.workspaces.settings import TableSource, Workspace
from checkbranch.engine.workspaces.workspace import read_workspace

FULL = """\
checkbranch: 1
name: 联合党支部
timezone: Europe/Berlin
language: en
rules: [cn-party-branch, rules/local.yaml]
unit: {id: B1, name: 第一支部, full_members: 9, founded: 2016-05-01, 驻地: 玉兰社区}
data:
  units: {file: book.xlsx, sheet: 支部, columns: {支部名称: name}}
  members: members.csv
  activities:
    - ledger.xlsx
    - {glob: "ledgers/*.xlsx", unit: "{stem}", covers: [household_visit], log_starts: 2026-01-01}
    - {file: days.csv, type: theme_day, unit: B1, complete_through: 2026-10-31, covers: theme_day}
    - "2026/*.csv"
log_starts: 2026-01-01
complete_through: 2026-10-31
entry_grace: 5 workdays
holidays: holidays.yaml
severity: {household-visit: error}
off: [talk-yearly]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "checkbranch.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str) -> Workspace:
    return read_workspace(write(folder, text))


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(CheckbranchError) as caught:
        read_workspace(path)
    return caught.value.faults


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "holidays.yaml").write_text("holidays: []\n")
    path = write(tmp_path, FULL)
    found = read_workspace(tmp_path)
    assert found == read_workspace(path)
    assert (found.root, found.file, found.name, found.single) == (tmp_path, path, "联合党支部", False)
    assert (found.timezone, found.language) == ("Europe/Berlin", "en")
    assert found.rules == ("cn-party-branch", "rules/local.yaml")
    assert found.unit == {
        "id": "B1",
        "name": "第一支部",
        "kind": "branch",
        "full_members": "9",
        "founded": "2016-05-01",
        "驻地": "玉兰社区",
    }
    assert (found.log_starts, found.complete_through) == (date(2026, 1, 1), date(2026, 10, 31))
    assert found.entry_grace == Duration(5, "workday")
    assert found.holidays == (tmp_path / "holidays.yaml",)
    assert (found.severity, found.off) == ({"household-visit": "error"}, ("talk-yearly",))
    assert found.places == {
        "rules:cn-party-branch": "checkbranch.yaml:5:9",
        "rules:rules/local.yaml": "checkbranch.yaml:5:26",
        "severity:household-visit": "checkbranch.yaml:19:12",
        "off:talk-yearly": "checkbranch.yaml:20:7",
    }
    assert found.data["units"] == (
        TableSource("units", "book.xlsx", sheet="支部", columns={"支部名称": "name"}, where="checkbranch.yaml:8:10"),
    )
    assert found.data["members"] == (TableSource("members", "members.csv", where="checkbranch.yaml:9:12"),)
    assert found.data["activities"] == (
        TableSource("activities", "ledger.xlsx", where="checkbranch.yaml:11:7"),
        TableSource(
            "activities",
            "ledgers/*.xlsx",
            glob=True,
            unit="{stem}",
            covers=("household_visit",),
            log_starts=date(2026, 1, 1),
            where="checkbranch.yaml:12:7",
        ),
        TableSource(
            "activities",
            "days.csv",
            type="theme_day",
            unit="B1",
            covers=("theme_day",),
            complete_through=date(2026, 10, 31),
            where="checkbranch.yaml:13:7",
        ),
        TableSource("activities", "2026/*.csv", glob=True, where="checkbranch.yaml:14:7"),
    )


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    found = read(tmp_path, "checkbranch: 1\nname: 一支部\ndata: {activities: a.csv}\n")
    assert (found.timezone, found.language, found.rules) == ("Asia/Shanghai", "zh", ("cn-party-branch",))
    assert (found.entry_grace, found.holidays, found.log_starts) == (Duration(0, "day"), (), None)
    assert found.unit == {"id": "一支部", "name": "一支部", "kind": "branch"}


def test_a_workspace_without_a_name_is_called_as_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "某支部"
    folder.mkdir()
    assert read(folder, "checkbranch: 1\n").name == "某支部"


@pytest.mark.parametrize(
    ("unit", "id", "name"), [("{id: B1}", "B1", "B1"), ("{name: 甲}", "甲", "甲"), ("{kind: group}", "W", "W")]
)
def test_a_unit_is_called_by_what_there_is(tmp_path: Path, unit: str, id: str, name: str) -> None:
    found = read(tmp_path, f"checkbranch: 1\nname: W\nunit: {unit}\n")
    assert found.unit
    assert (found.unit["id"], found.unit["name"]) == (id, name)


def test_with_a_units_table_there_is_no_unit_of_the_workspace(tmp_path: Path) -> None:
    assert read(tmp_path, "checkbranch: 1\ndata: {units: u.csv}\n").unit is None


@pytest.mark.parametrize("name", ["2026年台账.xlsx", "台账.csv", "old.xls", "log.tsv"])
def test_a_single_file_is_one_branch(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    stem = name.rsplit(".", 1)[0]
    assert read_workspace(tmp_path / name) == Workspace(
        root=tmp_path,
        name=stem,
        unit={"id": stem, "name": stem, "kind": "branch"},
        data={"activities": (TableSource("activities", name),)},
        single=True,
    )


# lines put below "checkbranch: 1", where the fault is, words the English message must hold
FAULTS = [
    ("nam: x", "2:1", ["“nam”", "Did you mean “name”?", "timezone"]),
    ("timezone: Asia/Shangai", "2:11", ["“Asia/Shangai”", "Asia/Shanghai"]),
    ("timezone: ../../etc/passwd", "2:11", ["Unknown time zone"]),
    ("language: fr", "2:11", ["“fr”", "zh, en"]),
    ("rules: []", "2:8", ["“rules” is empty", "cn-party-branch"]),
    ("rules: {a: b}", "2:8", ["single text"]),
    ("unit: B1", "2:7", ["“unit” must be a map"]),
    ("unit: {name: [a, b]}", "2:14", ["single text"]),
    ("unit: {full_member: 9, people_2021: 3, 人口2021: 3}", "2:8", ["“full_member”", "Did you mean “full_members”?"]),
    ("data: ledger.xlsx", "2:7", ["“data” must be a map"]),
    ("data: {activites: a.csv}", "2:8", ["“activites”", "Did you mean “activities”?"]),
    ("data: {activities: {sheet: a}}", "2:20", ["“file” or “glob”"]),
    ("data: {activities: {file: a, glob: b}}", "2:20", ["“file” or “glob”"]),
    ("data: {activities: {file: a, colums: {}}}", "2:30", ["“colums”", "Did you mean “columns”?"]),
    ("data: {activities: {file: a, columns: [b]}}", "2:39", ["“columns” must be a map"]),
    ("data: {members: {file: a, type: theme_day}}", "2:27", ["“type”", "belongs to activities"]),
    ("data: {activities: [[a.csv]]}", "2:21", ["must be a map"]),
    (
        "data: {activities: {file: a, log_starts: 2026-02-01, complete_through: 2026-01-01}}",
        "2:72",
        ["is before"],
    ),
    ("log_starts: 2026-1-1", "2:13", ["“2026-1-1”", "2026-01-31"]),
    ("log_starts: 0001-01-01", "2:13", ["not a date"]),
    ("log_starts: 2026-01-01\ncomplete_through: 2025-12-31", "3:19", ["is before"]),
    ("entry_grace: 5", "2:14", ["“5”", "workdays"]),
    ("entry_grace: 1 month", "2:14", ["not a length of time", "workdays, days"]),
    ("entry_grace: 9999 days", "2:14", ["longer than a year"]),
    ("holidays: nowhere.yaml", "2:11", ["no holiday file “nowhere.yaml”"]),
    ("severity: {theme-day: grave}", "2:23", ["“grave”", "error, warning, info"]),
    ("off: [[a]]", "2:7", ["single text"]),
    ("name:", "2:6", ["“name” is empty"]),
    ("name: a\nname: b", "3:1", ["“name”", "line 2"]),
    ("name: [", "3:1", ["not YAML"]),
]


@pytest.mark.parametrize(("lines", "where", "words"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_is_named_at_its_place(tmp_path: Path, lines: str, where: str, words: list[str]) -> None:
    (fault,) = faults_of(write(tmp_path, f"checkbranch: 1\n{lines}\n"))
    assert fault.where == f"checkbranch.yaml:{where}"
    for word in words:
        assert word in fault.message.en
    assert fault.message.zh.endswith(("。", "？"))


# the whole file, where the fault is, words of the message
VERSIONS = [
    ("name: a\n", "1:1", "“checkbranch: 1” is missing"),
    ("checkbranch: 2\n", "1:14", "“2” is not known"),
    ("checkbranch: '1.0'\n", "1:14", "“1.0” is not known"),
    ("- a\n", "1:1", "must be a map"),
]


@pytest.mark.parametrize(("text", "where", "words"), VERSIONS)
def test_only_version_1_is_known(tmp_path: Path, text: str, where: str, words: str) -> None:
    (fault,) = faults_of(write(tmp_path, text))
    assert fault.where == f"checkbranch.yaml:{where}"
    assert words in fault.message.en


def test_all_faults_come_at_once_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, "checkbranch: 3\nlanguage: fr\nnam: x\nentry_grace: soon\n" + "\n" * 6 + "ruls: []\n")
    assert [fault.where for fault in faults_of(path)] == [
        f"checkbranch.yaml:{place}" for place in ("1:14", "2:11", "3:1", "4:14", "11:1")
    ]


def test_a_folder_without_settings_says_what_to_do(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path)
    assert fault.where == str(tmp_path)
    assert "checkbranch: 1" in fault.message.en
    assert "Name a ledger file" in fault.message.en


def test_a_settings_file_of_the_other_suffix_is_to_be_renamed(tmp_path: Path) -> None:
    (tmp_path / "checkbranch.yml").touch()
    (fault,) = faults_of(tmp_path)
    assert "Rename" in fault.message.en


def test_no_such_path_suggests_a_near_one(tmp_path: Path) -> None:
    (tmp_path / "ledger.xlsx").touch()
    (fault,) = faults_of(tmp_path / "legder.xlsx")
    assert "“ledger.xlsx”" in fault.message.en
    (fault,) = faults_of(tmp_path / "a" / "b.xlsx")
    assert "Check the path" in fault.message.en


def test_an_empty_settings_file_is_said(tmp_path: Path) -> None:
    (fault,) = faults_of(write(tmp_path, ""))
    assert "empty" in fault.message.en
