"""Tables and queries of a real PostgreSQL and of SQLite files: what is read of them, what is refused, what is said."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time as clock
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from checkbranch.cli.main import main
from checkbranch.engine.errors import CheckbranchError
from checkbranch.engine.ledger.files.database_rows import Rows, content_of
from checkbranch.engine.ledger.files.postgres import read_server
from checkbranch.engine.ledger.files.sqlite import open_sqlite
from checkbranch.engine.ledger.values.sheets import Refused, Sheet
from checkbranch.engine.packs.schema import workspace_schema
from checkbranch.engine.workspaces.addresses import address_of
from checkbranch.engine.workspaces.workspace import read_workspace

from .postgres_server import OWNER, OWNERS_WORD, READER, READERS_WORD, Server, programs, running

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    folder = programs()
    if folder is None:
        pytest.skip(
            "no PostgreSQL server that may be run (initdb in PATH or in /usr/lib/postgresql, a user besides root)"
        )
    with running(folder) as one:
        yield one


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment hold the password of the one who only reads, and nothing else of PostgreSQL."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    monkeypatch.setenv("PGPASSWORD", READERS_WORD)


def tables(server: Server, **made: str) -> None:
    """Make tables anew, which the reader may read; each is given by its columns and, after a colon, its rows."""
    statements: list[str] = []
    for name, what in made.items():
        columns, _, rows = what.partition(":")
        statements += [f"DROP TABLE IF EXISTS {name} CASCADE", f"CREATE TABLE {name} ({columns})"]
        if rows.strip():
            statements.append(f"INSERT INTO {name} VALUES {rows}")
        statements.append(f"GRANT SELECT ON {name} TO {READER}")
    server.run(*statements)


def rows_of(server: Server, query: str) -> dict[str, list[object]]:
    found = read_server(address_of(server.url()), None, query, SHANGHAI)
    return {name: list(column) for name, column in zip(found.header, found.columns, strict=True)}


def refusal(server: Server, query: str | None = None, table: str | None = None, url: str = "") -> str:
    with pytest.raises(Refused) as error:
        read_server(address_of(url or server.url()), table, query, SHANGHAI)
    assert error.value.message.zh
    assert error.value.message.zh != error.value.message.en
    return error.value.message.en


# What PostgreSQL holds, and the cell that it becomes.
VALUES: list[tuple[str, object]] = [
    ("'张三'::text", "张三"),
    ("'a'::varchar(5)", "a"),
    ("42", 42),
    ("9223372036854775807::int8", 9223372036854775807),
    ("5.00::numeric(10,2)", 5),
    ("1.50::numeric(10,2)", Decimal("1.5")),
    ("0.1::float4", Decimal("0.1")),
    ("0.1::float8 + 0.2::float8", Decimal("0.30000000000000004")),
    ("'NaN'::numeric", None),
    ("'Infinity'::float8", "Infinity"),
    ("'-1e300'::float8", "-1E+300"),
    ("true", "TRUE"),
    ("false", "FALSE"),
    ("NULL::text", None),
    ("NULL", None),
    ("'2026-03-05'::date", date(2026, 3, 5)),
    ("'infinity'::date", "infinity"),
    ("'2026-03-05 15:30'::timestamp", datetime(2026, 3, 5, 15, 30)),
    ("'2026-03-05 00:00'::timestamp", date(2026, 3, 5)),
    ("'2026-03-05 20:00Z'::timestamptz", datetime(2026, 3, 6, 4, 0)),
    ("'2026-03-04 16:00Z'::timestamptz", date(2026, 3, 5)),
    ("'infinity'::timestamptz", "infinity"),
    ("'20000-01-01'::timestamp", "20000-01-01 00:00:00"),
    ("'15:00'::time", time(15, 0)),
    ("'24:00:00'::time", "24:00:00"),
    ("'1 hour 30 minutes'::interval", timedelta(hours=1.5)),
    ("'1 month 2 days'::interval", "1 months 2 days"),
    ("ARRAY['张三', NULL, '李四']", "张三、李四"),
    ("ARRAY[1, 2]", "1、2"),
    ("'{}'::text[]", ""),
    ("'6f1b0f6e-0000-4000-8000-000000000001'::uuid", "6f1b0f6e-0000-4000-8000-000000000001"),
    ("""'["张三", "李四"]'::jsonb""", "张三、李四"),
    ("""'{"a":1}'::json""", '{"a":1}'),
    ("""'"b"'::jsonb""", "b"),
    ("'1.5'::money", Decimal("1.5")),
    ("'127.0.0.1'::inet", "127.0.0.1/32"),
    ("B'101'", "101"),
    ("'[1,3)'::int4range", "[1,3)"),
]


def test_a_value_becomes_a_cell(server: Server) -> None:
    chosen = ", ".join(f"{sql} AS v{at}" for at, (sql, _) in enumerate(VALUES))
    found = rows_of(server, f"SELECT {chosen}")
    assert [(sql, found[f"v{at}"][0]) for at, (sql, _) in enumerate(VALUES)] == VALUES
    assert [type(found[f"v{at}"][0]) for at in range(len(VALUES))] == [type(value) for _, value in VALUES]


def test_an_enum_is_a_text(server: Server) -> None:
    server.run("DROP TYPE IF EXISTS kind CASCADE", "CREATE TYPE kind AS ENUM ('党课', '支委会')")
    assert rows_of(server, "SELECT '党课'::kind AS a, ARRAY['党课'::kind] AS b") == {"a": ["党课"], "b": ["党课"]}


def test_binary_data_and_rows_are_left_out_and_said(server: Server) -> None:
    query = "SELECT 1 AS a, '\\xff00'::bytea AS b, ROW(1, 2) AS c, ARRAY['\\x00'::bytea] AS d"
    found = read_server(address_of(server.url()), None, query, SHANGHAI)
    assert (found.header, found.columns) == (["a"], [[1]])
    assert [note.values for note in found.notes] == [
        {"header": "b", "kind": "bytea"},
        {"header": "c", "kind": "record"},
        {"header": "d", "kind": "bytea[]"},
    ]
    assert "Not one column" in refusal(server, "SELECT '\\xff00'::bytea AS b")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("meetings", "meetings"),
        ("public.meetings", "public.meetings"),
        ("Ledgers 2026.Meetings", '"Ledgers 2026"."Meetings"'),
        ('"a.b"', '"a.b"'),
        ('"a""b"', '"a""b"'),
        ("会议", "会议"),
        ("a; DROP TABLE other", '"a; DROP TABLE other"'),
    ],
)
def test_a_table_is_found_by_its_name(server: Server, name: str, made: str) -> None:
    server.run('CREATE SCHEMA IF NOT EXISTS "Ledgers 2026"', f'GRANT USAGE ON SCHEMA "Ledgers 2026" TO {READER}')
    tables(server, other="a int: (1)")
    server.run(f"DROP TABLE IF EXISTS {made}", f"CREATE TABLE {made} (a int)", f"GRANT SELECT ON {made} TO {READER}")
    assert read_server(address_of(server.url()), name, None, SHANGHAI).header == ["a"]
    assert server.run("SELECT a FROM other", rows=True) == [{"a": 1}]
    server.run(f"DROP TABLE {made}")


@pytest.mark.parametrize("name", ["a..b", ".a", "a.", 'a"b', '"a', "a.b.c.d", " "])
def test_a_name_that_is_none_is_refused(server: Server, name: str) -> None:
    assert "is not the name of a table" in refusal(server, table=name)


def test_a_table_that_is_not_there_is_told_with_the_nearest(server: Server) -> None:
    tables(server, meetings="a int", members="a int")
    said = refusal(server, table="meeting")
    assert "no table 'meeting'. Did you mean meetings?" in said
    assert "no table 'nowhere.meetings'" in refusal(server, table="nowhere.meetings")


REFUSED = [
    ("SELECT * FROM nowhere", "names a table that the database does not have"),
    ("SELECT nothing FROM meetings", "names a column that its table does not have"),
    ("SELECT * FROM hidden", "may not read this"),
    ("SELECT * FROM", "malformed"),
    ("SELECT 1/(2 - g) FROM generate_series(1, 100000) AS g", "SQLSTATE 22012"),
    ("SELECT 1; SELECT 2", "more after its semicolon"),
    ("DELETE FROM meetings", "begins with SELECT"),
    ("EXPLAIN ANALYZE DELETE FROM meetings", "begins with SELECT"),
    ("-- SELECT\nCREATE TABLE x AS SELECT 1", "begins with SELECT"),
    ("; ", "begins with SELECT"),
]


@pytest.mark.parametrize(("query", "said"), REFUSED)
def test_a_query_that_cannot_be_is_refused(server: Server, query: str, said: str) -> None:
    tables(server, meetings="a int")
    server.run("CREATE TABLE IF NOT EXISTS hidden (a int)", f"REVOKE ALL ON hidden FROM {READER}")
    assert said in refusal(server, query)


def test_what_stands_in_a_cell_is_not_quoted(server: Server) -> None:
    assert "张三" not in refusal(server, "SELECT '张三'::int")


def test_a_query_that_takes_too_long_is_stopped(server: Server) -> None:
    url = f"{server.url()}?options=-c%20statement_timeout%3D200"
    assert "took too long" in refusal(server, "SELECT pg_sleep(30)", url=url)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ';' AS \"a;b\" ;; ",
        "-- a; b\nSELECT $$;$$ AS a /* ; */ -- c;",
        "VALUES (1, ';')",
        "TABLE meetings",
        "WITH x AS (SELECT 1 AS n) SELECT n FROM x",
        "select 1 union select 2;",
    ],
)
def test_one_statement_that_reads_is_taken(server: Server, query: str) -> None:
    tables(server, meetings="a int: (1)")
    assert rows_of(server, query)


WRITES = [
    "WITH gone AS (DELETE FROM kept RETURNING *) SELECT * FROM gone",
    "SELECT erase()",
    "SELECT nextval('numbers')",
    "SELECT setval('numbers', 99)",
    "SELECT * FROM kept FOR UPDATE",
    "SELECT * INTO other FROM kept",
    "SELECT set_config('transaction_read_only', 'off', false), erase()",
    "SELECT set_config('default_transaction_read_only', 'off', false), lo_create(4711)",
    "SELECT 1 AS c0) , gone AS (DELETE FROM kept RETURNING a) SELECT a FROM gone --",
    "SELECT 1) SELECT 1; DELETE FROM kept; --",
]


@pytest.mark.parametrize("query", WRITES)
def test_nothing_is_written(server: Server, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tables(server, kept="a int: (1), (2)")
    server.run(
        "CREATE OR REPLACE FUNCTION erase() RETURNS int LANGUAGE sql AS 'DELETE FROM kept; SELECT 1'",
        "DROP SEQUENCE IF EXISTS numbers",
        "CREATE SEQUENCE numbers",
    )
    state = (
        "SELECT (SELECT string_agg(a::text, ',') FROM kept) AS kept, (SELECT last_value FROM numbers) AS number, "
        "(SELECT count(*) FROM pg_largeobject_metadata) AS objects, (SELECT count(*) FROM pg_class) AS relations"
    )
    before = server.run(state, rows=True)
    # As the owner, who may do everything: it is the connection that only reads.
    monkeypatch.setenv("PGPASSWORD", OWNERS_WORD)
    try:
        read_server(address_of(server.url(OWNER)), None, query, SHANGHAI)
    except Refused:
        refused = True
    else:
        refused = False
    assert server.run(state, rows=True) == before
    assert refused or "lo_create" in query  # which older servers do, to be rolled back


def test_whether_a_password_is_right_is_seen(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert rows_of(server, "SELECT current_user AS me") == {"me": [READER]}
    monkeypatch.setenv("PGPASSWORD", "wrong")
    assert "user or the password is wrong" in refusal(server, "SELECT 1")
    monkeypatch.delenv("PGPASSWORD")
    assert "asks for a password, and there is none" in refusal(server, "SELECT 1")
    word = READERS_WORD.replace("\\", "\\\\").replace(":", "\\:")
    (tmp_path / "pgpass").write_text(f"127.0.0.1:*:*:{READER}:{word}\n", encoding="utf-8")
    (tmp_path / "pgpass").chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    assert rows_of(server, "SELECT current_user AS me") == {"me": [READER]}


def test_the_environment_may_name_the_user_and_all_else(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGUSER", READER)
    for name, value in (("PGHOST", "127.0.0.1"), ("PGPORT", str(server.port)), ("PGDATABASE", "ledgers")):
        monkeypatch.setenv(name, value)
    found = read_server(address_of("postgresql://"), None, "SELECT current_user AS me", SHANGHAI)
    assert found.columns == [[READER]]


def test_what_keeps_a_connection_from_being_made_is_told(server: Server) -> None:
    closed = f"postgresql://{READER}@127.0.0.1:1/ledgers"
    assert "refuses connections" in refusal(server, "SELECT 1", url=closed)
    assert "no such server" in refusal(server, "SELECT 1", url=f"postgresql://{READER}@nowhere.invalid/ledgers")
    assert "no such database" in refusal(server, "SELECT 1", url=server.url(database="nowhere"))
    assert "parameter that is unknown" in refusal(server, "SELECT 1", url=f"{server.url()}?foo=1")
    assert "encrypted" in refusal(server, "SELECT 1", url=f"{server.url()}?sslmode=require")


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        url = f"postgresql://a@127.0.0.1:{silent.getsockname()[1]}/b?connect_timeout=2"
        begun = clock.monotonic()
        with pytest.raises(Refused, match="in time"):
            read_server(address_of(url), None, "SELECT 1", SHANGHAI)
        assert clock.monotonic() - begun < 6


def test_what_is_no_database_server_is_told() -> None:
    def answer() -> None:
        peer, _ = other.accept()
        with peer:
            peer.recv(100)
            peer.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        thread = threading.Thread(target=answer)
        thread.start()
        url = f"postgresql://a@127.0.0.1:{other.getsockname()[1]}/b"
        with pytest.raises(Refused, match="not PostgreSQL"):
            read_server(address_of(url), None, "SELECT 1", SHANGHAI)
        thread.join()


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_without_its_driver_a_database_says_what_to_install(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, f"adbc_driver_{kind}.dbapi", None)
    with pytest.raises(Refused, match=f"pip install adbc-driver-{kind}"):
        if kind == "sqlite":
            open_sqlite(database(tmp_path / "a.db", "CREATE TABLE t (a)"), "t", None)
        else:
            read_server(address_of("postgresql://h/d"), "t", None, SHANGHAI)


# A workspace whose units, members and activities are tables of a database, or CSV files with the same content.

CSV = {
    "units": "id,name,kind,full_members,founded\n"
    "B1,第一支部,branch,9,2020-01-01\nB2,第二支部,branch,3,2021-06-01\nB3,第三支部,branch,,2026-02-01\n",
    "members": "id,name,unit,status,joined\n"
    + "".join(f"{n},党员{n},B{n % 2 + 1},full,2015-0{n}-01\n" for n in range(1, 8)),
    "activities": "unit,type,start,present,expected,hours,attendees,note\n"
    "B1,支委会,2026-01-08 15:00,3,3,,,\n"
    "B1,支委会,2026-02-09 15:00,2,3,,,x\n"
    "B1,党课,2026-03-05 09:30,8,9,1.5,党员1、党员3,\n"
    "B1,主题党日,2026-03-05 19:30,9,9,,,\n"
    "B1,主题党日,2026-03-05 19:30,9,9,,,\n"
    "B2,党员大会,2026-02-11 10:00,3,3,,党员2、党员4,\n"
    "B2,党课,2026-02-30,3,3,,,\n"
    "B3,主题党日,2026-04-01 08:00,,,,,\n",
}
TYPES = {
    "units": "id text, name varchar(40), kind text, full_members int, founded date",
    "members": "id int, name text, unit char(4), status text, joined timestamptz",
    # As text: one of the days is none.
    "activities": "unit text, type text, start text, present int8, expected numeric(5,1), hours float4, "
    "attendees text[], note text",
}


def parts(text: str) -> tuple[list[str], list[list[str]]]:
    header, *rows = list(csv.reader(io.StringIO(text)))
    return header, rows


def sql(cell: str, column: str) -> str:
    if not cell:
        return "NULL"
    quoted = "'" + cell.replace("'", "''") + "'"
    if column == "attendees":
        return f"string_to_array({quoted}, '、')"
    # Midnight in Shanghai, written as another zone has it.
    return f"({quoted}::timestamp AT TIME ZONE 'Asia/Shanghai')" if column == "joined" else quoted


def in_postgres(server: Server, backwards: bool = False) -> None:
    for name, text in CSV.items():
        header, rows = parts(text)
        chosen = [[sql(cell, column) for cell, column in zip(row, header, strict=True)] for row in rows]
        values = ", ".join(f"({', '.join(row)})" for row in (reversed(chosen) if backwards else chosen))
        tables(server, **{name: f"{TYPES[name]}:{values}"})


def database(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def in_sqlite(path: Path, backwards: bool = False) -> Path:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    for name, text in CSV.items():
        header, rows = parts(text)
        connection.execute(f"CREATE TABLE {name} ({', '.join(header)})")
        signs = ", ".join("?" * len(header))
        for row in reversed(rows) if backwards else rows:
            typed = [None if not one else int(one) if one.isdecimal() else one for one in row]
            connection.execute(f"INSERT INTO {name} VALUES ({signs})", typed)
    connection.commit()
    connection.close()
    return path


def workspace(folder: Path, data: str, name: str = "示例") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "checkbranch.yaml").write_text(f"checkbranch: 1\nname: {name}\ndata:\n{data}", encoding="utf-8")
    return folder


def in_csv(folder: Path) -> Path:
    folder.mkdir()
    for name, text in CSV.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return workspace(folder, "".join(f"  {name}: {name}.csv\n" for name in CSV))


def call(command: str, folder: Path, *options: str) -> Result:
    as_of = ["--as-of", "2026-06-30"] if command == "audit" else []
    return CliRunner().invoke(main, [command, str(folder), *as_of, "--format", "json", *options])


def audit(folder: Path) -> dict[str, Any]:
    done = call("audit", folder)
    assert done.exit_code == 1, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def unplaced(report: Mapping[str, Any]) -> list[Any]:
    """Return the findings, with nothing that tells where their records stand."""
    text = json.dumps(report["findings"], ensure_ascii=False)
    return list(json.loads(re.sub(r'"(source|where)": "[^"]*"', r'"\1": ""', text)))


def server_data(server: Server) -> str:
    return "".join(f"  {name}: {{url: '{server.url()}', table: {name}}}\n" for name in CSV)


def test_tables_of_a_server_come_to_the_findings_of_the_same_files(server: Server, tmp_path: Path) -> None:
    in_postgres(server)
    found = audit(workspace(tmp_path / "pg", server_data(server)))
    wanted = audit(in_csv(tmp_path / "csv"))
    assert len(wanted["findings"]) > 20
    assert wanted["summary"]["met"] > 0
    plain = [re.sub(r"(activities\.csv!\d+)", "", json.dumps(one, ensure_ascii=False)) for one in unplaced(wanted)]
    place = rf"postgresql://127\.0\.0\.1:{server.port}/ledgers!activities!\d+"
    assert [re.sub(place, "", json.dumps(one, ensure_ascii=False)) for one in unplaced(found)] == plain
    counts = ("table", "read", "taken", "problems", "blank", "skipped")
    assert [[one[key] for key in counts] for one in found["inputs"]] == [
        [one[key] for key in counts] for one in wanted["inputs"]
    ]
    assert found["inputs"][0]["source"] == f"postgresql://127.0.0.1:{server.port}/ledgers!units"


def test_tables_of_a_file_come_to_the_findings_of_the_same_files(tmp_path: Path) -> None:
    data = "".join(f"  {name}: {{url: 'sqlite:///ledger.db', table: {name}}}\n" for name in CSV)
    folder = workspace(tmp_path / "sqlite", data)
    in_sqlite(folder / "ledger.db")
    found, wanted = audit(folder), audit(in_csv(tmp_path / "csv"))
    strip = re.compile(r"(activities\.csv|ledger\.db!activities)!\d+")
    assert [strip.sub("", json.dumps(one)) for one in unplaced(found)] == [
        strip.sub("", json.dumps(one)) for one in unplaced(wanted)
    ]
    assert [one["source"] for one in found["inputs"]] == [f"ledger.db!{name}" for name in CSV]


def test_the_order_in_which_rows_lie_changes_nothing(server: Server, tmp_path: Path) -> None:
    in_postgres(server)
    folder = workspace(tmp_path / "a", server_data(server))
    first = call("audit", folder).stdout
    in_postgres(server, backwards=True)
    assert call("audit", folder).stdout == first
    data = "".join(f"  {name}: {{file: ledger.db, table: {name}}}\n" for name in CSV)
    lite = workspace(tmp_path / "b", data)
    in_sqlite(lite / "ledger.db")
    first = call("audit", lite).stdout
    in_sqlite(lite / "ledger.db", backwards=True)
    assert call("audit", lite).stdout == first


def test_a_report_says_which_rows_it_is_of(server: Server, tmp_path: Path) -> None:
    in_postgres(server)
    folder = workspace(tmp_path / "a", server_data(server))

    def told() -> tuple[str, list[str]]:
        report = audit(folder)
        return report["fingerprint"], [one["sha256"] for one in report["inputs"]]

    before = told()
    server.run("VACUUM FULL activities", "ALTER TABLE activities SET UNLOGGED", "ALTER TABLE units RENAME TO u")
    data = server_data(server).replace("table: units", "query: SELECT * FROM u").replace("postgresql:", "postgres:")
    workspace(folder, data)
    server.run(f"GRANT SELECT ON u TO {READER}")
    assert told() == before
    server.run("UPDATE activities SET present = 7 WHERE note = 'x'")
    (fingerprint, hashes), (was, were) = told(), before
    assert (fingerprint == was, [one == other for one, other in zip(hashes, were, strict=True)]) == (
        False,
        [True, True, False],
    )
    server.run("DROP TABLE u")


def test_the_hash_tells_rows_and_not_their_order_or_their_place(tmp_path: Path) -> None:
    def hashed(*rows: tuple[Any, ...], header: str = "ab") -> str:
        columns = [list(column) for column in zip(*rows, strict=True)]
        return content_of("t", Rows(list(header), columns)).sha256

    base = hashed((1, "x"), (2, None))
    assert hashed((2, None), (1, "x")) == base
    others = [
        hashed((1, "x"), (2, "")), hashed((1, "x"), (2, "None")), hashed(("1", "x"), (2, None)),
        hashed((1, "x"), (2, None), header="ac"), hashed((1, "x"), (2, None), (2, None)),
        hashed((date(2026, 1, 1), "x"), (2, None)), hashed(("2026-01-01", "x"), (2, None)),
    ]  # fmt: skip
    assert len({base, *others}) == len(others) + 1


def test_rows_have_the_order_of_their_content() -> None:
    columns: list[list[Any]] = [
        [10, 9, None, "b", Decimal("9.5"), 9, date(2026, 1, 1)],
        ["z", "b", "", "", "", "a", ""],
    ]
    sheet = content_of("t", Rows(["a", "b"], columns)).sheet("t")
    assert list(sheet.columns[0]) == [9, 9, Decimal("9.5"), 10, "b", date(2026, 1, 1), None]
    assert list(sheet.columns[1])[:2] == ["a", "b"]
    assert list(sheet.numbers) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("table", ["nowhere", "hidden"])
def test_a_ledger_that_cannot_be_read_costs_only_itself(server: Server, tmp_path: Path, table: str) -> None:
    in_postgres(server)
    server.run("CREATE TABLE IF NOT EXISTS hidden (a int)", f"REVOKE ALL ON hidden FROM {READER}")
    files = in_csv(tmp_path / "csv")
    data = (
        (files / "checkbranch.yaml")
        .read_text("utf-8")
        .replace(
            "activities: activities.csv", f"activities: [activities.csv, {{url: '{server.url()}', table: {table}}}]"
        )
    )
    (files / "checkbranch.yaml").write_text(data, encoding="utf-8")
    done = call("audit", files)
    assert done.exit_code == 2
    report = json.loads(done.stdout)
    place = f"postgresql://127.0.0.1:{server.port}/ledgers!{table}"
    assert [one["source"] for one in report["problems"] if one["code"] == "unreadable_source"] == [place]
    assert report["summary"]["met"] > 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_roster_that_cannot_be_read_is_a_fault(server: Server, tmp_path: Path, language: str) -> None:
    folder = in_csv(tmp_path / "csv")
    data = (
        (folder / "checkbranch.yaml")
        .read_text("utf-8")
        .replace("members: members.csv", f"members: {{url: '{server.url()}', table: nowhere}}")
    )
    (folder / "checkbranch.yaml").write_text(data, encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(folder), "--lang", language])
    assert done.exit_code == 2
    assert f"postgresql://127.0.0.1:{server.port}/ledgers!nowhere" in done.stderr
    assert READER not in done.output


def test_neither_user_nor_password_is_told_anywhere(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_postgres(server)
    for data in (server_data(server), server_data(server).replace("/ledgers", "/nowhere")):
        for word in (READERS_WORD, "wr0ng-word"):
            monkeypatch.setenv("PGPASSWORD", word)
            folder = workspace(tmp_path / "a", data)
            for options in (
                ["audit", "--as-of", "2026-06-30"],
                ["check"],
                ["audit", "--as-of", "2026-06-30", "--format", "json"],
            ):
                done = CliRunner().invoke(main, [options[0], str(folder), *options[1:]])
                for secret in (READER, READERS_WORD, "wr0ng-word"):
                    assert secret not in done.output
                    assert secret not in repr(read_workspace(folder).data)


ADDRESSES = [
    ("postgresql://u:s3cret@h/d", "must not hold a password"),
    ("postgresql://u:@h/d", "must not hold a password"),
    ("postgres://u@h/d?password=s3cret", "must not hold a password"),
    ("postgres://u@h/d?sslpassword=s3cret", "must not hold a password"),
    ("postgresql://u:s3cret/x@h/d", "malformed"),
    ("postgresql://u:s3c@ret@h/d", "must not hold a password"),
    ("postgresql://u:s3cret#x@h/d", "malformed"),
    ("postgresql://h:s3cret/d", "malformed"),
    ("mysql://u@h/s3cret", "is not the address of a database"),
    ("s3cret", "is not the address of a database"),
    ("sqlite://s3cret.db", "four slashes"),
    ("sqlite:///a.db?mode=rw&s3cret", "four slashes"),
    ("sqlite:///", "four slashes"),
]


@pytest.mark.parametrize(("url", "said"), ADDRESSES)
def test_an_address_that_cannot_be_is_a_fault_and_is_not_quoted(tmp_path: Path, url: str, said: str) -> None:
    folder = workspace(tmp_path, f"  activities: {{url: '{url}', table: t}}\n")
    with pytest.raises(CheckbranchError) as error:
        read_workspace(folder)
    (fault,) = error.value.faults
    assert fault.where == "checkbranch.yaml:4:21"
    assert said in fault.message.en
    assert "s3cret" not in fault.message.zh + fault.message.en


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{url: 'postgresql://h/d'}", "Write “table: name”"),
        ("{url: 'postgresql://h/d', table: a, query: SELECT 1}", "either “table” or “query”"),
        ("{url: 'postgresql://h/d', tabel: a}", "Did you mean “table”?"),
        ("{url: 'postgresql://h/d', file: a.csv, table: a}", "either “file” or “glob” or “url”"),
        ("{url: 'postgresql://h/d', table: a, sheet: b}", "Write “table” instead"),
        ("{file: a.db, table: a, sheet: b}", "Write “table” instead"),
        ("{file: 'postgresql://u:s3cret@h/d', table: a}", "not an address"),
        ("postgresql://u:s3cret@h/d", "not an address"),
    ],
)
def test_an_entry_that_cannot_be_is_a_fault(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(CheckbranchError) as error:
        read_workspace(workspace(tmp_path, f"  activities: {entry}\n"))
    shown = " ".join(fault.message.en + fault.message.zh for fault in error.value.faults)
    assert said in shown
    assert "s3cret" not in shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u@h:5432/d?sslmode=require", "postgresql://h/d"),
        ("postgres://h:5433/d", "postgresql://h:5433/d"),
        ("postgresql://u@h1,h2:5433/d", "postgresql://h1,h2:5433/d"),
        ("postgresql://u@[::1]:5433/d", "postgresql://[::1]:5433/d"),
        ("postgresql:///d?user=u&host=/tmp", "postgresql:///d"),
        ("postgresql://u%40x@h/%E5%8F%B0%E8%B4%A6", "postgresql://h/台账"),
        ("postgresql://", "postgresql://"),
        ("sqlite:///a/b.db", "a/b.db"),
        ("sqlite:////a/b.db", "/a/b.db"),
    ],
)
def test_an_address_is_shown_without_its_user(url: str, shown: str) -> None:
    assert address_of(url).shown == shown


ROOT = Path(__file__).parent.parent
EXAMPLES = [
    (page.name, block)
    for page in sorted((ROOT / "docs").glob("*.md"))
    for block in re.findall(r"^```yaml\n(data:\n.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
]


@pytest.mark.parametrize(("page", "block"), EXAMPLES, ids=[f"{page} {at}" for at, (page, _) in enumerate(EXAMPLES)])
def test_the_examples_of_the_docs_are_settings(tmp_path: Path, page: str, block: str) -> None:
    text = f"checkbranch: 1\n{block}"
    (tmp_path / "checkbranch.yaml").write_text(text, encoding="utf-8")
    assert read_workspace(tmp_path).data
    days_as_texts = re.sub(r": (\d{4}-\d\d-\d\d)", r": '\1'", text)
    assert list(jsonschema.Draft7Validator(workspace_schema()).iter_errors(yaml.safe_load(days_as_texts))) == []


def test_the_docs_have_examples_of_databases() -> None:
    assert sum("url:" in block or "{folder}" in block for _, block in EXAMPLES) >= 3


def lite(path: Path, table: str | None = None, query: str | None = None) -> Sheet:
    content = open_sqlite(path, table, query)
    return content.sheet(content.names[0])


def cells(sheet: Sheet) -> dict[object, list[object]]:
    return {name: list(column) for name, column in zip(sheet.header, sheet.columns, strict=True)}


def test_a_column_of_sqlite_may_hold_values_of_any_type(tmp_path: Path) -> None:
    path = database(
        tmp_path / "a.db",
        "CREATE TABLE t (k INTEGER PRIMARY KEY, v)",
        "INSERT INTO t (v) VALUES (1), (2.5), (3.0), ('文'), (''), (NULL), ('2026-03-05'), (12345678901234567)",
        "INSERT INTO t (v) VALUES (1e300), (9e999), ('007')",
        # What a program of Windows wrote in GBK.
        "INSERT INTO t (v) VALUES (CAST(x'd5c5c8fd' AS TEXT))",
    )
    assert cells(lite(path, "t"))["v"] == [
        1, Decimal("2.5"), 3, "文", "", None, "2026-03-05", 12345678901234567, "1.0E+300", "Inf", "007", "张三",
    ]  # fmt: skip


def test_binary_data_in_a_column_of_sqlite_leaves_it_out(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", "CREATE TABLE t (a, b)", "INSERT INTO t VALUES ('x', 'y'), ('z', x'ff00')")
    sheet = lite(path, "t")
    assert cells(sheet) == {"a": ["x", "z"]}
    assert [(note.code, note.values["header"]) for note in sheet.notes] == [("unreadable_column", "b")]


def test_the_only_table_of_sqlite_needs_no_name(tmp_path: Path) -> None:
    path = database(
        tmp_path / "台账", "CREATE TABLE 会议 (日期, 类型)", "INSERT INTO 会议 VALUES ('2026-03-05', '党课')"
    )
    folder = workspace(tmp_path, "  activities: 台账\n")
    report = json.loads(call("check", folder).stdout)
    assert [(one["source"], one["taken"]) for one in report["inputs"]] == [("台账!会议", 1)]
    database(path, "CREATE VIEW v AS SELECT * FROM 会议")
    with pytest.raises(Refused, match=r"2 tables.*Write “table: name”"):
        open_sqlite(path, None, None)
    assert cells(lite(path, "v")) == {"日期": ["2026-03-05"], "类型": ["党课"]}
    with pytest.raises(Refused, match="no table 'w'"):
        open_sqlite(path, "w", None)
    empty = database(tmp_path / "b.db", "PRAGMA user_version = 1")
    with pytest.raises(Refused, match="0 tables"):
        open_sqlite(empty, None, None)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM t",
        "SELECT 1; DELETE FROM t",
        "WITH x AS (SELECT 1) DELETE FROM t",
        "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
        "PRAGMA journal_mode = WAL",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
        "SELECT load_extension('x')",
        "SELECT nothing FROM t",
        "SELECT FROM",
    ],
)
def test_nothing_is_written_to_a_file(tmp_path: Path, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = database(tmp_path / "a.db", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    before = path.read_bytes()
    with pytest.raises(Refused):
        open_sqlite(path, None, query)
    assert (path.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (before, ["a.db"])


def test_nothing_is_left_beside_a_file(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    assert cells(lite(path, "t")) == {"a": [1]}
    assert [one.name for one in tmp_path.iterdir()] == ["a.db"]


def test_what_another_program_has_not_put_into_the_file_yet_is_read(tmp_path: Path) -> None:
    path = database(tmp_path / "a.db", "PRAGMA journal_mode = WAL", "CREATE TABLE t (a)")
    writer = sqlite3.connect(path)
    writer.execute("INSERT INTO t VALUES (1)")
    writer.commit()
    assert cells(lite(path, "t")) == {"a": [1]}
    writer.close()


def test_a_file_that_another_program_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkbranch.engine.ledger.files.sqlite.BUSY_MILLISECONDS", 50)
    path = database(tmp_path / "a.db", "CREATE TABLE t (a)")
    # In another process, as it is with people: in one alone the locks of a file are lost when any part closes it.
    held = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN EXCLUSIVE');"
    command = [sys.executable, "-c", f"{held} print('held', flush=True); sys.stdin.read()", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "held\n"
        with pytest.raises(Refused, match="Another program holds"):
            open_sqlite(path, "t", None)
        writer.communicate("")


def test_a_query_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkbranch.engine.ledger.files.sqlite.MOST_ROWS", 1000)
    path = database(tmp_path / "a.db", "CREATE TABLE t (a)")
    with pytest.raises(Refused, match="too many"):
        open_sqlite(path, None, "WITH RECURSIVE x AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM x) SELECT n FROM x")


@pytest.mark.parametrize("odd", ["台账 #1?100%.db", "a'b.db"])
def test_a_file_may_have_any_name(tmp_path: Path, odd: str) -> None:
    if os.name == "nt" and "?" in odd:
        pytest.skip("no such names on Windows")
    assert cells(lite(database(tmp_path / odd, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)"), "t")) == {"a": [1]}


def test_what_is_no_sqlite_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    for name, said in (("a.csv", "is not a SQLite database"), ("none.db", "no such file"), (".", "a folder")):
        with pytest.raises(Refused, match=said):
            open_sqlite(tmp_path / name, "t", None)
    path = database(tmp_path / "a.db", "CREATE TABLE t (a)", *["INSERT INTO t VALUES (randomblob(3000))"] * 20)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(Refused, match="damaged"):
        open_sqlite(path, "t", None)
    path.write_bytes(data[:100])
    with pytest.raises(Refused):
        open_sqlite(path, "t", None)


def test_an_empty_table_is_a_ledger_without_rows(server: Server, tmp_path: Path) -> None:
    tables(server, meetings="start date, type text")
    data = f"  activities: {{url: '{server.url()}', table: meetings}}\n"
    done = call("check", workspace(tmp_path, data))
    report = json.loads(done.stdout)
    assert (done.exit_code, [one["code"] for one in report["problems"]]) == (0, ["empty_source"])


def test_a_query_is_a_ledger_and_its_columns_are_mapped(server: Server, tmp_path: Path) -> None:
    tables(server, meetings="d date, k text, branch text: ('2026-03-05', '党课', 'x'), ('2026-03-06', '没有', 'x')")
    data = (
        f"  activities:\n    url: {server.url()}\n    query: |\n      SELECT d, k -- all\n      FROM meetings;\n"
        "    columns: {d: start, k: type}\n    covers: [党课]\n"
    )
    report = json.loads(call("check", workspace(tmp_path, data)).stdout)
    place = f"postgresql://127.0.0.1:{server.port}/ledgers!query"
    assert [(one["source"], one["read"], one["taken"]) for one in report["inputs"]] == [(place, 2, 1)]
    assert [(one["source"], one["code"]) for one in report["problems"]] == [(f"{place}!2", "unknown_type")]


def test_a_table_without_the_columns_that_are_needed_is_refused(server: Server, tmp_path: Path) -> None:
    tables(server, meetings="kind text, start bytea: ('党课', '\\xff')")
    done = CliRunner().invoke(
        main, ["check", str(workspace(tmp_path, f"  activities: {{url: '{server.url()}', table: meetings}}\n"))]
    )
    assert done.exit_code == 2
    assert "列名与 activities 表的列名" in done.stderr
    assert "bytea" in done.stderr


def test_a_server_that_is_lost_while_it_is_read_is_refused(server: Server) -> None:
    server.run(
        "CREATE OR REPLACE FUNCTION lost() RETURNS boolean LANGUAGE sql SECURITY DEFINER AS "
        "'SELECT pg_terminate_backend(pg_backend_pid())'"
    )
    assert refusal(server, "SELECT lost() FROM generate_series(1, 3)")
