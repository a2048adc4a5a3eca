"""``--redact``: names of people and households are masked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click

from ..engine import Audit, CheckbranchError, Finding, Inputs
from ..engine.errors import Fault, fail
from ..engine.ledger.keeping import Kept
from ..engine.ledger.model import Ledger
from ..engine.workspaces.settings import Workspace

if TYPE_CHECKING:
    from ..engine.answering.answers import Answer
    from ..engine.planning.book import PlanBook
    from ..engine.planning.edits import Edits
    from ..engine.privacy import Masker

REDACT = click.option(
    "--redact",
    is_flag=True,
    help="隐去人员和住户的姓名、证件号、电话。 Mask names of people and households, id and phone numbers.",
)


def masker_of(inputs: Inputs, language: str, sheets: Iterable[Kept] = (), others: Iterable[str] = ()) -> Masker:
    """Return what masks everything that was read; ``others`` are names that the ledger does not hold."""
    from ..engine.privacy import Masker

    return Masker(inputs.ledger, inputs.rules, inputs.workspace, language, sheets, others)


def redacted(audit: Audit, masker: Masker | None) -> Audit:
    """Return the audit as the writers are to see it: masked where there is a masker."""
    if masker is None:
        return audit
    from ..reports.redacted import RedactedAudit

    # It offers what a report asks of an audit, and passes on all else.
    return cast(Audit, RedactedAudit(audit, masker))


def redacted_findings(findings: Iterable[Finding], masker: Masker | None) -> Iterator[Finding]:
    """Yield findings, masked where there is a masker."""
    return iter(findings) if masker is None else map(masker.value, findings)


def redacted_check(inputs: Inputs, sheets: Sequence[Kept], language: str) -> tuple[Workspace, Ledger, list[Kept]]:
    """Return the settings, what was read and the sheets as they stand in their files, all of them masked."""
    from ..reports.redacted import redacted_ledger, redacted_settings, redacted_sheets

    masker = masker_of(inputs, language, sheets)
    return (
        redacted_settings(inputs.workspace, masker),
        redacted_ledger(inputs.ledger, masker),
        redacted_sheets(sheets, inputs.ledger.problems, masker),
    )


def redacted_plan(
    inputs: Inputs, audit: Audit, edits: Edits, book: PlanBook | None, language: str
) -> tuple[Audit, Edits]:
    """Return the audit of a plan, and what people wrote into its workbook, masked.

    Raises CheckbranchError where that workbook would be written over, as what they wrote would be lost.
    """
    if book is not None:
        raise fail(
            "--redact",
            f"“{book.file}”中有填写的姓名等内容，隐去后不能写回。"
            "请另取一个文件名，或用 --edits 读取它、写 .html 或 .ics。",
            f"{book.file} holds what people wrote; masked, it cannot be written over it. Choose another file name, or "
            "read it with --edits and write .html or .ics.",
        )
    from ..engine.privacy.names import names_in

    persons = [edit.person for edit in (*edits.by_uid.values(), *(added.edit for added in edits.added))]
    masker = masker_of(inputs, language, others=(name for cell in persons for name in names_in(cell)))
    return redacted(audit, masker), masker.value(edits)


def redacted_answer(answer: Answer, masker: Masker | None) -> Answer:
    """Return an answer to a question with its audit, findings and flags masked."""
    if masker is None:
        return answer
    audit = redacted(answer.audit, masker)
    bare: Answer = replace(answer, audit=cast(Audit, None))
    return replace(masker.value(bare), audit=audit)


def redacted_error(error: CheckbranchError, masker: Masker | None) -> CheckbranchError:
    """Return an error whose words name nobody."""
    if masker is None:
        return error
    return CheckbranchError([Fault(masker.text(one.where), masker.value(one.message)) for one in error.faults])
