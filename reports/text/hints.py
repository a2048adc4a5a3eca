"""Hints: what is worth a second look, after all else and apart from the gaps; nothing in it has to be put right."""

from __future__ import annotations

from ...engine.findings import GAPS, Finding
from ...engine.packs.model import Duty
from ..digest import Digest, label
from ..layout import Page, safe
from ..view import AuditView
from ..words.messages import finding_message, finding_remedy
from ..words.periods import period_name
from .checks import places

_SHOWN = 12  # lines of one hint


def write_hints(page: Page, audit: AuditView, digest: Digest) -> None:
    """Write the hints that showed something, duty by duty; and which found nothing."""
    found = [finding for finding in digest.hints if finding.status in GAPS]
    if not digest.hints:
        return
    page.head(page.say(f"核对提示（{len(found)} 条）", f"Worth a second look ({len(found)})"))
    page.para(
        page.say(
            "以下只提示再核对一下，不说明记录有误，不是缺口，也不影响结论；无误的不必改动。",
            "These only ask for another look: none of them says that a record is wrong, and what is right stays as it"
            " is.",
        ),
        2,
        0,
        "faint",
    )
    for duty in digest.duties.values():
        own = [finding for finding in found if finding.duty == duty.id]
        if own:
            _write_duty(page, audit, digest, duty, own)
    quiet = [
        duty.title.say(page.language)
        for duty in digest.duties.values()
        if any(finding.duty == duty.id for finding in digest.hints)
        and not any(finding.duty == duty.id for finding in found)
    ]
    if quiet:
        listed = page.join(quiet)
        page.para(page.say(f"没有需要再核对的：{listed}", f"Nothing to look at: {listed}"), 2, 2)


def _write_duty(page: Page, audit: AuditView, digest: Digest, duty: Duty, found: list[Finding]) -> None:
    page.line(safe(f"  ○ {duty.title.say(page.language)}{page.say(f'（{duty.id}）', f' ({duty.id})')}"), "head")
    for finding in found[:_SHOWN]:
        whom = f"{label(finding.subject, page.language)}  " if len(digest.units.shown) > 1 else ""
        told = finding_message(finding, duty, page.language, audit.rules.activities)
        page.para(f"{whom}{period_name(finding.period, page.language)}  {told}{places(page, finding)}", 4, 2)
    if len(found) > _SHOWN:
        rest = len(found) - _SHOWN
        page.para(page.say(f"另有 {rest} 条从略，见 --format json", f"{rest} more: see --format json"), 4)
    if duty.remedy:
        remedy = finding_remedy(found[0], duty, page.language)
        page.para(page.say("怎么办：", "To do: ") + (remedy or ""), 4, 8)
