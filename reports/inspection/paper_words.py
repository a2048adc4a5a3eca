"""The papers that should lie in the box, duty by duty and period by period, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...engine.findings import Status
from ...engine.packs.check_model import FollowUp, InOrder, Precede
from ...engine.packs.model import Duty
from ...engine.text import Text
from ..digest import MANY
from ..words.called import clipped
from ..words.fields import EVIDENCE, named
from ..words.periods import period_name
from ..words.wording import STATUS, WORST_FIRST, listed
from .checks import is_check
from .model import DutyPart, PeriodRow, UnitPart
from .papers import Papers, asked_for, in_order
from .sheet import PaperLine, PaperSheet

FIRST = "minutes"  # the original record, however it is called
SEEN, UNSEEN, UNTOLD = "√", "○", "□"
_MOST_KINDS = 8  # columns of a table
_ROWS = 6  # rows of the ledger that are named
_ORIGINAL: Mapping[str, Text] = {
    "meetings": Text("会议记录", "minutes"),
    "yearly": Text("会议记录", "minutes"),
    "theme": Text("活动记录", "record of the activity"),
    "talks": Text("谈话记录", "record of the talk"),
    "visits": Text("走访记录", "record of the visit"),
}
_OTHER = Text("活动记录", "record of the activity")
WHY: Mapping[str, Text] = {
    "original": Text("原始记录", "the original record"),
    "rule": Text("规则要求", "asked for by the rules"),
    "habit": Text("台账惯例", "as the ledger usually has"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The papers wanted for the records of one duty in one unit: kind, and why: ``original``, ``rule`` or ``habit``."""

    part: DutyPart
    kinds: Sequence[tuple[str, str]]


def wanted_of(unit: UnitPart, rules: Mapping[str, Sequence[str]]) -> list[Wanted]:
    """Return what is wanted of each duty of a unit that is shown by records; ``rules`` is what they ask by type."""
    return [Wanted(part, _kinds(part, rules)) for part in unit.owed if _has_papers(part.duty)]


def rules_of(duties: Iterable[Duty]) -> dict[str, list[str]]:
    """Return, by type of activity, the kinds of papers that some duty asks for."""
    found: dict[str, list[str]] = {}
    for duty in duties:
        types = duty.check.of if isinstance(duty.check, InOrder) else duty.do
        for kind in () if duty.off else asked_for(duty):
            for name in types:
                found.setdefault(name, []).append(kind)
    return found


def _has_papers(duty: Duty) -> bool:
    return duty.check is None or (isinstance(duty.check, FollowUp | Precede) and bool(duty.do))


