"""The words in a column of types: those that are known, those that are nearly, and those that are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ..shape.near_headers import alike
from ..shape.types import TypeReader
from ..values.cells import Bad, Raw, fold, show, text_of

_LONGEST = 30


@dataclass(frozen=True, slots=True)
class WordGuess:
    """A word of the type column, how often it is there, and the types that it stands for (of several each).

    A text that is too long for the name of a type is shortened.
    """

    word: str
    count: int
    types: tuple[str, ...]
    confidence: Literal["exact", "near", "none"]


def word_guesses(cells: Iterable[Raw], types: TypeReader) -> list[WordGuess]:
    """Return the distinct words of type cells, the most frequent first; of a cell that lists several each one."""
    words = Counter(part for cell in cells for part in _parts(cell, types))
    found = []
    for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0])):
        known = types.read(word)
        if known is not None and not isinstance(known, Bad):
            found.append(WordGuess(word, count, known, "exact"))
        elif len(word) > _LONGEST:
            found.append(WordGuess(show(word), count, (), "none"))
        else:
            near = near_type(word, types)
            found.append(WordGuess(word, count, (near,) if near else (), "near" if near else "none"))
    return found


def _parts(cell: Raw, types: TypeReader) -> list[str]:
    """Return a cell as it stands where it is known, else what it lists."""
    text = text_of(cell) or ""
    return [" ".join(part.split()) for part in ([text] if types.known(cell) else types.parts(text))]


def near_type(word: str, types: TypeReader) -> str | None:
    """Return the type that a word names together with something else, or nearly; None where that is not plain."""
    inside = types.named_in(word)
    if inside:
        return inside[0] if len(inside) == 1 else None
    close = {name: ratio for name in types.words() if (ratio := alike(fold(word), name))}
    best = {types.name(name) for name, ratio in close.items() if ratio == max(close.values())}
    return best.pop() if len(best) == 1 else None
