"""A flag explained: the inference, its conditions, and every finding and flag it rests on, down to the ledger."""

from __future__ import annotations

from ...engine.answering.answers import FlagAnswer
from ...engine.findings import Flag
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import RuleBook
from ..layout import Page, safe
from ..words.inferences import inference_words
from ..words.rules import subject_words
from ..words.wording import SEVERITY
from .parts import chain_lines, finding_line, flag_line

_SHOWN = 40
_DEEPEST = 8


def write_flags(page: Page, answer: FlagAnswer) -> None:
    """Write an inference and each of its flags with what is behind it."""
    write_inference(page, answer.inference, answer.audit.rules)
    page.head(
        page.say(
            f"截至 {answer.audit.as_of} 亮起 {len(answer.flags)} 个",
            f"Raised as of {answer.audit.as_of}: {len(answer.flags)}",
        )
    )
    if not answer.flags:
        told = page.say("没有对象符合条件。", "No subject meets the conditions.")
        if answer.inference.off:
            told = page.say("本推断已停用。", "The inference is switched off.")
        page.para(told, 2)
    for flag in answer.flags[:_SHOWN]:
        page.para(flag_line(page, flag, answer.audit.rules), 2, 2, "head")
        _write_behind(page, answer, flag, 1)
    if len(answer.flags) > _SHOWN:
        rest = len(answer.flags) - _SHOWN
        page.para(page.say(f"另有 {rest} 个，见 --format json", f"{rest} more: see --format json"), 2)


def write_inference(page: Page, inference: Inference, rules: RuleBook) -> None:
    """Write what an inference concludes from what, and where it is written."""
    title = inference.title.say(page.language)
    off = page.say("（已停用）", " (switched off)") if inference.off else ""
    page.line(safe(page.say(f"{title}（{inference.id}）{off}", f"{title} ({inference.id}){off}")), "head")
    level = SEVERITY[inference.severity].say(page.language)
    page.para(
        page.say(
            f"对象：{subject_words(inference.subject).zh}；亮“{inference.flag}”，列为“{level}”",
            f'About: {subject_words(inference.subject).en}; raises the flag "{inference.flag}", level: {level}',
        ),
        2,
        6,
    )
    page.para(page.say("内容：", "Says: ") + inference.message.say(page.language), 2, 6)
    duties = {duty.id: duty for duty in rules.duties}
    words = inference_words(inference, duties)
    page.para(
        page.say("条件（须同时成立）：", "Conditions (all must hold):")
        if len(words) > 1
        else page.say("条件：", "Condition:"),
        2,
    )
    for text in words:
        page.para("- " + text.say(page.language), 4, 2)
    for line in chain_lines(page, inference.chain):
        page.para(line, 2, 6)


def _write_behind(page: Page, answer: FlagAnswer, flag: Flag, depth: int) -> None:
    """Write the findings and flags that a flag rests on; those of flags further in."""
    duties = {duty.id: duty for duty in answer.audit.rules.duties}
    indent = 2 + 2 * depth
    if not flag.because:
        page.para(page.say("只凭名册和单位情况推出。", "It rests on the roster and the unit alone."), indent)
    for id_ in flag.because[:_SHOWN]:
        finding, inner = answer.findings.get(id_), answer.behind.get(id_)
        if finding is not None:
            whom = finding.subject != flag.subject
            page.para(
                finding_line(page, finding, duties[finding.duty], answer.audit.rules.activities, whom=whom, title=True),
                indent,
                2,
            )
        elif inner is not None:
            page.para(flag_line(page, inner, answer.audit.rules), indent, 2)
            if depth < _DEEPEST:
                _write_behind(page, answer, inner, depth + 1)
    if len(flag.because) > _SHOWN:
        rest = len(flag.because) - _SHOWN
        page.para(page.say(f"另有 {rest} 项，见 --format json", f"{rest} more: see --format json"), indent)
