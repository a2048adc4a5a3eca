"""A self-check in words: the provision, what was owed, what the ledger shows, and what is missing."""

from __future__ import annotations

from datetime import date

from ...engine.findings import Finding, Number, RecordUse
from ...engine.packs.model import Basis, Duty, RuleBook
from ..digest import MANY
from ..words.called import called, clipped
from ..words.periods import cadence_of
from ..words.reasons import attendance_test, record_words, standing_words
from ..words.wording import MODALITY, amount, article, counted, listed
from .labels import CADENCE, PERIODS, TIMES, plural
from .model import DutyPart, Entry, People
from .window_words import window_brief, window_missing, window_owed

_RECORDS = 4


def basis_words(basis: Basis, rules: RuleBook, language: str, *, short: bool = False) -> str:
    """Return a provision in words: instrument, article, how binding it is, and unless ``short`` its wording."""
    english = language == "en"
    source = rules.sources.get(basis.source)
    title = clipped(source.title.say(language) if source else basis.source, 120)
    if not english and source and not source.local and "《" not in title:
        title = f"《{title}》"
    place = clipped(article(basis.article, language)) if basis.article else ""
    if basis.inferred and place:
        place += " (number to be checked)" if english else "（条号待核）"
    text = ", ".join(filter(None, (title, place))) if english else title + place
    if short:
        return text
    word, written = MODALITY[basis.modality].say(language), MODALITY[basis.modality].zh in (basis.quote or "")
    if english:
        text += f', "{word}"' if written else f', treated as "{word}"'
    else:
        text += f"，“{word}”" if written else f"，按“{word}”对待"
    if basis.quote:
        quote = clipped(basis.quote, 200)
        text += f". Text: {quote}" if english else f"。原文：{quote}"
    if basis.note:
        note = clipped(basis.note.say(language), 300)
        text += f". {note}" if english else f"。{note}"
    return text


def owed_words(part: DutyPart, as_of: date, language: str) -> str:
    """Return how much is owed per period, in how many periods, and what that makes."""
    english, tally = language == "en", part.tally
    if part.duty.window:
        return window_owed(part, as_of, language)
    numbers = sorted({number for row in part.rows.values() for number in row.required})
    total = amount(tally.owed, part.duty.quota.sum, language)
    many = part.kind in MANY
    periods = [row for row in part.rows.values() if row.counts.total() > row.counts["not_applicable"]]
    cadences = {cadence_of(row.period) for row in periods}
    obligations = part.counts.total() - part.counts["not_applicable"]
    if len(numbers) != 1 or len(cadences) != 1:
        return f"{total} in {obligations} periods" if english else f"{obligations} 期共 {total}"
    cadence = next(iter(cadences))
    forms = TIMES[part.kind] if many else PERIODS[cadence]
    each = amount(numbers[0], part.duty.quota.sum, language)
    times = plural(forms, obligations, language)
    return f"{each} {CADENCE[cadence].en} × {times} = {total}" if english else (
        f"{CADENCE[cadence].zh} {each} × {times} = {total}"
    )  # fmt: skip


def scope_words(reason: str, language: str) -> str:
    """Return why a duty does not apply; conditions that are nested are not taken apart here."""
    if reason in ("where:any", "where:none"):
        return "outside what the duty is for" if language == "en" else "不属于本项的适用范围"
    return standing_words(reason, language) if reason else ""


def lacking(finding: Finding) -> Number:
    """Return how much is still lacking; 0 where no number is known."""
    return max((finding.required or 0) - (finding.counted or 0) - (finding.made_up or 0), 0)


def missing_words(entry: Entry, duty: Duty, language: str) -> str:
    """Return what is missing, without a word on whose fault it is."""
    english, first = language == "en", entry.first
    if first.status == "unknown":
        text = standing_words(first.reason, language) if first.reason else ""
        return text[:1].upper() + text[1:]
    if entry.stands:
        return window_missing(entry, language)
    if first.status == "missing" and not lacking(first):
        return "No record seen" if english else "台账中未见记录"
    if first.subject.kind in MANY:
        number = counted(entry.total, first.subject.kind, language)
        told = {
            "open": (f"{number} to go", f"还有 {number}"),
            "missing": (f"No record seen: {number}", f"未见记录 {number}"),
            "invalid": (f"Recorded, not counted: {number}", f"有记录未计入 {number}"),
            "short": (f"Too few: {number}", f"次数不足 {number}"),
        }[first.status]
        return told[0] if english else told[1]
    lack = amount(lacking(first), duty.quota.sum, language)
    if first.status == "missing":
        return f"No record seen, {lack} owed" if english else f"台账中未见记录，应 {lack}"
    if first.status == "invalid":
        held = sum(use.use == "rejected" for use in first.records)
        return f"{held} recorded, none counted" if english else f"有记录 {held} 条，均未计入"
    return f"{lack} to go" if english else f"还差 {lack}"


def record_text(use: RecordUse, duty: Duty, rules: RuleBook, day: date | None, language: str) -> str:
    """Return one record: its day, its row, and why it does not count or that it is a make-up."""
    english = language == "en"
    when = use.date.isoformat() if use.date else ("no date" if english else "无具体日期")
    text = f"{when} {clipped(use.source, 160)}"
    test = attendance_test(duty, day)
    said = [
        record_words(code, language, use.facts, test, rules.activities)
        for code in use.reasons
        if not code.startswith("untested:")
    ]
    if use.use == "made_up":
        said.insert(0, "made up" if english else "补开")
    elif use.use == "rejected":
        why = ("; " if english else "；").join(said)
        return f"{text}: not counted, {why}" if english else f"{text}：未计入，{why}"
    if not said:
        return text
    return f"{text} ({'; '.join(said)})" if english else f"{text}（{'；'.join(said)}）"


def found_words(finding: Finding, duty: Duty, rules: RuleBook, language: str) -> list[str]:
    """Return the records of one finding, plans left out, a line each; those beyond a few are counted."""
    day = finding.period.start if finding.period else None
    told = [use for use in finding.records if "future" not in use.reasons]
    lines = [record_text(use, duty, rules, day, language) for use in told[:_RECORDS]]
    if len(told) > _RECORDS:
        rest = len(told) - _RECORDS
        lines.append(f"{rest} more records" if language == "en" else f"另有记录 {rest} 条")
    return lines


def names_words(entry: Entry, people: People, language: str, *, brief: bool = True) -> str:
    """Return the subjects that an entry is about, with the helpers of households, and how many are not named.

    Of a duty without periods ``brief`` adds to each how it stands.
    """
    english = language == "en"
    shown = []
    for number, finding in enumerate(entry.findings):
        subject, names = called(finding.subject, language), people.helpers.get(finding.subject.id)
        if finding.subject.kind == "household" and names:
            who = listed(map(clipped, names[:3]), language)
            subject = f"{subject[:-1]}, helper {who})" if english and subject.endswith(")") else subject
            subject = f"{subject[:-1]}，帮扶 {who}）" if not english and subject.endswith("）") else subject
        told = window_brief(finding, entry.stands[number], language) if brief and entry.stands else ""
        shown.append(f"{subject} {told}".rstrip())
    text = listed(shown, language)
    rest = entry.total - len(shown)
    if rest:
        more = counted(rest, entry.first.subject.kind, language)
        text += f", and {more} more" if english else f"，另有 {more}"
    return text
