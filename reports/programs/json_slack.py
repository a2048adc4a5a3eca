"""Slack as JSON, and the findings that rest on holidays which are still to be announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...engine.findings import Finding
from ...engine.slack.provisional import rests_on
from ...engine.slack.slack import Slack
from ..view import AuditView


def slack_rows(slacks: Iterable[Slack]) -> Iterator[dict[str, object]]:
    """Yield what is left to each unit, with every obligation that it still has to hold."""
    for slack in slacks:
        first = slack.first_short
        yield {
            "unit": slack.unit,
            "open": slack.open,
            "make_up": slack.make_up,
            "meetings": slack.meetings,
            "needed_days": slack.needed_days,
            "working_days": slack.working_days,
            "through": slack.through,
            "fits": slack.fits,
            "first_short": first and {"finding": first.finding, "duty": first.duty, "due": first.due},
            "lacking": slack.lacking,
            "tightest": {
                "due": slack.tightest.due,
                "needed_days": slack.tightest.needed_days,
                "working_days": slack.tightest.working_days,
            },
            "provisional": slack.provisional,
            "owed": [
                {
                    "finding": one.finding,
                    "number": one.number,
                    "due": one.due,
                    "close_by": one.close_by,
                    "working_days": one.working_days,
                }
                for one in slack.owed
            ],
        }


class Pending:
    """Notes, while findings pass, which of them rest on days that are not announced yet."""

    def __init__(self, audit: AuditView) -> None:
        self._audit = audit
        self._duties = {duty.id: duty for duty in audit.rules.duties}
        self._found: dict[int, list[str]] = defaultdict(list)

    def noted(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings as they are."""
        for finding in findings:
            for year in rests_on(finding, self._duties[finding.duty], self._audit.days, self._audit.as_of):
                self._found[year].append(finding.id)
            yield finding

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield, by year that is still to be announced, the findings to be looked at again once it is."""
        for year, ids in sorted(self._found.items()):
            yield {"year": year, "findings": ids}
