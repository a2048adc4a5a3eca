"""``checkbranch visits``: whom to visit, by when, and who goes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from ..engine import CheckbranchError, Inputs, Request, Shipped, audit_inputs, read_inputs, read_workspace
from ..engine.errors import fail
from ..engine.text import Text
from ..reports.asked import Ask
from ..reports.visits.formats import SHEETS, VISITS
from ..reports.visits.report import visit_report
from ..reports.visits.rows import visit_duties
from ..rules import names, path_of
from .audit import exit_code
from .check import exit_code as data_code
from .day import today
from .folders import check_folder
from .helper_files import write_helpers
from .log import audit_facts, current_log, logged
from .options import AS_OF, DUTIES, ENGINE, FAIL_ON, LANGUAGE, NO_WAIVERS, UNITS, WORKSPACE
from .output import say, say_engine
from .progress import progress
from .redaction import REDACT, masker_of, redacted
from .report_files import check_originals, dated, report_options, targets_of, write_files, write_shown

_EACH = Text("每位帮扶责任人一份", "a sheet of each helper")


@click.command()
@logged
@WORKSPACE
@AS_OF
@UNITS
@DUTIES
@click.option("--helper", "helpers", multiple=True, help="只列此帮扶责任人的，可多次。 Of this helper only.")
@click.option(
    "--due",
    "within",
    type=click.IntRange(0, 3660),
    metavar="DAYS",
    help="只列已逾期和这么多天内到期的。 Only what is overdue or due within so many days.",
)
@click.option("--members", is_flag=True, help="也列对每名党员的谈话等。 Talks and the like with members too.")
@report_options(VISITS)
@click.option(
    "--per-helper",
    "folder",
    type=click.Path(path_type=Path),
    help="每位帮扶责任人一份走访单，写入此文件夹。 A sheet for each helper, into this folder.",
)
@FAIL_ON
@NO_WAIVERS
@REDACT
@LANGUAGE
@ENGINE
def visits_command(
    workspace: Path,
    as_of: date | None,
    units: tuple[str, ...],
    duties: tuple[str, ...],
    helpers: tuple[str, ...],
    within: int | None,
    members: bool,
    forms: tuple[str, ...],
    outputs: tuple[Path, ...],
    folder: Path | None,
    fail_on: str,
    no_waivers: bool,
    redact: bool,
    language: str | None,
    engine: str | None,
) -> None:
    """走访台账：每户上次走访、应访期限、帮扶责任人和没有计入的走访。 Visits: the last, the next due, who goes.

    退出码：0 没有达到级别的走访缺口或数据问题；1 有；2 无法使用。
    Exit code: 0 no gap of visits or problem of the data at or above the level, 1 there is one, 2 it cannot be used.
    """
    speak = language or "zh"
    try:
        sheets, forms = _sheets(forms, outputs, folder)
        targets = targets_of(VISITS, forms, outputs)
        settings = read_workspace(workspace)
        speak = language or settings.language
        day = as_of or today(settings.timezone)
        targets = dated(targets, day)
        check_originals(targets, settings)
        if folder is not None:
            check_folder(folder, _EACH)
        with progress(speak) as shown:
            inputs = read_inputs(settings, Shipped(path_of, names()))
            _check_helpers(inputs, helpers)
            shown.stage("judge")
            families = ("household", "member") if members else ("household",)
            own = _duties(inputs, families, duties)
            request = Request(day, None, None, None, units, own, not no_waivers, engine)
            masker = masker_of(inputs, speak) if redact else None
            audit = redacted(audit_inputs(inputs, request), masker)
            helpers = tuple(masker.name(name) for name in helpers) if masker else helpers
            report = visit_report(audit, families if own else (), within, helpers)
            shown.stage("write")
            # Without any duty of visits nothing is judged but the data.
            code = exit_code(audit, fail_on, speak) if own else data_code(audit.ledger, fail_on)
            ask = Ask(speak, exit_code=code)
            write_files(report, targets, ask)
            if folder is not None:
                _say_written(write_helpers(report, folder, sheets, settings, speak), folder, speak)
        say_engine(audit.engine, engine, speak)
        write_shown(report, targets, ask)
        current_log().count(audit_facts(audit), shown=any(target.path is None for target in targets))
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(ask.exit_code or 0)


def _sheets(
    forms: tuple[str, ...], outputs: tuple[Path, ...], folder: Path | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the formats of the helpers' sheets, and those of the report; a format without ``-o`` is of the sheets."""
    if folder is None or outputs or not forms:
        return SHEETS[:1], forms
    wrong = [form for form in forms if form not in SHEETS]
    if wrong:
        raise fail(
            "--format",
            f"走访单没有 {wrong[0]} 格式。请写 {'、'.join(SHEETS)}，或为总表另写 -o。",
            f"A helper's sheet cannot be {wrong[0]}. Write {' or '.join(SHEETS)}, or give the table an -o.",
        )
    return forms, ()


def _duties(inputs: Inputs, families: Sequence[str], asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the duties that are looked at; raises CheckbranchError for one that asks for no visits."""
    own = tuple(duty.id for duty in visit_duties(inputs.rules, families))
    known = {duty.id for duty in inputs.rules.duties}
    for name in asked:
        if name in known and name not in own:
            raise fail(
                "--duty",
                f"“{name}”不是走访事项。可写：{'、'.join(own) or '（没有）'}；对党员的谈话等请加 --members。",
                f"“{name}” asks for no visits. You can write: {', '.join(own) or '(none)'}; for talks with members add "
                "--members.",
            )
    return asked or own


def _check_helpers(inputs: Inputs, helpers: Sequence[str]) -> None:
    """Raise CheckbranchError for a helper whom no roster names; no other name is told."""
    known: set[str] = set()
    for family, column in (("household", "helpers"), ("member", "contact_person")):
        versions = inputs.ledger.attributes.get(family)
        for cell in versions.columns.get(column, ()) if versions is not None else ():
            known.update(cell if isinstance(cell, tuple) else () if cell is None else (str(cell),))
    for name in helpers:
        if name not in known:
            raise fail(
                "--helper",
                f"住户表的“帮扶责任人”一栏没有“{name}”。请核对姓名。",
                f"No household names “{name}” as its helper. Check the name.",
            )


def _say_written(number: int, folder: Path, language: str) -> None:
    text = f"{folder}: {number} sheets" if language == "en" else f"{folder}：已写走访单 {number} 份"
    current_log().say(text)
