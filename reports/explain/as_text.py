"""An explanation as text for a person."""

from __future__ import annotations

from typing import TextIO

from ...engine.answering.answers import Answer, FindingAnswer, FlagAnswer
from ..layout import Page
from .duty import write_duty, write_subject
from .finding import write_finding
from .flag import write_flags


def write_explanation(
    answer: Answer, out: TextIO, language: str = "zh", width: int | None = None, color: bool | None = None
) -> None:
    """Write an answer to ``out``; ``width`` in cells and ``color`` are taken from the terminal where they are None."""
    page = Page(out, language, width, color)
    if answer.audit.assumptions:
        page.line(page.say("以下为推定，请先核对：", "Assumed; please check first:"), "doubt")
        for assumed in answer.audit.assumptions:
            page.para("- " + assumed.say(language), 2, 2)
        page.line()
    if isinstance(answer, FindingAnswer):
        write_finding(page, answer)
    elif isinstance(answer, FlagAnswer):
        write_flags(page, answer)
    elif answer.subject is not None:
        write_subject(page, answer)
    else:
        write_duty(page, answer)
