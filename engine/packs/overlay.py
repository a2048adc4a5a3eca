"""One layer of a pack laid over another: maps merge key by key, scalars and lists replace, null removes."""

from __future__ import annotations

from ..documents.form import Form, nearest
from ..documents.nodes import ListNode, MapNode, Node, Scalar


def merge(form: Form, base: MapNode, over: MapNode) -> MapNode:
    """Return ``base`` with ``over`` laid on it; the result stands where ``over`` does, its values where they stood."""
    result = MapNode(over.file, over.line, over.column)
    result.entries = dict(base.entries)
    for key, value in over.items():
        below = base.get(key.text)
        if isinstance(value, Scalar) and value.is_null:
            if below is None:
                _nothing_to_remove(form, key, base)
            result.entries.pop(key.text, None)
        elif isinstance(value, MapNode) and isinstance(below, MapNode):
            result.entries[key.text] = (key, merge(form, below, value))
        else:
            no_nulls(form, value)
            result.entries[key.text] = (key, value)
    return result


def no_nulls(form: Form, node: Node) -> None:
    """Note every key without a value in ``node``: where nothing lies below, there is nothing to remove."""
    if isinstance(node, ListNode):
        for each in node.values:
            no_nulls(form, each)
    elif isinstance(node, MapNode):
        for key, value in node.items():
            if isinstance(value, Scalar) and value.is_null:
                form.fault(
                    value if value.text else key,
                    f"“{key.text}”没有内容。请填写，或删去该键。",
                    f"“{key.text}” is empty. Fill it in, or leave the key out.",
                )
            else:
                no_nulls(form, value)


def without_nulls(node: Node) -> Node:
    """Return ``node`` without the keys that have no value, so that each is complained of once only."""
    if not isinstance(node, MapNode):
        return node
    result = MapNode(node.file, node.line, node.column)
    result.entries = {
        key.text: (key, without_nulls(value))
        for key, value in node.items()
        if not (isinstance(value, Scalar) and value.is_null)
    }
    return result


def _nothing_to_remove(form: Form, key: Scalar, base: MapNode) -> None:
    near = nearest(key.text, base.entries)
    zh, en = (f"是否应为“{near}”？", f"Did you mean “{near}”? ") if near else ("", "")
    form.fault(
        key,
        f"要移除的“{key.text}”在被覆盖的内容中并不存在。{zh}请核对，或删去该行。",
        f"“{key.text}” is to be removed, but what lies below has no such key. {en}Check it, or delete the line.",
    )
