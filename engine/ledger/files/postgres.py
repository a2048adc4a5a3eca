"""Tables and queries of PostgreSQL, read in a transaction that cannot write and is rolled back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, NamedTuple

from ...workspaces.addresses import Address
from ..values.cells import Raw
from ..values.sheets import Note
from .arrow_cells import JOINT, cells_by, cells_of, days, from_json, local, number_of, texts_of
from .arrow_tables import MOST_ROWS, too_many, unreadable_column
from .database_rows import Rows, driver, no_such_table, nothing_to_read
from .postgres_words import not_connected, not_read, undefined_table
from .queries import asked, cells_from, columns_of, parts_of

CONNECT_SECONDS = 8
QUERY_SECONDS = 600
_PARAMETERS = (("keepalives_idle", 30), ("keepalives_interval", 10), ("keepalives_count", 3))
# Of this transaction alone: how values are written, and that nothing is waited for without end.
_SETTINGS = (
    "SELECT set_config('client_encoding', 'UTF8', true), set_config('timezone', 'UTC', true), "
    "set_config('datestyle', 'ISO, YMD', true), set_config('extra_float_digits', '1', true), "
    f"set_config('lock_timeout', '{CONNECT_SECONDS}s', true), "
    "set_config('statement_timeout', CASE current_setting('statement_timeout') "
    f"WHEN '0' THEN '{QUERY_SECONDS}s' ELSE current_setting('statement_timeout') END, true)"
)
_TABLES = (
    "SELECT CASE WHEN n.nspname = ANY (current_schemas(false)) THEN '' ELSE n.nspname || '.' END || c.relname "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') "
    "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') "
    "AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1 LIMIT 200"
)
Read = Callable[[Any], list[Raw]]
Run = Callable[[str], Any]


class _Column(NamedTuple):
    """How a column is read: what it is called, what is asked of it, and what reads that."""

    name: str
    chosen: str
    read: Read


class _Binary(Exception):
    """A column of a type that holds no text; its name is the message."""


def read_server(address: Address, relation: str | None, query: str | None, zone: tzinfo) -> Rows:
    """Return a table or a query of a server; raise Refused."""
    statement = asked(relation, query)
    connect, failure = driver("postgresql")
    with _connected(address, connect, failure) as session:
        try:
            session.begin()
            return _rows(session.run, statement, zone)
        except failure as error:
            if relation is None or not undefined_table(error):
                raise not_read(error, address, relation) from None
            tables: list[str] = []  # where even they cannot be asked any more
            with suppress(failure):
                tables = _tables(session)
    raise no_such_table(".".join(parts_of(relation)), tables)


class _Session:
    """A connection on which statements run in transactions that only read."""

    def __init__(self, connection: Any, cursor: Any) -> None:
        self._connection, self._cursor = connection, cursor

    def begin(self) -> None:
        """Begin a transaction anew."""
        self._connection.rollback()
        self._cursor.execute("SET TRANSACTION READ ONLY")
        self.run(_SETTINGS)

    def run(self, statement: str) -> Any:
        """Return what a statement gives, as a table."""
        self._cursor.execute(statement)
        return self._cursor.fetch_arrow_table()


@contextmanager
def _connected(address: Address, connect: Callable[..., Any], failure: type[Exception]) -> Iterator[_Session]:
    """Give a connection, and roll back whatever was done on it."""
    try:
        connection = connect(_uri(address))
    except failure as error:
        raise not_connected(error, address) from None
    try:
        with connection.cursor() as cursor:
            yield _Session(connection, cursor)
    finally:
        with suppress(failure):  # of a connection that is lost already
            connection.rollback()
        with suppress(failure):
            connection.close()


def _uri(address: Address) -> str:
    """Return the address with a limit to every wait that it does not set itself."""
    added = [f"{name}={value}" for name, value in _PARAMETERS if name not in address.keys]
    if "connect_timeout" not in address.keys and not os.environ.get("PGCONNECT_TIMEOUT"):
        added.append(f"connect_timeout={CONNECT_SECONDS}")
    return f"{address.uri}{'&' if '?' in address.uri else '?'}{'&'.join(added)}"


def _tables(session: _Session) -> list[str]:
    """Return the tables and views that this user may read."""
    session.begin()
    return [str(name) for name in session.run(_TABLES).column(0).to_pylist()]


def _rows(run: Run, statement: str, zone: tzinfo) -> Rows:
    fields = list(run(columns_of(statement)).schema)
    chosen: list[_Column] = []
    notes: list[Note] = []
    for at, field in enumerate(fields):
        try:
            chosen.append(_column(f"c{at}", field, zone))
        except _Binary as binary:
            notes.append(unreadable_column(field.name, str(binary)))
    if not chosen:
        raise nothing_to_read()
    table = run(cells_from(statement, len(fields), [one.chosen for one in chosen], MOST_ROWS + 1))
    if table.num_rows > MOST_ROWS:
        raise too_many()
    columns = [one.read(column) for one, column in zip(chosen, table.columns, strict=True)]
    return Rows([one.name for one in chosen], columns, notes)


def _column(at: str, field: Any, zone: tzinfo) -> _Column:
    """Return how a column is read: as it is where Arrow's value is the whole of it, else by its text."""
    import pyarrow as pa

    types, kind = pa.types, field.type
    said = field.metadata or {}
    name = (said.get(b"POSTGRESQL:type") or said.get(b"ADBC:postgresql:typname") or b"").decode()
    own = types.is_boolean(kind) or types.is_string(kind) or types.is_interval(kind)
    if own or (types.is_integer(kind) and name != "money"):
        return _Column(field.name, at, lambda column: cells_of(column, zone))
    if types.is_list(kind):
        if _is_binary(kind.value_type):
            raise _Binary(name.lstrip("_") + "[]")
        return _Column(field.name, f"array_to_string({at}, '{JOINT}')", _by(str))
    if _is_binary(kind):
        raise _Binary(name or str(kind))
    text = f"{at}::numeric::text" if name == "money" else f"{at}::text"
    if types.is_timestamp(kind):
        read = _by(lambda text: _moment(text, zone), slow=True)
        return _Column(field.name, text, lambda column: days(read(column)))
    return _Column(field.name, text, _by(_READERS.get(name, str)))


def _is_binary(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_nested(kind))


def _by(read: Callable[[str], Raw], *, slow: bool = False) -> Read:
    """Return what reads a column of texts, one by one."""

    def cells(array: Any) -> list[Raw]:
        return [None if text is None else read(text) for text in texts_of(array)]

    return lambda column: cells_by(column, cells, slow=slow)


def _moment(text: str, zone: tzinfo) -> Raw:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # infinity, or a year of more than four digits
        return text
    return moment if moment.tzinfo is None else local(moment.astimezone(UTC), zone)


def _iso(parse: Callable[[str], Raw]) -> Callable[[str], Raw]:
    def read(text: str) -> Raw:
        try:
            return parse(text)
        except ValueError:
            return text

    return read


_READERS: dict[str, Callable[[str], Raw]] = {
    **dict.fromkeys(("numeric", "float4", "float8", "money"), number_of),
    **dict.fromkeys(("json", "jsonb"), from_json),
    "date": _iso(date.fromisoformat),
    "time": _iso(time.fromisoformat),
}
