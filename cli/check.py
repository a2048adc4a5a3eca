"""``checkbranch check``: the data alone, row by row, before any rule is applied."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, TextIO

import click

from ..engine import CheckbranchError, Shipped, read_inputs, read_workspace
from ..engine.errors import fail
from ..engine.ledger import Keeper, Ledger
from ..engine.workspaces.settings import Workspace
from ..reports.datacheck.as_json import write_check_json
from ..reports.datacheck.as_text import write_check
from ..rules import names, path_of
from .log import Number, current_log, logged
from .options import FAIL_ON, LANGUAGE, OUTPUT, WORKSPACE, formats
from .originals import check_not_original
from .output import check_target, opened, say, write_whole
from .progress import progress
from .redaction import REDACT, redacted_check

_ACCOUNT = ("read", "taken", "problems", "blank", "skipped")
_LEVELS = {"error": 2, "warning": 1, "info": 0}


@click.command()
@logged
@WORKSPACE
@formats("text", "json", "xlsx")
@OUTPUT
@FAIL_ON
@REDACT
@LANGUAGE
def check_command(
    workspace: Path,
    form: Literal["text", "json", "xlsx"],
    output: Path | None,
    fail_on: str,
    redact: bool,
    language: str | None,
) -> None:
    """只核对数据：逐行说明读到了什么、哪里要改。 Check the data alone: what was read, and what to mend where.

    --format xlsx 生成台账的副本，有问题的单元格涂色并写明改法；原文件不改动。
    --format xlsx makes a copy of the ledgers with the cells marked; the files themselves are never touched.

    退出码：0 没有达到级别的数据问题；1 有；2 无法使用。
    Exit code: 0 no problem of the data at or above the level, 1 there is one, 2 it cannot be used.
    """
    speak = language or "zh"
    try:
        if output is not None:
            check_target(output)
        settings = read_workspace(workspace)
        speak = language or settings.language
        if form == "xlsx" and output is None:
            raise _no_output()
        if output is not None:
            check_not_original(output, settings)
        keeper = Keeper() if form == "xlsx" else None
        with progress(speak):
            inputs = read_inputs(settings, Shipped(path_of, names()), keeper)
            ledger, sheets = inputs.ledger, keeper.sheets if keeper is not None else []
            if redact:
                settings, ledger, sheets = redacted_check(inputs, sheets, speak)
            code = exit_code(ledger, fail_on)
            if keeper is not None and output is not None:
                from ..reports.datacheck.as_xlsx import check_workbook

                write_whole(output, check_workbook(settings, ledger, sheets, speak))
        if keeper is None:
            with opened(output) as out:
                _write(settings, ledger, out, form, speak, code)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    _say_lost(ledger, speak)
    current_log().count(_facts(ledger), shown=output is None)
    sys.exit(code)


def _no_output() -> CheckbranchError:
    return fail(
        "--format xlsx",
        "表格要写入文件。请用 -o 写出文件名，如 -o 核对.xlsx。",
        "A workbook is written to a file. Name it with -o, such as -o checked.xlsx.",
    )


def exit_code(ledger: Ledger, fail_on: str) -> int:
    """Return 2 where a whole source could not be read, 1 for a problem at or above the level ``fail_on``, else 0."""
    if any(source.unreadable for source in ledger.sources):
        return 2
    if fail_on == "never":
        return 0
    return int(any(_LEVELS[problem.severity] >= _LEVELS[fail_on] for problem in ledger.problems))


def _facts(ledger: Ledger) -> dict[str, Number]:
    """Return the row account and the problems for the line at the end."""
    rows = {name: sum(getattr(one, name) for one in ledger.sources) for name in _ACCOUNT}
    return {"sources": len(ledger.sources), **rows, "found": len(ledger.problems)}


def _write(settings: Workspace, ledger: Ledger, out: TextIO, form: str, language: str, code: int) -> None:
    if form == "json":
        write_check_json(settings, ledger, out, language)
    else:
        write_check(settings, ledger, out, language, exit_code=code)


def _say_lost(ledger: Ledger, language: str) -> None:
    """Say on standard error which sources could not be read, a line each."""
    for lost in (source.source for source in ledger.sources if source.unreadable):
        text = next((problem.message.say(language) for problem in ledger.problems if problem.source == lost), "")
        current_log().say(f"{lost}: {text}", "error")
