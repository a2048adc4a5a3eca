"""A self score in words: what an item gives and takes off, what that was reckoned from, and the ranking of units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ...engine.packs.model import Duty
from ...engine.packs.score_model import Deduction, Lack, ScoreItem, ScoreTable
from ...engine.text import Text
from ..words.called import called, clipped
from ..words.wording import listed, plain_number
from .lacks import Lacks
from .scored import Basis, ItemScore, Scored, UnitScore
from .scoring import taken_off
from .sheet import RankLine, ScoreLine, ScoreSheet, ScoreUnit

LACK: Mapping[Lack, Text] = {
    "missing": Text("无记录或不足", "none or too few"),
    "not_in_order": Text("不规范", "not in order"),
    "made_up": Text("补开", "made up"),
    "gap": Text("缺口", "gap"),
}
_TIMES: Sequence[tuple[str, Text]] = (
    ("missing", LACK["missing"]),
    ("not_in_order", LACK["not_in_order"]),
    ("made_up", LACK["made_up"]),
    ("waived", Text("豁免", "waived")),
    ("unknown", Text("待核", "not known")),
    ("open", Text("未到期", "not yet due")),
)


def points_text(number: Fraction) -> str:
    """Return points as they are written: ``0.5``, ``12``, and a third as ``1/3``."""
    if number.denominator == 1 or (number * 1000).denominator != 1:
        return plain_number(number)
    return plain_number(Decimal(number.numerator) / Decimal(number.denominator))


def range_text(low: Fraction, high: Fraction) -> str:
    """Return a score, or the range in which it lies."""
    return points_text(low) if low == high else f"{points_text(low)}–{points_text(high)}"


def table_facts(table: ScoreTable, language: str) -> list[tuple[str, str]]:
    """Return where a table comes from: label and text."""
    english, source = language == "en", table.source
    day = source.checked_on.isoformat() if source.checked_on else ""
    facts = [
        ("Source" if english else "出处", source.title.say(language) if source.title else ""),
        ("Issued by" if english else "制定单位", source.issuer.say(language) if source.issuer else ""),
        ("Applies in" if english else "适用范围", source.place.say(language) if source.place else ""),
        ("Year" if english else "年份", source.issued or ""),
        ("Checked on" if english else "核对日期", day),
        ("Note" if english else "说明", table.note.say(language) if table.note else ""),
    ]
    if table.shipped:
        local = (
            "a local example that comes with the program, not a general standard"
            if english
            else "程序附带的一地一单位实例，不是统一标准"
        )
        facts.insert(0, ("Kind" if english else "性质", local))
    return [(name, clipped(text, 400)) for name, text in facts if text]


def deduction_words(deduction: Deduction, item: ScoreItem, language: str) -> str:
    """Return one deduction: when it applies, how much each time, and how much at most."""
    english = language == "en"
    said = clipped(deduction.said.say(language), 200) if deduction.said else ""
    if deduction.points is None:
        off = f"all {points_text(item.points)} off" if english else f"扣完本项 {points_text(item.points)} 分"
    elif deduction.lack is None:
        off = f"{points_text(deduction.points)} off" if english else f"扣 {points_text(deduction.points)} 分"
    else:
        off = f"{points_text(deduction.points)} off each" if english else f"每次扣 {points_text(deduction.points)} 分"
    if deduction.at_most is not None:
        off += (
            f", {points_text(deduction.at_most)} at most"
            if english
            else f"，至多扣 {points_text(deduction.at_most)} 分"
        )
    if deduction.lack is None:
        return f"{said}: {off} (the reviewer looks)" if english else f"{said}：{off}（由复核人核对）"
    lack = LACK[deduction.lack].say(language)
    when = f"{lack} ({said})" if english and said else f"{lack}（{said}）" if said else lack
    return f"{when}: {off}" if english else f"{when}：{off}"


def rule_words(item: ScoreItem, language: str) -> list[str]:
    """Return what is looked at, then every deduction."""
    english = language == "en"
    lines = [clipped(item.look_at.say(language), 300)] if item.look_at else []
    lines += [deduction_words(one, item, language) for one in item.deductions]
    if item.floor:
        lines.append(f"never under {points_text(item.floor)}" if english else f"最低 {points_text(item.floor)} 分")
    return lines


def lacks_words(lacks: Lacks, language: str) -> str:
    """Return how many times were owed, and of how many what is to be said."""
    english = language == "en"
    told = [f"{text.say(language)} {n}" for name, text in _TIMES if (n := getattr(lacks, name))]
    owed = f"{lacks.owed} owed" if english else f"应 {lacks.owed}"
    rest = listed(told, language) if told else ("all in order" if english else "均达标")
    return f"{owed}: {rest}" if english else f"{owed}，{rest}"


def basis_lines(one: ItemScore, titles: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield what an item was reckoned from: each duty, then what was taken off."""
    english, colon = language == "en", ": " if language == "en" else "："
    if one.state == "by_hand":
        yield "left to the reviewer" if english else "由复核人评"
        return
    for each in one.basis:
        yield titles.get(each.duty, each.duty) + colon + _standing(each, language)
    if one.state == "not_applicable":
        full = one.high is not None
        yield (
            ("does not apply: full points" if full else "does not apply: left out of the total")
            if english
            else ("不适用，按评分表计满分" if full else "不适用，不计入总分")
        )
    elif one.state == "not_looked_at":
        yield "left to the reviewer" if english else "程序未核，由复核人评"
    else:
        yield from _off(one, language)


