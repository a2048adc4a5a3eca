"""``checkbranch init``: a ready workspace with templates, or a copy of the example."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from ..engine import CheckbranchError
from ..engine.errors import fail
from ..engine.packs import load_rules
from ..reports.starter.files import EXAMPLE, SCHEMAS, packs_of, workspace_files
from ..reports.starter.template import Asked
from ..rules import names, path_of
from .day import DAY, today
from .output import opened, say
from .placing import check_folder, fill_folder
from .questions import COMMITTEE_FROM, Given, answers, asks
from .shell import shell_word

EXAMPLES = Path(__file__).parent.parent / "examples"
_ZONE = "Asia/Shanghai"
_AS_OF = "2026-11-23"  # the day that the tutorial looks at the example


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="名称，默认为文件夹名。 Name; default the folder's.")
@click.option("--kind", help="党支部、党总支、党委。 branch, general_branch or committee; default branch.")
@click.option("--members", metavar="N", help="正式党员数。 Number of full members.")
@click.option("--committee", metavar="N", help="支部委员会委员人数，没有为 0。 Size of the committee, 0 if none.")
@click.option("--log-starts", type=DAY, help="台账从哪天记起，默认今年 1 月 1 日。 First day of the ledger.")
@click.option("--households", is_flag=True, help="另加住户表和走访规则。 Add households, and rules on visits.")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True)
@click.option(
    "--from",
    "ledgers",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE…",
    help="由已有的台账新建，台账留在原处。 From ledgers that are there; they stay where they are.",
)
@click.argument("more", metavar="", nargs=-1, type=click.Path(path_type=Path))
@click.option("--example", type=click.Choice(["huanghou"]), help="复制示例工作区。 Copy the example instead.")
@click.option("--no-input", is_flag=True, help="不提问，未给出的取默认值。 Ask nothing, take the defaults.")
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), default="zh", help="语言。 Language.")
def init_command(
    folder: Path,
    name: str | None,
    kind: str | None,
    members: str | None,
    committee: str | None,
    log_starts: date | None,
    households: bool,
    form: Literal["xlsx", "csv"],
    ledgers: tuple[Path, ...],
    more: tuple[Path, ...],
    example: str | None,
    no_input: bool,
    language: str,
) -> None:
    """新建一个工作区：设置文件和可填写的台账模板。 Make a workspace: settings and templates to fill in.

    没有用选项给出的，在终端上提问。DIR 应是新的或空的文件夹。
    What no option says is asked for on a terminal. DIR is a folder that is new or empty.
    """
    given = Given(name, kind, members, committee, log_starts, households, form)
    try:
        check_folder(folder)
        if ledgers or more:
            from .init_from import from_ledgers

            from_ledgers(folder, ledgers, more, given, example, language)
            return
        if example is not None:
            _check_alone(given)
            files = example_files(example)
        else:
            asked = answers(given, folder, today(_ZONE), language, asks(no_input))
            rules = load_rules(packs_of(asked), Path(), path_of, names())
            files = workspace_files(asked, rules, language)
        fill_folder(folder, files)
    except CheckbranchError as error:
        say(error, language)
        sys.exit(2)
    except click.Abort:
        click.echo(_said("\n已取消，没有写入任何文件。", "\nStopped; nothing was written.", language), err=True)
        sys.exit(2)
    _show(folder, list(files), None if example else asked, language)


def example_files(name: str) -> dict[str, bytes]:
    """Return the files of a shipped example, by relative path."""
    root = EXAMPLES / name
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _check_alone(given: Given) -> None:
    if given != Given():
        raise fail(
            "--example",
            "示例原样复制，不能与其他选项同用（--lang 除外）。请删去其他选项。",
            "The example is copied as it is. Leave out all other options but --lang.",
        )


def _show(folder: Path, files: list[str], asked: Asked | None, language: str) -> None:
    """Print what was made, what to know of it, and the next commands."""
    lines = [_said(f"已在 {folder} 中新建：", f"Made in {folder}:", language)]
    shown = [name for name in files if not name.startswith((f"{EXAMPLE}/", f"{SCHEMAS}/"))]
    if any(name.startswith(f"{EXAMPLE}/") for name in files):
        shown.append(
            _said(f"{EXAMPLE}/（虚构的示例，不计入台账）", f"{EXAMPLE}/ (invented examples, no records)", language)
        )
    if any(name.startswith(f"{SCHEMAS}/") for name in files):
        shown.append(_said(f"{SCHEMAS}/（供编辑器提示，可不管）", f"{SCHEMAS}/ (hints for editors)", language))
    lines += [f"  {file}" for file in shown]
    if asked and asked.committee == 0 and (asked.members or 0) >= COMMITTEE_FROM:
        zh = f"正式党员 {asked.members} 人，达到 {COMMITTEE_FROM} 人的党支部应设支部委员会，支委会会议列入核对。"
        en = f"With {asked.members} full members a committee is owed (from {COMMITTEE_FROM}); its meetings are checked."
        lines.append(_said(zh, en, language))
    place = shell_word(folder)
    day = f" --as-of {_AS_OF}" if asked is None else ""
    lines.append(_said("下一步：", "Next:", language))
    for command, zh, en in (
        (f"checkbranch check {place}", "只核对数据", "the data alone"),
        (f"checkbranch audit {place}{day}", "按规则核对", "the rules"),
        (f"checkbranch inspect {place}{day}", "迎检自查", "the self-check for an inspection"),
    ):
        lines.append(f"  {command}    # {_said(zh, en, language)}")
    with opened(None) as out:
        out.write("\n".join(lines) + "\n")


def _said(zh: str, en: str, language: str) -> str:
    return en if language == "en" else zh