def _kinds(part: DutyPart, rules: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    whole = Papers()
    for row in part.rows.values():
        whole.add(row.papers)
    why = {FIRST: "original"}
    for kind in (kind for name in part.duty.do for kind in rules.get(name, ())):
        why.setdefault(kind, "rule")
    for kind, number in whole.named.items():
        if 2 * number >= whole.told:
            why.setdefault(kind, "habit")
    return [(kind, why[kind]) for kind in in_order(why)]


def kinds_of(papers: Sequence[PaperSheet], language: str) -> list[tuple[str, str]]:
    """Return the columns of a table of papers: kinds and their names, the original record first."""
    every = in_order(kind for sheet in papers for kind, _, _ in sheet.kinds)[:_MOST_KINDS]
    original = WHY["original"].say(language)
    return [(kind, original if kind == FIRST else clipped(named(EVIDENCE, kind, language), 20)) for kind in every]


def paper_sheet(wanted: Wanted, title: str, language: str) -> PaperSheet:
    """Return the papers of one duty: a line for each period, and in short what the ledger names and what not."""
    part = wanted.part
    names = {kind: _name(kind, part, language) for kind, _ in wanted.kinds}
    lines = [_line(row, wanted, language) for row in part.rows.values() if _owed(row)]
    return PaperSheet(
        title=title,
        kinds=[(kind, names[kind], WHY[why].say(language)) for kind, why in wanted.kinds],
        lines=lines,
        seen=list(_seen(wanted, names, language)),
        unseen=list(_unseen(lines, names, language)),
        also=_documents(part, language),
    )


def _name(kind: str, part: DutyPart, language: str) -> str:
    if kind == FIRST:
        return _ORIGINAL.get(part.section, _OTHER).say(language)
    return clipped(named(EVIDENCE, kind, language), 20)


def _owed(row: PeriodRow) -> bool:
    return row.counts.total() > row.counts["not_applicable"] or row.records > 0


def _line(row: PeriodRow, wanted: Wanted, language: str) -> PaperLine:
    english, papers = language == "en", row.papers
    marks = {kind: mark_of(papers, kind, language) for kind, _ in wanted.kinds} if papers.records else {}
    return PaperLine(
        period=period_name(row.period, language),
        records=str(papers.records),
        marks=marks,
        rows=_rows(row, wanted.part, language),
        note=_note(row, english, language),
    )


def mark_of(papers: Papers, kind: str, language: str = "zh") -> str:
    """Return the mark of a kind of papers, with how many of the records name it where some do and some do not."""
    number = papers.named[kind]
    if number >= papers.records:
        return SEEN
    if papers.told < papers.records:
        return UNTOLD if not number else f"{UNTOLD} {number}/{papers.records}"
    return UNSEEN if papers.records == 1 else f"{UNSEEN} {number}/{papers.records}"


def _note(row: PeriodRow, english: bool, language: str) -> str:
    said = []
    for status in (*WORST_FIRST, "waived"):
        number = row.counts[status]
        if number:
            word = STATUS[_status(status)].say(language)
            said.append(word if row.counts.total() == 1 else f"{word} {number}")
    text = listed(said, language)
    waiver = row.finding.waiver if row.finding else None
    if waiver and waiver.document:
        paper = clipped(waiver.document)
        text += f" (approved by: {paper})" if english else f"（归入批准文件：{paper}）"
    return text


def _status(word: str) -> Status:
    return next(status for status in STATUS if status == word)


def _rows(row: PeriodRow, part: DutyPart, language: str) -> str:
    """Return the rows of the ledger whose records count, where the unit itself is the subject."""
    if row.finding is None or part.kind in MANY or is_check(row.finding):
        return ""
    places = [clipped(use.source, 160) for use in row.finding.records if use.use != "rejected"]
    return together(places, language)


def together(places: Sequence[str], language: str) -> str:
    """Return rows of ledgers, those of one sheet together: ``book.xlsx!sheet!3、9``."""
    found: dict[str, list[str]] = {}
    for place in places[:_ROWS]:
        sheet, _, number = place.rpartition("!")
        found.setdefault(sheet, []).append(number)
    text = ("; " if language == "en" else "；").join(
        f"{sheet}!{listed(numbers, language)}" if sheet else listed(numbers, language)
        for sheet, numbers in found.items()
    )
    rest = len(places) - _ROWS
    if rest > 0:
        text += f" and {rest} more" if language == "en" else f" 等 {len(places)} 处"
    return text


def _seen(wanted: Wanted, names: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield, by kind, for how many of the records that count the ledger names it."""
    whole = Papers(named=Counter())
    for row in wanted.part.rows.values():
        whole.add(row.papers)
    if not whole.records:
        yield "no record counts yet" if language == "en" else "尚无计入的记录"
    elif not whole.told:
        number = whole.records
        said = f"{UNTOLD} the ledger has no column for papers; {number} records to look at"
        yield said if language == "en" else f"{UNTOLD} 台账没有登记材料的栏，请对照 {number} 条记录的实物"
    else:
        told = (f"{name} {whole.named[kind]}/{whole.records}" for kind, name in names.items())
        yield ("named by the ledger: " if language == "en" else "台账已登记 ") + listed(told, language)


def _documents(part: DutyPart, language: str) -> str:
    """Return the documents by which waivers were approved; they belong in the box too."""
    papers = (one.waiver.document for one in part.waived if one.waiver and one.waiver.document)
    return listed(map(clipped, dict.fromkeys(papers)), language)


def _unseen(lines: Sequence[PaperLine], names: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield the periods whose records do not name a kind of papers, though the ledger has a column for them."""
    for kind, name in names.items():
        periods = [line.period for line in lines if line.marks.get(kind, "").startswith(UNSEEN)]
        if periods:
            said = listed(periods[:12], language)
            more = len(periods) - 12
            said += (f" and {more} more" if language == "en" else f"等 {len(periods)} 期") if more > 0 else ""
            yield f"{name}: {said}" if language == "en" else f"{name}：{said}"
