"""Texts that are nearly the same: copied from an earlier record, with other dates or the speakers in another order."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from heapq import nsmallest

from .texts import Told, sentences

SHORTEST = 40  # letters below which a text is too short to tell anything
_SHINGLE = 4  # letters of the pieces by which texts that may be alike find one another
_SKETCH = 64  # pieces that are kept of a text
_HOLDERS = 8  # latest texts that are remembered for a piece
_CANDIDATES = 5  # texts that a text is compared with
_SENTENCES = 40  # sentences that differ, up to which their order is tried

Sentences = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A text ready to be compared: its sentences, all of it in one, and its letters in the order of the alphabet."""

    sentences: Sentences
    whole: str
    letters: str

    @classmethod
    def of(cls, sentences: Sentences) -> Said:
        """Return ``sentences`` as such a text."""
        whole = "".join(sentences)
        return cls(sentences, whole, "".join(sorted(whole)))


def alike(records: Sequence[Told], over: Fraction) -> dict[int, int]:
    """Return, for each record of one unit that is ``over`` alike to an earlier one or more, that earlier record.

    Of several the one that is most alike is taken, then the latest. Records of one day are not held against one
    another: groups that meet on the same day study the same. Texts shorter than ``SHORTEST`` letters are left out.
    """
    found: dict[int, int] = {}
    texts: list[tuple[Told, Said]] = []
    kept: set[tuple[date, str]] = set()
    holders: defaultdict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_HOLDERS))
    for record in sorted(records, key=lambda each: (each.day, each.start is not None, each.start, each.id)):
        said = Said.of(sentences(record.body))
        if len(said.whole) < SHORTEST:
            said = Said.of(sentences(record.title) + said.sentences)
        if len(said.whole) < SHORTEST:
            continue
        sketch = _sketch(said.sentences)
        shared = Counter(at for piece in sketch for at in holders[piece])
        near = sorted(shared, key=lambda at: (-shared[at], -at))
        earlier = _nearest(said, [(at, *texts[at]) for at in near if texts[at][0].day < record.day], over)
        if earlier is not None:
            found[record.rid] = texts[earlier][0].rid
        if (record.day, said.whole) in kept:
            continue  # many groups that write the same on one day must not hide what was written before
        kept.add((record.day, said.whole))
        for piece in sketch:
            holders[piece].append(len(texts))
        texts.append((record, said))
    return found


def likeness(one: Said, other: Said, least: Fraction = Fraction(0)) -> Fraction:
    """Return how much alike two texts are, from 0 to 1: the letters they share, over all letters of both.

    The letters are counted in the order of the whole, and sentence by sentence in whatever order; the larger counts.
    Below ``least`` the answer may be 0.
    """
    from rapidfuzz.distance import LCSseq

    total = len(one.whole) + len(other.whole)
    needed = -(-total * least.numerator // (2 * least.denominator))
    # What two texts share is never more than the letters they have in common wherever they stand.
    if not total or LCSseq.similarity(one.letters, other.letters, score_cutoff=needed) < needed:
        return Fraction(0)
    shared = LCSseq.similarity(one.whole, other.whole, score_cutoff=needed)
    if 2 * shared < total:
        shared = max(shared, _in_any_order(one.sentences, other.sentences))
    found = Fraction(2 * shared, total)
    return found if found >= least else Fraction(0)


def _nearest(said: Said, candidates: Sequence[tuple[int, Told, Said]], over: Fraction) -> int | None:
    best: tuple[Fraction, int] | None = None
    for at, _, other in candidates[:_CANDIDATES]:
        found = likeness(said, other, over)
        if found >= over and (best is None or (found, at) > best):
            best = found, at
    return best[1] if best else None


def _in_any_order(one: Sentences, other: Sentences) -> int:
    """Return the letters that the sentences share, each with the one that is most like it and still free."""
    from rapidfuzz.distance import LCSseq

    same = Counter(one) & Counter(other)
    shared = sum(len(each) * number for each, number in same.items())
    left = [list((Counter(side) - same).elements()) for side in (one, other)]
    if not left[0] or not left[1] or max(map(len, left)) > _SENTENCES:
        return shared
    pairs = []
    for i, mine in enumerate(left[0]):
        for j, theirs in enumerate(left[1]):
            # Two sentences on different matters share letters too; that is not counted.
            letters = LCSseq.similarity(mine, theirs, score_cutoff=(len(mine) + len(theirs) + 3) // 4)
            if letters:
                pairs.append((Fraction(2 * letters, len(mine) + len(theirs)), letters, -i, -j))
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, letters, i, j in sorted(pairs, reverse=True):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            shared += letters
    return shared


def _sketch(said: Sentences) -> list[int]:
    """Return the pieces that stand for a text: those of the smallest hashes, so that texts alike keep the same."""
    return nsmallest(_SKETCH, set(map(zlib.crc32, _pieces(said))))


def _pieces(said: Sentences) -> Iterator[bytes]:
    for sentence in said:
        letters = sentence.encode("utf-32-le")
        for at in range(0, max(1, len(letters) - 4 * _SHINGLE + 4), 4):
            yield letters[at : at + 4 * _SHINGLE]
