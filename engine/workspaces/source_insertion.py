"""One more source in the settings of a workspace, with every character that stands there kept."""

from __future__ import annotations

from copy import deepcopy

import yaml

from ..documents.document import parse_document
from ..errors import CheckbranchError, fail

_MARGIN = "  "


def with_source(text: str, shown: str, table: str, block: str, flow: str) -> str:
    """Return the settings ``text`` with one more source of ``table`` at the end of its list.

    ``block`` is the source as an item of a list, set at the margin; ``flow`` the same on one line, without remarks.
    Nothing that stands there is changed, but that a single source becomes the first item of a list. Raises
    CheckbranchError where the settings are written so that this cannot be done.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        found = _insert(text, root, table, block.rstrip("\n").split("\n"), flow, ending)
        after, before = yaml.load(found, yaml.BaseLoader), yaml.load(text, yaml.BaseLoader)
        item = yaml.load(block, yaml.BaseLoader)
    except (yaml.YAMLError, _Odd, RecursionError):
        raise _refused(shown, table) from None
    if parse_document(found.encode(), shown).faults or after != _expected(before, table, item):
        raise _refused(shown, table)
    return found


class _Odd(Exception):
    """The settings are written in a way that nothing can be added to."""


def _expected(before: dict[str, object], table: str, item: list[object]) -> object:
    """Return the value that the settings must have afterwards."""
    wanted = deepcopy(before)
    data = wanted.get("data")
    data = data if isinstance(data, dict) else {}
    wanted["data"] = data
    listed = data.get(table)
    own = listed if isinstance(listed, list) else [listed] if listed else []
    data[table] = [*own, *item]
    return wanted


def _insert(text: str, root: yaml.Node | None, table: str, block: list[str], flow: str, ending: str) -> str:
    if not isinstance(root, yaml.MappingNode):
        raise _Odd
    data = _entry(root, "data")
    if root.flow_style:
        return _in_flow(text, root, data, table, flow)
    if data is None:
        head = text if text.endswith(("\n", "\r\n")) or not text else text + ending
        return head + ending.join(["", "data:", f"{_MARGIN}{table}:", *_set_in(block, 2 * _MARGIN)]) + ending
    key, value = data
    if isinstance(value, yaml.ScalarNode):
        if value.value:
            raise _Odd
        return _below(text, key, [f"{_MARGIN}{table}:", *_set_in(block, 2 * _MARGIN)], ending)
    if not isinstance(value, yaml.MappingNode):
        raise _Odd
    if value.flow_style:
        return _in_flow_data(text, value, table, flow)
    margin = " " * value.value[0][0].start_mark.column
    own = _entry(value, table)
    if own is None:
        return _below(text, value, [f"{margin}{table}:", *_set_in(block, margin + _MARGIN)], ending)
    return _at_table(text, own, block, flow, ending)


def _at_table(text: str, own: tuple[yaml.Node, yaml.Node], block: list[str], flow: str, ending: str) -> str:
    key, value = own
    margin = " " * (key.start_mark.column + len(_MARGIN))
    if isinstance(value, yaml.SequenceNode):
        if value.flow_style:
            return _in_list(text, value, flow)
        return _below(text, value, _set_in(block, " " * value.start_mark.column), ending)
    at = value.start_mark.index
    if isinstance(value, yaml.ScalarNode) and not value.value:
        return _below(text, key, _set_in(block, margin), ending)
    if isinstance(value, yaml.MappingNode) and not value.flow_style:
        # The two blanks before its first key make room for the dash: all keys stay where they are.
        if text[at - 2 : at] != _MARGIN or value.start_mark.column - 2 < key.start_mark.column:
            raise _Odd
        grown = _below(text, value, _set_in(block, " " * (value.start_mark.column - 2)), ending)
        return grown[: at - 2] + "- " + grown[at:]
    grown = _below(text, value, _set_in(block, margin), ending)
    return grown[:at] + f"{ending}{margin}- " + grown[at:]


def _in_flow(text: str, root: yaml.MappingNode, data: tuple[yaml.Node, yaml.Node] | None, table: str, flow: str) -> str:
    if data is None:
        return _before_end(text, root, f"data: {{{table}: [{flow}]}}")
    if not isinstance(data[1], yaml.MappingNode):
        raise _Odd
    return _in_flow_data(text, data[1], table, flow)


def _in_flow_data(text: str, data: yaml.MappingNode, table: str, flow: str) -> str:
    own = _entry(data, table)
    if own is None:
        return _before_end(text, data, f"{table}: [{flow}]")
    value = own[1]
    if isinstance(value, yaml.SequenceNode):
        return _in_list(text, value, flow)
    first, last = value.start_mark.index, value.end_mark.index
    return f"{text[:first]}[{text[first:last]}, {flow}]{text[last:]}"


def _in_list(text: str, value: yaml.SequenceNode, flow: str) -> str:
    return _before_end(text, value, flow)


def _before_end(text: str, node: yaml.CollectionNode, more: str) -> str:
    """Return the text with one more part of a list or map in brackets."""
    last = node.end_mark.index - 1
    if text[last] not in "]}":
        raise _Odd
    return f"{text[:last]}{', ' if node.value else ''}{more}{text[last:]}"


def _entry(node: yaml.MappingNode, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next((pair for pair in node.value if pair[0].value == name), None)


def _set_in(block: list[str], indent: str) -> list[str]:
    return [indent + line for line in block]


def _below(text: str, node: yaml.Node, lines: list[str], ending: str) -> str:
    """Return the text with some lines below the last line of a node, remarks behind it included."""
    at = text.find("\n", _end(node))
    if at < 0:
        return text + ending + ending.join(lines) + ending
    return text[: at + 1] + ending.join(lines) + ending + text[at + 1 :]


def _end(node: yaml.Node) -> int:
    """Return where the last value in a node ends; what follows it up to the next key is none of it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return (
        int(node.end_mark.index) if not isinstance(node, yaml.ScalarNode) or node.value else int(node.start_mark.index)
    )


def _refused(shown: str, table: str) -> CheckbranchError:
    return fail(
        shown,
        f"无法在 data.{table} 后面续写，没有改动文件。请把打印的内容自行贴入，每项一行、以“- ”开头。",
        f"data.{table} cannot be continued; the file was not changed. Paste what is printed, as items that begin with "
        "“- ”.",
    )
