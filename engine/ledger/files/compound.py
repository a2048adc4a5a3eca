"""The compound file that a workbook of the old format is: its named streams, read sector by sector."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # from here on no number is that of a sector
_ENTRY, _IN_HEADER = 128, 109
_MINI, _MINI_LIMIT = 64, 4096


class Compound:
    """The streams of a compound file; ``names`` are those of its first level and below, as they stand."""

    def __init__(self, data: bytes) -> None:
        """Raise ValueError where the file is broken."""
        if len(data) < 512 or not data.startswith(OLE):
            raise ValueError("no compound file")
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError(f"sectors of 2**{shift} bytes")
        self._data, self._size = data, 1 << shift
        self._table = self._numbers(self._fat())
        (directory, mini) = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 60)[0]
        self._entries = dict(reversed([*self._directory(self._chain(directory))]))  # of two of a name the first
        if "Root Entry" not in self._entries:
            raise ValueError("no directory")
        self._mini_table = self._numbers(self._chain(mini)) if mini < _FREE else ()

    @property
    def names(self) -> list[str]:
        """Return the names of all streams and storages."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """Return a stream; raise KeyError where there is none, ValueError where it is broken."""
        start, size = self._entries[name]
        if size >= _MINI_LIMIT:
            return self._chain(start)[:size]
        root, length = self._entries["Root Entry"]
        small = self._chain(root)[:length]
        places = _follow(self._mini_table, start)
        return b"".join(small[at * _MINI : (at + 1) * _MINI] for at in places)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._data[at : at + self._size]

    def _fat(self) -> bytes:
        sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        following, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while following < _FREE and following not in seen:
            seen.add(following)
            more = self._numbers(self._sector(following))
            if not more:
                break
            sectors.extend(more[:-1])
            following = more[-1]
        return b"".join(self._sector(one) for one in sectors if one < _FREE)

    def _numbers(self, table: bytes) -> Sequence[int]:
        return struct.unpack_from(f"<{len(table) // 4}I", table)

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _follow(self._table, start)))

    def _directory(self, entries: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind and 2 <= length <= 64:
                yield entries[at : at + length - 2].decode("utf-16-le", "replace"), (start, size)


def _follow(table: Sequence[int], start: int) -> Iterator[int]:
    """Yield the numbers of a chain; one that goes round ends where it has been."""
    seen: set[int] = set()
    while start < len(table) and start not in seen:
        seen.add(start)
        yield start
        start = table[start]
