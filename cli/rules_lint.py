"""``checkbranch rules lint``: packs and scoring tables checked without judging anything by them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import click

from ..engine import CheckbranchError, read_workspace
from ..engine.lint_workspace import workspace_faults
from ..engine.packs.advice import Linted, lint
from ..engine.packs.score_checks import LintedTable, lint_score
from ..engine.packs.score_model import ScoreTable
from ..engine.packs.targets import is_score, is_workspace, rules_of, target, workspace_using
from ..engine.workspaces.settings import Workspace
from ..engine.workspaces.workspace import FILE
from ..reports.inspection.score_words import points_text
from ..reports.layout import Page, safe
from ..reports.programs.rules_json import lint_value, write_rules_json
from ..rules import names, path_of, score_names, score_path
from .day import DAY, today
from .output import opened, say
from .rules_choice import language_of
from .score_choice import named_table, shipped_duties, table_of

_ZONE = "Asia/Shanghai"


@click.command("lint")
@click.argument("targets", metavar="[PACK|TABLE|WORKSPACE]...", nargs=-1)
@click.option("--strict", is_flag=True, help="有改进建议时退出码也为 1。 Exit with 1 where there are hints.")
@click.option("--as-of", type=DAY, help="按哪一天看条文核对是否过久，默认今天。 The day by which checks are old.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
def lint_command(targets: tuple[str, ...], strict: bool, as_of: date | None, form: str, language: str | None) -> None:
    """检查规则包和评分表的写法；不写对象时查当前工作区，没有则查内置的。工作区还核对规则用到的栏，台账里是否有。

    Check packs and scoring tables: files, folders, workspaces, shipped names; by default the workspace here, else all
    that is shipped. Of a workspace also whether its tables have the columns that the rules name.

    退出码：0 无误；1 有建议且用了 --strict；2 有错误。 Exit code: 0 no fault, 1 hints and --strict, 2 faults.
    """
    speak = language_of(None, language)
    day = as_of or today(_ZONE)
    here = ["."] if Path(FILE).is_file() else [*names(), *score_names()]
    found = [one for name in targets or here for one in _linted(name, day)]
    with opened(None) as out:
        if form == "json":
            write_rules_json(out, "lint", speak, {"targets": [lint_value(name, each, speak) for name, each in found]})
        else:
            for name, linted in found:
                _tell(Page(out, speak), name, linted)
    if any(linted.faults for _, linted in found):
        sys.exit(2)
    sys.exit(int(strict and any(linted.hints for _, linted in found)))


def _linted(name: str, day: date) -> Iterator[tuple[str, Linted | LintedTable]]:
    """Yield what one target means and what was found in it; of a workspace also its scoring table."""
    path = Path(name)
    try:
        if is_score(path) or (score_path(name) is not None and path_of(name) is None and not path.exists()):
            table = named_table(name, Path(), "")
            yield name, _table(table, workspace_using(path) if path.is_file() else None, day)
            return
        linted = lint(target(name, path_of, names()), day)
        if not linted.faults and is_workspace(path):
            linted = replace(linted, faults=workspace_faults(path, path_of, names()))
        yield name, linted
    except CheckbranchError as error:
        yield name, Linted(0, 0, error.faults, ())
        return
    if is_workspace(path):
        yield from _own_table(path, day)


def _own_table(path: Path, day: date) -> Iterator[tuple[str, LintedTable]]:
    """Yield the scoring table that the settings of a workspace name."""
    settings = read_workspace(path)
    if settings.score is None:
        return
    try:
        table = table_of(None, settings)
        assert table is not None
        yield settings.score, _table(table, settings, day)
    except CheckbranchError as error:
        yield settings.score, LintedTable(0, Fraction(0), error.faults, ())


def _table(table: ScoreTable, workspace: Workspace | None, day: date) -> LintedTable:
    known = None
    if workspace is not None:
        try:
            known = [duty.id for duty in rules_of(workspace, path_of, names()).load().duties]
        except CheckbranchError:
            known = None  # the faults of the packs are told where those are looked at
    return lint_score(table, known, shipped_duties, day)


def _tell(page: Page, name: str, linted: Linted | LintedTable) -> None:
    """Write the hints of one target and how it went; faults go to standard error, a line each."""
    if linted.faults:
        say(CheckbranchError(linted.faults), page.language)
        return
    for hint in linted.hints:
        told = page.say(f"{hint.where}: 建议：{hint.message.zh}", f"{hint.where}: hint: {hint.message.en}")
        page.line(safe(told), "doubt")
    if isinstance(linted, LintedTable):
        told = page.say(
            f"{name}：评分项 {linted.items} 个，共 {points_text(linted.points)} 分，没有错误",
            f"{name}: {linted.items} items, {points_text(linted.points)} points, no faults",
        )
    else:
        told = page.say(
            f"{name}：事项 {linted.duties} 项，推断 {linted.inferences} 条，没有错误",
            f"{name}: {linted.duties} duties, {linted.inferences} inferences, no faults",
        )
    number = len(linted.hints)
    hints = page.say(f"，建议 {number} 条", f", {number} hints") if number else ""
    page.line(safe(told + hints + page.say("。", ".")))
