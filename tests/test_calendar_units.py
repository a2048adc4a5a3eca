"""``calendar export --per-unit``: one file for each unit, what they are called, and what becomes of them."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.calendars.file_names import looks_secret, plain_name, plain_names, secret_list_name, secret_name
from checkbranch.cli.main import main
from checkbranch.cli.output import opened
from checkbranch.engine.errors import fail

from .calendar_workspace import (
    EAST,
    LIFE,
    THEME,
    UNITS,
    VISITS,
    WEST,
    Seen,
    entries,
    export,
    files,
    ledger,
    listed,
    parsed,
    per_unit,
    run,
    two_units,
    workspace,
)

WINDOWS = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.IGNORECASE)


def refused(folder: Path, as_of: str, *options: str, to: str = "served") -> str:
    """Return the one line that such an export is refused with; nothing may have changed."""
    before = content(folder)
    result = per_unit(folder, as_of, *options, to=to)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1), result.output
    assert content(folder) == before
    return result.stderr


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def of_unit(folder: Path, name: str) -> list[Seen]:
    return entries(folder / "served", name)


# What is in the files.


def test_each_unit_has_a_file_of_its_own_events(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    whole = export(folder, "2026-10-05")
    result = per_unit(folder, "2026-10-05")
    assert result.exit_code == 0
    assert files(folder) == ["B1.ics", "B2.ics"]
    east, west = of_unit(folder, "B1.ics"), of_unit(folder, "B2.ics")
    assert {(one.uid, one.start) for one in (*east, *west)} == {(one.uid, one.start) for one in whole}
    assert [one.summary for one in east] == [one.summary for one in west]
    assert east[0].summary == "主题党日（10月，还差1次）"  # whose it is, the calendar's name says
    calendar = parsed(folder / "served", "B1.ics")
    assert str(calendar["X-WR-CALNAME"]) == "东岭支部 组织生活计划"
    assert "UID" not in calendar
    assert listed(folder) == [["单位编号", "单位名称", "文件", "备注"], ["B1", "东岭支部", "B1.ics", ""],
                              ["B2", "西岭支部", "B2.ics", ""]]  # fmt: skip


GROUP = """\
  - id: group
    title: {zh: 每月党小组会, en: Group meeting every month}
    basis: [{source: s, article: "1", modality: shall}]
    subject: group
    quota: {do: study, at_least: 1, every: month}
