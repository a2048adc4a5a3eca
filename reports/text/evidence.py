"""The evidence of what passed: of every obligation that is met or made up, the records that counted and their rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ...engine.findings import Finding, RecordUse, Status
from ...engine.packs.model import Duty
from ..digest import label
from ..layout import Page, safe
from ..view import AuditView
from ..words.periods import finding_period
from ..words.reasons import record_words
from ..words.wording import MARK, STATUS, cite

PASSED: tuple[Status, ...] = ("met", "made_up")


def write_evidence(page: Page, audit: AuditView) -> None:
    """Write what passed, duty by duty, each with the rows that prove it; the findings are looked at once more."""
    duties = {duty.id: duty for duty in audit.rules.duties}
    number = sum(audit.summary.get(status, 0) for status in PASSED)
    page.head(page.say(f"达标和补开的依据（{number} 项）", f"Evidence of what is met or made up ({number})"))
    page.para(
        page.say(
            "每项列出计入的记录：日期、“文件!工作表!行”，可直接翻到原行核对。",
            "Of each, the records that counted: day and file!sheet!row, where the row itself can be looked up.",
        ),
        2,
        0,
        "faint",
    )
    several = len(audit.units) > 1
    for duty, findings in groupby(_passed(audit, duties), key=lambda one: one.duty):
        _write_duty(page, audit, duties[duty], findings, several=several)


def _passed(audit: AuditView, duties: dict[str, Duty]) -> Iterator[Finding]:
    return (one for one in audit.findings("all") if one.status in PASSED and duties[one.duty].kind != "hint")


def _write_duty(page: Page, audit: AuditView, duty: Duty, findings: Iterator[Finding], *, several: bool) -> None:
    basis = page.say("；", "; ").join(cite(one, audit.rules, page.language) for one in duty.basis)
    page.line(safe(f"  {duty.title.say(page.language)} ({duty.id})"), "head")
    if basis:
        page.para(page.say("依据：", "Basis: ") + basis, 4, 6, "faint")
    for finding in findings:
        named = finding.subject.kind in ("member", "household", "group") or several
        whom = f"  {label(finding.subject, page.language)}" if named else ""
        mark = f"{MARK[finding.status]} {STATUS[finding.status].say(page.language)}"
        page.para(f"{finding_period(finding, page.language)}{whom}  {mark}  {_records(page, audit, finding)}", 4, 4)


def _records(page: Page, audit: AuditView, finding: Finding) -> str:
    counted = [use for use in finding.records if use.use != "rejected"]
    if not counted:
        return page.say("（不看活动记录，见名册或登记）", "(rests on no activity, but on the roster or an entry)")
    return page.say("；", "; ").join(_record(page, audit, use) for use in counted)


def _record(page: Page, audit: AuditView, use: RecordUse) -> str:
    """Return one record: day, row, title, and what is to be known of how it counts."""
    day = use.date.isoformat() if use.date else page.say("只记到月份", "by month")
    title = use.facts.get("title")
    named = page.say(f"“{title}”", f' "{title}"') if title else ""
    said = [record_words(code, page.language, use.facts, None, audit.rules.activities) for code in use.reasons]
    present, expected = use.facts.get("present"), use.facts.get("expected")
    if present is not None and expected is not None:
        said.insert(0, page.say(f"实到 {present}、应到 {expected}", f"{present} of {expected} present"))
    if use.use == "made_up":
        said.insert(0, page.say("补开", "made up"))
    more = page.say("，", ", ").join(said)
    return f"{day} {use.source}{named}" + (page.say(f"（{more}）", f" ({more})") if more else "")
