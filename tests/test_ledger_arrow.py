"""Parquet and Arrow files, and folders of files partitioned by branch: what is read, what is refused, what is said."""

from __future__ import annotations

import functools
import json
import tempfile
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import feather, parquet

from checkbranch.cli.main import main
from checkbranch.engine.errors import CheckbranchError
from checkbranch.engine.ledger.files.arrow_cells import Unreadable, cells_of
from checkbranch.engine.ledger.files.arrow_tables import read_arrow
from checkbranch.engine.ledger.files.files import open_file
from checkbranch.engine.ledger.placeholders import words_of
from checkbranch.engine.ledger.values.sheets import Refused

from .test_ledger_reading import read, said, unit_ids, write

SHANGHAI = ZoneInfo("Asia/Shanghai")
Writer = Callable[[pa.Table, Path], None]

WRITERS: dict[str, Writer] = {
    "a.parquet": lambda table, path: parquet.write_table(table, path, row_group_size=2),
    "a.feather": lambda table, path: feather.write_feather(table, str(path), compression="zstd"),
    "a.arrow": lambda table, path: stream(table, path, pa.ipc.new_file),
    "a.ipc": lambda table, path: stream(table, path, pa.ipc.new_stream),
    "no extension": lambda table, path: parquet.write_table(table, path),
    "wrong.csv": lambda table, path: stream(table, path, pa.ipc.new_file),
}


def stream(table: pa.Table, path: Path, new: Any) -> None:
    with new(str(path), table.schema) as sink:
        sink.write_table(table)


# A column of Arrow, and the cells that it becomes.
CASES: list[tuple[Any, list[object]]] = [
    (pa.array(["甲", None, "乙"]), ["甲", None, "乙"]),
    (pa.array(["甲", None] * 3).dictionary_encode(), ["甲", None] * 3),
    (pa.array(["甲"] * 3, pa.large_string()), ["甲"] * 3),
    (pa.array(["甲"], pa.string_view()), ["甲"]),
    (pa.array([True, None, False]), ["TRUE", None, "FALSE"]),
    (pa.array([2**64 - 1, None], pa.uint64()), [2**64 - 1, None]),
    (pa.array([0.1, 5.0, float("nan"), float("inf"), None]), [Decimal("0.1"), 5, None, "inf", None]),
    (pa.array([0.1, 15.0], pa.float32()), [Decimal("0.1"), 15]),
    (pa.array([1e300, 1e-300]), ["1E+300", "1E-300"]),
    (pa.array([Decimal("5.00"), Decimal("1.50")]), [5, Decimal("1.5")]),
    (pa.array([Decimal("1.5")], pa.decimal256(60, 2)), [Decimal("1.5")]),
    (pa.array([date(2026, 3, 5), None]), [date(2026, 3, 5), None]),
    (pa.array([0, 2**31 - 1], pa.date32()), [date(1970, 1, 1), "<value out of range: 2147483647>"]),
    (pa.array([datetime(2026, 3, 5, 15)], pa.timestamp("ns")), [datetime(2026, 3, 5, 15)]),
    (pa.array([1772694000000000999], pa.timestamp("ns")), [datetime(2026, 3, 5, 7)]),
    # All at midnight: days, as pandas keeps them.
    (pa.array([datetime(2026, 3, 5), None], pa.timestamp("us")), [date(2026, 3, 5), None]),
    (pa.array([datetime(2026, 3, 5), datetime(2026, 3, 5, 9)]), [datetime(2026, 3, 5), datetime(2026, 3, 5, 9)]),
    (pa.array([datetime(2026, 3, 5, 20)], pa.timestamp("s", "UTC")), [datetime(2026, 3, 6, 4)]),
    (pa.array([datetime(2026, 3, 5, 20)], pa.timestamp("ms", "America/New_York")), [datetime(2026, 3, 6, 4)]),
    (pa.array([datetime(2026, 3, 5, 16)], pa.timestamp("s", "UTC")), [date(2026, 3, 6)]),
    (pa.array([datetime(2026, 3, 5)] * 2).dictionary_encode(), [date(2026, 3, 5)] * 2),
    (pa.array([[datetime(2026, 3, 5, 9)], None]), ["2026-03-05 09:00", None]),
    (pa.array([2**62], pa.timestamp("s", "UTC")), ["<value out of range: 4611686018427387904>"]),
    (pa.array([time(15, 30)], pa.time64("ns")), [time(15, 30)]),
    (pa.array([timedelta(hours=1.5)], pa.duration("ns")), [timedelta(hours=1.5)]),
    (pa.array([(0, 1, 3600 * 10**9)], pa.month_day_nano_interval()), [timedelta(days=1, hours=1)]),
    (pa.array([(14, 3, 0)], pa.month_day_nano_interval()), ["14 months 3 days"]),
    (pa.array([["甲", None, "乙"], [], None]), ["甲、乙", "", None]),
    (pa.array([["丙"], ["甲", "乙"], None], pa.large_list(pa.string())).slice(1), ["甲、乙", None]),
    (pa.array([["甲", "乙"], None, ["丙", "丁"]], pa.list_(pa.string(), 2)), ["甲、乙", None, "丙、丁"]),
    (pa.array([["甲", "乙"]], pa.list_view(pa.string())), ["甲、乙"]),
    (pa.array([[date(2026, 3, 5), date(2026, 3, 6)]]), ["2026-03-05、2026-03-06"]),
    (pa.array([uuid.UUID(int=5), None], pa.uuid()), ["00000000-0000-0000-0000-000000000005", None]),
    (pa.array(['["甲",1]', '{"a":1}', '"乙"', None], pa.json_()), ["甲、1", '{"a":1}', "乙", None]),
    (pa.array(["[1,[2]]", "null", "no JSON"], pa.json_()), ["[1,[2]]", "", "no JSON"]),
    (pa.nulls(2), [None, None]),
    (pa.RunEndEncodedArray.from_arrays([2, 3], ["甲", "乙"]), ["甲", "甲", "乙"]),
    (pa.array([b"\xd5\xc5\xc8\xfd", b"\xff\xff"]).view(pa.string()), ["张三", "\\xff\\xff"]),
]  # fmt: skip


