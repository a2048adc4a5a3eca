"""The hand check of written values: each reader takes a node, returns its value and notes whatever is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from fractions import Fraction

from ...calendars import Duration, parse_duration
from ..errors import CheckbranchError, Fault
from ..text import Text
from .nodes import ListNode, MapNode, Node, Place, Scalar

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1900, 2200)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_FRACTION = re.compile(r"([+-]?[0-9]{1,9})/([0-9]{1,9})")
_DECIMAL = re.compile(r"[+-]?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?")
_PLACE = re.compile(r"(.*?)(?::([0-9]+))?(?::([0-9]+))?")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of ``known`` that ``word`` was probably meant to be."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), 1, 0.6)
    return found[0] if found else None


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return ``faults`` without repetitions, by file, then line and column as numbers."""

    def key(fault: Fault) -> tuple[str, int, int, Text]:
        match = _PLACE.fullmatch(fault.where)
        file, line, column = match.groups() if match else (fault.where, None, None)
        return file, int(line or 0), int(column or 0), fault.message

    return sorted(set(faults), key=key)


class Form:
    """Reads nodes and gathers the faults; where a value is wrong its reader returns None or something empty."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, at: Place | str, zh: str, en: str) -> None:
        """Note a fault at a node or at a place already written out."""
        self.faults.append(Fault(at if isinstance(at, str) else at.where, Text(zh, en)))

    def check(self) -> None:
        """Raise CheckbranchError with every fault noted so far, if there is one."""
        if self.faults:
            raise CheckbranchError(in_order(self.faults))

    def unknown(self, at: Place | str, what: Text, word: str, known: Collection[str]) -> None:
        """Note that ``word`` is not one of ``known``, with the nearest of them and all that is allowed."""
        near = nearest(word, known)
        zh = f"是否应为“{near}”？" if near else ""
        en = f"Did you mean “{near}”? " if near else ""
        listed = list(known)
        if len(listed) > 30:
            listed = [*listed[:30], "…"]
        zh_known, en_known = "、".join(listed) or "（无）", ", ".join(listed) or "(nothing)"
        self.fault(
            at,
            f"未知的{what.zh}“{word}”。{zh}可写：{zh_known}。",
            f"Unknown {what.en} “{word}”. {en}Allowed: {en_known}.",
        )

    def map(self, node: Node, name: str, allowed: Collection[str] | None = None, also: Collection[str] = ()) -> MapNode:
        """Return ``node`` as a map, its keys in ``allowed`` (None: any) or ``also``, which is not offered.

        What is no map is a fault and read as an empty one.
        """
        if not isinstance(node, MapNode):
            self.fault(
                node,
                f"“{name}”应为“键: 值”的形式。请逐行写键和值。",
                f"“{name}” must be a map. Write “key: value” lines.",
            )
            return MapNode(node.file, node.line, node.column)
        if allowed is not None:
            for key, _ in node.items():
                if key.text not in allowed and key.text not in also:
                    self.unknown(key, Text("键", "key"), key.text, allowed)
        return node

    def text(self, node: Node, name: str) -> str | None:
        """Return a single value as text, trimmed; not empty."""
        if isinstance(node, Scalar) and not node.is_null and node.text.strip():
            return node.text.strip()
        if isinstance(node, Scalar):
            self.fault(
                node, f"“{name}”没有内容。请填写，或删去该键。", f"“{name}” is empty. Fill it in, or leave the key out."
            )
        else:
            self.fault(node, f"“{name}”应为一项文字。请改写。", f"“{name}” must be a single text. Write one.")
        return None

    def texts(self, node: Node, name: str) -> list[tuple[str, Place]]:
        """Return one text, or a list of texts, each with its place."""
        nodes = node.values if isinstance(node, ListNode) else [node]
        found = [(self.text(each, name), each) for each in nodes]
        return [(text, each) for text, each in found if text is not None]

    def human(self, node: Node, name: str) -> Text | None:
        """Return a text for people: plain (then the same in both languages), or a map of ``zh`` and ``en``."""
        if not isinstance(node, MapNode):
            text = self.text(node, name)
            return Text(text, text) if text else None
        self.map(node, name, ("zh", "en"))
        said = {key.text: self.text(value, f"{name}.{key.text}") for key, value in node.items()}
        zh, en = said.get("zh"), said.get("en")
        if zh is None and en is None:
            if not said:
                self.fault(node, f"“{name}”没有内容。请写 zh 和 en。", f"“{name}” is empty. Write zh and en.")
            return None
        return Text(zh or en or "", en or zh or "")

    def id(self, node: Node, name: str) -> str | None:
        """Return an id: a letter, then letters, digits, ``-`` and ``_``; at most 64."""
        text = self.text(node, name)
        if text is not None and not _ID.fullmatch(text):
            self.fault(
                node,
                f"“{text}”不能作编号。请以英文字母开头，只用字母、数字、“-”“_”，不超过 64 个字符。",
                f"“{text}” cannot be an id. Begin with a letter; use letters, digits, - and _ only, at most 64.",
            )
            return None
        return text

    def choice(self, node: Node, name: str, allowed: Collection[str]) -> str | None:
        """Return the one word of ``allowed`` that is written."""
        text = self.text(node, name)
        if text is not None and text not in allowed:
            self.unknown(node, Text(f"“{name}”取值", f"value of “{name}”:"), text, allowed)
            return None
        return text

    def truth(self, node: Node, name: str) -> bool:
        """Return ``true`` or ``false``."""
        return self.choice(node, name, ("true", "false")) == "true"

    def day(self, node: Node, name: str) -> date | None:
        """Return a day, written 2026-01-31, of the years 1900 to 2199."""
        text = self.text(node, name)
        if text is None:
            return None
        try:
            found = date.fromisoformat(text) if DATE.fullmatch(text) else None
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self.fault(
                node,
                f"“{name}”的“{text}”不是有效日期。请写成 2026-01-31 的形式。",
                f"“{text}” is not a date for “{name}”. Write it as 2026-01-31.",
            )
            return None
        return found

    def number(self, node: Node, name: str) -> Fraction | None:
        """Return an exact number: whole, decimal (0.8 is 8/10) or a fraction such as 1/2."""
        text = self.text(node, name)
        if text is None:
            return None
        found = self.fraction(node, text)
        if found is None and not _divides_by_zero(text):
            self.fault(
                node,
                f"“{name}”的“{text}”不是数。请写成 1、0.5 或 1/2 的形式。",
                f"“{text}” is not a number for “{name}”. Write it as 1, 0.5 or 1/2.",
            )
        return found

    def fraction(self, at: Place, text: str) -> Fraction | None:
        """Return the number that ``text`` is, None where it is none; a zero below the line is a fault."""
        if _DECIMAL.fullmatch(text):
            return Fraction(text)
        match = _FRACTION.fullmatch(text)
        if match and _divides_by_zero(text):
            self.fault(
                at,
                f"分数“{text}”的分母为零。请写成 1/2 的形式。",
                f"The fraction “{text}” divides by zero. Write it as 1/2.",
            )
            return None
        return Fraction(int(match[1]), int(match[2])) if match else None

    def duration(self, node: Node, name: str, units: Sequence[str]) -> Duration | None:
        """Return a length of time in one of ``units``."""
        text = self.text(node, name)
        if text is None:
            return None
        try:
            found = parse_duration(text)
        except ValueError:
            found = None
        if found is None or found.unit not in units:
            words = [f"{unit}s" for unit in units]
            self.fault(
                node,
                f"“{name}”的“{text}”不是可用的时长。请写数字和单位，如“15 {words[0]}”；单位可用 {'、'.join(words)}。",
                f"“{text}” is not a length of time for “{name}”. Write a number and a unit, such as 15 {words[0]}; "
                f"units are {', '.join(words)}.",
            )
            return None
        return found


def _divides_by_zero(text: str) -> bool:
    match = _FRACTION.fullmatch(text)
    return match is not None and int(match[2]) == 0
