"""The rules in force as tables, and one pack in full."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.packs.inference_model import Inference
from ...engine.packs.model import Duty, RuleBook
from ...engine.text import Text
from ..layout import Page, Style, cells, cut, pad, safe
from ..rule_section import Section
from ..words.rules import basis_short, cadence_words, subject_words
from ..words.wording import SEVERITY

_MOST = 44  # cells of a column; longer texts are cut, rules show gives them in full
_DUTIES = Text("编号 名称 对象 频次 依据 用语 级别 状态", "id title of how-often basis worded level state")
_INFERENCES = Text("编号 名称 对象 亮灯 级别 状态", "id title of flag level state")


def write_list(page: Page, sections: Sequence[Section], whose: str) -> None:
    """Write every pack with its duties and inferences as tables, and what they come to."""
    if not sections:
        page.line(
            safe(page.say(f"{whose}：没有符合条件的事项或推断。", f"{whose}: no duty or inference fits.")), "head"
        )
        return
    duties = sum(len(section.duties) for section in sections)
    inferences = sum(len(section.inferences) for section in sections)
    off = sum(each.off for section in sections for each in section.rules)
    page.line(
        safe(
            page.say(
                f"{whose}：规则包 {len(sections)} 个，事项 {duties} 项，推断 {inferences} 条，其中停用 {off}。",
                f"{whose}: packs {len(sections)}, duties {duties}, inferences {inferences}, switched off {off}.",
            )
        ),
        "head",
    )
    for section in sections:
        write_section(page, section)
    page.line()
    page.para(
        page.say(
            "某一项的原文、条件和写法：checkbranch rules show 加编号。",
            "Text, conditions and YAML of one: checkbranch rules show with its id.",
        ),
        0,
        0,
        "faint",
    )


def write_section(page: Page, section: Section) -> None:
    """Write one pack: its name, and its duties and inferences as tables."""
    pack = section.pack
    page.head(f"{pack.id} {pack.version}  {pack.title.say(page.language)}")
    if section.over:
        over = page.join(section.over)
        page.para(page.say(f"另改写其他规则包的 {over}", f"Also laid over {over} of other packs"), 2, 2)
    if section.duties:
        rows = [_duty_row(page, duty, section.book) for duty in section.duties]
        _table(page, _DUTIES, rows, [duty.off for duty in section.duties])
    if section.duties and section.inferences:
        page.line()
    if section.inferences:
        rows = [_inference_row(page, each) for each in section.inferences]
        _table(page, _INFERENCES, rows, [each.off for each in section.inferences])
    if not section.duties and not section.inferences:
        page.para(page.say("没有要列出的事项或推断。", "No duty or inference to list."), 2)


def _duty_row(page: Page, duty: Duty, book: RuleBook) -> list[str]:
    where, worded = basis_short(duty, book, page.language)
    return [
        duty.id,
        duty.title.say(page.language),
        subject_words(duty.subject).say(page.language),
        cadence_words(duty).say(page.language),
        where or page.say("（未写）", "(none)"),
        worded,
        SEVERITY[duty.severity].say(page.language),
        _state(page, duty),
    ]


def _inference_row(page: Page, inference: Inference) -> list[str]:
    return [
        inference.id,
        inference.title.say(page.language),
        subject_words(inference.subject).say(page.language),
        inference.flag,
        SEVERITY[inference.severity].say(page.language),
        _state(page, inference),
    ]


def _state(page: Page, rule: Duty | Inference) -> str:
    """Return who changed a rule: packs laid over it, the workspace, and whether it is switched off."""
    said = [page.say("停用", "off")] if rule.off else []
    for link in rule.chain[1:]:
        own = link.partition(" ")[0]
        if own == "severity:":
            said.append(page.say("工作区改级别", "level by workspace"))
        elif own != "off:":
            said.append(page.say(f"{own} 改写", f"{own} over it"))
    return page.join(said)


def _table(page: Page, heads: Text, rows: Sequence[Sequence[str]], faint: Sequence[bool]) -> None:
    """Write rows below their heads, all columns set left; a rule that is off is faint."""
    lines = [heads.say(page.language).split(" "), *([cut(safe(cell), _MOST) for cell in row] for row in rows)]
    if not any(row[-1] for row in rows):  # nobody changed anything
        lines = [line[:-1] for line in lines]
    widths = [max(cells(line[n]) for line in lines) for n in range(len(lines[0]))]
    styles: list[Style | None] = ["faint", *("faint" if each else None for each in faint)]
    for line, style in zip(lines, styles, strict=True):
        page.line("  " + "  ".join(pad(cell, width) for cell, width in zip(line, widths, strict=True)), style)


def write_pack(page: Page, section: Section) -> None:
    """Write one pack in full: its rules, and the sources they rest on."""
    pack, book = section.pack, section.book
    write_section(page, section)
    page.head(page.say("依据文件", "Sources"))
    used = {basis.source for duty in section.duties for basis in duty.basis}
    for source in (source for key, source in book.sources.items() if key in used):
        said = [
            source.issuer or "",
            page.say(f"{source.issued} 印发", f"issued {source.issued}") if source.issued else "",
        ]
        checked = source.checked_on or page.say("未写", "not said")
        said.append(page.say(f"条文核对于 {checked}", f"text checked on {checked}"))
        listed = page.say("，", ", ").join(part for part in said if part)
        colon = page.say("：", ": ")
        page.para(f"{source.id}{colon}{source.title.say(page.language)}{page.say('；', '; ')}{listed}", 2, 4)
    page.line()
    page.para(f"sha256 {pack.sha256}", 2, 2, "faint")
