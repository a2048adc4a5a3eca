"""Ids made for records that have none of their own: a hash of what tells a gathering from all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from ..coded import Coded

LENGTH = 12  # hexadecimal digits


def made_ids(parts: Sequence[Sequence[str]]) -> list[str]:
    """Return an id for each record, made from texts about it, a column each."""
    if not len(parts[0]):
        return []
    if all(isinstance(part, Coded) for part in parts):
        return _hashed_at_once([part for part in parts if isinstance(part, Coded)])
    return [sha256(text.encode()).hexdigest()[:LENGTH] for text in map("\n".join, zip(*parts, strict=True))]


def shared(ids: Sequence[str]) -> dict[str, list[int]]:
    """Return the records of each id that several have."""
    uses = {name for name, n in Counter(ids).items() if n > 1}
    found: dict[str, list[int]] = {}
    if uses:
        for i, name in enumerate(ids):
            if name in uses:
                found.setdefault(name, []).append(i)
    return found


def _hashed_at_once(parts: Sequence[Coded[str]]) -> list[str]:
    """Return the same ids by DuckDB, which makes them on all processors."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from ..tables.database import connect

    rows = len(parts[0])
    names = [f"p{at}" for at in range(len(parts))]
    columns = [pa.DictionaryArray.from_arrays(part.arrow(), pa.array(part.values, pa.string())) for part in parts]
    table = pa.table([pa.array(range(rows), pa.int32()), *columns], names=["nr", *names])
    joint = " || chr(10) || ".join(names)
    con = connect(rows)
    con.register("parts", table)
    made = con.sql(f"SELECT nr, left(sha256({joint}), {LENGTH}) AS id FROM parts").to_arrow_table().combine_chunks()
    con.unregister("parts")
    order = pc.sort_indices(made.column("nr"))
    return list(made.column("id").take(order).to_pylist())
