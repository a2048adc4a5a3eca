"""Findings as lines of JSON; what repeats from line to line is made once."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.findings import Finding, PeriodRef, RecordUse, Subject
from ...engine.packs.model import Duty, RuleBook
from ..json_text import json_value, quoted
from ..remembered import remember, verdict_key
from ..words.messages import finding_message, finding_remedy, near_miss_message


class FindingLines:
    """Turns findings into JSON, one line each, in one language."""

    def __init__(self, rules: RuleBook, language: str) -> None:
        self._rules = rules
        self._language = language
        self._duties: Mapping[str, Duty] = {duty.id: duty for duty in rules.duties}
        self._numbers: dict[tuple[object, ...], str] = {}
        self._verdicts: dict[tuple[object, ...], str] = {}
        self._periods: dict[PeriodRef | None, str] = {}
        self._subject: tuple[Subject, str] | None = None

    def line(self, finding: Finding) -> str:
        """Return the finding as one JSON object without a line break."""
        records = ",".join(map(_record, finding.records))
        return (
            f'{{"id":{quoted(finding.id)},"duty":{quoted(finding.duty)},"kind":{quoted(finding.kind)},'
            f'"subject":{self._subject_json(finding.subject)},"unit":{quoted(finding.unit)},'
            f'"period":{self._period_json(finding.period)},{self._numbers_json(finding)},'
            f'"records":[{records}],{self._verdict_json(finding)}}}'
        )

    def _subject_json(self, subject: Subject) -> str:
        last = self._subject
        if last is not None and last[0] is subject:
            return last[1]
        name = "null" if subject.name is None else quoted(subject.name)
        text = f'{{"kind":{quoted(subject.kind)},"id":{quoted(subject.id)},"name":{name}}}'
        self._subject = (subject, text)
        return text

    def _period_json(self, period: PeriodRef | None) -> str:
        text = self._periods.get(period)
        if text is None:
            text = (
                "null" if period is None else json_value({"key": period.key, "start": period.start, "end": period.end})
            )
            remember(self._periods, period, text)
        return text

    def _numbers_json(self, finding: Finding) -> str:
        key = (finding.status, finding.required, finding.counted, finding.made_up)
        text = self._numbers.get(key)
        if text is None:
            text = ",".join(
                f'"{name}":{json_value(value)}'
                for name, value in zip(("status", "required", "counted", "made_up"), key, strict=True)
            )
            remember(self._numbers, key, text)
        return text

    def _verdict_json(self, finding: Finding) -> str:
        """Return severity to remedy; remembered where nothing in it belongs to this finding alone."""
        key = verdict_key(finding, self._duties[finding.duty])
        if key is None:
            return self._verdict(finding)
        text = self._verdicts.get(key)
        if text is None:
            text = self._verdict(finding)
            remember(self._verdicts, key, text)
        return text

    def _verdict(self, finding: Finding) -> str:
        duty = self._duties[finding.duty]
        values: dict[str, object] = {
            "severity": finding.severity,
            "reason": finding.reason,
            "due": finding.due,
            "close_by": finding.close_by,
            "days_left": finding.days_left,
            "can_make_up_until": finding.can_make_up_until,
            "waiver": _waiver(finding),
            "doubts": [{"code": doubt.code, "source": doubt.source} for doubt in finding.doubts],
            "near_misses": [
                {
                    "code": near.code,
                    "record": near.record,
                    "source": near.source,
                    "message": near_miss_message(near, self._rules.activities, self._language),
                }
                for near in finding.near_misses
            ],
            "detail": finding.detail,
            "message": finding_message(finding, duty, self._language, self._rules.activities),
            "remedy": finding_remedy(finding, duty, self._language),
        }
        return json_value(values)[1:-1]


def _record(use: RecordUse) -> str:
    day = "null" if use.date is None else f'"{use.date.isoformat()}"'
    reasons = ",".join(map(quoted, use.reasons))
    return (
        f'{{"id":{quoted(use.id)},"source":{quoted(use.source)},"date":{day},"use":"{use.use}","reasons":[{reasons}]}}'
    )


def _waiver(finding: Finding) -> dict[str, object] | None:
    waiver = finding.waiver
    if waiver is None:
        return None
    return {
        "source": waiver.source,
        "from": waiver.first,
        "until": waiver.last,
        "reason": waiver.reason,
        "approver": waiver.approver,
        "document": waiver.document,
    }
