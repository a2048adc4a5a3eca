"""``checkbranch rules test``: the rules tried out on cases that their author wrote."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..engine import CheckbranchError
from ..engine.cases.files import Suite, suites
from ..engine.cases.suite import run_suites
from ..engine.errors import Fault, fail
from ..engine.workspaces.workspace import FILE
from ..reports.layout import Page
from ..reports.programs.rules_json import write_rules_json
from ..reports.rulebook.cases_json import suite_value
from ..reports.rulebook.cases_text import write_cases
from ..rules import names, path_of
from .output import opened, say
from .rules_choice import language_of


@click.command("test")
@click.argument("targets", metavar="[PACK|FILE|WORKSPACE]...", nargs=-1)
@click.option("--strict", is_flag=True, help="有规则没有试到时退出码也为 1。 Exit with 1 where a rule is not tried.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
@click.option("--engine", type=click.Choice(["durable", "reference"]), help="判定引擎。 What decides the verdicts.")
def cases_command(targets: tuple[str, ...], strict: bool, form: str, language: str | None, engine: str | None) -> None:
    """用例试规则：每个用例是一小份台账和应得的结论，写在规则包旁的 NAME.cases.yaml 里。

    Try rules out on cases: small ledgers with the verdicts they should get, in NAME.cases.yaml beside the pack.

    默认试当前工作区自己的规则包，没有工作区则试内置规则包。 By default the packs of the workspace here, else all
    shipped packs.

    退出码：0 全部相符；1 有用例不符；2 无法使用。 Exit code: 0 all as expected, 1 a case differs, 2 unusable.
    """
    speak = language_of(None, language)
    here = ["."] if Path(FILE).is_file() else names()
    found: list[Suite] = []
    faults: list[Fault] = []
    for name in targets or here:
        try:
            found += _meant(name)
        except CheckbranchError as error:
            faults += error.faults
    results, unusable = run_suites(found, engine)
    faults += unusable
    with opened(None) as out:
        if form == "json":
            write_rules_json(out, "test", speak, {"targets": [suite_value(each, speak) for each in results]})
        else:
            for number, result in enumerate(results):
                page = Page(out, speak)
                if number:
                    page.line()
                write_cases(page, result)
    if faults:
        say(CheckbranchError(faults), speak)
        sys.exit(2)
    bad = any(result.failed for result in results)
    sys.exit(int(bad or (strict and any(each.untried or each.shown is None for each in results))))


def _meant(name: str) -> list[Suite]:
    """Return the packs of one target; raises CheckbranchError where there is nothing to be tried."""
    found = suites(name, path_of, names())
    if not found:
        raise fail(
            name,
            "工作区没有自己的规则包可供测试。请写规则包的路径，或内置规则包的名称。",
            "The workspace has no pack of its own to test. Name a pack file, or a shipped pack.",
        )
    if all(suite.cases is None for suite in found):
        stem = Path(found[0].name).stem
        raise fail(
            name,
            f"没有用例。请在规则包旁边建 {stem}.cases.yaml；checkbranch rules new 会给出写法。",
            f"There are no cases. Put {stem}.cases.yaml beside the pack; checkbranch rules new shows how.",
        )
    return found
