"""Parts that explanations share: provisions with their sources, overlay chains, coverage, flags in a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...engine.audit import Audit
from ...engine.findings import GAPS, Coverage, Finding, Flag
from ...engine.packs.model import ActivityType, Basis, Duty, RuleBook
from ..digest import label
from ..layout import Page
from ..words.messages import finding_message
from ..words.periods import finding_period
from ..words.reasons import type_names
from ..words.wording import MARK, MODALITY, SEVERITY, STATUS, cite

_LAW = {"generally": "warning", "shall": "error", "must": "error"}


def source_lines(page: Page, duty: Duty, rules: RuleBook) -> None:
    """Write each provision with its quote, who issued it, and when its text was last checked."""
    for basis in duty.basis:
        page.para(cite(basis, rules, page.language), 2, 4)
        for line in _details(page, basis, rules):
            page.para(line, 4, 2)
    if not duty.basis:
        page.para(page.say("本项未注明依据。", "No provision is named for this duty."), 2)
    modality, severity = MODALITY[duty.modality].say(page.language), SEVERITY[duty.severity].say(page.language)
    text = page.say(f"用语为“{modality}”，缺口列为“{severity}”", f'Worded "{modality}", a gap is: {severity}')
    if _LAW[duty.modality] != duty.severity:
        text += page.say("（级别经规则包或工作区改过）", " (the level was changed by a pack or the workspace)")
    if duty.modality == "must":
        text += page.say("；不得豁免、停用或降低级别", "; it cannot be waived, switched off or softened")
    page.para(text + page.say("。", "."), 2, 2)


def _details(page: Page, basis: Basis, rules: RuleBook) -> Iterator[str]:
    source = rules.sources.get(basis.source)
    if basis.quote:
        yield page.say(f"原文：{basis.quote}", f"Text: {basis.quote}")
    if source is not None:
        said = []
        if source.issuer or source.issued:
            issued = page.say(f"{source.issued} 印发", f"issued {source.issued}") if source.issued else ""
            said.append(page.say("，", ", ").join(part for part in (source.issuer, issued) if part))
        if source.checked_on:
            said.append(page.say(f"条文核对于 {source.checked_on}", f"text last checked on {source.checked_on}"))
        else:
            said.append(page.say("未注明何时核对过条文", "not said when its text was last checked"))
        if source.url:
            said.append(source.url)
        yield page.say("；", "; ").join(said)
    if basis.note:
        yield page.say("说明：", "Note: ") + basis.note.say(page.language)


def chain_lines(page: Page, chain: Sequence[str]) -> list[str]:
    """Return where a rule is written, and which packs or settings were laid over it, in order."""
    lines = []
    for number, link in enumerate(chain):
        own, _, place = link.partition(" ")
        if own == "severity:":
            level, _, place = place.partition(" ")
            word = next((words.say(page.language) for key, words in SEVERITY.items() if key == level), level)
            text = page.say(f"工作区把级别改为“{word}”，{place}", f"The workspace sets the level to: {word}, {place}")
        elif own == "off:":
            text = page.say(f"工作区停用本项，{place[5:]}", f"The workspace switches it off, {place[5:]}")
        elif number:
            text = page.say(f"规则包 {own} 对其作了改写，{place}", f"The pack {own} is laid over it, {place}")
        else:
            text = page.say(f"出处：规则包 {own}，{place}", f"Written in the pack {own}, {place}")
        lines.append(text)
    return lines


def coverage_lines(page: Page, audit: Audit, unit: str, duty: Duty) -> list[str]:
    """Return from when and through which day the ledger of a unit is known, of the types of the duty."""
    parents = {row: above for row, _, kind, above in audit.unit_rows() if kind == "group"}
    home = parents.get(unit) or unit
    rows = [row for row in audit.coverage if row.unit == home]
    own = [row for row in rows if row.types is None or set(row.types) & set(duty.do)]
    return [_coverage(page, audit, row) for row in own]


def _coverage(page: Page, audit: Audit, row: Coverage) -> str:
    types = type_names(row.types, audit.rules.activities, page.language)
    what = (
        page.say(f"其中“{types}”", f"of {types}")
        if types
        else page.say(f"{row.unit} 的台账", f"the ledger of {row.unit}")
    )
    start = (
        page.say(f"自 {row.first} 起", f"from {row.first}")
        if row.first
        else page.say("起始日不限", "without a first day")
    )
    end = (
        page.say(f"没有写明完整至哪一天，按截至日推定至 {row.through}", f"assumed complete through {row.through}")
        if row.assumed
        else page.say(f"写明完整至 {row.through}", f"said to be complete through {row.through}")
    )
    return page.say(f"{what}：{start}，{end}。", f"{what}: {start}, {end}.")


def flag_line(page: Page, flag: Flag, rules: RuleBook) -> str:
    """Return a flag in one line, with the id under which it can be explained."""
    level = SEVERITY[flag.severity].say(page.language)
    whom = label(flag.subject, page.language)
    message = flag.message.say(page.language)
    return page.say(
        f"【{level}】{whom}：{message}（{flag.inference}，编号 {flag.id[:8]}）",
        f"[{level}] {whom}: {message} ({flag.inference}, id {flag.id[:8]})",
    )


def finding_line(
    page: Page,
    finding: Finding,
    duty: Duty,
    types: Mapping[str, ActivityType],
    *,
    whom: bool = True,
    title: bool = False,
) -> str:
    """Return a finding in one line, with the id under which it can be explained."""
    status = f"{MARK[finding.status]} {STATUS[finding.status].say(page.language)}"
    if finding.kind == "hint" and finding.status in GAPS:
        status = page.say("提示", "hint")
    parts = [
        finding.id[:8],
        duty.title.say(page.language) if title else "",
        label(finding.subject, page.language) if whom else "",
        finding_period(finding, page.language),
        status,
        finding_message(finding, duty, page.language, types),
    ]
    return "  ".join(part for part in parts if part)
