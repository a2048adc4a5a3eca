"""The pairs in Jinja templates: what stands for English and what stands else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .pair import Pair, Span, is_pair

_CHOICE = re.compile(r"{% if en %}((?:(?!{%).)*){% else %}((?:(?!{%).)*){% endif %}", re.DOTALL)
_LISTS = re.compile(r"\[((?:'[^']*'(?:, )?)+)\] if en else \[((?:'[^']*'(?:, )?)+)\]")
_QUOTED = re.compile(r"'([^']*)'")


def template_pairs(file: str, source: str) -> Iterator[Pair]:
    """Yield the pairs of a template in the order in which they stand; ``{{ … }}`` is left as it is."""
    found = [*_choices(source), *_listed(source)]
    for en, zh, en_at, zh_at in sorted(found, key=lambda each: each[2]):
        if is_pair(zh, en):
            yield Pair(file, zh, en, _span(source, *zh_at), _span(source, *en_at))


_Found = tuple[str, str, tuple[int, int], tuple[int, int]]


def _choices(source: str) -> Iterator[_Found]:
    for one in _CHOICE.finditer(source):
        yield one[1], one[2], one.span(1), one.span(2)


def _listed(source: str) -> Iterator[_Found]:
    for both in _LISTS.finditer(source):
        english = list(_QUOTED.finditer(source, *both.span(1)))
        chinese = list(_QUOTED.finditer(source, *both.span(2)))
        for en, zh in zip(english, chinese, strict=True):
            yield en[1], zh[1], en.span(1), zh.span(1)


def _span(source: str, start: int, end: int) -> Span:
    return Span(len(source[:start].encode()), len(source[:end].encode()), "jinja")
