"""From a path to an audit: the workspace, its rules and its ledgers are read, then everything is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from ..calendars import WorkCalendar, default_span, parse_period
from .assumed import assumptions
from .audit import Audit, audit
from .errors import CheckbranchError, Fault, fail
from .findings import Span
from .fingerprint import fingerprint
from .judging.judge import make_table
from .ledger import Keeper, Ledger, Vocabulary, read_ledger
from .ledger.guess.bare import with_tables
from .packs import load_rules
from .packs.check_model import ANY, Overlap, Precede
from .packs.fields_known import check_fields
from .packs.model import Duty, RuleBook
from .selection import Selection
from .text import Text
from .workspaces.own_holidays import read_own_holidays
from .workspaces.settings import Workspace


@dataclass(frozen=True, slots=True)
class Shipped:
    """The packs that come with the program: their names, and where each is."""

    path_of: Callable[[str], Path | None]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Request:
    """What an audit was asked for, besides the workspace.

    ``engine`` None means durable-rules where it is installed;
    ``ahead``: the periods of the span that begin after the as-of day are asked for too, as a calendar needs them.
    """

    as_of: date
    period: str | None = None
    first: date | None = None
    last: date | None = None
    units: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    waivers: bool = True
    engine: str | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything an audit rests on, read and checked."""

    workspace: Workspace
    rules: RuleBook
    ledger: Ledger
    days: WorkCalendar
    holidays: bytes


def run_audit(workspace: Workspace, shipped: Shipped, request: Request) -> Audit:
    """Read everything the workspace names and judge it.

    Raises CheckbranchError, with all faults at once, where the call, a pack or the workspace cannot be used.
    """
    span_of(request)
    return audit_inputs(read_inputs(workspace, shipped), request)


def read_inputs(workspace: Workspace, shipped: Shipped, keeper: Keeper | None = None) -> Inputs:
    """Read the rules, the holidays and the ledgers of a workspace; raises CheckbranchError.

    A ``keeper`` is given the sheets of the ledgers as they stand in their files.
    """
    rules = load_rules(
        workspace.rules,
        workspace.root,
        shipped.path_of,
        shipped.names,
        severity=workspace.severity,
        off=workspace.off,
        places=workspace.places,
    )
    own = read_own_holidays(workspace)
    vocabulary = vocabulary_of(rules)
    if workspace.single:
        workspace = with_tables(workspace, vocabulary)
    ledger = read_ledger(workspace, vocabulary, keeper)
    check_fields(rules, ledger, workspace)
    return Inputs(workspace, rules, ledger, own.days, own.content)


def audit_inputs(inputs: Inputs, request: Request) -> Audit:
    """Judge what was read; raises CheckbranchError for a request that names what is not there."""
    workspace, ledger = inputs.workspace, inputs.ledger
    span = span_of(request)
    _check_selection(request, inputs.rules, ledger)
    return audit(
        workspace,
        inputs.rules,
        ledger,
        inputs.days,
        make_table(request.engine),
        as_of=request.as_of,
        span=span,
        waivers=request.waivers,
        selection=Selection(request.units, request.duties),
        assumptions=assumptions(workspace, request.as_of, ledger) if workspace.single else (),
        holidays=inputs.holidays,
        ahead=request.ahead,
    )


def fingerprint_of(inputs: Inputs, request: Request) -> str:
    """Return the fingerprint of the audit that was asked for, without judging anything."""
    span, waivers = span_of(request), request.waivers
    return fingerprint(inputs.workspace, inputs.rules, inputs.ledger, request.as_of, span, inputs.holidays, waivers)


def span_of(request: Request) -> Span:
    """Return the days whose periods are audited: those asked for, else from 1 January as the default says."""
    if request.period is not None:
        if request.first or request.last:
            raise fail(
                "--period", "不能与 --from/--to 同用。请只写一种。", "Not together with --from/--to. Give one of them."
            )
        try:
            period = parse_period(request.period)
        except ValueError:
            raise fail(
                "--period",
                f"“{request.period}”不是时段。请写 2026-09、2026-Q3、2026-H2 或 2026。",
                f"“{request.period}” is not a period. Write 2026-09, 2026-Q3, 2026-H2 or 2026.",
            ) from None
        return Span(period.start, period.last)
    first, last = default_span(request.as_of)
    span = Span(request.first or min(first, request.last or first), request.last or last)
    if span.first > span.last:
        raise fail(
            "--from",
            f"起始日 {span.first} 晚于结束日 {span.last}。请使 --from 的日期不晚于 --to。",
            f"{span.first} is after {span.last}. Give a --from that is not after --to.",
        )
    return span


def vocabulary_of(rules: RuleBook) -> Vocabulary:
    """Return the words that ledgers may use, and which columns the duties of members and households look at."""
    return Vocabulary(
        activities=rules.activities,
        member_by=_by(rules, "member"),
        household_by=_by(rules, "household"),
    )


def _by(rules: RuleBook, family: str) -> dict[str, frozenset[str]]:
    """Return, by type of activity, the columns in which some duty looks for a member (or household)."""
    found: dict[str, frozenset[str]] = {}
    for duty in rules.duties:
        if not duty.off and family in _named_by(duty):
            types = (*duty.do, *(duty.check.triggers if duty.check else ()))
            for one in rules.activities if types == ANY else types:
                found[one] = found.get(one, frozenset()) | set(duty.by)
    return found


def _named_by(duty: Duty) -> tuple[str, ...]:
    """Return the families of subjects that the records of a duty are to name."""
    if (isinstance(duty.check, Precede) and duty.check.cover) or isinstance(duty.check, Overlap):
        return (duty.subject if duty.subject == "household" else "member",)
    return (duty.subject,) if duty.subject in ("member", "household") else ()


def _check_selection(request: Request, rules: RuleBook, ledger: Ledger) -> None:
    subjects = ledger.subjects
    sids = [s for s, family in enumerate(subjects.family) if family == "unit"]
    units = {subjects.id[s] for s in sids} | {name for s in sids if (name := subjects.name[s])}
    faults = _unknown("--unit", request.units, units, "单位", "unit")
    titles = {text: duty.id for duty in rules.duties for text in (duty.title.zh, duty.title.en)}
    faults += _unknown("--duty", request.duties, {duty.id for duty in rules.duties}, "事项", "duty", titles)
    if faults:
        raise CheckbranchError(faults)


def _unknown(
    option: str, asked: Sequence[str], known: set[str], zh: str, en: str, titles: Mapping[str, str] | None = None
) -> list[Fault]:
    """Return a fault for each word that is not ``known``, with what is near; ``titles`` stand for what they are of."""
    faults = []
    for name in asked:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=3, cutoff=0.5)
            near = near or [titles[one] for one in get_close_matches(name, titles or (), n=3, cutoff=0.5) if titles]
            near = near or [*sorted(known)[:5], *(["…"] if len(known) > 5 else [])]
            faults.append(
                Fault(
                    option,
                    Text(
                        f"没有名为“{name}”的{zh}。可写：{'、'.join(near)}。",
                        f"There is no {en} “{name}”. You can write: {', '.join(near)}.",
                    ),
                )
            )
    return faults
