"""The cover of a self-check in words: the days, what it rests on, and what to keep in mind when reading it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ...engine.findings import Coverage, Finding, Subject
from ...engine.packs.model import RuleBook
from ..short_code import short_code
from ..words.called import called, clipped
from ..words.reasons import type_names
from ..words.slack import slack_line
from ..words.wording import listed
from .labels import LABEL
from .model import Cover, Inspection

_UNITS_SHOWN = 12
_DAYS_SHOWN = 4
_SHORT = 3  # units that are named to which not all fits
_DUTIES = 3  # duties that are named of which a day may still move


def cover_facts(inspection: Inspection, language: str) -> list[tuple[str, str]]:
    """Return the facts of the cover, label and text, in their order."""
    cover, english = inspection.cover, language == "en"
    facts = [
        ("Units" if english else "受检单位", _units([part.unit for part in inspection.units], language)),
        ("Inspection on" if english else "检查日", _on(cover, english)),
        ("Judged as of" if english else "自查截至", f"{cover.as_of}"),
        ("Working days left" if english else "剩余工作日", _days(cover, english)),
        ("Slack" if english else "补救余量", _slack(inspection, language)),
        ("Span" if english else "审核区间", _between(f"{cover.span.first}", f"{cover.span.last}", english)),
        (LABEL["code"].say(language), short_code(cover.fingerprint)),
        ("Ledger" if english else "台账范围", "; ".join(coverage_words(cover.coverage, inspection.rules, language))),
        ("Rows" if english else "行数核对", _rows(cover, english)),
        ("Data problems" if english else "数据问题", _problems(cover, english)),
        (
            "Rules" if english else "规则",
            listed((clipped(f"{name} {version}") for name, version in cover.packs), language),
        ),
    ]
    return [(name, text) for name, text in facts if text]


def notices(inspection: Inspection, language: str) -> list[str]:
    """Return what was assumed, and how the form is to be read."""
    cover, english = inspection.cover, language == "en"
    found = [("Assumed: " if english else "推定：") + clipped(text.say(language), 300) for text in cover.assumptions]
    found.append(
        "No record seen does not mean not held. A make-up is shown as made up, never as in time."
        if english
        else "“无记录”只表示台账中未见，不等于没有开展；补开单列，不计作按期。"
    )
    if not inspection.units:
        found.append("Nothing is owed by what was chosen." if english else "所选范围内没有须自查的事项。")
    if cover.coming:
        found.append(
            f"{cover.coming} more obligations begin between {cover.as_of} and {cover.on}; they are listed under what "
            "is to be done, and are not counted."
            if english
            else f"{cover.as_of} 之后、检查日（含）之前另有 {cover.coming} 项开始计算，列入待办，不计入合计。"
        )
    hints = sum(cover.hints.values())
    if hints:
        look = cover.hints.get("invalid", 0) + cover.hints.get("missing", 0)
        found.append(
            f"{hints} of the counts above are hints, {look} of them worth a second look; they stand on the last page "
            "and are not gaps."
            if english
            else f"上列合计中有 {hints} 项是核对提示（{look} 项宜再次核对），列在最后，不属于须整改的缺口，不列入待办。"
        )
    for year, findings in inspection.pending.items():
        found.append(_pending(inspection, year, findings, language))
    if not cover.waivers:
        found.append("Waivers were not taken into account." if english else "本表未计豁免。")
    for source in cover.lost:
        name = clipped(source, 160)
        found.append(
            f"{name} could not be read; what rests on it is not known."
            if english
            else f"{name} 未能读取，凡依据该来源的事项列为待核。"
        )
    return found


def coverage_words(coverage: Iterable[Coverage], rules: RuleBook, language: str) -> list[str]:
    """Return from when and through which day the ledgers are known, units of the same days together."""
    english, groups = language == "en", Counter(map(_known, coverage))
    several = sum(groups.values()) > 1
    ordered = sorted(groups.items(), key=lambda item: (-item[1], str(item[0])))
    lines = []
    for (first, through, assumed, types), number in ordered[:_DAYS_SHOWN]:
        which = type_names(types, rules.activities, language) + (": " if english else "：") if types else ""
        start = (f"from {first} " if english else f"自 {first} 起，") if first else ""
        end = (
            (f"assumed complete through {through}" if assumed else f"complete through {through}")
            if english
            else (f"推定完整至 {through}" if assumed else f"完整至 {through}")
        )
        many = (f" ({number} units)" if english else f"（{number} 个单位）") if several else ""
        lines.append(which + start + end + many)
    if len(ordered) > _DAYS_SHOWN:
        rest = sum(number for _, number in ordered[_DAYS_SHOWN:])
        lines.append(f"{rest} more units" if english else f"另有 {rest} 个单位")
    return lines


def _known(row: Coverage) -> tuple[str | None, str, bool, tuple[str, ...] | None]:
    return (row.first.isoformat() if row.first else None, row.through.isoformat(), row.assumed, row.types)


def _units(units: list[Subject], language: str) -> str:
    text = listed((called(unit, language) for unit in units[:_UNITS_SHOWN]), language)
    if len(units) <= _UNITS_SHOWN:
        return text
    return text + (f", … ({len(units)} units)" if language == "en" else f"等 {len(units)} 个单位")


def _on(cover: Cover, english: bool) -> str:
    if cover.on > cover.as_of:
        days = (cover.on - cover.as_of).days
        return f"{cover.on} (in {days} day{'' if days == 1 else 's'})" if english else f"{cover.on}（{days} 天后）"
    return f"{cover.on} (the as-of day itself)" if english else f"{cover.on}（即自查截至日）"


def _days(cover: Cover, english: bool) -> str:
    number = cover.working_days
    text = f"{number}, both days counted" if english else f"{number} 个（含首尾两日）"
    if cover.provisional:
        text += "; provisional, the holidays are not all announced" if english else "；放假安排尚未全部公布，按平日暂算"
    return text


def _slack(inspection: Inspection, language: str) -> str:
    """Return in one sentence whether all that is still to be held fits; nothing where nothing is."""
    duties = {duty.id: duty for duty in inspection.rules.duties}
    names = {part.unit.id: called(part.unit, language) for part in inspection.units}
    if not inspection.slack:
        return ""
    if len(inspection.units) == 1:
        text = clipped(slack_line(inspection.slack[0], duties, language), 300)
        return text[:1].upper() + text[1:]
    short = sorted((one for one in inspection.slack if not one.fits), key=lambda one: (-one.lacking, one.unit))
    if not short:
        number = len(inspection.slack)
        if language == "en":
            return f"All that is still to be held in {number} units fits into the working days left."
        return f"{number} 个单位须召集开展的事项，余下的工作日都排得下。"
    told = [
        f"{names.get(one.unit, one.unit)} ({one.lacking} lacking)"
        if language == "en"
        else f"{names.get(one.unit, one.unit)}（缺 {one.lacking} 个工作日）"
        for one in short[:_SHORT]
    ]
    if language == "en":
        return f"Not all fits into the working days left in {len(short)} units: {listed(told, language)}."
    more = f"等 {len(short)} 个单位" if len(short) > _SHORT else ""
    return f"余下的工作日排不下的：{listed(told, language)}{more}。"


def _pending(inspection: Inspection, year: int, findings: Sequence[Finding], language: str) -> str:
    """Return what is to be looked at again once the holidays of a year are announced."""
    duties = {duty.id: duty for duty in inspection.rules.duties}
    named = dict.fromkeys(clipped(duties[one.duty].title.say(language), 60) for one in findings)
    shown = listed(list(named)[:_DUTIES], language)
    if language == "en":
        more = f", … ({len(named)} duties)" if len(named) > _DUTIES else ""
        return (
            f"The holidays of {year} are not announced: {len(findings)} deadlines or last working days may still "
            f"move. Look at them again once they are: {shown}{more}."
        )
    more = f"等 {len(named)} 类" if len(named) > _DUTIES else ""
    return f"{year} 年放假安排尚未公布，{len(findings)} 项的期限或最后工作日可能变动，公布后请再核对：{shown}{more}。"


def _between(first: str, last: str, english: bool) -> str:
    return f"{first} to {last}" if english else f"{first} 至 {last}"


def _rows(cover: Cover, english: bool) -> str:
    rows = cover.rows
    if english:
        return (
            f"{rows['read']} read = {rows['taken']} taken + {rows['problems']} not taken + {rows['blank']} blank"
            f" + {rows['skipped']} skipped ({cover.sources} sources)"
        )
    return (
        f"读入 {rows['read']} 行 = 采用 {rows['taken']} + 未采用 {rows['problems']} + 空行 {rows['blank']}"
        f" + 跳过 {rows['skipped']}（{cover.sources} 个来源）"
    )


def _problems(cover: Cover, english: bool) -> str:
    problems = cover.problems
    error, warning, info = (problems.get(name, 0) for name in ("error", "warning", "info"))
    if not error + warning + info:
        return "none" if english else "无"
    if english:
        return f"{error} rows not taken, {warning} doubtful cells, {info} notes; row by row in checkbranch audit"
    return f"未采用 {error} 条、存疑 {warning} 条、提示 {info} 条，逐行见 checkbranch audit"
