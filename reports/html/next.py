"""What is next for one unit: what is open, the soonest first, and whether all of it still fits into the days left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...engine.findings import Finding
from ...engine.slack.slack import Slack
from ..digest import Digest
from ..layout import Page
from ..text.notes import open_groups, open_words
from ..text.slack import provisional_lines
from ..view import AuditView
from ..words.slack import slack_line


@dataclass(frozen=True, slots=True)
class NextLine:
    """Something still owed: the last working day and the last day of all, the days left, and what it is."""

    close_by: str
    due: str
    days: str
    text: str
    soon: bool


@dataclass(frozen=True, slots=True)
class NextPart:
    """What is next: its lines, whether all of it fits (``slack``), and what may still move."""

    number: int
    lines: tuple[NextLine, ...]
    slack: tuple[tuple[bool, str], ...]
    provisional: tuple[str, ...]


_SOON = 7  # days up to the deadline


def next_part(page: Page, audit: AuditView, digest: Digest, slack: Slack | None) -> NextPart:
    """Return what is next for the one unit whose findings ``digest`` holds, by the last working day.

    ``slack`` is what is left to it, None where it has nothing to hold.
    """
    left = {owing.finding: owing.working_days for owing in slack.owed} if slack else {}
    groups = sorted(open_groups(digest), key=lambda group: (_last(group[0]), group[0].due or date.max))
    lines = [_line(page, audit, digest, group, left.get(group[0].id)) for group in groups]
    told = ((slack.fits, slack_line(slack, digest.duties, page.language)),) if slack else ()
    moving = provisional_lines(page, audit, [*digest.open, *digest.gaps])
    return NextPart(len(digest.open), tuple(lines), told, tuple(moving))


def _line(page: Page, audit: AuditView, digest: Digest, group: Sequence[Finding], days: int | None) -> NextLine:
    first = group[0]
    if first.due is not None and days is None:
        days = audit.days.working_days(audit.as_of, first.due)
    return NextLine(
        first.close_by.isoformat() if first.close_by else "–",
        first.due.isoformat() if first.due else page.say("无期限", "no deadline"),
        str(days) if first.due is not None else "–",
        open_words(page, audit, digest, group),
        first.days_left is not None and first.days_left <= _SOON,
    )


def _last(finding: Finding) -> date:
    return finding.close_by or finding.due or date.max
