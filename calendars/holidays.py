"""Reads a user's own list of holidays and working days, in YAML or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

Faults = list[tuple[int | None, str, str]]

_LISTS = ("holidays", "workdays")
_ANNOUNCEMENT = ("$schema", "$id", "year", "papers", "days")
_DAY = r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
_RANGE = re.compile(_DAY + r"(?:(?:\s*(?:\.\.|~|至)\s*|\s+-\s+)" + _DAY + ")?")
_LONGEST = 366


def read_holidays(path: str | PathLike[str]) -> tuple[set[date], set[date], Faults]:
    """Return the holidays, the working days and the faults of the list in the file ``path``.

    The file is YAML or JSON with ``holidays:`` and ``workdays:``, each a list of days and of ranges such as
    ``2027-02-05..2027-02-12``, or a holiday-cn file (``year``, ``papers``, ``days``). A fault is its line, or None
    where it has none, and the message in Chinese and in English; what could be read is returned besides.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return (
            set(),
            set(),
            [(None, "文件不是 UTF-8 编码。请另存为 UTF-8。", "The file is not UTF-8. Save it as UTF-8.")],
        )
    except OSError as error:
        cause = error.strerror or type(error).__name__
        zh, en = (
            f"读不了这个文件（{cause}）。请检查路径和权限。",
            f"The file cannot be read ({cause}). Check path and rights.",
        )
        return set(), set(), [(None, zh, en)]
    reader = _Reader()
    root = reader.parse(text)
    if root is not None:
        reader.take(root)
    return reader.days["holidays"], reader.days["workdays"], reader.faults


class _Reader:
    """Gathers the days of one file, and everything that is wrong with it."""

    def __init__(self) -> None:
        self.days: dict[str, set[date]] = {name: set() for name in _LISTS}
        self.faults: Faults = []

    def parse(self, text: str) -> MappingNode | None:
        """Return the outermost map of the file, or None after saying why there is none."""
        import yaml

        try:
            # JSON is YAML but for the tabs it may be indented with; a list of days needs none.
            root = yaml.compose(text.replace("\t", "  "), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            self._fault(
                line,
                "不是有效的 YAML 或 JSON。请检查缩进、冒号和括号。",
                "This is no valid YAML or JSON. Check indents, colons and brackets.",
            )
            return None
        except (yaml.YAMLError, RecursionError):
            self._fault(
                None, "不是有效的 YAML 或 JSON。请检查文件内容。", "This is no valid YAML or JSON. Check the file."
            )
            return None
        if isinstance(root, yaml.MappingNode):
            return root
        self._fault(
            _line(root) if root else None,
            "这里应写 holidays: 和 workdays: 两个日期清单。",
            "There should be two lists of days here. Write holidays: and workdays:.",
        )
        return None

    def take(self, root: MappingNode) -> None:
        """Take the days out of ``root``, in whichever of the two forms it is."""
        announcement = any(key.value == "days" for key, _ in root.value)
        for key, node in self._entries(root, _ANNOUNCEMENT if announcement else _LISTS):
            if key == "days":
                self._take_announced(node)
            elif key in _LISTS:
                for item in _items(node):
                    self._take_days(item, key)

    def _take_announced(self, node: Node) -> None:
        import yaml

        for item in _items(node):
            if not isinstance(item, yaml.MappingNode):
                self._fault(
                    _line(item),
                    "days 的每一项应为 {name, date, isOffDay}。",
                    "Each of days should be {name, date, isOffDay}.",
                )
                continue
            entry = dict(self._entries(item, ("name", "date", "isOffDay")))
            off = entry["isOffDay"].value if "isOffDay" in entry else None
            if "date" not in entry or off not in ("true", "false"):
                self._fault(
                    _line(item),
                    "缺少 date 或 isOffDay。请写日期，并以 true（放假）或 false（上班）写明 isOffDay。",
                    "date or isOffDay is missing. Write the day, and isOffDay as true (off) or false (worked).",
                )
            else:
                self._take_days(entry["date"], "holidays" if off == "true" else "workdays")

    def _take_days(self, node: Node, name: str) -> None:
        """Add the day or the range of days that ``node`` names to the list ``name``."""
        other = self.days["workdays" if name == "holidays" else "holidays"]
        for day in self._read_days(node):
            if day in other:
                self._fault(
                    _line(node),
                    f"{day} 同时写在 holidays 和 workdays 里。请只保留一处。",
                    f"{day} is both in holidays and in workdays. Keep it in one of them.",
                )
            else:
                self.days[name].add(day)

    def _read_days(self, node: Node) -> list[date]:
        text = node.value.strip() if isinstance(node.value, str) else ""
        match = _RANGE.fullmatch(text)
        try:
            first = _date(match[1]) if match else None
            last = _date(match[2]) if match and match[2] else first
        except ValueError:
            first = last = None
        if first is None or last is None:
            shown = f"“{text}”" if text else "这一项"
            self._fault(
                _line(node),
                f"{shown}不是日期。请写 2027-01-01，或一段日期 2027-02-05..2027-02-12。",
                f"{text or 'This entry'!r} is no day. Write 2027-01-01, or a range 2027-02-05..2027-02-12.",
            )
            return []
        length = (last - first).days + 1
        if not 1 <= length <= _LONGEST:
            self._fault(
                _line(node),
                f"“{text}”的起止不对。请先写较早的一天，一段不超过 {_LONGEST} 天。",
                f"{text!r} is no range of days. Write the earlier day first, and at most {_LONGEST} days.",
            )
            return []
        return [first + timedelta(days=step) for step in range(length)]

    def _entries(self, node: MappingNode, allowed: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
        """Yield the keys of a map that are allowed, with their values; any other key is a fault, as is a second one."""
        seen: set[str] = set()
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node.value, str) else "?"
            if key not in allowed:
                close = get_close_matches(key, allowed, n=1)
                zh = f"请写 {close[0]}。" if close else f"可写：{'、'.join(allowed)}。"
                en = f"Write {close[0]}." if close else f"Write one of {', '.join(allowed)}."
                self._fault(_line(key_node), f"不认识的项“{key}”。{zh}", f"Unknown key {key!r}. {en}")
            elif key in seen:
                self._fault(
                    _line(key_node), f"“{key}”写了两次。请合并为一处。", f"{key!r} is written twice. Write it once."
                )
            else:
                seen.add(key)
                yield key, value

    def _fault(self, line: int | None, zh: str, en: str) -> None:
        self.faults.append((line, zh, en))


def _items(node: Node) -> list[Node]:
    """Return the items of a list; a single value is a list of one, and an empty one a list of none."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        items: list[Node] = node.value
        return items
    return [] if node.tag == "tag:yaml.org,2002:null" else [node]


def _line(node: Node) -> int:
    line: int = node.start_mark.line
    return line + 1


def _date(text: str) -> date:
    year, month, day = map(int, text.split("-"))
    return date(year, month, day)
