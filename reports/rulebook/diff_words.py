"""What became of one rule in words: each part that differs, as it was and as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ...engine.packs.compare import Change, Rule, WordChange
from ...engine.packs.duties import KINDS
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import ActivityType, Duty, RuleBook, Source
from ...engine.text import Text
from ..words.inferences import inference_words
from ..words.rules import (
    counting_words,
    effective_words,
    late_words,
    owed_words,
    partial_words,
    subject_words,
    where_words,
)
from ..words.wording import SEVERITY, cite
from .as_yaml import duty_yaml, inference_yaml

PART: Mapping[str, Text] = {
    "title": Text("名称", "Title"),
    "owed": Text("应有", "Owed"),
    "applies": Text("适用", "Applies to"),
    "counts": Text("计入条件", "Counts if"),
    "late": Text("补开", "Making up"),
    "partial": Text("不满一期", "Part of a period"),
    "effective": Text("生效期间", "In force"),
    "basis": Text("依据", "Provision"),
    "severity": Text("级别", "Level"),
    "remedy": Text("怎么办", "What to do"),
    "note": Text("说明", "Note"),
    "calendar": Text("日程", "Calendar"),
    "when": Text("成立条件", "Conditions"),
    "flag": Text("亮灯", "Flag"),
    "message": Text("提示", "Message"),
}
# Where a part stands in a pack: shown as it is written where the words alone tell no difference.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "owed": KINDS,
    "applies": ("subject", "where"),
    "counts": ("counts_when", *KINDS),
    "flag": ("then",),
    "message": ("then",),
}
_NONE = Text("无", "none")


@dataclass(frozen=True, slots=True)
class Said:
    """One part that differs: its name among the parts, and both states in words."""

    part: str
    old: Text
    new: Text


def part_words(rule: Rule, part: str, book: RuleBook) -> Text:
    """Return what ``rule`` of ``book`` says under ``part``."""
    if part == "title":
        return rule.title
    if part == "severity":
        return SEVERITY[rule.severity]
    return _inference(rule, part, book) if isinstance(rule, Inference) else _duty(rule, part, book)


def _inference(rule: Inference, part: str, book: RuleBook) -> Text:
    if part == "when":
        return _joined(inference_words(rule, {duty.id: duty for duty in book.duties}), "；且", "; and ")
    if part == "flag":
        return Text(rule.flag, rule.flag)
    return rule.message if part == "message" else subject_words(rule.subject)


def _duty(duty: Duty, part: str, book: RuleBook) -> Text:
    if part == "owed":
        return owed_words(duty, book.activities)
    if part == "applies":
        return where_words(duty)
    if part == "counts":
        return _joined(counting_words(duty), "；", "; ")
    if part == "late":
        return late_words(duty)
    if part == "partial":
        return partial_words(duty)
    if part == "effective":
        said = effective_words(duty)
        return said if said.zh else Text("不限", "no limits")
    if part == "basis":
        return _joined([_provision(duty, number, book) for number in range(len(duty.basis))], "；", "; ") or _NONE
    if part == "calendar":
        said_so = ", ".join(f"{key}: {value}" for key, value in (duty.calendar or {}).items())
        return Text(said_so, said_so) if said_so else _NONE
    return (duty.remedy if part == "remedy" else duty.note) or _NONE


def _provision(duty: Duty, number: int, book: RuleBook) -> Text:
    basis = duty.basis[number]
    return Text(cite(basis, book, "zh"), cite(basis, book, "en"))


def _joined(texts: list[Text], zh: str, en: str) -> Text:
    return Text(zh.join(text.zh for text in texts), en.join(text.en for text in texts)) if texts else _NONE


def said(change: Change, old: RuleBook, new: RuleBook) -> list[Said]:
    """Return every part in which a rule differs, as it was and as it is."""
    if change.old is None or change.new is None:
        return []
    found = []
    for part in change.parts:
        before, after = part_words(change.old, part, old), part_words(change.new, part, new)
        if before == after:
            # A spelling of a value that is said once in words, or a quote: the written form tells it.
            before, after = _with(before, change.old, part), _with(after, change.new, part)
        found.append(Said(part, before, after))
    return found


def _with(text: Text, rule: Rule, part: str) -> Text:
    import yaml

    dumped = duty_yaml(rule) if isinstance(rule, Duty) else inference_yaml(rule)
    # The loader that resolves nothing shows everything as it is written.
    whole = yaml.load(dumped, yaml.BaseLoader)[0]
    own = {key: whole[key] for key in _KEYS.get(part, (part,)) if key in whole}
    written = json.dumps(own, ensure_ascii=False)
    return Text(f"{text.zh} {written}", f"{text.en} {written}")


def word_words(change: WordChange) -> Said:
    """Return a change of the vocabulary in words."""
    return Said(change.kind, _word(change.old), _word(change.new))


def _word(value: object) -> Text:
    if isinstance(value, ActivityType):
        aliases = "、".join(value.aliases) or "—"
        return Text(f"{value.title.zh}（别名：{aliases}）", f"{value.title.en} (aliases: {aliases})")
    if isinstance(value, Source):
        day = value.checked_on or "—"
        rest = ", ".join(str(each) for each in (value.issuer, value.issued, value.url) if each)
        zh, en = (f"，{rest}", f", {rest}") if rest else ("", "")
        local = Text("，本地文件", ", local") if value.local else Text("", "")
        return Text(
            f"{value.title.zh}{zh}{local.zh}，条文核对于 {day}", f"{value.title.en}{en}{local.en}, checked on {day}"
        )
    return Text("可以合并", "may be held together") if value is True else _NONE
