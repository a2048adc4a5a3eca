"""The pairs in rule packs and scoring tables: the ``zh`` and ``en`` of one mapping."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from .pair import Pair, Span, is_pair


def pack_pairs(file: str, source: str) -> Iterator[Pair]:
    """Yield the pairs of a YAML file in the order in which they stand."""
    root = yaml.compose(source, Loader=yaml.SafeLoader)
    if root is not None:
        yield from _within(file, source, root, set())


def _within(file: str, source: str, node: yaml.Node, seen: set[int]) -> Iterator[Pair]:
    if id(node) in seen:  # *again stands for a node that was met where it is written
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _within(file, source, each, seen)
    if not isinstance(node, yaml.MappingNode):
        return
    texts = {key.value: value for key, value in node.value if isinstance(value, yaml.ScalarNode)}
    zh, en = texts.get("zh"), texts.get("en")
    if zh is not None and en is not None and is_pair(zh.value, en.value):
        yield Pair(file, zh.value, en.value, _span(source, node, zh), _span(source, node, en))
    for _, value in node.value:
        yield from _within(file, source, value, seen)


def _span(source: str, within: yaml.MappingNode, node: yaml.ScalarNode) -> Span:
    start, end = node.start_mark.index, node.end_mark.index
    end = start + len(source[start:end].rstrip())  # that of a block lies on the line of what comes after it
    return Span(len(source[:start].encode()), len(source[:end].encode()), "flow" if within.flow_style else "block")
