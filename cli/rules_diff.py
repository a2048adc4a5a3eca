"""``checkbranch rules diff``: what changed between two packs or workspaces, or between two days."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from ..engine import CheckbranchError
from ..engine.errors import fail
from ..engine.packs.compare import compare, in_force
from ..engine.packs.targets import is_workspace, target
from ..reports.layout import Page
from ..reports.rulebook.diff_json import write_diff_json
from ..reports.rulebook.diff_text import Side, write_diff
from ..rules import names, path_of
from .day import DAY
from .output import opened, say
from .rules_choice import language_of


@click.command("diff")
@click.argument("targets", metavar="[A] [B]", nargs=-1)
@click.option("--on", "days", type=DAY, multiple=True, help="按哪一天生效的内容比较，可写两次。 As in force on a day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
def diff_command(targets: tuple[str, ...], days: tuple[date, ...], form: str, language: str | None) -> None:
    """比较两套规则，或同一套规则的两天：增加、删去、停用和改动了什么。

    A、B：内置规则包、规则包文件或工作区，连同各自引用的规则包；只写一个（或不写，即当前工作区）时用 --on 写两天。

    What changed from A to B, each a shipped pack, a pack file or a workspace with all it extends; or, of one of them
    (default the workspace here), from one --on day to another.

    退出码：0 没有差异；1 有差异；2 无法比较。 Exit code: 0 no difference, 1 differences, 2 cannot be compared.
    """
    speak = language_of(_workspace(targets), language)
    try:
        _check(targets, days)
        first, last = (targets or (".",))[0], (targets or (".",))[-1]
        on = (days[0], days[-1]) if days else (None, None)
        old, new = _side(first, on[0]), _side(last, on[1])
        found = compare(old.book, new.book)
        with opened(None) as out:
            if form == "json":
                write_diff_json(out, speak, old, new, on, found)
            else:
                write_diff(Page(out, speak), old, new, found, days=len(targets) < 2)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(int(bool(found)))


def _workspace(targets: tuple[str, ...]) -> Path | None:
    """Return the workspace whose language is spoken: the last that is named, else the one here."""
    return next((Path(name) for name in reversed(targets) if is_workspace(Path(name))), None)


def _side(name: str, day: date | None) -> Side:
    book = target(name, path_of, names()).load()
    return Side(name, book) if day is None else Side(f"{name} @ {day}", in_force(book, day))


def _check(targets: tuple[str, ...], days: tuple[date, ...]) -> None:
    """Raise CheckbranchError where the call names no two states."""
    if len(targets) > 2:
        raise fail(
            "rules diff",
            f"一次比较两套规则，这里写了 {len(targets)} 个。请只写两个。",
            f"Two sets of rules are compared at a time, {len(targets)} are named. Name two.",
        )
    if len(days) > 2:
        raise fail("--on", "最多写两天。请删去多余的。", "At most two days are compared. Leave out the rest.")
    if len(targets) < 2 and len(days) < 2:
        raise fail(
            "rules diff",
            "缺少比较的另一方。请再写一套规则，或用两个 --on 写两天，如 --on 2026-01-01 --on 2026-07-01。",
            "There is nothing to compare with. Name a second set of rules, or two days, such as --on 2026-01-01 --on "
            "2026-07-01.",
        )
