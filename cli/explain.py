"""``checkbranch explain``: why a verdict is what it is."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from ..engine import CheckbranchError, Request, Shipped, read_inputs, read_workspace, span_of
from ..engine.answering.answer import Answerer
from ..engine.answering.question import nothing_asked, read_question
from ..engine.errors import fail
from ..engine.workspaces.workspace import FILE
from ..reports.explain.as_json import write_explanation_json
from ..reports.explain.as_text import write_explanation
from ..rules import names, path_of
from .day import today
from .log import current_log, logged
from .options import AS_OF, ENGINE, FIRST, LANGUAGE, LAST, formats
from .output import opened, say
from .progress import progress
from .redaction import REDACT, masker_of, redacted_answer, redacted_error


@click.command()
@logged
@click.argument("query", nargs=-1, metavar="[WORKSPACE] ID-PREFIX | DUTY [SUBJECT] [PERIOD]")
@click.option(
    "-w", "--workspace", type=click.Path(path_type=Path), help="工作区或台账。 The workspace or ledger; default ."
)
@AS_OF
@click.option("--period", metavar="KEY", help="在哪个期间里找编号。 The span: 2026-09, 2026-Q3, 2026-H2, 2026.")
@FIRST
@LAST
@formats("text", "json")
@REDACT
@LANGUAGE
@ENGINE
def explain_command(
    query: tuple[str, ...],
    workspace: Path | None,
    as_of: date | None,
    period: str | None,
    first: date | None,
    last: date | None,
    form: str,
    redact: bool,
    language: str | None,
    engine: str | None,
) -> None:
    """说明一个结论、一个事项或一条提示的来由。 Explain a finding, a duty or a flag.

    \b
    checkbranch explain 6c36                              结论或提示的编号，前4位以上 the beginning of an id
    checkbranch explain committee-meeting                 事项 a duty
    checkbranch explain committee-meeting JB              事项和对象 a duty and a subject
    checkbranch explain committee-meeting JB 2026-04      再加时段 and a period
    checkbranch explain 支委会 2026年4月                  名称、别名也可 names will do too

    第一个词是含 checkbranch.yaml 的文件夹或现有文件时，作工作区；用 -w 指定后则不再如此。
    A first word that is a folder with checkbranch.yaml, or a file, is the workspace, unless -w is given.

    退出码：0 已说明；2 无法说明。 Exit code: 0 explained, 2 it cannot be.
    """
    speak, masker = language or "zh", None
    try:
        place, words = split(workspace, query)
        settings = read_workspace(place)
        speak = language or settings.language
        request = Request(as_of or today(settings.timezone), period=period, first=first, last=last, engine=engine)
        with progress(speak) as shown:
            span_of(request)
            inputs = read_inputs(settings, Shipped(path_of, names()))
            masker = masker_of(inputs, speak) if redact else None
            question = read_question(words, inputs.rules, inputs.ledger)
            shown.stage("judge")
            answer = Answerer(inputs, request).answer(question)
            answer = redacted_answer(answer, masker)
            shown.stage("write")
        ledger = answer.audit.ledger
        for source in ledger.sources:
            if source.unreadable:
                lost = (p.message.say(speak) for p in ledger.problems if p.source == source.source)
                current_log().say(f"{source.source}: {next(lost, '')}", "error")
        with opened(None) as out:
            if form == "json":
                write_explanation_json(answer, out, speak)
            else:
                write_explanation(answer, out, speak)
    except CheckbranchError as error:
        say(redacted_error(error, masker), speak)
        sys.exit(2)


def split(workspace: Path | None, query: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return the workspace and the words of the question.

    The first word is the workspace only where none is given by ``-w`` and it is a file, or a folder with settings; it
    is taken for a misspelt one where it looks like a path and there is no workspace here. CheckbranchError where there
    is nothing asked, or no workspace.
    """
    words = query
    if workspace is None:
        here = Path()
        first = Path(query[0]) if query else here
        if query and (first.is_file() or (first / FILE).is_file()):
            workspace, words = first, query[1:]
        elif not (here / FILE).is_file() and query:
            if first.is_dir() or len(first.parts) > 1 or first.suffix:
                workspace, words = first, query[1:]
            else:
                raise fail(
                    "",
                    f"当前文件夹没有 {FILE}。请用 -w 指定工作区（文件夹）或台账文件，如 -w 台账.xlsx。",
                    f"There is no {FILE} here. Name the workspace (a folder) or a ledger file with -w.",
                )
    if not words:
        raise nothing_asked()
    return workspace or Path(), words
