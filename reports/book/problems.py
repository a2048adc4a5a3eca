"""The sheet of problems of the data: where, what is wrong, and what to write instead."""

from __future__ import annotations

from ...engine.text import Text
from ..datacheck.as_text import grouped
from ..datacheck.listing import level_name
from ..elsewhere import left_out
from ..words.fields import FIELD, named
from ..words.problems import CODE, TAKEN
from .page import Book
from .table import Column

NAME = Text("数据问题", "Data problems")

_COLUMNS = (
    Column(Text("级别", "Level"), 10, "centre"),
    Column(Text("出处", "Where"), 34),
    Column(Text("列", "Column"), 14),
    Column(Text("问题", "Problem"), 22),
    Column(Text("说明和改法", "What is wrong, and what to write"), 70),
    Column(Text("采用情况", "Taken or not"), 24),
)


def write_problems(book: Book) -> None:
    """Write every problem, the gravest kinds first."""
    problems = book.audit.ledger.problems
    table = book.table(NAME, _COLUMNS, max(len(problems) + bool(book.audit.ledger.problems_elsewhere), 1))
    for severity, code, found in grouped(problems):
        title = CODE.get(code)
        for problem in found:
            table.add(
                [
                    level_name(severity, book.language),
                    problem.source,
                    named(FIELD, problem.column, book.language) if problem.column else "",
                    book.say(title) if title else code,
                    problem.message.say(book.language),
                    book.say(TAKEN[severity]),
                ]
            )
    left = left_out(book.audit.ledger)
    if left:
        table.add(["", "", "", "", book.say(left), ""])
    elif not problems:
        table.add(["", "", "", "", book.page.say("没有发现数据问题。", "No data problem was found."), ""])
    table.close()
