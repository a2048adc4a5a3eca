"""The rows of a plan: every occurrence of the year with its day, and what the user has put beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...calendars import parse_period
from ...calendars.entries import Matter, Planned
from ...engine.findings import Finding, PeriodRef
from ...engine.packs.model import Duty
from ...engine.planning.agenda import Agenda
from ...engine.planning.columns import WRITTEN
from ...engine.planning.edits import Edits, Remark
from ...engine.planning.memory import Written
from ...engine.planning.plan import Owed, uid_of
from ...engine.planning.timetable import wish_text
from ...engine.planning.visits import Bundle
from ...engine.text import Text
from ..calendar.entries import Entries, Look
from ..calendar.words import NOTED, Words, clean
from ..words.periods import period_name
from .days import DayCheck
from .own import OwnRows
from .row import Plan, Row, Standing, shown_clock
from .words import cited, rule_clock, short_name, shortened

_WEEK = timedelta(days=6)


def make_plan(agenda: Agenda, words: Words, edits: Edits, *, partial: bool = False) -> Plan:
    """Return the plan of an agenda that was placed around the user's days.

    ``partial`` tells that the edits are those of a plan of more than was asked for now, so that a row without an
    obligation says nothing.
    """
    planned = {one.uid: one for one in Entries(agenda, words, Look()).all()}
    plan = Plan(agenda, words, [], planned, list(edits.remarks), edited=bool(edits.file))
    maker = _Maker(plan, edits)
    maker.make(partial)
    plan.rows.sort(key=_order)
    return plan


def _order(row: Row) -> tuple[bool, date, str, str, int, str]:
    day = row.day or row.until or row.opens or date.max
    return row.standing == "gone", day, row.label, row.matter, row.number if row.standing == "own" else 0, row.uid


class _Maker:
    """Makes the rows of one plan."""

    def __init__(self, plan: Plan, edits: Edits) -> None:
        self._plan, self._edits = plan, edits
        self._agenda, self._words = plan.agenda, plan.words
        self._duties = {duty.id: duty for duty in plan.words.rules.duties}
        self._check = DayCheck(plan.agenda, plan.words.language)
        self._clocks = {duty.id: rule_clock(duty) for duty in plan.words.rules.duties}
        self._cited = {duty.id: cited(duty, plan.words.rules, plan.words.language) for duty in plan.words.rules.duties}

    def make(self, partial: bool) -> None:
        """Fill the plan."""
        rows = self._plan.rows
        for one in self._agenda.owed:
            rows += [self._owed(one, uid) for uid in one.uids]
        rows += [self._visits(bundle) for bundle in self._agenda.visits.bundles]
        rows += [self._held(one) for one in self._plan.planned.values() if one.matter.role == "held"]
        for finding, missing in self._agenda.missed:
            rows += [self._missed(finding, uid_of(finding, ordinal)) for ordinal in range(1, missing + 1)]
        known = {row.uid for row in rows}
        for row in rows:
            self._remember(row)
        if not partial:
            rows += self._vanished(known)
            self._deleted(known)
        rows += OwnRows(self._plan, self._edits, self._check).all(partial)

    # One kind of row each.

    def _owed(self, one: Owed, uid: str) -> Row:
        words, finding = self._words, one.finding
        what = words.what(one.duty.do) if one.trigger is None else words.matter(one, one.window.first)
        row = self._row(uid, finding.unit, finding, what, one.duty, "make_up" if one.makes_up else "planned")
        if one.period is not None:
            row.period = period_name(one.period, words.language)
        late = one.until < one.window.first
        row.opens = one.window.first if one.window.first > self._agenda.wanted.as_of else one.window.opens
        row.until = one.window.last if late else one.until
        row.day, row.clock = self._agenda.placed.days.get(uid), self._clocks[one.duty.id]
        self._take(row, wish_text(one), "proposal")
        self._check.owed(row, self._edits.edit(uid), self._plan.remarks, due=one.until if late else None)
        return row

    def _visits(self, bundle: Bundle) -> Row:
        words, unit = self._words, bundle.circle.unit
        what = words.circle(bundle.circle)
        short = shortened(what, words.language)
        row = Row(bundle.uid, unit, clean(words.names.get(unit, unit)), words.visits(bundle), what, short, "planned")
        year, week, _ = bundle.monday.isocalendar()
        row.period = f"week {week} of {year}" if words.english else f"{year}年第{week}周"
        family = "户" if bundle.circle.family == "household" else "人"
        row.size, row.people = bundle.number, f"{bundle.circle.family}s" if words.english else family
        row.day = bundle.day
        row.basis = "；".join(dict.fromkeys(self._cited[id_] for id_ in sorted(bundle.duties) if self._cited[id_]))
        sunday = bundle.monday + _WEEK
        whole = self._agenda.proposer.last_workday(bundle.monday, sunday) == bundle.day
        row.opens, row.until = bundle.monday, sunday if whole else bundle.day
        edit = self._edits.edit(bundle.uid)
        row.day = edit.day or row.day
        self._take(row, "", "visits", proposed=bundle.day, opens=bundle.monday, items=tuple(bundle.items))
        self._check.owed(row, edit, self._plan.remarks, due=None)
        return row

    def _held(self, one: Planned) -> Row:
        matter, words = one.matter, self._words
        duty = self._duties[matter.duty]
        # The summary of what was made up says so, its matter does not.
        made_up = not one.content.summary.endswith(matter.title)
        row = self._row(one.uid, matter.unit, matter, words.what(duty.do), duty, "made_up" if made_up else "held")
        period = parse_period(matter.period)
        row.period = period_name(PeriodRef(period.key, period.start, period.end), words.language)
        row.day, row.opens, row.until = _day(one), matter.opens, period.last
        self._take(row, "", "held")
        self._check.held(row, self._edits.edit(one.uid), self._edits.written.get(one.uid), self._plan.remarks)
        return row

    def _missed(self, finding: Finding, uid: str) -> Row:
        words, duty = self._words, self._agenda.planner.duty(finding)
        unsure = finding.status == "unknown"
        row = self._row(uid, finding.unit, finding, words.what(duty.do), duty, "unknown" if unsure else "missed")
        row.period = period_name(finding.period, words.language)
        if finding.period is not None:
            row.opens, row.until = finding.period.start, self._agenda.planner.closes(finding, finding.period)
        row.word = NOTED.get(finding.status)
        was, edit = self._edits.written.get(uid), self._edits.edit(uid)
        row.day = edit.day or (was.day if was and unsure else None)
        self._take(row, was.wish if was else "", "note", proposed=was.day if was and unsure else None)
        self._check.missed(row)
        return row

    def _vanished(self, known: set[str]) -> Iterator[Row]:
        """Yield the rows that are in the workbook and no longer in the plan, where the user has put something there."""
        for uid, edit in self._edits.by_uid.items():
            if uid in known:
                continue
            was = self._edits.written[uid]
            if not edit.said:
                self._plan.dropped += 1
                continue
            texts = dict(zip(WRITTEN, was.texts, strict=True))
            row = Row(uid, "", texts["unit"], texts["matter"], texts["matter"], texts["matter"], "gone")
            row.period, row.basis, row.day = texts["period"], texts["basis"], edit.day
            row.opens, row.until = _iso(texts["opens"]), _iso(texts["until"])
            row.put(edit)
            row.hints.append(Text("不再需要：已满足或不再适用，可删去", "no longer needed; the row can be deleted"))
            row.written = Written(uid, "gone", None, "", "", None, (), _texts(row, self._words.language))
            said = (
                f"“{row.matter}”已不需要（应有的次数已满足，或本项不再适用）；因写有内容，仍留在表末，可以删去。",
                f"“{row.matter}” is no longer needed; as you wrote something there it stays at the end, and can be "
                "deleted.",
            )
            self._plan.remarks.append(Remark(edit.number, Text(*said), wrong=False))
            yield row

    def _deleted(self, known: set[str]) -> None:
        gone = known & set(self._edits.deleted)
        for row in self._plan.rows:
            if row.uid not in gone or row.standing not in ("planned", "make_up", "unknown"):
                continue
            what = "，".join(filter(None, (row.label if self._words.many else "", row.matter, row.period)))
            said = (
                f"删去的一行（{what}）仍是应办事项，已照样列出。"
                "确不适用的，请登记豁免，或在 checkbranch.yaml 的 off: 中停用。",
                f"The row that was deleted ({what}) is still owed and is listed again. Where it does not apply, enter "
                "a waiver, or name the duty under off: in checkbranch.yaml.",
            )
            self._plan.remarks.append(Remark(0, Text(*said), wrong=False, uid=row.uid))

    # What all rows share.

    def _row(self, uid: str, unit: str, about: Finding | Matter, what: str, duty: Duty, standing: Standing) -> Row:
        words = self._words
        kind, subject = (
            (about.subject_kind, about.subject) if isinstance(about, Matter) else (about.subject.kind, about.subject.id)
        )
        group = clean(words.names.get(subject, subject)) if kind == "group" else ""
        matter = f"{group}{': ' if words.english else '：'}{what}" if group else what
        short = short_name(duty, what, words.rules, words.language)
        label = clean(words.names.get(unit, unit))
        return Row(uid, unit, label, matter, what, short, standing, group, basis=self._cited[duty.id])

    def _take(
        self,
        row: Row,
        wish: str,
        role: str,
        *,
        proposed: date | None = None,
        opens: date | None = None,
        items: tuple[str, ...] = (),
    ) -> None:
        """Put what is the user's into a row, and note what was the program's own."""
        edit = self._edits.edit(row.uid)
        time = shown_clock(row.clock) if row.clock else ""
        if role == "held":
            proposed = row.day
        elif edit.day is None:
            proposed = proposed or row.day
        else:
            proposed, row.chosen = None, True
        row.time = time
        row.put(edit)
        own_time = "" if edit.time else time
        row.written = Written(row.uid, role, proposed, own_time, wish, opens, items, ())
        if row.day is not None and row.standing != "held" and row.standing != "made_up":
            row.provisional = self._agenda.proposer.unannounced(row.day)

    def _remember(self, row: Row) -> None:
        """Note what stands in the columns that are not the user's, now that the row is whole."""
        if row.written is not None:
            was = row.written
            texts = _texts(row, self._words.language)
            row.written = Written(was.uid, was.role, was.day, was.time, was.wish, was.opens, was.items, texts)


def _texts(row: Row, language: str) -> tuple[str, ...]:
    days = [day.isoformat() if day else "" for day in (row.opens, row.until)]
    return row.label, row.matter, row.period, row.basis, *days, row.status.say(language)


def _iso(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(one: Planned) -> date:
    start = one.content.start
    return date(start.year, start.month, start.day)
