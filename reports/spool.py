"""Rows that come in one order and are wanted in another, kept in a temporary file once they are many."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType

_IN_MEMORY = 16_000_000  # bytes


class Spool:
    """Rows of texts by a key; in memory is only where each row begins. Used as a context, which removes the file."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._at: dict[str, array[int]] = {}
        self._end = 0

    def __enter__(self) -> Spool:
        """Return the spool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the file."""
        self._file.close()

    def add(self, key: str, row: tuple[str, ...]) -> None:
        """Add a row under ``key``; all rows are added before any is read."""
        line = json.dumps(row).encode() + b"\n"
        self._file.write(line)
        self._at.setdefault(key, array("Q")).append(self._end)
        self._end += len(line)

    def keys(self) -> list[str]:
        """Return the keys in the order in which they came."""
        return list(self._at)

    def rows(self, key: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a key in the order in which they came."""
        for at in self._at.get(key, ()):
            self._file.seek(at)
            yield tuple(json.loads(self._file.readline()))
