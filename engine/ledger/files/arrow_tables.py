"""Parquet and Arrow (Feather) files as a sheet: the names of the columns are its header, row 1 is the first one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from ...causes import arrow_cause
from ..values.cells import Raw
from ..values.sheets import Note, Refused, Sheet
from .arrow_cells import Unreadable, cells_of

ARROW_MAGIC = (b"PAR1", b"PARE", b"ARROW1\0\0", b"FEA1")  # Parquet, encrypted; Arrow, and its older Feather
_PARQUET, _ENCRYPTED, _ARROW, _FEATHER = ARROW_MAGIC
MOST_ROWS = 20_000_000  # a few kilobytes can claim any number of equal rows


def read_arrow(data: bytes, zone: tzinfo) -> Sheet:
    """Return the only sheet of a Parquet or Arrow file; raise Refused where it is damaged or none."""
    import pyarrow as pa

    try:
        return sheet_of_table(_table(data), None, zone)
    except (pa.ArrowException, OSError, ValueError, KeyError, NotImplementedError) as error:
        raise _damaged(error) from None


def _table(data: bytes) -> Any:
    import pyarrow as pa

    if data.startswith(_ENCRYPTED):
        raise Refused(
            "Parquet 文件已加密。请导出一份不加密的。", "The Parquet file is encrypted. Export it without encryption."
        )
    buffer = pa.BufferReader(data)
    if data.startswith(_PARQUET):
        from pyarrow import parquet

        file = parquet.ParquetFile(buffer)
        _bounded(file.metadata.num_rows)
        return file.read()
    if data.startswith(_FEATHER):
        from pyarrow import feather

        return feather.read_table(buffer)
    if data.startswith(_ARROW):
        reader = pa.ipc.open_file(buffer)
        return _batches(reader.schema, (reader.get_batch(at) for at in range(reader.num_record_batches)))
    reader = pa.ipc.open_stream(buffer)
    return _batches(reader.schema, reader)


def _batches(schema: Any, batches: Any) -> Any:
    import pyarrow as pa

    kept, rows = [], 0
    for batch in batches:
        batch.validate(full=True)
        rows += batch.num_rows
        _bounded(rows)
        kept.append(batch)
    return pa.Table.from_batches(kept, schema)


def _bounded(rows: int) -> None:
    if rows > MOST_ROWS:
        raise too_many()


def too_many() -> Refused:
    """Return the refusal of a table with more rows than are read at once."""
    return Refused(
        f"超过 {MOST_ROWS} 行，无法一次读取。请按单位或年份分成几份。",
        f"There are more than {MOST_ROWS} rows, too many to be read at once. Divide them by unit or by year.",
    )


def _damaged(error: Exception) -> Refused:
    cause = arrow_cause(error)
    return Refused(
        f"不是可读的 Parquet 或 Arrow 文件，或文件已损坏（{cause.zh}）。请重新导出。",
        f"This is not a readable Parquet or Arrow file, or it is damaged ({cause.en}). Export it again.",
    )


def sheet_of_table(table: Any, name: str | None, zone: tzinfo) -> Sheet:
    """Return an Arrow table as a sheet; columns that cannot be read are left out, and its notes say so."""
    header: list[Raw] = []
    columns: list[Sequence[Raw]] = []
    notes: list[Note] = []
    for title, column in zip(table.column_names, table.columns, strict=True):
        try:
            columns.append(cells_of(column, zone))
            header.append(title)
        except Unreadable as unreadable:
            notes.append(unreadable_column(title, unreadable.kind))
    numbers = range(1, table.num_rows + 1)
    return Sheet(name, header=header, header_row=0, columns=columns, numbers=numbers, notes=notes)


def unreadable_column(header: str, kind: str) -> Note:
    """Return what is said of a column that cannot be read."""
    shown = kind if len(kind) <= 60 else kind[:59] + "…"
    return Note("unreadable_column", {"header": header, "kind": shown})
