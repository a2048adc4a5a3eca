"""``checkbranch inspect``: the self-check before an inspection, as text or as a form to print."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, TextIO

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
from ..reports.inspect_html import write_inspection_html
from ..reports.inspect_json import write_inspection_json
from ..reports.inspect_text import write_inspection_text
from ..reports.inspection import Inspection
from ..reports.inspection_build import inspection_of
from ..rules import names, path_of
from .audit import exit_code
from .day import DAY, today
from .options import AS_OF, DUTIES, ENGINE, FAIL_ON, FIRST, LANGUAGE, LAST, NO_WAIVERS, OUTPUT, PERIOD, UNITS, WORKSPACE
from .output import check_target, opened, say, say_engine
from .progress import progress
from .redaction import REDACT, masker_of, redacted, redacted_findings

_FARTHEST = 366  # days; a later inspection is more likely a misprint than a plan

_WRITERS = {"text": write_inspection_text, "html": write_inspection_html, "json": write_inspection_json}


@click.command()
@WORKSPACE
@click.option("--on", type=DAY, help="检查日，默认为自查当天。 Day of the inspection; default the as-of day.")
@AS_OF
@PERIOD
@FIRST
@LAST
@UNITS
@DUTIES
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
    help="文字、可打印的 A4 网页或 JSON。 Text, a form to print on A4, or JSON.",
)
@OUTPUT
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
    form: Literal["text", "html", "json"],
    output: Path | None,
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
        if output is not None:
            check_target(output)
        settings = read_workspace(workspace)
        speak = language or settings.language
        day = as_of or today(settings.timezone)
        on = _checked(on or day, day)
        request = Request(day, period, first, last, units, duties, not no_waivers, engine)
        with progress(speak) as shown:
            span_of(request)
            inputs = read_inputs(settings, Shipped(path_of, names()))
            shown.stage("judge")
            masker = masker_of(inputs, speak) if redact else None
            audit = redacted(audit_inputs(inputs, request), masker)
            ahead = redacted_findings(_ahead(inputs, request, on), masker)
            checked = inspection_of(audit, on, inputs.days, ahead, waivers=request.waivers)
            shown.stage("write")
            code = exit_code(audit, fail_on, speak)
            if output is not None:
                _write(checked, output, form, speak)
        say_engine(audit.engine, engine, speak)
        if output is None:
            _write(checked, None, form, speak)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(code)


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


def _write(checked: Inspection, output: Path | None, form: Literal["text", "html", "json"], language: str) -> None:
    with opened(output) as out:
        _write_to(checked, out, form, language)


def _write_to(checked: Inspection, out: TextIO, form: Literal["text", "html", "json"], language: str) -> None:
    _WRITERS[form](checked, out, language)
