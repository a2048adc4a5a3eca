"""The files whose wording people read, with all their pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from .pack_pairs import pack_pairs
from .pair import Pair
from .python_pairs import python_pairs
from .template_pairs import template_pairs

ROOT = Path(__file__).parents[2]

_KINDS: tuple[tuple[str, Callable[[str, str], Iterator[Pair]]], ...] = (
    ("calendars/**/*.py", python_pairs),
    ("engine/**/*.py", python_pairs),
    ("reports/**/*.py", python_pairs),
    ("reports/**/*.j2", template_pairs),
    ("cli/**/*.py", python_pairs),
    ("rules/*.yaml", pack_pairs),
    ("rules/scores/*.yaml", pack_pairs),
)


def all_pairs(root: Path = ROOT) -> list[Pair]:
    """Return every pair under ``root``, file by file in a settled order."""
    pairs: list[Pair] = []
    for pattern, read in _KINDS:
        for path in sorted(root.glob(pattern)):
            pairs += read(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    return pairs
