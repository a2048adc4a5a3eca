"""Small workspaces as people keep them, read from the disk: what is taken, and what is said of which place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from checkbranch.cli.main import main
from checkbranch.engine.errors import CheckbranchError
from checkbranch.engine.ledger import Ledger, Vocabulary, read_ledger
from checkbranch.engine.packs.model import ActivityType
from checkbranch.engine.text import Text
from checkbranch.engine.workspaces.workspace import read_workspace

VOCABULARY = Vocabulary(
    activities={
        "theme_day": ActivityType("theme_day", Text("主题党日", "Theme day")),
        "party_lecture": ActivityType("party_lecture", Text("党课", "Party lecture")),
        "committee_meeting": ActivityType(
            "committee_meeting", Text("支部委员会会议", "Committee meeting"), ("支委会",)
        ),
        "household_visit": ActivityType("household_visit", Text("走访慰问", "Household visit"), ("走访",)),
        "talk": ActivityType("talk", Text("谈心谈话", "Talk")),
    },
    member_by={"talk": frozenset({"subject"}), "party_lecture": frozenset({"attendees"})},
    household_by={"household_visit": frozenset({"subject"})},
)
UNITS = "id,name,kind\nB1,第一支部,党支部\nB2,第二支部,党支部\n"

Table = Sequence[Sequence[object]]
Book = Mapping[str, Table]
Files = Mapping[str, str | bytes | Book]


def write_book(path: Path, sheets: Book) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column, value)
    book.save(path)


def write(folder: Path, data: str, files: Files, head: str = "") -> Path:
    (folder / "checkbranch.yaml").write_text(f"checkbranch: 1\n{head}data:\n{data}", encoding="utf-8")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8", newline="")
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            write_book(path, content)
    return folder


def read(path: Path) -> Ledger:
    return read_ledger(read_workspace(path), VOCABULARY)


def one_branch(folder: Path, content: str | bytes | Book, name: str = "a.csv") -> Ledger:
    """Read a single ledger in a workspace of one branch."""
    return read(write(folder, f"  activities: {name}\n", {name: content}, "unit: {id: B1, name: 第一支部}\n"))


def two_branches(folder: Path, activities: str, **files: str) -> Ledger:
    """Read a ledger beside the units B1 and B2, and a roster where there is one."""
    tables = {f"{name}.csv": text for name, text in files.items()}
    data = "".join(f"  {name}: {name}.csv\n" for name in ("units", *files, "activities"))
    return read(write(folder, data, {"units.csv": UNITS, "activities.csv": activities, **tables}))


def said(ledger: Ledger, *without: str) -> list[tuple[str, str]]:
    return [(p.source, p.code) for p in ledger.problems if p.code not in without]


def days(ledger: Ledger) -> list[str]:
    return [str(day) for day in ledger.activities.date]


def unit_ids(ledger: Ledger) -> list[tuple[str, ...]]:
    return [tuple(ledger.subjects.id[sid] for sid in sids) for sids in ledger.activities.units]


def values(ledger: Ledger, family: str, subject: str, column: str) -> list[tuple[date | None, object]]:
    versions, sid = ledger.attributes[family], ledger.subjects.id.index(subject)
    rows = [i for i, one in enumerate(versions.subject) if one == sid]
    return [(versions.since[i], versions.columns[column][i]) for i in rows]


def test_chinese_headers_are_the_canonical_columns(tmp_path: Path) -> None:
    ledger = one_branch(
        tmp_path,
        "序号,会议类型,召开时间,会议地点：,主持人,应到人数,实到人数,会议记录,备注\n"
        "1,支委会,2026年3月5日下午3点,村委会,甲 一,5,4人,议定事项,x\n",
    )
    acts = ledger.activities
    assert acts.types == [("committee_meeting",)]
    assert [str(start) for start in acts.start] == ["2026-03-05 15:00:00"]
    assert acts.timed == [True]
    assert unit_ids(ledger) == [("B1",)]
    fields = {name: acts.fields[name][0] for name in ("place", "host", "expected", "present", "content")}
    assert fields == {"place": "村委会", "host": "甲一", "expected": 5, "present": 4, "content": "议定事项"}
    assert acts.fields["备注"] == ["x"]
    assert said(ledger, "unknown_column") == []
    assert (acts.row, ledger.sources[0].source) == ([2], "a.csv")


def test_columns_of_the_entry_hold_first(tmp_path: Path) -> None:
    data = "  activities: {file: a.csv, columns: {哪天: start, 干了啥: type}}\n"
    ledger = read(write(tmp_path, data, {"a.csv": "哪天,干了啥\n2026-03-05,党课\n"}))
    assert (days(ledger), ledger.activities.types) == (["2026-03-05"], [("party_lecture",)])


def test_two_headers_of_one_column_are_not_guessed(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, "日期,类型,地点,会议地点\n2026-03-05,党课,甲,乙\n")
    assert said(ledger) == [("a.csv", "ambiguous_header")]
    assert ledger.sources[0].taken == 1
    assert ledger.activities.fields["place"] == [None]


def test_several_files_are_one_table(tmp_path: Path) -> None:
    data = "  units: units.csv\n  activities: [a.csv, {file: b.csv, unit: B2, type: 党课}]\n"
    files = {"units.csv": UNITS, "a.csv": "日期,类型,支部\n2026-03-05,支委会,B1\n", "b.csv": "日期\n2026-03-06\n"}
    ledger = read(write(tmp_path, data, files))
    assert [source.source for source in ledger.sources] == ["units.csv", "a.csv", "b.csv"]
    assert unit_ids(ledger) == [("B1",), ("B2",)]
    assert ledger.activities.types == [("committee_meeting",), ("party_lecture",)]


def test_a_glob_names_units_by_stem(tmp_path: Path) -> None:
    data = '  units: units.csv\n  activities: {glob: "ledgers/*.csv", unit: "{stem}"}\n'
    row = "日期,类型\n2026-03-05,党课\n"
    files = {"units.csv": UNITS, "ledgers/第二支部.csv": row, "ledgers/B1.csv": row, "ledgers/B9.csv": row}
    ledger = read(write(tmp_path, data, files))
    assert unit_ids(ledger) == [("B1",), ("B2",)]
    assert said(ledger) == [("ledgers/B9.csv!2", "unresolved_subject")]


def test_sheets_name_units(tmp_path: Path) -> None:
    rows: Table = [["日期", "类型"], [date(2026, 3, 5), "党课"]]
    book: Book = {"第一支部": rows, "B2": rows, "第三支部": rows, "说明": [["填表说明"], ["请如实填写"]]}
    data = '  units: units.csv\n  activities: {file: all.xlsx, unit: "{sheet}"}\n'
    ledger = read(write(tmp_path, data, {"units.csv": UNITS, "all.xlsx": book}))
    assert unit_ids(ledger) == [("B1",), ("B2",)]
    assert said(ledger) == [("all.xlsx!第三支部!2", "unresolved_subject"), ("all.xlsx!说明", "sheet_skipped")]


@pytest.mark.parametrize(
    ("word", "units"),
    [
        ("B1", ("B1",)),
        ("第二支部", ("B2",)),
        ("b1", ("B1",)),
        ("第一支部、第二支部", ("B1", "B2")),
        ("B2;B1", ("B2", "B1")),
    ],
)
def test_a_unit_is_named_by_id_or_name(tmp_path: Path, word: str, units: tuple[str, ...]) -> None:
    assert unit_ids(two_branches(tmp_path, f"日期,类型,支部\n2026-03-05,党课,{word}\n")) == [units]


FAULTS = [
    ("2026-03-05,跳舞会,第一支部,,,", "unknown_type", False),
    ("2026-03-05,党可,第一支部,,,", "unknown_type", False),
    ("2026-03-05,,第一支部,,,", "missing_type", False),
    ("2026-03-05,党课,第九支部,,,", "unresolved_subject", False),
    ("2026-03-05,党课,,,,", "unresolved_subject", False),
    ("下周五,党课,第一支部,,,", "bad_date", False),
    ("2026-02-30,党课,第一支部,,,", "bad_date", False),
    (",党课,第一支部,,,", "missing_date", False),
    ("26.3.5,党课,第一支部,,,", "two_digit_year", True),
    ("2026-03-05,党课,第一支部,2026-03-04,,", "end_before_start", True),
    ("2026-03-05 15:00,党课,第一支部,14:00,,", "end_before_start", True),
    ("2026-03-05,党课,第一支部,,9,8", "present_over_expected", True),
    ("2026-03-05,党课,第一支部,,很多,8", "bad_number", True),
    ("2026-03-05,党课,第一支部,随后,,", "bad_time", True),
]


@pytest.mark.parametrize(("row", "code", "taken"), FAULTS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_faults_of_a_row(tmp_path: Path, row: str, code: str, taken: bool, form: str) -> None:
    header, good = "日期,类型,支部,结束时间,实到,应到", "2026-01-05,支委会,B2,,,"
    lines = [header, good, row, good.replace("01-05", "02-05")]
    data = f"  units: units.csv\n  activities: a.{form}\n"
    content = {"2026年": [[cell or None for cell in line.split(",")] for line in lines]}
    files: dict[str, str | bytes | Book] = {"units.csv": UNITS}
    files[f"a.{form}"] = "\n".join(lines) + "\n" if form == "csv" else content
    ledger = read(write(tmp_path, data, files))
    place = "a.csv!3" if form == "csv" else "a.xlsx!2026年!3"
    assert said(ledger) == [(place, code)]
    assert ledger.problems[0].severity == ("warning" if taken else "error")
    account = ledger.sources[1]
    assert (account.read, account.taken, account.problems) == (3, 2 + taken, 1 - taken)
    assert [one.source for one in ledger.unread] == ([] if taken or code == "unresolved_subject" else [place])


def test_the_doubtful_cell_is_left_empty(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, "日期,类型,结束时间,实到,应到\n2026-03-05,党课,2026-03-01,9,8\n")
    assert said(ledger) == [("a.csv!2", "end_before_start"), ("a.csv!2", "present_over_expected")]
    fields = ledger.activities.fields
    assert (fields["end"], fields["present"], fields["expected"]) == ([None], [None], [8])
    assert ledger.sources[0].taken == 1


def test_an_unknown_type_suggests_the_nearest(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, "日期,类型\n2026-03-05,主题党曰\n")
    assert "是否应为“主题党日”？" in ledger.problems[0].message.zh
    assert "Did you mean 主题党日?" in ledger.problems[0].message.en


def test_a_year_far_from_that_of_the_sheet(tmp_path: Path) -> None:
    rows = [["日期", "类型"], ["2016-03-05", "党课"], ["2025-12-31", "党课"]]
    ledger = one_branch(tmp_path, {"2026年": rows}, "a.xlsx")
    assert said(ledger) == [("a.xlsx!2026年!2", "unlikely_year")]
    assert days(ledger) == ["2025-12-31"]


def test_a_name_of_two_members_is_not_guessed(tmp_path: Path) -> None:
    ledger = two_branches(
        tmp_path,
        "日期,类型,支部,谈话对象\n2026-03-05,谈心谈话,B1,甲一\n2026-03-06,谈心谈话,B1,M2\n2026-03-07,谈心谈话,B2,甲一\n",
        members="编号,姓名,党支部\nM1,甲一,B1\nM2,甲一,B1\nM3,甲一,B2\n",
    )
    assert said(ledger) == [("activities.csv!2", "ambiguous_name")]
    assert "M1（甲一）、M2（甲一）" in ledger.problems[0].message.zh
    named = [[ledger.subjects.id[sid] for sid in sids] for sids in ledger.activities.people["subject"]]
    assert named == [["M2"], ["M3"]]
    assert [ledger.subjects.id[sid] for sid in ledger.unread[0].people["subject"]] == ["M1", "M2"]


def test_whom_nobody_knows_is_unresolved_where_a_duty_asks(tmp_path: Path) -> None:
    ledger = two_branches(
        tmp_path,
        "日期,类型,支部,谈话对象\n2026-03-05,谈心谈话,B1,乙二二\n2026-03-06,支委会,B1,乙二二\n",
        members="编号,姓名,党支部\nM1,乙二,B1\n",
    )
    assert said(ledger) == [("activities.csv!2", "unresolved_subject")]
    assert "乙二" in ledger.problems[0].message.zh
    assert days(ledger) == ["2026-03-06"]


@pytest.mark.parametrize("content", ["", "\n\n", " \n"])
def test_an_empty_file(tmp_path: Path, content: str) -> None:
    ledger = one_branch(tmp_path, content)
    assert said(ledger) == [("a.csv", "empty_source")]
    assert ledger.sources[0].read == 0


def test_a_file_of_a_header_alone(tmp_path: Path) -> None:
    assert said(one_branch(tmp_path, "日期,类型\n")) == [("a.csv", "empty_source")]


NAMED = "2026-03-01,党课\n2026-03-02,支委会\n2026-03-03,学习会\n"
TITLED = "2026-03-01,第一次会\n2026-03-02,第二次会\n2026-03-03,党课\n"


def test_a_column_of_names_is_the_type_where_most_are_types(tmp_path: Path) -> None:
    ledger = one_branch(tmp_path, "日期,会议名称\n" + NAMED)
    assert ledger.activities.types == [("party_lecture",), ("committee_meeting",)]
    assert said(ledger) == [("a.csv!4", "unknown_type")]


def test_a_column_of_names_is_the_title_where_most_are_none(tmp_path: Path) -> None:
    data = "  activities: {file: a.csv, type: 党课}\n"
    ledger = read(write(tmp_path, data, {"a.csv": "日期,会议名称\n" + TITLED}))
    assert ledger.activities.fields["title"] == ["第一次会", "第二次会", "党课"]
    with pytest.raises(CheckbranchError):
        one_branch(tmp_path, "日期,会议名称\n" + TITLED)


def test_repeated_rows_are_one_record(tmp_path: Path) -> None:
    ledger = one_branch(
        tmp_path, "日期,类型,主题\n2026-03-05,党课,甲\n2026年3月5日,党课,甲\n2026-03-05,党课,乙\n2026-03-05,党课,甲\n"
    )
    assert said(ledger) == [("a.csv!3", "duplicate_row"), ("a.csv!5", "duplicate_row")]
    assert ledger.activities.row == [2, 4]
    assert (ledger.sources[0].taken, ledger.sources[0].problems) == (4, 0)


def test_unequal_records_of_one_made_id_are_numbered(tmp_path: Path) -> None:
    first = one_branch(tmp_path, "日期,类型,地点\n2026-03-05,党课,甲\n2026-03-05,党课,乙\n").activities
    again = one_branch(tmp_path, "日期,类型,地点\n2026-03-05,党课,乙\n2026-03-05,党课,甲\n").activities
    assert first.id == again.id[::-1]
    assert sorted(first.id) == [min(first.id), min(first.id) + "-2"]


def test_an_id_twice_with_other_content(tmp_path: Path) -> None:
    ledger = one_branch(
        tmp_path, "编号,日期,类型\nR1,2026-03-05,党课\nR1,2026-03-06,党课\nR1,2026-03-05,党课\nR2,2026-03-06,党课\n"
    )
    assert said(ledger) == [("a.csv!3", "duplicate_id"), ("a.csv!4", "duplicate_row")]
    assert ledger.activities.id == ["R1", "R2"]
    assert (ledger.sources[0].taken, ledger.sources[0].problems) == (3, 1)
    assert [(one.source, one.date) for one in ledger.unread] == [("a.csv!3", date(2026, 3, 6))]


def test_an_id_in_two_units_is_told_apart(tmp_path: Path) -> None:
    ledger = two_branches(
        tmp_path,
        "编号,日期,类型,支部\n1,2026-03-05,党课,B1\n1,2026-03-06,党课,B2\n2,2026-03-07,党课,B2\n",
        members="编号,姓名,党支部\nM1,甲一,B1\nM1,乙二,B2\nM2,丙三,B2\n",
        households="编号,户主,党支部\nH1,丁四,B1\nH1,戊五,B2\n",
    )
    assert ledger.activities.id == ["B1/1", "B2/1", "2"]
    assert ledger.subjects.id == ["B1", "B2", "B1/M1", "B2/M1", "M2", "B1/H1", "B2/H1"]
    assert said(ledger) == []


def test_rows_of_one_id_are_one_subject_over_time(tmp_path: Path) -> None:
    units = "id,name,kind,full_members,since\nB1,第一支部,党支部,9,\nB1,,,12,2026-07-01\nB1,,,,2026-09-01\n"
    members = (
        "编号,姓名,党支部,政治面貌,生效日期\nM1,甲一,B1,预备党员,\nM1,,,正式党员,2026-06-01\nM1,,,预备党员,2026-06-01\n"
    )
    data = "  units: units.csv\n  members: members.csv\n  activities: a.csv\n"
    files = {"units.csv": units, "members.csv": members, "a.csv": "日期,类型\n2026-03-05,党课\n"}
    ledger = read(write(tmp_path, data, files))
    sizes = [
        (None if day is None else day.month, int(str(value)))
        for day, value in values(ledger, "unit", "B1", "full_members")
    ]
    assert sizes == [(None, 9), (7, 12), (9, 12)]
    assert ledger.subjects.kind == ["branch", "member"]
    assert values(ledger, "member", "M1", "unit") == [(None, 0), (date(2026, 6, 1), 0)]
    assert said(ledger, "unknown_column") == [("members.csv!4", "since_conflict")]


def test_a_household_changes_its_unit(tmp_path: Path) -> None:
    households = "编号,户主,党支部,生效日期\nH1,丁四,B1,\nH1,,B2,2026-07-01\n"
    ledger = two_branches(tmp_path, "日期,类型,支部\n2026-03-05,党课,B1\n", households=households)
    assert values(ledger, "household", "H1", "unit") == [(None, 0), (date(2026, 7, 1), 1)]


def test_a_post_says_its_kind_in_every_row(tmp_path: Path) -> None:
    posts = "kind,unit,holder\n楼长,B1,甲一\n,B1,乙二\n"
    ledger = two_branches(tmp_path, "日期,类型,支部\n2026-03-05,党课,B1\n", posts=posts)
    assert said(ledger) == [("posts.csv!3", "missing_value")]
    assert [post["kind"] for post in ledger.posts] == ["building_lead"]


def test_groups_are_made_from_the_members(tmp_path: Path) -> None:
    units = "id,name,kind,parent\nB1,第一支部,党支部,\nB2,第二支部,党支部,\nG1,第一小组,党小组,B2\n"
    data = "  units: units.csv\n  members: m.csv\n  activities: a.csv\n"
    members = (
        "编号,姓名,党支部,党小组\nM1,甲一,B1,第一小组\nM2,乙二,B1,第一小组\nM3,丙三,B1,第二小组\nM4,丁四,B2,第二小组\n"
    )
    acts = (
        "日期,类型,支部,党小组\n2026-03-05,党课,B1,第二小组\n2026-03-06,党课,B1,第九小组\n2026-03-07,党课,B2,第一小组\n"
    )
    ledger = read(write(tmp_path, data, {"units.csv": units, "m.csv": members, "a.csv": acts}))
    shown = ledger.subjects.id
    groups = [one for one, kind in zip(shown, ledger.subjects.kind, strict=True) if kind == "group"]
    assert groups == ["G1", "B1/第一小组", "B1/第二小组"]
    assert [group if group is None else shown[group] for group in ledger.activities.group] == ["B1/第二小组", "G1"]
    assert said(ledger) == [("m.csv!5", "unknown_group"), ("a.csv!3", "unresolved_subject")]


def test_a_bare_file_is_one_branch(tmp_path: Path) -> None:
    path = tmp_path / "第一支部.xlsx"
    write_book(path, {"2026": [["日期", "类型", "支部"], [date(2026, 3, 5), "党课", "玉兰支部"]]})
    ledger = read(path)
    assert (ledger.subjects.id, unit_ids(ledger)) == (["第一支部"], [("第一支部",)])
    assert said(ledger) == []


def test_a_bare_file_of_two_units_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("日期,类型,支部\n2026-03-05,党课,甲\n2026-03-05,党课,乙\n", encoding="utf-8")
    with pytest.raises(CheckbranchError) as caught:
        read(path)
    assert [fault.where for fault in caught.value.faults] == ["a.csv"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    ledger = one_branch(tmp_path, "日期,类型,主题\n2026-03-05,党课,学习\n什么,党课,\n".encode(encoding))
    assert ledger.activities.fields["title"] == ["学习"]
    guessed = [("a.csv", "encoding_guessed")] if encoding.startswith("gb") else []
    assert said(ledger) == [*guessed, ("a.csv!3", "bad_date")]


@pytest.mark.parametrize(("sign", "name"), [("\t", "a.tsv"), (";", "a.csv"), (",", "a.txt")])
def test_separators(tmp_path: Path, sign: str, name: str) -> None:
    assert days(one_branch(tmp_path, f"日期{sign}类型\r\n2026-03-05{sign}党课\r\n", name)) == ["2026-03-05"]


def test_rows_are_numbered_as_excel_shows_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], [], ["日期", "类型"], [date(2026, 3, 5), "党课"], [], ["哪天", "党课"], ["合计", 2]]
    ledger = one_branch(tmp_path, {"台账": rows}, "a.xlsx")
    assert ledger.activities.row == [4]
    assert said(ledger) == [("a.xlsx!台账!6", "bad_date")]
    account = ledger.sources[0]
    assert (account.read, account.taken, account.problems, account.blank, account.skipped) == (4, 1, 1, 1, 1)


def test_a_record_of_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    ledger = one_branch(
        tmp_path, '日期,类型,内容\n2026-03-05,党课,"一\n二\n三"\n没有,党课,"四\r\n五"\n\n2026-03-07,无此类,六\n'
    )
    assert ledger.activities.row == [2]
    assert said(ledger) == [("a.csv!5", "bad_date"), ("a.csv!8", "unknown_type")]


def test_a_hidden_sheet_is_read_and_said(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows: Table = [["日期", "类型"], [date(2026, 3, 5), "党课"]]
    path = tmp_path / "a.xlsx"
    write_book(path, {"甲": rows, "乙": [["日期", "类型"], [date(2026, 3, 6), "党课"]]})
    book = load_workbook(path)
    book["乙"].sheet_state = "hidden"
    book.save(path)
    ledger = one_branch(tmp_path, path.read_bytes(), "a.xlsx")
    assert days(ledger) == ["2026-03-05", "2026-03-06"]
    assert said(ledger) == [("a.xlsx!乙", "hidden_sheet")]


def test_a_formula_without_a_value_costs_the_row(tmp_path: Path) -> None:
    rows: Table = [["日期", "类型"], ["=TODAY()", "党课"], [date(2026, 3, 5), "党课"]]
    ledger = one_branch(tmp_path, {"甲": rows}, "a.xlsx")
    assert said(ledger) == [("a.xlsx!甲!2", "uncached_formula")]
    assert days(ledger) == ["2026-03-05"]


UNREADABLE = [
    ("days.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
    ("notes.docx", b"PK\x03\x04"),
    ("scan.pdf", b"%PDF-1.4"),
    ("broken.xlsx", b"this is no workbook"),
    ("strange.abc", b"x"),
    ("quotes.csv", b'\xe6\x97\xa5,b\n"1,2\n'),
    ("other.csv", "姓名,电话\n甲一,1\n".encode()),
    ("missing.csv", None),
]


@pytest.mark.parametrize(("name", "content"), UNREADABLE)
def test_a_source_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    files: dict[str, str | bytes | Book] = {"a.csv": "日期,类型\n2026-03-05,党课\n"}
    if content is not None:
        files[name] = content
    head = "name: 第一支部\n"
    folder = write(tmp_path, f"  activities: [{name}, a.csv]\n", files, head)
    ledger = read(folder)
    assert said(ledger) == [(name, "unreadable_source")]
    assert [(source.source, source.unreadable) for source in ledger.sources] == [(name, True), ("a.csv", False)]
    assert days(ledger) == ["2026-03-05"]


def test_with_an_unreadable_source_the_report_is_written_and_the_code_is_2(tmp_path: Path) -> None:
    files: Files = {"a.csv": "日期,类型\n2026-03-05,党课\n", "days.ics": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"}
    folder = write(tmp_path, "  activities: [days.ics, a.csv]\n", files, "name: 第一支部\n")
    arguments = ["audit", str(folder), "--as-of", "2026-04-01", "--fail-on", "never"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "第一支部" in result.stdout
    assert any(line.startswith("days.ics: ") for line in result.stderr.splitlines())


@pytest.mark.parametrize(("name", "content"), UNREADABLE)
def test_alone_it_is_a_fault_of_the_workspace(tmp_path: Path, name: str, content: bytes | None) -> None:
    files: dict[str, str | bytes | Book] = {} if content is None else {name: content}
    folder = write(tmp_path, f"  activities: {name}\n", files)
    with pytest.raises(CheckbranchError) as caught:
        read(folder)
    assert [fault.where.split(":")[0] for fault in caught.value.faults] == ["checkbranch.yaml"]
    assert name in caught.value.faults[0].message.zh


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("  activities: {file: a.csv, unit: B9}\n", "B9"),
        ("  activities: {file: a.csv, type: 跳舞会}\n", "跳舞会"),
        ("  activities: {file: a.csv, covers: [跳舞会]}\n", "跳舞会"),
        ("  activities: {file: a.csv, columns: {类型: tpye}}\n", "type"),
        ("  activities: {file: a.csv, columns: {哪里: place}}\n", "哪里"),
        ("  activities: {file: a.xlsx, sheet: 甲二}\n", "甲"),
        ('  activities: {file: a.csv, unit: "{sheet}"}\n', "{sheet}"),
        ("  activities: a.csv\n  members: nobody.csv\n", "nobody.csv"),
    ],
)
def test_an_entry_that_fits_nothing_is_a_fault_at_its_line(tmp_path: Path, data: str, word: str) -> None:
    files: dict[str, str | bytes | Book] = {
        "a.csv": "日期,类型\n2026-03-05,党课\n",
        "a.xlsx": {"甲": [["日期", "类型"], [date(2026, 3, 5), "党课"]]},
    }
    with pytest.raises(CheckbranchError) as caught:
        read(write(tmp_path, data, files, "name: 第一支部\n"))
    (fault,) = caught.value.faults
    assert fault.where.startswith(f"checkbranch.yaml:{3 + data.count(chr(10))}:")
    assert word in fault.message.zh
    assert word in fault.message.en


def test_every_kind_of_file_is_the_same_table(tmp_path: Path) -> None:
    from_yaml = one_branch(tmp_path, "- {日期: 2026-03-05, 类型: 党课}\n- {日期: 不知, 类型: 党课}\n", "a.yaml")
    from_json = one_branch(
        tmp_path, '[{"日期": "2026-03-05", "类型": "党课"},\n {"日期": "不知", "类型": "党课"}]\n', "a.json"
    )
    assert days(from_yaml) == days(from_json) == ["2026-03-05"]
    assert said(from_yaml) == [("a.yaml!2", "bad_date")]
    assert said(from_json) == [("a.json!2", "bad_date")]
