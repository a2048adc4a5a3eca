"""YAML and JSON files that hold a list of maps, one map a row, with the line on which each begins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ...syntax_causes import json_cause, placed_yaml_cause
from ..values.cells import FALSE, TRUE, Raw
from ..values.sheets import Refused, Sheet, sheet_of
from .encodings import decode

Item = tuple[int, list[tuple[str, Raw]]]  # the line, and the cells by header


def read_listing(data: bytes, extension: str) -> Sheet:
    """Return the only sheet of a list of maps; raise Refused where the file is none."""
    text = decode(data).text
    try:
        items = _json_items(text) if extension == ".json" else _yaml_items(text)
    except RecursionError:
        raise _no_table("嵌套过深", "it is nested too deeply") from None
    except ArithmeticError:
        raise _no_table("有的数太大，无法识别", "a number is too large to be read") from None
    header = list(dict.fromkeys(name for _, cells in items for name, _ in cells))
    rows: list[list[Raw]] = [list(header), *([dict(cells).get(name) for name in header] for _, cells in items)]
    return sheet_of(None, rows, [1, *(line for line, _ in items)])


def _no_table(zh: str, en: str) -> Refused:
    return Refused(
        f"不是由“列名: 值”组成的列表（{zh}）。请写成列表，每项为“列名: 值”。",
        f"This is not a list of maps ({en}). Write a list whose items are maps of header to value.",
    )


def _json_items(text: str) -> list[Item]:
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs, parse_float=Decimal, parse_constant=_no_constant)
    items: list[Item] = []
    line, counted, at = 1, 0, _skip(text, 0, " \t\r\n")
    if text[at : at + 1] != "[":
        raise _no_table("最外层不是列表", "the top level is not a list")
    try:
        at = _skip(text, at + 1, " \t\r\n")
        while text[at : at + 1] != "]":
            line, counted = line + text.count("\n", counted, at), at
            value, at = decoder.raw_decode(text, at)
            if not isinstance(value, _Pairs):
                raise _no_table(f"第 {line} 行不是“列名: 值”", f"line {line} is not a map")
            items.append((line, _cells([(name, _json_cell(one, line)) for name, one in value], line)))
            at = _skip(text, at, " \t\r\n")
            if text[at : at + 1] not in (",", "]"):
                raise _no_table(f"第 {line} 行之后缺少逗号或“]”", f"a comma or ] is missing after line {line}")
            at = _skip(text, at + 1, " \t\r\n") if text[at] == "," else at
    except json.JSONDecodeError as error:
        cause = json_cause(error)
        raise _no_table(f"JSON 有误，{cause.zh}", f"bad JSON, {cause.en}") from None
    except ValueError:
        raise _no_table(
            f"第 {line} 行起的一项中有位数过多的数", f"the item on line {line} has a number of too many digits"
        ) from None
    if _skip(text, at + 1, " \t\r\n") != len(text):
        raise _no_table("列表之后还有内容", "there is more after the list")
    return items


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its keys in order, repeated ones included."""


def _no_constant(name: str) -> None:
    raise _no_table(f"“{name}”不是数", f"{name} is no number")


def _skip(text: str, at: int, signs: str) -> int:
    while at < len(text) and text[at] in signs:
        at += 1
    return at


def _json_cell(value: object, line: int) -> Raw:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if value is None or isinstance(value, str | int | Decimal):
        return value
    if isinstance(value, list) and not isinstance(value, _Pairs):
        return "\n".join(str(_json_cell(one, line) or "") for one in value)
    raise _no_table(f"第 {line} 行的值中又套有“列名: 值”", f"a value on line {line} is a nested map")


def _yaml_items(text: str) -> list[Item]:
    import yaml

    # The loader that resolves nothing: a date, a time and a number stay the text that was written.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two of the reader without C
        cause = placed_yaml_cause(error)
        raise _no_table(f"YAML 有误，{cause.zh}", f"bad YAML, {cause.en}") from None
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise _no_table("最外层不是列表", "the top level is not a list")
    items: list[Item] = []
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            raise _no_table(f"第 {line} 行不是“列名: 值”", f"line {line} is not a map")
        items.append((line, _cells([(str(_yaml_cell(key) or ""), _yaml_cell(one)) for key, one in node.value], line)))
    return items


def _yaml_cell(node: Any) -> Raw:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value.lower() in ("", "~", "null") else str(node.value)
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and all(isinstance(one, yaml.ScalarNode) for one in node.value):
        return "\n".join(str(_yaml_cell(one) or "") for one in node.value)
    raise _no_table(f"第 {line} 行的值中又套有一层", f"a value on line {line} is nested")


def _cells(pairs: Sequence[tuple[str, Raw]], line: int) -> list[tuple[str, Raw]]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _no_table(f"第 {line} 行的“{twice}”写了两次", f"'{twice}' is written twice in the item on line {line}")
    return list(pairs)