def _standing(each: Basis, language: str) -> str:
    english = language == "en"
    if each.lacks is not None:
        return lacks_words(each.lacks, language)
    if each.standing == "off":
        return "switched off, not looked at" if english else "已停用，未核"
    if each.standing == "hint":
        return "only a hint, in no score" if english else "只作核对提示，不计分"
    if each.standing == "aside":
        return "not chosen by --duty" if english else "本次未选，未核（--duty）"
    if each.standing == "absent":
        return (
            f"not looked at: the pack {each.pack} is not among the rules"
            if english
            else f"未核：rules 中没有规则包 {each.pack}"
        )
    return "does not apply" if english else "不适用"


def _off(one: ItemScore, language: str) -> Iterator[str]:
    english = language == "en"
    lacks = [each.lacks for each in one.basis if each.lacks is not None]
    whole = Lacks(
        missing=sum(each.missing for each in lacks),
        not_in_order=sum(each.not_in_order for each in lacks),
        made_up=sum(each.made_up for each in lacks),
    )
    said = []
    for deduction in one.item.deductions:
        off = taken_off(one.item, deduction, whole)
        if off and deduction.lack:
            said.append(f"{LACK[deduction.lack].say(language)} −{points_text(min(off, one.item.points))}")
    if said:
        yield ("taken off: " if english else "扣分：") + listed(said, language)
    number = sum(each.unknown for each in lacks)
    if number and not one.certain:
        assert one.low is not None and one.high is not None
        reach = range_text(one.low, one.high)
        yield f"{number} not known: {reach} points" if english else f"待核 {number}，核清前得分在 {reach} 之间"
    elif number:
        yield f"{number} not known, which changes nothing" if english else f"待核 {number}，不影响得分"
    number = sum(each.open for each in lacks)
    if number:
        yield f"{number} not yet due, nothing off for now" if english else f"未到期 {number}，暂不扣分"


def own_words(one: ItemScore) -> str:
    """Return the self score of an item; empty where the reviewer gives it, a dash where it is left out."""
    if one.low is not None and one.high is not None:
        return range_text(one.low, one.high)
    return "–" if one.state == "not_applicable" else ""


