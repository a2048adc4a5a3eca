"""What is said of one finding in a cell: what was found, what is to be done, and its records a line each."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.findings import Finding
from ...engine.packs.model import Duty
from ..layout import Page
from ..text.gaps import record_line
from ..view import AuditView
from ..words.messages import finding_message, finding_remedy, near_miss_message
from ..words.reasons import attendance_test, standing_words
from ..words.triggers import trigger_source

_RECORDS = 30  # that are told of one finding
_REMEMBERED = 20_000


class Words:
    """Says it in one language; what repeats from finding to finding is made once."""

    def __init__(self, audit: AuditView, page: Page, duties: Mapping[str, Duty]) -> None:
        self._audit, self._page, self._duties = audit, page, duties
        self._said: dict[tuple[object, ...], tuple[str, str]] = {}

    def of(self, finding: Finding) -> tuple[str, str]:
        """Return what was found, with what came near, and what is to be done."""
        own = finding.waiver or finding.doubts or finding.near_misses or finding.detail
        if own or self._duties[finding.duty].check or (finding.records and finding.status == "invalid"):
            return self._say(finding)
        key = (
            finding.duty, finding.status, finding.required, finding.counted, finding.made_up, finding.reason,
            finding.due, finding.close_by, finding.days_left, finding.can_make_up_until, finding.period,
        )  # fmt: skip
        found = self._said.get(key)
        if found is None:
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            found = self._said[key] = self._say(finding)
        return found

    def records(self, finding: Finding) -> str:
        """Return the records of a finding a line each: where, when, whether it counted, and why it does not."""
        page = self._page
        uses = [use for use in finding.records if "future" not in use.reasons]
        lines = []
        source = trigger_source(finding)
        if source and source not in {use.source for use in uses}:
            lines.append(source)
        if uses:
            test = attendance_test(self._duties[finding.duty], finding.period.start if finding.period else None)
            lines += [record_line(page, self._audit, use, test) for use in uses[:_RECORDS]]
        if len(uses) > _RECORDS:
            rest = len(uses) - _RECORDS
            lines.append(page.say(f"另有 {rest} 条记录，见 --format json", f"{rest} more records: see --format json"))
        for doubt in finding.doubts:
            lines.append(f"{doubt.source}{page.say('：', ': ')}{standing_words(doubt.code, page.language)}")
        return "\n".join(lines)

    def _say(self, finding: Finding) -> tuple[str, str]:
        duty, language = self._duties[finding.duty], self._page.language
        types = self._audit.rules.activities
        said = [finding_message(finding, duty, language, types)]
        for near in finding.near_misses:
            said.append(f"{near.source}{self._page.say('：', ': ')}{near_miss_message(near, types, language)}")
        return "\n".join(said), finding_remedy(finding, duty, language) or ""
