"""Composing the sheet of a self-check: every part put into words, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..engine.findings import GAPS, STATUSES, Finding, Number, Status, Subject
from ..engine.packs.model import RuleBook
from .fields import column
from .inspection import SHARES, DutyPart, Entry, Inspection, PeriodRow, Task, UnitPart
from .inspection_advice import days_words, step_words, who_words
from .inspection_cover import cover_facts, notices
from .inspection_labels import LABEL, SHARE
from .inspection_order import SECTION
from .inspection_sheet import DutySheet, EntryLine, PeriodLine, Sheet, TaskLine, UnitSheet
from .inspection_words import basis_words, called, clipped, found_words, missing_words, names_words, owed_words
from .messages import finding_message, finding_remedy
from .periods import period_name
from .reasons import standing_words
from .text_digest import MANY
from .wording import MARK, SEVERITY, STATUS, WORST_FIRST, counted, listed, plain_number

TASKS_SHOWN = 40
_WAIVED_SHOWN = 10
_FLAGS_SHOWN = 30
_TOLD: tuple[Status, ...] = (*WORST_FIRST, "waived", "made_up", "met", "not_applicable")


def sheet_of(inspection: Inspection, language: str) -> Sheet:
    """Return the self-check in words of ``language``."""
    several, counts = len(inspection.units) > 1, inspection.cover.counts
    sheet = Sheet(
        language=language,
        name=clipped(inspection.cover.workspace),
        facts=cover_facts(inspection, language),
        counts=[(MARK[status], STATUS[status].say(language), counts.get(status, 0)) for status in STATUSES],
        total=sum(counts.get(status, 0) for status in STATUSES),
        notices=notices(inspection, language),
        todo=list(_task_lines(inspection, inspection.todo, language)),
        later=list(_task_lines(inspection, inspection.later, language)),
        explain=list(_task_lines(inspection, inspection.explain, language)),
        units=[_unit_sheet(inspection, unit, language) for unit in inspection.units],
        heads={key: text.say(language) for key, text in LABEL.items()},
        several=several,
    )
    sheet.off = [f"{clipped(duty.title.say(language), 120)} ({duty.id})" for duty in inspection.off]
    titles = {duty.id: clipped(duty.title.say(language), 120) for duty in inspection.rules.duties}
    for field, duties in inspection.untested.items():
        named = listed((titles[duty] for duty in duties), language)
        where = column(clipped(field), language)
        sheet.untested.append(f"No column {where}: {named}" if language == "en" else f"台账无{where}列，未核：{named}")
    for flag in inspection.flags[:_FLAGS_SHOWN]:
        colon = ": " if language == "en" else "："
        sheet.flags.append(called(flag.subject, language) + colon + clipped(flag.message.say(language), 300))
    rest = len(inspection.flags) - _FLAGS_SHOWN
    if rest > 0:
        sheet.flags.append(f"{rest} more" if language == "en" else f"另有 {rest} 条")
    return sheet


def _task_lines(inspection: Inspection, tasks: Sequence[Task], language: str) -> Iterator[TaskLine]:
    """Yield a line for each task; what is to be looked up for the same reason is one line."""
    several = len(inspection.units) > 1

    def same(task: Task) -> tuple[str, ...]:
        step = task.step
        return (
            ("look_up", task.unit.id, step.code or "", *step.places) if step.action == "look_up" else (str(id(task)),)
        )

    seen: dict[tuple[str, ...], list[Task]] = {}
    for task in tasks:
        seen.setdefault(same(task), []).append(task)
    for group in seen.values():
        task = group[0]
        unit, entry, step = task.unit, task.entry, task.step
        matters = [_matter(one, language) for one in group]
        yield TaskLine(
            by=f"{step.until if step.until and step.until > inspection.cover.on else step.by or ''}" or "–",
            days=days_words(step, language),
            unit=called(unit, language) if several else "",
            matter=("; " if language == "en" else "；").join(matters),
            basis=_short_basis(task.part, inspection.rules, language) if len(group) == 1 else "",
            how=step_words(step, entry, task.part.duty, inspection.cover.on, language),
            who=who_words(step.who, unit, entry, inspection.people, language),
        )


def _matter(task: Task, language: str) -> str:
    entry, duty = task.entry, task.part.duty
    text = f"{clipped(duty.title.say(language), 120)}{_gap(language)}{period_name(entry.first.period, language)}"
    colon = ": " if language == "en" else "："
    return text + colon + _lower(missing_words(entry, duty, language), language) + _begins(entry, language)


def _gap(language: str) -> str:
    return ", " if language == "en" else "，"


def _lower(text: str, language: str) -> str:
    return text[:1].lower() + text[1:] if language == "en" else text


def _begins(entry: Entry, language: str) -> str:
    if not entry.coming or entry.first.period is None:
        return ""
    start = entry.first.period.start
    return f" (from {start})" if language == "en" else f"（{start} 起）"


def _short_basis(part: DutyPart, rules: RuleBook, language: str) -> str:
    return basis_words(part.duty.basis[0], rules, language, short=True) if part.duty.basis else ""


def _unit_sheet(inspection: Inspection, unit: UnitPart, language: str) -> UnitSheet:
    sections = [
        (SECTION[name].say(language), [_duty_sheet(inspection, unit.unit, part, language) for part in parts])
        for name, parts in groupby(unit.owed, key=lambda part: part.section)
    ]
    told = [part for part in unit.not_owed if part.counts.total()]
    return UnitSheet(called(unit.unit, language), sections, [_not_owed(part, language) for part in told])


def _not_owed(part: DutyPart, language: str) -> str:
    title = clipped(part.duty.title.say(language), 120)
    return f"{title}{': ' if language == 'en' else '：'}{_reasons(part, language)}"


def _reasons(part: DutyPart, language: str) -> str:
    """Return why the duty does not apply, each reason with how often."""
    parts = []
    for reason, number in sorted(part.not_applicable.items(), key=lambda item: (-item[1], item[0])):
        why = standing_words(reason, language) if reason else ""
        parts.append(f"{why} ({number})" if language == "en" else f"{why}（{number} 项）")
    return ("; " if language == "en" else "；").join(parts)


def _duty_sheet(inspection: Inspection, unit: Subject, part: DutyPart, language: str) -> DutySheet:
    duty, tally = part.duty, part.tally
    notes = []
    if part.not_applicable:
        lead = STATUS["not_applicable"].say(language)
        notes.append(f"{lead}{': ' if language == 'en' else '：'}{_reasons(part, language)}")
    if duty.note:
        notes.append(clipped(duty.note.say(language), 400))
    asks = any(entry.first.status in GAPS or entry.first.status == "open" for entry in part.entries)
    first = next((entry.first for entry in part.entries if entry.first.status in (*GAPS, "open")), None)
    return DutySheet(
        title=clipped(duty.title.say(language), 120),
        id=duty.id,
        severity=SEVERITY[duty.severity].say(language),
        basis=[basis_words(basis, inspection.rules, language) for basis in duty.basis],
        owed=owed_words(part, language),
        total=plain_number(tally.owed),
        shares=[(SHARE[share].say(language), plain_number(tally.shares[share])) for share in SHARES],
        periods=[_period_line(inspection, part, row, language) for row in part.rows.values()],
        entries=[_entry_line(inspection, unit, part, entry, language) for entry in part.entries],
        waived=list(_waived(part.waived, part, language)),
        notes=notes,
        remedy=finding_remedy(first, duty, language) if asks and first else None,
    )


def _period_line(inspection: Inspection, part: DutyPart, row: PeriodRow, language: str) -> PeriodLine:
    tally, english = row.tally, language == "en"
    found: Iterable[str] = ()
    if row.finding is not None:
        status: Status | None = row.finding.status
        mark, words = MARK[row.finding.status], STATUS[row.finding.status].say(language)
        found = found_words(row.finding, part.duty, inspection.rules, language)
        if row.finding.status == "not_applicable" and row.finding.reason:
            found = [standing_words(row.finding.reason, language)]
    else:
        worst = next((one for one in _TOLD if row.counts[one]), None)
        status, mark = worst, MARK[worst] if worst else ""
        told = [f"{STATUS[one].say(language)} {row.counts[one]}" for one in STATUSES if row.counts[one]]
        words = listed(told, language)
        found = [f"{row.records} records counted" if english else f"计入记录 {row.records} 条"]
    return PeriodLine(
        period=period_name(row.period, language),
        owed=_number(tally.owed),
        on_time=_number(tally.shares["on_time"]),
        made_up=_number(tally.shares["made_up"]),
        mark=mark,
        status=status,
        words=words,
        found=list(found),
    )


def _number(number: Number) -> str:
    return plain_number(number)


def _entry_line(inspection: Inspection, unit: Subject, part: DutyPart, entry: Entry, language: str) -> EntryLine:
    first, duty, on = entry.first, part.duty, inspection.cover.on
    many = first.subject.kind in MANY
    found: list[str] = []
    for finding in entry.findings if not many else entry.findings[:3] if entry.total <= 3 else ():
        found += found_words(finding, duty, inspection.rules, language)
    can = []
    for step in entry.steps:
        left = days_words(step, language) if step.working_days is not None else ""
        text = step_words(step, entry, duty, on, language)
        can.append(_with_days(text, left, language))
    people = inspection.people
    whom = list(dict.fromkeys(who_words(step.who, unit, entry, people, language) for step in entry.steps))
    return EntryLine(
        period=period_name(first.period, language) + _begins(entry, language),
        mark=MARK[first.status],
        status=first.status,
        words=STATUS[first.status].say(language)
        + (f" {counted(entry.total, first.subject.kind, language)}" if many else ""),
        subjects=names_words(entry, people, language) if many else "",
        found=found,
        missing=missing_words(entry, duty, language),
        can=can,
        who=listed(whom, language),
    )


def _with_days(text: str, left: str, language: str) -> str:
    if not left:
        return text
    if language == "en":
        return f"{text}. Working days: {left}"
    return f"{text}；工作日 {left}" if left[:1].isdecimal() else f"{text}；{left}"


def _waived(findings: Sequence[Finding], part: DutyPart, language: str) -> Iterator[str]:
    for finding in findings[:_WAIVED_SHOWN]:
        whom = f" {called(finding.subject, language)}" if part.kind in MANY else ""
        told = clipped(finding_message(finding, part.duty, language), 300)
        document = finding.waiver.document if finding.waiver else None
        paper = (
            f" ({clipped(document)})"
            if document and language == "en"
            else f"（{clipped(document)}）"
            if document
            else ""
        )
        yield f"{period_name(finding.period, language)}{whom}  {told}{paper}"
    if len(findings) > _WAIVED_SHOWN:
        rest = len(findings) - _WAIVED_SHOWN
        yield f"{rest} more" if language == "en" else f"另有 {rest} 项"
