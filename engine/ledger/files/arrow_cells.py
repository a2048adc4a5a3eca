"""Columns of Arrow as cells of a sheet: texts, exact numbers, local days and times, lists joined with 、."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from ..values.cells import FALSE, TRUE, Raw, text_of

JOINT = "、"
_SAMPLE = 2000  # values that are looked at to tell whether a column repeats itself
_DIGITS = 30  # a number of more is a label, or a slip


class Unreadable(Exception):
    """A column whose values are no cells, with its type."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


def cells_of(column: Any, zone: tzinfo) -> list[Raw]:
    """Return the cells of a column (a ChunkedArray); times with a zone are turned into ``zone``.

    Raises Unreadable for binary data, maps, structs and the like.
    """
    moments = _is_moment(column.type)
    cells = cells_by(column, _reader(column.type, zone), slow=moments)
    return days(cells) if moments else cells


def _is_moment(kind: Any) -> bool:
    import pyarrow as pa

    coded = pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind)
    return bool(pa.types.is_timestamp(kind.value_type if coded else kind))


def cells_by(column: Any, read: Callable[[Any], list[Raw]], *, slow: bool = False) -> list[Raw]:
    """Return the cells of a column by what reads an array of its values; each value only once where they repeat.

    ``slow`` says that a value takes so long to read that it is always looked whether it repeats.
    """
    return [cell for chunk in column.chunks for cell in _chunk(chunk, read, slow)]


def days(cells: list[Raw]) -> list[Raw]:
    """Return a column of moments as days where all of them are at midnight: so pandas and many databases keep days."""
    if all(cell.time() == time() for cell in set(cells) if isinstance(cell, datetime)):
        return [cell.date() if isinstance(cell, datetime) else cell for cell in cells]
    return cells


def _chunk(chunk: Any, read: Callable[[Any], list[Raw]], slow: bool = False) -> list[Raw]:
    plain = _plain(chunk)
    if not slow and not _repeats(plain):
        return read(plain)
    coded = plain.dictionary_encode()
    values = [*read(coded.dictionary), None]
    return [values[at] for at in coded.indices.fill_null(len(values) - 1).to_pylist()]


def _plain(chunk: Any) -> Any:
    """Return a chunk without dictionaries, runs and extensions."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(chunk, pa.ExtensionArray):
        return _plain(chunk.storage)
    if isinstance(chunk, pa.DictionaryArray):
        return _plain(chunk.dictionary_decode())
    return _plain(pc.run_end_decode(chunk)) if isinstance(chunk, pa.RunEndEncodedArray) else chunk


def _repeats(array: Any) -> bool:
    """Return whether most values occur more than once: then each is read once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sample = array.slice(0, _SAMPLE)
    try:
        return bool(2 * pc.count_distinct(sample, mode="all").as_py() < len(sample))
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return False


def _reader(kind: Any, zone: tzinfo) -> Callable[[Any], list[Raw]]:
    """Return what reads the values of a type, without its dictionary or extension; raise Unreadable."""
    import pyarrow as pa

    types = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        return _extension(kind, zone)
    if types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        return _reader(kind.value_type, zone)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind) or _is_list_view(kind):
        return _lists(_reader(kind.value_type, zone))
    known: Sequence[tuple[Callable[[Any], bool], Callable[[Any], list[Raw]]]] = (
        (lambda one: bool(types.is_string(one) or types.is_large_string(one) or types.is_string_view(one)), _strings),
        (types.is_boolean, _truths),
        (types.is_integer, lambda array: list(array.to_pylist())),
        (types.is_floating, _floats),
        (types.is_decimal, lambda array: [None if one is None else whole(one) for one in array.to_pylist()]),
        (types.is_timestamp, lambda array: _timestamps(array, zone)),
        (types.is_temporal, _temporal),
        (types.is_null, lambda array: [None] * len(array)),
    )
    for fits, read in known:
        if fits(kind):
            return read
    raise Unreadable(str(kind))


def _is_list_view(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind))


def _extension(kind: Any, zone: tzinfo) -> Callable[[Any], list[Raw]]:
    name = kind.extension_name
    if name == "arrow.uuid":
        from uuid import UUID

        return lambda array: [None if one is None else str(UUID(bytes=one)) for one in array.to_pylist()]
    read = _reader(kind.storage_type, zone)
    if name == "arrow.json":
        return lambda array: [from_json(one) if isinstance(one, str) else one for one in read(array)]
    return read


