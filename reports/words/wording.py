"""The words for statuses, severities, modalities, subjects and numbers, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from ...engine.findings import Number, Status
from ...engine.packs.condition_model import Severity
from ...engine.packs.model import Basis, Modality, RuleBook
from ...engine.text import Text

STATUS: Mapping[Status, Text] = {
    "met": Text("达标", "met"),
    "made_up": Text("补开", "made up"),
    "waived": Text("豁免", "waived"),
    "open": Text("未到期", "not yet due"),
    "unknown": Text("待核", "not known"),
    "short": Text("不足", "too few"),
    "invalid": Text("不规范", "not in order"),
    "missing": Text("无记录", "no record seen"),
    "not_applicable": Text("不适用", "not applicable"),
}

MARK: Mapping[Status, str] = {
    "met": "✓",
    "made_up": "补",
    "waived": "免",
    "open": "·",
    "unknown": "?",
    "short": "缺",
    "invalid": "△",
    "missing": "✗",
    "not_applicable": "–",
}

# The worst first: what a cell that stands for many subjects shows.
WORST_FIRST: tuple[Status, ...] = ("missing", "invalid", "short", "unknown", "open")

SEVERITY: Mapping[Severity, Text] = {
    "error": Text("须整改", "must be put right"),
    "warning": Text("应关注", "needs attention"),
    "info": Text("供参考", "for information"),
}

MODALITY: Mapping[Modality, Text] = {
    "generally": Text("一般", "generally"),
    "shall": Text("应当", "shall"),
    "must": Text("必须", "must"),
}

KIND: Mapping[str, Text] = {
    "committee": Text("党委", "committee"),
    "general_branch": Text("党总支", "general branch"),
    "branch": Text("党支部", "branch"),
    "group": Text("党小组", "Party group"),
    "community": Text("社区", "community"),
    "unit": Text("单位", "unit"),
    "member": Text("党员", "member"),
    "household": Text("户", "household"),
}

_COUNTED: Mapping[str, tuple[str, str, str]] = {
    "member": ("{n} 名党员", "{n} member", "{n} members"),
    "household": ("{n} 户", "{n} household", "{n} households"),
    "group": ("{n} 个党小组", "{n} Party group", "{n} Party groups"),
    "community": ("{n} 个社区", "{n} community", "{n} communities"),
    "committee": ("{n} 个党委", "{n} committee", "{n} committees"),
    "general_branch": ("{n} 个党总支", "{n} general branch", "{n} general branches"),
    "branch": ("{n} 个党支部", "{n} branch", "{n} branches"),
}


def counted(number: int, kind: str, language: str) -> str:
    """Return so many subjects of a kind in words: ``12 户``, ``1 member``."""
    zh, one, many = _COUNTED.get(kind, ("{n} 个单位", "{n} unit", "{n} units"))
    pattern = zh if language != "en" else one if number == 1 else many
    return pattern.format(n=number)


def plain_number(number: Number | Fraction) -> str:
    """Return a number as people write it: no exponent, no trailing zeros, a fraction as ``1/2``."""
    if isinstance(number, Decimal):
        text = format(number, "f")
        return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
    return str(number)


def amount(number: Number | None, summed: str | None, language: str) -> str:
    """Return a number with its unit: times, or hours where the duty adds up hours."""
    if number is None:
        return "—"
    if summed is None:
        return plain_number(number) + (" 次" if language != "en" else "")
    if summed == "hours":
        return plain_number(number) + (" 学时" if language != "en" else " h")
    return plain_number(number)


def listed(names: Iterable[str], language: str) -> str:
    """Return several names as one list, with the comma of the language."""
    return ("、" if language != "en" else ", ").join(names)


def article(text: str, language: str) -> str:
    """Return an article as it is cited: ``第12条``, ``art. 12``; what is not a bare number stands as it is.

    A dash says that the text was read without its articles; nothing is cited then.
    """
    if text == "—":
        return ""
    if not text.isdecimal():
        return text
    return f"art. {text}" if language == "en" else f"第{text}条"


# “（试行）” is part of a title; which text or year is meant is said of it.
_REMARK = re.compile(r"(.+?)(（(?!试行|暂行|草案|修订|修正)[^（）]*）)")


def cite(basis: Basis, rules: RuleBook, language: str) -> str:
    """Return the provision in words: instrument, article, modality, and whether the number is still to be checked."""
    source = rules.sources.get(basis.source)
    title = source.title.say(language) if source else basis.source
    if language != "en" and source and not source.local and "《" not in title:
        remarked = _REMARK.fullmatch(title)
        title = f"《{remarked[1]}》{remarked[2]}" if remarked else f"《{title}》"
    place = article(basis.article, language)
    word = MODALITY[basis.modality].say(language)
    if language == "en":
        checked = " (article number to be checked)" if basis.inferred else ""
        return ", ".join(part for part in (title, f"{place}{checked}".strip(), f'"{word}"') if part)
    return f"{title}{place}{'（条号待核）' if basis.inferred else ''}，“{word}”"
