"""The values of a YAML file, each with the place it was written at."""

from __future__ import annotations

from collections.abc import Iterator

_NULL = ("", "~", "null", "Null", "NULL")


class Place:
    """What has a place in a file: ``line`` and ``column`` count from 1."""

    __slots__ = ("column", "file", "line")

    def __init__(self, file: str, line: int, column: int) -> None:
        self.file, self.line, self.column = file, line, column

    @property
    def where(self) -> str:
        """The place as ``file:line:column``."""
        return f"{self.file}:{self.line}:{self.column}"


class Scalar(Place):
    """A single value, as it was written; ``plain`` means without quotes."""

    __slots__ = ("plain", "text")

    def __init__(self, file: str, line: int, column: int, text: str, plain: bool = True) -> None:
        super().__init__(file, line, column)
        self.text, self.plain = text, plain

    @property
    def is_null(self) -> bool:
        """Whether nothing, ``~`` or ``null`` was written."""
        return self.plain and self.text in _NULL


class ListNode(Place):
    """A list of values."""

    __slots__ = ("values",)

    def __init__(self, file: str, line: int, column: int) -> None:
        super().__init__(file, line, column)
        self.values: list[Node] = []


class MapNode(Place):
    """A map from text to values, in the order written; each entry is (the key with its place, the value)."""

    __slots__ = ("entries",)

    def __init__(self, file: str, line: int, column: int) -> None:
        super().__init__(file, line, column)
        self.entries: dict[str, tuple[Scalar, Node]] = {}

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, or None where there is none."""
        entry = self.entries.get(key)
        return entry[1] if entry else None

    def items(self) -> Iterator[tuple[Scalar, Node]]:
        """Return the keys with their values, in order."""
        return iter(self.entries.values())


Node = Scalar | ListNode | MapNode
