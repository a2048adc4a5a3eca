"""The head of an HTML report: what it is about, what it rests on, and the sentence that sums it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...engine.findings import GAPS, Coverage
from ..layout import Page
from ..shares import Shares, Tallies
from ..short_code import short_code
from ..text.head import coverage_lines
from ..view import AuditView
from ..words.asked import asked_words
from ..words.called import clipped
from ..words.wording import STATUS
from .unit import Outlook

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page. ``back`` leads to the overview from the page of one unit, else it is empty."""

    title: str
    name: str
    under: str
    back: str
    facts: tuple[tuple[str, str], ...]
    code: str
    fingerprint: str
    as_of: str
    assumed: tuple[str, ...]
    sentences: tuple[str, ...]
    shares: Shares


def head_of(
    page: Page,
    audit: AuditView,
    shares: Shares,
    sentences: Sequence[str],
    unit: str = "",
    back: str = "",
    coverage: Sequence[Coverage] | None = None,
) -> Head:
    """Return the head of a page about ``unit``, or about the whole workspace; ``coverage`` is of what it tells."""
    name = clipped(audit.workspace.name, _LONGEST_NAME)
    packs = page.join(f"{pack.title.say(page.language)} {pack.version}" for pack in audit.rules.packs)
    first, last = audit.span.first, audit.span.last
    facts = [
        (page.say("截至日", "As of"), audit.as_of.isoformat()),
        (page.say("审核区间", "Span"), page.say(f"{first} 至 {last}", f"{first} to {last}")),
        (page.say("规则", "Rules"), packs),
        (page.say("台账范围", "Ledgers"), page.say("；", "; ").join(coverage_lines(page, audit, coverage))),
    ]
    asked = " ".join(words.say(page.language) for words in asked_words(audit))
    if asked:
        facts.append((page.say("所列范围", "Chosen"), asked))
    return Head(
        page.say("组织生活核对报告", "Audit of organisational life"),
        unit or name,
        name if unit and unit != name else "",
        back,
        tuple(facts),
        short_code(audit.fingerprint),
        audit.fingerprint,
        audit.as_of.isoformat(),
        tuple(text.say(page.language) for text in audit.assumptions),
        tuple(filter(None, sentences)),
        shares,
    )


def verdict_sentence(page: Page, shares: Shares) -> str:
    """Return what became of all that was owed, the gaps by what is the matter with them."""
    split = page.join(
        page.say(f"{STATUS[one].zh} {shares.counts.get(one, 0)}", f"{shares.counts.get(one, 0)} {STATUS[one].en}")
        for one in GAPS
    )
    if not shares.owed:
        return page.say("没有应开的事项。", "Nothing was owed.")
    if not shares.settled:
        return page.say(
            f"应开 {shares.owed} 项，目前均尚不能下结论。", f"Of {shares.owed} owed none can be judged yet."
        )
    return page.say(
        f"应开 {shares.owed} 项，已可下结论 {shares.settled} 项：按期或补开 {shares.held} 项（{shares.rate}），"
        f"缺口 {shares.gap} 项（{split}）。",
        f"Of {shares.owed} owed, {shares.settled} can be judged by now: {shares.held} held in time or made up "
        f"({shares.rate}), {shares.gap} gaps ({split}).",
    )


def units_sentence(page: Page, units: int, with_gaps: int) -> str:
    """Return how many units there are, and how many of them have gaps."""
    return page.say(
        f"{units} 个单位，{with_gaps} 个有缺口，{units - with_gaps} 个没有缺口。",
        f"{units} units: {with_gaps} with gaps, {units - with_gaps} without.",
    )


def closing_sentence(page: Page, outlook: Outlook, still: int, soonest: str) -> str:
    """Return what can be done about the gaps, how much is ``still`` open, and when the first of it falls due."""
    gaps = []
    if outlook.late:
        gaps.append(page.say(f"还可补开 {outlook.late} 项", f"{outlook.late} can still be made up"))
    if outlook.any_day:
        gaps.append(
            page.say(
                f"随时可以落实、补登或更正 {outlook.any_day} 项（名册、岗位、诉求、记录等）",
                f"{outlook.any_day} can be put right any day (rosters, posts, requests, records)",
            )
        )
    if outlook.over:
        gaps.append(
            page.say(
                f"已过补开期、须如实说明 {outlook.over} 项", f"{outlook.over} cannot be made up and are to be explained"
            )
        )
    parts = [page.say("缺口中", "of the gaps ") + page.say("、", ", ").join(gaps)] if gaps else []
    if still:
        when = page.say(f"，最近一项 {soonest} 前完成", f", the first by {soonest}") if soonest else ""
        parts.append(page.say(f"未到期 {still} 项{when}", f"{still} not yet due{when}"))
    text = page.say("；", "; ").join(parts)
    return text[:1].upper() + text[1:] + page.say("。", ".") if text else ""


def hints_sentence(page: Page, tallies: Tallies) -> str:
    """Return that hints are counted apart, and with them all that was looked at; empty where there are none."""
    if not tallies.hints:
        return ""
    total = tallies.all().total
    return page.say(
        f"另核对了 {tallies.hints} 条提示，其中 {tallies.hints_shown} 条宜再次核对；提示不是缺口，不计入以上各数（连同"
        f"提示共 {total + tallies.hints} 项）。",
        f"Besides these there are {tallies.hints} hints, {tallies.hints_shown} of them worth a second look; hints are "
        f"not gaps and not counted above (with them there are {total + tallies.hints} in all).",
    )
