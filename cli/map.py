"""``checkbranch map``: what a ledger is, shown, and written to the settings of its workspace for review."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..engine import CheckbranchError, read_workspace
from ..engine.errors import fail
from ..engine.ledger.guess.proposals import Plan
from ..engine.workspaces.settings import TABLES
from ..engine.workspaces.workspace import FILE
from ..reports.map.as_json import write_map_json
from ..reports.map.as_text import write_map
from ..reports.map.unclear import unclear
from .map_job import MapJob
from .options import LANGUAGE
from .output import opened, say


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-w", "--workspace", type=click.Path(path_type=Path), help="工作区的文件夹，默认为 FILE 所在的。 Its folder."
)
@click.option("--table", type=click.Choice(TABLES), help="指明是哪种表，不作推定。 It is this table; do not guess.")
@click.option("--sheet", help="只看这个工作表。 Look at this sheet only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--dry-run", is_flag=True, help="只显示，不写入。 Show it, write nothing.")
@LANGUAGE
def map_command(
    files: tuple[Path, ...],
    workspace: Path | None,
    table: str | None,
    sheet: str | None,
    form: str,
    dry_run: bool,
    language: str | None,
) -> None:
    """看台账是哪种表、各列是什么，写进 checkbranch.yaml 供核对。 Say what a ledger is; write it down for review.

    台账文件不会改动，已写在 checkbranch.yaml 中的文字也不会改动。
    Ledgers are never changed, nor is what stands in checkbranch.yaml already.

    退出码：0 都认出来了；1 有要核对的；2 无法使用。
    Exit code: 0 all is told, 1 something has to be checked, 2 the call or a file cannot be used.
    """
    speak = language or "zh"
    try:
        folder = _folder(files, workspace)
        settings = read_workspace(folder) if (folder / FILE).is_file() else None
        speak = language or (settings.language if settings else "zh")
        job = MapJob(folder, settings, speak)
        told = job.propose(files, table, sheet)
        written = None if dry_run else job.write(told)
        with opened(None) as out:
            if form == "json":
                write_map_json(told, written, out, speak)
            else:
                write_map(told, job.types, out, speak)
                out.write(job.text(told, written, dry_run))
        code = _code(told, job)
        if form == "json" and job.said:
            for text in job.said:
                click.echo(text.say(speak), err=True)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    for file in told.files:
        if file.refused is not None:
            click.echo(f"{file.file}: {' '.join(file.refused.say(speak).split())}", err=True)
    sys.exit(code)


def _folder(files: Sequence[Path], given: Path | None) -> Path:
    """Return the folder of the workspace; raise CheckbranchError where it is not plain."""
    if given is not None:
        folder = given.parent if given.name == FILE else given
        if not folder.is_dir():
            raise fail(
                str(given),
                "没有这个文件夹。请先建立，或用 checkbranch init 新建工作区。",
                "There is no such folder. Make it first, or make a workspace with checkbranch init.",
            )
        return folder
    folders = list(dict.fromkeys(path.parent for path in files))
    if len(folders) > 1:
        raise fail(
            "-w",
            "文件在不同的文件夹中，请用 -w 指明工作区的文件夹。",
            "The files are in different folders. Name the folder of the workspace with -w.",
        )
    return folders[0]


def _code(told: Plan, job: MapJob) -> int:
    if any(file.refused for file in told.files) or not (told.entries or job.there):
        return 2
    return int(bool(unclear(told)) or bool(job.open))
