"""Columns of many rows that hold each distinct value once; what is asked of a column is asked of its values."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import eq
from typing import Any, TypeVar, overload

T = TypeVar("T")
U = TypeVar("U")


class Coded(Sequence[T]):
    """A column: ``codes`` (of four bytes) say for each row which of ``values`` it holds. Every value is of some row.

    It never changes. Values may be equal to one another, as what was read from unequal cells may be.
    """

    __slots__ = ("codes", "values")

    def __init__(self, codes: memoryview, values: Sequence[T]) -> None:
        self.codes, self.values = codes, values

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def __iter__(self) -> Iterator[T]:
        """Yield the value of each row."""
        return map(self.values.__getitem__, self.codes)

    def __eq__(self, other: object) -> bool:
        """Return whether another column holds the same, be it coded or a list."""
        if not isinstance(other, Coded | list):
            return NotImplemented
        return len(other) == len(self) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return the column as a list is shown."""
        return repr([*self])

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        """Return the value of a row, or some rows as a column."""
        if isinstance(at, slice):
            return chosen(self, range(*at.indices(len(self.codes))))
        return self.values[self.codes[at]]

    def arrow(self) -> Any:
        """Return the codes as an Arrow array, which shares their memory."""
        import pyarrow as pa

        return pa.Array.from_buffers(pa.int32(), len(self.codes), [None, pa.py_buffer(self.codes)])


