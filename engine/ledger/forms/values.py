"""What stands in the value cells of record forms, without the printed skeleton around it."""

from __future__ import annotations

import re
import unicodedata

from ..values.cells import count_of, split
from .labels import ATTENDANCE, Label
from .text import CHECKED, UNCHECKED

# What a blank of a form is printed with: "    年  月  日", "　人", "____", "（签字）", "（请填写会议内容）".
_SKELETON = re.compile(r"[\s_＿年月日号时点分人名共计星期周上下午至到~～\-–—－:：、，,。.;；()（）/／|…]*")
_PROMPT = re.compile(
    r"[(（【\[][^()（）]*(?:填写|填入|签字|签名|盖章|粘贴|插入|附页|注明|可另附|例如|如：)[^()（）]*[)）】\]]"
)
_CHECKED, _UNCHECKED = CHECKED + "☒■√✓✔🗹", UNCHECKED + "□○▢"
_BOXES = frozenset(_CHECKED + _UNCHECKED)
_OPTION = re.compile(rf"([{_CHECKED}{_UNCHECKED}])\s*([^{_CHECKED}{_UNCHECKED}]*)")
_OPTION_FIRST = re.compile(rf"([^{_CHECKED}{_UNCHECKED}]*)([{_CHECKED}{_UNCHECKED}])")
_NUMERAL = {char: str(at) for at, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_WRITTEN = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_PADDED = re.compile(r"(?<=[年月日号时点分午])\s+|\s+(?=[年月日号时点分])")
_ABSENT = re.compile(r"(?:缺席|请假|缺勤|未到)[^\d\n]{0,6}?(\d+)\s*[人名](?:\s*[(（]([^()（）]*)[)）])?")
_COUNTED = re.compile(r"\s*共?(\d{1,6})\s*[人名]?\s*[(:]\s*([^()]*)\)?\s*")
_BRACKETS = re.compile(r"(?<=[\u3400-\u9fff])\s*\([^()]*\)")
_WHY = re.compile(r"(?:\s+因.*|因[公事病私外工家身故].*|\s*(?:请假|病假|事假|公假|外出.*|出差))$")
_OF = re.compile(r"\s*(\d{1,6})\s*[人名]?\s*/\s*(\d{1,6})\s*[人名]?\s*")


def is_blank_value(text: str) -> bool:
    """Return whether a value is nothing but what the form is printed with."""
    return bool(_SKELETON.fullmatch(_PROMPT.sub("", text))) and text.strip() not in ("/", "-", "—")


def value_of(label: Label, text: str, pictures: int = 0) -> str | None:
    """Return the value of a label, None where it was left blank."""
    if label.evidence is not None and pictures:
        return "√"
    text = _ticked(text.strip().strip("_＿").strip())
    if is_blank_value(text):
        return None
    if label.kind in ("when", "day"):
        return _day(text)
    return absent(text) if label.kind == "absence" else text


def _ticked(text: str) -> str:
    """Return the options that are ticked where a value lists options with boxes before them, or behind them."""
    if text[:1] in _BOXES:
        options = [(name, box) for box, name in _OPTION.findall(text)]
    elif text[-1:] in _BOXES:
        options = _OPTION_FIRST.findall(text)
    else:
        return text
    if not any(name.strip() for name, _ in options):
        return text if text[0] in _CHECKED else ""
    return "、".join(name.strip(" \t\n、，,;；") for name, box in options if box in _CHECKED)


def _day(text: str) -> str:
    """Return a day with Arabic numerals and without the blanks and underscores that a form pads it with."""
    text = unicodedata.normalize("NFKC", text).replace("_", "")
    text = _WRITTEN.sub(lambda match: f"{_year(match[1])}年{_below_100(match[2])}月{_below_100(match[3])}日", text)
    return _PADDED.sub("", text).strip().rstrip("。,;")


def _year(written: str) -> str:
    return "".join(_NUMERAL[char] for char in written)


def _below_100(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    return (int(_NUMERAL.get(tens, "1")) * 10 if ten else 0) + int(_NUMERAL.get(ones, "0"))


def absent(text: str) -> str:
    """Return the names of those who stayed away without why (1人（李样本 请假）), or their number where it differs."""
    plain = unicodedata.normalize("NFKC", text)
    counted = _COUNTED.fullmatch(plain)
    parts = [_WHY.sub("", _BRACKETS.sub("", part)).strip() for part in split(counted[2] if counted else plain)]
    names = [part for part in parts if part]
    if counted is not None and len(names) != int(counted[1]):
        return counted[1]
    return "、".join(names) or text


def attendance(label: Label, text: str) -> dict[str, str]:
    """Return the columns of a cell for everybody's attendance: who was expected, came and stayed away.

    Empty where the cell does not say so many expected and so many there.
    """
    if label.shown not in ATTENDANCE and not label.fields & {"attendees", "expected", "present"}:
        return {}
    plain = unicodedata.normalize("NFKC", text)
    pair = _OF.fullmatch(plain)
    if pair and label.shown.startswith("应到") and label.shown in ATTENDANCE:
        return {"应到": pair[1], "实到": pair[2]}
    if pair and label.shown == "实到/应到":
        return {"应到": pair[2], "实到": pair[1]}
    found = {}
    for name, pattern in (("应到", r"应[到参出]"), ("实到", r"(?:实[到参出]|出席|到会)")):
        match = re.search(pattern + r"[^\d\n]{0,6}?(\d{1,6})", plain)
        if match is None:
            return {}
        found[name] = match[1]
    away = _ABSENT.search(plain)
    if away:
        found["缺席"] = absent(f"{away[1]}人（{away[2]}）") if away[2] else away[1]
    return found if isinstance(count_of(found["应到"]), int) else {}
