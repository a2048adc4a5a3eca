"""The in-memory DuckDB that an audit runs in, and how typed columns get into it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from ..coded import Coded, distinct, each

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SMALL = 20_000  # rows up to which a table is bound as parameters; above, through Arrow, whose import alone takes 0.1 s
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)

Column = tuple[str, Sequence[Any]]


def connect(rows: int) -> DuckDBPyConnection:
    """Return a new connection, whose TEMP tables are its own; ``rows`` is about how many rows they will hold."""
    return _database(rows <= SMALL).cursor()


@cache
def _database(small: bool) -> DuckDBPyConnection:
    """Return the database of all connections of this process: to start one takes many times as long as to connect."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    if small:
        config["threads"] = 1
    return duckdb.connect(config=config)


def put(con: DuckDBPyConnection, name: str, columns: Mapping[str, Column]) -> None:
    """Make the table ``name`` from equally long columns, each an SQL type and its values."""
    rows = len(next(iter(columns.values()))[1])
    if rows <= SMALL:
        items = ", ".join(f"unnest(${i}::{kind}[]) AS {name}" for i, (name, (kind, _)) in enumerate(columns.items(), 1))
        con.execute(f"CREATE TEMP TABLE {name} AS SELECT {items}", [list(values) for _, values in columns.values()])
        return
    import pyarrow as pa

    table = pa.table({column: _array(values, _arrow(kind)) for column, (kind, values) in columns.items()})
    con.register("arriving", table)
    con.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM arriving")
    con.unregister("arriving")


def integers(names: Sequence[str], rows: Sequence[Sequence[int | None]]) -> dict[str, Column]:
    """Return rows of whole numbers as columns."""
    return rows_of(names, ["INTEGER"] * len(names), rows)


def rows_of(names: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Column]:
    """Return rows as columns of the SQL types ``kinds``."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {name: (kind, column) for name, kind, column in zip(names, kinds, columns, strict=True)}


def _array(values: Sequence[Any], kind: Any) -> Any:
    import pyarrow as pa

    if not isinstance(values, Coded):
        return pa.array(values, kind)
    known = pa.array(values.values, kind)
    texts = pa.types.is_string(kind)
    return pa.DictionaryArray.from_arrays(values.arrow(), known) if texts else known.take(values.arrow())


def _arrow(kind: str) -> Any:
    import pyarrow as pa

    if kind.endswith("[]"):
        return pa.list_(_arrow(kind[:-2]))
    if decimal := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return {
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "BOOLEAN": pa.bool_(),
        "VARCHAR": pa.string(),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
    }[kind]


def typed(values: Sequence[object], empty: str = "VARCHAR") -> Column:
    """Return a column with the SQL type that fits its values; values of several types become texts.

    ``empty`` is the type of a column without any value. An empty tuple is an empty cell.
    """
    kinds = {type(value) for value in distinct(values) if value is not None}
    if not kinds:
        return empty, values
    if kinds == {tuple}:
        return "VARCHAR[]", each(lambda v: [str(item) for item in v] if isinstance(v, tuple) and v else None, values)
    for wanted, kind in (({bool}, "BOOLEAN"), ({int}, "BIGINT"), ({date}, "DATE"), ({str}, "VARCHAR")):
        if kinds == wanted:
            return kind, values
    if kinds <= {int, Decimal}:
        return "DECIMAL(18,6)", each(lambda v: None if v is None else round(Decimal(str(v)), 6), values)
    return "VARCHAR", each(lambda value: None if value is None else str(value), values)
