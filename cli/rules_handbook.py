"""``checkbranch rules handbook``: the rules in force as a handbook to print."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import click

from ..engine import CheckbranchError
from ..engine.documents.form import nearest
from ..engine.errors import fail
from ..engine.packs.targets import is_workspace
from ..engine.text import Text
from ..reports.rule_section import Section
from ..reports.rulebook.handbook import handbook_of
from ..reports.rulebook.handbook_html import write_handbook_html
from ..reports.rulebook.handbook_md import write_handbook_md
from ..rules import names
from .day import DAY, today
from .options import LANGUAGE, OUTPUT
from .originals import check_not_rules
from .output import check_target, opened, say
from .rules_choice import chosen, language_of, one_pack

_WRITERS = {"html": write_handbook_html, "md": write_handbook_md}
_ZONE = "Asia/Shanghai"


@click.command("handbook")
@click.argument("workspace", type=click.Path(path_type=Path), required=False)
@click.option("--pack", metavar="PACK", help="只印这个规则包（名称或文件）。 This pack only.")
@click.option(
    "--as-of", type=DAY, help="按哪一天注明适用的内容，默认今天。 The day whose values are marked; default today."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md"]),
    help="可打印的 A4 网页或 Markdown，默认看文件名。 A page to print on A4, or Markdown; default by the file name.",
)
@OUTPUT
@LANGUAGE
def handbook_command(
    workspace: Path | None,
    pack: str | None,
    as_of: date | None,
    form: Literal["html", "md"] | None,
    output: Path | None,
    language: str | None,
) -> None:
    """制度汇编：把现行规则印成一本；没有工作区时印内置规则包。 The rules in force as a handbook to print.

    不写 -o 时以 Markdown 写到标准输出。 Without -o it goes to standard output as Markdown.
    """
    speak = language_of(workspace, language)
    try:
        if output is not None:
            check_target(output)
            check_not_rules(output)
        _check_name(workspace)
        found, speak, name = chosen(workspace, language)
        if pack is not None:
            found = _of_pack(found, pack, own=workspace is None)
        title = Text("内置规则包", "Shipped packs").say(speak)
        if name:
            own = workspace is not None and not is_workspace(workspace)  # a pack in the place of a workspace
            title = found[0].pack.title.say(speak) if own else name
        book = handbook_of(found, title, as_of or today(_ZONE), speak, whole=pack is None)
        with opened(output) as out:
            _WRITERS[form or _form_of(output)](book, out)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)


def _form_of(output: Path | None) -> Literal["html", "md"]:
    """Return the format that a file name asks for."""
    return "md" if output is None or output.suffix.lower() in (".md", ".markdown") else "html"


def _check_name(workspace: Path | None) -> None:
    """Raise CheckbranchError for what is nearly the name of a shipped pack."""
    near = None if workspace is None or workspace.exists() else nearest(str(workspace), names())
    if near and near != str(workspace):
        raise fail(
            str(workspace),
            f"没有这个文件夹，也没有这个内置规则包。是否应为“{near}”？",
            f"There is no such folder and no such shipped pack. Did you mean “{near}”?",
        )


def _of_pack(found: Sequence[Section], name: str, *, own: bool) -> list[Section]:
    """Return the pack ``name``; raises CheckbranchError that names the nearest one there is."""
    ids = [section.pack.id for section in found]
    near = nearest(name, ids)
    if own or name in ids or not near:
        return one_pack(found, name, own=own)
    raise fail(
        "--pack",
        f"工作区没有规则包“{name}”。是否应为“{near}”？可写：{'、'.join(ids)}。",
        f"The workspace has no pack “{name}”. Did you mean “{near}”? You can write: {', '.join(ids)}.",
    )
