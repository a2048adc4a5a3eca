"""Reads a list of holidays and working days in YAML, or an announcement as the holiday-cn project writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from .own_days import HolidayList, OwnDay

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

_LISTS = ("holidays", "workdays")
_KEYS = (*_LISTS, "years")
_ANNOUNCEMENT = ("$schema", "$id", "year", "papers", "days")
_RUN = ("from", "to", "name")
_DAY = r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
_RANGE = re.compile(_DAY + r"(?:(?:\s*(?:\.\.|~|至)\s*|\s+-\s+)" + _DAY + ")?")
_LONGEST = 366


def read_text(data: bytes, found: HolidayList) -> None:
    """Read the days of a YAML or JSON file into ``found``."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.faults.append((None, "文件不是 UTF-8 编码。请另存为 UTF-8。", "The file is not UTF-8. Save it as UTF-8."))
        return
    reader = _Reader(found)
    root = reader.parse(text)
    if root is not None:
        reader.take(root)


class _Reader:
    """Gathers the days of one file, and everything that is wrong with it."""

    def __init__(self, found: HolidayList) -> None:
        self._found = found

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
                "This is not valid YAML or JSON. Check indents, colons and brackets.",
            )
            return None
        except (yaml.YAMLError, RecursionError, ValueError, OverflowError):
            self._fault(
                None, "不是有效的 YAML 或 JSON。请检查文件内容。", "This is not valid YAML or JSON. Check the file."
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
        if any(key.value == "days" for key, _ in root.value):
            self._found.form = "announcement"
            self._take_announcement(dict(self._entries(root, _ANNOUNCEMENT)))
            return
        for key, node in self._entries(root, _KEYS):
            for item in _items(node):
                if key == "years":
                    self._take_year(item)
                else:
                    self._take_days(item, key == "holidays", None)

    def _take_announcement(self, entries: dict[str, Node]) -> None:
        items = _items(entries["days"]) if "days" in entries else []
        for item in items:
            self._take_announced(item)
        # The project publishes next year's file long before there is anything to put into it.
        if items and "year" in entries:
            self._take_year(entries["year"])

    def _take_announced(self, item: Node) -> None:
        import yaml

        if not isinstance(item, yaml.MappingNode):
            self._fault(
                _line(item),
                "days 的每一项应为 {name, date, isOffDay}。",
                "Each of days should be {name, date, isOffDay}.",
            )
            return
        entry = dict(self._entries(item, ("name", "date", "isOffDay")))
        off = entry["isOffDay"].value if "isOffDay" in entry else None
        if "date" not in entry or off not in ("true", "false"):
            self._fault(
                _line(item),
                "缺少 date 或 isOffDay。请写日期，并以 true（放假）或 false（上班）写明 isOffDay。",
                "date or isOffDay is missing. Write the day, and isOffDay as true (off) or false (worked).",
            )
        else:
            self._take_days(entry["date"], off == "true", _said(entry.get("name")))

    def _take_year(self, node: Node) -> None:
        text = _said(node) or ""
        if not re.fullmatch(r"(?:19|2[0-9])[0-9]{2}", text):
            self._fault(
                _line(node),
                f"“{text}”不是有效年份。请写四位数字，如 2027。",
                f"{text!r} is not a year. Write one such as 2027.",
            )
        else:
            self._found.years.add(int(text))

    def _take_days(self, node: Node, off: bool, name: str | None) -> None:
        """Add the day or the range of days that ``node`` names."""
        import yaml

        if isinstance(node, yaml.MappingNode):
            days, name = self._read_run(node)
        else:
            days = self._read_days(node)
        for day in days:
            self._found.put(day, OwnDay(off, name, _line(node)))

    def _read_run(self, node: MappingNode) -> tuple[list[date], str | None]:
        """Return the days of ``{from: …, to: …, name: …}``, and what they are for."""
        entries = dict(self._entries(node, _RUN))
        first, last = (self._read_days(entries[key]) if key in entries else None for key in ("from", "to"))
        if first is None and last != [] and (entries or not node.value):
            self._fault(
                _line(node),
                "这一项没有 from。请写 from: 2027-02-05；是一段日期的，再写 to:。",
                "This entry has no from. Write from: 2027-02-05, and to: for a range.",
            )
        if not first or last == []:
            return [], None
        return self._run(node, first[0], last[-1] if last else first[-1], ""), _said(entries.get("name"))

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
                f"{shown}不是有效日期。请写成 2027-01-01，一段日期写成 2027-02-05..2027-02-12。",
                f"{text or 'This entry'!r} is not a day. Write 2027-01-01, or a range 2027-02-05..2027-02-12.",
            )
            return []
        return self._run(node, first, last, text)

    def _run(self, node: Node, first: date, last: date, text: str) -> list[date]:
        length = (last - first).days + 1
        if not 1 <= length <= _LONGEST:
            text = text or f"{first}..{last}"
            self._fault(
                _line(node),
                f"“{text}”的起止日期有误。请先写较早的日期，一段不超过 {_LONGEST} 天。",
                f"{text!r} is not a range of days. Write the earlier day first, and at most {_LONGEST} days.",
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
                self._fault(_line(key_node), f"无法识别的项“{key}”。{zh}", f"Unknown key {key!r}. {en}")
            elif key in seen:
                self._fault(
                    _line(key_node), f"“{key}”写了两次。请合并为一处。", f"{key!r} is written twice. Write it once."
                )
            else:
                seen.add(key)
                yield key, value

    def _fault(self, line: int | None, zh: str, en: str) -> None:
        self._found.faults.append((line, zh, en))


def _items(node: Node) -> list[Node]:
    """Return the items of a list; a single value is a list of one, and an empty one a list of none."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        items: list[Node] = node.value
        return items
    return [] if node.tag == "tag:yaml.org,2002:null" else [node]


def _said(node: Node | None) -> str | None:
    """Return a single value as text."""
    return node.value.strip() or None if node is not None and isinstance(node.value, str) else None


def _line(node: Node) -> int:
    line: int = node.start_mark.line
    return line + 1


def _date(text: str) -> date:
    year, month, day = map(int, text.split("-"))
    return date(year, month, day)
