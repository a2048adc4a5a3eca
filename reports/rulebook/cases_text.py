"""How the cases of a pack went, as text: a line for each, what differs below it, and what no case tries."""

from __future__ import annotations

from collections.abc import Sequence

from ...engine.cases.model import CaseResult, Difference
from ...engine.cases.suite import SuiteResult
from ...engine.findings import STATUSES
from ...engine.text import Text
from ..layout import Page, safe
from ..words.messages import finding_message
from ..words.wording import STATUS

_MOST = 40  # hints that are listed; all are in the JSON


def write_cases(page: Page, suite: SuiteResult) -> None:
    """Write how one pack's cases went."""
    if suite.shown is None:
        page.line(safe(page.say(f"{suite.name}：没有用例", f"{suite.name}: no cases")), "doubt")
        page.para(
            page.say(
                "在规则包旁边建“规则包名.cases.yaml”；checkbranch rules new 可给出样子。",
                "Put NAME.cases.yaml beside the pack; checkbranch rules new shows what it looks like.",
            )
        )
        return
    page.line(safe(page.say(f"{suite.name}（{suite.shown}）", f"{suite.name} ({suite.shown})")), "head")
    for result in suite.results:
        _case(page, result)
    _untried(page, suite.untried)
    _summary(page, suite)


def _case(page: Page, result: CaseResult) -> None:
    good = not result.differences
    mark = page.say("通过", "ok    ") if good else page.say("不符", "DIFFER")
    page.para(f"{mark}  {result.case.name}", 2, 6, "good" if good else "bad")
    for difference in result.differences:
        _differs(page, difference)


def _differs(page: Page, difference: Difference) -> None:
    expected, found = (_word(page, text.say(page.language)) for text in (difference.expected, difference.found))
    told = page.say(f"应为 {expected}，实为 {found}", f"expected {expected}, found {found}")
    page.para(f"{difference.where}: {difference.about}{page.say('：', ': ')}{told}", 6, 2)
    message = difference_message(difference, page.language)
    if message:
        page.para(message, 8, 2, "faint")


def difference_message(difference: Difference, language: str) -> str | None:
    """Return what the report says of the verdict that differs, or why a row was not read; None where nothing is."""
    if difference.finding:
        return finding_message(*difference.finding, language)
    return difference.why.say(language) if difference.why else None


def _word(page: Page, told: str) -> str:
    """Return a status in words, with what follows it."""
    first, _, rest = told.partition(" ")
    status = next((each for each in STATUSES if each == first), None)
    if status is None:
        return told
    word = STATUS[status].say(page.language)
    brackets = "" if word == first else page.say(f"（{first}）", f" ({first})")
    return f"{word}{brackets} {rest}".rstrip()


def _untried(page: Page, untried: Sequence[tuple[str, Text]]) -> None:
    by_rule: dict[str, list[str]] = {}
    for rule, text in untried:
        by_rule.setdefault(rule, []).append(text.say(page.language))
    if by_rule:
        page.line(page.say("  尚未测试到：", "  Not tried yet:"), "doubt")
        page.entries(
            [rule + page.say("：", ": ") + page.say("；", "; ").join(told) for rule, told in by_rule.items()], _MOST
        )


def _summary(page: Page, suite: SuiteResult) -> None:
    number, failed = len(suite.results), suite.failed
    told = page.say(
        f"用例 {number} 个，通过 {number - failed} 个，不符 {failed} 个。",
        f"{number} case{'' if number == 1 else 's'}, {number - failed} ok, {failed} differ.",
    )
    page.line(f"  {told}", "bad" if failed else "good")