def _truths(array: Any) -> list[Raw]:
    return [None if one is None else TRUE if one else FALSE for one in array.to_pylist()]


def _strings(array: Any) -> list[Raw]:
    return [*texts_of(array)]


def texts_of(array: Any) -> list[str | None]:
    """Return the values of an array of texts."""
    try:
        return list(array.to_pylist())
    except UnicodeDecodeError:
        import pyarrow as pa

        return [None if one is None else decoded(one) for one in array.cast(pa.binary()).to_pylist()]


def decoded(data: bytes) -> str:
    """Return a text that may be GB18030 although its column says UTF-8; bytes that are neither are shown as such."""
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")


def _floats(array: Any) -> list[Raw]:
    import pyarrow as pa

    # As text first: of the shortest digits, so that a float32 of 0.1 is 0.1.
    return [None if one is None else number_of(one) for one in array.cast(pa.string()).to_pylist()]


def number_of(text: str) -> Raw:
    """Return the exact number that a text is: None for NaN, the text for what is no number or out of all bounds."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return None if number.is_nan() else whole(number) if number.is_finite() else text


def whole(number: Decimal) -> Raw:
    """Return a number as int where it is whole; as text where it has too many digits to be one."""
    if number and not -_DIGITS < number.adjusted() < _DIGITS:
        return str(number)
    return int(number) if number == number.to_integral_value() else number


def from_json(text: str) -> str:
    """Return a JSON value as a cell: the text that it is, a list of texts or numbers joined with 、; else as it is."""
    try:
        value = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return JOINT.join(value)
    return "" if value is None else text


def _timestamps(array: Any, zone: tzinfo) -> list[Raw]:
    import pyarrow as pa

    aware = array.type.tz is not None
    unit = "us" if array.type.unit == "ns" else array.type.unit  # Python knows no nanoseconds
    cells = _safely(array.cast(pa.timestamp(array.type.unit)).cast(pa.timestamp(unit), safe=False))
    return [local(cell, zone) if aware and isinstance(cell, datetime) else cell for cell in cells]


def local(moment: datetime, zone: tzinfo) -> Raw:
    """Return a moment in UTC as the local time of ``zone``."""
    try:
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # on the first or last day of all
        return str(moment)


def _temporal(array: Any) -> list[Raw]:
    import pyarrow as pa

    types, kind = pa.types, array.type
    if types.is_interval(kind):
        return [None if one is None else _interval(one) for one in array.to_pylist()]
    if types.is_duration(kind):
        array = array.cast(pa.duration("us"), safe=False)
    elif types.is_time64(kind):
        array = array.cast(pa.time64("us"), safe=False)
    return _safely(array)


def _interval(value: Any) -> Raw:
    months, days, nanoseconds = value
    if months:
        return f"{months} months {days} days"
    try:
        return timedelta(days=days, microseconds=nanoseconds // 1000)
    except OverflowError:
        return f"{days} days"


def _safely(array: Any) -> list[Raw]:
    """Return the values of Python, and as text those that are beyond its calendar."""
    try:
        return list(array.to_pylist())
    except (OverflowError, ValueError):
        import pyarrow as pa

        texts = array.cast(pa.string()) if not pa.types.is_duration(array.type) else array.cast(pa.int64())
        return [_one(one, shown) for one, shown in zip(array, texts.to_pylist(), strict=True)]


def _one(value: Any, shown: object) -> Raw:
    try:
        found: Raw = value.as_py()
    except (OverflowError, ValueError):
        return str(shown)
    return found


def _lists(read: Callable[[Any], list[Raw]]) -> Callable[[Any], list[Raw]]:
    def joined(array: Any) -> list[Raw]:
        texts = _joined(array)
        if texts is not None:
            return _chunk(texts, _strings)
        cells = read(_plain(array.flatten()))  # the items of all lists, without those of lists that are null
        found: list[Raw] = []
        at = 0
        for length in _lengths(array):
            texts = [] if length is None else [text_of(cell) for cell in cells[at : at + length]]
            found.append(None if length is None else JOINT.join(text for text in texts if text is not None))
            at += length or 0
        return found

    return joined


def _joined(array: Any) -> Any:
    """Return lists of texts as an array of texts; None for other lists, and where an item is missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(array.type.value_type) or array.flatten().null_count:
        return None
    try:
        return pc.binary_join(array, JOINT)
    except pa.ArrowNotImplementedError:
        return None


def _lengths(array: Any) -> list[int | None]:
    import pyarrow.compute as pc

    return list(pc.list_value_length(array).to_pylist())
