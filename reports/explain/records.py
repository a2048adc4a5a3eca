"""The records of one finding explained, one by one, with what came near, what is in doubt, and the waiver."""

from __future__ import annotations

from ...engine.answering.answers import FindingAnswer
from ...engine.findings import RecordUse
from ..layout import Page, Style
from ..words.messages import near_miss_message
from ..words.reasons import standing_words
from ..words.records import USE, counted_words, reason_words
from ..words.verdicts import in_force


def write_records(page: Page, answer: FindingAnswer) -> None:
    """Write every record of the period, what came near, what is in doubt, and the waiver."""
    finding = answer.finding
    number = len(finding.records)
    page.head(page.say(f"台账中的记录（{number} 条）", f"Records in the ledger ({number})"))
    if not number:
        page.para(page.say("台账中未见属于本项的记录。", "No record of it seen in the ledger."), 2)
    if finding.status == "missing":
        page.para(
            page.say(
                "“无记录”只表示台账中未见，不等于没有开展；确已开展的，凭原始记录补登。",
                "No record seen does not mean not held: what was held can be entered from its original record.",
            ),
            2,
        )
    for use in finding.records:
        _write_record(page, answer, use)
    for near in finding.near_misses:
        told = near_miss_message(near, answer.audit.rules.activities, page.language)
        head = page.say("差一点就能计入：", "Close: ")
        page.para(f"{head}{near.source}{page.say('，', ', ')}{told}", 2, 4)
    for doubt in finding.doubts:
        told = standing_words(doubt.code, page.language)
        page.para(f"{page.say('存疑：', 'In doubt: ')}{doubt.source}{page.say('，', ', ')}{told}", 2, 4)
        for problem in answer.audit.ledger.problems:
            if problem.source == doubt.source and problem.severity == "error":
                page.para(problem.message.say(page.language), 4, 2)
    waiver = finding.waiver
    if waiver is not None:
        paper = page.say(f"，文号 {waiver.document}", f", document {waiver.document}") if waiver.document else ""
        page.para(
            page.say(
                f"豁免：{waiver.source}，{waiver.first} 至 {waiver.last}，{waiver.reason}，"
                f"{waiver.approver}批准{paper}",
                f"Waiver: {waiver.source}, {waiver.first} to {waiver.last}, {waiver.reason}, approved by "
                f"{waiver.approver}{paper}",
            ),
            2,
            4,
        )


def _write_record(page: Page, answer: FindingAnswer, use: RecordUse) -> None:
    period = answer.finding.period
    duty = in_force(answer.duty, period.start) if period else answer.duty
    day = use.date.isoformat() if use.date else page.say("无具体日期", "no date")
    title = use.facts.get("title")
    named = page.say(f"“{title}”", f' "{title}"') if title else ""
    style: Style | None = "good" if use.use != "rejected" else None
    page.para(f"{USE[use.use].say(page.language)}  {use.source}  {day}{named}", 2, 4, style)
    days = (answer.finding.detail or {}).get("in_any")
    if use.use == "counted" and isinstance(days, int) and use.date and (answer.audit.as_of - use.date).days > days:
        page.para(
            page.say(
                f"- 在最近 {days} 天以前，只用于推算到期日", f"- older than {days} days; it only sets the due day"
            ),
            6,
            2,
        )
    if use.use != "rejected":
        for told in counted_words(use, duty, period, answer.late_last):
            page.para("- " + told.say(page.language), 6, 2)
    for code in use.reasons:
        text = reason_words(use, code, duty, answer.late_last, answer.audit.rules.activities)
        page.para("- " + text.say(page.language), 6, 2)