@pytest.mark.parametrize(("array", "cells"), CASES, ids=[f"{at} {array.type}" for at, (array, _) in enumerate(CASES)])
def test_a_column_becomes_cells(array: Any, cells: list[object]) -> None:
    assert cells_of(pa.chunked_array([array]), SHANGHAI) == cells
    twice = cells_of(pa.chunked_array([array, array]), SHANGHAI)
    assert twice == [*cells, *cells]
    assert [type(cell) for cell in twice[: len(cells)]] == [type(cell) for cell in cells]
    many = pa.concat_arrays([array.slice(0, 1)] * 50)
    assert (
        cells_of(pa.chunked_array([many]), SHANGHAI) == cells_of(pa.chunked_array([array.slice(0, 1)]), SHANGHAI) * 50
    )


@pytest.mark.parametrize(
    "array",
    [
        pa.array([b"a"]), pa.array([b"a"], pa.binary(1)), pa.array([{"a": 1}]), pa.array([[b"a"]]),
        pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int8())), pa.array([[{"a": 1}]]),
    ],
    ids=lambda array: str(array.type),
)  # fmt: skip
def test_a_column_that_holds_no_texts_is_unreadable(array: Any) -> None:
    with pytest.raises(Unreadable):
        cells_of(pa.chunked_array([array]), SHANGHAI)


def ledger(**more: Any) -> pa.Table:
    columns: dict[str, Any] = {
        "日期": pa.array([date(2026, 3, 5), date(2026, 3, 6), None, date(2026, 3, 8)]),
        "类型": pa.array(["党课", "支委会", None, "没有"]).dictionary_encode(),
        "参会人员": pa.array([["甲一", "乙二"], None, None, ["甲一"]]),
        **more,
    }
    return pa.table({name: column for name, column in columns.items() if column is not None})


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_told_by_what_is_in_it(tmp_path: Path, name: str) -> None:
    WRITERS[name](ledger(), tmp_path / name)
    found = read(write(tmp_path, f"  activities: {name}\n", {}, "unit: {id: B1, name: 第一支部}\n"))
    (source,) = found.sources
    assert (source.source, source.read, source.taken, source.problems, source.blank) == (name, 4, 2, 1, 1)
    assert found.activities.row == [1, 2]
    assert found.activities.types == [("party_lecture",), ("committee_meeting",)]
    assert found.activities.fields["attendees"] == [2, None]
    assert said(found) == [(f"{name}!4", "unknown_type")]


def test_a_column_that_is_left_out_is_said(tmp_path: Path) -> None:
    table = ledger(照片=pa.array([b"\xff"] * 4), 备注=pa.array([{"a": 1}] * 4), 会议地点=pa.array(["x"] * 4))
    parquet.write_table(table, tmp_path / "a.parquet")
    found = read(write(tmp_path, "  activities: a.parquet\n", {}, "unit: {id: B1, name: 第一支部}\n"))
    problems = [one for one in found.problems if one.code == "unreadable_column"]
    assert [(one.source, one.severity) for one in problems] == [("a.parquet", "warning")] * 2
    assert "“照片”" in problems[0].message.zh
    assert "struct" in problems[1].message.en
    assert found.sources[0].columns >= {"place"}
    assert "照片" not in found.activities.fields


