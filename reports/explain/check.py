"""What a duty without periods looked at in one finding: what gave rise to it, the days allowed, and the figures."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.answering.answers import FindingAnswer
from ..layout import Page
from ..words.triggers import trigger_source, trigger_words


def check_lines(page: Page, answer: FindingAnswer) -> Iterator[str]:
    """Yield the trigger with its row, and from which to which day something was to be done."""
    finding = answer.finding
    after, source = trigger_words(finding, answer.duty, answer.audit.rules.activities), trigger_source(finding)
    if after:
        place = page.say(f"，见 {source}", f", {source}") if source else ""
        yield page.say(f"由来：{after.zh}{place}", f"Because of: {after.en}{place}")
    if answer.window:
        first, last = answer.window
        yield page.say(f"应在：{first} 至 {last}（首尾两天都算）", f"When: {first} to {last}, both days included")
