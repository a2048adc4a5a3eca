"""The handbook of the rules in force (制度汇编): what every output of it shows, in one language, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ...engine.text import Text
from ..inspection.order import SECTION, box_order, section_of
from ..rule_section import Section
from .handbook_rules import Entry, RuleWriter
from .handbook_words import ordinal, source_row, vocabulary

SHORT_SHA = 12  # characters of a checksum on the title page

_TYPE_HEADS = (Text("类型", "Type"), Text("编号", "Id"), Text("台账中也写作", "Also written in ledgers"))
_PACK_HEADS = tuple(
    Text(*pair)
    for pair in (
        ("规则包", "Pack"),
        ("编号", "Id"),
        ("版本", "Version"),
        ("sha256", "sha256"),
        ("事项", "Duties"),
        ("推断", "Inferences"),
        ("停用", "Off"),
    )
)
_SOURCE_HEADS = tuple(
    Text(*pair)
    for pair in (
        ("文件", "Instrument"),
        ("编号", "Id"),
        ("制定机关", "Issuer"),
        ("印发日期", "Issued"),
        ("条文核对日期", "Text checked on"),
    )
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Entries under one heading; ``notes`` stand before them."""

    anchor: str
    title: str
    entries: Sequence[Entry]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One pack: its heading, what is to be said of the whole, and its chapters."""

    anchor: str
    title: str
    about: Sequence[str]
    chapters: Sequence[Chapter]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title and what is said above it; no rows, no table."""

    anchor: str
    title: str
    notes: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Handbook:
    """The whole handbook in one language; nothing in it is escaped yet."""

    language: str
    title: str
    name: str
    notes: Sequence[str]
    contents: str
    packs: Table
    sources: Table
    parts: Sequence[Part]
    vocabulary: Table
    combine: Table


def handbook_of(sections: Sequence[Section], name: str, day: date, language: str, *, whole: bool) -> Handbook:
    """Return the handbook of packs as of ``day``.

    ``name`` is that of the workspace. Without ``whole`` the vocabulary holds only the types that the duties ask for.
    """
    english = language == "en"
    writer = RuleWriter(day, language)
    parts = [_part(section, number, writer) for number, section in enumerate(sections, 1)]
    types, pairs = vocabulary(sections, language, whole=whole)
    return Handbook(
        language,
        Text("制度汇编", "Handbook of Rules").say(language),
        name,
        _notes(day, english),
        Text("目录", "Contents").say(language),
        Table(
            "packs", Text("规则包", "Packs").say(language), (), _said(_PACK_HEADS, language), _packs(sections, english)
        ),
        Table(
            "sources",
            Text("依据文件", "Sources").say(language),
            (),
            _said(_SOURCE_HEADS, language),
            _sources(sections, language, whole=whole),
        ),
        parts,
        Table(
            "vocabulary",
            Text("附录一　活动类型", "Appendix 1: types of activity").say(language),
            [_TYPES_NOTE.say(language)],
            _said(_TYPE_HEADS, language),
            types,
        ),
        Table(
            "combine",
            Text("附录二　可以合并召开的活动", "Appendix 2: what may be held together").say(language),
            [_COMBINE_NOTE.say(language)],
            _said((Text("类型", "Type"), Text("可与之合并的类型", "May be held together with")), language),
            pairs,
        ),
    )


_TYPES_NOTE = Text(
    "台账的类型一栏写名称、编号或别名都可以，视为同一类型。",
    "In the column for the type a ledger may hold the name, the id or any alias; they mean the same.",
)
_COMBINE_NOTE = Text(
    "一次活动要同时计入几项，其类型须两两可以合并；否则只计入所写的第一个类型。",
    "One gathering serves several duties only if every two of its types may be held together; otherwise it counts for "
    "its first type.",
)


def _notes(day: date, english: bool) -> list[str]:
    if english:
        return [
            f"As of {day}. Where a value changes with the day, all its values are printed, and below them the one in "
            "force on that day. A period is judged by what is in force on its first day.",
            "Printed from the rule files named below; their texts and checksums decide. Quotations are cited from the "
            "instruments listed; look a text up in the original before relying on it.",
        ]
    return [
        f"截至 {day}。内容随日期变化的，各段一并列出，并注明当日适用的一段；每一时段按其第一天有效的内容核对。",
        "本汇编由下列规则文件生成，内容以规则文件及其校验码（sha256）为准；引用条文请以依据文件原文为准。",
    ]


def _said(heads: Sequence[Text], language: str) -> list[str]:
    return [head.say(language) for head in heads]


def _packs(sections: Sequence[Section], english: bool) -> list[list[str]]:
    rows = []
    for section in sections:
        pack, off = section.pack, sum(rule.off for rule in section.rules)
        numbers = [len(section.duties), len(section.inferences), off]
        title = pack.title.en if english else pack.title.zh
        rows.append([title, pack.id, pack.version, pack.sha256[:SHORT_SHA], *map(str, numbers)])
    return rows


def _sources(sections: Sequence[Section], language: str, *, whole: bool) -> list[list[str]]:
    used = {basis.source for section in sections for duty in section.duties for basis in duty.basis}
    known = {key: source for section in sections for key, source in section.book.sources.items()}
    return [source_row(source, language) for key, source in known.items() if whole or key in used]


def _part(section: Section, number: int, writer: RuleWriter) -> Part:
    say = writer.say
    zh, en = section.pack.title
    live = [duty for duty in box_order(section.duties) if not duty.off]
    chapters: list[Chapter] = []

    def add(title: Text, entries: Sequence[Entry], notes: Sequence[str] = ()) -> None:
        place = len(chapters) + 1
        heading = say(f"第{ordinal(place)}章　{title.zh}", f"{number}.{place} {title.en}")
        chapters.append(Chapter(f"p{number}c{place}", heading, entries, notes))

    for key, duties in groupby(live, key=section_of):
        add(SECTION[key], [writer.duty(duty, section.book) for duty in duties])
    inferred = [each for each in section.inferences if not each.off]
    if inferred:
        add(
            Text("推断与提示", "Inferences"), [writer.inference(i, section.book) for i in inferred], [writer.own_choice]
        )
    off = [rule for rule in section.rules if rule.off]
    if off:
        told = say("以下各项已停用，不作核对。", "These are switched off and are not judged.")
        add(Text("已停用", "Switched off"), [writer.off(rule, section.book) for rule in off], [told])
    about = []
    if section.over:
        over = say("、", ", ").join(section.over)
        about.append(say(f"本规则包另改写其他规则包的 {over}。", f"This pack is also laid over {over} of other packs."))
    if not chapters:
        about.append(say("本规则包没有自己的事项或推断。", "This pack has no duty or inference of its own."))
    return Part(f"p{number}", say(f"第{ordinal(number)}编　{zh}", f"Part {number}: {en}"), about, chapters)
