"""An answer to a question about an audit: the finding, duty or flag it is about, with all that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ...calendars import Period, late_last, period_of
from ..audit import Audit
from ..errors import fail
from ..findings import STATUSES, Finding, Flag, Subject
from ..packs.check_model import Cover, FollowUp, State, Tally
from ..packs.inference_model import Inference
from ..packs.model import ColumnAmount, Duty
from ..prepare import Inputs, Request, audit_inputs
from ..scheduling.roster import Roster
from ..tables.conditions import tests_of
from ..trace import Place, tried
from .answers import Answer, DutyAnswer, FindingAnswer, FlagAnswer, named
from .question import LEAST_HEX, Question
from .unanswered import index_of, no_finding, no_periods, no_such_id, no_such_key, several


class Answerer:
    """Answers questions about the audit that was asked for; what lies outside its span is judged once more."""

    def __init__(self, inputs: Inputs, request: Request) -> None:
        self._inputs, self._request = inputs, request
        self._main = audit_inputs(inputs, request)

    def answer(self, question: Question) -> Answer:
        """Return the answer; CheckbranchError where there is none, with what there is instead."""
        if question.prefix is not None:
            return self._by_id(question.prefix)
        if question.inference is not None:
            raised = [flag for flag in self._main.flags if flag.inference == question.inference.id]
            return self._flags(question.inference, [f for f in raised if question.subject in (None, f.subject)])
        assert question.duty is not None
        if question.duty.check and question.key and not question.duty.off:
            return self._by_key(question.duty, question.subject, question.period, question.key)
        return self._by_duty(question.duty, question.subject, question.period)

    def _by_id(self, prefix: str) -> Answer:
        flags = [flag for flag in self._main.flags if flag.id.startswith(prefix)]
        places = self._main.trace().places(lambda id_: id_.startswith(prefix))
        if len(flags) + len(places) > 1:
            raise several(prefix, flags, places, self._main.rules)
        if flags:
            inference = next(each for each in self._main.rules.inferences if each.id == flags[0].inference)
            return self._flags(inference, flags)
        if not places:
            near = self._main.trace().places(lambda id_: id_.startswith(prefix[:LEAST_HEX]))
            raise no_such_id(prefix, near, self._main.span)
        return self._finding(next(iter(self._resolve(places).values())))

    def _by_duty(self, duty: Duty, subject: Subject | None, period: Period | None) -> Answer:
        if period is None and subject is None:
            counts = {status: n for name, status, n in self._main.duty_counts() if name == duty.id}
            gaps = [] if duty.off else list(self._main.trace().findings(duty.id, gaps=True))
            return DutyAnswer(self._main, duty, None, None, counts, gaps, self._looking(duty))
        if duty.off:
            raise fail(
                "",
                f"事项“{duty.id}”已停用（off），不作核对。请运行 checkbranch explain {duty.id}，查看由何处停用。",
                f"The duty “{duty.id}” is switched off and not judged. checkbranch explain {duty.id} says by whom.",
            )
        if duty.window and period:
            raise no_periods(duty, period)
        audit = self._covering(duty, period) if period else self._main
        found = [f for f in audit.trace().findings(duty.id) if _fits(f, subject, period)]
        if not found:
            raise no_finding(duty, subject, period, self._main.span, self._inputs.ledger.subjects)
        if (period or not duty.tiled) and len(found) == 1:
            return self._finding(found[0], audit)
        counts = {status: n for status in STATUSES if (n := sum(f.status == status for f in found))}
        shown = found if subject else [f for f in found if f.status in ("short", "invalid", "missing")]
        return DutyAnswer(audit, duty, subject, period, counts, shown, self._looking(duty, subject))

    def _by_key(self, duty: Duty, subject: Subject | None, period: Period | None, key: str) -> Answer:
        """Return the answer about the record, request, value or days that ``key`` names."""
        audit = self._main
        own = [f for f in audit.trace().findings(duty.id) if subject in (None, f.subject)]
        found = named(own, key)
        day = None if found else self._day_of(key)
        if not found and (period or day) and not isinstance(duty.check, State | Cover | Tally):
            first, last = (period.start, period.last) if period else (day or date.min, day or date.min)
            if first < audit.span.first or last > audit.span.last:
                audit = self._audit(first, min(last, self._request.as_of)) if first <= self._request.as_of else audit
                own = [f for f in audit.trace().findings(duty.id) if subject in (None, f.subject)]
            found = named(own, key) or [f for f in own if f.period and first <= f.period.start <= last]
        if not found and period and isinstance(duty.check, State | Tally):
            raise no_periods(duty, period)
        if not found:
            raise no_such_key(duty, subject, key, [f.period.key for f in own if f.period])
        if len(found) == 1:
            return self._finding(found[0], audit)
        counts = {status: n for status in STATUSES if (n := sum(f.status == status for f in found))}
        return DutyAnswer(audit, duty, subject, period, counts, found, self._looking(duty, subject))

    def _day_of(self, key: str) -> date | None:
        """Return the day that ``key`` says, or the day of the record or request of that id."""
        try:
            return date.fromisoformat(key)
        except ValueError:
            acts, requests = self._inputs.ledger.activities, self._inputs.ledger.requests
        if key in acts.id:
            return acts.date[acts.id.index(key)]
        opened = [row.get("opened") for row in requests if str(row.get("id")) == key]
        return opened[0] if opened and isinstance(opened[0], date) else None

    def _covering(self, duty: Duty, period: Period) -> Audit:
        """Return an audit in which all periods of the duty within ``period`` are judged."""
        own = period_of(duty.quota.every.at(period.start), period.start)
        if own.contains(period) and own != period:
            raise fail(
                "",
                f"“{duty.title.zh}”按较长的时段核对，没有 {period.key}。请写 {own.key}。",
                f"“{duty.title.en}” is judged by a longer period; there is no {period.key}. Write {own.key}.",
            )
        as_of, span = self._request.as_of, self._main.span
        if period.start > as_of:
            raise fail(
                "",
                f"{period.key} 在截至日 {as_of} 尚未开始，不作核对。请写已开始的时段，或用 --as-of 指定较晚的日期。",
                f"{period.key} has not begun on the as-of day {as_of} and is not judged. Name one that has, or give a "
                "later --as-of.",
            )
        if span.first <= period.start and min(period.last, as_of) <= span.last:
            return self._main
        return self._audit(period.start, period.last)

    def _audit(self, first: date, last: date) -> Audit:
        return audit_inputs(self._inputs, replace(self._request, period=None, first=first, last=last))

    def _resolve(self, places: Sequence[Place]) -> dict[str, Finding]:
        """Return the findings of ``places``, by id; those outside the span are judged for it."""
        found: dict[str, Finding] = {}
        hidden = [place for place in places if not place.shown]
        audits = [(self._main, [place for place in places if place.shown])]
        if hidden:
            first = min(place.period.start for place in hidden)
            last = max(place.period.end for place in hidden) - timedelta(days=1)
            audits.append((self._audit(first, last), hidden))
        for audit, own in audits:
            ids = {place.id for place in own}
            for duty in dict.fromkeys(place.duty for place in own):
                found |= {f.id: f for f in audit.trace().findings(duty) if f.id in ids}
        return found

    def _finding(self, finding: Finding, audit: Audit | None = None) -> FindingAnswer:
        duty = next(duty for duty in self._main.rules.duties if duty.id == finding.duty)
        period = finding.period
        assert period is not None
        if duty.window:
            return self._windowed(duty, finding)
        if duty.check:
            return self._checked(duty, finding, audit)
        if audit is None:
            audit = self._covering(duty, period_of(duty.quota.every.at(period.start), period.start))
        late = duty.late.at(period.start)
        until = late_last(period.end, late.until, self._inputs.days) if late else None
        subjects = self._inputs.ledger.subjects
        sid = index_of(subjects, finding.subject)
        starts, ends = subjects.starts[sid], subjects.ends[sid]
        return FindingAnswer(
            audit=audit,
            duty=duty,
            finding=finding,
            rows=tried(audit.trace().facts(finding)),
            deadline=until if until and late and late.counts_as == "met" else period.end - timedelta(days=1),
            late_last=until,
            attributes=self._attributes(duty, finding.subject, period.start),
            first=starts if starts and starts > period.start else None,
            end=ends if ends and ends < period.end else None,
            flags=self._resting_on({finding.id}),
        )

    def _windowed(self, duty: Duty, finding: Finding) -> FindingAnswer:
        """Return the answer about a finding of a duty without periods, which is as of the as-of day."""
        as_of = self._request.as_of
        return FindingAnswer(
            audit=self._main,
            duty=duty,
            finding=finding,
            rows=tried(self._main.trace().facts(finding)),
            deadline=finding.due or as_of,
            late_last=None,
            attributes=self._attributes(duty, finding.subject, as_of),
            first=None,
            end=None,
            flags=self._resting_on({finding.id}),
        )

    def _checked(self, duty: Duty, finding: Finding, audit: Audit | None) -> FindingAnswer:
        """Return the answer about one record, request, value or subject, judged by itself."""
        period = finding.period
        assert period is not None
        if audit is None:
            main = self._main.span
            told = isinstance(duty.check, State | Cover | Tally) or main.first <= period.start <= main.last
            audit = self._main if told else self._audit(period.start, period.start)
        window = (finding.detail or {}).get("window")
        last = window["to"] if isinstance(window, Mapping) and isinstance(duty.check, FollowUp) else None
        return FindingAnswer(
            audit=audit,
            duty=duty,
            finding=finding,
            rows=tried(audit.trace().facts(finding)),
            deadline=last or finding.due or period.end - timedelta(days=1),
            late_last=None,
            attributes=self._attributes(duty, finding.subject, period.start),
            first=None,
            end=None,
            flags=self._resting_on({finding.id}),
        )

    def _attributes(self, duty: Duty, subject: Subject, day: date) -> dict[str, object]:
        """Return what the roster says of the subject where the duty looks at it, on its first day from ``day`` on."""
        where, amount = duty.where.at(day), duty.quota.at_least.at(day)
        fields = [test.field for test in tests_of(where)] if where else []
        fields += [amount.column] if isinstance(amount, ColumnAmount) else []
        if not fields:
            return {}
        ledger = self._inputs.ledger
        roster = Roster(ledger)
        sid = index_of(ledger.subjects, subject)
        found = roster.timeline(ledger.subjects.family[sid], fields)
        seen = max(min(day, self._request.as_of), roster.starts[sid])
        for row, own in enumerate(found.subject):
            if own == sid and found.first[row] <= seen < found.end[row]:
                return {name: found.columns[name][row] for name in dict.fromkeys(fields)}
        return dict.fromkeys(fields)

    def _flags(self, inference: Inference, flags: Sequence[Flag]) -> FlagAnswer:
        known = {flag.id: flag for flag in self._main.flags}
        behind: dict[str, Flag] = {}
        waiting = [id_ for flag in flags for id_ in flag.because]
        ids: set[str] = set()
        while waiting:
            id_ = waiting.pop()
            if id_ in known and id_ not in behind:
                behind[id_] = known[id_]
                waiting.extend(known[id_].because)
            elif id_ not in known:
                ids.add(id_)
        places = self._main.trace().places(ids.__contains__) if ids else []
        return FlagAnswer(self._main, inference, flags, self._resolve(places), behind)

    def _resting_on(self, ids: set[str]) -> list[Flag]:
        """Return the flags that rest on one of ``ids``, through other flags too."""
        found: dict[str, Flag] = {}
        reached = set(ids)
        while more := [f for f in self._main.flags if f.id not in found and reached & set(f.because)]:
            found |= {flag.id: flag for flag in more}
            reached |= set(found)
        return [flag for flag in self._main.flags if flag.id in found]

    def _looking(self, duty: Duty, subject: Subject | None = None) -> list[Flag]:
        """Return the flags that rest on a finding of the duty (and subject)."""
        ids = {id_ for flag in self._main.flags for id_ in flag.because}
        places = self._main.trace().places(ids.__contains__) if ids else []
        return self._resting_on({p.id for p in places if p.duty == duty.id and subject in (None, p.subject)})


def _fits(finding: Finding, subject: Subject | None, period: Period | None) -> bool:
    if subject is not None and finding.subject != subject:
        return False
    own = finding.period
    return period is None or (own is not None and period.start <= own.start and own.end <= period.end)
