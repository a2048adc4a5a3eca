"""The rows that a database gave, as the content of a source: in an order of their own, with a hash."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from importlib import import_module
from typing import Any

from ..values.cells import Raw
from ..values.content import Content
from ..values.sheets import Note, Refused, Sheet

QUERY = "query"  # stands in places for the table of what a query gives
_NUMBER, _TEXT, _TIME, _NOTHING = range(4)


@dataclass(frozen=True, slots=True)
class Rows:
    """What came of a table or a query, in any order of rows: columns of cells, equally long, and what is to be said."""

    header: Sequence[str]
    columns: Sequence[list[Raw]]
    notes: Sequence[Note] = ()


def content_of(label: str, rows: Rows) -> Content:
    """Return rows as the one sheet of a file: in order, numbered from 1, its hash over names and cells."""
    columns = in_order(rows.columns)
    count = len(columns[0]) if columns else 0
    sheet = Sheet(
        label, header=list(rows.header), header_row=0, columns=columns, numbers=range(1, count + 1), notes=rows.notes
    )
    return Content(hash_of(rows.header, columns), [label], lambda name: sheet)


def in_order(columns: Sequence[list[Raw]]) -> list[Sequence[Raw]]:
    """Return the columns with their rows in the order of their content, the first column first.

    A database promises no order; so that the same rows have the same numbers they get one here: numbers by size, then
    texts by code point, days and times, and nothing at the end.
    """
    if not columns:
        return []
    count = len(columns[0])
    ranks: list[list[int]] = []
    for column in columns:
        places = {cell: at for at, cell in enumerate(sorted(set(column), key=_key))}
        ranks.append([places[cell] for cell in column])
        if len(places) == count:
            break  # no two rows are alike any more
    keys = ranks[0] if len(ranks) == 1 else list(zip(*ranks, strict=True))
    order = sorted(range(count), key=keys.__getitem__)
    return [[column[at] for at in order] for column in columns]


def _key(cell: Raw) -> tuple[int, Decimal | int, str]:
    if cell is None:
        return _NOTHING, 0, ""
    if isinstance(cell, int | Decimal):
        return _NUMBER, cell, ""
    if isinstance(cell, timedelta):
        return _TIME, cell // timedelta(microseconds=1), ""
    return (_TEXT, 0, cell) if isinstance(cell, str) else (_TIME, 0, cell.isoformat())


def hash_of(header: Sequence[str], columns: Iterable[Sequence[Raw]]) -> str:
    """Return the SHA-256 of a table: of the names of its columns and of every cell, in the order of ``columns``."""
    found = sha256(json.dumps(list(header), ensure_ascii=False).encode("utf-8", "surrogatepass"))
    for column in columns:
        text = json.dumps(column, ensure_ascii=False, default=_plain)
        found.update(b"\n" + text.encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _plain(cell: object) -> list[str]:
    shown = cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
    return [type(cell).__name__, shown]


def nothing_to_read() -> Refused:
    """Return the refusal of a table none of whose columns can be read."""
    return Refused(
        "没有一列是可读的文字、数字或日期。请核对表名，或在查询中转换。",
        "Not one column holds texts, numbers or dates that can be read. Check the table, or convert them in a query.",
    )


def driver(kind: str) -> tuple[Callable[..., Any], type[Exception]]:
    """Return what connects to a kind of database, and the class of its errors; raise Refused."""
    try:
        module = import_module(f"adbc_driver_{kind}.dbapi")
    except ImportError:
        raise Refused(
            f"没有安装读取这种数据库的组件。请运行 pip install adbc-driver-{kind}。",
            f"The driver for this kind of database is not installed. Run pip install adbc-driver-{kind}.",
        ) from None
    return module.connect, module.Error


def no_such_table(name: str, tables: Sequence[str]) -> Refused:
    """Return the refusal of a table that is not there, with the nearest name and those that are."""
    from ...documents.form import nearest

    near = nearest(name, tables)
    listed = [*tables[:20], *(["…"] if len(tables) > 20 else [])]
    return Refused(
        f"数据库中没有表“{name}”。{f'是否应为“{near}”？' if near else ''}"
        f"现有：{'、'.join(listed) or '无'}。请核对 table。",
        f"The database has no table '{name}'. {f'Did you mean {near}? ' if near else ''}"
        f"It has: {', '.join(listed) or 'none that can be seen'}. Check table.",
    )
