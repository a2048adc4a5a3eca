"""The rules of an audit and the instruments they rest on, and what was read: the end of every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...engine.ledger.model import Problem, Severity
from ...engine.packs.model import Duty, RuleBook, Source
from ..datacheck.as_text import LEVEL, MEND, TABLE, grouped
from ..elsewhere import left_out
from ..layout import Page
from ..view import AuditView
from ..words.problems import CODE, TAKEN, problem_line
from ..words.rules import rule_lines
from ..words.wording import SEVERITY, cite

_PER_CODE = 50
_SOURCES_SHOWN = 500
_ACCOUNT = ("read", "taken", "problems", "blank", "skipped")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A duty: its title, id, level, provisions, what it says, and a number for links."""

    anchor: int
    title: str
    id: str
    level: str
    basis: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """An instrument: its title, who issued it when, when its text was last checked, and where it can be read."""

    title: str
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The problems of one kind: how grave, what became of the rows, where they are, and what to do."""

    severity: Severity
    level: str
    name: str
    number: int
    taken: str
    lines: tuple[str, ...]
    left_out: int
    mend: str


@dataclass(frozen=True, slots=True)
class Account:
    """What was read: a line for each source, and all together; ``elsewhere`` tells of problems not listed."""

    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    total: tuple[str, ...]
    left_out: int
    elsewhere: str = ""


def numbers_of(rules: RuleBook) -> dict[str, int]:
    """Return a number for every duty, by id."""
    return {duty.id: number for number, duty in enumerate(rules.duties, 1)}


def rule_part(page: Page, audit: AuditView) -> list[RuleLine]:
    """Return the duties that were audited, in the order of the packs."""
    numbers = numbers_of(audit.rules)
    return [_rule(page, audit.rules, duty, numbers[duty.id]) for duty in audit.rules.duties if not duty.off]


def _rule(page: Page, rules: RuleBook, duty: Duty, number: int) -> RuleLine:
    basis = []
    for one in duty.basis:
        quote = page.say(f"。原文：{one.quote}", f". Text: {one.quote}") if one.quote else ""
        note = page.say("。说明：", ". Note: ") + one.note.say(page.language) if one.note else ""
        basis.append(cite(one, rules, page.language) + quote + note)
    said = rule_lines(duty, rules.activities)
    return RuleLine(
        number,
        duty.title.say(page.language),
        duty.id,
        SEVERITY[duty.severity].say(page.language),
        tuple(basis),
        tuple(head.say(page.language) + text.say(page.language) for head, text in said),
    )


def source_part(page: Page, rules: RuleBook) -> list[SourceLine]:
    """Return the instruments that duties in force cite, in the order in which they are cited."""
    cited = dict.fromkeys(basis.source for duty in rules.duties if not duty.off for basis in duty.basis)
    return [_source(page, rules.sources[name]) for name in cited if name in rules.sources]


def _source(page: Page, source: Source) -> SourceLine:
    issued = page.say(f"{source.issued} 印发", f"issued {source.issued}") if source.issued else ""
    checked = (
        page.say(f"条文核对于 {source.checked_on}", f"text last checked on {source.checked_on}")
        if source.checked_on
        else page.say("未注明何时核对过条文", "not said when its text was last checked")
    )
    told = page.say("，", ", ").join(filter(None, (source.issuer, issued, checked)))
    url = source.url or ""
    return SourceLine(source.title.say(page.language), told, url if url.startswith(("https://", "http://")) else "")


def off_part(page: Page, rules: RuleBook) -> list[str]:
    """Return the duties and inferences that are switched off, so that none is silently gone."""
    return [f"{rule.title.say(page.language)} ({rule.id})" for rule in rules.switched_off]


def problem_part(page: Page, problems: Sequence[Problem]) -> list[ProblemGroup]:
    """Return the problems by kind, the gravest first."""
    groups = []
    for severity, code, found in grouped(problems):
        title, mend = CODE.get(code), MEND.get(code)
        groups.append(
            ProblemGroup(
                severity,
                LEVEL[severity].say(page.language),
                title.say(page.language) if title else code,
                len(found),
                TAKEN[severity].say(page.language),
                tuple(problem_line(page, problem) for problem in found[:_PER_CODE]),
                max(len(found) - _PER_CODE, 0),
                mend.say(page.language) if mend else "",
            )
        )
    return groups


def account_part(page: Page, audit: AuditView) -> Account:
    """Return the account of the rows that were read."""
    sources = audit.ledger.sources
    rows = []
    for source in sources[:_SOURCES_SHOWN]:
        name = TABLE.get(source.table)
        numbers = ("—",) * 5 if source.unreadable else tuple(str(getattr(source, one)) for one in _ACCOUNT)
        rows.append((source.source, name.say(page.language) if name else source.table, numbers))
    total = tuple(str(sum(getattr(source, one) for source in sources)) for one in _ACCOUNT)
    left = left_out(audit.ledger)
    return Account(tuple(rows), total, max(len(sources) - _SOURCES_SHOWN, 0), left.say(page.language) if left else "")
