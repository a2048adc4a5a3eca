"""The part of the text report that says what is new against a baseline."""

from __future__ import annotations

from itertools import islice

from ..compared.baseline import Comparison
from ..compared.baseline_words import against, counted_lines
from ..digest import label
from ..layout import Page
from ..view import AuditView
from ..words.called import clipped
from ..words.periods import finding_period
from ..words.wording import MARK, STATUS

_SHOWN = 40


def write_compared(page: Page, audit: AuditView, compared: Comparison) -> None:
    """Write the counts, then the new gaps, a line each; they are told in full with all other gaps below."""
    page.head(against(compared).say(page.language))
    for line in counted_lines(compared):
        page.para(line.say(page.language) + page.say("。", "."), 2, 2)
    number = compared.new["gaps"]
    if not number:
        return
    page.para(page.say(f"新增的 {number} 项缺口：", f"The {number} new gaps:"), 2, 2, "bad")
    titles = {duty.id: duty.title for duty in audit.rules.duties}
    names = {unit: name for unit, name, _, _ in audit.unit_rows()}
    new = (finding for finding in audit.findings("gaps") if compared.of(finding) == "new")
    for finding in islice(new, _SHOWN):
        whom = clipped(label(finding.subject, page.language))
        if finding.subject.id != finding.unit:
            whom = f"{clipped(names.get(finding.unit) or finding.unit)}  {whom}"
        verdict = f"{MARK[finding.status]} {STATUS[finding.status].say(page.language)}"
        title = clipped(titles[finding.duty].say(page.language))
        page.para(f"{whom}  {title}  {finding_period(finding, page.language)}  {verdict}", 4, 2)
    if number > _SHOWN:
        rest = number - _SHOWN
        page.para(page.say(f"另有 {rest} 项，见 --format json", f"{rest} more: see --format json"), 4)
