"""What the text report says of slack, and of deadlines that rest on holidays which are not announced yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...engine.findings import Finding
from ...engine.slack.provisional import rests_on
from ..digest import Units, label
from ..layout import Page
from ..view import AuditView
from ..words.periods import finding_period
from ..words.slack import slack_line

_SHOWN = 20
_NAMED = 3


def write_slack(page: Page, audit: AuditView, units: Units) -> None:
    """Write a line for each unit that still has something to hold."""
    duties = {duty.id: duty for duty in audit.rules.duties}
    names = {unit.id: label(unit, page.language) for unit in units.shown}
    lead = page.say("余量", "Slack")
    for slack in audit.slack:
        whose = names.get(slack.unit, slack.unit) if len(units.shown) > 1 else ""
        text = slack_line(slack, duties, page.language)
        told = page.say(f"{whose}，{text}" if whose else text, f"{whose}, {text}" if whose else text)
        page.para(f"{lead}{page.say('：', ': ')}{told}", 2, 2, None if slack.fits else "bad")


def write_short(page: Page, audit: AuditView, units: Units) -> None:
    """Write the units to which not all fits any more, where there are too many units to tell of each."""
    short = sorted((one for one in audit.slack if not one.fits), key=lambda one: (-one.lacking, one.unit))
    if not short:
        return
    duties = {duty.id: duty for duty in audit.rules.duties}
    names = {unit.id: label(unit, page.language) for unit in units.shown}
    number = len(short)
    page.head(page.say(f"余下的工作日排不下（{number} 个单位）", f"Not all fits into the days left ({number} units)"))
    colon = page.say("：", ": ")
    page.entries(
        [f"{names.get(one.unit, one.unit)}{colon}{slack_line(one, duties, page.language)}" for one in short], _SHOWN, 2
    )


def write_provisional(page: Page, audit: AuditView, findings: Iterable[Finding]) -> None:
    """Write which of ``findings`` are to be looked at again once the holidays of a year are announced."""
    for text in provisional_lines(page, audit, findings):
        page.para(text, 2, 2, "doubt")


def provisional_lines(page: Page, audit: AuditView, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield, for each year whose holidays are not announced yet, which of ``findings`` rest on them."""
    duties = {duty.id: duty for duty in audit.rules.duties}
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        for year in rests_on(finding, duties[finding.duty], audit.days, audit.as_of):
            found[year].append(finding)
    for year, those in sorted(found.items()):
        named = dict.fromkeys(
            f"{duties[one.duty].title.say(page.language)} {finding_period(one, page.language)}" for one in those
        )
        shown = page.join(list(named)[:_NAMED])
        more = page.say(f"等 {len(named)} 类", f", … {len(named)} kinds in all") if len(named) > _NAMED else ""
        yield page.say(
            f"暂定：{year} 年放假安排尚未公布，{len(those)} 项的期限或最后工作日到时可能变动，公布后请再核对：{shown}"
            f"{more}。",
            f"Provisional: the holidays of {year} are not announced. {len(those)} deadlines or last working days "
            f"may still move; look at them again once they are: {shown}{more}.",
        )