"""


def test_a_branch_has_its_groups_in_its_file_and_each_is_named(tmp_path: Path) -> None:
    units = "编号,名称,类型,上级\nB1,东岭支部,branch,\nG1,第一党小组,group,B1\nG2,第二党小组,group,B1\n"
    folder = workspace(tmp_path, LIFE + GROUP, ["2026-10-06,集中学习,,B1"], "log_starts: 2026-10-01\n", u_csv=units)
    assert per_unit(folder, "2026-11-20", "--to", "2026-11-30").exit_code == 0
    assert files(folder) == ["B1.ics"]
    november = sorted(one.summary for one in of_unit(folder, "B1.ics") if "11月" in one.summary)
    assert november == [f"第{n}党小组：集中学习（11月，还差1次）" for n in "一二"]


def test_the_summary_has_a_line_for_each_unit(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    told = per_unit(folder, "2026-10-05").stdout.splitlines()
    assert told == [
        "截至 2026-10-05，2026-01-01 至 2026-12-31。",
        f"已写入文件夹 {folder / 'served'}：2 个单位，每个单位一个日历。",
        "东岭支部（B1.ics）：新增 4，变更 0，取消 0，未变 0。",
        "西岭支部（B2.ics）：新增 4，变更 0，取消 0，未变 0。",
        "合计：新增 8，变更 0，取消 0，未变 0；有变化的日历 2 个。",
        "文件与单位的对照见 index.csv。对外只发布 .ics 文件；对照表、状态文件留在本地。",
    ]
    ledger(folder, ["2026-10-06,主题党日,,B1"], head="日期,类型,所属时段,党支部")
    told = per_unit(folder, "2026-10-06", "--lang", "en", "--duty", "theme-day").stdout.splitlines()
    assert told[2:5] == [
        "东岭支部 (B1.ics): new 0, changed 2, cancelled 1, unchanged 0.",
        "西岭支部 (B2.ics): new 0, changed 3, cancelled 0, unchanged 0.",
        "In all: new 0, changed 5, cancelled 1, unchanged 0; 2 of the calendars changed.",
    ]


def test_of_many_units_the_summary_only_counts(tmp_path: Path) -> None:
    units = UNITS + "".join(f"B{n},支部{n},branch\n" for n in range(50))
    told = per_unit(two_units(tmp_path, LIFE, units), "2026-10-05").stdout.splitlines()
    assert len(told) == 4
    assert told[2] == "合计：新增 50，变更 0，取消 0，未变 0；有变化的日历 50 个。"


def test_the_options_of_one_file_hold_for_each(tmp_path: Path) -> None:
    folder = workspace(tmp_path, THEME + VISITS, h_csv="编号,户主\nH1,户主\n")
    assert per_unit(folder, "2026-11-02", "--visits", "--as", "todo", "--alarms", "1d").exit_code == 0
    (name,) = files(folder)
    calendar = parsed(folder / "served", name)
    assert calendar.events == []
    assert {len(todo.walk("VALARM")) for todo in calendar.todos} == {1}
    assert "走访（本周 1 户）" in {str(todo["SUMMARY"]) for todo in calendar.todos}


# What changes, and what does not.


def test_what_has_not_changed_is_not_touched(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    before = {path: path.stat().st_mtime_ns for path in (folder / "served").glob("*.ics*")}
    ledger(folder, ["2026-10-06,主题党日,,B1"], head="日期,类型,所属时段,党支部")
    per_unit(folder, "2026-10-06")
    changed = {path.name for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert changed == {"B1.ics", "B1.ics.state.json"}
    assert [one.status for one in of_unit(folder, "B1.ics")].count("CANCELLED") == 1
    assert {one.status for one in of_unit(folder, "B2.ics")} == {"TENTATIVE"}


def test_a_unit_that_is_gone_keeps_its_file_in_which_all_is_cancelled(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    planned = of_unit(folder, "B2.ics")
    two_units(folder, units=UNITS + EAST)
    result = per_unit(folder, "2026-10-06")
    gone = of_unit(folder, "B2.ics")
    assert [(one.uid, one.start, one.status, one.sequence) for one in gone] == [
        (one.uid, one.start, "CANCELLED", 1) for one in planned
    ]
    assert "已不在单位表中的 1 个，其日历中的建议已取消。" in result.stdout
    assert listed(folder)[2] == ["B2", "", "B2.ics", "已不在单位表中"]
    assert per_unit(folder, "2027-05-01", "--year", "2027").exit_code == 0
    assert of_unit(folder, "B2.ics") == []


def test_a_unit_of_which_nothing_is_owed_any_more_has_it_cancelled(tmp_path: Path) -> None:
    folder = two_units(tmp_path, LIFE)
    per_unit(folder, "2026-10-05")
    ledger(folder, ["2026-10-06,组织生活会,,B2"], head="日期,类型,所属时段,党支部")
    per_unit(folder, "2026-10-07")
    assert [one.status for one in of_unit(folder, "B2.ics")] == ["CANCELLED"]
    two_units(folder, LIFE, UNITS + EAST + "B2,西岭支部,committee\n")  # the duty does not apply to it
    per_unit(folder, "2026-10-08")
    assert [one.status for one in of_unit(folder, "B2.ics")] == ["CANCELLED"]


def test_only_the_units_that_were_asked_for_are_written(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    assert per_unit(folder, "2026-10-05", "--unit", "东岭支部").exit_code == 0
    assert files(folder) == ["B1.ics"]
    per_unit(folder, "2026-10-05")
    before = content(folder / "served")
    ledger(folder, ["2026-10-06,主题党日,,B1;B2"], head="日期,类型,所属时段,党支部")
    per_unit(folder, "2026-10-06", "--unit", "B2")
    after = content(folder / "served")
    assert {name for name in after if after[name] != before[name]} == {"B2.ics", "B2.ics.state.json"}
    assert [row[2] for row in listed(folder)[1:]] == ["B1.ics", "B2.ics"]


def test_a_lost_state_file_is_made_anew(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    before = content(folder / "served")
    (folder / "served" / "B1.ics.state.json").unlink()
    (folder / "served" / "B2.ics.state.json").write_text("{")
    result = per_unit(folder, "2026-10-05")
    assert result.stderr.count("已按原日历重建") == 2
    assert content(folder / "served") == before


def test_a_lost_calendar_is_written_again(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    before = content(folder / "served")
    (folder / "served" / "B1.ics").unlink()
    per_unit(folder, "2026-10-05")
    assert content(folder / "served") == before


def test_an_export_that_breaks_off_leaves_whole_files_and_the_next_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    old = content(folder / "served")
    ledger(folder, ["2026-10-06,主题党日,,B1;B2"], head="日期,类型,所属时段,党支部")

    def full_disk(path: Path | None):  # type: ignore[no-untyped-def]
        if path is not None and path.name == "B2.ics":
            raise fail(str(path), "满", "full")
        return opened(path)

    with monkeypatch.context() as patched:
        patched.setattr("checkbranch.cli.calendar_files.opened", full_disk)
        assert per_unit(folder, "2026-10-06").exit_code == 2
    half = content(folder / "served")
    assert {name for name in half if half[name] != old[name]} == {"B1.ics", "B1.ics.state.json"}
    per_unit(folder, "2026-10-06")
    done = content(folder / "served")
    assert {name for name in done if done[name] != half[name]} == {"B2.ics", "B2.ics.state.json"}


# What the files are called.


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("B1", "B1"),
        ("东岭支部", "东岭支部"),
        ("a.b_c-d", "a.b_c-d"),
        ("东岭/支部:*?", "东岭-支部-"),
        ("第 1 支部", "第-1-支部-"),
        ("CON", "CON-"),
        ("com1.x", "com1.x-"),
        ("lpt²", "lpt²-"),
        ("..", "unit-"),
        ("🎋", "unit-"),
        ("", "unit-"),
        ("half \ud800", "half-"),
        (unicodedata.normalize("NFD", "é"), "é-"),
        ("长" * 300, "长" * 50 + "-"),
    ],
)
def test_a_plain_name_is_the_id_or_what_can_stand_of_it_with_a_hash(unit: str, name: str) -> None:
    found = plain_name(unit)
    assert found == name or (name.endswith("-") and re.fullmatch(re.escape(name) + "[0-9a-f]{8}", found))


IDS = st.text(st.sampled_from('abAB1.-_ /\\:*?"<>|支部\u0301é\n') | st.characters(), max_size=80)


@given(st.lists(IDS, unique=True, max_size=8), st.integers(0, 8))
def test_names_are_legal_on_every_system_all_different_and_stay(units: list[str], first: int) -> None:
    given = plain_names(units[:first], {})
    found = plain_names(units, given)
    assert list(found) == [unit for unit in units if unit in given] + [unit for unit in units if unit not in given]
    assert len({name.casefold() for name in found.values()}) == len(units)
    assert {unit: found[unit] for unit in given} == given
    for name in found.values():
        assert name
        assert not WINDOWS.search(name), name
        assert name == unicodedata.normalize("NFC", name)
        assert not name.startswith((".", "-"))
        assert len(f"{name}.ics.state.json".encode()) <= 255


def test_units_whose_names_clash_have_files_of_their_own(tmp_path: Path) -> None:
    units = UNITS + "b/1,甲,branch\nb:1,乙,branch\nB1,丙,branch\nb1,丁,branch\nCON,戊,branch\n"
    folder = two_units(tmp_path, LIFE, units)
    assert per_unit(folder, "2026-10-05").exit_code == 0
    assert len(files(folder)) == 5
    assert len({name.casefold() for name in files(folder)}) == 5
    assert {len(of_unit(folder, name)) for name in files(folder)} == {1}
    names = {str(parsed(folder / "served", row[2])["NAME"]) for row in listed(folder)[1:]}
    assert names == {f"{name} 组织生活计划" for name in "甲乙丙丁戊"}


def test_a_unit_that_comes_later_takes_no_name_away(tmp_path: Path) -> None:
    folder = two_units(tmp_path, LIFE)
    per_unit(folder, "2026-10-05")
    two_units(folder, LIFE, UNITS + EAST + WEST + "b1,新支部,branch\n")
    assert per_unit(folder, "2026-10-05").exit_code == 0
    assert {"B1.ics", "B2.ics"} < set(files(folder))
    assert re.search(r" b1-[0-9a-f]{8}\.ics", " ".join(files(folder)))


def test_a_file_that_was_renamed_keeps_its_new_name(tmp_path: Path) -> None:
    folder = two_units(tmp_path, LIFE)
    per_unit(folder, "2026-10-05")
    for end in (".ics", ".ics.state.json"):
        (folder / "served" / f"B1{end}").rename(folder / "served" / f"east{end}")
    per_unit(folder, "2026-10-05")
    assert files(folder) == ["B2.ics", "east.ics"]


# Names that nobody can guess.


def test_secret_names_stay_and_only_the_key_tells_them(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    result = per_unit(folder, "2026-10-05", "--secret-names")
    assert result.exit_code == 0
    names = files(folder)
    assert all(re.fullmatch(r"[0-9a-f]{32}\.ics", name) for name in names)
    private = [path.stem for path in (folder / "served").iterdir()]
    assert not [name for name in private if name in result.output]  # what is printed may be kept in a log
    before = content(folder / "served")
    for options in ((), ("--secret-names",)):  # a folder with a key has secret names
        assert per_unit(folder, "2026-10-05", *options).exit_code == 0
        assert content(folder / "served") == before
    assert per_unit(folder, "2026-10-05", "--secret-names", to="other").exit_code == 0
    assert not set(files(folder, "other")) & set(names)
    rows = listed(folder)[1:]
    assert [row[:2] for row in rows] == [["B1", "东岭支部"], ["B2", "西岭支部"]]
    assert sorted(row[2] for row in rows) == names
    assert str(parsed(folder / "served", rows[1][2])["NAME"]) == "西岭支部 组织生活计划"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_key_and_the_list_are_their_owners_and_cannot_be_guessed(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05", "--secret-names")
    (key,) = (folder / "served").glob("*.key")
    (index,) = (folder / "served").glob("index*.csv")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (key, index)} == {0o600}
    assert re.fullmatch(r"checkbranch-[0-9a-f]{16}\.key", key.name)
    assert re.fullmatch(r"index-[0-9a-f]{32}\.csv", index.name)
    first = key.read_bytes()
    per_unit(folder, "2026-10-06", "--secret-names")
    assert key.read_bytes() == first


def test_a_secret_name_is_told_from_others() -> None:
    assert looks_secret(secret_name(b"k" * 32, "B1"))
    assert not looks_secret("B1")
    assert secret_list_name(b"k" * 32) not in {secret_name(b"k" * 32, unit) for unit in ("list", "unit\nlist", "")}
    assert secret_name(b"k" * 32, "B1") != secret_name(b"l" * 32, "B1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("lose", "没有密钥"),
        ("replace", "文件名与密钥不符"),
        ("double", "有 2 个密钥文件"),
        ("damage", "已损坏"),
    ],
)
def test_without_its_key_a_folder_is_left_as_it_is(tmp_path: Path, change: str, said: str) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05", "--secret-names")
    (key,) = (folder / "served").glob("*.key")
    if change == "lose":
        key.unlink()
    elif change == "replace":
        key.write_text("0" * 64)
    elif change == "double":
        (folder / "served" / "checkbranch-0.key").write_text("0" * 64)
    else:
        key.write_text("no key")
    assert said in refused(folder, "2026-10-06")
    assert refused(folder, "2026-10-06", "--secret-names", "--lang", "en")


def test_plain_names_are_not_mixed_with_secret_ones(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    assert "请另选一个空文件夹" in refused(folder, "2026-10-05", "--secret-names")


# What cannot be used.


def test_a_folder_of_another_workspace_is_left_as_it_is(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    yaml = folder / "checkbranch.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8").replace("第一支部", "第二支部"), encoding="utf-8")
    assert "这是工作区“第一支部”的导出" in refused(folder, "2026-10-05")


@pytest.mark.parametrize("whose", ["ours", "foreign", "no calendar"])
def test_a_file_that_was_not_exported_for_one_unit_is_not_overwritten(tmp_path: Path, whose: str) -> None:
    folder = two_units(tmp_path)
    (folder / "served").mkdir()
    if whose == "ours":
        run(folder, "2026-10-05", file="served/B1.ics")
    else:
        text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//phone//x//EN\r\nEND:VCALENDAR\r\n"
        (folder / "served" / "B1.ics").write_text(text if whose == "foreign" else "x")
    assert "不是按单位导出的" in refused(folder, "2026-10-05")


def test_a_copy_is_left_as_it_is_and_said(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    per_unit(folder, "2026-10-05")
    copy = folder / "served" / "B1 - 副本.ics"
    copy.write_bytes((folder / "served" / "B1.ics").read_bytes())
    ledger(folder, ["2026-10-06,主题党日,,B1"], head="日期,类型,所属时段,党支部")
    old = copy.read_bytes()
    result = per_unit(folder, "2026-10-06")
    assert "副本.ics: 与 B1.ics 是同一个单位的日历" in result.stderr
    assert copy.read_bytes() == old != (folder / "served" / "B1.ics").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--per-unit", "{folder}/a.csv"], "这是文件，不是文件夹"),
        (["--per-unit", "{folder}/none/served"], "不存在"),
        (["--per-unit", "{folder}/served", "-o", "{folder}/plan.ics"], "请只写一种"),
        (["-o", "{folder}/plan.ics", "--secret-names"], "--per-unit"),
        (["--secret-names"], "没有写明写到哪里"),
        ([], "没有写明写到哪里"),
        (["--per-unit", "{folder}/served", "--unit", "无此支部"], "--unit"),
        (["--per-unit", "{folder}/served", "--from", "2026-01-01", "--to", "2076-01-01"], "50 年"),
    ],
)
def test_calls_that_cannot_be_used(tmp_path: Path, options: list[str], said: str) -> None:
    folder = two_units(tmp_path)
    before = content(folder)
    call = ["calendar", "export", str(folder), *(option.format(folder=folder) for option in options)]
    result = CliRunner().invoke(main, call)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.output
    assert said in result.stderr
    assert content(folder) == before
    assert not (folder / "served").exists()


def test_an_unknown_zone_is_refused_with_the_nearest(tmp_path: Path) -> None:
    folder = two_units(tmp_path)
    yaml = folder / "checkbranch.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8") + "timezone: Asia/Shangai\n", encoding="utf-8")
    said = refused(folder, "2026-10-05")
    assert "“Asia/Shangai”" in said
    assert "Asia/Shanghai" in said


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = two_units(tmp_path)
    monkeypatch.setattr("os.access", lambda _, mode: not mode & os.W_OK)  # root may write everywhere
    assert "此处不能写入" in refused(folder, "2026-10-05")
