"""What is to be looked at again once an arrangement of holidays is announced: proposed days, and deadlines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ...engine.planning.agenda import Agenda
from ...engine.planning.plan import Owed
from ...engine.slack.provisional import rests_on
from ..words.periods import period_name
from .words import Words, clean

Dated = tuple[date, str]


def proposed_again(agenda: Agenda, words: Words) -> dict[int, list[Dated]]:
    """Return, by the year that is still to be announced, the entries whose days may yet become days off."""
    found: dict[int, list[Dated]] = {}
    owed = {uid: one for one in agenda.owed for uid in one.uids}
    for uid, day in agenda.placed.days.items():
        if year := agenda.proposer.unannounced(day):
            found.setdefault(year, []).append((day, _called(owed[uid], words, words.matter(owed[uid], day))))
    for bundle in agenda.visits.bundles:
        if year := agenda.proposer.unannounced(bundle.day):
            name = clean(words.names.get(bundle.circle.unit, bundle.circle.unit)) if words.many else ""
            text = " ".join(part for part in (name, words.circle(bundle.circle)) if part)
            found.setdefault(year, []).append((bundle.day, text))
    return {year: sorted(entries) for year, entries in sorted(found.items())}


def due_again(agenda: Agenda, words: Words) -> dict[int, list[Dated]]:
    """Return, by year, the obligations whose deadline, or the last working day before it, may still move."""
    found: dict[int, list[Dated]] = {}
    for one in agenda.owed:
        for year in rests_on(one.finding, one.duty, agenda.days, agenda.wanted.as_of):
            period = period_name(one.period, words.language) if one.period else ""
            title = clean(one.duty.title.say(words.language))
            text = _called(one, words, " ".join(part for part in (title, period) if part))
            found.setdefault(year, []).append((one.until, text))
    return {year: sorted(set(entries)) for year, entries in sorted(found.items())}


def named(entries: list[Dated]) -> list[str]:
    """Return entries as they are shown, the same on one day together."""
    return [
        f"{day}  {text}" + (f" ×{number}" if number > 1 else "") for (day, text), number in Counter(entries).items()
    ]


def review_lines(agenda: Agenda, words: Words, most: int) -> Iterator[str]:
    """Yield what to look at again, by year, ``most`` of each named and the others counted."""
    english = words.english
    proposed, due = proposed_again(agenda, words), due_again(agenda, words)
    for year in sorted({*proposed, *due}):
        yield ""
        yield (
            f"To be looked at again once the holidays of {year} are announced"
            if english
            else f"{year} 年放假安排公布后请再核对"
        )
        for entries, head in (
            (proposed.get(year, []), "Days proposed" if english else "建议日期"),
            (due.get(year, []), "Deadlines and the last working days before them" if english else "期限和最后工作日"),
        ):
            if entries:
                yield f"  {head} ({len(entries)})" if english else f"  {head}（{len(entries)} 项）"
                yield from (f"    {line}" for line in named(entries)[:most])
            if len(named(entries)) > most:
                rest = len(named(entries)) - most
                yield f"    and {rest} more" if english else f"    另有 {rest} 项"


def _called(one: Owed, words: Words, text: str) -> str:
    """Return ``text`` with whose it is, where there are several units."""
    subject = one.finding.subject
    whose = subject.id if subject.kind == "group" else one.finding.unit
    name = clean(words.names.get(whose, whose)) if words.many or subject.kind == "group" else ""
    return " ".join(part for part in (name, text) if part)
