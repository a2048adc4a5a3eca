"""What changed between two audits, as text and as Markdown: new gaps first, by unit, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TextIO

from ..asked import Ask
from ..layout import Page, safe
from ..md import cell, row
from ..table import Cell, Table
from ..words.called import clipped
from .baseline_words import name_of
from .diff_words import TITLE, Beside, Counts, beside, summed
from .differences import CHANGES, Change, ChangeKind, Pair, changes
from .earlier_words import EarlierWords, verdict

# How many of each kind are told one by one; all of them stand in the JSON.
_SHOWN: Mapping[ChangeKind, int] = {
    "new": 200, "closed": 100, "still": 0, "changed": 50, "appeared": 0, "disappeared": 50, "aside": 0,
}  # fmt: skip
_UNITS_SHOWN = 200


class Told:
    """The changes that are told one by one, and the counts of all."""

    def __init__(self, of: Pair) -> None:
        self.counts, self.lines = Counts(), dict[ChangeKind, list[Change]]()
        for change in changes(of):
            self.counts.take(change)
            kept = self.lines.setdefault(change.kind, [])
            moved = change.kind == "still" and change.was != change.now
            if len(kept) < (_SHOWN["changed"] if moved else _SHOWN[change.kind]):
                kept.append(change)
        self.beside = beside(of)


def write_diff_text(of: Pair, out: TextIO, ask: Ask) -> Counts:
    """Write what changed for a reader; returns the counts."""
    page, told = Page(out, ask.language), Told(of)
    words = EarlierWords(of.old, of.new, language=ask.language)
    page.line(safe(_title(of, page.say)), "head")
    page.para(page.say("；", "; ").join(summed(told.counts.total, page.language)) + page.say("。", "."), 0, 2)
    for note in of.notes:
        page.para(page.say("注意：", "Note: ") + note.say(page.language) + page.say("。", "."), 0, 2, "doubt")
    for kind in CHANGES:
        listed = told.lines.get(kind, [])
        if not listed:
            continue
        page.head(
            f"{TITLE[kind].say(page.language)}{page.say('（', ' (')}{told.counts.total[kind]}{page.say('）', ')')}"
        )
        unit = None
        for change in sorted(listed, key=lambda change: str(change.finding["unit"])):
            if unit != change.finding["unit"]:
                unit = str(change.finding["unit"])
                page.para(words.unit(unit), 2, 2)
            page.para(f"{words.line(change.finding)}  {_became(change, page.language)}", 4, 2)
        rest = told.counts.total[kind] - len(listed)
        if rest > 0:
            page.para(page.say(f"另有 {rest} 项，见 --format json", f"{rest} more: see --format json"), 4)
    _write_beside(page, told.beside)
    _write_units(page, told.counts, words)
    return told.counts


def _title(of: Pair, say: Callable[[str, str], str]) -> str:
    old, new = (f"{one.as_of} ({name_of(one)})" for one in (of.old, of.new))
    name = clipped(of.new.workspace)
    return say(f"{name}：{old} 至 {new} 的变化", f"{name}: what changed from {old} to {new}")


def _became(change: Change, language: str) -> str:
    return f"{verdict(change.was, language)} → {verdict(change.now, language)}"


def _flag_lines(listed: Iterable[Mapping[str, object]]) -> list[str]:
    lines = []
    for flag in listed:
        subject = flag.get("subject")
        whom = str(subject.get("name") or subject.get("id")) if isinstance(subject, Mapping) else ""
        lines.append(f"{whom}: {flag['message']}")
    return lines


def _write_beside(page: Page, found: Beside) -> None:
    for title, listed in (
        (page.say("新增的亮灯与提示", "Lights and hints raised"), found.raised),
        (page.say("已解除的亮灯与提示", "Lights and hints that ceased"), found.ceased),
    ):
        if listed:
            page.head(f"{title}{page.say('（', ' (')}{len(listed)}{page.say('）', ')')}")
            page.entries(_flag_lines(listed), 50, 2)
    page.line()
    new, gone = found.problems_new, found.problems_gone
    page.para(page.say(f"数据问题：新增 {new} 条，减少 {gone} 条。", f"Data problems: {new} new, {gone} gone."), 0, 2)


def _write_units(page: Page, counts: Counts, words: EarlierWords) -> None:
    units = _worst_first(counts)
    if len(units) < 2:
        return
    page.head(page.say("各单位", "By unit"))
    table = Table([page.say("单位", "unit"), *(TITLE[kind].say(page.language) for kind in CHANGES)], 32)
    for unit in units[:_UNITS_SHOWN]:
        table.add([Cell(words.unit(unit)), *(Cell(str(counts.units[unit][kind])) for kind in CHANGES)])
    table.write(page)
    if len(units) > _UNITS_SHOWN:
        rest = len(units) - _UNITS_SHOWN
        page.para(page.say(f"另有 {rest} 个单位，见 --format json", f"{rest} more units: see --format json"), 2)


def _worst_first(counts: Counts) -> list[str]:
    return sorted(counts.units, key=lambda unit: (-counts.units[unit]["new"], -counts.units[unit]["still"], unit))


def write_diff_md(of: Pair, out: TextIO, ask: Ask) -> Counts:
    """Write what changed as Markdown; returns the counts."""
    language, told = ask.language, Told(of)
    words = EarlierWords(of.old, of.new, language=language)
    english = language == "en"
    out.write(f"# {cell(_title(of, lambda zh, en: en if english else zh))}\n\n")
    out.writelines(f"- {cell(line)}\n" for line in summed(told.counts.total, language))
    out.writelines(f"\n> {cell(note.say(language))}\n" for note in of.notes)
    heads = ["unit", "obligation", "was", "is"] if english else ["单位", "事项", "原来", "现在"]
    for kind in CHANGES:
        listed = told.lines.get(kind, [])
        if listed:
            out.write(f"\n## {TITLE[kind].say(language)} ({told.counts.total[kind]})\n\n{row(heads)}{row(['---'] * 4)}")
        for change in listed:
            values = [words.unit(str(change.finding["unit"])), words.line(change.finding)]
            out.write(row(map(cell, [*values, verdict(change.was, language), verdict(change.now, language)])))
        rest = told.counts.total[kind] - len(listed)
        if listed and rest > 0:
            out.write(f"\n{rest} more: see --format json\n" if english else f"\n另有 {rest} 项，见 --format json\n")
    for title, flags in (
        ("Lights and hints raised" if english else "新增的亮灯与提示", told.beside.raised),
        ("Lights and hints that ceased" if english else "已解除的亮灯与提示", told.beside.ceased),
    ):
        if flags:
            out.write(f"\n## {title}\n\n")
            out.writelines(f"- {cell(line)}\n" for line in _flag_lines(flags))
    return told.counts
