"""The head of the text report: what was assumed, the line that sums up, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ...engine.findings import GAPS, STATUSES, Coverage, Status
from ..layout import Page, safe
from ..short_code import short_code
from ..view import AuditView
from ..words.asked import asked_words
from ..words.reasons import type_names
from ..words.wording import STATUS

_DAYS_SHOWN = 4
_UNITS_SHOWN = 10


def write_head(page: Page, audit: AuditView) -> None:
    """Write assumptions, summary, span, rules, engine, verification code and coverage."""
    if audit.assumptions:
        page.line(page.say("以下为推定，请先核对：", "Assumed; please check first:"), "doubt")
        for assumed in audit.assumptions:
            page.para("- " + assumed.say(page.language), 2, 2)
        page.line()
    page.line(safe(summary_line(page, audit)), "head")
    for words in asked_words(audit):
        page.para(words.say(page.language), 0, 2, "doubt")
    for line in waived_lines(page, audit):
        page.para(line, 0, 2)
    first, last = audit.span.first.isoformat(), audit.span.last.isoformat()
    packs = page.join(f"{pack.id} {pack.version}" for pack in audit.rules.packs)
    code = short_code(audit.fingerprint)
    page.para(
        page.say(
            f"审核区间 {first} 至 {last}；规则 {packs}；判定引擎 {audit.engine}；核验码 {code}",
            f"Span {first} to {last}; rules {packs}; engine {audit.engine}; verification code {code}",
        ),
        0,
        2,
    )
    for line in coverage_lines(page, audit):
        page.para(line, 0, 2)


def summary_line(page: Page, audit: AuditView) -> str:
    """Return the one line that sums up; its numbers add up to the total."""
    counts = {status: audit.summary.get(status, 0) for status in STATUSES}
    total = sum(counts.values())
    parts = [_said(page, status, counts) for status in ("met", "made_up", "waived", "open", "unknown")]
    gaps = sum(counts[status] for status in GAPS)
    split = page.join(_said(page, status, counts) for status in GAPS)
    parts.append(page.say(f"缺口 {gaps}（{split}）", f"{gaps} gaps ({split})"))
    parts.append(_said(page, "not_applicable", counts))
    listed = page.say("，", ", ").join(parts)
    name = audit.workspace.name
    return page.say(
        f"截至 {audit.as_of}，{name}：共 {total} 项，{listed}。",
        f"As of {audit.as_of}, {name}: {total} obligations: {listed}.",
    )


def waived_lines(page: Page, audit: AuditView) -> list[str]:
    """Return what the gaps would be if no waiver were heeded, of all and, where there are several units, of each."""
    by = {unit: counts for unit, counts in audit.unwaived().items() if any(counts.values())}
    total = sum((Counter(counts) for counts in by.values()), Counter[Status]())
    if not total:
        return []
    gaps = sum(audit.summary.get(status, 0) for status in GAPS)
    hidden = sum(total[status] for status in GAPS)
    split = page.join(_said(page, status, total) for status in STATUSES if total[status])
    number = sum(total.values())
    lines = [
        page.say(
            f"如不计豁免：缺口由 {gaps} 项增为 {gaps + hidden} 项；豁免的 {number} 项中，{split}。",
            f"Without waivers there would be {gaps + hidden} gaps instead of {gaps}; of the {number} waived: {split}.",
        )
    ]
    if len(by) > 1 and hidden:
        names = {unit: name for unit, name, _, _ in audit.unit_rows()}
        order = sorted(by, key=lambda unit: (-sum(by[unit].get(status, 0) for status in GAPS), unit))
        told = [f"{names.get(one) or one} {sum(by[one].get(status, 0) for status in GAPS)}" for one in order]
        more = page.say(f"等 {len(told)} 个单位", f", … {len(told)} units") if len(told) > _UNITS_SHOWN else ""
        listed = page.join(told[:_UNITS_SHOWN]) + more
        lines.append(page.say(f"其中因豁免未计的缺口，按单位：{listed}。", f"Gaps that are waived, by unit: {listed}."))
    return lines


def _said(page: Page, status: Status, counts: Mapping[Status, int]) -> str:
    word, number = STATUS[status].say(page.language), counts[status]
    return page.say(f"{word} {number}", f"{number} {word}")


def coverage_lines(page: Page, audit: AuditView, rows: Sequence[Coverage] | None = None) -> list[str]:
    """Return from when and through which day the ledgers are known, units of the same days taken together.

    ``rows`` are those of the units that are told of; None: of all.
    """
    rows = audit.coverage if rows is None else rows
    groups = Counter(map(_days, rows))
    several = len({row.unit for row in rows}) > 1
    ordered = sorted(groups.items(), key=lambda item: (-item[1], str(item[0])))
    lines = []
    for (first, through, assumed, types), number in ordered[:_DAYS_SHOWN]:
        start = page.say(f"自 {first} 起，", f"from {first} ") if first else ""
        which = type_names(types, audit.rules.activities, page.language)
        of = page.say(f"“{which}”", f" of {which}") if which else ""
        many = page.say(f"（{number} 个单位）", f" ({number} units)") if several else ""
        end = (
            page.say(f"按截至日推定完整至 {through}", f"assumed complete through {through}")
            if assumed
            else page.say(f"完整至 {through}", f"complete through {through}")
        )
        lines.append(page.say(f"{of}台账{many}{start}{end}", f"Ledger{of}{many}: {start}{end}"))
    if len(ordered) > _DAYS_SHOWN:
        rest = sum(number for _, number in ordered[_DAYS_SHOWN:])
        lines.append(page.say(f"另有 {rest} 个单位的台账日期见 --format json", f"{rest} more units: see --format json"))
    return lines


def _days(row: Coverage) -> tuple[str | None, str, bool, tuple[str, ...] | None]:
    return (row.first.isoformat() if row.first else None, row.through.isoformat(), row.assumed, row.types)
