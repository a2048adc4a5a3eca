"""Makes the databases, Parquet and Arrow files of this folder: run it to make them anew.

python tests/ledgers/make_databases.py
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from pyarrow import feather, parquet

FOLDER = Path(__file__).parent
TABLE = "CREATE TABLE 会议 (编号 INTEGER PRIMARY KEY, 日期, 类型, 应到, 实到, 议题)"


def database(name: str, *statements: str | tuple[str, Sequence[object]]) -> None:
    path = FOLDER / name
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 512")
    for one in statements:
        statement, values = (one, ()) if isinstance(one, str) else one
        connection.execute(statement, values)
    connection.commit()
    connection.close()


def sqlite_of_mixed_types() -> None:
    row = "INSERT INTO 会议 (日期, 类型, 应到, 实到, 议题) VALUES (?, ?, ?, ?, ?)"
    database(
        "sqlite_of_mixed_types.db",
        TABLE,
        (row, ("2026-03-05", "党课", 9, "8人", "学习")),
        (row, (20260306, "支委会", 3.0, 3, None)),
        (row, ("2026-03-07T20:00:00Z", "主题党日", "9", 9.0, 2026)),
        (row, (1773100800, "党课", 9, 9, "秒数")),
        # In GBK, as old programs of Windows write it.
        "INSERT INTO 会议 (日期, 类型, 议题) VALUES ('2026-03-09', '党课', CAST(x'b0b2c8ab' AS TEXT))",
    )


def sqlite_with_its_log_left_behind() -> None:
    database(
        "sqlite_with_its_log_left_behind.sqlite3",
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE 会议 (日期, 类型)",
        "INSERT INTO 会议 VALUES ('2026-03-05', '党课')",
    )


def sqlite_of_several_tables() -> None:
    database("sqlite_of_several_tables.db", TABLE, "CREATE TABLE 党员 (姓名)", "CREATE VIEW 党课 AS SELECT * FROM 会议")


def parquet_of_lists_and_zones() -> None:
    table = pa.table(
        {
            "type": pa.array(["党课", "支委会", "党课", None]).dictionary_encode(),
            "start": pa.array(
                [
                    datetime(2026, 3, 5, 7, tzinfo=UTC),
                    datetime(2026, 3, 31, 17, 30, tzinfo=UTC),
                    datetime(2026, 4, 1, tzinfo=UTC),
                    None,
                ],
                pa.timestamp("ns", "UTC"),
            ),
            "attendees": pa.array([["甲一", "乙二"], [], None, None]),
            "hours": pa.array([Decimal("1.50"), None, Decimal("2.00"), None]),
            "expected": pa.array([2.0, float("nan"), 3.0, None]),
        }
    )
    parquet.write_table(table, FOLDER / "parquet_of_lists_and_zones.parquet")


def arrow_with_photos() -> None:
    table = pa.table(
        {
            "日期": pa.array([date(2026, 3, 5), date(2026, 3, 6)]),
            "类型": ["党课", "支委会"],
            "照片": pa.array([b"\xff\xd8\xff\xe0", None]),
        }
    )
    feather.write_feather(table, str(FOLDER / "arrow_with_photos.arrow"), compression="uncompressed")


def parquet_cut_short() -> None:
    whole = (FOLDER / "parquet_of_lists_and_zones.parquet").read_bytes()
    (FOLDER / "parquet_cut_short.parquet").write_bytes(whole[:1200])


def partitioned_by_branch() -> None:
    for unit, day, kind in (("B1", 5, "党课"), ("%E4%BA%8C%E6%94%AF%E9%83%A8", 6, "支委会")):
        folder = FOLDER / "partitioned_by_branch" / f"unit={unit}"
        folder.mkdir(parents=True, exist_ok=True)
        table = pa.table({"start": pa.array([date(2026, 3, day)]), "type": [kind]})
        parquet.write_table(table, folder / "part-0.parquet", compression="none")


def folders_named_like_branches() -> None:
    for name, kind in (("一支部", "csv"), ("二支部", "arrow")):
        folder = FOLDER / "folders_named_like_branches" / name
        folder.mkdir(parents=True, exist_ok=True)
        if kind == "csv":
            (folder / "2026.csv").write_text("日期,类型\n3月5日,党课\n", encoding="utf-8")
        else:
            table = pa.table({"日期": ["3月6日"], "类型": ["支委会"]})
            feather.write_feather(table, str(folder / "2026.arrow"), compression="uncompressed")
    (FOLDER / "folders_named_like_branches" / "单位.csv").write_text(
        "id,name,kind\nB1,一支部,党支部\nB2,二支部,党支部\n", encoding="utf-8"
    )


if __name__ == "__main__":
    sqlite_of_mixed_types()
    sqlite_with_its_log_left_behind()
    sqlite_of_several_tables()
    parquet_of_lists_and_zones()
    arrow_with_photos()
    parquet_cut_short()
    partitioned_by_branch()
    folders_named_like_branches()
