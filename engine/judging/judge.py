"""Judging: each distinct state of affairs is put to the verdict table once, whatever the number of obligations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from ..errors import fail
from .reference import ReferenceTable
from .verdicts import FIELDS, VERDICTS, Row

BITS = {"n": 12, "v": 12, "vm": 12, "where": 2}
MOST = 2 ** BITS["n"] - 1  # a number required above this is judged by classes (0, some, enough)


class Table(Protocol):
    """A first-hit decision table: durable-rules or the reference."""

    name: str
    calls: int

    def decide(self, facts: dict[str, int]) -> int:
        """Return the index of the first row that holds."""
        ...


def make_table(engine: str | None) -> Table:
    """Return the table in ``engine`` (``durable``, ``reference``; None: durable where it is installed).

    Raises CheckbranchError where durable-rules is asked for by name and is not installed.
    """
    if engine == "reference":
        return ReferenceTable(VERDICTS)
    try:
        from .guarded import DurableTable

        return DurableTable(VERDICTS)
    except ImportError:
        if engine == "durable":
            raise fail(
                "",
                "未安装 durable-rules，不能使用 --engine durable。请改用 --engine reference，"
                "或在 Python 3.11/3.12 下安装（需要 C 编译器）。",
                "durable-rules is not installed. Use --engine reference, or install it on Python 3.11 or 3.12 "
                "(it needs a C compiler).",
            ) from None
        return ReferenceTable(VERDICTS)


def pack_sql(columns: dict[str, str]) -> str:
    """Return the SQL that packs columns of an obligation into a whole number: its signature, or that part of it."""
    shift, parts = 0, []
    for field in FIELDS:
        if field in columns:
            parts.append(f"(({columns[field]})::BIGINT << {shift})")
        shift += BITS.get(field, 1)
    return " | ".join(parts)


def unpack(signature: int) -> dict[str, int]:
    """Return the fields that a signature was packed from."""
    facts = {}
    for field in FIELDS:
        bits = BITS.get(field, 1)
        facts[field] = signature & ((1 << bits) - 1)
        signature >>= bits
    return facts


def judge(signatures: Iterable[int], table: Table) -> dict[int, int]:
    """Return, for each distinct signature, the index of the row of the verdict table that holds."""
    return {signature: table.decide(unpack(signature)) for signature in signatures}


def row(index: int) -> Row:
    """Return the row of the verdict table at ``index``."""
    return VERDICTS[index]
