"""One more item at the end of a list in a YAML file, with every character of the file kept."""

from __future__ import annotations

import re

from ..errors import CheckbranchError, fail
from .document import parse_document
from .nodes import ListNode, MapNode, Node, Scalar

_ITEM = re.compile(r"(\s*)- ")


def with_items(text: str, shown: str, key: str, block: str, number: int = 1) -> str:
    """Return ``text`` with ``block``, ``number`` items set at the margin, added to the list ``key`` at its top.

    Raises CheckbranchError where the list is not written with one item a line.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    root = parse_document(text.encode(), shown).root
    if not isinstance(root, MapNode):
        raise _refused(shown, key)
    listed = root.get(key)
    if listed is None:
        lines += ["", f"{key}:", *_indented(block, "  ")]
    else:
        at = _end(lines, root, key)
        lines[at:at] = ["", *_indented(block, _indent(lines, listed, shown, key))]
        if at + 1 + len(block.splitlines()) < len(lines) and lines[at + 1 + len(block.splitlines())].strip():
            lines.insert(at + 1 + len(block.splitlines()), "")
    found = ending.join(lines) + ending
    grown = parse_document(found.encode(), shown)
    if grown.faults or _size(grown.root, key) != _size(root, key) + number:
        raise _refused(listed.where if listed else shown, key)
    return found


def _indented(block: str, indent: str) -> list[str]:
    return [indent + line if line else line for line in block.rstrip("\n").split("\n")]


def _indent(lines: list[str], listed: Node, shown: str, key: str) -> str:
    """Return what stands before the dashes of the list."""
    if isinstance(listed, Scalar) and listed.is_null:
        return "  "
    if isinstance(listed, ListNode) and listed.values:
        match = _ITEM.match(lines[listed.values[0].line - 1])
        if match:
            return match[1]
    raise _refused(listed.where, key)


def _end(lines: list[str], root: MapNode, key: str) -> int:
    """Return the number of lines up to the end of the list; blank lines and remarks before the next key stay there."""
    begun = root.entries[key][0].line
    later = [name.line for name, _ in root.items() if name.line > begun]
    at = min(later) - 1 if later else len(lines)
    while at > begun and (not lines[at - 1].strip() or lines[at - 1].startswith(("#", "..."))):
        at -= 1
    return at


def _size(root: Node | None, key: str) -> int:
    listed = root.get(key) if isinstance(root, MapNode) else None
    return len(listed.values) if isinstance(listed, ListNode) else 0


def _refused(where: str, key: str) -> CheckbranchError:
    return fail(
        where,
        f"无法在“{key}”后面续写。请将其改成每项一行、以“- ”开头的列表，或不写 --in，把打印的内容自行贴入。",
        f"“{key}” cannot be continued. Write it as a list with items that begin with “- ” on lines of their own, or "
        "leave out --in and paste what is printed.",
    )
