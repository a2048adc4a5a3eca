"""The audit as text for a person: what is missed, what is badly recorded, what can still be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from ...engine.findings import GAPS
from ..digest import Digest, Units, digest, hinted, label, units_of
from ..layout import Page
from ..oldest import oldest_of
from ..unit_counts import counts_of
from ..view import AuditView, Which
from ..words.problems import write_problems
from .evidence import write_evidence
from .flags import write_flags
from .gaps import write_gaps, write_others
from .grid import write_grid
from .head import write_head
from .hints import write_hints
from .notes import write_near_misses, write_off, write_open, write_unknown
from .rollup import ranked, write_rollup
from .slack import write_short

if TYPE_CHECKING:
    from ..compared.baseline import Comparison

# Up to so many units are told in full; up to so many the gaps are looked through for the worst.
_IN_FULL = 12
_LOOKED_THROUGH = 200
_WORST = 3


def write_text(
    audit: AuditView,
    out: TextIO,
    language: str = "zh",
    which: Which = "gaps",
    width: int | None = None,
    color: bool | None = None,
    exit_code: int | None = None,
    compared: Comparison | None = None,
    *,
    evidence: bool = False,
) -> None:
    """Write the audit to ``out`` for a reader.

    ``width`` in cells and ``color`` are taken from the terminal where they are None (a file: 100 cells, no colour).
    Gaps are always told one by one; with ``which`` = ``all`` so are the other findings. ``exit_code`` is explained in
    the last line, and what ``compared`` with a baseline is new is told first. With ``evidence`` the
    records behind what passed are listed, however many units there are.
    """
    page = Page(out, language, width, color)
    write_head(page, audit)
    if compared is not None:
        from .baseline import write_compared

        write_compared(page, audit, compared)
    units = units_of(audit)
    if len(units.shown) > _IN_FULL:
        _write_many(page, audit, units)
    else:
        _write_few(page, audit, units, which)
    if evidence:
        write_evidence(page, audit)
    write_off(page, audit)
    write_problems(page, audit)
    _write_closing(page, audit, exit_code, since=compared is not None)


def _write_few(page: Page, audit: AuditView, units: Units, which: Which) -> None:
    found = digest(audit, units, keep=which == "all")
    _tell_hints(page, found)
    for unit in units.shown:
        page.head(label(unit, page.language))
        write_grid(page, found, unit.id)
    write_flags(page, audit)
    _write_all_gaps(page, audit, found)
    write_near_misses(page, audit, found)
    write_unknown(page, found)
    write_open(page, audit, found)
    write_others(page, audit, found)
    write_hints(page, audit, found)


def _tell_hints(page: Page, found: Digest) -> None:
    """Say how many of the gaps counted above are hints only, as every count goes by the status."""
    number = sum(finding.status in GAPS for finding in found.hints)
    if number:
        page.para(
            page.say(
                f"以上“不规范”中有 {number} 条只是核对提示，不须补正，见“核对提示”。",
                f'{number} of those "not in order" only call for a second look and are told at the end.',
            ),
            0,
            2,
        )


def _write_all_gaps(page: Page, audit: AuditView, found: Digest, title: str | None = None) -> None:
    if not found.gaps:
        return
    page.head(title or page.say(f"缺口（{len(found.gaps)} 项）", f"Gaps ({len(found.gaps)})"))
    page.para(
        page.say(
            "“无记录”只表示台账中未见，不等于没有开展；确已开展的，凭原始记录补登。",
            "No record seen does not mean not held: what was held can be entered from its original record.",
        ),
        2,
        0,
        "faint",
    )
    told = {found.home_of(finding) for finding in found.gaps}
    for unit in found.units.shown:
        if unit.id in told:
            if len(found.units.shown) > 1:
                page.head("  " + label(unit, page.language))
            write_gaps(page, audit, found, unit.id)


def _write_many(page: Page, audit: AuditView, units: Units) -> None:
    """Write the roll-up; the findings themselves are looked at only while the units are few enough."""
    totals = counts_of(audit, units)
    number = hinted(audit)
    if number:
        page.para(
            page.say(
                f"以上“不规范”中有 {number} 条只是核对提示，不须补正，不列入下表；用 --unit 单位 查看。",
                f'{number} of those "not in order" only call for a second look: they are not counted below; see '
                "--unit UNIT.",
            ),
            0,
            2,
        )
    oldest = oldest_of(audit, units.home, page.language)
    if len(units.shown) > _LOOKED_THROUGH:
        write_rollup(page, units, totals, oldest)
        write_flags(page, audit)
        write_short(page, audit, units)
        page.para(_how_to_see(page), 2, 2)
        return
    worst = frozenset(unit.id for unit in ranked(units, totals)[:_WORST])
    told = Digest(units, {duty.id: duty for duty in audit.rules.duties})
    for finding in audit.findings("gaps"):
        if told.home_of(finding) in worst:
            told.take(finding)
    write_rollup(page, units, totals, oldest)
    write_flags(page, audit)
    write_short(page, audit, units)
    page.para(_how_to_see(page), 2, 2)
    number = len({told.home_of(finding) for finding in told.gaps})
    title = page.say(
        f"缺口最多的 {number} 个单位（{len(told.gaps)} 项）", f"Most gaps: {number} units ({len(told.gaps)})"
    )
    _write_all_gaps(page, audit, told, title)


def _how_to_see(page: Page) -> str:
    return page.say(
        f"单位超过 {_IN_FULL} 个，表格与明细从略；用 --unit 单位 查看某一单位全部情况，或用 --format json。",
        f"With more than {_IN_FULL} units grids and details are left out: see --unit UNIT, or --format json.",
    )


def _write_closing(page: Page, audit: AuditView, exit_code: int | None, *, since: bool) -> None:
    gaps = sum(audit.summary.get(status, 0) for status in GAPS)
    if exit_code is None:
        text = page.say(f"结论：缺口 {gaps} 项。", f"In all: {gaps} gaps.")
    else:
        text = {
            0: page.say("未见须报告的缺口、亮灯或数据问题。", "Nothing to report at the chosen level."),
            1: page.say("有须处理的缺口、亮灯或数据问题。", "There are gaps, lights or data problems to deal with."),
        }.get(exit_code, page.say("有来源无法使用，结果不完整。", "A source could not be used; this is incomplete."))
        if since and exit_code == 1:
            text = page.say("有新增的缺口、亮灯或数据问题。", "There are new gaps, lights or data problems.")
        elif since and exit_code == 0:
            text = page.say("与基线相比没有新增；原有的仍须整改。", "Nothing new; what is old still stands.")
        text = page.say(f"结论（退出码 {exit_code}）：{text}", f"In all (exit code {exit_code}): {text}")
    page.para(
        text + page.say("待核、未到期和豁免不计为缺口。", " Not known, not yet due and waived are not gaps."), 0, 2
    )
