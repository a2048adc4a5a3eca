"""What can be done until the inspection, in words: how, by whom, in how many working days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ...engine.findings import Finding, Subject
from ...engine.packs.model import ActivityType, Duty
from ..words.called import clipped
from ..words.reasons import mend_words, record_words
from ..words.wording import listed
from .check_advice import check_step
from .labels import ROLE, SECRETARY
from .model import Entry, People, Role, Step
from .window_words import window_step

_PLACES = 4


def who_words(role: Role, unit: Subject, entry: Entry, people: People, language: str) -> str:
    """Return the role that sees to a step, with who is known to hold it."""
    text = ROLE[role].say(language)
    place = unit.id
    if role == "secretary":
        text = SECRETARY.get(unit.kind, ROLE["officer"]).say(language)
    elif role == "group_leader":
        if entry.total > 1:
            return text
        place = entry.first.subject.id
    held = people.roles.get((role, place), ())
    names = listed(map(clipped, held[:3]), language)
    return text + (f" ({names})" if language == "en" else f"（{names}）") if names else text


def days_words(step: Step, language: str) -> str:
    """Return how many working days are left for a step, and the last of them where that is not the deadline."""
    number, english = step.working_days, language == "en"
    if number is None:
        return "–"
    if number == 0:
        return "none left" if english else "已无工作日"
    text = str(number)
    if step.last_working and step.by and step.last_working != step.by:
        text += f" (last: {step.last_working})" if english else f"（至 {step.last_working}）"
    return text


def left_words(step: Step, language: str) -> str:
    """Return the same in a sentence, in brackets; nothing where no days are counted."""
    number, english = step.working_days, language == "en"
    if number is None:
        return ""
    if number == 0:
        return " (no working day left)" if english else "（已无工作日）"
    lead = "即日起" if step.action == "settle" and step.until in (None, step.by) else "还有"
    text = f"{number} working day{'' if number == 1 else 's'} left" if english else f"{lead} {number} 个工作日"
    if step.last_working and step.by and step.last_working != step.by:
        text += f", the last is {step.last_working}" if english else f"，最后一个是 {step.last_working}"
    return f" ({text})" if english else f"（{text}）"


def step_words(step: Step, entry: Entry, duty: Duty, types: Mapping[str, ActivityType], on: date, language: str) -> str:
    """Return what can be done, in one or two sentences."""
    english = language == "en"
    if duty.check and (said := check_step(step, entry, duty, types, on, language)):
        return said
    places = _places(step.places, language, entry.total if duty.check else 0)
    if entry.stands and step.action in ("hold", "catch_up", "next", "explain"):
        return window_step(step, entry, on, language)
    if step.action == "hold":
        return _hold(step, on, english)
    if step.action == "make_up":
        after = step.until is not None and step.until > on
        zh = f"可补开至 {step.until}：确实补开，记录注明“补开”，“所属时段”填 {step.for_period}"
        en = f"Can be made up through {step.until}: hold it, note that it is a make-up, for_period {step.for_period}"
        zh, en = (zh + "（检查之后仍可补开）", en + " (still possible after the inspection)") if after else (zh, en)
        return en if english else zh
    if step.action == "name_period":
        return (
            f"{places}: held in the make-up time; if it was a make-up, write {step.for_period} as its for_period"
            if english
            else f"{places} 在补开期内开展；确为补开的，“所属时段”填 {step.for_period}，不是的保持原样"
        )
    if step.action == "verify":
        return (
            f"{places}: if these were held one after the other, enter each in a row of its own; else leave it as it is"
            if english
            else f"核对 {places}：确为分别开展的，分行登记；不是的保持原样，如实说明"
        )
    if step.action == "complete":
        why = listed((record_words(code, language) for code in (step.code or "").split(",")), language)
        return (
            f"{places}: {why}. What the original papers hold may be added; else leave it as it is"
            if english
            else f"{places} {why}：原始材料中确有的，据实补填、补附；没有的保持原样"
        )
    if step.action == "look_up":
        mend = (mend_words(step.code, language) if step.code else None) or ("check" if english else "核实")
        return mend[:1].upper() + mend[1:] + (f" ({places})" if english else f"（{places}）") if places else mend
    return _explain(entry.first, duty, english)


def _hold(step: Step, on: date, english: bool) -> str:
    if step.until is not None and step.until > on:
        zh, en = (
            f"检查当日仍未到期，{step.until} 前（含当日）完成即可",
            f"Not yet due at the inspection; hold it by {step.until}",
        )
    else:
        zh, en = f"{step.until or on} 前（含当日）开展并如实登记", f"Hold it by {step.until or on} and record it"
    if step.for_period:
        zh, en = f"{zh}；记录中“所属时段”填 {step.for_period}", f"{en}; write {step.for_period} as its for_period"
    return en if english else zh


def _explain(finding: Finding, duty: Duty, english: bool) -> str:
    late = duty.late.at(finding.period.start) if finding.period else None
    zh, en = (
        ("本项不设补开期", "No time for making up") if late is None else ("补开期已过", "Time for making up is over")
    )
    zh += "，保留原始材料，如实说明"
    en += ": keep the original papers and say how it was"
    if finding.status in ("missing", "short"):
        zh += "；确已开展而漏登的，凭原始记录补登"
        en += "; what was held but not entered can be entered from its original record"
    return en if english else zh


def _places(places: Iterable[str], language: str, total: int = 0) -> str:
    """Return the first few of the places; there are ``total`` where not all of them are known here."""
    shown = [clipped(place, 160) for place in places]
    text = listed(shown[:_PLACES], language)
    number = max(len(shown), total) if len(shown) > _PLACES else len(shown)
    more = number - _PLACES
    return text if more <= 0 else text + (f" and {more} more" if language == "en" else f"等 {number} 处")
