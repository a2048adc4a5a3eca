"""SQLite files, opened so that nothing in them or beside them can be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...causes import sqlite_cause, system_cause
from ..values.cells import Raw
from ..values.content import Content
from ..values.sheets import Note, Refused
from .arrow_cells import cells_by, number_of, texts_of
from .arrow_tables import MOST_ROWS, too_many, unreadable_column
from .database_rows import QUERY, Rows, content_of, driver, no_such_table, nothing_to_read
from .queries import asked, cells_from, columns_of, quoted

MAGIC = b"SQLite format 3\0"
BUSY_MILLISECONDS = 5000  # that are waited for a program which writes
_WAL = 2  # in the byte 18 of the header: changes are kept beside the file
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"
)
# The values of a column may be of any type, and Arrow's are of one: so each comes as text, led by a sign for its type.
_CELL = "CASE typeof(c{0}) WHEN 'null' THEN NULL WHEN 'text' THEN 't' || c{0} WHEN 'blob' THEN 'b' ELSE 'n' || c{0} END"


def is_sqlite(path: Path) -> bool:
    """Return whether a file is a SQLite database."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError):
        return False


def open_sqlite(path: Path, relation: str | None, query: str | None) -> Content:
    """Return a table, a query or, where neither is named, the only table of a SQLite file; raise Refused."""
    if not is_sqlite(path):
        raise _none(path)
    connect, failure = driver("sqlite")
    with _guarded(failure), _opened(path, connect) as run:
        if query is None:
            tables = [str(name) for name in run(_TABLES).column(0).to_pylist()]
            relation = _chosen(relation, tables)
        rows = _rows(run, asked(relation, query))
    return content_of(relation if query is None and relation else QUERY, rows)


def _none(path: Path) -> Refused:
    from .file_bytes import file_bytes

    file_bytes(path)  # which says it where the file is missing, a folder, or closed to us
    return Refused(
        "这不是 SQLite 数据库。“table”和“query”只用于数据库。请核对文件，或删去这两项。",
        "This is not a SQLite database. “table” and “query” belong to databases; check the file, or take them out.",
    )


def _chosen(relation: str | None, tables: list[str]) -> str:
    """Return the name of the table that is read, as it is to be quoted."""
    if relation is None:
        if len(tables) != 1:
            names = "、".join(tables) or "无"
            raise Refused(
                f"数据库中有 {len(tables)} 个表，没有写明读取哪一个。请写“table: 表名”。现有：{names}。",
                f"The database has {len(tables)} tables, and nothing says which is to be read. Write “table: name”. "
                f"There are: {', '.join(tables) or 'none'}.",
            )
        return quoted([tables[0]]) if "." in tables[0] or '"' in tables[0] else tables[0]
    if relation in tables and ("." in relation or '"' in relation):
        return quoted([relation])
    folded = {name.lower() for name in tables}
    if "." not in relation and relation.strip('"').replace('""', '"').lower() not in folded:
        raise no_such_table(relation, tables)
    return relation


@contextmanager
def _opened(path: Path, connect: Callable[..., Any]) -> Iterator[Callable[[str], Any]]:
    """Open the file, give what runs a statement, and close it."""
    connection = connect(_uri(path))
    try:
        with connection.cursor() as cursor:

            def run(statement: str) -> Any:
                cursor.execute(statement)
                return cursor.fetch_arrow_table()

            run("PRAGMA query_only = 1")
            run(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            yield run
    finally:
        connection.close()


def _uri(path: Path) -> str:
    """Return the address of a file that is only read.

    A database whose changes are kept beside it would get files beside it even from a reader; where nobody has it open
    there are none, and it is read as it lies.
    """
    with path.open("rb") as file:
        waits = file.read(19)[18] == _WAL
    log = Path(f"{path}-wal")
    as_it_lies = waits and not (log.is_file() and log.stat().st_size)
    return f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if as_it_lies else ''}"


def _rows(run: Callable[[str], Any], statement: str) -> Rows:
    header = list(run(columns_of(statement)).column_names)
    chosen = [_CELL.format(at) for at in range(len(header))]
    table = run(cells_from(statement, len(header), chosen, MOST_ROWS + 1))
    if table.num_rows > MOST_ROWS:
        raise too_many()
    names: list[str] = []
    columns: list[list[Raw]] = []
    notes: list[Note] = []
    for name, column in zip(header, table.columns, strict=True):
        try:
            columns.append(cells_by(column, _untagged))
            names.append(name)
        except _Blob:
            notes.append(unreadable_column(name, "BLOB"))
    if not columns:
        raise nothing_to_read()
    return Rows(names, columns, notes)


class _Blob(Exception):
    """A column with binary data in it."""


def _untagged(array: Any) -> list[Raw]:
    if not str(array.type).startswith(("string", "large_string")):
        return [None] * len(array)  # a column without any value has no type
    return [None if text is None else _value(text) for text in texts_of(array)]


def _value(text: str) -> Raw:
    if text[0] == "b":
        raise _Blob
    return text[1:] if text[0] == "t" else number_of(text[1:])


@contextmanager
def _guarded(failure: type[Exception]) -> Iterator[None]:
    """Turn what the database says of a fault into a refusal."""
    try:
        yield
    except OSError as error:
        cause = system_cause(error)
        raise Refused(
            f"文件无法读取（{cause.zh}）。请检查权限，或关闭占用它的程序。",
            f"The file cannot be read ({cause.en}). Check its permissions, or close the program that holds it.",
        ) from None
    except failure as error:
        raise _refusal(str(error)) from None


def _refusal(said: str) -> Refused:
    reason = said.split("\nquery:")[0].splitlines()[0].rpartition("query: ")[2].strip()[:200]
    if "locked" in reason or "busy" in reason:
        return Refused(
            "数据库正被其他程序占用。请关闭占用它的程序后再试。",
            "Another program holds the database. Close that program and try again.",
        )
    cause = sqlite_cause(reason)
    if "malformed" in reason or "not a database" in reason or "disk image" in reason:
        return Refused(
            f"数据库已损坏（{cause.zh}）。请用生成它的程序修复或重新导出。",
            f"The database is damaged ({cause.en}). Repair it with its own program, or export it again.",
        )
    return Refused(
        f"没有从数据库读到数据（{cause.zh}）。请核对 table、query 和其中的列名；这里只能读取，不能写入。",
        f"The database gave no rows ({cause.en}). Check table or query and the columns it names; it is only read, "
        "nothing can be written.",
    )