def coded(codes: Any, values: Sequence[T]) -> Coded[T]:
    """Return a column from an Arrow array of whole numbers without nulls; values that no row has are left out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    used = pc.unique(codes)
    if len(used) < len(values):
        found = codes.dictionary_encode()
        codes, values = found.indices, [values[code] for code in found.dictionary.to_pylist()]
    return Coded(memory(codes.cast(pa.int32())), values)


def constant(value: T, rows: int) -> Coded[T]:
    """Return a column of one value."""
    return Coded(memoryview(bytes(4 * rows)).cast("i"), [value] if rows else [])


def alike(value: T, other: Sequence[object]) -> Sequence[T]:
    """Return a column of one value for the rows of another one, and of its kind."""
    return constant(value, len(other)) if isinstance(other, Coded) else [value] * len(other)


def distinct(column: Iterable[T]) -> set[T]:
    """Return the values that a column holds."""
    return set(column.values if isinstance(column, Coded) else column)


def firsts(column: Sequence[T]) -> list[T]:
    """Return the values that a column holds, in the order in which they come first."""
    if not isinstance(column, Coded):
        return list(dict.fromkeys(column))
    import pyarrow.compute as pc

    return list(dict.fromkeys(column.values[code] for code in pc.unique(column.arrow()).to_pylist()))


def counted(column: Sequence[T]) -> Counter[T]:
    """Return how many rows hold which value."""
    if not isinstance(column, Coded):
        return Counter(column)
    import pyarrow.compute as pc

    found: Counter[T] = Counter()
    for one in pc.value_counts(column.arrow()).to_pylist():
        found[column.values[one["values"]]] += one["counts"]
    return found


def each(made: Callable[..., U], *columns: Sequence[Any]) -> Sequence[U]:
    """Return ``made`` of the values of each row: a list, or a column that asks once for what stands together."""
    if len(columns) == 1:
        column = columns[0]
        asked = map(made, column.values if isinstance(column, Coded) else column)
        return Coded(column.codes, list(asked)) if isinstance(column, Coded) else list(asked)
    found = _together(columns)
    if found is None:
        return [made(*row) for row in zip(*columns, strict=True)]
    codes, rows = found
    return Coded(codes, [made(*row) for row in rows])


def merged(column: Sequence[T]) -> Sequence[T]:
    """Return a column each of whose values differs from all others, so that fewer stand together with other columns."""
    places: dict[T, int] = {}
    if isinstance(column, Coded):
        told = [places.setdefault(value, len(places)) for value in column.values]
        if len(places) < len(told):
            import pyarrow as pa

            return Coded(memory(pa.array(told, pa.int32()).take(column.arrow())), list(places))
    return column


def once(made: Callable[[T], U], column: Sequence[T]) -> Sequence[U]:
    """Return ``made`` of the value of each row, asked once for each value."""
    if isinstance(column, Coded):
        return each(made, column)
    memo = {value: made(value) for value in set(column)}
    return [memo[value] for value in column]


def numbered(column: Sequence[T]) -> tuple[Sequence[int], dict[T, int]]:
    """Return a number for the value of each row, and the number of each value, counting from 0."""
    numbers: dict[T, int] = {}
    return each(lambda value: numbers.setdefault(value, len(numbers)), column), numbers


def where(holds: Callable[..., object], *columns: Sequence[Any]) -> list[int]:
    """Return the rows whose values are such that ``holds``."""
    marks = each(holds, *columns)
    if not isinstance(marks, Coded):
        return [row for row, mark in enumerate(marks) if mark]
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = [code for code, mark in enumerate(marks.values) if mark]
    if not wanted:
        return []
    held = pc.is_in(marks.arrow(), value_set=pa.array(wanted, pa.int32()))
    return list(pc.indices_nonzero(held).to_pylist())


def chosen(column: Sequence[T], rows: Sequence[int]) -> Sequence[T]:
    """Return some rows of a column, in their order."""
    if isinstance(rows, range) and rows == range(len(column)):
        return column
    if not isinstance(column, Coded):
        return [column[row] for row in rows]
    import pyarrow as pa

    if isinstance(rows, range) and rows.step == 1:
        return coded(column.arrow().slice(rows.start, len(rows)), column.values)
    places = rows if isinstance(rows, array) else array("q", rows)
    wanted = pa.Array.from_buffers(pa.int64(), len(places), [None, pa.py_buffer(places)])
    return coded(column.arrow().take(wanted), column.values)


def joined(columns: Sequence[Sequence[T]]) -> Sequence[T]:
    """Return columns one below the other."""
    if len(columns) == 1:
        return columns[0]
    if not columns or not all(isinstance(column, Coded) for column in columns):
        return list(chain.from_iterable(columns))
    import pyarrow as pa
    import pyarrow.compute as pc

    codes, values = [], list[T]()
    for column in columns:
        assert isinstance(column, Coded)
        codes.append(pc.add(column.arrow(), pa.scalar(len(values), pa.int32())))
        values.extend(column.values)
    return coded(pa.concat_arrays(codes), values)


def put_in(column: Sequence[T], rows: Iterable[int], value: T) -> Sequence[T]:
    """Return a column with ``value`` in some rows."""
    rows = list(rows)
    if not rows:
        return column
    if not isinstance(column, Coded):
        changed = list(column)
        for row in rows:
            changed[row] = value
        return changed
    import pyarrow as pa

    codes = array("i", column.codes.tobytes())
    for row in rows:
        codes[row] = len(column.values)
    return coded(pa.Array.from_buffers(pa.int32(), len(codes), [None, pa.py_buffer(codes)]), [*column.values, value])


def combined(columns: Sequence[Coded[Any]]) -> Any:
    """Return an Arrow array of numbers, equal where all columns are: whole numbers below 2 to the power of 62."""
    import pyarrow as pa
    import pyarrow.compute as pc

    codes, size = columns[0].arrow(), len(columns[0].values)
    for column in columns[1:]:
        if len(column.values) < 2:
            continue
        if size * len(column.values) >= 1 << 62:
            found = codes.dictionary_encode()
            codes, size = found.indices, len(found.dictionary)
        codes = pc.add(pc.multiply(codes.cast(pa.int64()), len(column.values)), column.arrow().cast(pa.int64()))
        size *= len(column.values)
    return codes


def _together(columns: Sequence[Sequence[Any]]) -> tuple[memoryview, list[tuple[Any, ...]]] | None:
    """Return codes for what stands together in a row, and these values; None where a column is not coded."""
    first = columns[0]
    if not isinstance(first, Coded):
        return None
    codes, rows = first.codes, list[tuple[Any, ...]]((value,) for value in first.values)
    for column in columns[1:]:
        if not isinstance(column, Coded):
            return None
        if column.codes is codes or len(column.values) < 2:
            own = column.values if column.codes is codes else [*column.values] * len(rows)
            rows = [(*row, value) for row, value in zip(rows, own, strict=True)]
        else:
            pairs = combined([Coded(codes, rows), column]).dictionary_encode()
            codes, width = memory(pairs.indices), len(column.values)
            rows = [(*rows[at // width], column.values[at % width]) for at in pairs.dictionary.to_pylist()]
    return codes, rows


def memory(codes: Any) -> memoryview:
    """Return the whole numbers of an Arrow array of 32 bits, without nulls, as Python sees them."""
    if not len(codes):
        return memoryview(b"").cast("i")
    start = codes.offset
    return memoryview(codes.buffers()[1]).cast("i")[start : start + len(codes)]