def total_words(unit: UnitScore, table: ScoreTable, plain: UnitScore | None, language: str) -> str:
    """Return what a unit scores, of how much, and what is not in it."""
    english = language == "en"
    score = range_text(unit.low, unit.high)
    parts = [
        f"scored {score} of {points_text(unit.full)}"
        if english
        else f"程序计分 {score} 分（满分 {points_text(unit.full)} 分）"
    ]
    if unit.by_hand:
        hand = points_text(unit.by_hand)
        parts.append(f"{hand} left to the reviewer" if english else f"由复核人评 {hand} 分")
    if unit.left_out:
        out = points_text(unit.left_out)
        parts.append(f"{out} not applicable, left out" if english else f"不适用、不计入 {out} 分")
    if plain is not None:
        other = range_text(plain.low, plain.high)
        parts.append(
            f"without waivers {other} of {points_text(plain.full)}"
            if english
            else f"不计豁免为 {other} 分（满分 {points_text(plain.full)} 分）"
        )
    whole = points_text(table.total)
    text = ("; " if english else "；").join(parts)
    return f"{text}; the table has {whole} points" if english else f"{text}；全表 {whole} 分"


def score_sheet(scored: Scored, duties: Sequence[Duty], language: str, most: int) -> ScoreSheet:
    """Return the score in words; of more than ``most`` units only the ranking."""
    table, english = scored.table, language == "en"
    titles = {duty.id: clipped(duty.title.say(language), 80) for duty in duties}
    units = scored.units if len(scored.units) <= most else ()
    return ScoreSheet(
        title=clipped(table.title.say(language), 120),
        facts=table_facts(table, language),
        units=[_unit(scored, unit, titles, language) for unit in units],
        ranking=[_rank(rank, unit, english, language) for rank, unit in scored.ranking()]
        if len(scored.units) > 1
        else [],
        points=points_text(table.total),
        with_plain=bool(scored.plain),
    )


def _unit(scored: Scored, unit: UnitScore, titles: Mapping[str, str], language: str) -> ScoreUnit:
    plain = scored.plain.get(unit.unit.id)
    others = {one.item.id: own_words(one) for one in plain.items} if plain else {}
    lines = [
        ScoreLine(
            number=str(number),
            group=clipped(one.item.group.say(language)) if one.item.group else "",
            title=clipped(one.item.title.say(language), 120),
            points=points_text(one.item.points),
            rule=rule_words(one.item, language),
            basis=list(basis_lines(one, titles, language)),
            own=own_words(one),
            plain=others.get(one.item.id, ""),
        )
        for number, one in enumerate(unit.items, 1)
    ]
    notes = []
    pending = [
        line.number for line, one in zip(lines, unit.items, strict=True) if any(_open(each) for each in one.basis)
    ]
    if pending:
        named = listed(pending, language)
        notes.append(
            f"Items {named}: what is not yet due has cost nothing so far; it does if it is not held in time."
            if language == "en"
            else f"第 {named} 项中尚未到期的暂未扣分，须按期完成。"
        )
    if not unit.certain:
        notes.append(
            "The score is a range because something is not known; clear that up first."
            if language == "en"
            else "得分写成区间的，是因为有待核的情况；核清后即可定分。"
        )
    return ScoreUnit(called(unit.unit, language), lines, total_words(unit, scored.table, plain, language), notes)


def _open(each: Basis) -> bool:
    return each.lacks is not None and each.lacks.open > 0


def _rank(rank: int, unit: UnitScore, english: bool, language: str) -> RankLine:
    low, high = (f"{float(100 * one / unit.full):.1f}%" for one in (unit.low, unit.high))
    notes = []
    if not unit.certain:
        notes.append("not all is known" if english else "有待核，名次暂列")
    if unit.by_hand:
        hand = points_text(unit.by_hand)
        notes.append(f"{hand} more left to the reviewer" if english else f"另有 {hand} 分由复核人评")
    return RankLine(
        rank=str(rank),
        unit=called(unit.unit, language),
        score=range_text(unit.low, unit.high),
        full=points_text(unit.full),
        share=low if low == high else f"{low}–{high}",
        note=("; " if english else "；").join(notes),
    )
