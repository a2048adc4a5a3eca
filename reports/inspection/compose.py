"""Composing the sheet of a self-check: every part put into words, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ...engine.findings import STATUSES, Finding, Status, Subject, WaiverUse
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import Duty
from ..digest import MANY
from ..short_code import short_code
from ..words.called import called, clipped
from ..words.fields import column
from ..words.messages import finding_message
from ..words.periods import period_name
from ..words.wording import MARK, STATUS, WORST_FIRST, counted, listed, plain_number
from .advice import left_words, step_words, who_words
from .check_words import check_each, check_found, check_missing, check_names, check_owed, check_period
from .cover import cover_facts, notices
from .held import held_words
from .hint_words import hint_lines
from .labels import LABEL, SHARE
from .model import SHARES, DutyPart, Entry, Inspection, PeriodRow, UnitPart
from .order import SECTION
from .overview import IN_FULL, overview_of
from .owner import deadline_words, owner_words
from .paper_words import kinds_of, paper_sheet, rules_of, wanted_of
from .score_words import own_words, score_sheet
from .sheet import DutySheet, EntryLine, PeriodLine, Sheet, UnitSheet
from .tasks import begins, task_lines
from .window_words import window_found
from .words import basis_words, found_words, missing_words, names_words, owed_words, scope_words

_WAIVED_SHOWN = 10
_FLAGS_SHOWN = 30
_ONE_BY_ONE = 3
_TOLD: tuple[Status, ...] = (*WORST_FIRST, "waived", "made_up", "met", "not_applicable")


def sheet_of(inspection: Inspection, language: str) -> Sheet:
    """Return the self-check in words of ``language``."""
    counts, brief = inspection.cover.counts, len(inspection.units) > IN_FULL
    sheet = Sheet(
        language=language,
        name=clipped(inspection.cover.workspace),
        facts=cover_facts(inspection, language),
        counts=[(MARK[status], STATUS[status].say(language), counts.get(status, 0)) for status in STATUSES],
        total=sum(counts.get(status, 0) for status in STATUSES),
        notices=notices(inspection, language),
        flags=list(_flags(inspection, language)),
        hints=list(hint_lines(inspection.hints, len(inspection.units) > 1, language)),
        untested=list(_untested(inspection, language)),
        off=[f"{_title(rule, language)} ({rule.id})" for rule in inspection.off],
        heads={key: text.say(language) for key, text in LABEL.items()},
        several=len(inspection.units) > 1,
        code=short_code(inspection.cover.fingerprint),
    )
    if inspection.score:
        sheet.score = score_sheet(inspection.score, inspection.rules.duties, language, IN_FULL)
    if brief:
        sheet.overview = overview_of(inspection, language)
        return sheet
    sheet.todo = list(task_lines(inspection, inspection.todo, language))
    sheet.later = list(task_lines(inspection, inspection.later, language))
    sheet.explain = list(task_lines(inspection, inspection.explain, language))
    sheet.units = [_unit_sheet(inspection, unit, language) for unit in inspection.units]
    sheet.notes = _notes(inspection, language)
    return sheet


def _title(rule: Duty | Inference, language: str) -> str:
    return clipped(rule.title.say(language), 120)


def _colon(language: str) -> str:
    return ": " if language == "en" else "："


def _flags(inspection: Inspection, language: str) -> Iterator[str]:
    """Yield what inferences concluded, and how many are left out."""
    for flag in inspection.flags[:_FLAGS_SHOWN]:
        yield called(flag.subject, language) + _colon(language) + clipped(flag.message.say(language), 300)
    rest = len(inspection.flags) - _FLAGS_SHOWN
    if rest > 0:
        yield f"{rest} more" if language == "en" else f"另有 {rest} 条"


def _untested(inspection: Inspection, language: str) -> Iterator[str]:
    """Yield, by column that the ledger does not have, the duties of which it was not looked at."""
    titles = {duty.id: _title(duty, language) for duty in inspection.rules.duties}
    for field, duties in inspection.untested.items():
        named = listed((titles[duty] for duty in duties), language)
        where = column(clipped(field), language)
        yield f"No column {where}: {named}" if language == "en" else f"台账无{where}列，未核：{named}"


def _notes(inspection: Inspection, language: str) -> list[str]:
    """Return the notes of the duties that are owed, each once with the duties it belongs to."""
    said: dict[str, dict[str, None]] = {}
    for unit in inspection.units:
        for part in unit.parts:
            if part.duty.note:
                text = clipped(part.duty.note.say(language), 400)
                said.setdefault(text, {})[_title(part.duty, language)] = None
    return [f"{listed(titles, language)}{_colon(language)}{text}" for text, titles in said.items()]


def _unit_sheet(inspection: Inspection, unit: UnitPart, language: str) -> UnitSheet:
    sections = [
        (SECTION[name].say(language), [_duty_sheet(inspection, unit.unit, part, language) for part in parts])
        for name, parts in groupby(unit.owed, key=lambda part: part.section)
    ]
    told = [part for part in unit.not_owed if part.counts.total()]
    wanted = wanted_of(unit, rules_of(inspection.rules.duties))
    papers = [
        (SECTION[name].say(language), [paper_sheet(one, _title(one.part.duty, language), language) for one in group])
        for name, group in groupby(wanted, key=lambda one: one.part.section)
    ]
    return UnitSheet(
        called(unit.unit, language),
        sections,
        [_not_owed(part, language) for part in told],
        papers,
        kinds_of([one for _, group in papers for one in group], language),
    )


def _own_score(inspection: Inspection, unit: Subject, duty: Duty) -> str:
    """Return the self score of the item that scores this duty and no other; empty where there is none."""
    for scores in inspection.score.units if inspection.score else ():
        if scores.unit.id == unit.id:
            return next((own_words(one) for one in scores.items if one.item.duties == (duty.id,)), "")
    return ""


def _not_owed(part: DutyPart, language: str) -> str:
    title = _title(part.duty, language)
    return f"{title}{_colon(language)}{_reasons(part, language)}"


def _reasons(part: DutyPart, language: str) -> str:
    """Return why the duty does not apply, each reason with how often."""
    parts = []
    for reason, number in sorted(part.not_applicable.items(), key=lambda item: (-item[1], item[0])):
        why = scope_words(reason, language)
        parts.append(f"{why} ({number})" if language == "en" else f"{why}（{number} 项）")
    return ("; " if language == "en" else "；").join(parts)


def _duty_sheet(inspection: Inspection, unit: Subject, part: DutyPart, language: str) -> DutySheet:
    duty, tally = part.duty, part.tally
    notes = []
    if part.not_applicable:
        notes.append(f"{STATUS['not_applicable'].say(language)}{_colon(language)}{_reasons(part, language)}")
    return DutySheet(
        title=_title(duty, language),
        id=duty.id,
        basis=[basis_words(basis, inspection.rules, language) for basis in duty.basis],
        owed=check_owed(part, inspection.rules.activities, language)
        if duty.check
        else owed_words(part, inspection.cover.as_of, language),
        total=plain_number(tally.owed),
        shares=[(SHARE[share].say(language), plain_number(tally.shares[share])) for share in SHARES],
        periods=[_period_line(inspection, part, row, language) for row in part.rows.values()],
        entries=[_entry_line(inspection, unit, part, entry, language) for entry in part.entries],
        waived=list(_waived(part.waived, part, language)),
        notes=notes,
        held=held_words(part, language),
        own=_own_score(inspection, unit, duty),
    )


def _period_line(inspection: Inspection, part: DutyPart, row: PeriodRow, language: str) -> PeriodLine:
    status, words, found = _own(inspection, part, row, language) if row.finding else _summed(row, language)
    if part.duty.check:
        found = check_found(row, part.duty, inspection.rules.activities, language)
    return PeriodLine(
        period=check_period(part.duty, None, language) if part.duty.check else period_name(row.period, language),
        owed=plain_number(row.tally.owed),
        on_time=plain_number(row.tally.shares["on_time"]),
        made_up=plain_number(row.tally.shares["made_up"]),
        mark=MARK[status],
        status=status,
        words=words,
        found=found,
    )


def _own(inspection: Inspection, part: DutyPart, row: PeriodRow, language: str) -> tuple[Status, str, list[str]]:
    """Return status, its word and the records of a period of which the unit itself is the subject."""
    assert row.finding is not None
    finding, status = row.finding, row.finding.status
    found = found_words(finding, part.duty, inspection.rules, language)
    if status == "not_applicable" and finding.reason:
        found = [scope_words(finding.reason, language)]
    elif row.stand:
        found.insert(0, window_found(finding, row.stand, language))
    return status, STATUS[status].say(language), found


def _summed(row: PeriodRow, language: str) -> tuple[Status, str, list[str]]:
    """Return the worst status, all counts and the number of records of a period with many subjects."""
    status: Status = next((one for one in _TOLD if row.counts[one]), "not_applicable")
    owed: list[Status] = [one for one in STATUSES if row.counts[one] and one != "not_applicable"] or [status]
    words = listed((f"{STATUS[one].say(language)} {row.counts[one]}" for one in owed), language)
    found = [f"{row.records} records counted" if language == "en" else f"计入记录 {row.records} 条"]
    if row.next_due:
        found.append(
            f"first due again by {row.next_due}" if language == "en" else f"最早一项下次应不晚于 {row.next_due}"
        )
    return status, words, found


def _entry_line(inspection: Inspection, unit: Subject, part: DutyPart, entry: Entry, language: str) -> EntryLine:
    first, duty, people = entry.first, part.duty, inspection.people
    many = first.subject.kind in MANY
    few = entry.total <= _ONE_BY_ONE
    on, types = inspection.cover.on, inspection.rules.activities
    can = [step_words(step, entry, duty, types, on, language) + left_words(step, language) for step in entry.steps]
    whom = dict.fromkeys(who_words(step.who, unit, entry, people, language) for step in entry.steps)
    word, owner = STATUS[first.status].say(language), owner_words(entry.steps, unit, entry, people, language)
    if duty.check:
        day = first.period.start if first.period and entry.total == 1 else None
        return EntryLine(
            period=check_period(duty, day, language),
            mark=MARK[first.status],
            status=first.status,
            words=word,
            subjects=listed(check_names(entry, duty, language), language) if not few else "",
            found=check_each(entry, duty, types, language) if few else [],
            missing=check_missing(entry, duty, types, language),
            can=can,
            who=listed(whom, language),
            each=True,
            owner=owner,
            deadline=deadline_words(entry.steps),
        )
    return EntryLine(
        period=period_name(first.period, language) + begins(entry, language),
        mark=MARK[first.status],
        status=first.status,
        words=f"{word} {counted(entry.total, first.subject.kind, language)}" if many else word,
        subjects=names_words(entry, people, language, brief=not few) if many else "",
        found=list(_one_by_one(inspection, duty, entry, language)) if few else [],
        missing=missing_words(entry, duty, language),
        can=can,
        who=listed(whom, language),
        owner=owner,
        deadline=deadline_words(entry.steps),
    )


def _one_by_one(inspection: Inspection, duty: Duty, entry: Entry, language: str) -> Iterator[str]:
    """Yield the records of each finding of an entry, after what was found where the duty has no periods."""
    for number, finding in enumerate(entry.findings):
        if entry.stands:
            told = window_found(finding, entry.stands[number], language)
            yield told if entry.total == 1 else called(finding.subject, language) + _colon(language) + told
        yield from found_words(finding, duty, inspection.rules, language)


def _which(finding: Finding, part: DutyPart, language: str) -> str:
    if part.duty.check is None:
        return period_name(finding.period, language)
    return check_period(part.duty, finding.period.start if finding.period else None, language)


def _waived(findings: Sequence[Finding], part: DutyPart, language: str) -> Iterator[str]:
    """Yield, by waiver, which periods and subjects it covers, why, who approved it and in which document."""
    english, groups = language == "en", dict[WaiverUse | None, list[Finding]]()
    for finding in findings:
        groups.setdefault(finding.waiver, []).append(finding)
    for waiver, covered in list(groups.items())[:_WAIVED_SHOWN]:
        text = listed(dict.fromkeys(_which(finding, part, language) for finding in covered), language)
        if part.kind in MANY:
            names = list(dict.fromkeys(called(finding.subject, language) for finding in covered))
            text += " " + listed(names[:_WAIVED_SHOWN], language)
            if len(names) > _WAIVED_SHOWN:
                number = counted(len(names), part.kind, language)
                text += f", … ({number})" if english else f"等 {number}"
        told = clipped(finding_message(covered[0], part.duty, language).rstrip("。."), 300)
        paper = clipped(waiver.document) if waiver and waiver.document else ""
        if paper:
            told += f" ({paper})" if english else f"（{paper}）"
        yield text + _colon(language) + told
    rest = len(groups) - _WAIVED_SHOWN
    if rest > 0:
        yield f"{rest} more" if english else f"另有 {rest} 项豁免"
