"""Gaps of duties without periods, told one by one: what gave rise to each, where it stands, and what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...engine.findings import GAPS, Finding
from ...engine.packs.model import Duty
from ..digest import MANY, label
from ..layout import Page, Style
from ..view import AuditView
from ..words.messages import finding_message
from ..words.triggers import trigger_source
from ..words.wording import MARK, STATUS, counted

_SHOWN = 12  # lines of one duty of one unit
_NAMES_SHOWN = 12
_RECORDS_SHOWN = 3


def write_check_gaps(page: Page, audit: AuditView, duty: Duty, gaps: Sequence[Finding], shown: int = _SHOWN) -> None:
    """Write the gaps of one duty of one unit, those of many subjects that say the same in one line."""
    groups = check_groups(audit, duty, gaps, page.language)
    if len(gaps) > 1:
        counts = Counter(finding.status for finding in gaps)
        said = [
            page.say(f"{STATUS[status].zh} {counts[status]} 项", f"{STATUS[status].en}: {counts[status]}")
            for status in GAPS
            if counts[status]
        ]
        page.para(page.say(f"共 {len(gaps)} 项：", f"{len(gaps)} in all: ") + page.join(said), 4, 2)
    for told, group in groups[:shown]:
        _write_group(page, told, group)
    if len(groups) > shown:
        rest = sum(len(group) for _, group in groups[shown:])
        page.para(page.say(f"另有 {rest} 项从略，见 --format json", f"{rest} more: see --format json"), 4)


def check_groups(
    audit: AuditView, duty: Duty, gaps: Sequence[Finding], language: str
) -> list[tuple[str, list[Finding]]]:
    """Return the gaps of one duty with what is said of them, those of many subjects that say the same together."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in gaps:
        told = finding_message(finding, duty, language, audit.rules.activities)
        alone = "" if finding.subject.kind in MANY else finding.id  # each has rows of its own
        groups.setdefault((finding.status, told, alone), []).append(finding)
    return [(told, group) for (_, told, _), group in groups.items()]


def _write_group(page: Page, told: str, group: Sequence[Finding]) -> None:
    first = group[0]
    mark = MARK[first.status]
    style: Style = "doubt" if first.severity == "info" else "bad"
    place = places(page, first)
    page.para(f"{mark} {told}{place}", 4, 2, style)
    if first.subject.kind not in MANY:
        return
    names = page.join(label(finding.subject, page.language) for finding in group[:_NAMES_SHOWN])
    if len(group) > _NAMES_SHOWN:
        number = counted(len(group), first.subject.kind, page.language)
        names += page.say(f"等 {number}（其余见 --format json）", f", … {number} in all (the rest: --format json)")
    elif len(group) > 1:
        number = counted(len(group), first.subject.kind, page.language)
        names = f"{number}{page.say('：', ': ')}{names}"
    page.para(names, 8, 2)


def places(page: Page, finding: Finding) -> str:
    """Return, in brackets, where the trigger and the records of a finding stand that are no plans."""
    rows = [source] if (source := trigger_source(finding)) else []
    rows += [use.source for use in finding.records if "future" not in use.reasons]
    former = (finding.detail or {}).get("former")
    if finding.near_misses and isinstance(former, list):  # else the message names them
        rows += [str(row) for row in former]
    rows = list(dict.fromkeys(rows))
    if not rows or finding.kind == "overlap":  # its message names both already
        return ""
    more = page.say(f" 等 {len(rows)} 处", f", … {len(rows)} in all") if len(rows) > _RECORDS_SHOWN + 1 else ""
    return page.say("〔", " [") + page.join(rows[: _RECORDS_SHOWN + 1]) + more + page.say("〕", "]")
