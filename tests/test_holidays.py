"""The user's own list of holidays and working days: what is read, and what is said of the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.calendars import read_holidays

ARRANGEMENT = """{
\t"$schema": "https://example.org/schema.json",
\t"year": 2027,
\t"papers": ["https://example.org/notice"],
\t"days": [
\t\t{"name": "元旦", "date": "2027-01-01", "isOffDay": true},
\t\t{"name": "元旦", "date": "2027-01-03", "isOffDay": false}
\t]
}
"""


def read(
    folder: Path, text: str, name: str = "holidays.yaml"
) -> tuple[list[str], list[str], list[tuple[int | None, str]]]:
    """Read ``text`` as a list; give the days as text, and of each fault the line and the English message."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = read_holidays(path)
    assert all(zh.endswith("。") and en.endswith(".") for _, zh, en in found.faults)
    return sorted(map(str, found.off)), sorted(map(str, found.worked)), [(line, en) for line, _, en in found.faults]


@pytest.mark.parametrize(
    ("text", "holidays", "workdays"),
    [
        ("holidays: [2027-01-01]\nworkdays: [2027-01-03]\n", "2027-01-01", "2027-01-03"),
        ("holidays:\n- 2027-01-01\n- '2027-01-02'  # 周六\n", "2027-01-01 2027-01-02", ""),
        ("holidays: [2027-02-05..2027-02-07]\n", "2027-02-05 2027-02-06 2027-02-07", ""),
        ('holidays: ["2027-02-05 - 2027-02-06"]\n', "2027-02-05 2027-02-06", ""),
        ("holidays: [2027-02-27 至 2027-03-01]\n", "2027-02-27 2027-02-28 2027-03-01", ""),
        ("holidays: 2028-2-29\nworkdays:\n", "2028-02-29", ""),
        ("holidays: [2027-01-01, 2027-01-01..2027-01-02]\n", "2027-01-01 2027-01-02", ""),
        ("holidays: []\n", "", ""),
        ("holidays: [{from: 2027-02-05, to: 2027-02-06, name: 春节}]\n", "2027-02-05 2027-02-06", ""),
        ("workdays: [{from: 2027-02-20}]\nyears: 2027\n", "", "2027-02-20"),
        ("\ufeffworkdays: [2027-01-03]\n", "", "2027-01-03"),
        ('{"holidays":["2027-01-01"],\n\t"workdays":[]}', "2027-01-01", ""),
        (ARRANGEMENT, "2027-01-01", "2027-01-03"),
        ('{"year": 2027, "papers": [], "days": []}', "", ""),
    ],
)
def test_a_list_is_read(text: str, holidays: str, workdays: str, tmp_path: Path) -> None:
    assert read(tmp_path, text) == (holidays.split(), workdays.split(), [])


NO_DAY = "is not a day. Write 2027-01-01, or a range 2027-02-05..2027-02-12."
NO_RANGE = "is not a range of days. Write the earlier day first, and at most 366 days."


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("holidays:\n- 2027-02-30\n", 2, f"'2027-02-30' {NO_DAY}"),
        ("holidays:\n- 2027-01-01\n- 元旦\n", 3, f"'元旦' {NO_DAY}"),
        ("holidays: [{a: 1}]\n", 1, "Unknown key 'a'. Write one of from, to, name."),
        ("holidays: [{}]\n", 1, "This entry has no from. Write from: 2027-02-05, and to: for a range."),
        ("holidays: [{to: 2027-01-01}]\n", 1, "This entry has no from. Write from: 2027-02-05, and to: for a range."),
        ("holidays: [{from: x}]\n", 1, f"'x' {NO_DAY}"),
        ("holidays:\n- {from: 2027-01-02, to: 2027-01-01}\n", 2, f"'2027-01-02..2027-01-01' {NO_RANGE}"),
        ("years: [27]\n", 1, "'27' is not a year. Write one such as 2027."),
        ("holidays: [2027-02-05..2027-02-31]\n", 1, f"'2027-02-05..2027-02-31' {NO_DAY}"),
        ("holidays: [2027-02-12..2027-02-05]\n", 1, f"'2027-02-12..2027-02-05' {NO_RANGE}"),
        ("holidays: [2027-02-12..2072-02-05]\n", 1, f"'2027-02-12..2072-02-05' {NO_RANGE}"),
        (
            "holidays: [2027-01-01]\nworkdays: [2027-01-01]\n",
            2,
            "2027-01-01 is both off and worked (see line 1). Keep it in one of them.",
        ),
        ("holiday: [2027-01-01]\n", 1, "Unknown key 'holiday'. Write holidays."),
        ("放假: [2027-01-01]\n", 1, "Unknown key '放假'. Write one of holidays, workdays, years."),
        ("[1]: x\n", 1, "Unknown key '?'. Write one of holidays, workdays, years."),
        ("holidays: []\nholidays: []\n", 2, "'holidays' is written twice. Write it once."),
        ("", None, "There should be two lists of days here. Write holidays: and workdays:."),
        ("- 2027-01-01\n", 1, "There should be two lists of days here. Write holidays: and workdays:."),
        ("holidays: [2027-01-01\n", 2, "This is not valid YAML or JSON. Check indents, colons and brackets."),
        ("holidays: \x00\n", None, "This is not valid YAML or JSON. Check the file."),
        ("[" * 20_000, None, "This is not valid YAML or JSON. Check the file."),
        ("holidays: &a [*a]\n", 1, f"'This entry' {NO_DAY}"),
        ("days: [2027-01-01]\n", 1, "Each of days should be {name, date, isOffDay}."),
        (
            "days: [{date: 2027-01-01, isOffDay: maybe}]\n",
            1,
            "date or isOffDay is missing. Write the day, and isOffDay as true (off) or false (worked).",
        ),
    ],
)
def test_a_fault_names_its_line_and_the_mend(text: str, line: int | None, message: str, tmp_path: Path) -> None:
    assert read(tmp_path, text)[2] == [(line, message)]


def test_what_is_right_is_read_beside_what_is_wrong(tmp_path: Path) -> None:
    holidays, workdays, faults = read(tmp_path, "holidays: [2027-01-01, x, y]\nworkday: []\nworkdays: [2027-01-03]\n")
    assert (holidays, workdays) == (["2027-01-01"], ["2027-01-03"])
    assert [line for line, _ in faults] == [1, 1, 2]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "gbk.yaml").write_bytes("holidays: []  # 元旦".encode("gbk"))
    found = [read_holidays(tmp_path / name).faults[0][2] for name in ("none.yaml", ".", "gbk.yaml")]
    assert found == [
        "The file cannot be read (No such file or directory). Check path and rights.",
        "The file cannot be read (Is a directory). Check path and rights.",
        "The file is not UTF-8. Save it as UTF-8.",
    ]


@given(st.text(alphabet="holidayswrk:[]{}-.,0123456789 \n\t\"'&*#年", max_size=80))
def test_no_text_makes_it_stumble(text: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        holidays, workdays, _ = read(Path(folder), text)
        assert not set(holidays) & set(workdays)
        assert all(date.fromisoformat(day) for day in [*holidays, *workdays])
