"""``checkbranch audit``: the main job."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ..engine import Audit, CheckbranchError, Request, Shipped, audit_inputs, read_inputs, read_workspace, span_of
from ..engine.text import Text
from ..reports.asked import Ask
from ..reports.elsewhere import left_out
from ..reports.formats import AUDIT
from ..rules import names, path_of
from .day import today
from .history import HISTORY, history_for
from .log import audit_facts, current_log, logged
from .options import (
    AS_OF,
    DUTIES,
    ENGINE,
    FAIL_ON,
    FIRST,
    LANGUAGE,
    LAST,
    NO_WAIVERS,
    PERIOD,
    UNITS,
    WORKSPACE,
)
from .output import say, say_all, say_engine
from .progress import progress
from .redaction import REDACT, masker_of, redacted
from .report_files import check_originals, dated, report_options, targets_of, write_files, write_shown
from .unit_pages import PER_UNIT, open_pages, write_pages

if TYPE_CHECKING:
    from ..reports.compared.baseline import Comparison
    from ..reports.compared.earlier import Earlier

LEVELS = {"error": 2, "warning": 1, "info": 0}


@click.command()
@logged
@WORKSPACE
@AS_OF
@PERIOD
@FIRST
@LAST
@UNITS
@DUTIES
@report_options(AUDIT)
@click.option("--findings", "which", type=click.Choice(["gaps", "all"]), help="列出缺口或全部。 List gaps or all.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="JSON",
    help="以前的核对结果（JSON）：只有新增的使退出码为 1。 An earlier audit: only what is new counts.",
)
@PER_UNIT
@HISTORY
@click.option(
    "--evidence",
    is_flag=True,
    help="列出达标事项的记录及其出处。 List the records behind what is met, with their rows.",
)
@FAIL_ON
@NO_WAIVERS
@REDACT
@LANGUAGE
@ENGINE
def audit_command(
    workspace: Path,
    as_of: date | None,
    period: str | None,
    first: date | None,
    last: date | None,
    units: tuple[str, ...],
    duties: tuple[str, ...],
    forms: tuple[str, ...],
    outputs: tuple[Path, ...],
    which: Literal["gaps", "all"] | None,
    baseline: Path | None,
    pages: Path | None,
    history: Path | None,
    evidence: bool,
    fail_on: str,
    no_waivers: bool,
    redact: bool,
    language: str | None,
    engine: str | None,
) -> None:
    """核对一个工作区（文件夹）或一份台账。 Audit a workspace (a folder) or a single ledger file.

    退出码：0 没有达到级别的缺口或数据问题；1 有；2 无法使用。
    Exit code: 0 nothing at or above the level, 1 something is, 2 it cannot be used.
    """
    speak = language or "zh"
    try:
        targets = [] if pages and not forms and not outputs else targets_of(AUDIT, forms, outputs)
        settings = read_workspace(workspace)
        speak = language or settings.language
        day = as_of or today(settings.timezone)
        targets = dated(targets, day)
        check_originals(targets, settings)
        folder = open_pages(pages, settings) if pages else None
        request = Request(
            as_of=day,
            period=period,
            first=first,
            last=last,
            units=units,
            duties=duties,
            waivers=not no_waivers,
            engine=engine,
        )
        with progress(speak) as shown:
            span_of(request)
            earlier = None if baseline is None else _earlier(baseline)
            past = history_for(history, (one.format.name for one in targets), pages, settings, request.as_of)
            inputs = read_inputs(settings, Shipped(path_of, names()))
            shown.stage("judge")
            judged = audit_inputs(inputs, request)
            compared = None if earlier is None else _compared(judged, earlier)
            done = redacted(judged, masker_of(inputs, speak) if redact else None)
            shown.stage("write")
            code = exit_code(done, fail_on, speak, compared)
            left = left_out(judged.ledger)
            told: list[Text] = [*(past.notes if past else ()), *([left] if left else ())]
            ask = Ask(
                speak, which, code, units, duties, not no_waivers, compared,
                redacted=redact, tell=told.append, history=past, evidence=evidence,
            )  # fmt: skip
            write_files(done, targets, ask)
            if folder is not None:
                from ..reports.html.report import HtmlReport

                told += write_pages(folder, HtmlReport(done, speak, past), settings)
        for text in told:
            current_log().say(text.say(speak))
        say_engine(done.engine, engine, speak)
        if compared is not None:
            say_all(compared.notes, f"--baseline {baseline}", speak)
        write_shown(done, targets, ask)
        current_log().count(audit_facts(done), shown=any(target.path is None for target in targets))
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(code)


def _earlier(baseline: Path) -> Earlier:
    from ..reports.compared.earlier import read_earlier

    return read_earlier(baseline)


def _compared(done: Audit, earlier: Earlier) -> Comparison:
    """Hold the audit against an earlier one; raises CheckbranchError where that is no baseline for it."""
    from ..reports.compared.baseline import check_baseline, compare, read_baseline

    check_baseline(earlier, done.workspace.name, (unit for unit, *_ in done.unit_rows()), done.as_of)
    return compare(done, read_baseline(earlier), done.trace().places)


def exit_code(done: Audit, fail_on: str, language: str, compared: Comparison | None = None) -> int:
    """Return the exit code of a finished audit, and say on standard error which sources could not be read.

    With a baseline only what is new counts.
    """
    lost = [source.source for source in done.ledger.sources if source.unreadable]
    for source in lost:
        text = next((p.message.say(language) for p in done.ledger.problems if p.source == source), "")
        current_log().say(f"{source}: {text}", "error")
    if lost:
        return 2
    if fail_on == "never":
        return 0
    if compared is not None:
        found = compared.severities
    else:
        found = done.severities() | {flag.severity for flag in done.flags}
        found |= {problem.severity for problem in done.ledger.problems}
    return int(any(LEVELS[severity] >= LEVELS[fail_on] for severity in found))
