"""The flags of an audit as text: what an inference concluded, of whom, and how to see what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.findings import Flag
from ..digest import label
from ..layout import Page, Style
from ..view import AuditView
from ..words.wording import SEVERITY

_SHOWN = 20
_NAMED = 8
_GRAVITY = ("error", "warning", "info")
_STYLE: dict[str, Style] = {"error": "bad", "warning": "doubt"}


def write_flags(page: Page, audit: AuditView) -> None:
    """Write the flags, the gravest first: each with its id, or those of one inference together where they are many."""
    if not audit.flags:
        return
    page.head(page.say(f"亮灯与提示（{len(audit.flags)} 条）", f"Lights and hints ({len(audit.flags)})"))
    by_inference: dict[str, list[Flag]] = {}
    for flag in sorted(audit.flags, key=lambda flag: _GRAVITY.index(flag.severity)):
        by_inference.setdefault(flag.inference, []).append(flag)
    several = len(audit.units) > 1
    for flags in by_inference.values():
        if len(flags) > _SHOWN:
            _write_many(page, flags)
        else:
            for flag in flags:
                _write_one(page, flag, several=several)
    page.para(
        page.say(
            "每一条由哪些结论推出，用 checkbranch explain 加编号查看；亮灯的次数界限由规则包自定。",
            "checkbranch explain with the id shows what each rests on; the numbers behind lights are the pack's own.",
        ),
        2,
        0,
        "faint",
    )


def _write_one(page: Page, flag: Flag, *, several: bool) -> None:
    whom = (
        f"{label(flag.subject, page.language)}{page.say('：', ': ')}" if several or flag.subject.id != flag.unit else ""
    )
    level = SEVERITY[flag.severity].say(page.language)
    rests = page.say(f"，由 {len(flag.because)} 项推出", f", resting on {len(flag.because)}") if flag.because else ""
    text = page.say(
        f"【{level}】{whom}{flag.message.zh.rstrip('。')}（编号 {flag.id[:8]}{rests}）",
        f"[{level}] {whom}{flag.message.en.rstrip('.')} (id {flag.id[:8]}{rests})",
    )
    page.para(text, 2, 2, _STYLE.get(flag.severity))


def _write_many(page: Page, flags: Sequence[Flag]) -> None:
    first = flags[0]
    level = SEVERITY[first.severity].say(page.language)
    names = page.join(label(flag.subject, page.language) for flag in flags[:_NAMED])
    text = page.say(
        f"【{level}】{first.message.zh.rstrip('。')}：{len(flags)} 条（{names} 等，全部见 --format json）",
        f"[{level}] {first.message.en.rstrip('.')}: {len(flags)} ({names} …, all of them in --format json)",
    )
    page.para(text, 2, 2, _STYLE.get(first.severity))
