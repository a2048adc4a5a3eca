"""``checkbranch inspect``: the self-check before an inspection, as text or as a form to print, edit and score."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ..engine import (
    CheckbranchError,
    Finding,
    Inputs,
    Request,
    Shipped,
    audit_inputs,
    read_inputs,
    read_workspace,
    span_of,
)
from ..engine.errors import fail
from ..engine.packs.score_checks import check_checked
from ..reports.asked import Ask
from ..reports.elsewhere import left_out
from ..reports.inspection.build import inspection_of
from ..reports.inspection.formats import INSPECT
from ..reports.inspection.model import Inspection
from ..reports.inspection.scoring import scored
from ..rules import names, path_of
from .audit import exit_code
from .completion import complete_scores
from .day import DAY, today
from .log import audit_facts, current_log, logged
from .options import AS_OF, DUTIES, ENGINE, FAIL_ON, FIRST, LANGUAGE, LAST, NO_WAIVERS, PERIOD, UNITS, WORKSPACE
from .output import say, say_engine
from .progress import progress
from .redaction import REDACT, masker_of, redacted, redacted_findings
from .report_files import check_originals, dated, report_options, targets_of, write_files, write_shown
from .score_choice import absent_of, table_of

_FARTHEST = 366  # days; a later inspection is more likely a misprint than a plan


@click.command()
@logged
@WORKSPACE
@click.option("--on", type=DAY, help="检查日，默认为自查当天。 Day of the inspection; default the as-of day.")
@AS_OF
@PERIOD
@FIRST
@LAST
@UNITS
@DUTIES
@report_options(INSPECT)
@click.option(
    "--score",
    metavar="NAME|FILE",
    shell_complete=complete_scores,
    help="按这张评分表自评：内置的名称（见 rules scores）或自己的 .yaml。 Score by this table.",
)
@FAIL_ON
@NO_WAIVERS
@REDACT
@LANGUAGE
@ENGINE
def inspect_command(
    workspace: Path,
    on: date | None,
    as_of: date | None,
    period: str | None,
    first: date | None,
    last: date | None,
    units: tuple[str, ...],
    duties: tuple[str, ...],
    forms: tuple[str, ...],
    outputs: tuple[Path, ...],
    score: str | None,
    fail_on: str,
    no_waivers: bool,
    redact: bool,
    language: str | None,
    engine: str | None,
) -> None:
    """迎检自查表：以今天为准，为某日的检查逐项自查。 The self-check for an inspection on a day, judged as of today.

    退出码：0 没有达到级别的缺口或数据问题；1 有；2 无法使用。
    Exit code: 0 nothing at or above the level, 1 something is, 2 it cannot be used.
    """
    speak = language or "zh"
    try:
        targets = targets_of(INSPECT, forms, outputs)
        settings = read_workspace(workspace)
        speak = language or settings.language
        table = table_of(score, settings)
        day = as_of or today(settings.timezone)
        if table:
            check_checked(table, max(day, today(settings.timezone)))
        targets = dated(targets, day)
        check_originals(targets, settings)
        on = _checked(on or day, day)
        request = Request(day, period, first, last, units, duties, not no_waivers, engine)
        with progress(speak) as shown:
            span_of(request)
            inputs = read_inputs(settings, Shipped(path_of, names()))
            absent = absent_of(table, inputs.rules) if table else {}
            shown.stage("judge")
            masker = masker_of(inputs, speak) if redact else None
            audit = redacted(audit_inputs(inputs, request), masker)
            ahead = redacted_findings(_ahead(inputs, request, on), masker)
            checked = inspection_of(audit, on, inputs.days, ahead, waivers=request.waivers)
            if table:
                checked.score = scored(table, checked, absent, _unwaived(inputs, request, checked), duties)
            shown.stage("write")
            ask = Ask(speak, None, exit_code(audit, fail_on, speak))
            write_files(checked, targets, ask)
        say_engine(audit.engine, engine, speak)
        if left := left_out(audit.ledger):
            current_log().say(left.say(speak))
        write_shown(checked, targets, ask)
        current_log().count(audit_facts(audit), shown=any(target.path is None for target in targets))
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(ask.exit_code)


def _unwaived(inputs: Inputs, request: Request, checked: Inspection) -> Inspection | None:
    """Return the self-check without waivers, where they cover something."""
    if not checked.cover.counts.get("waived"):
        return None
    audit = audit_inputs(inputs, replace(request, waivers=False))
    return inspection_of(audit, checked.cover.on, inputs.days, waivers=False)


def _checked(on: date, as_of: date) -> date:
    """Return the day of the inspection; raises CheckbranchError for one that is past or too far away."""
    if on < as_of:
        raise fail(
            "--on",
            f"检查日 {on} 早于自查截至日 {as_of}。请写 {as_of} 或以后的日期；要看那一天的情况，请同时写 --as-of {on}。",
            f"The inspection {on} is before the as-of day {as_of}. Write {as_of} or later; to see how things stood on "
            f"that day write --as-of {on} too.",
        )
    if (on - as_of).days > _FARTHEST:
        raise fail(
            "--on",
            f"检查日 {on} 比自查截至日 {as_of} 晚一年以上。请核对年份。",
            f"The inspection {on} is more than a year after the as-of day {as_of}. Check the year.",
        )
    return on


def _ahead(inputs: Inputs, request: Request, on: date) -> Iterator[Finding]:
    """Yield the obligations through ``on``, so that those of periods yet to begin are among them."""
    if on == request.as_of:
        return iter(())
    if request.period is None and request.last is None:
        request = replace(request, first=request.first or request.as_of, last=on)
    return audit_inputs(inputs, replace(request, ahead=True)).findings("all")