def test_columns_of_the_users_own_are_kept(tmp_path: Path) -> None:
    parquet.write_table(ledger(得分=pa.array([1.5, None, 2, 3])), tmp_path / "a.parquet")
    found = read(write(tmp_path, "  activities: a.parquet\n", {}, "unit: {id: B1, name: 第一支部}\n"))
    assert found.activities.fields["得分"] == [Decimal("1.5"), None]


def test_the_first_row_is_never_taken_for_a_header(tmp_path: Path) -> None:
    table = pa.table({"a": ["日期", "2026-03-05"], "b": ["类型", "党课"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(CheckbranchError) as error:
        read(write(tmp_path, "  activities: a.parquet\n", {}, "unit: {id: B1, name: 第一支部}\n"))
    assert "列名与 activities 表的列名" in error.value.faults[0].message.zh


def broken() -> dict[str, Callable[[bytes, bytes], bytes]]:
    return {
        "a parquet cut short": lambda table, _: table[: len(table) // 2],
        "a parquet without its end": lambda table, _: table[:-4],
        "a parquet with other bytes": lambda table, _: table[:20] + b"\xff" * 200 + table[220:],
        "a parquet that is none": lambda table, _: b"PAR1" + b"x" * 50 + b"PAR1",
        "an encrypted parquet": lambda table, _: b"PARE" + table[4:-4] + b"PARE",
        "an arrow cut short": lambda _, arrow: arrow[: len(arrow) // 2],
        "an arrow with other bytes": lambda _, arrow: arrow[:-80] + b"\xff" * 60 + arrow[-20:],
        "an arrow that is none": lambda _, arrow: b"ARROW1\0\0" + b"x" * 50,
        "an old feather that is none": lambda _, arrow: b"FEA1" + b"x" * 50,
        "a text": lambda table, arrow: b"date,type\n",
    }


@pytest.mark.parametrize("how", broken())
def test_a_damaged_file_is_refused(tmp_path: Path, how: str) -> None:
    parquet.write_table(ledger(), tmp_path / "a.parquet")
    stream(ledger(), tmp_path / "a.arrow", pa.ipc.new_file)
    data = broken()[how]((tmp_path / "a.parquet").read_bytes(), (tmp_path / "a.arrow").read_bytes())
    (tmp_path / "b.parquet").write_bytes(data)
    with pytest.raises(Refused) as error:
        open_file(tmp_path / "b.parquet").sheet(None)
    assert error.value.message.zh != error.value.message.en
    assert "\n" not in error.value.message.en


@given(
    name=st.sampled_from(["a.parquet", "a.arrow", "a.ipc"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
    cut=st.none() | st.floats(0, 1),
)
def test_whatever_is_broken_a_file_is_read_or_refused(
    name: str, changes: list[tuple[float, int]], cut: float | None
) -> None:
    data = bytearray(_whole(name))
    for at, byte in changes:
        data[int(at * (len(data) - 1))] = byte
    if cut is not None:
        del data[int(cut * len(data)) :]
    try:
        sheet = read_arrow(bytes(data), SHANGHAI)
    except Refused:
        return
    assert {len(column) for column in sheet.columns} <= {len(sheet.numbers)}


@functools.cache
def _whole(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        WRITERS[name](ledger(), Path(folder) / name)
        return (Path(folder) / name).read_bytes()


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.ipc"])
def test_more_rows_than_can_be_read_are_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkbranch.engine.ledger.files.arrow_tables.MOST_ROWS", 3)
    WRITERS[name](ledger(), tmp_path / name)
    with pytest.raises(Refused, match="too many"):
        read_arrow((tmp_path / name).read_bytes(), SHANGHAI)


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "a.ipc"])
def test_a_file_with_its_header_alone_has_no_rows(tmp_path: Path, name: str) -> None:
    WRITERS[name](ledger().slice(0, 0), tmp_path / name)
    found = read(write(tmp_path, f"  activities: {name}\n", {}, "unit: {id: B1, name: 第一支部}\n"))
    assert said(found) == [(name, "empty_source")]


def test_one_file_may_be_two_tables(tmp_path: Path) -> None:
    table = pa.table({"id": ["B1", "B2"], "name": ["甲", "乙"], "kind": ["branch"] * 2})
    parquet.write_table(table, tmp_path / "units.parquet")
    parquet.write_table(ledger(支部=pa.array(["甲", "乙", None, "甲"])), tmp_path / "a.parquet")
    found = read(write(tmp_path, "  units: units.parquet\n  activities: a.parquet\n", {}))
    assert unit_ids(found) == [("B1",), ("B2",)]


# Folders of files, partitioned by branch.

UNITS = "id,name,kind\nB1,示例村党支部,branch\nB/2,第二支部,branch\n"
HEAD = "日期,类型\n"


def partitioned(folder: Path, unit: str, pattern: str, files: Mapping[str, str | pa.Table]) -> Path:
    write(folder, f"  units: units.csv\n  activities: {{glob: '{pattern}', unit: '{unit}'}}\n", {"units.csv": UNITS})
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            parquet.write_table(content, path)
    return folder


def test_the_folder_of_a_partition_names_the_unit(tmp_path: Path) -> None:
    files: dict[str, str | pa.Table] = {
        "ledgers/unit=B1/part-0.parquet": ledger().slice(0, 1),
        "ledgers/unit=B%2F2/part-0.parquet": ledger().slice(1, 1),
        "ledgers/unit=B%2F2/part-1.parquet": ledger().slice(0, 1),
    }
    found = read(partitioned(tmp_path, "{unit}", "ledgers/unit=*/*.parquet", files))
    assert [(one.source, one.taken) for one in found.sources[1:]] == [
        ("ledgers/unit=B%2F2/part-0.parquet", 1), ("ledgers/unit=B%2F2/part-1.parquet", 1),
        ("ledgers/unit=B1/part-0.parquet", 1),
    ]  # fmt: skip
    assert sorted(unit_ids(found)) == [("B/2",), ("B/2",), ("B1",)]


def test_a_glob_may_mix_kinds_of_files_in_folders_named_like_units(tmp_path: Path) -> None:
    files: dict[str, str | pa.Table] = {
        "台账/示例村党支部/2026.csv": HEAD + "2026-03-05,党课\n",
        "台账/示例村党支部/2026.parquet": ledger().slice(1, 1),
        "台账/第二支部/2026.yaml": "- {日期: 2026-03-07, 类型: 支委会}\n",
    }
    found = read(partitioned(tmp_path, "{folder}", "台账/**/*.*", files))
    assert {one.source: one.taken for one in found.sources[1:]} == dict.fromkeys(files, 1)
    assert sorted(unit_ids(found)) == [("B/2",), ("B1",), ("B1",)]


def test_parts_of_the_place_make_a_name_together(tmp_path: Path) -> None:
    files = {"a/no=1/B.csv": HEAD + "2026-03-05,党课\n"}
    found = read(partitioned(tmp_path, "{stem}{no}", "a/*/*.csv", files))
    assert unit_ids(found) == [("B1",)]


@pytest.mark.parametrize(
    ("unit", "name", "there"),
    [
        ("{unit}", "a/B1/x.csv", "{folder}, {sheet}, {stem}"),
        ("{branch}", "a/unit=B1/x.csv", "{folder}, {sheet}, {stem}, {unit}"),
        ("{unit}", "a/unit=__HIVE_DEFAULT_PARTITION__/x.csv", "{folder}, {sheet}, {stem}"),
        ("{unit}", "a/unit=/x.csv", "{folder}, {sheet}, {stem}"),
        ("{folder}", "x.csv", "{sheet}, {stem}"),
        ("{}", "x.csv", "{sheet}, {stem}"),
    ],
)
def test_what_the_place_does_not_say_is_a_fault(tmp_path: Path, unit: str, name: str, there: str) -> None:
    folder = partitioned(tmp_path, unit, name, {name: HEAD + "2026-03-05,党课\n"})
    with pytest.raises(CheckbranchError) as error:
        read(folder)
    (fault,) = error.value.faults
    assert fault.where == "checkbranch.yaml:4:15"
    assert f"Nothing in the path of {name} stands for {unit}. Write one of {there};" in fault.message.en


def test_the_words_of_a_place() -> None:
    assert words_of("a.csv") == {"stem": "a"}
    assert words_of("../a.csv") == {"stem": "a"}
    assert words_of("x/year=2026/unit=%E7%94%B2 1/a.b.parquet") == {
        "stem": "a.b", "folder": "unit=%E7%94%B2 1", "year": "2026", "unit": "甲 1",
    }  # fmt: skip
    assert words_of("stem=1/unit=a=b/c.csv") == {"stem": "c", "folder": "unit=a=b", "unit": "a=b"}


def test_a_folder_named_as_a_file_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "ledgers").mkdir()
    write(tmp_path, "  activities: ledgers\n", {}, "unit: {id: B1, name: 第一支部}\n")
    done = CliRunner().invoke(main, ["check", str(tmp_path), "--format", "json"])
    assert done.exit_code == 2
    assert "glob" in done.stderr
    assert not done.stdout or json.loads(done.stdout)
