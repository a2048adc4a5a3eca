"""What changed between two states of the rules, for people: who is concerned, as it was and as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...engine.packs.compare import Change, Comparison, Kind, WordChange
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import ActivityType, Duty, RuleBook
from ...engine.text import Text
from ..layout import Page, Style, cells, safe
from ..words.rules import subject_words
from .diff_words import PART, Said, part_words, said, word_words

_HEADS: dict[Kind, Text] = {
    "added": Text("新增", "Added"),
    "removed": Text("删去", "Removed"),
    "off": Text("停用", "Switched off"),
    "on": Text("重新启用", "Switched on again"),
    "changed": Text("改动", "Changed"),
}
_DAY_HEADS: dict[Kind, Text] = {
    "added": Text("开始生效", "In force now"),
    "removed": Text("不再生效", "No longer in force"),
}
_STYLE: dict[Kind, Style] = {"added": "good", "on": "good", "removed": "bad", "off": "bad", "changed": "doubt"}
_WORDS = {
    "activity": Text("活动类型", "Types of activity"),
    "may_combine": Text("合并召开", "Held together"),
    "source": Text("依据文件", "Sources"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: what it is called, and its rules."""

    name: str
    book: RuleBook


def write_diff(page: Page, old: Side, new: Side, found: Comparison, *, days: bool) -> None:
    """Write what changed from ``old`` to ``new``; ``days`` says that it is one set of rules on two days."""
    page.line(safe(f"{old.name} → {new.name}"), "head")
    if not found:
        page.line(page.say("没有差异。", "No difference."))
        return
    page.para(_counted(page, found, days), 0)
    for kind in _HEADS:
        for changes, what in ((found.duties, Text("事项", "duties")), (found.inferences, Text("推断", "inferences"))):
            own = [change for change in changes if change.kind == kind]
            if own:
                head = _head(kind, days)
                page.head(page.say(f"{head.zh}的{what.zh}（{len(own)}）", f"{head.en}: {what.en} ({len(own)})"))
                for change in own:
                    _write(page, change, old.book, new.book)
    for key, name in _WORDS.items():
        words = [change for change in found.words if change.kind == key]
        if words:
            page.head(f"{name.say(page.language)} ({len(words)})")
            for word in words:
                _write_word(page, word)


def _head(kind: Kind, days: bool) -> Text:
    return _DAY_HEADS.get(kind, _HEADS[kind]) if days else _HEADS[kind]


def _counted(page: Page, found: Comparison, days: bool) -> str:
    """Return how many of each there are, in one sentence."""

    def count(changes: Sequence[Change]) -> str:
        numbers = {kind: sum(change.kind == kind for change in changes) for kind in _HEADS}
        parts = []
        for kind, number in numbers.items():
            if number:
                head = _head(kind, days)
                parts.append(page.say(f"{head.zh} {number}", f"{head.en.lower()} {number}"))
        return page.join(parts)

    parts = []
    if found.duties:
        parts.append(page.say("事项：", "Duties: ") + count(found.duties))
    if found.inferences:
        parts.append(page.say("推断：", "Inferences: ") + count(found.inferences))
    if found.words:
        parts.append(page.say(f"名称和依据文件 {len(found.words)} 处", f"Names and sources: {len(found.words)}"))
    return page.say("；", "; ").join(parts) + page.say("。", ".")


def _write(page: Page, change: Change, old: RuleBook, new: RuleBook) -> None:
    rule = change.rule
    whom = subject_words(rule.subject).say(page.language)
    title = rule.title.say(page.language)
    off = page.say("，停用", ", off") if rule.off and change.kind in ("added", "removed") else ""
    page.para(f"{rule.id}  {title}{page.say(f'（{whom}{off}）', f' ({whom}{off})')}", 2, 2, _STYLE[change.kind])
    if change.kind in ("added", "removed"):
        book = new if change.new else old
        for part in _shown(rule):
            _para(page, f"{PART[part].say(page.language)}{page.say('：', ': ')}", part_words(rule, part, book))
    for each in said(change, old, new):
        _two(page, PART[each.part].say(page.language), each)
    for link in _laid(change):
        page.para(page.say(f"改写者：{link}", f"Changed by {link}"), 4, 2, "faint")


def _shown(rule: Duty | Inference) -> tuple[str, ...]:
    """Return the parts by which a rule is told in short."""
    if isinstance(rule, Inference):
        return ("when", "flag", "severity")
    return ("owed", "applies", "late", "severity") if rule.tiled else ("owed", "applies", "severity")


def _laid(change: Change) -> list[str]:
    """Return who laid something over the rule since; nothing where the two share no origin."""
    if change.old is None or change.new is None:
        return []
    return [link for link in change.new.chain if link not in change.old.chain]


def _para(page: Page, head: str, text: Text) -> None:
    page.para(head + text.say(page.language), 4, 2)


def _two(page: Page, head: str, each: Said) -> None:
    """Write both states: on one line where they fit, else each on its own below the heading."""
    old, new = each.old.say(page.language), each.new.say(page.language)
    line = f"{head}{page.say('：', ': ')}{old} → {new}"
    if cells(line) + 4 <= page.width:
        page.para(line, 4)
        return
    page.para(head + page.say("：", ":"), 4)
    page.para(page.say("原为 ", "was  ") + old, 6, 5)
    page.para(page.say("现为 ", "now  ") + new, 6, 5)


def _write_word(page: Page, change: WordChange) -> None:
    words, colon = word_words(change), page.say("：", ": ")
    names = _names(page, change)
    if names:
        page.para(f"{change.name}{colon}{names}", 2, 2)
    elif not change.old:
        page.para(f"+ {change.name}{colon}{words.new.say(page.language)}", 2, 2)
    elif not change.new:
        page.para(f"- {change.name}{colon}{words.old.say(page.language)}", 2, 2)
    else:
        _two(page, change.name, words)


def _names(page: Page, change: WordChange) -> str:
    """Return which names a type of activity gained and lost, where nothing else of it differs."""
    old, new = change.old, change.new
    if not isinstance(old, ActivityType) or not isinstance(new, ActivityType) or old.title != new.title:
        return ""
    more = [name for name in new.aliases if name not in old.aliases]
    less = [name for name in old.aliases if name not in new.aliases]
    parts = [page.say("增加别名 ", "aliases added: ") + page.join(more)] if more else []
    parts += [page.say("删去别名 ", "aliases removed: ") + page.join(less)] if less else []
    return page.say("；", "; ").join(parts)
