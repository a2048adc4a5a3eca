"""``checkbranch diff``: what changed between two audits."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import click

from ..engine import CheckbranchError
from ..engine.errors import fail
from ..reports.asked import Ask
from ..reports.compared.earlier import read_earlier
from .log import logged
from .options import LANGUAGE, OUTPUT, formats
from .output import check_target, opened, say


@click.command()
@logged
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@formats("text", "md", "json")
@OUTPUT
@LANGUAGE
def diff_command(
    old: Path, new: Path, form: Literal["text", "md", "json"], output: Path | None, language: str | None
) -> None:
    """比较两次核对的结果（JSON）：缺口有哪些新增、消除。 What changed between two audits (JSON), the earlier first.

    退出码：0 没有新增缺口；1 有；2 无法比较。 Exit code: 0 no new gap, 1 new gaps, 2 they cannot be compared.
    """
    speak = language or "zh"
    try:
        if output is not None:
            check_target(output)
            _check_apart(output, old, new)
        code = _write(old, new, form, output, language)
    except CheckbranchError as error:
        say(error, speak)
        sys.exit(2)
    sys.exit(code)


def _write(old: Path, new: Path, form: str, output: Path | None, language: str | None) -> int:
    from ..reports.compared.diff_json import write_diff_json
    from ..reports.compared.diff_text import write_diff_md, write_diff_text
    from ..reports.compared.differences import pair

    write = {"text": write_diff_text, "md": write_diff_md, "json": write_diff_json}[form]
    of = pair(read_earlier(old), read_earlier(new))
    with opened(output) as out:
        counts = write(of, out, Ask(language or str(of.new.head.get("language", "zh"))))
    return int(counts.failing > 0)


def _check_apart(output: Path, *reports: Path) -> None:
    for report in reports:
        if os.path.realpath(report) == os.path.realpath(output):
            raise fail(
                str(output),
                "这是要比较的报告，不能覆盖。请换一个文件名。",
                "This is one of the reports; it is never written over. Choose another name.",
            )
