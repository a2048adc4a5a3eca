"""The entries of a calendar file: what is owed, held and visited, each with its words and its hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ...calendars.entries import Content, Form, Matter, Planned, Role
from ...engine.findings import Finding
from ...engine.packs.model import Duty
from ...engine.planning.agenda import Agenda
from ...engine.planning.plan import Owed, matter_key, own_period, uid_of
from ...engine.planning.visits import Bundle
from .hours import Hours, hours, hours_together
from .notes import Notes
from .words import Words

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """How entries are written: as events or to-dos, with alarms so many minutes before."""

    form: Form = "event"
    alarms: tuple[int, ...] = ()


class Entries:
    """Makes the entries of an agenda."""

    def __init__(self, agenda: Agenda, words: Words, look: Look) -> None:
        self._agenda, self._words, self._look = agenda, words, look
        self._notes = Notes(agenda, words)
        self._hints = {uid: one.duty.calendar or {} for one in agenda.owed for uid in one.uids}

    def all(self) -> Iterator[Planned]:
        """Yield every entry: what is owed, the visits, and what is held or past where that was asked for."""
        for one in self._agenda.owed:
            yield from self._owed(one)
        for bundle in self._agenda.visits.bundles:
            yield self._visits(bundle)
        for finding, missing in self._agenda.held:
            yield from self._held(finding, missing)
        for finding, missing in self._agenda.missed:
            yield from self._missed(finding, missing)

    def _owed(self, one: Owed) -> Iterator[Planned]:
        words, hints = self._words, one.duty.calendar or {}
        at = hints.get("at")
        lasts = hints.get("lasts")
        for uid in one.uids:
            day = self._agenda.placed.days.get(uid)
            if day is None:
                continue
            matter = self._proposal(uid, one, day)
            start, end = self._hours(uid, day)
            todo = self._look.form == "todo"
            told = (f"{at} ({lasts})" if words.english and lasts else at) if todo and at else None
            content = Content(
                form=self._look.form,
                start=day if todo else start,
                end=max(one.until, day) if todo else end,
                status="TENTATIVE",
                summary=words.summary(matter, words.owed(one, day, self._notes.beside(uid, one))),
                description=words.describe(
                    one,
                    self._notes.of(uid, one, day),
                    time=told,
                    provisional=self._agenda.proposer.unannounced(day),
                ),
                categories=(words.category(one.duty),),
                alarms=self._look.alarms,
            )
            yield Planned(uid, content, matter)

    def _hours(self, uid: str, day: date) -> Hours:
        bundle = self._agenda.placed.bundles.get(uid)
        if bundle is None:
            return hours(day, self._hints[uid])
        found = hours_together(day, [self._hints[each] for each in bundle.uids])
        return found[bundle.uids.index(uid)]

    def _visits(self, bundle: Bundle) -> Planned:
        words, circle, day = self._words, bundle.circle, bundle.day
        matter = Matter(
            role="visits",
            duty="+".join(sorted(bundle.duties)),
            subject_kind=circle.family,
            subject=f"{circle.unit}/{circle.helper}",
            unit=circle.unit,
            period=bundle.week,
            opens=bundle.monday,
            closes=day,
            title=words.circle(circle),
            items=tuple(bundle.items),
        )
        content = Content(
            form=self._look.form,
            start=day,
            end=day if self._look.form == "todo" else day + _DAY,
            status="TENTATIVE",
            summary=words.summary(matter, words.visits(bundle)),
            description=words.describe_visits(bundle, self._agenda.proposer.unannounced(day)),
            categories=(words.circle(circle),),
            alarms=self._look.alarms,
        )
        return Planned(bundle.uid, content, matter)

    def _held(self, finding: Finding, missing: int) -> Iterator[Planned]:
        """Yield the occurrences that the ledger holds; the first has the highest ordinal, which fell away first."""
        duty, period = self._agenda.planner.duty(finding), finding.period
        assert period is not None
        number = 1 if duty.quota.sum or finding.required is None else int(finding.required)
        held = sorted(
            (record.date or min(period.end - _DAY, self._agenda.wanted.as_of), record.use == "made_up")
            for record in finding.records
            if record.use in ("counted", "made_up")
        )
        for ordinal, (day, made_up) in zip(range(number, missing, -1), held, strict=False):
            matter = self._matter("held", finding, duty, day)
            title = self._words.title(duty.do, period, day, made_up=made_up)
            yield self._past(uid_of(finding, ordinal), matter, day, title, self._words.describe_held(finding, duty))

    def _missed(self, finding: Finding, missing: int) -> Iterator[Planned]:
        duty, period = self._agenda.planner.duty(finding), finding.period
        assert period is not None
        day = period.end - _DAY
        matter = self._matter("note", finding, duty, day)
        title, description = self._words.noted(finding, duty, day), self._words.describe_noted(finding, duty)
        for ordinal in range(1, missing + 1):
            entry = self._past(uid_of(finding, ordinal), matter, day, title, description)
            # No evidence: a file of such notes read as a ledger must not count.
            yield replace(entry, content=replace(entry.content, status="TENTATIVE"))

    def _past(self, uid: str, matter: Matter, day: date, title: str, description: str) -> Planned:
        duty = next(duty for duty in self._words.rules.duties if duty.id == matter.duty)
        content = Content(
            form=self._look.form,
            start=day,
            end=day if self._look.form == "todo" else day + _DAY,
            status="CONFIRMED",
            summary=self._words.summary(matter, title),
            description=description,
            categories=(self._words.what(duty.do),),
        )
        return Planned(uid, content, matter)

    def _proposal(self, uid: str, one: Owed, day: date) -> Matter:
        """Return what a proposal is about; what should follow a record lies between that and its last good day."""
        matter = self._matter("proposal", one.finding, one.duty, day, self._agenda.placed.wishes[uid])
        if one.trigger is None:
            return matter
        closes, title = max(one.until, day), self._words.matter(one, day)
        return replace(matter, period=matter_key(one.finding), opens=one.trigger, closes=closes, title=title)

    def _matter(self, role: Role, finding: Finding, duty: Duty, day: date, wish: str = "") -> Matter:
        period = own_period(finding)
        return Matter(
            role=role,
            duty=finding.duty,
            subject_kind=finding.subject.kind,
            subject=finding.subject.id,
            unit=finding.unit,
            period=period.key if period else "-",
            opens=period.start if period else day,
            closes=self._agenda.planner.closes(finding, period) if period else day,
            wish=wish,
            title=self._words.title(duty.do, period, day),
        )


def unannounced_years(agenda: Agenda) -> list[int]:
    """Return, for each day proposed that may yet become a day off, the year whose arrangement is still to say so."""
    days = [*agenda.placed.days.values(), *(bundle.day for bundle in agenda.visits.bundles)]
    return [year for day in days if (year := agenda.proposer.unannounced(day))]
