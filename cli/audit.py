"""``checkbranch audit``: the main job."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from ..engine import Audit, CheckbranchError, Request, Shipped, audit_inputs, read_inputs, read_workspace, span_of
from ..reports.formats import AUDIT, Ask
from ..rules import names, path_of
from .day import today
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
from .output import say, say_engine
from .progress import progress
from .redaction import REDACT, masker_of, redacted
from .report_files import check_originals, report_options, targets_of, write_files, write_shown

LEVELS = {"error": 2, "warning": 1, "info": 0}


@click.command()
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
        targets = targets_of(AUDIT, forms, outputs)
        settings = read_workspace(workspace)
        speak = language or settings.language
        check_originals(targets, settings)
        request = Request(
            as_of=as_of or today(settings.timezone),
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
            inputs = read_inputs(settings, Shipped(path_of, names()))
            shown.stage("judge")
            done = redacted(audit_inputs(inputs, request), masker_of(inputs, speak) if redact else None)
            shown.stage("write")
            code = exit_code(done, fail_on, speak)
            ask = Ask(speak, which, code, evidence)
            write_files(done, targets, ask)
        say_engine(done.engine, engine, speak)
        write_shown(done, targets, ask)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(code)


def exit_code(done: Audit, fail_on: str, language: str) -> int:
    """Return the exit code of a finished audit, and say on standard error which sources could not be read."""
    lost = [source.source for source in done.ledger.sources if source.unreadable]
    for source in lost:
        text = next((p.message.say(language) for p in done.ledger.problems if p.source == source), "")
        click.echo(f"{source}: {' '.join(text.split())}", err=True)
    if lost:
        return 2
    if fail_on == "never":
        return 0
    found = done.severities() | {flag.severity for flag in done.flags}
    found |= {problem.severity for problem in done.ledger.problems}
    return int(any(LEVELS[severity] >= LEVELS[fail_on] for severity in found))
