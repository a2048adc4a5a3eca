"""Large CSV files as programs write them: without quotation marks, every line of as many cells; read by Arrow."""

from __future__ import annotations

from collections.abc import Sequence

from ..coded import Coded, chosen, memory
from .files.separators import Dialect
from .values.cells import is_blank
from .values.sheets import Sheet

_BLOCK = 1 << 22  # bytes that are read at once; no line may be longer


def read_plain(text: str, dialect: Dialect) -> Sheet | None:
    """Return the only sheet of delimited text, each line a row; None where it is not as plain as that."""
    if dialect.named or len(dialect.separator.encode()) > 1 or dialect.quote in text or '="' in text:
        return None
    if "\n\n" in text or ("\r" in text and (text.count("\r") != text.count("\r\n") or "\n\r" in text)):
        return None  # an empty line is none of as many cells, and Arrow does not say so
    header = text[: text.find("\n")].rstrip("\r").split(dialect.separator)
    if len(header) < 2 or all(map(is_blank, header)):
        return None
    columns = _columns(text, dialect.separator, len(header))
    if columns is None:
        return None
    rows = len(columns[0])
    while rows and all(is_blank(column[rows - 1]) for column in columns):
        rows -= 1
    columns = [chosen(column, range(rows)) for column in columns]
    return Sheet(None, header=[*header], header_row=1, columns=[*columns], numbers=range(2, rows + 2))


def _columns(text: str, separator: str, width: int) -> Sequence[Sequence[str]] | None:
    """Return the cells below the header as columns; None where a line has more of them or fewer, or none at all."""
    import pyarrow as pa
    from pyarrow import csv

    kind = pa.dictionary(pa.int32(), pa.string())
    names = [str(at) for at in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=csv.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK),
            parse_options=csv.ParseOptions(delimiter=separator, quote_char=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, kind), null_values=[]),
        )
    except (pa.ArrowException, UnicodeEncodeError):
        return None
    found = [column.chunk(0) for column in table.unify_dictionaries().combine_chunks().columns] if len(table) else []
    return [Coded(memory(one.indices), one.dictionary.to_pylist()) for one in found] or None
