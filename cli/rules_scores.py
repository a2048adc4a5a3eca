"""``checkbranch rules scores``: the scoring tables that are shipped, and one of them, or one's own, in full."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..engine import CheckbranchError
from ..engine.packs.score_checks import check_score
from ..engine.packs.score_model import ScoreTable
from ..reports.layout import Page
from ..reports.programs.rules_json import write_rules_json
from ..reports.rulebook.scores import table_value, write_table, write_tables
from ..rules import score_names
from .completion import complete_scores
from .output import opened, say
from .score_choice import named_table, shipped_duties


@click.command("scores")
@click.argument("name", metavar="[NAME|FILE]", required=False, shell_complete=complete_scores)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), default="zh", help="语言。 Language.")
def scores_command(name: str | None, form: str, language: str) -> None:
    """评分表：列出内置的；写名称或自己的文件，则检查并显示全表。 The scoring tables, or one of them in full.

    退出码：0 可用；2 有错误。 Exit code: 0 it can be used, 2 it has faults.
    """
    try:
        tables = [named_table(one, Path(), "") for one in ([name] if name else score_names())]
        if name:
            _check(tables[0])
        with opened(None) as out:
            if form == "json":
                values = [table_value(table, language, full=bool(name)) for table in tables]
                write_rules_json(out, "scores", language, {"tables": values})
            elif name:
                write_table(Page(out, language), tables[0])
            else:
                write_tables(Page(out, language), tables)
    except CheckbranchError as error:
        say(error, language)
        sys.exit(2)


def _check(table: ScoreTable) -> None:
    """Raise CheckbranchError for a shipped table on a duty of no pack; one's own may name duties of its workspace."""
    if table.shipped:
        check_score(table, [], shipped_duties)
