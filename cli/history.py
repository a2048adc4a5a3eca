"""The option ``--history``: earlier audits that a report compares itself with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.errors import fail
from ..engine.workspaces.settings import Workspace

if TYPE_CHECKING:
    from ..reports.compared.history import History

HISTORY = click.option(
    "--history",
    type=click.Path(path_type=Path),
    help="以往的 JSON 报告，或存放它们的文件夹，用于比较。 An earlier JSON report, or a folder of them.",
)
_TELLING = ("html",)  # formats that tell of a trend


def history_for(
    path: Path | None, forms: Iterable[str], pages: Path | None, workspace: Workspace, as_of: date
) -> History | None:
    """Return the earlier audits in ``path``, None where none are asked for; raises CheckbranchError.

    ``forms`` are the formats that are written, and ``pages`` the folder of pages.
    """
    if path is None:
        return None
    if pages is None and not set(forms) & set(_TELLING):
        raise fail(
            "--history",
            "只有网页报告才作比较。请加上 --format html（或 -o 报告.html、--per-unit 文件夹）。",
            "Only the HTML report compares. Add --format html (or -o report.html, or --per-unit FOLDER).",
        )
    from ..reports.compared.history import read_history

    return read_history(path, workspace.name, as_of)
